// What speaks for somebody, complaints, and a reviewer's own exposure.
#include "call.h"
#include "service/complaints.h"
#include "service/exculpatory.h"
#include "service/exposure.h"

namespace sanad::server {
namespace {

template <typename T>
Result<json::Value> answer(Call& call, const Result<T>& made) {
  if (!made.ok()) return made.error();
  SANAD_TRY(json::Object object, service::view(call.workspace, *made));
  return json::Value(std::move(object));
}

template <typename T>
Result<json::Value> answer_all(Call& call, const Result<std::vector<T>>& found) {
  if (!found.ok()) return found.error();
  json::Array items;
  for (const T& one : *found) {
    SANAD_TRY(json::Object object, service::view(call.workspace, one));
    items.emplace_back(std::move(object));
  }
  return list_of(std::move(items));
}

Result<json::Value> get_notes(Call& call) {
  return answer_all(
      call, service::list_exculpatory(call.workspace, call.officer(), call.parameter("case")));
}

Result<json::Value> post_note(Call& call) {
  return answer(call,
                service::note_exculpatory(call.workspace, call.officer(), call.parameter("case"),
                                          call.text("text"), call.body["cited"]));
}

Result<json::Value> post_note_answer(Call& call) {
  return answer(call,
                service::answer_exculpatory(call.workspace, call.officer(), call.parameter("note"),
                                            call.text("answer"), call.text("reason")));
}

Result<json::Value> get_complaints(Call& call) {
  return answer_all(
      call, service::list_complaints(call.workspace, call.officer(), call.parameter("case")));
}

Result<json::Value> post_complaint(Call& call) {
  service::ComplaintOrder order;
  order.case_id = call.parameter("case");
  order.kind = call.text("kind");
  order.capacity = call.text("capacity");
  SANAD_TRY(order.name, call.optional_text("name"));
  SANAD_TRY(order.contact, call.optional_text("contact"));
  order.is_pseudonymous = call.body["pseudonymous"].bool_or(true);
  order.about = call.text("about");
  order.text = call.text("text");
  order.received_at = call.workspace.clock().now();
  if (const std::string at = call.text("received_at"); !at.empty()) {
    SANAD_TRY_WITH(order.received_at, parse_timestamp(at), "\"received_at\"");
  }
  return answer(call, service::register_complaint(call.workspace, call.officer(), order));
}

Result<json::Value> post_complaint_answer(Call& call) {
  return answer(
      call, service::answer_complaint(call.workspace, call.officer(), call.parameter("complaint"),
                                      call.text("outcome"), call.text("reason")));
}

Result<json::Value> get_exposure(Call& call) {
  SANAD_TRY(json::Object mine, service::my_exposure(call.workspace, call.officer()));
  return json::Value(std::move(mine));
}

Result<json::Value> get_reached(Call& call) {
  SANAD_TRY(json::Array reached, service::who_reached_a_limit(call.workspace, call.officer()));
  return list_of(std::move(reached));
}

Result<json::Value> post_companion(Call& call) {
  SANAD_CHECK(service::look_together(call.workspace, call.officer(), call.parameter("exhibit"),
                                     call.text("officer"), call.body["minutes"].int_or(0)));
  return json::Value(nullptr);
}

}  // namespace

std::vector<Route> fairness_routes() {
  return {
      {"GET", "/cases/{case}/exculpatory-notes", 200, Needs::kSession, get_notes},
      {"POST", "/cases/{case}/exculpatory-notes", 201, Needs::kSession, post_note},
      {"POST", "/exculpatory-notes/{note}/answer", 200, Needs::kSession, post_note_answer},
      {"GET", "/cases/{case}/complaints", 200, Needs::kSession, get_complaints},
      {"POST", "/cases/{case}/complaints", 201, Needs::kSession, post_complaint},
      {"POST", "/complaints/{complaint}/answer", 200, Needs::kSession, post_complaint_answer},
      {"GET", "/exposure", 200, Needs::kSession, get_exposure},
      {"GET", "/exposure/reached", 200, Needs::kSession, get_reached},
      {"POST", "/exhibits/{exhibit}/companions", 204, Needs::kSession, post_companion},
  };
}

}  // namespace sanad::server
