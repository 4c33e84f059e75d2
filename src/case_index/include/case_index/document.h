// What the index knows of one thing: a record (message, mail, request, row …) or an item (a file,
// an attachment, a response). Read from the JSON of the sealed parts list, whose members are
// described in docs/formats/case-index.md. Pure. Tested by document_test.cc; fuzzed by
// document_fuzz.cc.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "hamming/fingerprint.h"
#include "json/json.h"
#include "text/fingerprint.h"

namespace sanad::case_index {

// Stored as numbers: append, never renumber.
enum class Kind : std::uint8_t { kItem, kMessage, kPost, kMail, kRequest, kRow, kPage, kOther };
std::string_view kind_name(Kind kind);
std::optional<Kind> parse_kind(std::string_view name);

// Where a selector or a place was found.
enum class Field : std::uint8_t { kText, kTitle, kBytes, kOcr, kMetadata };
std::string_view field_name(Field field);

// Where a document stands: enough to show the bytes again and to prove them.
struct Source {
  std::string exhibit;
  std::uint32_t original = 0;     // number in the exhibit, from 0
  std::string original_name;      // bytes of its name
  std::string way;                // extract/way.h, to the item or to what holds the record
  std::uint64_t part = 0;         // number in the parts list
  std::uint64_t list_offset = 0;  // its line in the sealed parts list
  std::uint64_t list_length = 0;
  std::optional<std::uint64_t>
      offset;  // a record's bytes in what holds it; absent in compressed data
  std::optional<std::uint64_t> length;
};

// An account or a chat as the source names it.
struct Party {
  std::string id;    // as the platform numbers it; empty where the source has names only
  std::string name;  // as seen
  bool empty() const { return id.empty() && name.empty(); }
};

struct SelectorHit {
  std::string kind;
  std::string value;  // the normal form
  Field in = Field::kText;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  bool personal = false;
};

struct Attachment {
  std::string kind;
  std::string path;  // relative to what holds the record; empty if absent
  std::string name;
  std::string media_type;
  std::optional<std::uint64_t> size;
  std::string absent;  // why, in the source's words
};

struct Place {
  double latitude = 0;   // degrees, north positive
  double longitude = 0;  // degrees, east positive
  Field in = Field::kText;
  std::uint64_t offset = 0;  // in the text; 0 for metadata
  std::uint64_t length = 0;
};

// A time as it stood on a device whose zone is not told. Milliseconds as if it were UTC.
struct LocalTime {
  std::int64_t ms = 0;
  // The other reading where day and month may be the other way round.
  std::optional<std::int64_t> swapped_ms;
};

struct Picture {
  hamming::Fingerprint pdq{};
  int quality = 0;
  std::vector<hamming::Fingerprint> turned;  // the eight dihedral hashes, or none
};

struct Document {
  std::int64_t id = 0;  // positive, ascending in the index; the same as in the search index
  Source source;
  Kind kind = Kind::kItem;
  std::string platform;  // "telegram", "mail" …; empty for items
  std::string number;    // as the source numbers it
  Party chat;
  Party author;
  std::vector<Party> to;
  std::string reply_to;  // number of another document
  Party forwarded_from;
  std::optional<std::int64_t> sent_ms;    // UTC
  std::optional<LocalTime> local;         // where sent_ms is not known
  std::optional<std::int64_t> edited_ms;  // UTC
  std::optional<std::int64_t> file_ms;    // of the file system or archive
  std::optional<std::int64_t> taken_ms;   // of the metadata; UTC only if taken_zone_known
  bool taken_zone_known = false;
  std::vector<SelectorHit> selectors;
  std::vector<Attachment> attachments;
  std::vector<Place> places;
  std::string sha256;  // 64 hexadecimal digits; of items
  std::optional<Picture> picture;
  std::optional<text::Fingerprint> print;  // of texts of kPrintLetters letters and more
  // A hash of what was said, for finding the same again; 0: nothing. Odd where the text has
  // kChainBytes and more.
  std::uint64_t content = 0;
};

// Shorter texts are too often alike by chance: a greeting, a thanks.
inline constexpr std::uint64_t kPrintLetters = 80;
// Texts shorter than this are no chain: too much is said alike by chance.
inline constexpr std::size_t kChainBytes = 40;
// Of one document; what is beyond is not indexed and counted as cut.
inline constexpr std::size_t kMaxSelectorHits = 10'000;
inline constexpr std::size_t kMaxAttachments = 1'000;
inline constexpr std::size_t kMaxRecipients = 1'000;
inline constexpr std::size_t kMaxPlaces = 1'000;
inline constexpr std::size_t kMaxNameBytes = 1'024;  // of names, numbers, ways; longer are cut

// value: one line of the parts list, a record or an item. Members of another type than described
// count as absent, since the list comes from a program that read hostile bytes; so it never fails
// for what a stranger wrote. kLimit as text::fold().
Result<Document> read_document(const json::Value& value, std::int64_t id, Source source);

}  // namespace sanad::case_index
