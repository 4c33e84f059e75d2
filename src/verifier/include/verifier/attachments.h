// How a bundle names the bytes of a part that it holds (docs/formats/excerpt.md): names under which
// somebody may save them, and what the agency says that they are.
#pragma once

#include <string_view>

namespace sanad::verifier {

// 1 to 200 bytes of UTF-8, without slashes, backslashes and control characters, and no dot first.
bool is_attachment_name(std::string_view name);
// Such as "image/png": small letters, digits and "+-." on both sides, 100 bytes at most.
bool is_media_type(std::string_view type);

}  // namespace sanad::verifier
