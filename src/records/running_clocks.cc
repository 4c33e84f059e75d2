// Reading clocks that were started.
#include "records/running_clocks.h"

#include <fmt/format.h>

#include "records/records.h"
#include "rows.h"
#include "state.h"

namespace sanad::records {
namespace {

constexpr std::string_view kSelectClock =
    "SELECT id, case_id, request, data, started_at, met_at, overdue_seen FROM clocks ";
constexpr std::string_view kDamaged = "the records database is damaged";

Result<RunningClock> read_clock(const Statement& row) {
  RunningClock one;
  one.id = row.text(0);
  one.case_id = row.text(1);
  one.request = row.text(2);
  SANAD_TRY_WITH(const json::Value data, json::parse(row.text(3)), kDamaged);
  one.pack = data["pack"].string_or("");
  one.edition = data["edition"].string_or("");
  one.provision = data["provision"].string_or("");
  one.confidence = data["confidence"].string_or("");
  one.met_on = data["met_on"].string_or("");
  one.zone = data["zone"].string_or("");
  one.reason = data["reason"].string_or("");
  SANAD_TRY_WITH(one.rule, clocks::parse_rule(data["rule"]), kDamaged);
  if (!data["calendar"].is_null()) {
    SANAD_TRY_WITH(one.calendar, clocks::parse_calendar(data["calendar"]), kDamaged);
  }
  one.course.start = {row.number(4)};
  if (!row.is_null(5)) one.course.met_at = Timestamp{row.number(5)};
  if (!row.is_null(6)) one.overdue_seen = Timestamp{row.number(6)};
  return one;
}

Result<clocks::Suspension> read_suspension(const Statement& row) {
  clocks::Suspension one{{row.number(0)}, std::nullopt};
  if (!row.is_null(1)) one.to = Timestamp{row.number(1)};
  return one;
}

Result<clocks::Grant> read_grant(const Statement& row) {
  SANAD_TRY_WITH(const json::Value value, json::parse(row.text(1)), kDamaged);
  SANAD_TRY_WITH(const clocks::Period period, clocks::parse_period(value), kDamaged);
  return clocks::Grant{{row.number(0)}, period};
}

Result<void> complete(Database& database, RunningClock& clock) {
  SANAD_TRY(Statement suspensions,
            database.prepare("SELECT from_at, to_at FROM clock_suspensions WHERE clock = ? ORDER "
                             "BY idx"));
  suspensions.bind(clock.id);
  SANAD_TRY(clock.course.suspensions, read_all(std::move(suspensions), read_suspension));
  SANAD_TRY(Statement grants, database.prepare("SELECT at, period FROM clock_extensions WHERE "
                                               "clock = ? ORDER BY idx"));
  grants.bind(clock.id);
  SANAD_TRY(clock.course.extensions, read_all(std::move(grants), read_grant));
  return {};
}

Result<std::vector<RunningClock>> read_clocks(Database& database, Statement statement) {
  SANAD_TRY(auto found, read_all(std::move(statement), read_clock));
  for (RunningClock& one : found) SANAD_CHECK(complete(database, one));
  return found;
}

}  // namespace

Result<std::vector<RunningClock>> Records::clocks(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format(
                "{} WHERE ?1 = '' OR case_id = ?1 ORDER BY started_at, id", kSelectClock)));
  statement.bind(case_id);
  return read_clocks(state_->database, std::move(statement));
}

Result<std::vector<RunningClock>> Records::open_clocks() const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format(
                "{} WHERE met_at IS NULL AND overdue_seen IS NULL ORDER BY started_at, id",
                kSelectClock)));
  return read_clocks(state_->database, std::move(statement));
}

Result<std::vector<RunningClock>> Records::clocks_of_request(std::string_view request) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE request = ? ORDER BY started_at, id", kSelectClock)));
  statement.bind(request);
  return read_clocks(state_->database, std::move(statement));
}

Result<RunningClock> Records::clock(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectClock)));
  statement.bind(id);
  SANAD_TRY(RunningClock found, read_one(std::move(statement), read_clock, "clock", id));
  SANAD_CHECK(complete(state_->database, found));
  return found;
}

}  // namespace sanad::records
