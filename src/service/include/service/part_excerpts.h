// Imports that a bundle shows in part: some of their parts, the others closed and counted
// (docs/formats/excerpt.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "present/bundle.h"
#include "records/records.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kMaxPartRanges = 2'000;
// Of one exhibit, of which a bundle has the bytes.
inline constexpr std::size_t kMaxAttachments = 5'000;

struct PartRange {
  std::uint64_t first = 0, last = 0;  // both shown
  friend bool operator==(const PartRange&, const PartRange&) = default;
};
// All that were not set aside.
inline constexpr PartRange kAllParts{0, UINT64_MAX};
// "3", "0-5,9": numbers as the parts have them; "all". Ascending, those that touch joined.
// kInvalid.
Result<std::vector<PartRange>> parse_part_ranges(std::string_view text);

// Words that are masked wherever they stand, and what stands for them.
struct MaskTerm {
  std::string words, as;
};
inline constexpr std::string_view kMaskedByOfficer = "masked by the agency";

struct PartExcerpt {
  std::string exhibit;  // id or number
  std::vector<PartRange> shown;
  std::string reason;  // why the others are closed; may be empty where none is
  // Why people whose masks were not lifted in the case are named all the same; empty: they stand
  // there by their pseudonyms.
  std::string why_people_shown = {};
  std::vector<MaskTerm> terms = {};
  // Parts whose bytes are in the bundle too; kAllParts: of all that are shown and can be opened.
  std::vector<PartRange> attachments = {};
  // Why those may be seen of which somebody is masked; empty: they stay closed.
  std::string why_attachments = {};
};

// As a job keeps it: {"exhibit", "list", "reason", "shown": [[first, last], …], "terms": [[words,
// as], …], "why_people_shown"}, and where bytes are shown "attachments" and "why_attachments"
// (part_attachments.h); list is the index of the entry exhibit.parts whose numbers these are.
// kInvalid: not an import, no reason, too many stretches, it was read before words could be masked,
// or bytes that are named cannot be shown. kNotFound: the exhibit has no such part, or nothing was
// read in it yet. kDenied: a part that is to be shown was set aside. kConflict: it is not indexed
// yet, so that it is not known who is named.
Result<json::Value> check_excerpt(Workspace& workspace, const records::Exhibit& exhibit,
                                  const PartExcerpt& excerpt);

// Has item show the exhibit in part, and withhold its files. value: from check_excerpt(). The
// workspace outlives item. The excerpt's first writing keeps it, sealed, in a working file without
// a name, from which it is copied then. kConflict, also of the first writing: the exhibit was read
// again since.
Result<void> show_in_part(Workspace& workspace, const records::Exhibit& exhibit,
                          const json::Value& value, present::BundledExhibit& item);

}  // namespace sanad::service
