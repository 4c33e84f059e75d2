// Checks a digest as WARC headers write it: "sha256:" with hexadecimal or base32, and the older
// algorithms that others' archives use.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "warc/reader.h"

namespace sanad::warc {

class DigestChecker {
 public:
  // labelled: "algorithm:value"; empty if the header has none.
  explicit DigestChecker(std::string_view labelled);
  void update(ByteView data) {
    if (hasher_) hasher_->update(data);
  }
  DigestCheck finish();  // once

 private:
  std::string expected_;
  DigestCheck without_hash_ = DigestCheck::kAbsent;
  std::optional<crypto::Hasher> hasher_;
};

// RFC 4648 section 6, upper case, padded.
std::string format_base32(ByteView bytes);

}  // namespace sanad::warc
