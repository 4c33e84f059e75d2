#include <fmt/format.h>

#include "crypto/crypto.h"
#include "keyring/secret.h"
#include "operations.h"

namespace sanad::validation {
namespace {

using crypto::Hasher;

Result<std::string> digest(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const std::string name, text_of(inputs, "digest"));
  SANAD_TRY(const Bytes data, bytes_of(inputs, "data"));
  if (name == "sha256") return format_hex(crypto::sha256(data));
  if (name == "sha512") return format_hex(crypto::sha512(data));
  if (name == "sha1") return format_hex(crypto::sha1(data));
  if (name != "md5") return Error{ErrorCode::kInvalid, fmt::format("there is no digest {}", name)};
  Hasher hasher(Hasher::Algorithm::kMd5);
  hasher.update(data);
  return format_hex(hasher.finish());
}

Result<std::string> hmac(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const Bytes key, bytes_of(inputs, "key"));
  SANAD_TRY(const Bytes data, bytes_of(inputs, "data"));
  return format_hex(crypto::hmac_sha256(key, data));
}

Result<std::string> hkdf_expand(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const Bytes key, bytes_of(inputs, "key"));
  SANAD_TRY(const std::string label, text_of(inputs, "label"));
  SANAD_TRY(const Bytes context, bytes_of(inputs, "context"));
  return format_hex(keyring::derive_key(key, label, context).view());
}

struct GcmInputs {
  Bytes key, nonce, associated;
};
Result<GcmInputs> gcm_inputs(const json::Value& inputs) {
  GcmInputs gcm;
  SANAD_TRY(gcm.key, bytes_of(inputs, "key"));
  SANAD_TRY(gcm.nonce, bytes_of(inputs, "nonce"));
  SANAD_TRY(gcm.associated, bytes_of(inputs, "associated"));
  if (gcm.key.size() != 32 || gcm.nonce.size() != crypto::kGcmNonceSize)
    return Error{ErrorCode::kInvalid, "the key has 32 bytes and the nonce 12"};
  return gcm;
}

Result<std::string> gcm_seal(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const GcmInputs gcm, gcm_inputs(inputs));
  SANAD_TRY(const Bytes data, bytes_of(inputs, "data"));
  return format_hex(crypto::seal_aes256gcm(gcm.key, gcm.nonce, gcm.associated, data));
}

Result<std::string> gcm_open(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const GcmInputs gcm, gcm_inputs(inputs));
  SANAD_TRY(const Bytes sealed, bytes_of(inputs, "sealed"));
  SANAD_TRY(const Bytes plain, crypto::open_aes256gcm(gcm.key, gcm.nonce, gcm.associated, sealed));
  return format_hex(plain);
}

Result<std::string> ed25519_sign(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const Bytes seed, bytes_of(inputs, "seed"));
  SANAD_TRY(const Bytes data, bytes_of(inputs, "data"));
  SANAD_TRY(const auto key, crypto::SigningKey::from_seed(seed));
  return format_hex(key.sign(data));
}

Result<std::string> ed25519_verify(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const Bytes key, bytes_of(inputs, "key"));
  SANAD_TRY(const Bytes data, bytes_of(inputs, "data"));
  SANAD_TRY(const Bytes signature, bytes_of(inputs, "signature"));
  return std::string(crypto::verify_ed25519(key, data, signature) ? "valid" : "not valid");
}

Result<std::string> argon2id(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const std::string passphrase, text_of(inputs, "passphrase"));
  SANAD_TRY(const Bytes salt, bytes_of(inputs, "salt"));
  SANAD_TRY(const std::uint64_t memory, number_of(inputs, "memory_kib"));
  SANAD_TRY(const std::uint64_t passes, number_of(inputs, "passes"));
  SANAD_TRY(const std::uint64_t lanes, number_of(inputs, "lanes"));
  if (memory > crypto::kMaxArgon2MemoryKib || passes > crypto::kMaxArgon2Passes ||
      lanes > crypto::kMaxArgon2Lanes)
    return Error{ErrorCode::kLimit, "the cost is beyond what is taken"};
  SANAD_TRY(const Bytes key, crypto::argon2id(passphrase, salt,
                                              {static_cast<std::uint32_t>(memory),
                                               static_cast<std::uint32_t>(passes),
                                               static_cast<std::uint32_t>(lanes)}));
  return format_hex(key);
}

}  // namespace

void add_crypto_operations(Operations& all) {
  all["digest"] = digest;
  all["hmac-sha256"] = hmac;
  all["hkdf-expand"] = hkdf_expand;
  all["aes-256-gcm-seal"] = gcm_seal;
  all["aes-256-gcm-open"] = gcm_open;
  all["ed25519-sign"] = ed25519_sign;
  all["ed25519-verify"] = ed25519_verify;
  all["argon2id"] = argon2id;
}

}  // namespace sanad::validation
