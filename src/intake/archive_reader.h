// Archives by libarchive over a source of any length: what is not wanted is not read.
#pragma once

#include "base/result.h"
#include "base/stream.h"

namespace sanad::intake {

// A zip that is one document (docx, odt …) and no folder of things: by its members' names.
Result<bool> holds_document(RandomSource& source);

}  // namespace sanad::intake
