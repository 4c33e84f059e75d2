// Who stands behind the aliases of a bundle, for those whom a court lets know.
//
// A bundle for the defence names no officer: entries have the officers' identifiers alone. The key
// says who each one is, with the ledger's proof, and is sealed for the certificates that are named,
// apart from the bundle (docs/formats/alias-key.md). Tested by alias_keys_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "authority/types.h"
#include "service/workspace.h"

namespace sanad::service {

struct AliasKeyOrder {
  std::string bundle;
  std::string recipients;  // certificates in PEM
  std::string reason;
};
struct SealedAliasKey {
  std::string name;  // for a file: "bundle-….aliases.cms"
  Bytes sealed;
  std::uint64_t officers = 0;  // that it names
};
// By a supervisor who may see all of the bundle; recorded as aliases.sealed before it is handed
// out, each time. kInvalid: no reason, no certificate that can be sealed for, the bundle names its
// officers itself, or the agency has no card to sign with. kNotFound: as open_bundle().
Result<SealedAliasKey> seal_alias_key(Workspace& workspace, const authority::Officer& caller,
                                      const AliasKeyOrder& order);

}  // namespace sanad::service
