#include "keyring/secret.h"

#include <openssl/crypto.h>

#include <cassert>

#include "crypto/crypto.h"

namespace sanad::keyring {

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

Secret::~Secret() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

Secret Secret::random() { return Secret(crypto::random_bytes(kKeySize)); }

Secret derive_key(ByteView key, std::string_view label, ByteView context) {
  assert(label.find('\0') == label.npos);
  Bytes info = to_bytes(label);
  info.push_back(0);
  info.insert(info.end(), context.begin(), context.end());
  info.push_back(1);
  Digest256 block = crypto::hmac_sha256(key, info);
  Secret derived(Bytes(block.begin(), block.end()));
  OPENSSL_cleanse(block.data(), block.size());
  return derived;
}

}  // namespace sanad::keyring
