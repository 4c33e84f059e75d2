#include "workspace_key.h"

#include <fmt/format.h>

#include "wrapped.h"

namespace sanad::keyring {
namespace {

constexpr std::string_view kKeyFileFormat = "sanad-workspace-key/1";
constexpr std::size_t kSaltSize = 16;
// Refuses a description that asks for absurd costs before the passphrase is even tried.
constexpr std::int64_t kMaxMemoryKib = 4 * 1024 * 1024;
constexpr std::int64_t kMaxPasses = 100;
constexpr std::int64_t kMaxLanes = 64;

// Tells whether a key is the one meant, without telling anything else about it.
std::string key_check(const Secret& key) {
  return format_hex(derive_key(key.view(), "sanad key check").view().first(8));
}

files::Path key_file_path(const files::Path& directory, const KeyFile& key_file) {
  return key_file.path.empty() ? directory / "workspace.key" : key_file.path;
}

Result<Secret> read_key_file(files::FileSystem& fs, const files::Path& path) {
  auto text = files::read_file(fs, path, kMaxKeyFileSize);
  if (!text && text.error().code == ErrorCode::kNotFound) {
    return Error{
        ErrorCode::kNotFound,
        fmt::format("The workspace's key file {} is missing; put it back, or say where it is.",
                    path.string())};
  }
  if (!text) return text.error();
  const Secret wiped(std::move(*text));
  const std::string_view line = as_text(wiped.view());
  const std::size_t key_at = kKeyFileFormat.size() + 1;
  const std::size_t check_at = key_at + 2 * kKeySize + 1;
  const Error altered{
      ErrorCode::kIntegrity,
      fmt::format("The key file {} was altered or is damaged; restore it from a backup.",
                  path.string())};
  if (line.size() != check_at + 17 || !line.starts_with(kKeyFileFormat)) return altered;
  auto bytes = parse_hex(line.substr(key_at, 2 * kKeySize));
  if (!bytes) return altered;
  Secret key(std::move(*bytes));
  const std::string expected =
      fmt::format("{} {} {}\n", kKeyFileFormat, line.substr(key_at, 2 * kKeySize), key_check(key));
  if (line != expected) return altered;
  return key;
}

Result<Secret> passphrase_key(const Passphrase& passphrase, ByteView salt,
                              crypto::Argon2Cost cost) {
  SANAD_TRY(Bytes key, crypto::argon2id(passphrase.text, salt, cost));
  return Secret(std::move(key));
}

Result<Secret> open_with_passphrase(const json::Value& members, const files::Path& path,
                                    const Passphrase& passphrase) {
  const json::Value& argon = members["argon2id"];
  const std::int64_t memory_kib = argon["memory_kib"].int_or(0);
  const std::int64_t passes = argon["passes"].int_or(0);
  const std::int64_t lanes = argon["lanes"].int_or(0);
  const auto salt = parse_base64(argon["salt"].string_or(""));
  const bool sane = salt && memory_kib > 0 && memory_kib <= kMaxMemoryKib && passes > 0 &&
                    passes <= kMaxPasses && lanes > 0 && lanes <= kMaxLanes;
  if (!sane) {
    return Error{
        ErrorCode::kIntegrity,
        fmt::format("{} asks for impossible costs; restore it from a backup.", path.string())};
  }
  const crypto::Argon2Cost cost{static_cast<std::uint32_t>(memory_kib),
                                static_cast<std::uint32_t>(passes),
                                static_cast<std::uint32_t>(lanes)};
  SANAD_TRY(const Secret wrapping, passphrase_key(passphrase, *salt, cost));
  auto key = unwrap(members, path, wrapping.view(), "workspace");
  // The checksum held, so the file is whole: what is wrong is the passphrase.
  if (!key) {
    return Error{ErrorCode::kDenied, "The passphrase is not that of this workspace; try again."};
  }
  return key;
}

Result<Secret> open_with_key_file(files::FileSystem& fs, const json::Value& members,
                                  const files::Path& path) {
  SANAD_TRY(Secret key, read_key_file(fs, path));
  if (key_check(key) != members["key_check"].string_or("")) {
    return Error{ErrorCode::kDenied,
                 fmt::format("The key file {} belongs to another workspace; use this one's.",
                             path.string())};
  }
  return key;
}

}  // namespace

Result<Secret> create_workspace_key(files::FileSystem& fs, const files::Path& directory,
                                    const Protection& protection) {
  Secret key = Secret::random();
  if (const auto* key_file = std::get_if<KeyFile>(&protection)) {
    const Secret text(to_bytes(
        fmt::format("{} {} {}\n", kKeyFileFormat, format_hex(key.view()), key_check(key))));
    SANAD_CHECK(files::write_file_atomic(fs, key_file_path(directory, *key_file), text.view()));
  }
  return key;
}

Result<void> describe_workspace(files::FileSystem& fs, const files::Path& directory,
                                const Protection& protection, const Secret& key) {
  const files::Path path = directory / "workspace.json";
  json::Object members;
  members.set("key_check", key_check(key));
  const auto* passphrase = std::get_if<Passphrase>(&protection);
  members.set("protection", passphrase != nullptr ? "passphrase" : "key-file");
  if (passphrase == nullptr) return write_checked(fs, path, std::move(members));
  const Bytes salt = crypto::random_bytes(kSaltSize);
  SANAD_TRY(const Secret wrapping, passphrase_key(*passphrase, salt, passphrase->cost));
  json::Object argon;
  argon.set("salt", format_base64(salt));
  argon.set("memory_kib", std::int64_t{passphrase->cost.memory_kib});
  argon.set("passes", std::int64_t{passphrase->cost.passes});
  argon.set("lanes", std::int64_t{passphrase->cost.lanes});
  members.set("argon2id", std::move(argon));
  return write_wrapped(fs, path, wrapping.view(), {"workspace", ""}, key, std::move(members));
}

Result<Secret> open_workspace_key(files::FileSystem& fs, const files::Path& directory,
                                  const Protection& protection) {
  const files::Path path = directory / "workspace.json";
  SANAD_TRY(const json::Value members, read_checked(fs, path));
  const bool sealed = members["protection"].string_or("") == "passphrase";
  if (const auto* passphrase = std::get_if<Passphrase>(&protection)) {
    if (!sealed) {
      return Error{ErrorCode::kDenied,
                   "This workspace is opened by its key file, not by a passphrase."};
    }
    return open_with_passphrase(members, path, *passphrase);
  }
  if (sealed) {
    return Error{ErrorCode::kDenied, "This workspace is opened by a passphrase; give it."};
  }
  return open_with_key_file(fs, members, key_file_path(directory, std::get<KeyFile>(protection)));
}

}  // namespace sanad::keyring
