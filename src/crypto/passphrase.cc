#include <argon2.h>

#include <string>

#include "crypto/crypto.h"

namespace sanad::crypto {

Result<Bytes> argon2id(std::string_view passphrase, ByteView salt, Argon2Cost cost) {
  if (cost.memory_kib > kMaxArgon2MemoryKib || cost.passes > kMaxArgon2Passes ||
      cost.lanes > kMaxArgon2Lanes) {
    return Error{ErrorCode::kLimit, "the stated cost of the passphrase is beyond what is allowed"};
  }
  Bytes out(32);
  const int code =
      argon2id_hash_raw(cost.passes, cost.memory_kib, cost.lanes, passphrase.data(),
                        passphrase.size(), salt.data(), salt.size(), out.data(), out.size());
  if (code == ARGON2_OK) return out;
  const ErrorCode kind =
      code == ARGON2_MEMORY_ALLOCATION_ERROR ? ErrorCode::kUnavailable : ErrorCode::kInvalid;
  return Error{kind, std::string("the passphrase could not be turned into a key: ") +
                         argon2_error_message(code)};
}

}  // namespace sanad::crypto
