// Exercises of a training seat. What is checked against stays in the process.
#include "exercise_routes.h"

#include "service/exercises.h"

namespace sanad::server {
namespace {

Result<json::Value> told(Result<json::Object> made) {
  if (!made.ok()) return made.error();
  return json::Value(std::move(*made));
}

Result<json::Value> get_exercises(Call& call) {
  return told(service::list_exercises(call.workspace, call.officer()));
}

Result<json::Value> get_exercise(Call& call) {
  return told(service::show_exercise(call.workspace, call.officer(), call.parameter("study")));
}

Result<json::Value> post_start(Call& call) {
  return told(service::start_exercise(call.workspace, call.officer(), call.parameter("study")));
}

Result<json::Value> post_answer(Call& call) {
  return told(service::answer_exercise(call.workspace, call.officer(), call.parameter("study"),
                                       call.text("task"), call.text("answer")));
}

Result<json::Value> post_hint(Call& call) {
  return told(service::take_hint(call.workspace, call.officer(), call.parameter("study"),
                                 call.text("task"), call.body["hint"].int_or(-1)));
}

Result<json::Value> post_submit(Call& call) {
  return told(service::submit_exercise(call.workspace, call.officer(), call.parameter("study")));
}

Result<json::Value> get_marks(Call& call) {
  return told(service::exercise_marks(call.workspace, call.officer(), call.parameter("study")));
}

}  // namespace

std::vector<Route> exercise_routes() {
  return {
      {"GET", "/exercises", 200, Needs::kSession, get_exercises},
      {"GET", "/exercises/{study}", 200, Needs::kSession, get_exercise},
      {"POST", "/exercises/{study}/start", 201, Needs::kSession, post_start},
      {"POST", "/exercises/{study}/answers", 200, Needs::kSession, post_answer},
      {"POST", "/exercises/{study}/hints", 200, Needs::kSession, post_hint},
      {"POST", "/exercises/{study}/submit", 200, Needs::kSession, post_submit},
      {"GET", "/exercises/{study}/marks", 200, Needs::kSession, get_marks},
  };
}

}  // namespace sanad::server
