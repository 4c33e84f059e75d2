// Lists in other people's formats. Which shapes are read, and what of them is lost, is described
// in docs/formats/list.md. Every record of a file is counted, and each that is not taken, or not
// taken whole, has a problem with its place and a sentence: nothing is dropped in silence.
//
// The bytes are hostile: sizes, counts and depths are limited, and no importer trusts a member
// to be there or to have its type. Tested by import_*_test.cc; fuzzed by *_fuzz.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lists/facets.h"
#include "lists/model.h"

namespace sanad::lists {

struct ImportLimits {
  std::size_t max_bytes = std::size_t{512} << 20;
  std::size_t max_entries = kMaxEntries;
  std::size_t max_problems = 1000;  // kept in full; those beyond are counted
};

struct ImportOptions {
  // What is given here wins over what the file says. Name and owner must come from one of them.
  std::string name;
  std::string owner;
  std::string provenance;
  std::string licence;
  std::string version;               // "1" if neither says one
  std::optional<Tlp> tlp;            // else the strictest that the file states, else amber+strict
  std::string signal;                // for files that do not name it; empty if not known
  Timestamp imported_at;             // stands for times that the file does not give
  const FacetSet* facets = nullptr;  // borrowed: which tags are labels of a facet; may be null
  ImportLimits limits;
};

struct Problem {
  std::string where;     // "line 12", or a JSON pointer (RFC 6901): "/objects/3"
  std::string sentence;  // what is wrong and what became of it
};

// read = taken + duplicate + not_understood, always.
struct ImportCounts {
  std::uint64_t read = 0;            // records that should give an entry
  std::uint64_t taken = 0;           // entries of the list
  std::uint64_t duplicate = 0;       // same signal and value as an earlier one; merged into it
  std::uint64_t not_understood = 0;  // no entry; each has a problem
  std::uint64_t feedback_read = 0;   // opinions and reactions
  std::uint64_t feedback_taken = 0;  // those that became feedback
};

struct Imported {
  List list;  // satisfies check_list; may be empty
  std::vector<Problem> problems;
  std::uint64_t problems_not_kept = 0;  // beyond max_problems
  ImportCounts counts;
};

// kInvalid: the file is not of that format at all. kLimit: it is larger than we read.

// One hash a line; sha256sum and BSD styles; "SIGNAL VALUE"; pdq's "HASH,QUALITY,NAME"; comments.
Result<Imported> import_plain(std::string_view bytes, const ImportOptions& options);
// CSV of python-threatexchange and of ThreatExchange's own bulk files.
Result<Imported> import_threatexchange_csv(std::string_view bytes, const ImportOptions& options);
// JSON of ThreatExchange (descriptors, updates) and of HMA banks.
Result<Imported> import_threatexchange_json(std::string_view bytes, const ImportOptions& options);
// A STIX 2.1 bundle: indicators, identities, TLP markings, opinions.
Result<Imported> import_stix(std::string_view bytes, const ImportOptions& options);
// MISP events, and answers with events or attributes.
Result<Imported> import_misp(std::string_view bytes, const ImportOptions& options);

enum class Format { kOwn, kPlain, kThreatExchangeCsv, kThreatExchangeJson, kStix, kMisp };
std::string_view format_name(Format format);  // "threatexchange-csv"
std::optional<Format> parse_format(std::string_view text);
// A guess from the first bytes, for people who do not say; never a promise that it will parse.
Format guess_format(std::string_view bytes);
// The importer for the format; kOwn through parse_loose_list, with the options ignored.
Result<Imported> import_list(Format format, std::string_view bytes, const ImportOptions& options);

}  // namespace sanad::lists
