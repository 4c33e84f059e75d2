#include "format.h"

#include <fmt/format.h>

#include <algorithm>

namespace sanad::vault {
namespace {

constexpr std::string_view kMagic = "SANADVT1";
constexpr std::uint8_t kHasSha512 = 1;

Error altered(std::string_view what) { return {ErrorCode::kIntegrity, std::string(what)}; }

void put_u64(std::uint64_t value, std::uint8_t* out) {
  for (int i = 0; i < 8; ++i) out[i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
}

std::uint64_t get_u64(const std::uint8_t* in) {
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = (value << 8) | in[i];
  return value;
}

Nonce make_nonce(std::uint64_t counter, std::uint8_t last) {
  Nonce nonce{};
  put_u64(counter, nonce.data() + 3);
  nonce[11] = last;
  return nonce;
}

}  // namespace

Header format_header(const HeaderFields& fields) {
  Header header{};
  std::copy(kMagic.begin(), kMagic.end(), header.begin());
  for (std::size_t i = 0; i < 4; ++i) {
    header[8 + i] = static_cast<std::uint8_t>(fields.chunk_size >> (24 - 8 * i));
  }
  std::copy(fields.salt.begin(), fields.salt.end(), header.begin() + 12);
  return header;
}

Result<HeaderFields> parse_header(ByteView bytes) {
  if (bytes.size() != kHeaderSize || as_text(bytes.first(8)) != kMagic) {
    return altered("its header was altered");
  }
  HeaderFields fields;
  for (std::size_t i = 0; i < 4; ++i) fields.chunk_size = (fields.chunk_size << 8) | bytes[8 + i];
  std::copy_n(bytes.begin() + 12, kSaltSize, fields.salt.begin());
  if (fields.chunk_size == 0 || fields.chunk_size > kMaxChunkSize) {
    return altered("its header was altered");
  }
  return fields;
}

Nonce chunk_nonce(std::uint64_t index) { return make_nonce(index, 0); }
Nonce trailer_nonce(std::uint64_t chunk_count) { return make_nonce(chunk_count, 1); }

std::array<std::uint8_t, kTrailerSize> format_trailer(const ObjectInfo& info) {
  std::array<std::uint8_t, kTrailerSize> out{};
  out[0] = info.sha512 ? kHasSha512 : 0;
  put_u64(info.size_bytes, out.data() + 1);
  std::copy(info.sha256.begin(), info.sha256.end(), out.begin() + 9);
  if (info.sha512) std::copy(info.sha512->begin(), info.sha512->end(), out.begin() + 41);
  return out;
}

Result<ObjectInfo> parse_trailer(ByteView bytes) {
  if (bytes.size() != kTrailerSize || bytes[0] > kHasSha512)
    return altered("its trailer was altered");
  ObjectInfo info;
  info.size_bytes = get_u64(bytes.data() + 1);
  std::copy_n(bytes.begin() + 9, info.sha256.size(), info.sha256.begin());
  if (bytes[0] == kHasSha512) {
    info.sha512.emplace();
    std::copy_n(bytes.begin() + 41, info.sha512->size(), info.sha512->begin());
  }
  return info;
}

Result<Extent> extent_of(std::uint64_t file_size, std::uint32_t chunk_size) {
  constexpr std::uint64_t kFrame = kHeaderSize + kSealedTrailerSize;
  if (file_size < kFrame) return altered("it was cut");
  const std::uint64_t body = file_size - kFrame;
  const std::uint64_t sealed_chunk = std::uint64_t{chunk_size} + crypto::kGcmTagSize;
  const std::uint64_t rest = body % sealed_chunk;
  if (rest != 0 && rest <= crypto::kGcmTagSize) return altered("it was cut or lengthened");
  const std::uint64_t count = body / sealed_chunk + (rest != 0 ? 1 : 0);
  return Extent{body - count * crypto::kGcmTagSize, count};
}

keyring::Secret object_key(const keyring::Secret& case_key, ByteView salt) {
  return keyring::derive_key(case_key.view(), "sanad vault object", salt);
}

std::string object_name(const keyring::Secret& case_key, const Digest256& digest) {
  const keyring::Secret name_key = keyring::derive_key(case_key.view(), "sanad vault names");
  return format_hex(crypto::hmac_sha256(name_key.view(), digest));
}

files::Path object_path(std::string_view case_id, std::string_view name) {
  return files::Path(case_id) / name.substr(0, 2) / name;
}

Result<OpenedFile> open_file(files::FileSystem& fs, const files::Path& path,
                             const keyring::Secret& case_key) {
  SANAD_TRY(auto file, fs.open(path, files::OpenMode::kRead));
  SANAD_TRY(const std::uint64_t file_size, file->size());
  Header header{};
  SANAD_TRY(const std::size_t got, file->read_at(0, header));
  SANAD_TRY(const HeaderFields fields, parse_header(ByteView(header).first(got)));
  SANAD_TRY(const Extent extent, extent_of(file_size, fields.chunk_size));
  std::array<std::uint8_t, kSealedTrailerSize> sealed{};
  SANAD_TRY(const std::size_t tail, file->read_at(file_size - kSealedTrailerSize, sealed));
  std::array<std::uint8_t, kTrailerSize> plain{};
  crypto::Aes256Gcm cipher(object_key(case_key, fields.salt).view());
  const Nonce nonce = trailer_nonce(extent.chunk_count);
  if (tail != sealed.size() || !cipher.open(nonce, header, sealed, plain.data())) {
    return altered("its header, trailer or length was altered");
  }
  SANAD_TRY(ObjectInfo info, parse_trailer(plain));
  if (info.size_bytes != extent.content_size) return altered("it was cut or lengthened");
  return OpenedFile{std::move(file),    header, fields.chunk_size,
                    extent.chunk_count, info,   std::move(cipher)};
}

}  // namespace sanad::vault
