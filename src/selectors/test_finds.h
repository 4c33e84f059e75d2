// What the scanner finds, as short texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "selectors/selectors.h"

namespace sanad::selectors {

// "kind value", one for each hit.
inline std::vector<std::string> finds(std::string_view text, std::string_view region = "PK") {
  std::vector<std::string> out;
  for (const Hit& hit : scan(text, {.region = std::string(region)})) {
    out.push_back(std::string(kind_name(hit.kind)) + ' ' + hit.value);
  }
  return out;
}
using Found = std::vector<std::string>;

}  // namespace sanad::selectors
