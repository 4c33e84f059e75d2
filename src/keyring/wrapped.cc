#include "wrapped.h"

#include <fmt/format.h>

#include "crypto/crypto.h"

namespace sanad::keyring {
namespace {

constexpr std::string_view kFormat = "sanad-wrapped-key/1";

Bytes associated_data(const std::string& purpose, const std::string& id) {
  return to_bytes(fmt::format("{}\n{}\n{}", kFormat, purpose, id));
}

std::string checksum_of(const json::Value& members) {
  return format_hex(crypto::sha256(as_bytes(json::format_canonical(members))));
}

Error altered(const files::Path& path) {
  return {ErrorCode::kIntegrity,
          fmt::format("The key file {} was altered or is damaged; restore it from a backup.",
                      path.string())};
}

}  // namespace

Result<void> write_checked(files::FileSystem& fs, const files::Path& path, json::Object members) {
  members.set("checksum", checksum_of(members));
  return files::write_file_atomic(fs, path,
                                  as_bytes(json::format_canonical(json::Value(members)) + "\n"));
}

Result<void> write_wrapped(files::FileSystem& fs, const files::Path& path, ByteView wrapping_key,
                           const KeyLabel& label, const Secret& secret, json::Object extra) {
  const Bytes nonce = crypto::random_bytes(crypto::kGcmNonceSize);
  const Bytes sealed = crypto::seal_aes256gcm(
      wrapping_key, nonce, associated_data(label.purpose, label.id), secret.view());
  extra.set("format", kFormat);
  extra.set("purpose", label.purpose);
  extra.set("id", label.id);
  extra.set("nonce", format_base64(nonce));
  extra.set("sealed", format_base64(sealed));
  return write_checked(fs, path, std::move(extra));
}

Result<json::Value> read_checked(files::FileSystem& fs, const files::Path& path) {
  SANAD_TRY(const Bytes text, files::read_file(fs, path, kMaxKeyFileSize));
  if (text.empty() || text.back() != '\n') return altered(path);
  auto parsed = json::parse_canonical(as_text(text).substr(0, text.size() - 1));
  if (!parsed || parsed->as_object() == nullptr) return altered(path);
  const std::string checksum = (*parsed)["checksum"].string_or("");
  parsed->as_object()->erase("checksum");
  if (checksum != checksum_of(*parsed)) return altered(path);
  return parsed;
}

Result<Secret> unwrap(const json::Value& members, const files::Path& path, ByteView wrapping_key,
                      const std::string& purpose) {
  const auto nonce = parse_base64(members["nonce"].string_or(""));
  const auto sealed = parse_base64(members["sealed"].string_or(""));
  const bool formed = members["format"].string_or("") == kFormat &&
                      members["purpose"].string_or("") == purpose && nonce && sealed &&
                      nonce->size() == crypto::kGcmNonceSize;
  if (!formed) return altered(path);
  auto secret = crypto::open_aes256gcm(
      wrapping_key, *nonce, associated_data(purpose, members["id"].string_or("")), *sealed);
  if (!secret || secret->size() != kKeySize) return altered(path);
  return Secret(std::move(*secret));
}

}  // namespace sanad::keyring
