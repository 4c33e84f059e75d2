// What can be computed of an exhibit's bytes, by a program in a cage (cage/cage.h): the bytes are
// hostile until proven otherwise, and so are parsed nowhere else. One item that crashes its parser,
// or is a bomb, costs that item and no more.
//
// The answers are JSON objects; docs/formats/fingerprints.md says what stands in them. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "cage/cage.h"
#include "extract/frames.h"
#include "json/json.h"
#include "screening/versions.h"

namespace sanad::extract {

struct Extractor {
  std::string program = cage::beside_this_program("sanad-extract");
  std::string ocr_program = cage::beside_this_program("sanad-ocr");
  cage::Limits limits;
  // May be empty. Asked by the thread that asks the extractor, and by no other.
  std::function<bool()> is_cancelled;
  // Processes that are forked and not started, but for those of walk_import() and read_pictures().
  // Borrowed; may be null.
  cage::Pool* pool = nullptr;
  // Of walk_import(): where long parts lie while they are read (empty: the machine's folder for
  // such), and the address space of a parser.
  std::string spool_folder = {};
  std::uint64_t import_memory_bytes = 4ULL << 30;
};

// Everything that the item can be recognised by: its digests, pictures, frames of video, sound,
// text, similarity digests. input: a file or that of a cage::Input, read from its beginning;
// borrowed. coding: how its bytes are coded (RFC 9110 8.4.1: "gzip", "deflate", "br"), empty for
// not at all; digests and all else are of the decoded item. Errors: those of cage::run(). An item
// that is neither picture nor video nor sound nor text is no error: it has digests only.
Result<json::Value> fingerprint(const Extractor& extractor, int input,
                                std::string_view coding = "");
// The same, and in "text_content" its text where it has one: for comparing passages. Of a document,
// a page or a mail that is what a reader would see, and of a mail its headers.
Result<json::Value> fingerprint_with_text(const Extractor& extractor, int input,
                                          std::string_view coding = "");
Result<json::Value> fingerprint_with_text(const Extractor& extractor, int input,
                                          const Hints& hints);

// fingerprint_with_text(), and what the item says of itself, is written in and points to:
// "metadata", "languages", "scripts", "selectors" (docs/formats/items.md). region: of telephone
// numbers without a country code, two capitals; empty: those are no hits.
Result<json::Value> describe(const Extractor& extractor, int input, const Hints& hints,
                             const std::string& region = "");

// Text in a picture, or on the pages of a PDF that have none of their own: "ocr", and of that text
// "languages", "scripts" and "selectors" (docs/formats/items.md). Takes seconds for each page, and
// kOcrSeconds of computing at most. Errors: those of cage::run(); kInvalid: neither a picture nor a
// PDF; kUnavailable: what it needs is not installed.
inline constexpr std::uint32_t kOcrSeconds = 240;
Result<json::Value> read_pictures(const Extractor& extractor, int input);

// Which walls the cage has on this machine: "system_calls", "landlock", "network_namespace",
// "other_user", each true or false, and "limits" true. Errors: those of cage::run(); kUnavailable:
// it has no cage at all.
Result<json::Object> cage_walls(const Extractor& extractor);

// A picture to look at, or one frame of a video: pixels, and nothing else of the item.
inline constexpr int kPreviewSide = 1024;
struct Preview {
  int width = 0;                        // 1..kPreviewSide
  int height = 0;                       // 1..kPreviewSide
  Bytes pixels;                         // RGB, rows without padding
  std::optional<std::int64_t> time_ms;  // of the frame
  bool damaged = false;                 // the decoder had to guess a part
};
// The right way up, without transparency. at_ms: the first frame of a video at or after this time,
// the last one where none is so late; absent: its first one. kInvalid: it cannot be seen.
Result<Preview> preview(const Extractor& extractor, int input, std::string_view coding,
                        std::optional<std::int64_t> at_ms);
// As a file. It is made out here, from samples alone, so that whatever an item does to its decoder,
// no file that it made reaches who looks at it.
Result<Bytes> format_png(const Preview& picture);

// What an archive, a mail or a document holds, each part as it is unpacked; an item that holds
// nothing has no parts. Errors: those of cage::run(), and of on_part; the parts that were given
// before stand.
Result<Opened> open_parts(const Extractor& extractor, int input, const Hints& hints,
                          const PartLimits& limits,
                          const std::function<Result<void>(Part)>& on_part);

// Both in one process: first the answer of fingerprint_with_text(), then the parts.
Result<Opened> examine(const Extractor& extractor, int input, const Hints& hints,
                       const PartLimits& limits,
                       const std::function<Result<void>(json::Value)>& on_item,
                       const std::function<Result<void>(Part)>& on_part);

// A file of YARA rules, compiled and tried on its own examples. Answers {"algorithm", "rules",
// "warnings", "examples", "rules_without", "failures"} (src/extractor/include/extractor/tasks.h).
// kInvalid: it does not compile; the message begins with the line.
Result<json::Value> check_rules(const Extractor& extractor, std::string_view rules);

// A file of YARA rules as it loads fastest, for scan(). Kept in memory only and looked at by nobody
// but the cage: whoever could forge these bytes could run what he likes there. kInvalid: as
// check_rules().
Result<Bytes> compile_rules(const Extractor& extractor, std::string_view rules);

struct RuleFile {
  ByteView bytes;            // borrowed
  bool is_compiled = false;  // what compile_rules() gave
};
// Files of YARA rules run over an item. Answers {"algorithm", "sets"}, one set for each file in
// order: {"matches", "cut", "overflowed"}, or {"error"} where that file could not be run.
Result<json::Value> scan(const Extractor& extractor, ByteView item, std::string_view coding,
                         std::span<const RuleFile> rules);

// How near ssdeep digests are: for each query the score with each entry, 0 to 100.
Result<std::vector<std::vector<int>>> compare_ssdeep(const Extractor& extractor,
                                                     std::span<const std::string> queries,
                                                     std::span<const std::string> entries);

// How a list of people is written in its publisher's file.
struct PeopleListForm {
  bool is_csv = false;  // else the UN list's XML
  std::string name;     // how the list is cited
  // Of a CSV only; the XML says its own version.
  std::string version;
  screening::CsvColumns columns;
};
inline constexpr std::uint64_t kMaxListAnswerBytes = std::uint64_t{1} << 30;
// A list from a publisher, who is not who the file says until proven: read in the cage too. The
// entries are named (screening::name_entries()). Errors: those of cage::run(); kInvalid carries the
// parser's sentence with the line.
Result<screening::List> read_people_list(const Extractor& extractor, int input,
                                         const PeopleListForm& form);

}  // namespace sanad::extract
