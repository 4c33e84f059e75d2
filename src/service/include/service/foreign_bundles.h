// A bundle that another agency's Sanad exported and handed over open: its exhibits become exhibits
// of a case here, each with the bundle itself beside its files, so that the other ledger's chain
// goes wherever the exhibit goes and can be checked there with the same verifiers.
//
//   permit "import" → spool → verified in the cage → for each exhibit: import_files(), bundle.taken
//
// Sealed packages (packages.h) are the other way; they name a sender and carry markings, a bundle
// does not. docs/exports.md. Tested by foreign_bundles_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "base/stream.h"
#include "capture/capture.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::uint64_t kMaxForeignBundleBytes = 1ULL << 40;

struct ForeignBundleOrder {
  std::string case_id;
  std::string authorisation;  // empty: whichever of the case covers it
  std::string source;         // who handed it over, and how
  std::string reason;         // why one is taken whose signer is not known here; may be empty
};

struct TakenForeign {
  std::string exhibit;  // ours
  std::string number;   // ours
  std::string theirs;   // identifier in the other ledger
  std::string their_number;
  std::string job;  // that reads it; empty: it was taken before
  std::uint64_t files = 0;
};

struct TakenBundle {
  std::string bundle;
  std::string agency;  // as it calls itself
  std::string verdict;
  bool is_known = false;  // its signer is a partner in force
  std::vector<TakenForeign> exhibits;
};

// What was taken of it before is passed over, so that a call that was cut off can be repeated.
// kDenied or kIntegrity, recorded as bundle.refused with a code: the name of the verifier's check
// that failed (bundle.md), "unreadable", "own-ledger", "other-ledger" (than the partner's), or
// "unknown-signer" where no reason is given for taking it nevertheless. kDenied, recorded as
// act.refused: no authorisation. kConflict: it is being taken at this moment.
Result<TakenBundle> take_bundle(Workspace& workspace, const authority::Officer& caller,
                                const ForeignBundleOrder& order, ByteSource& bundle,
                                capture::Monitor& monitor);

// Whence an exhibit of ours came, as its entry bundle.taken says; nullopt: not from a bundle.
struct ForeignOrigin {
  std::uint64_t entry = 0;  // of ours, bundle.taken
  json::Value data;         // of that entry
};
Result<std::optional<ForeignOrigin>> foreign_origin(Workspace& workspace,
                                                    const records::Exhibit& exhibit);

json::Object view(const TakenBundle& taken);

}  // namespace sanad::service
