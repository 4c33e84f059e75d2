// An original of any length, taken apart: its items, their records and parts, and what could not be
// read. Each thing with bytes is parsed in a process of its own, which reads it over a channel;
// neither side holds more than a few blocks of it. A parser that is killed from outside is started
// again, twice at most, and goes on behind what it gave. docs/formats/import.md has the objects.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "extract/extract.h"
#include "extract/walk.h"

namespace sanad::extract {

// Bytes that stay with the caller. read_at fills the front of out from offset, fewer bytes at the
// end only, and 0 there; it is called by the thread that walks.
struct Source {
  std::uint64_t size = 0;
  std::function<Result<std::size_t>(std::uint64_t offset, std::span<std::uint8_t> out)> read_at;
};
// bytes outlive it.
Source source_of(ByteView bytes);

struct ImportHints {
  std::string name;  // bytes of the file's name
  Hints hints;
  json::Value mapping;  // of a table (docs/formats/import.md); null for none
  std::string region;   // of telephone numbers without a country: two capitals, or empty
  std::string sha256;   // of the source where it is known, in small hexadecimal digits
};

inline constexpr std::uint64_t kMaxImportBytes = 512ULL << 30;  // unpacked, at all depths
inline constexpr std::uint64_t kMaxImportParts = 1'000'000;
// Of a part; a longer one lies encrypted in a file without a name while it is read.
inline constexpr std::uint64_t kMaxHeldPart = 32ULL << 20;

// Depth first. Errors of these end the walk and are given back.
class ImportVisitor {
 public:
  virtual ~ImportVisitor() = default;
  // Once for each thing with bytes, before its records and parts. The same bytes a second time have
  // "same_as", the way to the first, "sha256" and "size" only; their records and parts are not
  // given again. Where a parser could say nothing, the item has "sha256" and "size" only.
  virtual Result<void> on_item(const Node& node, const json::Value& item) = 0;
  virtual Result<void> on_record(const Node& node, json::Value record) = 0;
  // {"reason", "offset"?, "length"?}, of the item itself, which may have no bytes then: it is
  // encrypted, it lies too deep.
  virtual Result<void> on_unread(const Node& node, const json::Value& why) = 0;
  // After all that it holds: {"importer", "version", "records", "parts", "charset"?, "problems"}.
  // Not where the item was the same as another, or its parser failed.
  virtual Result<void> on_done(const Node& node, const json::Value& summary) = 0;
};

// Errors: those of the visitor and of source; kUnavailable and kIo (the extractor, this machine);
// kConflict (cancelled). What was given before stands.
Result<void> walk_import(const Extractor& extractor, const Source& source, const ImportHints& hints,
                         ImportVisitor& visitor);

// One part again, by its way from the source as walk_import() named it: each thing on the way is
// taken apart in its turn. kNotFound: there is none; kInvalid: it is there and cannot be read, or
// it, or what holds it, has more than most bytes.
Result<Part> read_import_part(const Extractor& extractor, const Source& source,
                              const ImportHints& hints, std::string_view way, std::uint64_t most);

// Some parts again, by their ways, none of them empty: what holds several of them is taken apart
// once. take is called once for each, in the order in which the source has them; its Source is
// valid during the call. Neither this program nor the cage holds a part of more than kMaxHeldPart
// in memory. Errors: as read_import_part(), of a part that is not whole too; and what take answers.
using TakePart = std::function<Result<void>(const std::string& way, const Source& bytes)>;
Result<void> copy_import_parts(const Extractor& extractor, const Source& source,
                               const ImportHints& hints, const std::set<std::string>& ways,
                               const TakePart& take);

}  // namespace sanad::extract
