// What the program sanad-extract does inside its cage. Only this module links what parses hostile
// bytes.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "json/json.h"
#include "parts/parts.h"

namespace sanad::extractor {

// with_content: its text too, where it has one ("text_content").
Result<json::Object> fingerprint_task(ByteView item, std::string_view coding, bool with_content);
Result<json::Object> fingerprint_item(ByteView item, parts::Kind kind, const parts::Hints& hints,
                                      bool with_content);

// What an item holds, and with it its fingerprint or not.
struct PartsTask {
  bool with_item = false;
  bool with_text = false;
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

// A file of YARA rules: {"algorithm", "rules" [{"rule", "tags", "meta"}], "warnings"
// [{"line", "message"}], "examples", "rules_without", "failures" [{"rule", "message"}]}. kInvalid:
// "line 4: …".
Result<json::Object> check_rules_task(ByteView rules);

// Files of YARA rules, one behind another, with the item behind them: {"algorithm", "sets" [one for
// each file: {"matches", "cut", "overflowed"} or {"error"}]}. sizes: of the files, in bytes. A file
// that cannot be run costs that file.
Result<json::Object> scan_task(ByteView input, std::string_view coding,
                               std::span<const std::size_t> sizes);

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
