// Papers: forms of law packs, filled in for a case or for the agency. One engine for all of them:
// which fields a paper has, whether a second person decides, and whether its content is for every
// reader of the case, are the form's data. What decisions read in some of them: docs/formats/
// paper.md. Every version is an entry and stays. Tested by papers_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "authority/law_pack.h"
#include "authority/paper.h"
#include "service/law.h"
#include "service/workspace.h"

namespace sanad::service {

struct PaperOrder {
  std::string paper;       // of a further version; else empty
  std::string case_id;     // of a new one: identifier or reference; empty: of the agency
  std::string pack;        // of a new one
  std::string form;        // of a new one: its key in the pack
  std::int64_t base = 0;   // the version that was changed; 0: there was none
  std::string reason;      // why it is changed; not needed for the first
  json::Value content;     // by the form's fields
  json::Value credential;  // of a certificate that it was filled in from (service/credentials.h)
};

// By an investigator or a supervisor. Always under the pack's newest edition; what the record knows
// already (agency, reference, officer) is filled in. kInvalid: a form that goes out, or a field;
// kConflict: another version was saved meanwhile, waits for a decision, or is the same.
Result<authority::Paper> fill_paper(Workspace& workspace, const authority::Officer& caller,
                                    const PaperOrder& order);
// From now on it counts, or where the form wants a second person it waits for one. kInvalid: a
// field is missing, or a date has passed. kDenied, and recorded: a register's entry without a
// legality record.
Result<authority::Paper> submit_paper(Workspace& workspace, const authority::Officer& caller,
                                      std::string_view paper, std::int64_t version);
enum class Verdict { kApprove, kReturn };
// By a supervisor who did not write it; a refusal is recorded. note: must be given to return it.
Result<authority::Paper> decide_paper(Workspace& workspace, const authority::Officer& caller,
                                      std::string_view paper, std::int64_t version, Verdict verdict,
                                      std::string_view note);
// It no longer counts. By who wrote it, or a supervisor.
Result<authority::Paper> close_paper(Workspace& workspace, const authority::Officer& caller,
                                     std::string_view paper, std::string_view reason);
// What was done under an entry of a register: a look at a monitored source, a use of a virtual
// identity. Takes a permit of its own; kDenied, and recorded: not in force, or no legality record.
Result<void> note_use(Workspace& workspace, const authority::Officer& caller,
                      std::string_view paper, std::string_view text);

// case_id: identifier or reference, empty for the agency's. document: empty for all.
Result<std::vector<authority::Paper>> list_papers(Workspace& workspace,
                                                  const authority::Officer& caller,
                                                  std::string_view case_id,
                                                  std::string_view document);
Result<authority::Paper> find_paper(Workspace& workspace, const authority::Officer& caller,
                                    std::string_view paper);
// Those that wait for this officer's decision.
Result<std::vector<authority::Paper>> list_waiting_papers(Workspace& workspace,
                                                          const authority::Officer& caller);

// Whether the officer may read what is written in it: of a restricted paper, who wrote it and
// supervisors.
bool may_read(const authority::Officer& caller, const authority::Paper& paper);
// The content of a version, out of the vault where it is sealed. kDenied: restricted.
Result<json::Value> content_of(Workspace& workspace, const authority::Officer& caller,
                               const authority::Paper& paper,
                               const authority::PaperVersion& version);

// The form of a paper's newest version; null if no pack has it any more.
const authority::Form* form_of(const Law& law, const authority::Paper& paper);
// Head and state; whole: with versions, what each changed, reviews and notes.
Result<json::Object> view(Workspace& workspace, const authority::Officer& caller, const Law& law,
                          const authority::Paper& paper, bool whole);
// Forms that can be filled in, of the newest editions, with their fields. document: empty for all.
json::Array view_forms(const Law& law, std::string_view document);

// A review of an authorisation or a paper, after which it goes on until the next. By a supervisor
// who did not ask for or write it; a refusal of that is recorded. kInvalid: the day; kConflict: it
// is not in force anyway.
Result<void> record_review(Workspace& workspace, const authority::Officer& caller,
                           std::string_view subject, std::string_view finding,
                           std::string_view next_review);
// What is due within the policy's days or has lapsed: {"subject", "kind", "title", "due",
// "state"}; states: "due", "overdue" (it still holds), "lapsed".
Result<json::Array> due_reviews(Workspace& workspace, const authority::Officer& caller,
                                std::string_view case_id);

}  // namespace sanad::service
