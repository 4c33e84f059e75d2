#include "study_rig.h"

#include <gtest/gtest.h>

namespace sanad::studies {
namespace {

// Values are in place already; that they stand apart in texts is what only graders need.
Result<std::string> as_it_is(std::string_view text) { return std::string(text); }

std::string text_of(const story::Telling& telling, const std::string& study, const char* name) {
  const auto paper = telling.paper(study, name);
  EXPECT_TRUE(paper.ok()) << study << ", " << name << ": " << paper.error().message;
  return paper.ok() ? json::format_pretty(*paper) : "{}";
}

}  // namespace

Seat::Seat(std::uint64_t seed, std::uint32_t seat) {
  auto world = story::World::embedded();
  EXPECT_TRUE(world.ok()) << world.error().message;
  world_ = std::move(world).value();
  auto telling = story::Telling::of(world_, seed, seat);
  EXPECT_TRUE(telling.ok()) << telling.error().message;
  telling_ = std::make_unique<story::Telling>(std::move(telling).value());
}

Read Seat::read(const std::string& name) const {
  Read read;
  auto study = training::read_study(text_of(*telling_, name, "study"), as_it_is);
  EXPECT_TRUE(study.ok()) << name << ": " << study.error().message;
  if (!study.ok()) return read;
  read.study = std::move(study).value();
  const std::string told = text_of(*telling_, name, "truth");
  auto truth = training::read_truth(told, read.study, as_it_is);
  EXPECT_TRUE(truth.ok()) << name << ": " << truth.error().message;
  if (!truth.ok()) return read;
  read.truth = std::move(truth).value();
  read.truth_file = std::move(json::parse(told)).value();
  auto debrief = training::read_debrief(text_of(*telling_, name, "debrief"), read.study,
                                        read.truth.trap_ids(), as_it_is);
  EXPECT_TRUE(debrief.ok()) << name << ": " << debrief.error().message;
  if (debrief.ok()) read.debrief = std::move(debrief).value();
  return read;
}

std::vector<story::Page> Seat::pages(const std::string& url) const {
  const std::size_t begin = url.find("://") + 3;
  const std::size_t slash = std::min(url.find('/', begin), url.size());
  const std::string host = url.substr(begin, slash - begin);
  const std::string path = slash == url.size() ? "/" : url.substr(slash);
  std::vector<story::Happened> moments(1);
  story::Happened all;
  for (const auto& [id, study] : world_->studies())
    for (const story::Event& event : study.events) {
      all.insert(event.name);
      moments.push_back({event.name});
    }
  moments.push_back(all);
  std::vector<story::Page> pages;
  for (const story::Happened& happened : moments)
    pages.push_back(telling_->page({host, path, {}}, happened));
  return pages;
}

std::vector<std::pair<std::uint64_t, std::uint32_t>> seats() {
  return {{1, 1}, {1, 2}, {20261201, 7}, {20261201, 30}};
}

}  // namespace sanad::studies
