// What a study asks for can be found: its addresses answer, and what is to be cited stands there.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "study_rig.h"

namespace sanad::studies {
namespace {

// Each match of a condition, at any depth.
void each_match(const json::Value& value, const std::function<void(const json::Value&)>& told) {
  if (value["kind"].is_null() == false) told(value);
  if (const json::Object* object = value.as_object())
    for (const json::Member& one : *object) each_match(one.value, told);
  if (const json::Array* array = value.as_array())
    for (const json::Value& one : *array) each_match(one, told);
}

std::vector<std::string> addresses_of(const json::Value& match) {
  std::vector<std::string> urls;
  const std::function<void(const json::Value&)> look = [&](const json::Value& value) {
    if (const std::string* text = value.as_string();
        text != nullptr && (text->starts_with("https://") || text->starts_with("http://")))
      urls.push_back(*text);
    if (const json::Object* object = value.as_object())
      for (const json::Member& one : *object) look(one.value);
    if (const json::Array* array = value.as_array())
      for (const json::Value& one : *array) look(one);
  };
  look(match["data"]);
  return urls;
}

bool is_there(const std::vector<story::Page>& pages) {
  return std::ranges::any_of(pages, [](const story::Page& page) { return page.status == 200; });
}

TEST(StudyPages, EveryAddressOfAStudyAnswersAtSomeTime) {
  for (const auto& [seed, number] : seats()) {
    const Seat seat(seed, number);
    for (const char* name : kStudies) {
      const Read read = seat.read(name);
      std::set<std::string> seen;
      for (const std::string& target : read.study.scope.targets) {
        if (target.find('*') != std::string::npos) continue;  // a pattern
        if (!seen.insert(target).second) continue;
        EXPECT_TRUE(is_there(seat.pages(target))) << name << ": " << target;
      }
      for (const char* of : {"checks", "traps"})
        each_match(read.truth_file[of], [&](const json::Value& match) {
          for (const std::string& url : addresses_of(match)) {
            if (url.find('*') != std::string::npos) continue;  // a whole site
            if (!seen.insert(url).second) continue;
            EXPECT_TRUE(is_there(seat.pages(url))) << name << ": " << url;
          }
        });
      EXPECT_GE(seen.size(), 10u) << name;
    }
  }
}

TEST(StudyPages, WhatIsToBeCitedStandsOnThePage) {
  for (const auto& [seed, number] : seats()) {
    const Seat seat(seed, number);
    for (const char* name : kStudies) {
      std::size_t cited = 0;
      each_match(seat.read(name).truth_file["checks"], [&](const json::Value& match) {
        if (match["kind"].string_or("") != "fact.cited") return;
        const std::string text = match["data"]["text"]["contains"].string_or("");
        ASSERT_FALSE(text.empty());
        const auto urls = addresses_of(match);
        if (urls.empty()) return;  // of what was imported
        ++cited;
        for (const std::string& url : urls)
          EXPECT_TRUE(std::ranges::any_of(seat.pages(url),
                                          [&](const story::Page& page) {
                                            return page.status == 200 &&
                                                   page.body.find(text) != std::string::npos;
                                          }))
              << name << ": " << text << " is not on " << url;
      });
      EXPECT_GE(cited, 2u) << name;
    }
  }
}

}  // namespace
}  // namespace sanad::studies
