// Words that an act must give, for the record.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "authority/types.h"
#include "base/bytes.h"
#include "base/result.h"

namespace sanad::service {

// what: "the reason". kInvalid: empty, too long or not UTF-8.
inline Result<void> require_words(std::string_view text, std::string_view what,
                                  std::size_t most = authority::kMaxReasonBytes) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} is empty; say it, since it stands in the record", what)};
  if (text.size() > most || !is_utf8(text))
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} must be UTF-8 text of at most {} bytes", what, most)};
  return {};
}

}  // namespace sanad::service
