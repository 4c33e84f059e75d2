// Key material that is wiped when it goes out of scope, and keys derived from it.
#pragma once

#include <string_view>

#include "base/bytes.h"

namespace sanad::keyring {

inline constexpr std::size_t kKeySize = 32;

// Bytes that nobody else should see: movable, not copyable by accident, overwritten when destroyed.
class Secret {
 public:
  Secret() = default;
  explicit Secret(Bytes bytes) : bytes_(std::move(bytes)) {}
  Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) { other.bytes_.clear(); }
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  ByteView view() const { return bytes_; }
  bool empty() const { return bytes_.empty(); }
  Secret clone() const { return Secret(bytes_); }
  static Secret random();  // kKeySize bytes from the system's generator

 private:
  Bytes bytes_;
};

// HKDF-Expand (RFC 5869 section 2.3) with SHA-256 and 32 bytes out: one block,
// HMAC(key, label || 0x00 || context || 0x01). key must be uniformly random, as ours are.
// Different labels give independent keys; a label must not hold a zero byte.
Secret derive_key(ByteView key, std::string_view label, ByteView context = {});

}  // namespace sanad::keyring
