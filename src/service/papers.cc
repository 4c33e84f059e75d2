#include "service/papers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "authority/form_content.h"
#include "crypto/id.h"
#include "four_eyes.h"
#include "reasons.h"
#include "sealed_text.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Form;
using authority::FormStage;
using authority::IntrusiveAct;
using authority::LawPack;
using authority::Officer;
using authority::Paper;
using authority::PaperState;
using authority::PaperVersion;
using authority::Role;

namespace {

constexpr std::array<std::string_view, 2> kOfTheAgency = {"mandate", "competency-certificate"};

bool is_of_agency(std::string_view document) {
  return std::ranges::find(kOfTheAgency, document) != kOfTheAgency.end();
}

struct FoundForm {
  const LawPack* pack;
  const Form* form;
};

Result<FoundForm> find_form(const Law& law, std::string_view pack_id, std::string_view key) {
  const LawPack* pack = law.library.latest(pack_id);
  const Form* form = pack ? pack->form(key) : nullptr;
  if (!form)
    return Error{
        ErrorCode::kNotFound,
        fmt::format("there is no form \"{}\" in a law pack \"{}\"; see \"sanad form list\"", key,
                    pack_id)};
  if (form->effect != "record")
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"{}\" is a form that goes out to somebody; only records are filled "
                             "in here",
                             form->title.en)};
  return FoundForm{pack, form};
}

// The record that a version belongs to, before it is written.
Result<Paper> paper_to_fill(Workspace& workspace, const Officer& caller, const PaperOrder& order) {
  if (!order.paper.empty()) {
    SANAD_TRY(Paper paper, workspace.records().paper(order.paper));
    SANAD_CHECK(require_sight(workspace, caller, paper.case_id));
    if (paper.closed_at) return Error{ErrorCode::kConflict, "this paper was closed; write another"};
    return paper;
  }
  Paper paper;
  paper.id = crypto::new_id("paper");
  paper.pack = order.pack;
  paper.form = order.form;
  if (!order.case_id.empty()) {
    SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
    paper.case_id = of_case.id;
  }
  return paper;
}

Result<void> check_place(const Paper& paper, const Form& form) {
  if (paper.case_id.empty() && !is_of_agency(form.document))
    return Error{ErrorCode::kInvalid, "this form belongs to a case; name the case"};
  if (!paper.case_id.empty() && form.document == "competency-certificate")
    return Error{ErrorCode::kInvalid,
                 "a certificate of competency belongs to no case; leave the case out"};
  return {};
}

// What the record knows is not asked for again.
Result<json::Value> prefilled(Workspace& workspace, const Officer& caller, const Paper& paper,
                              const Form& form, json::Value content) {
  json::Object* object = content.as_object();
  if (!object) return content;
  for (const auto& field : form.fields) {
    if (object->find(field.key)) continue;
    if (field.source == "agency") {
      SANAD_TRY(std::string agency, workspace.records().agency());
      object->set(field.key, std::move(agency));
    } else if (field.source == "officer" && field.type == "person") {
      object->set(field.key, caller.name);
    } else if (field.source == "case" && field.type == "text" && !paper.case_id.empty()) {
      SANAD_TRY(records::Case of_case, case_for(workspace, caller, paper.case_id));
      object->set(field.key, std::move(of_case.reference));
    }
  }
  return content;
}

Result<void> check_base(const Paper& paper, const PaperOrder& order) {
  const std::int64_t newest = paper.versions.empty() ? 0 : paper.newest().version;
  if (newest != order.base)
    return Error{ErrorCode::kConflict,
                 fmt::format("the newest version is {}, and yours was written on {}; read what was "
                             "saved meanwhile, then save again",
                             newest, order.base)};
  if (newest == 0) return {};
  if (paper.newest().state == PaperState::kSubmitted)
    return Error{ErrorCode::kConflict,
                 "the newest version waits for a decision; have it returned, then change it"};
  return require_words(order.reason, "the reason of the change");
}

std::optional<Timestamp> time_of(const json::Value& content, std::string_view field) {
  const auto at = parse_timestamp(content[field].string_or(""));
  return at.ok() ? std::optional(*at) : std::nullopt;
}

Result<json::Value> stored_content(Workspace& workspace, const Paper& paper,
                                   const PaperVersion& version) {
  if (version.sealed.empty()) return version.content;
  SANAD_TRY(const std::string text, open_sealed_text(workspace, version.sealed, paper.case_id));
  return json::parse(text);
}

