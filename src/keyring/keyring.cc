#include "keyring/keyring.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/id.h"
#include "workspace_key.h"
#include "wrapped.h"

namespace sanad::keyring {
namespace {

constexpr const char* kLedgerPurpose = "ledger-signing";
constexpr const char* kAgencyPurpose = "agency-signing";
constexpr std::size_t kMaxSignerName = 200;
constexpr std::string_view kKeySuffix = ".json";
constexpr std::string_view kDestroyedSuffix = ".destroyed";

Secret wrapping_key(const Secret& workspace_key, std::string_view purpose) {
  return derive_key(workspace_key.view(), fmt::format("sanad wrap {}", purpose));
}

bool is_signer_name(std::string_view name) {
  const auto allowed = [](char c) { return c > ' ' && c < 0x7f && c != '+'; };
  return !name.empty() && name.size() <= kMaxSignerName &&
         std::all_of(name.begin(), name.end(), allowed);
}

Result<void> check_case_id(std::string_view case_id) {
  if (is_id("case", case_id)) return {};
  return Error{ErrorCode::kInvalid,
               fmt::format("\"{}\" is not a case; it looks like case-7k2mq4x3a9b5c6d8.", case_id)};
}

Result<void> create_signer(files::FileSystem& fs, const files::Path& directory,
                           const Secret& workspace_key, const KeyLabel& label) {
  const crypto::SigningKey key = crypto::SigningKey::generate();
  const Secret seed(Bytes(key.seed().begin(), key.seed().end()));
  const std::string stem = label.purpose.substr(0, label.purpose.find('-'));
  SANAD_CHECK(files::write_file_atomic(fs, directory / (stem + ".vkey"),
                                       as_bytes(format_vkey(label.id, key.public_key()) + "\n")));
  SANAD_CHECK(files::write_file_atomic(fs, directory / (stem + ".pem"),
                                       as_bytes(format_public_pem(key.public_key()))));
  return write_wrapped(fs, directory / (label.purpose + ".json"),
                       wrapping_key(workspace_key, label.purpose).view(), label, seed);
}

// Also compares the public key in clear, since it is what others are told to trust.
Result<std::unique_ptr<crypto::SigningKey>> load_signer(files::FileSystem& fs,
                                                        const files::Path& directory,
                                                        const Secret& workspace_key,
                                                        KeyLabel& label) {
  const files::Path path = directory / (label.purpose + ".json");
  SANAD_TRY(const json::Value members, read_checked(fs, path));
  label.id = members["id"].string_or("");
  SANAD_TRY(
      const Secret seed,
      unwrap(members, path, wrapping_key(workspace_key, label.purpose).view(), label.purpose));
  SANAD_TRY(auto key, crypto::SigningKey::from_seed(seed.view()));
  const std::string stem = label.purpose.substr(0, label.purpose.find('-'));
  const std::array<std::pair<std::string, std::string>, 2> expected = {
      std::pair{stem + ".vkey", format_vkey(label.id, key.public_key()) + "\n"},
      std::pair{stem + ".pem", format_public_pem(key.public_key())}};
  for (const auto& [name, text] : expected) {
    SANAD_TRY(const Bytes found, files::read_file(fs, directory / name, kMaxKeyFileSize));
    if (as_text(found) != text) {
      return Error{ErrorCode::kIntegrity,
                   fmt::format("The public key {} is not that of {}; restore it from a backup.",
                               (directory / name).string(), path.string())};
    }
  }
  return std::make_unique<crypto::SigningKey>(std::move(key));
}

}  // namespace

Keyring::Keyring(files::FileSystem& fs, files::Path directory, Secret workspace_key)
    : fs_(fs),
      directory_(std::move(directory)),
      workspace_key_(std::move(workspace_key)),
      case_wrapping_key_(wrapping_key(workspace_key_, "case")) {}

Result<std::unique_ptr<Keyring>> Keyring::create(files::FileSystem& fs,
                                                 const files::Path& directory,
                                                 const Protection& protection,
                                                 const SignerNames& names) {
  if (!is_signer_name(names.ledger) || !is_signer_name(names.agency)) {
    return Error{
        ErrorCode::kInvalid,
        "A signer's name has 1 to 200 visible ASCII characters and neither spaces nor \"+\"."};
  }
  SANAD_TRY(const auto existing, fs.stat(directory / "workspace.json"));
  if (existing) {
    return Error{ErrorCode::kConflict,
                 fmt::format("{} holds the keys of a workspace already; choose another directory.",
                             directory.string())};
  }
  SANAD_CHECK(files::make_directories(fs, directory / "cases"));
  SANAD_TRY(const Secret key, create_workspace_key(fs, directory, protection));
  SANAD_CHECK(create_signer(fs, directory, key, {kLedgerPurpose, names.ledger}));
  SANAD_CHECK(create_signer(fs, directory, key, {kAgencyPurpose, names.agency}));
  SANAD_CHECK(describe_workspace(fs, directory, protection, key));
  return open(fs, directory, protection);
}

Result<std::unique_ptr<Keyring>> Keyring::open(files::FileSystem& fs, const files::Path& directory,
                                               const Protection& protection) {
  SANAD_TRY(Secret key, open_workspace_key(fs, directory, protection));
  std::unique_ptr<Keyring> ring(new Keyring(fs, directory, std::move(key)));  // private constructor
  SANAD_CHECK(ring->load_signers());
  SANAD_CHECK(ring->finish_destructions());
  return ring;
}

Result<bool> Keyring::needs_passphrase(files::FileSystem& fs, const files::Path& directory) {
  SANAD_TRY(const json::Value members, read_checked(fs, directory / "workspace.json"));
  return members["protection"].string_or("") == "passphrase";
}

Result<void> Keyring::load_signers() {
  KeyLabel ledger{kLedgerPurpose, ""};
  KeyLabel agency{kAgencyPurpose, ""};
  SANAD_TRY(ledger_signer_, load_signer(fs_, directory_, workspace_key_, ledger));
  SANAD_TRY(agency_signer_, load_signer(fs_, directory_, workspace_key_, agency));
  names_ = {ledger.id, agency.id};
  return {};
}

Result<void> Keyring::finish_destructions() {
  SANAD_TRY(const auto items, fs_.list(directory_ / "cases"));
  for (const files::FileInfo& item : items) {
    if (!item.name.ends_with(kDestroyedSuffix)) continue;
    SANAD_CHECK(shred(item.name.substr(0, item.name.size() - kDestroyedSuffix.size())));
  }
  return {};
}

files::Path Keyring::case_file(std::string_view case_id, std::string_view suffix) const {
  return directory_ / "cases" / fmt::format("{}{}", case_id, suffix);
}

Result<bool> Keyring::case_key_destroyed(std::string_view case_id) {
  SANAD_CHECK(check_case_id(case_id));
  SANAD_TRY(const auto mark, fs_.stat(case_file(case_id, kDestroyedSuffix)));
  return mark.has_value();
}

Result<void> Keyring::create_case_key(std::string_view case_id) {
  SANAD_CHECK(check_case_id(case_id));
  const std::lock_guard lock(mutex_);
  SANAD_TRY(const bool destroyed, case_key_destroyed(case_id));
  const files::Path path = case_file(case_id, kKeySuffix);
  SANAD_TRY(const auto existing, fs_.stat(path));
  if (destroyed || existing) {
    return Error{ErrorCode::kConflict,
                 fmt::format("Case {} has {} key already.", case_id, destroyed ? "had a" : "a")};
  }
  return write_wrapped(fs_, path, case_wrapping_key_.view(), {"case", std::string(case_id)},
                       Secret::random());
}

Result<Secret> Keyring::case_key(std::string_view case_id) {
  SANAD_TRY(const bool destroyed, case_key_destroyed(case_id));
  const std::lock_guard lock(mutex_);
  const auto cached = cache_.find(case_id);
  if (destroyed) {
    if (cached != cache_.end()) cache_.erase(cached);
    return Error{
        ErrorCode::kNotFound,
        fmt::format("The key of case {} was destroyed; what it sealed cannot be read any more.",
                    case_id)};
  }
  if (cached != cache_.end()) return cached->second.clone();
  const files::Path path = case_file(case_id, kKeySuffix);
  auto members = read_checked(fs_, path);
  if (!members && members.error().code == ErrorCode::kNotFound) {
    return Error{ErrorCode::kNotFound, fmt::format("Case {} has no key.", case_id)};
  }
  SANAD_CHECK(members);
  if ((*members)["id"].string_or("") != case_id) {
    return Error{ErrorCode::kIntegrity,
                 fmt::format("The key file {} is that of another case; restore it from a backup.",
                             path.string())};
  }
  SANAD_TRY(Secret key, unwrap(*members, path, case_wrapping_key_.view(), "case"));
  cache_.insert_or_assign(std::string(case_id), key.clone());
  return key;
}

Result<void> Keyring::destroy_case_key(std::string_view case_id) {
  SANAD_CHECK(check_case_id(case_id));
  const std::lock_guard lock(mutex_);
  SANAD_TRY(const bool destroyed, case_key_destroyed(case_id));
  if (!destroyed) {
    SANAD_TRY(const auto existing, fs_.stat(case_file(case_id, kKeySuffix)));
    if (!existing) {
      return Error{ErrorCode::kNotFound, fmt::format("Case {} has no key.", case_id)};
    }
    SANAD_CHECK(files::write_file_atomic(fs_, case_file(case_id, kDestroyedSuffix),
                                         as_bytes("The key of this case was destroyed.\n")));
  }
  if (const auto cached = cache_.find(case_id); cached != cache_.end()) cache_.erase(cached);
  return shred(std::string(case_id));
}

Result<void> Keyring::shred(const std::string& case_id) {
  const files::Path path = case_file(case_id, kKeySuffix);
  SANAD_TRY(const auto existing, fs_.stat(path));
  if (!existing) return {};
  {
    SANAD_TRY(auto file, fs_.open(path, files::OpenMode::kOverwrite));
    SANAD_CHECK(file->write(crypto::random_bytes(existing->size_bytes)));
    SANAD_CHECK(file->sync());
  }
  SANAD_CHECK(fs_.remove(path));
  return fs_.sync_directory(path.parent_path());
}

Secret Keyring::workspace_subkey(std::string_view label) const {
  return derive_key(workspace_key_.view(), fmt::format("sanad workspace {}", label));
}

std::string format_vkey(std::string_view name, ByteView public_key) {
  constexpr std::uint8_t kEd25519 = 1;
  Bytes typed = {kEd25519};
  typed.insert(typed.end(), public_key.begin(), public_key.end());
  Bytes hashed = to_bytes(name);
  hashed.push_back('\n');
  hashed.insert(hashed.end(), typed.begin(), typed.end());
  const Digest256 digest = crypto::sha256(hashed);
  return fmt::format("{}+{}+{}", name, format_hex(ByteView(digest).first(4)), format_base64(typed));
}

std::string format_public_pem(ByteView public_key) {
  // SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING (33 bytes) } of RFC 8410 section 4.
  Bytes der = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
  der.insert(der.end(), public_key.begin(), public_key.end());
  return fmt::format("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
                     format_base64(der));
}

}  // namespace sanad::keyring
