#include "service/running_clocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "clock_starts.h"
#include "given_time.h"
#include "request_fields.h"
#include "request_forms.h"
#include "service/material.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using records::RunningClock;
namespace {

Result<void> require_writer(Workspace& workspace, const Officer& caller) {
  return require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor},
                      "change a clock");
}

Result<void> check_reason(std::string_view reason) {
  if (reason.find_first_not_of(" \t\r\n") == std::string_view::npos ||
      reason.size() > kMaxClockReasonBytes || !is_utf8(reason))
    return Error{ErrorCode::kInvalid, fmt::format("say in at most {} bytes why; it stands in the "
                                                  "record",
                                                  kMaxClockReasonBytes)};
  return {};
}

Result<void> check_past(Workspace& workspace, Timestamp at, std::string_view what) {
  if (at > workspace.clock().now())
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} has not come yet; give the time at which it happened", what)};
  return {};
}

const clocks::Calendar& calendar_of(const RunningClock& clock, const clocks::Calendar& every) {
  return clock.calendar ? *clock.calendar : every;
}

// How it would stand with this course. kInvalid: no such course can have been.
Result<clocks::Reading> read_course(Workspace& workspace, const RunningClock& clock,
                                    const clocks::Course& course, Timestamp now) {
  SANAD_TRY_WITH(const Zone zone, find_zone(workspace, clock.zone), clock.rule.title);
  const clocks::Calendar every = clocks::every_day();
  return clocks::read(clock.rule, course, zone, calendar_of(clock, every), now);
}

Result<RunningClock> record_change(Workspace& workspace, const Officer& caller,
                                   const RunningClock& clock, std::string kind, json::Object data) {
  data.set("clock", clock.id);
  SANAD_CHECK(
      workspace.custody().record({std::move(kind), caller.id, clock.case_id, std::move(data)}));
  return workspace.records().clock(clock.id);
}

Result<RunningClock> open_clock(Workspace& workspace, const Officer& caller, std::string_view id,
                                std::string_view reason) {
  SANAD_CHECK(require_writer(workspace, caller));
  SANAD_CHECK(check_reason(reason));
  SANAD_TRY(RunningClock clock, workspace.records().clock(id));
  SANAD_CHECK(require_sight(workspace, caller, clock.case_id));
  if (clock.course.met_at)
    return Error{ErrorCode::kConflict,
                 fmt::format("what this clock asks for was done at {}; it runs no more",
                             format_timestamp(*clock.course.met_at))};
  return clock;
}

bool is_suspended(const RunningClock& clock) {
  return std::ranges::any_of(clock.course.suspensions,
                             [](const clocks::Suspension& one) { return !one.to; });
}

Result<Timestamp> earliest_start(Workspace& workspace, const ClockOrder& order,
                                 const records::Case& of_case, std::string& request_id) {
  if (order.request.empty()) return Timestamp{0};
  SANAD_TRY(const records::Request request, workspace.records().request(order.request));
  if (request.case_id != of_case.id)
    return Error{ErrorCode::kInvalid,
                 fmt::format("the request {} belongs to another case", request.reference)};
  if (request.direction == "out" && !request.issued_at)
    return Error{
        ErrorCode::kConflict,
        fmt::format("the request {} was not issued, so nothing runs for it", request.reference)};
  request_id = request.id;
  return request.issued_at.value_or(Timestamp{0});
}

int rank_of(const clocks::Reading& reading) {
  switch (reading.state) {
    case clocks::State::kOverdue:
      return 0;
    case clocks::State::kRunning:
    case clocks::State::kSuspended:
      return 1;
    case clocks::State::kNotStarted:
      return 2;
    case clocks::State::kEnded:
      return 3;
    case clocks::State::kMetLate:
    case clocks::State::kMet:
      return 4;
  }
  return 4;
}

bool is_on_wall(const clocks::Reading& reading) {
  if (reading.state == clocks::State::kEnded) return reading.late_ms <= kEndedShownMs;
  return rank_of(reading) < 4;
}

}  // namespace

Result<RunningClock> start_clock(Workspace& workspace, const Officer& caller,
                                 const ClockOrder& order) {
  SANAD_CHECK(require_writer(workspace, caller));
  SANAD_CHECK(check_reason(order.reason));
  SANAD_CHECK(check_past(workspace, order.start, "the start of the clock"));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
  SANAD_TRY(const authority::LawLibrary library, request_law(workspace));
  const authority::LawPack* pack = library.latest(order.pack);
  const authority::PackClock* clock = pack == nullptr ? nullptr : pack->clock(order.clock);
  if (clock == nullptr)
    return Error{ErrorCode::kInvalid,
                 fmt::format("there is no clock \"{}\" in a law pack \"{}\"; \"sanad clock rules\" "
                             "lists them",
                             order.clock, order.pack)};
  std::string request;
  SANAD_TRY(const Timestamp earliest, earliest_start(workspace, order, of_case, request));
  const Timestamp begun = given_after(order.start, earliest);
  if (begun < earliest)
    return Error{ErrorCode::kInvalid,
                 fmt::format("the start lies before the request was issued at {}",
                             format_timestamp(earliest))};
  json::Object start = clock_start(*pack, *clock, request, begun, order.reason);
  const std::string id = start.find("clock")->string_or("");
  SANAD_CHECK(workspace.custody().record(
      {"clock.started", caller.id, of_case.id,
       json::Object{{"clocks", json::Array{json::Value(std::move(start))}},
                    {"clock", id},
                    {"title", clock->rule.title},
                    {"reason", order.reason}}}));
  return workspace.records().clock(id);
}

