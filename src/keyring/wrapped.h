// One key in one file, sealed under another: the form of every file in keys/ that holds a secret.
//
//   {"checksum":"…","format":"sanad-wrapped-key/1","id":"case-…","nonce":"…","purpose":"case","sealed":"…"}
//
// sealed: AES-256-GCM of the secret; purpose and id are its associated data, so that a file cannot
// stand in for another. checksum: SHA-256 over the canonical JSON of the rest; it tells a damaged
// file from a wrong passphrase, which the seal alone cannot.
#pragma once

#include <string>

#include "files/files.h"
#include "json/json.h"
#include "keyring/secret.h"

namespace sanad::keyring {

inline constexpr std::uint64_t kMaxKeyFileSize = 16 * 1024;

// What a wrapped key is for. Both are authenticated.
struct KeyLabel {
  std::string purpose;  // "case", "ledger-signing", "agency-signing", "workspace"
  std::string id;       // the case's id, or the signer's name
};

// extra: further members of the file, in clear, covered by the checksum only.
Result<void> write_wrapped(files::FileSystem& fs, const files::Path& path, ByteView wrapping_key,
                           const KeyLabel& label, const Secret& secret, json::Object extra = {});

// The file's members after its checksum held. kIntegrity names the file.
Result<json::Value> read_checked(files::FileSystem& fs, const files::Path& path);
Result<void> write_checked(files::FileSystem& fs, const files::Path& path, json::Object members);

// kIntegrity names the file: altered, meant for something else, or sealed under another key.
Result<Secret> unwrap(const json::Value& members, const files::Path& path, ByteView wrapping_key,
                      const std::string& purpose);

}  // namespace sanad::keyring
