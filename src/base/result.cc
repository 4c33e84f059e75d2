#include "base/result.h"

#include <cstring>
#include <system_error>

namespace sanad {

std::string_view error_code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
      return "invalid";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kConflict:
      return "conflict";
    case ErrorCode::kDenied:
      return "denied";
    case ErrorCode::kIntegrity:
      return "integrity";
    case ErrorCode::kIo:
      return "io";
    case ErrorCode::kUnavailable:
      return "unavailable";
    case ErrorCode::kLimit:
      return "limit";
  }
  return "invalid";
}

Error Error::with_context(std::string_view context) const& {
  Error result = *this;
  result.message = std::string(context) + ": " + message;
  return result;
}

Error io_error(std::string_view what, int errno_value) {
  // generic_category().message is thread-safe; strerror is not.
  std::string message(what);
  message += ": ";
  message += std::generic_category().message(errno_value);
  return Error{ErrorCode::kIo, std::move(message), errno_value};
}

}  // namespace sanad
