// Bundles: exhibits with all that proves them, for those who trust nothing
// (docs/formats/bundle.md).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "capture/capture.h"
#include "records/jobs.h"
#include "service/part_excerpts.h"
#include "service/workspace.h"

namespace sanad::service {

struct BundleOrder {
  std::string case_id;
  std::vector<std::string> exhibits;  // ids or numbers; empty: all of the case
  std::string purpose;
  std::vector<PartExcerpt> excerpts = {};    // exhibits of it that are shown in part
  std::vector<std::string> redactions = {};  // that are shown; their exhibits' files are withheld
  // "operational" (for the prosecution) or "disclosable" (for the defence): with schedules of what
  // is not in it (unused.h). A disclosable one names no officer: records of acquisition are
  // withheld, and imports are shown as excerpts in which third parties are masked. Empty: neither.
  std::string build = {};
  std::string report = {};  // a report of the case that goes with it; empty: none
  // Entries of the case that it discloses besides those that speak of its exhibits, and of these
  // such as it leaves out; with a build alone, whose schedules then tell of them.
  std::vector<std::uint64_t> entries = {};
  std::vector<std::uint64_t> without = {};
};
struct OrderedBundle {
  std::string job;
  std::string bundle;
};
// By an investigator, a supervisor or an evidence officer. kInvalid: nothing to export, an exhibit
// of another case, no such build, or an exhibit that a build leaves out without a decision; a
// report that speaks of other exhibits, or beside exhibits that are shown in part or redacted or a
// build that names no officer, which it might quote or name; entries that cannot be chosen
// (docs/formats/schedules.md); and as check_excerpt() says. An excerpt that is denied is recorded.
Result<OrderedBundle> order_bundle(Workspace& workspace, const authority::Officer& caller,
                                   const BundleOrder& order);

// Runs a job of kind "bundle": brings a fresh checkpoint and, where an authority answers, its
// timestamp; writes the bundle into the vault; records bundle.exported. Answers {"bundle",
// "sha256", "size"}.
Result<json::Value> run_bundle(Workspace& workspace, const records::Job& job,
                               capture::Monitor& monitor);

Result<std::vector<records::Bundle>> list_bundles(Workspace& workspace,
                                                  const authority::Officer& caller,
                                                  std::string_view case_id);
struct OpenedBundle {
  records::Bundle bundle;
  std::unique_ptr<vault::ObjectReader> reader;
};
Result<OpenedBundle> open_bundle(Workspace& workspace, const authority::Officer& caller,
                                 std::string_view id);

// What a defence expert asks of a bundle, with the answers that stand in it
// (docs/formats/cross-examination.md). For whoever may take the bundle; kNotFound also if it was
// made before bundles had answers.
Result<json::Value> read_bundle_answers(Workspace& workspace, const authority::Officer& caller,
                                        std::string_view id);

}  // namespace sanad::service
