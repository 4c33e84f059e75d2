// What the program sanad-extract does inside its cage. Only this module links what parses hostile
// bytes.
#pragma once

#include <span>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "json/json.h"

namespace sanad::extractor {

// with_content: the item itself too, where it is text ("text_content").
Result<json::Object> fingerprint_task(ByteView item, std::string_view coding, bool with_content);

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

// Before the cage: what libraries load when they are first used.
void prepare();

// Undoes a content coding, up to kMaxDecodedBytes. kInvalid: another coding, or the bytes are not
// coded so. kLimit: longer.
inline constexpr std::size_t kMaxDecodedBytes = std::size_t{512} << 20;
Result<Bytes> decode(ByteView coded, std::string_view coding);

}  // namespace sanad::extractor
