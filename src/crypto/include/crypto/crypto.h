// The cryptography that Sanad uses, over OpenSSL 3 and libargon2. Nothing here is of our own
// design.
//   SHA-256/SHA-512 FIPS 180-4 . Ed25519 RFC 8032 . AES-256-GCM SP 800-38D . Argon2id RFC 9106
// Functions are thread-safe; objects are not shared between threads.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::crypto {

Digest256 sha256(ByteView data);
std::array<std::uint8_t, 64> sha512(ByteView data);
std::array<std::uint8_t, 20> sha1(ByteView data);  // compatibility only (WebSocket, old hash lists)
Digest256 hmac_sha256(ByteView key, ByteView data);

// Streaming hash. finish() may be called once.
class Hasher {
 public:
  enum class Algorithm { kSha256, kSha512, kSha1, kMd5 };
  explicit Hasher(Algorithm algorithm);
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  void update(ByteView data);
  Bytes finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Bytes from the system's generator; aborts if it fails, since nothing safe can follow.
Bytes random_bytes(std::size_t count);

// Ed25519. seed: 32 bytes, secret. public key: 32 bytes. signature: 64 bytes.
class SigningKey {
 public:
  static SigningKey generate();
  static Result<SigningKey> from_seed(ByteView seed);
  SigningKey(const SigningKey&) = default;
  SigningKey& operator=(const SigningKey&) = default;
  ~SigningKey();  // wipes the seed
  const std::array<std::uint8_t, 32>& public_key() const { return public_key_; }
  ByteView seed() const { return seed_; }
  Bytes sign(ByteView message) const;

 private:
  SigningKey() = default;
  std::array<std::uint8_t, 32> seed_{};
  std::array<std::uint8_t, 32> public_key_{};
};
bool verify_ed25519(ByteView public_key, ByteView message, ByteView signature);

// Overwrites a secret in a way that the compiler keeps.
void wipe(std::span<std::uint8_t> secret);

// AES-256-GCM. key: 32 bytes; nonce: 12 bytes, never used twice under one key. The result is
// ciphertext followed by the 16-byte tag. open_* answers kIntegrity if anything differs.
inline constexpr std::size_t kGcmNonceSize = 12;
inline constexpr std::size_t kGcmTagSize = 16;
Bytes seal_aes256gcm(ByteView key, ByteView nonce, ByteView associated, ByteView plain);
Result<Bytes> open_aes256gcm(ByteView key, ByteView nonce, ByteView associated, ByteView sealed);

// The same without allocation, for streams: out has plain.size() + 16 bytes (or sealed.size() -
// 16). An object holds the expanded key. open() answers false if anything differs, and wipes out.
class Aes256Gcm {
 public:
  explicit Aes256Gcm(ByteView key);
  ~Aes256Gcm();
  Aes256Gcm(Aes256Gcm&&) noexcept;
  Aes256Gcm& operator=(Aes256Gcm&&) noexcept;
  void seal(ByteView nonce, ByteView associated, ByteView plain, std::uint8_t* out);
  bool open(ByteView nonce, ByteView associated, ByteView sealed, std::uint8_t* out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Argon2id, 32 bytes out. Costs are stored beside what they protect, so a cost that was read from a
// file may be anything: beyond the limits below the answer is kLimit. salt: at least 8 bytes
// (kInvalid).
inline constexpr std::uint32_t kMaxArgon2MemoryKib = 1024 * 1024;
inline constexpr std::uint32_t kMaxArgon2Passes = 64;
inline constexpr std::uint32_t kMaxArgon2Lanes = 16;
struct Argon2Cost {
  std::uint32_t memory_kib = 64 * 1024;
  std::uint32_t passes = 3;
  std::uint32_t lanes = 1;
};
Result<Bytes> argon2id(std::string_view passphrase, ByteView salt, Argon2Cost cost);

}  // namespace sanad::crypto
