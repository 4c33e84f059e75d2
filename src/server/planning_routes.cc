// The law, the policy, papers, reviews and emergencies.
#include "call.h"
#include "service/acts.h"
#include "service/law.h"
#include "service/papers.h"
#include "service/planning.h"

namespace sanad::server {
namespace {

constexpr std::size_t kMaxPackBodyBytes = service::kMaxLawPackBytes + kMaxJsonBytes;

// ---- law ----

Result<json::Value> get_law(Call& call) {
  SANAD_TRY(const service::Law law, service::law_of(call.workspace));
  SANAD_TRY(json::Array packs, service::view_law(call.workspace, law));
  if (service::reads_acts_only(call.officer())) {
    for (json::Value& one : packs) one.as_object()->set("adopted_by", "");  // with their reason
  }
  json::Array problems(law.problems.begin(), law.problems.end());
  return json::Value(json::Object{{"packs", std::move(packs)}, {"problems", std::move(problems)}});
}

Result<json::Value> post_law(Call& call) {
  SANAD_TRY(const auto pack, service::add_law_pack(call.workspace, call.officer(),
                                                   call.text("file"), call.text("text")));
  return json::Value(service::view_pack(pack, true, true));
}

Result<json::Value> adopt_law(Call& call) {
  SANAD_TRY(const auto pack,
            service::adopt_law_pack(call.workspace, call.officer(), call.parameter("pack"),
                                    call.parameter("edition"), call.text("reason")));
  SANAD_TRY(const service::Law law, service::law_of(call.workspace));
  const auto* newest = law.library.latest(pack.id);
  return json::Value(service::view_pack(pack, newest && newest->edition == pack.edition, false));
}

Result<json::Value> get_policy(Call& call) {
  SANAD_TRY(const auto policy, service::policy_of(call.workspace));
  return json::Value(authority::format_policy(policy));
}

Result<json::Value> put_policy(Call& call) {
  SANAD_TRY(const auto policy, service::set_policy(call.workspace, call.officer(),
                                                   call.body["policy"], call.text("reason")));
  return json::Value(authority::format_policy(policy));
}

// ---- papers ----

Result<json::Value> get_forms(Call& call) {
  SANAD_TRY(const service::Law law, service::law_of(call.workspace));
  return list_of(service::view_forms(law, call.request.query_value("document")));
}

Result<json::Value> answer(Call& call, const Result<authority::Paper>& paper) {
  if (!paper.ok()) return paper.error();
  SANAD_TRY(const service::Law law, service::law_of(call.workspace));
  SANAD_TRY(json::Object object, service::view(call.workspace, call.officer(), law, *paper, true));
  return json::Value(std::move(object));
}

Result<json::Value> answer_list(Call& call, const std::vector<authority::Paper>& papers) {
  SANAD_TRY(const service::Law law, service::law_of(call.workspace));
  json::Array items;
  for (const auto& paper : papers) {
    SANAD_TRY(json::Object item, service::view(call.workspace, call.officer(), law, paper, false));
    items.emplace_back(std::move(item));
  }
  return list_of(std::move(items));
}

Result<json::Value> get_case_papers(Call& call) {
  SANAD_TRY(const auto papers,
            service::list_papers(call.workspace, call.officer(), call.parameter("case"),
                                 call.request.query_value("document")));
  return answer_list(call, papers);
}

Result<json::Value> get_agency_papers(Call& call) {
  SANAD_TRY(const auto papers, service::list_papers(call.workspace, call.officer(), "",
                                                    call.request.query_value("document")));
  return answer_list(call, papers);
}

Result<json::Value> get_waiting_papers(Call& call) {
  SANAD_TRY(const auto papers, service::list_waiting_papers(call.workspace, call.officer()));
  return answer_list(call, papers);
}

Result<json::Value> post_paper(Call& call) {
  service::PaperOrder order;
  SANAD_TRY(order.case_id, call.optional_text("case"));
  order.pack = call.text("pack");
  order.form = call.text("form");
  order.content = call.body["content"];
  return answer(call, service::fill_paper(call.workspace, call.officer(), order));
}

Result<std::int64_t> version_of(Call& call, std::string_view member) {
  const auto version = call.body[member].as_int();
  if (!version || *version < 1)
    return Error{ErrorCode::kInvalid,
                 "say which version is meant, so that nothing else is decided upon"};
  return *version;
}

Result<json::Value> post_version(Call& call) {
  service::PaperOrder order;
  order.paper = call.parameter("paper");
  SANAD_TRY(order.base, version_of(call, "base"));
  SANAD_TRY(order.reason, call.optional_text("reason"));
  order.content = call.body["content"];
  return answer(call, service::fill_paper(call.workspace, call.officer(), order));
}

Result<json::Value> get_paper(Call& call) {
  return answer(call, service::find_paper(call.workspace, call.officer(), call.parameter("paper")));
}

Result<json::Value> submit(Call& call) {
  SANAD_TRY(const std::int64_t version, version_of(call, "version"));
  return answer(call, service::submit_paper(call.workspace, call.officer(), call.parameter("paper"),
                                            version));
}

Result<json::Value> decide(Call& call, service::Verdict verdict, std::string_view words) {
  SANAD_TRY(const std::int64_t version, version_of(call, "version"));
  return answer(call, service::decide_paper(call.workspace, call.officer(), call.parameter("paper"),
                                            version, verdict, call.text(words)));
}
Result<json::Value> approve(Call& call) { return decide(call, service::Verdict::kApprove, "note"); }
Result<json::Value> give_back(Call& call) {
  return decide(call, service::Verdict::kReturn, "reason");
}

Result<json::Value> close(Call& call) {
  return answer(call, service::close_paper(call.workspace, call.officer(), call.parameter("paper"),
                                           call.text("reason")));
}

Result<json::Value> post_note(Call& call) {
  SANAD_CHECK(service::note_use(call.workspace, call.officer(), call.parameter("paper"),
                                call.text("text")));
  return get_paper(call);
}

// ---- acts that intrude, reviews, emergencies ----

Result<json::Value> post_intrusive_decision(Call& call) {
  authority::IntrusiveRequest act;
  act.case_id = call.parameter("case");
  SANAD_TRY(act.act, authority::parse_intrusive_act(call.text("act")));
  act.subject = call.text("subject");
  SANAD_TRY(const auto decision, service::preview(call.workspace, call.officer(), act));
  return json::Value(service::view(decision));
}

Result<json::Value> get_reviews(Call& call) {
  SANAD_TRY(json::Array due,
            service::due_reviews(call.workspace, call.officer(), call.parameter("case")));
  return list_of(std::move(due));
}

Result<json::Value> post_review(Call& call) {
  SANAD_CHECK(service::record_review(call.workspace, call.officer(), call.text("subject"),
                                     call.text("finding"), call.text("next_review")));
  return json::Value(nullptr);
}

Result<json::Value> answer(Call& call, const Result<authority::Emergency>& emergency) {
  if (!emergency.ok()) return emergency.error();
  SANAD_TRY(json::Object object, service::view(call.workspace, *emergency));
  return json::Value(std::move(object));
}

Result<json::Value> list_emergencies(Call& call, std::string_view case_id) {
  SANAD_TRY(const auto all, service::list_emergencies(call.workspace, call.officer(), case_id));
  json::Array items;
  for (const auto& one : all) {
    SANAD_TRY(json::Object item, service::view(call.workspace, one));
    items.emplace_back(std::move(item));
  }
  return list_of(std::move(items));
}
Result<json::Value> get_case_emergencies(Call& call) {
  return list_emergencies(call, call.parameter("case"));
}
Result<json::Value> get_emergencies(Call& call) { return list_emergencies(call, ""); }

Result<json::Value> post_emergency(Call& call) {
  const json::Value& hours = call.body["hours"];
  if (!hours.is_null() && (!hours.as_int() || *hours.as_int() < 1))
    return Error{ErrorCode::kInvalid, "\"hours\" must be a whole number from 1 on"};
  return answer(call, service::declare_emergency(call.workspace, call.officer(),
                                                 call.parameter("case"), call.text("reason"),
                                                 static_cast<std::uint64_t>(hours.int_or(0))));
}

Result<json::Value> decide_emergency(Call& call, bool ratify) {
  return answer(
      call, service::decide_emergency(call.workspace, call.officer(), call.parameter("emergency"),
                                      ratify, call.text("reason")));
}
Result<json::Value> ratify(Call& call) { return decide_emergency(call, true); }
Result<json::Value> refuse(Call& call) { return decide_emergency(call, false); }

}  // namespace

std::vector<Route> planning_routes() {
  return {
      {"GET", "/law", 200, Needs::kSession, get_law},
      {"POST", "/law", 201, Needs::kSession, post_law, kMaxPackBodyBytes},
      {"POST", "/law/{pack}/{edition}/adopt", 200, Needs::kSession, adopt_law},
      {"GET", "/policy", 200, Needs::kSession, get_policy},
      {"PUT", "/policy", 200, Needs::kSession, put_policy},
      {"GET", "/forms", 200, Needs::kSession, get_forms},
      {"GET", "/cases/{case}/papers", 200, Needs::kSession, get_case_papers},
      {"GET", "/papers", 200, Needs::kSession, get_agency_papers},
      {"GET", "/papers-waiting", 200, Needs::kSession, get_waiting_papers},
      {"POST", "/papers", 201, Needs::kSession, post_paper},
      {"GET", "/papers/{paper}", 200, Needs::kSession, get_paper},
      {"POST", "/papers/{paper}/versions", 201, Needs::kSession, post_version},
      {"POST", "/papers/{paper}/submit", 200, Needs::kSession, submit},
      {"POST", "/papers/{paper}/approve", 200, Needs::kSession, approve},
      {"POST", "/papers/{paper}/return", 200, Needs::kSession, give_back},
      {"POST", "/papers/{paper}/close", 200, Needs::kSession, close},
      {"POST", "/papers/{paper}/notes", 201, Needs::kSession, post_note},
      {"POST", "/cases/{case}/intrusive-decision", 200, Needs::kSession, post_intrusive_decision},
      {"GET", "/cases/{case}/reviews", 200, Needs::kSession, get_reviews},
      {"POST", "/reviews", 204, Needs::kSession, post_review},
      {"GET", "/cases/{case}/emergencies", 200, Needs::kSession, get_case_emergencies},
      {"GET", "/emergencies", 200, Needs::kSession, get_emergencies},
      {"POST", "/cases/{case}/emergencies", 201, Needs::kSession, post_emergency},
      {"POST", "/emergencies/{emergency}/ratify", 200, Needs::kSession, ratify},
      {"POST", "/emergencies/{emergency}/refuse", 200, Needs::kSession, refuse},
  };
}

}  // namespace sanad::server
