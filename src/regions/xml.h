// As much of XML as OpenCV's files of cascades have: elements, texts and comments. Attributes are
// passed over.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"

namespace sanad::regions {

// Views into the text that was read.
struct Element {
  std::string_view name;
  std::string_view text;  // up to the first child, or the end
  std::vector<Element> children;
  const Element* child(std::string_view wanted) const;  // the first; null where there is none
};

// The only element of the file. kInvalid: another form.
Result<Element> read_xml(std::string_view text);

}  // namespace sanad::regions
