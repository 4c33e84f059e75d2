// What a Ledger holds between calls.
#pragma once

#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <shared_mutex>

#include "crypto/crypto.h"
#include "journal.h"
#include "ledger/ledger.h"
#include "public_tree.h"

namespace sanad::ledger {

// What seals the bodies of one case; made once for a batch, since finding the key takes longer than
// sealing.
struct Sealer {
  std::string case_id;
  crypto::Aes256Gcm cipher;
};

// An entry made ready by its caller's thread: all but its place and time.
struct Prepared {
  std::string kind;
  std::size_t sealer = 0;  // index in the batch
  std::array<std::uint8_t, crypto::kGcmNonceSize> nonce{};
  Digest256 commitment{};
  keyring::Secret plain;  // salt || body
};

struct Batch {
  std::vector<Sealer> sealers;
  std::vector<Prepared> entries;
  std::size_t plain_size = 0;
  bool done = false;
  std::optional<Result<LeafIndex>> outcome;
};

struct Ledger::State {
  State(files::FileSystem& filesystem, files::Path path, keyring::Keyring& keys, const Clock& time);

  files::FileSystem& fs;
  files::Path directory;
  keyring::Keyring& keyring;
  const Clock& clock;
  Access access = Access::kRead;
  PublicTree tree_files;
  std::unique_ptr<files::FileLock> lock;
  std::unique_ptr<files::File> journal;
  std::optional<TornTail> torn;

  // Held by who reads bodies from the journal, and alone by who writes over them.
  mutable std::shared_mutex bodies;
  std::mutex erase_mutex;  // held while bodies are erased

  // Guards what follows. Held for memory only, never while a file is written or read.
  mutable std::mutex mutex;
  std::condition_variable turn;
  std::deque<Batch*> queue;  // the front's thread writes for those behind it
  std::optional<Error> poisoned;
  merkle::MemoryTree tree;
  std::vector<RecordPlace> places;
  Timestamp last_at;
  std::uint64_t journal_size = 0;

  // Guards publishing.
  std::mutex publish_mutex;
  std::optional<SignedCheckpoint> newest;

  files::Path journal_directory() const { return directory / "journal"; }
  files::Path journal_path() const { return journal_directory() / "0"; }
  files::Path timestamps_directory() const { return directory / "public" / "timestamps"; }
  files::Path erasing_path() const { return directory / "erasing"; }

  Result<void> remove_unfinished_stamps();
  Result<void> load();
  Result<void> cut_torn_tail(const ScanEnd& scan);
  Result<void> check_against(const SignedCheckpoint& checkpoint, const files::Path& named,
                             const ScanEnd& scan) const;
  Result<void> check_history(const ScanEnd& scan);

  Result<void> prepare(const NewEntry& entry, ByteView random, Batch& batch) const;
  Result<std::size_t> find_sealer(const std::string& case_id, Batch& batch) const;
  void commit(std::span<Batch* const> batches);
  Result<void> write_frame(ByteView frame);

  Result<SignedCheckpoint> publish();
  Result<Bytes> make_tile(const tlog::TileId& tile) const;
  Result<Bytes> read_record(LeafIndex index) const;
  Result<StoredEntry> open_record(LeafIndex index, const RecordView& record) const;
  Result<keyring::Secret> body_key(std::string_view case_id) const;

  // erase.cc
  Result<void> finish_erasing();
  Result<Bytes> erased_frame(std::uint64_t offset, std::span<const LeafIndex> indexes) const;
  // Whether sealed is the mark of an erased body; kIntegrity if it is one that somebody else made.
  Result<bool> is_erased(const RecordView& record) const;
  Result<void> remove_torn_tails();
  TreeSize size() const;
};

}  // namespace sanad::ledger
