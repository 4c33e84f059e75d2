// Validation of the tool: it is run against a range that knows what it served and against known
// answers, and what came of it is a report that is signed, sealed and recorded; exhibits cite it
// (docs/formats/validation.md). A failed validation is recorded like any other.
//
// The range's pages are captured, imported, bundled and verified by the same use cases as an
// exhibit's, each under a permit, in a workspace of its own that is thrown away afterwards: nothing
// of it stands in a case of the agency. Tested by validations_test.cc and
// tests/cli/suite_validation.sh.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "base/result.h"
#include "capture/capture.h"
#include "json/json.h"
#include "records/entry.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kMaxFurtherAnswersBytes = 1U << 20U;

struct ValidationOrder {
  std::string answers;  // a file of further known answers, or empty
  std::string name;     // of that file, for the report
};
struct OrderedValidation {
  std::string job;
  std::string validation;
};
// By an investigator, a supervisor or an evidence officer. kInvalid: the file is none.
Result<OrderedValidation> order_validation(Workspace& workspace, const authority::Officer& caller,
                                           const ValidationOrder& order);

// Runs a job of kind "validate". Answers {"validation", "verdict", "sha256", "tests", "failed",
// "not_run"}. Recorded as validation.recorded whatever the verdict; kConflict: it was stopped, and
// nothing was recorded.
Result<json::Value> run_validation(Workspace& workspace, const records::Job& job,
                                   capture::Monitor& monitor);

// Newest first; by any officer whose account is open, since nothing of a case stands in one.
Result<std::vector<json::Object>> list_validations(Workspace& workspace,
                                                   const authority::Officer& caller);

struct OpenedValidation {
  json::Object facts;      // as list_validations() has it
  std::string report;      // validation.json, byte for byte
  Bytes signature;         // Ed25519 by the agency over these bytes
  std::string agency_pem;  // the key that it was signed with
};
// id: or "newest". kNotFound; kIntegrity: the sealed report is damaged or not what was recorded.
Result<OpenedValidation> open_validation(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view id);
// The report as a page. language: "en" or "ur".
Result<std::string> validation_page(const OpenedValidation& validation, std::string_view language);

// Pages as PDF, by the browser, offline; by name.
Result<std::vector<std::pair<std::string, Bytes>>> print_validation_pages(
    Workspace& workspace, const std::vector<std::pair<std::string, std::string>>& pages);

// The environment now, and its digest.
struct EnvironmentNow {
  json::Object environment;
  std::string sha256;
};
Result<EnvironmentNow> environment_now(Workspace& workspace);

// What an acquisition record says of the tool's validation: {"state", "environment", "newest"}.
// state: "current" (the newest is of this very version and environment; its verdict stands there),
// "of-another-version", "of-another-environment" or "none". newest: {"validation", "verdict",
// "version", "environment", "sha256", "entry", "recorded_at"} Where one of this
// environment exists it is named, though a later one is of another. Both are null where there is
// none at all.
Result<json::Value> cited_validation(Workspace& workspace);

// Adds the entry of the validation that an acquisition record cites, and that of the officer who
// ran it, to those that a bundle discloses. A record that cites none of this workspace adds
// nothing.
Result<void> add_validation_entries(Workspace& workspace, const json::Value& acquisition,
                                    std::set<std::uint64_t>& indexes);

}  // namespace sanad::service
