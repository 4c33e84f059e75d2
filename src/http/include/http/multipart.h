// The body of a form with files: multipart/form-data (RFC 7578, RFC 2046 section 5.1). Only the
// frame is read here; what the files hold is not. Tested by multipart_test.cc and
// multipart_fuzz.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::http {

inline constexpr std::size_t kMaxFormParts = 16;
inline constexpr std::size_t kMaxPartHeaderBytes = 8 * 1024;

struct FormPart {
  std::string name;
  std::optional<std::string> file_name;  // absent: a plain field
  ByteView content;                      // borrowed from the body
};

// content_type: the request's, which names the boundary. kInvalid: not such a form, or broken off.
// kLimit: more parts, or longer heads of them, than above.
Result<std::vector<FormPart>> parse_multipart(std::string_view content_type, ByteView body);

}  // namespace sanad::http
