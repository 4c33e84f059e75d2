// What the program sanad-extract does inside its cage. Only this module links what parses hostile
// bytes.
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "json/json.h"

namespace sanad::extractor {

// with_content: the item itself too, where it is text ("text_content").
Result<json::Object> fingerprint_task(ByteView item, std::string_view coding, bool with_content);

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