Result<RunningClock> suspend_clock(Workspace& workspace, const Officer& caller, std::string_view id,
                                   Timestamp given, std::string_view reason) {
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const RunningClock clock, open_clock(workspace, caller, id, reason));
  const Timestamp from = given_after(given, clock.course.start);
  SANAD_CHECK(check_past(workspace, from, "the suspension"));
  if (from < clock.course.start)
    return Error{ErrorCode::kInvalid, "the suspension begins before the clock; give a later time"};
  if (is_suspended(clock))
    return Error{ErrorCode::kConflict, "the clock is suspended already; let it run on first"};
  // As it stood when the ground for suspending it arose: what had passed then is not undone.
  SANAD_TRY(const clocks::Reading before, read_course(workspace, clock, clock.course, from));
  if (before.state == clocks::State::kOverdue || before.state == clocks::State::kEnded)
    return Error{ErrorCode::kConflict,
                 fmt::format("the clock had ended at {}, before the suspension",
                             format_timestamp(before.due))};
  clocks::Course course = clock.course;
  course.suspensions.push_back({from, std::nullopt});
  SANAD_CHECK(read_course(workspace, clock, course, workspace.clock().now()));
  return record_change(
      workspace, caller, clock, "clock.suspended",
      {{"from", format_timestamp(from)}, {"title", clock.rule.title}, {"reason", reason}});
}

Result<RunningClock> resume_clock(Workspace& workspace, const Officer& caller, std::string_view id,
                                  Timestamp given, std::string_view reason) {
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const RunningClock clock, open_clock(workspace, caller, id, reason));
  if (!is_suspended(clock))
    return Error{ErrorCode::kConflict, "the clock is not suspended; it runs"};
  const Timestamp to = given_after(given, clock.course.suspensions.back().from);
  SANAD_CHECK(check_past(workspace, to, "the end of the suspension"));
  clocks::Course course = clock.course;
  for (clocks::Suspension& one : course.suspensions)
    if (!one.to) one.to = to;
  SANAD_CHECK(read_course(workspace, clock, course, workspace.clock().now()));
  return record_change(
      workspace, caller, clock, "clock.resumed",
      {{"to", format_timestamp(to)}, {"title", clock.rule.title}, {"reason", reason}});
}

Result<RunningClock> extend_clock(Workspace& workspace, const Officer& caller, std::string_view id,
                                  const ClockExtension& extension) {
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const RunningClock clock, open_clock(workspace, caller, id, extension.reason));
  SANAD_CHECK(check_past(workspace, extension.at, "the grant of the extension"));
  SANAD_CHECK_WITH(check_reason(extension.by), "who granted the extension");
  clocks::Course course = clock.course;
  course.extensions.push_back({extension.at, extension.period});
  SANAD_CHECK(read_course(workspace, clock, course, workspace.clock().now()));
  return record_change(workspace, caller, clock, "clock.extended",
                       {{"at", format_timestamp(extension.at)},
                        {"period", clocks::format_period(extension.period)},
                        {"by", extension.by},
                        {"title", clock.rule.title},
                        {"reason", extension.reason}});
}

Result<RunningClock> meet_clock(Workspace& workspace, const Officer& caller, std::string_view id,
                                Timestamp given, std::string_view reason) {
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const RunningClock clock, open_clock(workspace, caller, id, reason));
  const Timestamp at = given_after(given, clock.course.start);
  SANAD_CHECK(check_past(workspace, at, "what was due"));
  if (at < clock.course.start)
    return Error{ErrorCode::kInvalid, "it was done before the clock began; give a later time"};
  json::Array met{json::Value(json::Object{{"clock", clock.id}, {"at", format_timestamp(at)}})};
  return record_change(workspace, caller, clock, "clock.met",
                       {{"met", std::move(met)}, {"title", clock.rule.title}, {"reason", reason}});
}

Result<ReadClock> read_clock(Workspace& workspace, const RunningClock& clock) {
  SANAD_TRY(const clocks::Reading reading,
            read_course(workspace, clock, clock.course, workspace.clock().now()));
  return ReadClock{clock, reading};
}

Result<std::vector<ReadClock>> wall_of_clocks(Workspace& workspace, const Officer& caller,
                                              std::string_view case_id, bool all) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  std::string id;
  if (!case_id.empty()) {
    SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
    id = of_case.id;
  }
  SANAD_TRY(auto clocks, workspace.records().clocks(id));
  SANAD_CHECK(
      keep_seen(workspace, caller, clocks, [](const RunningClock& one) { return one.case_id; }));
  std::vector<ReadClock> wall;
  for (const RunningClock& clock : clocks) {
    SANAD_TRY(ReadClock read, read_clock(workspace, clock));
    if (all || is_on_wall(read.reading)) wall.push_back(std::move(read));
  }
  std::ranges::sort(wall, [](const ReadClock& a, const ReadClock& b) {
    return std::tuple(rank_of(a.reading), a.reading.due, a.clock.id) <
           std::tuple(rank_of(b.reading), b.reading.due, b.clock.id);
  });
  return wall;
}

