// Sealed packages: a bundle that leaves for partners, and one that comes from a partner.
//
//   sender     bundle ─▶ seal_package ─▶ file            (permit "share"; markings decide)
//   receiver   file ─▶ open_package ─▶ take_package ─▶ issue_receipt ─▶ receipt
//   sender     receipt ─▶ take_receipt                    (the chain of custody goes on there)
//
// Memory does not grow with a package: what is opened lies in a spool (spool/spool.h), encrypted,
// until it is verified; only then does it go to the vault. Whatever is refused is an entry with a
// code. docs/sharing.md, docs/formats/package.md, docs/formats/receipt.md. Tested by
// packages_test.cc.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "base/stream.h"
#include "capture/capture.h"
#include "records/jobs.h"
#include "service/workspace.h"
#include "sharing/package.h"
#include "sharing/receipt.h"

namespace sanad::service {

inline constexpr std::int64_t kMaxPackageMs = 366LL * 24 * 60 * 60 * 1000;
inline constexpr std::uint64_t kMaxPackageBytes = 1ULL << 40;

struct PackageOrder {
  std::string bundle;                 // that was exported
  std::vector<std::string> partners;  // identifiers or names
  sharing::Marking marking;
  std::vector<std::string> persons;  // names at the partner, for whom alone it is
  std::string purpose;
  Timestamp expires_at;
  std::string authorisation;  // empty: whichever of the case covers it
  std::string package = {};   // its identifier; empty: a new one
};
struct OrderedPackage {
  std::string job;
  std::string package;
};
// seal_package() as a job. What it refuses now is refused now; it is decided again in earnest.
Result<OrderedPackage> order_package(Workspace& workspace, const authority::Officer& caller,
                                     PackageOrder order);
// Runs a job of kind "package-seal"; answers {"package"}. One that was sealed by a run that was cut
// off is not sealed again.
Result<json::Value> run_package_sealing(Workspace& workspace, const records::Job& job,
                                        capture::Monitor& monitor);
// kDenied, recorded: no authorisation for "share"; an exhibit or its case is marked more strictly
// than the package, or the package more than a partner may be sent; TLP:RED for more than one
// partner or for nobody by name; an exhibit that the caller may not see. kInvalid: an exhibit that
// nobody marked, a partner that is not in force. Recorded as package.sealed.
Result<records::Package> seal_package(Workspace& workspace, const authority::Officer& caller,
                                      const PackageOrder& order, capture::Monitor& monitor);

struct OpenedObject {
  std::string name;  // for a file: "package-….cms"
  std::unique_ptr<vault::ObjectReader> reader;
};
// The sealed package, to be handed over; recorded as package.copied.
Result<OpenedObject> copy_package(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view package);

// open_package() as a job, of an upload that has come whole; answers the job. kDenied, recorded,
// for who may open none. kInvalid: not one file.
Result<std::string> order_opening(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view case_id, std::string_view upload);
// Runs a job of kind "package-open"; answers {"package"}. The upload is dropped, however it ends:
// what was refused is not kept, and of an opening that was cut off nothing is left.
Result<json::Value> run_package_opening(Workspace& workspace, const records::Job& job,
                                        capture::Monitor& monitor);
// Decrypts, verifies and keeps a package that came. By an investigator, an evidence officer or a
// supervisor. kDenied or kIntegrity, recorded as package.refused with one of these codes:
// malformed, not-for-us, changed, unknown-sender, partner-not-in-force, bad-signature,
// other-sender, expired, replayed, not-for-this-person, bundle-changed, bundle-tampered,
// other-agency. What was refused is not kept. Recorded as package.opened.
Result<records::Package> open_package(Workspace& workspace, const authority::Officer& caller,
                                      std::string_view case_id, ByteSource& source,
                                      capture::Monitor& monitor);

struct TakenPackage {
  std::vector<records::TakenExhibit> exhibits;
  std::vector<std::string> jobs;  // that will read them
};
// Its exhibits become exhibits of this agency: imports, each with the sender's files as they were
// sealed there, marked as the sender marked them before anybody can see them, under a permit for
// "import". What was taken already is passed over, so that a take that stopped can go on.
// kConflict: somebody is taking it in at this moment.
Result<TakenPackage> take_package(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view package, std::string_view authorisation,
                                  capture::Monitor& monitor);

// Once for a package that was taken; the same again where it was issued before. Recorded as
// receipt.issued. kConflict: nothing of it was taken yet.
Result<records::StoredReceipt> issue_receipt(Workspace& workspace, const authority::Officer& caller,
                                             std::string_view package);
// The signed file of a receipt, issued or taken in.
Result<OpenedObject> open_receipt(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view receipt);
// A receipt that a partner issued for a package of ours. kDenied or kIntegrity, recorded as
// receipt.refused with one of: malformed, unknown-sender, partner-not-in-force, bad-signature,
// other-sender, unknown-package, other-package, not-proven, replayed. Recorded as receipt.taken.
Result<records::StoredReceipt> take_receipt(Workspace& workspace, const authority::Officer& caller,
                                            ByteView bytes);

struct PackageState {
  records::Package package;
  std::string direction;  // "out" or "in"
  sharing::PackageHeader header;
  std::vector<records::TakenExhibit> taken;
  std::vector<records::StoredReceipt> receipts;
};
Result<std::vector<PackageState>> list_packages(Workspace& workspace,
                                                const authority::Officer& caller,
                                                std::string_view case_id);
Result<PackageState> find_package(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view package);

json::Object view(const PackageState& state);
json::Object view(const records::StoredReceipt& receipt);

}  // namespace sanad::service