// Content as the entry has it: itself, or of a restricted paper its digest.
Result<void> put_content(Workspace& workspace, const Paper& paper, bool is_restricted,
                         json::Object content, json::Object& data) {
  const json::Value value(std::move(content));
  for (const auto& [field, name] :
       {std::pair{"expires", "expires"}, std::pair{"review-on", "review_on"}}) {
    if (const auto at = time_of(value, field)) data.set(name, format_timestamp(*at));
  }
  if (!is_restricted) {
    data.set("content", value);
    return {};
  }
  const std::string text = json::format_canonical(value);
  SANAD_TRY(std::string sha256, seal_text(workspace, text, paper.case_id));
  data.set("sealed", json::Object{{"sha256", std::move(sha256)}, {"size", text.size()}});
  return {};
}

Result<void> check_dates(const PaperVersion& version, Timestamp now) {
  if (version.expires && *version.expires <= now)
    return Error{ErrorCode::kInvalid, "\"expires\" has passed; choose a later end"};
  if (version.review_on && *version.review_on <= now)
    return Error{ErrorCode::kInvalid, "\"review-on\" has passed; choose a later day"};
  if (version.review_on && version.expires && *version.expires < *version.review_on)
    return Error{ErrorCode::kInvalid, "\"review-on\" must not come after \"expires\""};
  return {};
}

// The act that an entry of a register stands for.
std::optional<authority::IntrusiveRequest> act_of(const Paper& paper, const json::Value& content) {
  if (paper.document == "monitored-source")
    return authority::IntrusiveRequest{paper.case_id, IntrusiveAct::kMonitoring,
                                       content["source"].string_or("")};
  if (paper.document == "virtual-identity")
    return authority::IntrusiveRequest{paper.case_id, IntrusiveAct::kVirtualIdentity,
                                       content["identity"].string_or("")};
  return std::nullopt;
}

Result<void> check_newest(const Paper& paper, std::int64_t version) {
  if (paper.newest().version != version)
    return Error{ErrorCode::kConflict, fmt::format("version {} is not the newest, which is {}",
                                                   version, paper.newest().version)};
  if (paper.closed_at) return Error{ErrorCode::kConflict, "this paper was closed"};
  if (paper.newest().state != PaperState::kDraft)
    return Error{ErrorCode::kConflict,
                 fmt::format("this version is {}; save a new one to change it",
                             authority::paper_state_name(paper.newest().state))};
  return {};
}

// What was permitted when it was submitted may have ended since.
Result<void> check_register(Workspace& workspace, const Officer& caller, const Paper& paper) {
  SANAD_TRY(const json::Value content, stored_content(workspace, paper, paper.newest()));
  const auto act = act_of(paper, content);
  if (!act) return {};
  SANAD_TRY(const auto of, circumstances_of(workspace, paper.case_id));
  std::string used;
  const auto want = want_of_legality_record(*act, of, workspace.clock().now(), used);
  if (!want) return {};
  return refuse(workspace, caller, paper.case_id, authority::intrusive_act_name(act->act), paper.id,
                *want);
}

}  // namespace

const Form* form_of(const Law& law, const Paper& paper) {
  const LawPack* pack = law.library.find(paper.pack, paper.newest().edition);
  if (!pack || !pack->form(paper.form)) pack = law.library.latest(paper.pack);
  return pack ? pack->form(paper.form) : nullptr;
}

// Recorded, as every refusal is.
Error refuse_restricted(Workspace& workspace, const Officer& caller, const Paper& paper) {
  return refuse(workspace, caller, paper.case_id, "paper.read", paper.id,
                {authority::RefusalCode::kWrongRole,
                 "this paper is restricted; ask who wrote it or a supervisor", ""});
}

