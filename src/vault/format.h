// The bytes of an object (docs/formats/vault.md).
//
//   header   "SANADVT1"  chunk size (4, big-endian)  salt (32)
//   chunks   each chunk_size bytes of content, the last 1..chunk_size, sealed: + 16 bytes of tag
//   trailer  flags (1)  size (8)  SHA-256 (32)  SHA-512 (64, or zeros)   sealed: + 16
// Key: HKDF-Expand(case key, "sanad vault object", salt). Nonce: index of the chunk (11 bytes,
// big-endian) and 0, or for the trailer the number of chunks and 1. Associated data: the header.
// This is STREAM (Hoang, Reyhanitabar, Rogaway, Vizar 2015) with the trailer as its last segment:
// chunks cannot be cut off, moved, repeated or taken from elsewhere.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "crypto/crypto.h"
#include "files/files.h"
#include "keyring/secret.h"
#include "vault/vault.h"

namespace sanad::vault {

inline constexpr std::size_t kHeaderSize = 44;
inline constexpr std::size_t kSaltSize = 32;
inline constexpr std::size_t kTrailerSize = 105;
inline constexpr std::size_t kSealedTrailerSize = kTrailerSize + crypto::kGcmTagSize;
inline constexpr std::uint32_t kChunkSize = 256 * 1024;
inline constexpr std::uint32_t kMaxChunkSize = 16 * 1024 * 1024;

using Header = std::array<std::uint8_t, kHeaderSize>;
using Nonce = std::array<std::uint8_t, crypto::kGcmNonceSize>;

struct HeaderFields {
  std::uint32_t chunk_size = 0;
  std::array<std::uint8_t, kSaltSize> salt{};
};
Header format_header(const HeaderFields& fields);
Result<HeaderFields> parse_header(ByteView bytes);  // kIntegrity

Nonce chunk_nonce(std::uint64_t index);
Nonce trailer_nonce(std::uint64_t chunk_count);

std::array<std::uint8_t, kTrailerSize> format_trailer(const ObjectInfo& info);
Result<ObjectInfo> parse_trailer(ByteView bytes);  // kIntegrity

// What a file of this size must hold, if it is whole. kIntegrity if no object has this size.
struct Extent {
  std::uint64_t content_size = 0;
  std::uint64_t chunk_count = 0;
};
Result<Extent> extent_of(std::uint64_t file_size, std::uint32_t chunk_size);

keyring::Secret object_key(const keyring::Secret& case_key, ByteView salt);
std::string object_name(const keyring::Secret& case_key, const Digest256& digest);
// <case-id>/<ab>/<name>
files::Path object_path(std::string_view case_id, std::string_view name);

// An opened file whose trailer was verified.
struct OpenedFile {
  std::unique_ptr<files::File> file;
  Header header{};
  std::uint32_t chunk_size = 0;
  std::uint64_t chunk_count = 0;
  ObjectInfo info;
  crypto::Aes256Gcm cipher;
};
Result<OpenedFile> open_file(files::FileSystem& fs, const files::Path& path,
                             const keyring::Secret& case_key);

}  // namespace sanad::vault
