// The register of corrections and complaints: who asks, in what capacity, about which decision, and
// the answer by somebody who did not take it. Tested by complaints_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kMaxComplaintBytes = 8'192;
inline constexpr std::size_t kMaxComplaintNameBytes = 512;
inline constexpr std::string_view kComplaintKinds[] = {"correction", "complaint"};
inline constexpr std::string_view kComplaintCapacities[] = {
    "person-concerned", "representative", "provider", "organisation",
    "authority",        "officer",        "other"};
inline constexpr std::string_view kComplaintOutcomes[] = {"upheld", "partly-upheld", "not-upheld"};

struct ComplaintOrder {
  std::string case_id;
  std::string kind, capacity;   // of the words above
  std::string name;             // as they call themselves; may be empty
  bool is_pseudonymous = true;  // the name is not the person's own, or there is none
  std::string contact;          // may be empty
  // The decision: a case, or an exhibit, authorisation, request, paper, match, pair of assessments
  // or complaint of it, by identifier, number or reference.
  std::string about;
  std::string text;
  Timestamp received_at;
};

// By whoever may read a case but an auditor; recorded as complaint.received. kInvalid names what is
// missing, or says that about is of another case. kNotFound.
Result<records::Complaint> register_complaint(Workspace& workspace,
                                              const authority::Officer& caller,
                                              const ComplaintOrder& order);
// By a supervisor who had no part in the decision; recorded as complaint.answered. kDenied,
// recorded: they had. kConflict: answered already. kInvalid.
Result<records::Complaint> answer_complaint(Workspace& workspace, const authority::Officer& caller,
                                            std::string_view id, std::string_view outcome,
                                            std::string_view reason);
// By whoever may read a case; oldest first. case_id: empty for all.
Result<std::vector<records::Complaint>> list_complaints(Workspace& workspace,
                                                        const authority::Officer& caller,
                                                        std::string_view case_id);
// Who took part in the decision that a complaint is about, as of now.
Result<std::vector<std::string>> deciders_of(Workspace& workspace, std::string_view about);

Result<json::Object> view(Workspace& workspace, const records::Complaint& complaint);

}  // namespace sanad::service
