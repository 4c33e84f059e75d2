// Lists of names against which people are screened: the model, and readers for two formats.
//
// The UN Security Council's Consolidated List (its XML form) and CSV with columns that the user
// maps, for national lists. A list is data that somebody else answers for: name and version go with
// every lead. Formats: docs/formats/screening-lists.md. Tested by list_test.cc; fuzzed by
// un_list_fuzz.cc and csv_list_fuzz.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sanad::screening {

inline constexpr std::size_t kMaxListBytes = std::size_t{256} << 20;
inline constexpr std::size_t kMaxEntries = 500'000;
inline constexpr std::size_t kMaxNamesAnEntry = 500;
inline constexpr std::size_t kMaxFieldBytes = 64 * 1024;

enum class NameKind {
  kPrimary,
  kOriginalScript,
  kAlias,
  kWeakAlias,  // the list itself calls it low quality: common, partial or a nickname
};
std::string_view name_kind_word(NameKind kind);  // "name", "original script", "alias", "weak alias"

struct ListedName {
  std::string text;
  NameKind kind = NameKind::kPrimary;
};

// What is known of a date of birth.
struct BirthDate {
  int year_first = 0;  // equal to year_last unless a range
  int year_last = 0;
  int month = 0;  // 0 for unknown
  int day = 0;
  bool approximate = false;
  friend bool operator==(const BirthDate&, const BirthDate&) = default;
};
// "1970", "1970-05", "1970-05-02" (a time may follow), "1970 to 1973"; "c. 1970" is approximate.
std::optional<BirthDate> parse_birth_date(std::string_view text);
std::string format_birth_date(const BirthDate& date);

struct Document {
  std::string type;
  std::string number;
  std::string country;
};

enum class EntryKind { kPerson, kEntity };

struct Entry {
  std::string id;         // the list's own key
  std::string reference;  // as the list cites it
  EntryKind kind = EntryKind::kPerson;
  std::vector<ListedName> names;
  std::string father_name;
  std::vector<BirthDate> births;
  std::vector<std::string> birth_places;
  std::vector<std::string> nationalities;
  std::vector<Document> documents;
  std::string listed_on;
  std::string updated_on;
  std::string comments;
};

struct List {
  std::string name;
  std::string version;
  std::vector<Entry> entries;
};

// The version is the file's own dateGenerated. No DTD and no entity of its own is accepted.
// kInvalid names the line; kLimit.
Result<List> parse_un_list(std::string_view xml, std::string list_name);

// Titles of columns; empty for what the file lacks.
struct CsvColumns {
  std::string name;  // needed
  std::string aliases;
  std::string weak_aliases;
  std::string father_name;
  std::string birth_date;
  std::string birth_place;
  std::string nationality;
  std::string document;
  std::string reference;
  std::string listed_on;
  std::string comments;
  char separator = ',';
  char inside = ';';  // between several aliases, dates, places or documents of one cell
};
// RFC 4180, the first row holding the titles, UTF-8 with or without a mark. Rows without a name are
// refused (kInvalid with the line); kLimit.
Result<List> parse_csv_list(std::string_view csv, const CsvColumns& columns, std::string list_name,
                            std::string list_version);

}  // namespace sanad::screening
