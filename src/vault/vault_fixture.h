// A workspace on a disk in memory, for the tests of this module.
#pragma once

#include <gtest/gtest.h>

#include "files/fault.h"
#include "vault/vault.h"

namespace sanad::vault {

inline constexpr const char* kCaseA = "case-7k2mq4x3a9b5c6d8";
inline constexpr const char* kCaseB = "case-0000000000000000";

inline Bytes some_bytes(std::size_t size, std::uint8_t start = 1) {
  Bytes out(size);
  std::uint32_t state = start;
  for (auto& byte : out) {
    state = state * 1664525U + 1013904223U;
    byte = static_cast<std::uint8_t>(state >> 24U);
  }
  return out;
}

inline Result<SealedObject> seal(Vault& vault, const char* case_id, ByteView content,
                                 ExtraDigests extra = {}) {
  SANAD_TRY(const auto writer, vault.begin(case_id, extra));
  SANAD_CHECK(writer->write(content));
  return writer->seal();
}

inline Result<Bytes> read_all(Vault& vault, const char* case_id, const Digest256& digest) {
  SANAD_TRY(const auto reader, vault.open_object(case_id, digest));
  Bytes out(reader->size());
  SANAD_TRY(const std::size_t got, reader->read(out));
  out.resize(got);
  return out;
}

struct Workspace {
  explicit Workspace(files::FileSystem& fs, const files::Path& root = "w") {
    keyring =
        keyring::Keyring::create(fs, root / "keys", keyring::KeyFile{}, {"log", "agency"}).value();
    EXPECT_TRUE(keyring->create_case_key(kCaseA));
    EXPECT_TRUE(keyring->create_case_key(kCaseB));
    vault = Vault::open(fs, root / "vault", *keyring).value();
  }
  std::unique_ptr<keyring::Keyring> keyring;
  std::unique_ptr<Vault> vault;
};

}  // namespace sanad::vault
