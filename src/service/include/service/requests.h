// The register of requests: what is asked of platforms, providers, courts and authorities, and what
// others ask of the agency. A request is a form of a law pack: drafted, approved by a second
// officer, issued, and from then on never changed; a correction is a new one that names it. Sanad
// sends nothing: it makes the papers, and officers record how and when they went out, and what came
// back. Nothing is issued without address, identifier, provision and basis; removal is not asked
// for before the page was captured; a paper that looks like an order is refused where the agency
// has no such power on record. Refusals are entries. Tested by requests_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "capture/capture.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kMaxRequestReasonBytes = 4'096;
// What the agency may order, "pk:peca-31 eu:tco-3": a setting.
inline constexpr std::string_view kPowersSetting = "agency.powers";

struct RequestDraft {
  std::string case_id;
  std::string request;    // empty: a new one
  std::int64_t base = 0;  // the version that was changed
  json::Value content;    // docs/formats/request.md; it may be unfinished
};
// By an investigator or a supervisor, as all below unless it is said. kInvalid: no such form, or a
// member or field is wrong. kConflict: another version was saved meanwhile. kDenied, and recorded:
// it was issued or withdrawn, and is not changed any more.
Result<records::Request> draft_request(Workspace& workspace, const authority::Officer& caller,
                                       const RequestDraft& draft);
// By a supervisor who wrote no version of it. kDenied, and recorded: own work, or it lacks what it
// may not go out without. kConflict: it is not a draft.
Result<records::Request> approve_request(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view id, std::string_view note);
// Back to its author, with a reason. By a supervisor.
Result<records::Request> return_request(Workspace& workspace, const authority::Officer& caller,
                                        std::string_view id, std::string_view reason);
// Before it is issued only.
Result<records::Request> withdraw_request(Workspace& workspace, const authority::Officer& caller,
                                          std::string_view id, std::string_view reason);
// Seals the papers, starts the clocks that begin with the issue, and queues their printing as PDF.
// kDenied, and recorded: it is not approved, or lacks what it may not go out without by now.
Result<records::Request> issue_request(Workspace& workspace, const authority::Officer& caller,
                                       std::string_view id);

// What an officer did or was told, outside Sanad. at: when it happened; not before the issue, and
// not in the future (kInvalid). kConflict: the request was not issued.
struct RequestReport {
  Timestamp at;
  std::string how;  // of sending and receipt: by what means
  std::string note;
  std::string outcome;                // of an answer, one of kOutcomes
  std::string reference;              // the addressee's own, of an answer
  std::vector<std::string> exhibits;  // in which the answer was taken in
};
inline constexpr std::string_view kOutcomes[] = {"removed",       "preserved", "disclosed",
                                                 "partly",        "declined",  "impossible",
                                                 "clarification", "no-answer", "done"};
Result<records::Request> report_sent(Workspace& workspace, const authority::Officer& caller,
                                     std::string_view id, const RequestReport& report);
// The addressee has it: the clocks that begin with receipt start.
Result<records::Request> report_received(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view id, const RequestReport& report);
// Of one that came in: what the agency did.
Result<records::Request> report_answer(Workspace& workspace, const authority::Officer& caller,
                                       std::string_view id, const RequestReport& report);

struct IncomingRequest {
  std::string case_id;
  std::string kind;  // one of the kinds of paper of docs/formats/request.md
  Timestamp received_at;
  std::string their_reference;
  json::Value content;  // as of a draft; pack and form may be absent
};
Result<records::Request> register_request(Workspace& workspace, const authority::Officer& caller,
                                          const IncomingRequest& incoming);

// By whoever may read a case, as all below. case_id: empty for all cases.
Result<std::vector<records::Request>> list_requests(Workspace& workspace,
                                                    const authority::Officer& caller,
                                                    std::string_view case_id);
Result<records::Request> find_request(Workspace& workspace, const authority::Officer& caller,
                                      std::string_view id);
// Why it may not be issued as it stands: [{"code", "reason"}]; empty of what was issued or came in.
Result<json::Array> request_shortfalls(Workspace& workspace, const records::Request& request);
// Forms of requests in the newest editions of all packs, with their fields.
Result<json::Array> request_forms(Workspace& workspace, const authority::Officer& caller);
// The paper of a draft, not sealed, marked as not issued.
Result<std::string> preview_request(Workspace& workspace, const authority::Officer& caller,
                                    std::string_view id, std::string_view language);

struct OpenedPaper {
  records::RequestDocument document;
  std::unique_ptr<vault::ObjectReader> reader;
};
// Recorded as request.copied. kNotFound: no such paper.
Result<OpenedPaper> open_paper(Workspace& workspace, const authority::Officer& caller,
                               std::string_view id, std::string_view name);

// Of what was issued. The identifier of the job.
Result<std::string> order_request_printing(Workspace& workspace, const authority::Officer& caller,
                                           std::string_view id);
// Runs a job "request-print": the sealed pages as PDF, sealed beside them. What is printed already
// stays. Answers {"request", "documents"}.
Result<json::Value> run_request_printing(Workspace& workspace, const records::Job& job,
                                         capture::Monitor& monitor);

// For the register, with names; whole: also content, events, papers, clocks, re-checks and what was
// uploaded again.
Result<json::Object> view(Workspace& workspace, const records::Request& request, bool whole);

}  // namespace sanad::service