Result<Paper> fill_paper(Workspace& workspace, const Officer& caller, const PaperOrder& order) {
  SANAD_CHECK(
      require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor}, "fill in a form"));
  SANAD_TRY(const Paper meant, paper_to_fill(workspace, caller, order));
  const auto inside = workspace.gates().enter(meant.case_id);
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Paper paper, paper_to_fill(workspace, caller, order));
  if (!paper.versions.empty() && !may_read(caller, paper))
    return refuse_restricted(workspace, caller, paper);
  SANAD_TRY(const Law law, law_of(workspace));
  SANAD_TRY(const FoundForm found, find_form(law, paper.pack, paper.form));
  SANAD_CHECK(check_place(paper, *found.form));
  SANAD_TRY(const json::Value given,
            prefilled(workspace, caller, paper, *found.form, order.content));
  SANAD_TRY(json::Object content, authority::check_content(*found.form, given, FormStage::kDraft));
  SANAD_CHECK(check_base(paper, order));
  if (!paper.versions.empty()) {
    SANAD_TRY(const json::Value before, stored_content(workspace, paper, paper.newest()));
    const bool is_same = json::format_canonical(before) == json::format_canonical(content) &&
                         paper.newest().edition == found.pack->edition;
    if (is_same) return Error{ErrorCode::kConflict, "nothing was changed"};
  }
  const bool second = std::ranges::count(found.form->needs, "second-person") > 0;
  const bool is_restricted = paper.versions.empty() ? found.form->restricted : paper.restricted;
  json::Object data{{"paper", paper.id},
                    {"pack", found.pack->id},
                    {"edition", found.pack->edition},
                    {"form", found.form->key},
                    {"document", found.form->document},
                    {"version", order.base + 1},
                    {"second_person", second},
                    {"reason", order.reason}};
  if (!order.credential.is_null()) data.set("credential", order.credential);
  SANAD_CHECK(put_content(workspace, paper, is_restricted, std::move(content), data));
  SANAD_CHECK(
      workspace.custody().record({"paper.filled", caller.id, paper.case_id, std::move(data)}));
  return workspace.records().paper(paper.id);
}

Result<Paper> submit_paper(Workspace& workspace, const Officer& caller, std::string_view id,
                           std::int64_t version) {
  SANAD_CHECK(
      require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor}, "submit a form"));
  SANAD_TRY(const Paper paper, workspace.records().paper(id));
  SANAD_CHECK(require_sight(workspace, caller, paper.case_id));
  SANAD_CHECK(check_newest(paper, version));
  SANAD_TRY(const json::Value content, content_of(workspace, caller, paper, paper.newest()));
  SANAD_TRY(const Law law, law_of(workspace));
  if (const Form* form = form_of(law, paper))
    SANAD_CHECK(authority::check_content(*form, content, FormStage::kSubmission));
  SANAD_CHECK(check_dates(paper.newest(), workspace.clock().now()));
  if (const auto act = act_of(paper, content)) SANAD_CHECK(permit(workspace, caller, *act));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Paper now, workspace.records().paper(id));
  SANAD_CHECK(check_newest(now, version));
  SANAD_CHECK(
      workspace.custody().record({"paper.submitted", caller.id, paper.case_id,
                                  json::Object{{"paper", paper.id}, {"version", version}}}));
  return workspace.records().paper(paper.id);
}

