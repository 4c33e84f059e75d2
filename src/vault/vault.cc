#include "vault/vault.h"

#include <fmt/format.h>

#include <set>

#include "format.h"

namespace sanad::vault {
namespace {

constexpr const char* kTemporaries = "tmp";
constexpr std::string_view kLockSuffix = ".alive";

}  // namespace

Vault::Vault(files::FileSystem& fs, files::Path directory, keyring::Keyring& keyring)
    : fs_(fs),
      directory_(std::move(directory)),
      keyring_(keyring),
      session_(format_hex(crypto::random_bytes(8))) {}

Vault::~Vault() {
  if (!alive_) return;
  alive_.reset();
  (void)fs_.remove(directory_ / kTemporaries / (session_ + std::string(kLockSuffix)));
}

Result<std::unique_ptr<Vault>> Vault::open(files::FileSystem& fs, const files::Path& directory,
                                           keyring::Keyring& keyring) {
  // Not made durable here: seal() syncs what its object needs.
  SANAD_CHECK(files::make_directories(fs, directory));
  SANAD_TRY(const auto temporaries, fs.stat(directory / kTemporaries));
  if (!temporaries) SANAD_CHECK(fs.make_directory(directory / kTemporaries));
  return std::unique_ptr<Vault>(new Vault(fs, directory, keyring));  // private constructor
}

Result<files::Path> Vault::temporary_path() {
  const std::lock_guard lock(mutex_);
  const files::Path temporaries = directory_ / kTemporaries;
  if (!alive_) {
    SANAD_TRY(alive_, fs_.lock(temporaries / (session_ + std::string(kLockSuffix))));
  }
  return temporaries / fmt::format("{}-{}{}", session_, next_temporary_++, files::kTemporarySuffix);
}

Result<ObjectInfo> Vault::stat(std::string_view case_id, const Digest256& digest) {
  SANAD_TRY(const auto reader, open_object(case_id, digest));
  return reader->info();
}

Result<bool> Vault::contains(std::string_view case_id, const Digest256& digest) {
  SANAD_TRY(const keyring::Secret key, keyring_.case_key(case_id));
  SANAD_TRY(const auto info, fs_.stat(directory_ / object_path(case_id, object_name(key, digest))));
  return info.has_value();
}

Result<std::vector<ListedObject>> Vault::list(std::string_view case_id) {
  SANAD_TRY(const keyring::Secret key, keyring_.case_key(case_id));
  std::vector<ListedObject> out;
  const files::Path root = directory_ / case_id;
  SANAD_TRY(const auto exists, fs_.stat(root));
  if (!exists) return out;
  SANAD_TRY(const auto groups, fs_.list(root));
  for (const files::FileInfo& group : groups) {
    if (!group.is_directory) continue;
    SANAD_TRY(const auto objects, fs_.list(root / group.name));
    for (const files::FileInfo& object : objects) {
      const files::Path file = files::Path(case_id) / group.name / object.name;
      auto opened = open_file(fs_, directory_ / file, key);
      if (opened && object_name(key, opened->info.sha256) == object.name) {
        out.push_back({file, opened->info});
        continue;
      }
      if (!opened && opened.error().code != ErrorCode::kIntegrity) return opened.error();
      const std::string reason = opened ? "it holds another object" : opened.error().message;
      out.push_back({file, Error{ErrorCode::kIntegrity,
                                 fmt::format("{} is damaged: {}; restore it from a backup.",
                                             (directory_ / file).string(), reason)}});
    }
  }
  return out;
}

Result<std::vector<std::string>> Vault::sweep_temporaries() {
  const files::Path temporaries = directory_ / kTemporaries;
  SANAD_TRY(const auto items, fs_.list(temporaries));
  std::vector<std::string> swept;
  std::set<std::string> living;
  for (const files::FileInfo& item : items) {
    const std::string session = item.name.substr(0, item.name.find_first_of("-."));
    const files::Path lock_path = temporaries / (session + std::string(kLockSuffix));
    const bool ours = session == session_;
    if (ours || living.contains(session)) continue;
    auto owner_gone = fs_.lock(lock_path);
    if (!owner_gone && owner_gone.error().code == ErrorCode::kConflict) {
      living.insert(session);
      continue;
    }
    if (!owner_gone) return owner_gone.error();
    if (item.name.ends_with(files::kTemporarySuffix)) {
      SANAD_CHECK(fs_.remove(temporaries / item.name));
      swept.push_back(item.name);
    }
    SANAD_TRY(const auto lock_file, fs_.stat(lock_path));
    if (lock_file) SANAD_CHECK(fs_.remove(lock_path));
  }
  return swept;
}

Result<bool> Vault::destroy_object(std::string_view case_id, const Digest256& digest) {
  constexpr std::uint64_t kPieceBytes = 1U << 20U;
  SANAD_TRY(const keyring::Secret key, keyring_.case_key(case_id));
  const files::Path path = directory_ / object_path(case_id, object_name(key, digest));
  SANAD_TRY(const auto there, fs_.stat(path));
  if (!there) return false;
  {
    SANAD_TRY(const auto file, fs_.open(path, files::OpenMode::kOverwrite));
    // The salt first, and on the disk before the rest: it is half of the key.
    const std::uint64_t head = std::min<std::uint64_t>(there->size_bytes, kHeaderSize);
    SANAD_CHECK(file->write_at(0, crypto::random_bytes(static_cast<std::size_t>(head))));
    SANAD_CHECK(file->sync());
    const Bytes zeros(static_cast<std::size_t>(std::min(there->size_bytes, kPieceBytes)), 0);
    for (std::uint64_t at = head; at < there->size_bytes;) {
      const std::uint64_t size = std::min<std::uint64_t>(zeros.size(), there->size_bytes - at);
      SANAD_CHECK(file->write_at(at, ByteView(zeros).first(static_cast<std::size_t>(size))));
      at += size;
    }
    SANAD_CHECK(file->sync());
  }
  SANAD_CHECK(fs_.remove(path));
  SANAD_CHECK(fs_.sync_directory(path.parent_path()));
  return true;
}

Result<void> Vault::destroy_case(std::string_view case_id) {
  SANAD_CHECK(keyring_.case_key_destroyed(case_id));  // refuses what is no case
  return files::remove_tree(fs_, directory_ / case_id);
}

}  // namespace sanad::vault
