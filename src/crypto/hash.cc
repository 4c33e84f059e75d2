// SHA256_Init() and its like, which OpenSSL 3 would rather see replaced: see sha256() below.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "crypto/crypto.h"
#include "openssl.h"

namespace sanad::crypto {
namespace {

// Looking an algorithm up costs more than hashing a Merkle node, so it is done once. The result is
// never changed.
const EVP_MD* algorithm_of(Hasher::Algorithm algorithm) {
  static const Digest kSha256(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  static const Digest kSha512(EVP_MD_fetch(nullptr, "SHA512", nullptr));
  static const Digest kSha1(EVP_MD_fetch(nullptr, "SHA1", nullptr));
  static const Digest kMd5(EVP_MD_fetch(nullptr, "MD5", nullptr));
  const EVP_MD* found = nullptr;
  switch (algorithm) {
    case Hasher::Algorithm::kSha256:
      found = kSha256.get();
      break;
    case Hasher::Algorithm::kSha512:
      found = kSha512.get();
      break;
    case Hasher::Algorithm::kSha1:
      found = kSha1.get();
      break;
    case Hasher::Algorithm::kMd5:
      found = kMd5.get();
      break;
  }
  must(found != nullptr, "finding a hash algorithm");
  return found;
}

// One context a thread, kept between calls: a fresh one for each short message would cost as much
// as the hash.
template <std::size_t kSize>
std::array<std::uint8_t, kSize> hash_once(Hasher::Algorithm algorithm, ByteView data) {
  thread_local const DigestContext context(EVP_MD_CTX_new());
  std::array<std::uint8_t, kSize> out{};
  must(EVP_DigestInit_ex2(context.get(), algorithm_of(algorithm), nullptr) == 1, "hashing");
  must(EVP_DigestUpdate(context.get(), data.data(), data.size()) == 1, "hashing");
  must(EVP_DigestFinal_ex(context.get(), out.data(), nullptr) == 1, "hashing");
  return out;
}

}  // namespace

// Trees and commitments hash a few dozen bytes at a time, by millions. For these the way through
// EVP costs as much again as the hash itself (crypto_bench), so this one does without.
Digest256 sha256(ByteView data) {
  Digest256 out{};
  SHA256_CTX state;
  must(SHA256_Init(&state) == 1, "hashing");
  must(SHA256_Update(&state, data.data(), data.size()) == 1, "hashing");
  must(SHA256_Final(out.data(), &state) == 1, "hashing");
  return out;
}

std::array<std::uint8_t, 64> sha512(ByteView data) {
  return hash_once<64>(Hasher::Algorithm::kSha512, data);
}

std::array<std::uint8_t, 20> sha1(ByteView data) {
  return hash_once<20>(Hasher::Algorithm::kSha1, data);
}

Digest256 hmac_sha256(ByteView key, ByteView data) {
  // HMAC() takes a null key to mean "the previous one", so an empty key needs an address.
  static constexpr std::uint8_t kEmpty = 0;
  Digest256 out{};
  unsigned size = 0;
  must(HMAC(algorithm_of(Hasher::Algorithm::kSha256), key.empty() ? &kEmpty : key.data(),
            static_cast<int>(key.size()), data.data(), data.size(), out.data(), &size) != nullptr,
       "HMAC");
  return out;
}

void wipe(std::span<std::uint8_t> secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

struct Hasher::State {
  DigestContext context;
};

Hasher::Hasher(Algorithm algorithm) : state_(std::make_unique<State>()) {
  state_->context.reset(EVP_MD_CTX_new());
  must(state_->context != nullptr, "hashing");
  must(EVP_DigestInit_ex2(state_->context.get(), algorithm_of(algorithm), nullptr) == 1, "hashing");
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(ByteView data) {
  must(EVP_DigestUpdate(state_->context.get(), data.data(), data.size()) == 1, "hashing");
}

Bytes Hasher::finish() {
  Bytes out(EVP_MAX_MD_SIZE);
  unsigned size = 0;
  must(EVP_DigestFinal_ex(state_->context.get(), out.data(), &size) == 1, "hashing");
  out.resize(size);
  return out;
}

}  // namespace sanad::crypto
