#include "authority/law_pack.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "law_pack_rig.h"

namespace sanad::authority {
namespace {

// The place that a JSON pointer names, with its parent.
struct Place {
  json::Value* parent = nullptr;
  std::string last;
};

json::Value* step_into(json::Value& value, const std::string& step) {
  if (auto* array = value.as_array()) return &array->at(std::stoul(step));
  return value.as_object()->find(step);
}

Place find_place(json::Value& value, std::string_view pointer) {
  Place place{&value, ""};
  while (true) {
    pointer.remove_prefix(1);
    const std::size_t end = pointer.find('/');
    place.last = pointer.substr(0, end);
    if (end == std::string_view::npos) return place;
    place.parent = step_into(*place.parent, place.last);
    pointer.remove_prefix(end);
  }
}

std::string change(std::string_view pack, const json::Value& mutant) {
  json::Value value = json::parse(pack).value();
  const Place place = find_place(value, *mutant["at"].as_string());
  auto* array = place.parent->as_array();
  const bool is_removed = mutant["remove"].bool_or(false);
  if (array && is_removed) {
    array->erase(array->begin() + std::stol(place.last));
  } else if (array) {
    array->at(std::stoul(place.last)) = mutant["set"];
  } else if (is_removed) {
    const bool was_there = place.parent->as_object()->erase(place.last);
    EXPECT_TRUE(was_there) << place.last;
  } else {
    place.parent->as_object()->set(place.last, mutant["set"]);
  }
  return json::format_canonical(value);
}

TEST(LawPack, IsWrittenAsItWasRead) {
  const std::string text = testdata("pack.json");
  const auto pack = parse_law_pack(text);
  ASSERT_TRUE(pack.ok()) << pack.error().message;
  EXPECT_EQ(json::format_canonical(format_law_pack(*pack)),
            json::format_canonical(json::parse(text).value()));
}

// law_pack_schema.py holds the same changes against the schema.
TEST(LawPack, WhatIsWrongIsRefusedByName) {
  const std::string text = testdata("pack.json");
  const json::Value mutants = json::parse(testdata("mutants.json")).value();
  ASSERT_GT(mutants.as_array()->size(), 120u);
  for (const auto& mutant : *mutants.as_array()) {
    const auto pack = parse_law_pack(change(text, mutant));
    ASSERT_FALSE(pack.ok()) << json::format_canonical(mutant);
    EXPECT_EQ(pack.error().code, ErrorCode::kInvalid);
    EXPECT_NE(pack.error().message.find(*mutant["named"].as_string()), std::string::npos)
        << json::format_canonical(mutant) << " " << pack.error().message;
  }
  EXPECT_FALSE(parse_law_pack("[]").ok());
  EXPECT_FALSE(parse_law_pack("{").ok());
}

TEST(LawPack, AnErrorLeadsToItsPlace) {
  const std::string text =
      replaced(testdata("pack.json"), "\"effect\": \"statement\"", "\"effect\": \"wish\"");
  EXPECT_EQ(
      parse_law_pack(text).error().message,
      "forms[1] \"reply\": \"effect\" must be one of: order, request, notice, statement, record");
}

TEST(LawPack, PartsAreFoundByTheirKeys) {
  const LawPack pack = parse_law_pack(testdata("pack.json")).value();
  ASSERT_NE(pack.find("la-1"), nullptr);
  EXPECT_EQ(pack.find("la-1")->alias_sections, std::vector<std::string>{"1A (bill)"});
  EXPECT_EQ(pack.find("la-9"), nullptr);
  ASSERT_NE(pack.offence("dark"), nullptr);
  ASSERT_NE(pack.clock("keep"), nullptr);
  EXPECT_EQ(pack.clock("keep")->rule.nature, clocks::Nature::kLapse);
  ASSERT_NE(pack.form("notice"), nullptr);
  ASSERT_NE(pack.form("notice")->field("why"), nullptr);
  EXPECT_EQ(pack.form("notice")->field("when"), nullptr);
  ASSERT_NE(pack.certificate("kept"), nullptr);
  EXPECT_EQ(pack.form("x"), nullptr);
  EXPECT_EQ(pack.clock("x"), nullptr);
  EXPECT_EQ(pack.offence("x"), nullptr);
  EXPECT_EQ(pack.certificate("x"), nullptr);
}

TEST(LawPack, EveryFormSaysWhatSpeaksAgainstIt) {
  const LawPack pack = parse_law_pack(testdata("pack.json")).value();
  const Imprint notice = imprint(pack, *pack.form("notice"), "2026-03-05");
  EXPECT_EQ(notice.pack, "tirazan");
  EXPECT_EQ(notice.edition, "2026-03-01");
  EXPECT_EQ(notice.form_edition, "7");
  EXPECT_EQ(notice.citations, std::vector<std::string>{"Lantern Act s. 2"});
  EXPECT_EQ(notice.cautions, std::vector<std::string>{"draft: to be confirmed by counsel"});
  const Imprint reply = imprint(pack, *pack.form("reply"), "2026-03-05");
  EXPECT_EQ(reply.form_edition, "2026-03-01");
  EXPECT_EQ(reply.cautions, (std::vector<std::string>{
                                "draft: to be confirmed by counsel", "fields unconfirmed",
                                "Lantern Act s. 1 is superseded by Lantern Act s. 2; cite that one",
                                "Lantern Act s. 1 is no longer in force since 2026-01-01"}));
  EXPECT_EQ(warnings(pack, *pack.find("la-1"), "2019-12-31").back(),
            "Lantern Act s. 1 is not in force before 2020-01-01");
  const LawPack adopted =
      parse_law_pack(replaced(testdata("pack.json"), "\"status\": \"draft\"",
                              "\"status\": \"adopted\", \"adopted_by\": \"the agency\""))
          .value();
  EXPECT_TRUE(imprint(adopted, *adopted.form("notice"), "2026-03-05").cautions.empty());
}

}  // namespace
}  // namespace sanad::authority