Result<Paper> decide_paper(Workspace& workspace, const Officer& caller, std::string_view id,
                           std::int64_t version, Verdict verdict, std::string_view note) {
  const bool approves = verdict == Verdict::kApprove;
  if (!approves || !note.empty())
    SANAD_CHECK(require_words(note, approves ? "the note" : "the reason"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Paper paper, workspace.records().paper(id));
  SANAD_CHECK(require_sight(workspace, caller, paper.case_id));
  SANAD_CHECK(enforce(workspace, caller, paper.case_id, "paper.decide", paper.id,
                      authority::may_decide(caller, paper, version)));
  if (approves) {
    SANAD_CHECK(check_dates(paper.newest(), workspace.clock().now()));
    SANAD_CHECK(check_register(workspace, caller, paper));
  }
  SANAD_CHECK(
      workspace.custody().record({"paper.decided", caller.id, paper.case_id,
                                  json::Object{{"paper", paper.id},
                                               {"version", version},
                                               {"outcome", approves ? "approved" : "returned"},
                                               {"note", note}}}));
  return workspace.records().paper(paper.id);
}

Result<Paper> close_paper(Workspace& workspace, const Officer& caller, std::string_view id,
                          std::string_view reason) {
  SANAD_CHECK(require_words(reason, "the reason"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Paper paper, workspace.records().paper(id));
  SANAD_CHECK(require_sight(workspace, caller, paper.case_id));
  const bool wrote_it = std::ranges::any_of(
      paper.versions, [&](const PaperVersion& one) { return one.author == caller.id; });
  if (!wrote_it || !caller.active)
    SANAD_CHECK(enforce(workspace, caller, paper.case_id, "paper.close", paper.id,
                        check_role(caller, {Role::kSupervisor}, "close what somebody else wrote")));
  if (paper.closed_at) return Error{ErrorCode::kConflict, "this paper was closed already"};
  SANAD_CHECK(workspace.custody().record({"paper.closed", caller.id, paper.case_id,
                                          json::Object{{"paper", paper.id}, {"reason", reason}}}));
  return workspace.records().paper(paper.id);
}

Result<void> note_use(Workspace& workspace, const Officer& caller, std::string_view id,
                      std::string_view text) {
  SANAD_CHECK(require_words(text, "what was done"));
  SANAD_TRY(const Paper paper, workspace.records().paper(id));
  SANAD_CHECK(require_sight(workspace, caller, paper.case_id));
  const auto inside = workspace.gates().enter(paper.case_id);
  const PaperVersion& counts = paper.standing() ? *paper.standing() : paper.newest();
  SANAD_TRY(const json::Value content, stored_content(workspace, paper, counts));
  const auto act = act_of(paper, content);
  if (!act)
    return Error{ErrorCode::kInvalid,
                 "only of monitored sources and virtual identities is it noted what was done"};
  if (const std::string why = paper.why_not_in_force(workspace.clock().now()); !why.empty()) {
    return refuse(workspace, caller, paper.case_id, authority::intrusive_act_name(act->act),
                  paper.id,
                  {authority::RefusalCode::kNotInForce,
                   fmt::format("the register's entry is not in force: it {}", why), ""});
  }
  SANAD_TRY(const authority::IntrusivePermit permitted, permit(workspace, caller, *act));
  json::Object data{{"paper", paper.id}, {"version", counts.version}};
  data.set("permit",
           custody::format_grounds({{"decided_at", format_timestamp(permitted.decided_at())}},
                                   permitted.grounds()));
  if (paper.restricted) {
    SANAD_TRY(std::string sha256, seal_text(workspace, text, paper.case_id));
    data.set("sealed", json::Object{{"sha256", std::move(sha256)}, {"size", text.size()}});
  } else {
    data.set("text", text);
  }
  SANAD_CHECK(
      workspace.custody().record({"paper.noted", caller.id, paper.case_id, std::move(data)}));
  return {};
}

bool may_read(const Officer& caller, const Paper& paper) {
  if (!paper.restricted || caller.has(Role::kSupervisor)) return true;
  return std::ranges::any_of(paper.versions,
                             [&](const PaperVersion& one) { return one.author == caller.id; });
}

Result<json::Value> content_of(Workspace& workspace, const Officer& caller, const Paper& paper,
                               const PaperVersion& version) {
  if (!may_read(caller, paper)) return refuse_restricted(workspace, caller, paper);
  return stored_content(workspace, paper, version);
}

Result<std::vector<Paper>> list_papers(Workspace& workspace, const Officer& caller,
                                       std::string_view case_id, std::string_view document) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  std::string of;
  if (!case_id.empty()) {
    SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
    of = of_case.id;
  }
  SANAD_TRY(auto papers, workspace.records().papers(of));
  if (!document.empty())
    std::erase_if(papers, [&](const Paper& paper) { return paper.document != document; });
  return papers;
}

Result<Paper> find_paper(Workspace& workspace, const Officer& caller, std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(Paper found, workspace.records().paper(id));
  SANAD_CHECK(require_sight(workspace, caller, found.case_id));
  return found;
}

Result<std::vector<Paper>> list_waiting_papers(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(auto waiting, workspace.records().papers(""));
  SANAD_TRY(const auto cases, workspace.records().cases());
  for (const auto& one : cases) {
    SANAD_TRY(auto papers, workspace.records().papers(one.id));
    for (auto& paper : papers) waiting.push_back(std::move(paper));
  }
  SANAD_TRY(waiting, seen_of(workspace, caller, Result<std::vector<Paper>>(std::move(waiting))));
  std::erase_if(waiting, [&](const Paper& paper) {
    return !authority::may_decide(caller, paper, paper.newest().version).ok();
  });
  return waiting;
}

}  // namespace sanad::service
