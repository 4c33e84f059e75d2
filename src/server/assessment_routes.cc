#include "call.h"
#include "service/assessment_queue.h"
#include "service/assessments.h"

namespace sanad::server {
namespace {

// The exhibit of the path, and the part of the body or, without one, the whole.
Result<records::SheetSubject> subject_of(Call& call) {
  records::SheetSubject subject{call.parameter("exhibit"), std::nullopt};
  if (const json::Value& part = call.body["part"]; !part.is_null()) {
    const auto number = part.as_int();
    if (!number || *number < 0)
      return Error{ErrorCode::kInvalid, "\"part\" is the number of the part, or null"};
    subject.part = static_cast<std::uint64_t>(*number);
  }
  return subject;
}

Result<json::Value> answer(Call& call, const Result<records::Assessment>& made) {
  if (!made.ok()) return made.error();
  SANAD_TRY(json::Object object, service::view(call.workspace, *made));
  return json::Value(std::move(object));
}

Result<json::Value> get_form(Call& call) {
  SANAD_TRY(json::Object form, service::assessment_form(call.workspace, call.officer()));
  return json::Value(std::move(form));
}

Result<json::Value> get_queue(Call& call) {
  SANAD_TRY(const auto queue, service::assessment_queue(call.workspace, call.officer(),
                                                        call.request.query_value("case")));
  SANAD_TRY(json::Object object, service::view(call.workspace, queue));
  return json::Value(std::move(object));
}

Result<json::Value> post_ask(Call& call) {
  SANAD_TRY(const auto subject, subject_of(call));
  SANAD_CHECK(service::ask_for_assessment(call.workspace, call.officer(), subject,
                                          call.body["urgent"].bool_or(false), call.text("reason")));
  return json::Value(nullptr);
}

Result<json::Value> post_assessment(Call& call) {
  SANAD_TRY(const auto subject, subject_of(call));
  return answer(call, service::take_assessment(call.workspace, call.officer(), subject));
}

Result<json::Value> get_assessment(Call& call) {
  return answer(
      call, service::read_assessment(call.workspace, call.officer(), call.parameter("assessment")));
}

Result<json::Value> post_step(Call& call) {
  const auto step = review::parse_step_name(call.parameter("step"));
  if (!step) return Error{ErrorCode::kNotFound, "an assessment has no such step"};
  return answer(
      call, service::write_step(call.workspace, call.officer(), call.parameter("assessment"), *step,
                                call.body["content"]));
}

Result<json::Value> post_give_back(Call& call) {
  return answer(call,
                service::give_assessment_back(call.workspace, call.officer(),
                                              call.parameter("assessment"), call.text("reason")));
}

Result<json::Value> get_pairs(Call& call) {
  SANAD_TRY(const auto pairs,
            service::list_pairs(call.workspace, call.officer(), call.request.query_value("case")));
  json::Array items;
  for (const records::AssessmentPair& pair : pairs) {
    SANAD_TRY(json::Object object, service::view(call.workspace, pair, false));
    items.emplace_back(std::move(object));
  }
  return list_of(std::move(items));
}

Result<json::Value> answer(Call& call, const Result<records::AssessmentPair>& pair) {
  if (!pair.ok()) return pair.error();
  SANAD_TRY(json::Object object, service::view(call.workspace, *pair, true));
  return json::Value(std::move(object));
}

Result<json::Value> get_pair(Call& call) {
  return answer(call, service::read_pair(call.workspace, call.officer(), call.parameter("pair")));
}

Result<json::Value> post_adjudication(Call& call) {
  return answer(call, service::adjudicate(call.workspace, call.officer(), call.parameter("pair"),
                                          call.body["content"]));
}

Result<json::Value> get_agreement(Call& call) {
  return service::agreement_figures(call.workspace, call.officer(),
                                    call.request.query_value("case"));
}

}  // namespace

std::vector<Route> assessment_routes() {
  return {
      {"GET", "/assessment-form", 200, Needs::kSession, get_form},
      {"GET", "/assessment-queue", 200, Needs::kSession, get_queue},
      {"POST", "/exhibits/{exhibit}/assessment-asks", 204, Needs::kSession, post_ask},
      {"POST", "/exhibits/{exhibit}/assessments", 201, Needs::kSession, post_assessment},
      {"GET", "/assessments/{assessment}", 200, Needs::kSession, get_assessment},
      {"POST", "/assessments/{assessment}/steps/{step}", 200, Needs::kSession, post_step},
      {"POST", "/assessments/{assessment}/give-back", 200, Needs::kSession, post_give_back},
      {"GET", "/assessment-pairs", 200, Needs::kSession, get_pairs},
      {"GET", "/assessment-pairs/{pair}", 200, Needs::kSession, get_pair},
      {"POST", "/assessment-pairs/{pair}/adjudication", 200, Needs::kSession, post_adjudication},
      {"GET", "/assessment-agreement", 200, Needs::kSession, get_agreement},
  };
}

}  // namespace sanad::server
