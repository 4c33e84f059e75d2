// What of an item belongs into a list, so that it is found again: one entry for each signal that it
// has.
#pragma once

#include <vector>

#include "json/json.h"
#include "lists/model.h"

namespace sanad::identify {

// item: the answer of extract::fingerprint_with_text(). The digest of the whole always; its picture
// hash, where that has the quality to be compared; its frames (the first kMaxListedFrames); its
// text, where it is not too long for an entry. Identifiers follow from the values. kInvalid: the
// item has no digest.
inline constexpr std::size_t kMaxListedFrames = 700;
Result<std::vector<lists::Entry>> entries_of(const json::Value& item);

}  // namespace sanad::identify
