#include <openssl/rand.h>

#include <algorithm>

#include "crypto/crypto.h"
#include "openssl.h"

namespace sanad::crypto {
namespace {

constexpr std::size_t kKeySize = 32;
constexpr std::size_t kSignatureSize = 64;

}  // namespace

Bytes random_bytes(std::size_t count) {
  Bytes bytes(count);
  must(RAND_bytes_ex(nullptr, bytes.data(), bytes.size(), 0) == 1, "random bytes");
  return bytes;
}

SigningKey SigningKey::generate() {
  Bytes seed = random_bytes(kKeySize);
  SigningKey key = from_seed(seed).value();
  wipe(seed);
  return key;
}

Result<SigningKey> SigningKey::from_seed(ByteView seed) {
  if (seed.size() != kKeySize) {
    return Error{ErrorCode::kInvalid, "a signing key is made of exactly 32 secret bytes"};
  }
  SigningKey key;
  std::copy(seed.begin(), seed.end(), key.seed_.begin());
  const PublicKey pkey(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  std::size_t size = key.public_key_.size();
  must(pkey != nullptr, "Ed25519");
  must(EVP_PKEY_get_raw_public_key(pkey.get(), key.public_key_.data(), &size) == 1, "Ed25519");
  return key;
}

SigningKey::~SigningKey() { wipe(seed_); }

Bytes SigningKey::sign(ByteView message) const {
  const PublicKey pkey(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed_.data(), seed_.size()));
  const DigestContext context(EVP_MD_CTX_new());
  must(pkey != nullptr && context != nullptr, "Ed25519");
  must(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) == 1, "Ed25519");
  Bytes signature(kSignatureSize);
  std::size_t size = signature.size();
  must(EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1,
       "Ed25519");
  return signature;
}

bool verify_ed25519(ByteView public_key, ByteView message, ByteView signature) {
  if (public_key.size() != kKeySize || signature.size() != kSignatureSize) return false;
  const PublicKey pkey(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key.data(), public_key.size()));
  const DigestContext context(EVP_MD_CTX_new());
  if (pkey == nullptr || context == nullptr) return false;
  if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) != 1) return false;
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                          message.size()) == 1;
}

}  // namespace sanad::crypto
