#include "reasons.h"

#include <fmt/format.h>

#include <set>

#include "base/bytes.h"
#include "redaction/tiles.h"

namespace sanad::redaction {

std::string problem_of_reasons(const std::vector<std::string>& reasons) {
  for (const std::string& reason : reasons)
    if (reason.find_first_not_of(" \t\r\n") == std::string::npos ||
        reason.size() > kMaxReasonBytes || !is_utf8(reason))
      return fmt::format("say why, in at most {} bytes for each reason", kMaxReasonBytes);
  if (std::set<std::string>(reasons.begin(), reasons.end()).size() != reasons.size())
    return "a reason stands twice";
  return "";
}

}  // namespace sanad::redaction
