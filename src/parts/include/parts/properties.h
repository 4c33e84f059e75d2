// What documents and mails say of themselves: the information of a PDF, the core and application
// properties of office documents, the headers of a mail. Only in the sandboxed extractor
// (parts/parts.h). Tested by properties_test.cc; fuzzed by parts_fuzz.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parts/parts.h"

namespace sanad::parts {

inline constexpr std::size_t kMaxProperties = 400;
inline constexpr std::size_t kMaxPropertyBytes = 4096;

struct Property {
  std::string group;  // "pdf", "office", "mail"
  std::string name;   // as the format calls it
  std::string value;  // UTF-8, as it stands but for its encoding
};

struct Properties {
  std::vector<Property> list;  // in the order of the item; names may come several times
  std::string xmp;             // of a PDF: its XMP packet
  bool cut = false;            // there are more, or one was longer
};

// Absent where the kind says nothing of itself.
std::optional<Properties> properties_of(ByteView item, Kind kind);

}  // namespace sanad::parts
