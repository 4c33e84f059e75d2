// The responses of a web archive, as the comparison with the truth needs them.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/stream.h"

namespace sanad::validation {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct ArchivedResponse {
  std::string url;
  int status = 0;
  std::string reason;
  HeaderList headers;  // bytes beyond ASCII as U+0080 to U+00FF, as the truth has them
  std::uint64_t body_bytes = 0;
  std::string body_sha256;  // without transfer coding, with content coding
  bool is_cut = false;
  std::string certificate_sha256;  // of the server's own, DER; empty where there is none
};

Result<std::vector<ArchivedResponse>> read_archive(RandomSource& wacz);

}  // namespace sanad::validation
