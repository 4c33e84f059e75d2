// What the program sanad-extract does inside its cage. Only this module links what parses hostile
// bytes.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "json/json.h"
#include "parts/fonts.h"
#include "parts/parts.h"

namespace sanad::extractor {

// with_content: its text too, where it has one ("text_content").
Result<json::Object> fingerprint_task(ByteView item, std::string_view coding, bool with_content);
// What an item says beyond its fingerprints (docs/formats/items.md).
struct Features {
  std::string region;  // of telephone numbers without a country code; empty: those are no hits
};
// features: null for fingerprints only.
Result<json::Object> fingerprint_item(ByteView item, parts::Kind kind, const parts::Hints& hints,
                                      bool with_content, const Features* features = nullptr);

// Adds "metadata", "languages", "scripts" and "selectors" to the answer for an item; "pdq" is read
// from it, where it is there. text: null where the item has none.
void add_features(ByteView item, parts::Kind kind, const std::string* text, const Features& wanted,
                  json::Object& answer);

// What an item holds, and with it its fingerprint or not.
struct PartsTask {
  bool with_item = false;
  bool with_text = false;
  std::optional<Features> features;  // with_item only
  std::string coding;
  parts::Hints hints;
  parts::Limits limits;
};
bool is_parts_task(std::string_view task);
// The words after the program's name; docs/formats/parts.md lists them.
Result<PartsTask> parse_parts_task(const std::vector<std::string_view>& words);

// Writes frames. cage: goes into the fingerprint. Errors: the item cannot be read at all, or write
// fails.
using Write = std::function<Result<void>(ByteView)>;
Result<void> parts_task(const PartsTask& task, ByteView item, const json::Object& cage,
                        const Write& write);

// Width, height and pixels ("rgb", base64) to look at (media/preview.h). at_ms: a whole number, of
// the frame of a video; empty: its first one.
Result<json::Object> preview_task(ByteView item, std::string_view coding, std::string_view at_ms);

// A still picture pixel for pixel, as bytes: "SPX1", width and height (4 bytes each, big-endian),
// whether it was damaged (0 or 1), the length of the decoder's name in one byte, that name, and the
// pixels, RGB (media/preview.h).
Result<Bytes> pixels_task(ByteView item, std::string_view coding);

// Sound sample by sample, as bytes: "SSP1", the rate (4 bytes, big-endian), channels, whether it
// was damaged (0 or 1), the length of the decoder's name, each in one byte, that name, and the
// samples of 16 bits, little-endian, of which the channels take turns (media/stretch.h).
Result<Bytes> samples_task(ByteView item, std::string_view coding);

// A page of a PDF to look at: {"pages", "width", "height", "rgb" (base64), "text", "text_cut",
// "has_lent_fonts"}; no pixels where there is no such page (parts/pages.h). number: counts from 1.
Result<json::Object> page_task(ByteView item, std::string_view coding, std::string_view number,
                               const parts::LentFonts& fonts);

// A stretch of sound to listen to: {"rate", "samples" (16 bits, little-endian, in base64),
// "is_last", "damaged", "duration_ms" where it is known} (media/stretch.h).
Result<json::Object> sound_task(ByteView item, std::string_view coding, std::string_view begin_ms);

// A stretch of a video to look at, as frames: 'M' for each picture, 'Z' at the end
// (docs/formats/stretches.md).
Result<void> moving_task(ByteView item, std::string_view coding, std::string_view begin_ms,
                         const Write& write);

// The pictures of a video from its beginning to its end, as frames: 'M' for each, and 'Z' with
// {"length_ms", "damaged", "decoder"}.
Result<void> film_task(ByteView item, std::string_view coding, const Write& write);

// A file of YARA rules: {"algorithm", "rules" [{"rule", "tags", "meta"}], "warnings"
// [{"line", "message"}], "examples", "rules_without", "failures" [{"rule", "message"}]}. kInvalid:
// "line 4: …".
Result<json::Object> check_rules_task(ByteView rules);

// A file of YARA rules as scan_task() takes it with is_compiled. kInvalid: as check_rules_task().
Result<Bytes> compile_rules_task(ByteView rules);

struct RuleFile {
  std::size_t size = 0;  // in bytes
  // The answer of compile_rules_task(), which is believed: it comes from our own process, and what
  // is loaded here is caged as its source would be.
  bool is_compiled = false;
};
// Files of YARA rules, one behind another, with the item behind them: {"algorithm", "sets" [one for
// each file: {"matches", "cut", "overflowed"} or {"error"}]}. A file that cannot be run costs that
// file.
Result<json::Object> scan_task(ByteView input, std::string_view coding,
                               std::span<const RuleFile> files);

// {"queries": [digest…], "entries": [digest…]} of ssdeep, in JSON: {"scores" [[of the first query
// and each entry…]…]}, 0 to 100, and 0 for what is no digest.
Result<json::Object> compare_task(ByteView request);

// A list of people, read from its publisher's file: {"list"} in the form of screening/versions.h.
// form: JSON {"format": "un-xml" or "csv", "name", and for a CSV "version" and "columns"}.
Result<json::Object> people_list_task(ByteView item, std::string_view form);

// Before the cage: what libraries load when they are first used.
void prepare();

// Undoes a content coding, up to kMaxDecodedBytes. kInvalid: another coding, or the bytes are not
// coded so. kLimit: longer.
inline constexpr std::size_t kMaxDecodedBytes = std::size_t{512} << 20;
Result<Bytes> decode(ByteView coded, std::string_view coding);

}  // namespace sanad::extractor
