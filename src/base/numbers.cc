#include "base/numbers.h"

#include <charconv>
#include <system_error>

namespace sanad {

Result<std::uint64_t> parse_decimal(std::string_view text) {
  const bool digits = !text.empty() && text[0] >= '0' && text[0] <= '9';
  if (!digits || (text[0] == '0' && text.size() > 1)) {
    return Error{ErrorCode::kInvalid,
                 "a whole number in plain decimal digits without leading zeros is expected"};
  }
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return Error{ErrorCode::kInvalid, "a whole number of at most 64 bits is expected"};
  }
  return value;
}

}  // namespace sanad