Result<std::size_t> record_passed_clocks(Workspace& workspace) {
  const auto has_passed = [](const clocks::Reading& reading) {
    return reading.state == clocks::State::kOverdue || reading.state == clocks::State::kEnded;
  };
  SANAD_TRY(const auto open, workspace.records().open_clocks());
  std::size_t recorded = 0;
  for (const RunningClock& known : open) {
    SANAD_TRY(const ReadClock seen, read_clock(workspace, known));
    if (!has_passed(seen.reading)) continue;
    const std::lock_guard lock(workspace.versioning());
    SANAD_TRY(const RunningClock clock, workspace.records().clock(known.id));
    SANAD_TRY(const ReadClock read, read_clock(workspace, clock));
    if (clock.overdue_seen || !has_passed(read.reading)) continue;
    const bool is_overdue = read.reading.state == clocks::State::kOverdue;
    SANAD_CHECK(workspace.custody().record(
        {is_overdue ? "clock.overdue" : "clock.ended", std::string(custody::kSystem), clock.case_id,
         json::Object{{"clock", clock.id},
                      {"request", clock.request},
                      {"title", clock.rule.title},
                      {"due", format_timestamp(read.reading.due)}}}));
    ++recorded;
  }
  return recorded;
}

Result<json::Array> clock_rules(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const authority::LawLibrary library, request_law(workspace));
  json::Array rules;
  for (const authority::LawPack* pack : library.latest()) {
    for (const authority::PackClock& one : pack->clocks)
      rules.emplace_back(
          json::Object{{"pack", pack->id},
                       {"edition", pack->edition},
                       {"key", one.rule.key},
                       {"title", one.rule.title},
                       {"nature", clocks::format_rule(one.rule).find("nature")->string_or("")},
                       {"starts", one.rule.starts},
                       {"due", one.rule.due},
                       {"on_duty", one.rule.on_duty},
                       {"period", clocks::describe(one.rule.period)},
                       {"confidence", one.confidence}});
  }
  return rules;
}

Result<json::Object> view(Workspace& workspace, const ReadClock& read) {
  const RunningClock& clock = read.clock;
  std::string case_reference;  // empty: a clock of the agency
  if (!clock.case_id.empty()) {
    SANAD_TRY(const records::Case of_case, workspace.records().find_case(clock.case_id));
    case_reference = of_case.reference;
  }
  SANAD_TRY(const Zone zone, find_zone(workspace, clock.zone));
  json::Value reference(nullptr);
  if (!clock.request.empty()) {
    SANAD_TRY(const records::Request request, workspace.records().request(clock.request));
    reference = request.reference;
  }
  const auto time = [](const std::optional<Timestamp>& at) {
    return at ? json::Value(format_timestamp(*at)) : json::Value(nullptr);
  };
  json::Array suspensions, extensions;
  for (const clocks::Suspension& one : clock.course.suspensions)
    suspensions.emplace_back(
        json::Object{{"from", format_timestamp(one.from)}, {"to", time(one.to)}});
  for (const clocks::Grant& one : clock.course.extensions)
    extensions.emplace_back(
        json::Object{{"at", format_timestamp(one.at)}, {"period", clocks::describe(one.period)}});
  return json::Object{{"clock", clock.id},
                      {"case", clock.case_id},
                      {"case_reference", case_reference},
                      {"request", clock.request.empty() ? json::Value(nullptr) : clock.request},
                      {"request_reference", std::move(reference)},
                      {"key", clock.rule.key},
                      {"title", clock.rule.title},
                      {"nature", clocks::format_rule(clock.rule).find("nature")->string_or("")},
                      {"pack", clock.pack},
                      {"edition", clock.edition},
                      {"provision", clock.provision},
                      {"confidence", clock.confidence},
                      {"period", clocks::describe(clock.rule.period)},
                      {"due_text", clock.rule.due},
                      {"on_duty", clock.rule.on_duty},
                      {"may_suspend", !clock.rule.suspended_by.empty()},
                      {"may_extend", clock.rule.extension.has_value()},
                      {"zone", clock.zone},
                      {"start", format_timestamp(clock.course.start)},
                      {"due", format_timestamp(read.reading.due)},
                      {"due_local", moment_text(read.reading.due, zone)},
                      {"state", clocks::name(read.reading.state)},
                      {"remaining_ms", read.reading.remaining_ms},
                      {"late_ms", read.reading.late_ms},
                      {"suspended_ms", read.reading.suspended_ms},
                      {"is_beyond_calendar", read.reading.is_beyond_calendar},
                      {"met_at", time(clock.course.met_at)},
                      {"suspensions", std::move(suspensions)},
                      {"extensions", std::move(extensions)},
                      {"reason", clock.reason}};
}

}  // namespace sanad::service
