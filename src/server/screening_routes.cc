#include "call.h"
#include "screening/versions.h"
#include "service/screening.h"

namespace sanad::server {
namespace {

constexpr std::size_t kMaxListContentBytes = 32 * 1024 * 1024;
// In JSON a line's end or a quotation mark takes two bytes.
constexpr std::size_t kMaxListBodyBytes = 2 * kMaxListContentBytes + 1024 * 1024;
static_assert(kMaxListBodyBytes <= kMaxRequestBytes);
constexpr std::size_t kPageSize = 100;

template <typename T>
json::Value views_of(const std::vector<T>& items) {
  json::Array array;
  for (const T& item : items) array.emplace_back(service::view(item));
  return list_of(std::move(array));
}

Result<json::Value> get_lists(Call& call) {
  SANAD_TRY(const auto lists, service::list_people_lists(call.workspace, call.officer()));
  return views_of(lists);
}

Result<json::Value> get_versions(Call& call) {
  SANAD_TRY(const auto versions,
            service::people_list_versions(call.workspace, call.officer(), call.parameter("list")));
  return views_of(versions);
}

Result<json::Value> post_list(Call& call) {
  const std::string* content = call.body["content"].as_string();
  if (!content || content->empty())
    return Error{ErrorCode::kInvalid, "send the text of the list's file as \"content\""};
  if (content->size() > kMaxListContentBytes) {
    return Error{ErrorCode::kLimit,
                 "the list is longer than 32 MiB; take it in with \"sanad screening import\""};
  }
  service::PeopleListOrder order;
  SANAD_TRY(order.name, call.optional_text("name"));
  SANAD_TRY(order.publisher, call.optional_text("publisher"));
  SANAD_TRY(order.format, call.optional_text("format"));
  SANAD_TRY(order.version, call.optional_text("version"));
  SANAD_TRY(order.columns, screening::parse_columns(call.body["columns"]));
  SANAD_TRY(const auto imported,
            service::import_people_list(call.workspace, call.officer(), *content, order));
  return json::Value(service::view(imported));
}

Result<json::Value> read(Call& call, std::string_view id) {
  SANAD_TRY(const auto found, service::read_screening(call.workspace, call.officer(), id));
  SANAD_TRY(
      const auto record,
      service::lead_record(
          call.workspace,
          static_cast<int>(found.screening.data["min_score"].int_or(screening::kDefaultMinScore))));
  return json::Value(service::view(found, record));
}

Result<json::Value> post_screening(Call& call) {
  service::ScreeningOrder order;
  order.case_id = call.parameter("case");
  SANAD_TRY(order.asked.name, call.optional_text("name"));
  SANAD_TRY(order.asked.father_name, call.optional_text("father"));
  SANAD_TRY(order.asked.birth_date, call.optional_text("birth_date"));
  SANAD_TRY(order.asked.birth_place, call.optional_text("birth_place"));
  SANAD_TRY(order.asked.document, call.optional_text("document"));
  SANAD_TRY(order.asked.nationality, call.optional_text("nationality"));
  SANAD_TRY(order.reason, call.optional_text("reason"));
  if (!call.body["min_score"].is_null()) {
    const std::int64_t least = call.body["min_score"].as_int().value_or(0);
    if (least < 1 || least > 100)
      return Error{ErrorCode::kInvalid, "\"min_score\" is a whole number from 1 to 100"};
    order.min_score = static_cast<int>(least);
  }
  SANAD_TRY(const auto made, service::screen_person(call.workspace, call.officer(), order));
  return read(call, made.id);
}

// The cursor is the last screening of the page before; screenings only ever come in front.
Result<json::Value> get_screenings(Call& call) {
  const std::string_view cursor = call.request.query_value("cursor");
  SANAD_TRY(const auto screenings,
            service::list_screenings(call.workspace, call.officer(), call.parameter("case")));
  std::size_t at = 0;
  if (!cursor.empty()) {
    while (at < screenings.size() && screenings[at].id != cursor) ++at;
    if (at == screenings.size())
      return Error{ErrorCode::kInvalid, "the cursor is \"next\" of the page before"};
    ++at;
  }
  json::Array items;
  for (; at < screenings.size() && items.size() < kPageSize; ++at)
    items.emplace_back(service::view(screenings[at]));
  const bool more = at < screenings.size();
  return list_of(std::move(items),
                 more ? json::Value(screenings[at - 1].id) : json::Value(nullptr));
}

Result<json::Value> get_screening(Call& call) { return read(call, call.parameter("screening")); }

Result<json::Value> post_review(Call& call) {
  SANAD_TRY(const auto reviewed,
            service::review_lead(call.workspace, call.officer(), call.parameter("lead"),
                                 call.text("outcome"), call.text("reason")));
  return json::Value(service::view(reviewed));
}

}  // namespace

std::vector<Route> screening_routes() {
  return {
      {"GET", "/screening/lists", 200, Needs::kSession, get_lists},
      {"POST", "/screening/lists", 201, Needs::kSession, post_list, kMaxListBodyBytes},
      {"GET", "/screening/lists/{list}/versions", 200, Needs::kSession, get_versions},
      {"GET", "/cases/{case}/screenings", 200, Needs::kSession, get_screenings},
      {"POST", "/cases/{case}/screenings", 201, Needs::kSession, post_screening},
      {"GET", "/screenings/{screening}", 200, Needs::kSession, get_screening},
      {"POST", "/leads/{lead}/review", 200, Needs::kSession, post_review},
  };
}

}  // namespace sanad::server
