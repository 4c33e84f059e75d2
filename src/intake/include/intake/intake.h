// Exports, archives, mailboxes, web archives and tables, taken apart as they are read: records that
// have no bytes of their own (messages, mails, requests, rows), parts that have (attachments,
// bodies, members of archives), and what could not be read, with its place.
//
// Memory does not grow with the source. What stands before a fault is given; what a fault costs is
// said. The bytes are hostile, so that only the caged extractor links this module.
// docs/formats/import.md has the records, and for each importer what is read and what is not.
// Tested by *_test.cc here; fuzzed by *_fuzz.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"
#include "json/json.h"

namespace sanad::intake {

enum class Importer : std::uint8_t {
  kNone,  // a thing by itself: a picture, a document, a text. Nothing here reads it.
  kArchive,
  kCompressed,
  kTelegramJson,
  kTelegramHtml,
  kWhatsApp,
  kMailbox,
  kMail,
  kMhtml,
  kWarc,
  kHar,
  kXArchive,
  kCsv,
  kJsonLines,
  kJsonRows,
  kLongText,  // of more than kLongTextBytes; a shorter one is a thing by itself
};
// A lower-case word ("telegram-json"); empty for kNone.
std::string_view importer_name(Importer importer);
// Of everything that a list of parts holds: raised where the same bytes give other records, parts,
// texts or facts, in this module or in those that read one item (parts, metadata, features). A list
// says which version read it (entry exhibit.parts), so that two readings of the same bytes which
// differ can be told from a fault. Nothing is read again because of it.
inline constexpr int kVersion = 4;

// What is known of a source from where it stood; believed only where its bytes leave it open.
struct Hints {
  std::string name;     // of its file, bytes; may be empty
  std::string type;     // "html" or "mail"
  std::string charset;  // of its text
  json::Value mapping;  // of a table (docs/formats/import.md); null for none
};

Result<Importer> importer_of(RandomSource& source, const Hints& hints);

struct Limits {
  std::uint64_t records = 50'000'000;
  std::uint64_t parts = 1'000'000;
  std::uint64_t bytes = 256ULL << 30;      // of all parts
  std::uint64_t part_bytes = 64ULL << 30;  // of one; a longer one is given up
  // Of unpacked bytes to the source's own, once kRatioFreeBytes are unpacked: beyond is a bomb.
  std::uint64_t ratio = 250;
};
inline constexpr std::uint64_t kLongTextBytes = 8ULL << 20;
inline constexpr std::uint64_t kRatioFreeBytes = 256ULL << 20;
inline constexpr std::size_t kMaxNameBytes = 4096;  // of a part's name; the rest is cut off
inline constexpr std::size_t kMaxProblems = 20;
// Of a record's text; the rest is left out, and "other.cut" says so.
inline constexpr std::size_t kMaxRecordText = 1U << 20;

struct Part {
  std::string name;  // bytes as they stand in the source, or a name that says where it stood
  std::string coding, type, charset;
  bool is_encrypted = false;
  std::uint64_t record = 0;  // that it belongs to, counted from 1; 0 for none
};

struct Unread {
  std::string reason;
  std::optional<std::uint64_t> offset, length;
};

// Errors of these end the import and are given back.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual Result<void> record(json::Object record) = 0;  // well-formed UTF-8
  virtual Result<void> begin_part(const Part& part) = 0;
  virtual Result<void> part_data(ByteView piece) = 0;
  // problem: why the part is not whole; empty if it is. is_given_up: what was given is worth
  // nothing.
  virtual Result<void> end_part(std::string_view problem, bool is_given_up) = 0;
  virtual Result<void> unread(const Unread& what) = 0;
};

struct Summary {
  std::uint64_t records = 0, parts = 0;
  std::string charset;                // of the text, where it is not UTF-8
  std::vector<std::string> problems;  // of the source as a whole
};

// Errors: those of the sink and of the source. Whatever is wrong with the bytes is told to the sink
// or stands in Summary::problems.
Result<Summary> import(RandomSource& source, Importer importer, const Hints& hints,
                       const Limits& limits, Sink& sink);

}  // namespace sanad::intake
