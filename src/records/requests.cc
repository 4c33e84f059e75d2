// Reading the register of requests and their re-checks.
#include "records/requests.h"

#include <fmt/format.h>

#include <algorithm>

#include "records/records.h"
#include "rows.h"
#include "state.h"

namespace sanad::records {
namespace {

constexpr std::string_view kSelectRequest =
    "SELECT id, case_id, reference, state, corrected_by, data, created_at FROM requests ";
constexpr std::string_view kSelectRecheck =
    "SELECT request, case_id, url, every_hours, scheduled_at, until, by, next_at, end_reason FROM "
    "rechecks ";
constexpr std::string_view kDamaged = "the records database is damaged";

Result<Request> read_request(const Statement& row) {
  Request one;
  one.id = row.text(0);
  one.case_id = row.text(1);
  one.reference = row.text(2);
  one.state = row.text(3);
  one.corrected_by = row.text(4);
  SANAD_TRY_WITH(const json::Value data, json::parse(row.text(5)), kDamaged);
  one.direction = data["direction"].string_or("out");
  one.kind = data["kind"].string_or("");
  one.version = data["version"].int_or(0);
  one.content = data["content"];
  one.law = data["law"];
  one.relates_to = data["relates_to"].string_or("");
  one.corrects = data["corrects"].string_or("");
  one.created_at = {row.number(6)};
  return one;
}

Result<RequestEvent> read_event(const Statement& row) {
  RequestEvent one{
      row.text(0), {row.number(1)}, row.text(2), {}, static_cast<std::uint64_t>(row.number(4))};
  SANAD_TRY_WITH(one.data, json::parse(row.text(3)), kDamaged);
  return one;
}

Result<RequestDocument> read_document(const Statement& row) {
  return RequestDocument{row.text(0), row.text(1), row.text(2),
                         row.text(3), row.text(4), static_cast<std::uint64_t>(row.number(5))};
}

Result<Recheck> read_recheck(const Statement& row) {
  Recheck one{row.text(0),     row.text(1), row.text(2), row.number(3), {row.number(4)},
              {row.number(5)}, row.text(6), {},          row.text(8)};
  if (!row.is_null(7)) one.next_at = Timestamp{row.number(7)};
  return one;
}

Result<RecheckResult> read_result(const Statement& row) {
  RecheckResult one{row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), {}, {}};
  SANAD_TRY_WITH(one.data, json::parse(row.text(5)), kDamaged);
  one.at = {row.number(6)};
  return one;
}

// What the events say of who wrote, approved and issued it.
void apply_events(Request& request) {
  for (const RequestEvent& event : request.events) {
    if (event.kind == "request.drafted") {
      request.approved_by.clear();
      if (std::ranges::find(request.authors, event.actor) == request.authors.end())
        request.authors.push_back(event.actor);
    }
    if (event.kind == "request.returned") request.approved_by.clear();
    if (event.kind == "request.approved") request.approved_by = event.actor;
    if (event.kind == "request.issued") {
      request.issued_by = event.actor;
      const auto at = parse_timestamp(event.data["issued_at"].string_or(""));
      request.issued_at = at.ok() ? *at : event.at;
    }
  }
}

Result<void> complete(Database& database, Request& request) {
  SANAD_TRY(Statement events,
            database.prepare("SELECT kind, at, actor, data, idx FROM request_events WHERE request "
                             "= ? ORDER BY idx"));
  events.bind(request.id);
  SANAD_TRY(request.events, read_all(std::move(events), read_event));
  SANAD_TRY(Statement documents,
            database.prepare("SELECT name, form, language, media_type, sha256, size FROM "
                             "request_documents WHERE request = ? ORDER BY name"));
  documents.bind(request.id);
  SANAD_TRY(request.documents, read_all(std::move(documents), read_document));
  apply_events(request);
  return {};
}

}  // namespace

Result<std::vector<Request>> Records::requests(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE ?1 = '' OR case_id = ?1 ORDER BY idx", kSelectRequest)));
  statement.bind(case_id);
  SANAD_TRY(auto found, read_all(std::move(statement), read_request));
  for (Request& one : found) SANAD_CHECK(complete(state_->database, one));
  return found;
}

Result<Request> Records::request(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE id = ?1 OR reference = ?1", kSelectRequest)));
  statement.bind(id);
  SANAD_TRY(Request found, read_one(std::move(statement), read_request, "request", id));
  SANAD_CHECK(complete(state_->database, found));
  return found;
}

Result<std::int64_t> Records::count_requests(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT count(*) FROM requests WHERE case_id = ?"));
  SANAD_CHECK(statement.bind(case_id).step());
  return statement.number(0);
}

Result<Recheck> Records::recheck(std::string_view request) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE request = ?", kSelectRecheck)));
  statement.bind(request);
  return read_one(std::move(statement), read_recheck, "schedule of re-checks of", request);
}

Result<std::vector<Recheck>> Records::rechecks_due(Timestamp now) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE next_at <= ? ORDER BY next_at", kSelectRecheck)));
  statement.bind(now.unix_ms);
  return read_all(std::move(statement), read_recheck);
}

Result<std::vector<RecheckResult>> Records::recheck_results(std::string_view request) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT id, request, outcome, exhibit, reason, data, at FROM "
                                     "recheck_results WHERE request = ? ORDER BY idx"));
  statement.bind(request);
  return read_all(std::move(statement), read_result);
}

}  // namespace sanad::records
