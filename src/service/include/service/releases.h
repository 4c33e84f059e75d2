// Indicators that leave: one by one, each by an officer's decision under a permit and a marking.
//
// A selector of a case's material, or an entry of one of this agency's own lists, becomes a
// release. Only releases are in what goes out: STIX bundles, MISP events, TAXII collections. A
// release can be withdrawn; who has it already is then told so (a revoked version), and nobody gets
// it anew. docs/sharing.md. Tested by releases_test.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "service/workspace.h"
#include "sharing/indicator.h"
#include "sharing/taxii.h"

namespace sanad::service {

struct ReleaseOrder {
  std::string case_id;
  // Either a selector of the case, by its row in the list of selectors; or an entry of a list.
  std::optional<std::int64_t> selector;
  std::string list, entry;
  sharing::Marking marking;
  std::string note;                 // for the reader
  std::vector<std::string> labels;  // "unodc-use:recruitment"
  std::optional<Timestamp> valid_until;
  std::string reason;         // for the record
  std::string authorisation;  // empty: whichever of the case covers it
};
// kDenied, recorded: no authorisation for "share"; a marking that is less strict than that of the
// case or the list; a selector of a person whose mask was not lifted; a list of others.
// kConflict: released already. kInvalid: what is not released as an indicator, or a label of no
// facet. Recorded as indicator.released.
Result<records::Release> release_indicator(Workspace& workspace, const authority::Officer& caller,
                                           const ReleaseOrder& order);
// By an investigator or a supervisor who may see its case. Recorded as indicator.withdrawn.
Result<records::Release> withdraw_release(Workspace& workspace, const authority::Officer& caller,
                                          std::string_view release, std::string_view reason);
// Of a case, or of all that the caller may see.
Result<std::vector<records::Release>> list_releases(Workspace& workspace,
                                                    const authority::Officer& caller,
                                                    std::string_view case_id);

enum class ReleaseFormat { kStix, kMisp };
Result<ReleaseFormat> parse_release_format(std::string_view word);
struct ReleasedFile {
  std::string name;
  std::string text;
  std::size_t count = 0;
};
// Releases up to that marking, for a partner that takes files; by a supervisor or an investigator.
// partner: identifier or name; not more than it may be sent. Recorded as indicators.exported.
Result<ReleasedFile> export_releases(Workspace& workspace, const authority::Officer& caller,
                                     ReleaseFormat format, std::string_view partner,
                                     std::string_view purpose);

// What a token of the scope "indicators" may read over TAXII: one collection for each level of TLP
// that its partner may be sent, never TLP:RED. The partner is the registered one in force whose
// name the token bears; without one, CLEAR and GREEN.
struct Collection {
  std::string id;  // a UUID
  sharing::Tlp tlp = sharing::Tlp::kClear;
  std::string title;
};
Result<std::vector<Collection>> collections_of(Workspace& workspace, const records::Token& token);
// The objects of a collection. What the token is told for the first time is recorded before, as
// indicators.disclosed. kNotFound: no such collection for this token.
enum class Taxii { kObjects, kManifest, kVersions };
Result<sharing::TaxiiPage> read_collection(Workspace& workspace, const records::Token& token,
                                           std::string_view collection, Taxii what,
                                           const sharing::TaxiiQuery& query);

json::Object view(const records::Release& release);

}  // namespace sanad::service
