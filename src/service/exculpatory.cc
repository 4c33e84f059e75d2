#include "service/exculpatory.h"

#include <fmt/format.h>

#include <algorithm>

#include "cited.h"
#include "crypto/id.h"
#include "reasons.h"
#include "refusing.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using records::ExculpatoryNote;
namespace {

// Also of an exhibit that was disposed of since.
Result<std::string> number_of(Workspace& workspace, const std::string& id) {
  SANAD_TRY(auto gone, workspace.records().tombstone(id));
  if (gone) return std::move(gone->number);
  SANAD_TRY(records::Exhibit exhibit, workspace.records().exhibit(id));
  return std::move(exhibit.number);
}

Result<json::Value> cited_of(Workspace& workspace, const Officer& caller, std::string_view case_id,
                             const json::Value& cited) {
  const json::Array* list = cited.as_array();
  if (list == nullptr || list->empty() || list->size() > kMaxExculpatoryCited)
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"cited\" names 1 to {} exhibits or parts that speak for somebody",
                             kMaxExculpatoryCited)};
  json::Array kept;
  for (const json::Value& one : *list) {
    const auto part = one["part"].as_int();
    if (one["exhibit"].string_or("").empty() || (!one["part"].is_null() && (!part || *part < 0)))
      return Error{ErrorCode::kInvalid,
                   "each of \"cited\" has an \"exhibit\", and \"part\" with a part's number, or "
                   "null for the whole"};
    const std::string note = one["note"].string_or("");
    if (note.size() > kMaxExculpatoryBytes || !is_utf8(note))
      return Error{ErrorCode::kInvalid, "the note on what is cited is too long"};
    kept.emplace_back(json::Object{{"exhibit", one["exhibit"]},
                                   {"part", part ? json::Value(*part) : json::Value(nullptr)},
                                   {"note", note}});
  }
  json::Value settled(std::move(kept));
  SANAD_CHECK(settle_cited(workspace, caller, case_id, settled));
  return settled;
}

}  // namespace

Result<ExculpatoryNote> note_exculpatory(Workspace& workspace, const Officer& caller,
                                         std::string_view case_id, std::string_view text,
                                         const json::Value& cited) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_CHECK(require_words(text, "what speaks for somebody", kMaxExculpatoryBytes));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_TRY(json::Value settled, cited_of(workspace, caller, of_case.id, cited));
  const std::string id = crypto::new_id("note");
  SANAD_CHECK(workspace.custody().record(
      {"exculpatory.noted", caller.id, of_case.id,
       json::Object{{"note", id}, {"text", text}, {"cited", std::move(settled)}}}));
  return workspace.records().exculpatory_note(id);
}

Result<ExculpatoryNote> answer_exculpatory(Workspace& workspace, const Officer& caller,
                                           std::string_view id, std::string_view answer,
                                           std::string_view reason) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kSupervisor, Role::kReviewer},
                           "answer what speaks for somebody"));
  SANAD_CHECK(require_words(reason, "the reason"));
  if (std::ranges::find(kExculpatoryAnswers, answer) == std::end(kExculpatoryAnswers))
    return Error{ErrorCode::kInvalid,
                 fmt::format("the answer is one of: {}", fmt::join(kExculpatoryAnswers, ", "))};
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const ExculpatoryNote note,
            seen(workspace, caller, workspace.records().exculpatory_note(id)));
  if (!note.answer.empty())
    return Error{ErrorCode::kConflict,
                 "the note was answered; what is new is noted as a note of its own"};
  if (note.noted_by == caller.id)
    return refuse_act(workspace, caller, note.case_id,
                      {"answer-exculpatory", note.id, "four-eyes",
                       "nobody answers what they noted themselves; another officer must", ""});
  SANAD_CHECK(workspace.custody().record(
      {"exculpatory.answered", caller.id, note.case_id,
       json::Object{{"note", note.id}, {"answer", answer}, {"reason", reason}}}));
  return workspace.records().exculpatory_note(note.id);
}

Result<std::vector<ExculpatoryNote>> list_exculpatory(Workspace& workspace, const Officer& caller,
                                                      std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  return seen_of(workspace, caller, workspace.records().exculpatory_notes(of_case.id));
}

Result<std::vector<ExculpatoryNote>> unanswered_on(Workspace& workspace, std::string_view case_id,
                                                   const std::vector<std::string>& exhibits) {
  SANAD_TRY(auto notes, workspace.records().exculpatory_notes(case_id));
  std::erase_if(notes, [&](const ExculpatoryNote& note) {
    return !note.answer.empty() || std::ranges::none_of(exhibits, [&](const std::string& exhibit) {
      return note.cites(exhibit);
    });
  });
  return notes;
}

Result<json::Object> view(Workspace& workspace, const ExculpatoryNote& note) {
  json::Array cited;
  if (const json::Array* all = note.cited.as_array()) {
    for (const json::Value& one : *all) {
      SANAD_TRY(std::string number, number_of(workspace, one["exhibit"].string_or("")));
      json::Object named = *one.as_object();
      named.set("exhibit_number", std::move(number));
      cited.emplace_back(std::move(named));
    }
  }
  const auto name_of = [&](const std::string& officer) -> json::Value {
    if (officer.empty()) return json::Value(nullptr);
    const auto found = workspace.records().officer(officer);
    return json::Value(found.ok() ? found->name : officer);
  };
  const bool is_answered = !note.answer.empty();
  const auto if_answered = [&](const std::string& text) {
    return is_answered ? json::Value(text) : json::Value(nullptr);
  };
  return json::Object{
      {"note", note.id},
      {"case", note.case_id},
      {"text", note.text},
      {"cited", std::move(cited)},
      {"noted_by", note.noted_by},
      {"noted_by_name", name_of(note.noted_by)},
      {"noted_at", format_timestamp(note.noted_at)},
      {"answer", if_answered(note.answer)},
      {"reason", if_answered(note.reason)},
      {"answered_by", if_answered(note.answered_by)},
      {"answered_by_name", name_of(note.answered_by)},
      {"answered_at",
       note.answered_at ? json::Value(format_timestamp(*note.answered_at)) : json::Value(nullptr)}};
}

}  // namespace sanad::service
