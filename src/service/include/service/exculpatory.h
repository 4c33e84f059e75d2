// What speaks for somebody has its own place in a case, and is answered before anything is done on
// the exhibits that it cites. Tested by exculpatory_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kMaxExculpatoryBytes = 8'192;
inline constexpr std::size_t kMaxExculpatoryCited = 20;
inline constexpr std::string_view kExculpatoryAnswers[] = {"taken-into-account", "outweighed",
                                                           "does-not-bear"};

// cited: [{"exhibit", "part", "note"}], at least one. By whoever works on cases or reads them;
// recorded as exculpatory.noted. kInvalid, kNotFound.
Result<records::ExculpatoryNote> note_exculpatory(Workspace& workspace,
                                                  const authority::Officer& caller,
                                                  std::string_view case_id, std::string_view text,
                                                  const json::Value& cited);
// By an investigator, a supervisor or a reviewer other than who noted it; recorded as
// exculpatory.answered. kDenied, recorded: one's own. kConflict: answered already. kInvalid.
Result<records::ExculpatoryNote> answer_exculpatory(Workspace& workspace,
                                                    const authority::Officer& caller,
                                                    std::string_view id, std::string_view answer,
                                                    std::string_view reason);
// By whoever may read a case; oldest first.
Result<std::vector<records::ExculpatoryNote>> list_exculpatory(Workspace& workspace,
                                                               const authority::Officer& caller,
                                                               std::string_view case_id);
// Unanswered notes of the case that cite one of the exhibits (identifiers).
Result<std::vector<records::ExculpatoryNote>> unanswered_on(
    Workspace& workspace, std::string_view case_id, const std::vector<std::string>& exhibits);

Result<json::Object> view(Workspace& workspace, const records::ExculpatoryNote& note);

}  // namespace sanad::service
