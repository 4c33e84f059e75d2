#include "story/course.h"

#include <fmt/format.h>

namespace sanad::story {
namespace {

constexpr std::int64_t kMsPerMinute = 60'000;

}  // namespace

Result<void> Course::tell(std::string_view event, Timestamp at) {
  for (const auto& [id, study] : world_->studies())
    for (const Event& one : study.events)
      if (one.name == event) {
        told_.emplace(event, at);
        return {};
      }
  return Error{ErrorCode::kNotFound, fmt::format("no event is called \"{}\"", event)};
}

Result<void> Course::release(std::string_view study, Timestamp at) {
  if (!world_->studies().contains(study))
    return Error{ErrorCode::kNotFound, fmt::format("no study is called \"{}\"", study)};
  released_.emplace(study, at);
  return {};
}

void Course::reset() {
  told_.clear();
  released_.clear();
}

// The earlier one of the word and the schedule.
std::optional<Timestamp> Course::time_of(const Event& event, std::string_view study) const {
  std::optional<Timestamp> at;
  if (const auto told = told_.find(event.name); told != told_.end()) at = told->second;
  const auto released = released_.find(study);
  if (released != released_.end() && event.after_minutes) {
    const Timestamp due{released->second.unix_ms + *event.after_minutes * kMsPerMinute};
    if (!at || due < *at) at = due;
  }
  return at;
}

Happened Course::happened(Timestamp now) const {
  Happened happened;
  for (const auto& [id, study] : world_->studies())
    for (const Event& event : study.events)
      if (const auto at = time_of(event, id); at && *at <= now) happened.insert(event.name);
  return happened;
}

json::Value Course::list(Timestamp now) const {
  json::Array list;
  for (const auto& [id, study] : world_->studies())
    for (const Event& event : study.events) {
      const auto at = time_of(event, id);
      json::Object one{{"event", event.name}, {"study", id}, {"title", event.title}};
      if (event.after_minutes) one.set("after_minutes", *event.after_minutes);
      one.set("state", !at ? "waiting" : *at <= now ? "happened" : "scheduled");
      if (at) one.set("at", format_timestamp(*at));
      list.emplace_back(std::move(one));
    }
  return list;
}

}  // namespace sanad::story
