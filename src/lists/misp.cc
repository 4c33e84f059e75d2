#include "misp.h"

#include <fmt/format.h>

namespace sanad::lists {

namespace {
constexpr std::string_view kPrefix = "sanad:";
}

std::optional<MachineTag> parse_machine_tag(std::string_view tag) {
  if (!tag.starts_with(kPrefix)) return std::nullopt;
  tag.remove_prefix(kPrefix.size());
  const auto equals = tag.find("=\"");
  if (equals == std::string_view::npos || tag.size() < equals + 3 || tag.back() != '"')
    return std::nullopt;
  return MachineTag{std::string(tag.substr(0, equals)),
                    std::string(tag.substr(equals + 2, tag.size() - equals - 3))};
}

std::string format_machine_tag(std::string_view name, std::string_view value) {
  return fmt::format("{}{}=\"{}\"", kPrefix, name, value);
}

int misp_opinion(Opinion opinion) {
  switch (opinion) {
    case Opinion::kAgree:
      return 100;
    case Opinion::kDisagree:
      return 25;
    case Opinion::kDispute:
      return 0;
    case Opinion::kWithdraw:
    case Opinion::kAnswer:
      break;
  }
  return 50;
}

}  // namespace sanad::lists
