// BagIt manifests (RFC 8493 section 2.1.3) in the one form that bundles use.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sanad::verifier {

// From path to digest. Each line is digest (hex_digits lower-case digits), two spaces, path and a
// line feed; paths are printable ASCII and ascend. kInvalid otherwise.
Result<std::map<std::string, std::string, std::less<>>> parse_manifest(std::string_view text,
                                                                       std::size_t hex_digits);

}  // namespace sanad::verifier
