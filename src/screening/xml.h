// Elements of an XML document one at a time, over expat, for files from outside: no DTD, no
// entities but the five of XML, limited depth and size.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace sanad::screening {

inline constexpr std::size_t kMaxXmlDepth = 16;
inline constexpr std::size_t kMaxElementNodes = 20'000;  // in one record

struct XmlElement {
  std::string name;
  std::string text;  // of its own, trimmed
  std::vector<XmlElement> children;

  std::string_view child_text(std::string_view child) const;  // of the first; empty if absent
  const XmlElement* child(std::string_view child) const;
};

using XmlAttributes = std::vector<std::pair<std::string, std::string>>;
struct XmlReader {
  std::function<void(const XmlAttributes&)> on_root;
  // Called for each element whose name stands in records, with all that is in it.
  std::vector<std::string> records;
  std::function<Result<void>(const XmlElement&)> on_record;
};
// kInvalid names the line; kLimit; or the first error of on_record.
Result<void> read_xml(std::string_view xml, const XmlReader& reader);

}  // namespace sanad::screening
