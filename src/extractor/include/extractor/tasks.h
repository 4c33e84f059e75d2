// What the program sanad-extract does inside its cage. Only this module links what parses hostile
// bytes.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "json/json.h"

namespace sanad::extractor {

Result<json::Object> fingerprint_task(ByteView item);

}  // namespace sanad::extractor
