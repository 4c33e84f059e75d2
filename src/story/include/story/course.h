// What has happened in a world: events happen at a word, or so many minutes after their study was
// released. Not thread-safe. Tested by course_test.cc.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "base/time.h"
#include "story/world.h"

namespace sanad::story {

// Full names of events ("financing.taken-down").
using Happened = std::set<std::string, std::less<>>;

class Course {
 public:
  explicit Course(std::shared_ptr<const World> world) : world_(std::move(world)) {}

  // It has happened from then on; once told, another word changes nothing. kNotFound: no such
  // event.
  Result<void> tell(std::string_view event, Timestamp at);
  // The study's schedule begins; once begun, another word changes nothing. kNotFound: no such
  // study.
  Result<void> release(std::string_view study, Timestamp at);
  // Nothing has happened, nothing is released.
  void reset();

  Happened happened(Timestamp now) const;
  // [{"event", "title", "after_minutes", "state": "waiting|scheduled|happened", "at"}, ...] in the
  // order of the studies' files; at: when it happened or will. after_minutes and at are absent
  // where there is none.
  json::Value list(Timestamp now) const;

 private:
  std::optional<Timestamp> time_of(const Event& event, std::string_view study) const;

  std::shared_ptr<const World> world_;
  std::map<std::string, Timestamp, std::less<>> told_;
  std::map<std::string, Timestamp, std::less<>> released_;
};

}  // namespace sanad::story
