// What the files about packages share.
#pragma once

#include "service/exchange.h"
#include "service/packages.h"

namespace sanad::service {

// The package's line as it was sealed or came, from the vault.
Result<sharing::PackageHeader> stored_header(Workspace& workspace, const records::Package& package);
// Identifiers of its exhibits, for an entry.
json::Array ids_of(const sharing::PackageHeader& header);

// Partners that were ever confirmed and the certificates that they sign with, place by place.
struct KnownSigners {
  std::vector<records::Partner> partners;
  std::vector<Bytes> certificates;
};
Result<KnownSigners> known_signers(Workspace& workspace);

// With what this agency signs now. kInvalid, with what to do: it has no card, or its certificates
// have ended.
Result<OwnIdentity> identity_in_force(Workspace& workspace);

}  // namespace sanad::service
