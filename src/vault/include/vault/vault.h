// The originals: sealed once, never changed, found again by their SHA-256 (docs/formats/vault.md).
//
//   vault/<case-id>/<ab>/<name>     one object; name = HMAC(name key of the case, SHA-256 of
//   content) vault/tmp/                      unfinished ones
// Within a case the same bytes are kept once; between cases nothing is shared, not even names, so
// that whoever holds the disk cannot ask it for known content, and a case is disposed of by its key
// alone. Each object has its own key; its chunks are sealed by AES-256-GCM in the STREAM
// construction, and a sealed trailer holds digests and size. Memory does not grow with an object.
//
// Errors everywhere: kNotFound (no such object, no such case, or the case's key was destroyed),
// kDenied and kInvalid as the keyring has them, kIntegrity names the object and the offset of what
// was altered, kIo (disk full, read-only ...). A Vault is thread-safe; a writer or reader belongs
// to one thread. Several processes may use one vault. Tested by vault_test.cc,
// vault_tamper_test.cc, vault_crash_test.cc.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/stream.h"
#include "crypto/crypto.h"
#include "files/files.h"
#include "keyring/keyring.h"

namespace sanad::vault {

using Digest512 = std::array<std::uint8_t, 64>;

struct ObjectInfo {
  Digest256 sha256{};
  std::uint64_t size_bytes = 0;
  std::optional<Digest512> sha512;  // if it was asked for when the object was sealed
};

// Digests besides SHA-256, computed in the same pass. SHA-512 is kept with the object; the other
// two serve old hash lists and are only handed to whoever seals.
struct ExtraDigests {
  bool sha512 = false;
  bool sha1 = false;
  bool md5 = false;
};

struct SealedObject {
  ObjectInfo info;
  std::optional<Bytes> sha1, md5;
  bool was_there = false;  // the case held these bytes already; nothing was added
};

class Vault;

// One object being written. Destroyed unsealed it leaves nothing.
class ObjectWriter final : public ByteSink {
 public:
  ~ObjectWriter() override;
  // After a failure only destruction is left.
  Result<void> write(ByteView data) override;
  // Returns once the object cannot be lost any more. Steps: 1 sync the file, 2 rename it into
  // place, 3 sync the directory (this decides). Crash before 3: an unfinished file for
  // sweep_temporaries(), or the object without anyone having been told. Call once.
  Result<SealedObject> seal();

 private:
  friend class Vault;
  struct State;
  explicit ObjectWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// One object being read; every chunk is verified before a byte of it is handed out.
class ObjectReader final : public ByteSource, public RandomSource {
 public:
  ~ObjectReader() override;
  const ObjectInfo& info() const;
  std::uint64_t size() const override { return info().size_bytes; }
  Result<std::size_t> read(std::span<std::uint8_t> out) override;
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override;

 private:
  friend class Vault;
  struct State;
  explicit ObjectReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// An object as found on disk; info fails with kIntegrity if its trailer was altered.
struct ListedObject {
  files::Path file;  // within the vault
  Result<ObjectInfo> info;
};

struct FixityFailure {
  std::string case_id;
  files::Path file;
  std::optional<Digest256> sha256;  // absent if the damage hides it
  std::string reason;
};
struct FixityReport {
  std::uint64_t checked = 0;
  std::vector<FixityFailure> failed;
};

class Vault {
 public:
  // Makes the directory if need be. Both are borrowed for the vault's life.
  static Result<std::unique_ptr<Vault>> open(files::FileSystem& fs, const files::Path& directory,
                                             keyring::Keyring& keyring);
  ~Vault();

  Result<std::unique_ptr<ObjectWriter>> begin(std::string_view case_id, ExtraDigests extra = {});
  // The trailer is verified at once, the chunks as they are read.
  Result<std::unique_ptr<ObjectReader>> open_object(std::string_view case_id,
                                                    const Digest256& digest);
  Result<ObjectInfo> stat(std::string_view case_id, const Digest256& digest);
  // Whether there is a file for it; nothing of it is verified.
  Result<bool> contains(std::string_view case_id, const Digest256& digest);
  // In the order of the files' names, which says nothing about their contents.
  Result<std::vector<ListedObject>> list(std::string_view case_id);

  // Reads and re-hashes the whole object. kIntegrity if anything differs.
  Result<void> verify(std::string_view case_id, const Digest256& digest);
  // verify() of up to count objects drawn without repetition from all cases whose keys exist. The
  // same seed draws the same objects from the same vault. An altered object is part of the report,
  // not an error.
  Result<FixityReport> sample(std::uint64_t seed, std::uint64_t count);

  // Removes what writers of dead processes left behind; answers their names. Writers of living
  // processes (and of this vault) are left alone.
  Result<std::vector<std::string>> sweep_temporaries();

  // Destroys one object: its salt, without which its key is no more, and its bytes are overwritten
  // and synced, then the file is removed. Crash anywhere: the object as it was, or none that opens;
  // calling it again completes it. An object that is not there is no error. Answers whether it was.
  Result<bool> destroy_object(std::string_view case_id, const Digest256& digest);

  // Removes the case's objects. Destroy the key first: that is what makes them unreadable.
  Result<void> destroy_case(std::string_view case_id);

 private:
  friend class ObjectWriter;
  Vault(files::FileSystem& fs, files::Path directory, keyring::Keyring& keyring);
  Result<files::Path> temporary_path();

  files::FileSystem& fs_;
  files::Path directory_;
  keyring::Keyring& keyring_;
  std::mutex mutex_;
  std::string session_;                     // names this vault's temporaries
  std::unique_ptr<files::FileLock> alive_;  // held as long as they may exist; guarded by mutex_
  std::uint64_t next_temporary_ = 0;        // guarded by mutex_
};

}  // namespace sanad::vault
