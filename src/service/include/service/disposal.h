// Disposal: content whose time has come is made unreadable for ever, by two people's decision, and
// a tombstone stays that says what it was, why it went, who decided, and who had looked at it.
//
//   propose  ── by one officer, for an exhibit or a whole case, with a reason
//   approve  ── by a supervisor who is another; from here on it is carried out by itself
//   begun    ── decided anew: whatever speaks against it now stops it. The entries disposal.items
//   and
//               disposal.begun are the tombstone; from here on nothing of it is shown any more
//   done     ── the keys, objects, bodies of entries, rows, indexes and memories of it are gone
// Each but the first can be refused, and each refusal is an entry. A crash between "begun" and
// "done" is taken up when the workspace is opened; before "begun" nothing has happened.
//
// What goes, of an exhibit: its objects in the vault that nothing else of the case names, and those
// that nothing names at all; bundles kept here that hold it; the bodies of the entries that speak
// of it; its rows; the case's indexes, which are made again from the rest; what was remembered of
// items. Of a case: its key, and with it every object and body; and the same of rows, indexes and
// memories. What stays, and why: docs/retention.md, docs/decisions/0045, 0046. Tested by
// disposal_test.cc and disposal_traces_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/workspace.h"

namespace sanad::service {

struct DisposalOrder {
  std::string case_id;  // identifier or reference
  std::string exhibit;  // identifier or number; empty: the whole case
  std::string reason;
};

// What speaks against a disposal now. code: "no-retention-rule", "retention-not-over",
// "legal-hold", "request-open", "clock-running", "assessment-open", "unanswered" or "shared".
struct Objection {
  std::string code;
  std::string reason;
};
Result<std::vector<Objection>> objections_to(Workspace& workspace, const std::string& case_id,
                                             const std::string& exhibit);
// The same, for whoever may read the case, before anything is proposed.
Result<json::Array> preview_disposal(Workspace& workspace, const authority::Officer& caller,
                                     const DisposalOrder& order);

// By an investigator, a supervisor or an evidence officer. kDenied: something speaks against it.
// kConflict: one waits already.
Result<records::Disposal> propose_disposal(Workspace& workspace, const authority::Officer& caller,
                                           const DisposalOrder& order);
// By a supervisor who did not propose it. note: may be empty.
Result<records::Disposal> approve_disposal(Workspace& workspace, const authority::Officer& caller,
                                           std::string_view disposal, std::string_view note);
Result<records::Disposal> return_disposal(Workspace& workspace, const authority::Officer& caller,
                                          std::string_view disposal, std::string_view reason);
// By who proposed it, while it waits.
Result<records::Disposal> withdraw_disposal(Workspace& workspace, const authority::Officer& caller,
                                            std::string_view disposal, std::string_view reason);
// By whoever may read a case, newest first; case_id (identifier or reference, also of a case that
// is gone): empty for all.
Result<std::vector<records::Disposal>> list_disposals(Workspace& workspace,
                                                      const authority::Officer& caller,
                                                      std::string_view case_id);
Result<records::Disposal> find_disposal(Workspace& workspace, const authority::Officer& caller,
                                        std::string_view disposal);

// Carries out what was approved and what was begun; answers how many were done. One whose case is
// worked with is left for the next call. Called by the schedule, and by commands that wait.
Result<std::size_t> carry_out_disposals(Workspace& workspace);
// Only what was begun: when a workspace is opened, before anything else looks at what is half gone.
Result<void> complete_disposals(Workspace& workspace);

json::Object view(Workspace& workspace, const records::Disposal& disposal);

// The certificate: what is known of a disposal that was done, with the proofs that its entries are
// in the ledger. kConflict: it is not done.
Result<json::Object> disposal_certificate(Workspace& workspace, const authority::Officer& caller,
                                          std::string_view disposal);
// As one page; language: "en" or "ur".
Result<std::string> disposal_certificate_html(Workspace& workspace,
                                              const authority::Officer& caller,
                                              std::string_view disposal, std::string_view language);

// kIntegrity: bodies are erased that no disposal names. erased: entries of AuditReport::erased.
Result<void> check_erasures(Workspace& workspace, const std::vector<std::uint64_t>& erased);

}  // namespace sanad::service
