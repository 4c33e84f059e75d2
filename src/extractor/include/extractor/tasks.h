// What the program sanad-extract does inside its cage. Only this module links what parses hostile
// bytes.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "json/json.h"

namespace sanad::extractor {

// with_content: the item itself too, where it is text ("text_content").
Result<json::Object> fingerprint_task(ByteView item, bool with_content);

}  // namespace sanad::extractor
