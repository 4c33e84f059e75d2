// JUMBF (ISO/IEC 19566-5): boxes within labelled boxes, read in place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace sanad::metadata {

struct Superbox {
  std::string label;              // empty: it has none
  ByteView content;               // all but its own header: what hashed references cover
  std::string_view content_type;  // of the first content box: "cbor", "json", …; borrowed
  ByteView payload;               // of the first content box
  std::vector<Superbox> boxes;    // superboxes within
  const Superbox* find(std::string_view name) const;
};

// The first superbox in bytes. Absent: there is none, or it is malformed, deeper than 8, or of more
// than 5,000 boxes. bytes must outlive it.
std::optional<Superbox> parse_superbox(ByteView bytes);

}  // namespace sanad::metadata
