// What the ledger says of certificates of training, issuers and their lists.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "credential/status_list.h"
#include "service/credentials.h"

namespace sanad::service {

inline constexpr std::string_view kCompetencyDocument = "competency-certificate";

// Derived under a label of its own from the workspace's key, so that it is another key than those
// of the ledger and the agency, and follows from none of them (docs/formats/keys.md). It signs
// certificates of training and their lists of revocations, and nothing else.
crypto::SigningKey training_signer(Workspace& workspace);

// Oldest first.
Result<std::vector<IssuedCredential>> read_issued(Workspace& workspace);
Result<std::vector<TrustedIssuer>> read_issuers(Workspace& workspace);
// The newest list of the issuer's that was taken.
struct KeptList {
  std::string text;
  Timestamp at;
};
Result<std::optional<KeptList>> read_list(Workspace& workspace, std::string_view issuer,
                                          std::string_view list);

// How a paper names the issuer and the certificate that it rests on.
std::string issuer_words(std::string_view name, std::string_view did);

// Closes the agency's papers whose newest or standing version rests on a certificate of that issuer
// for which counts_no_more(identifier) is true; answers them. versioning() is held.
using CountsNoMore = std::function<bool(std::string_view credential)>;
Result<std::vector<std::string>> close_papers_on(Workspace& workspace,
                                                 const authority::Officer& caller,
                                                 std::string_view issuer,
                                                 const CountsNoMore& counts_no_more,
                                                 std::string_view reason);

}  // namespace sanad::service
