// The write path of everything: an append-only log of entries, durable before acknowledged, whose
// public half anybody can audit (docs/formats/ledger.md).
//
//   ledger/journal/0          the truth: leaves in clear, bodies sealed under the case's key.
//   Private. ledger/signed             the largest checkpoint ever signed; synced before it is
//   shown. Private. ledger/lock               held by the one writer ledger/public/            C2SP
//   tlog-tiles: checkpoint, tile/…, log.vkey, timestamps/…
//
// Order of durability:
//   append    1 write frame to journal, 2 fdatasync (this decides), 3 answer
//   publish   1 journal is durable up to the size, 2 tiles and entries, each synced and then
//   renamed,
//             3 their directories synced, 4 `signed` replaced and synced, 5 public/checkpoint
//             replaced
// So a checkpoint never covers an entry that can be lost, and no checkpoint is ever signed that is
// not an extension of the one in `signed`. Crash anywhere: open() cuts an incomplete frame (kept
// aside as journal/torn-<index>), and the next publish completes the rest.
//
// A Ledger is thread-safe. One process writes at a time; any number read, each seeing the entries
// that were complete when it opened. Tested by ledger_test.cc, ledger_crash_test.cc,
// ledger_tamper_test.cc.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "files/files.h"
#include "json/json.h"
#include "keyring/keyring.h"
#include "merkle/proof.h"
#include "tlog/entry.h"

namespace sanad::ledger {

using merkle::Hash;
using merkle::LeafIndex;
using merkle::TreeSize;

inline constexpr std::size_t kMaxBatchEntries = 4096;

struct NewEntry {
  std::string kind;     // tlog::is_kind()
  std::string case_id;  // whose key seals the body; empty for the workspace
  json::Value body;     // an object, at most tlog::kMaxBodySize in canonical form
};

struct Body {
  Bytes salt;
  std::string text;  // canonical JSON
};

struct StoredEntry {
  LeafIndex index;
  std::string leaf_text;  // the bytes that the tree hashes
  tlog::EntryLeaf leaf;
  std::string case_id;
  std::optional<Body> body;  // absent if it was erased, or the case's key was destroyed
  bool erased = false;       // it alone, by erase_bodies()
};

struct SignedCheckpoint {
  std::string note;  // signed note, byte for byte
  merkle::TreeHead head;
};

// What was cut off the journal when it was opened: an append that was never acknowledged.
struct TornTail {
  std::uint64_t at_entry = 0;
  std::uint64_t size_bytes = 0;
};

// RFC 3161. The timestamped data are the bytes of the checkpoint's note, hashed with SHA-256.
struct PendingTimestamp {
  TreeSize size;
  Bytes checkpoint, request;
  std::string authority_url;
};
struct StoredTimestamp {
  TreeSize size;
  Bytes checkpoint, request, response;
};

struct Problem {
  std::string file;  // within the ledger's directory
  std::string reason;
};
struct AuditReport {
  merkle::TreeHead head;          // that the checkpoint states
  std::uint64_t unpublished = 0;  // entries that it does not cover yet
  std::uint64_t bodies_checked = 0;
  std::uint64_t bodies_destroyed = 0;
  std::vector<std::uint64_t> erased;  // of them, the entries whose body alone was erased
  std::uint64_t timestamps = 0;
  std::vector<Problem> problems;  // at most kMaxProblems; empty: intact
};
inline constexpr std::size_t kMaxProblems = 100;

struct AuditOptions {
  bool bodies = true;  // also open each readable body and compare it with its leaf
  // Verifies one timestamp; absent: only that request and response are there is checked.
  std::function<Result<void>(const StoredTimestamp&)> check_timestamp;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

enum class Access { kRead, kWrite };

class Ledger {
 public:
  // kWrite makes the directory if need be, and takes the lock (kConflict: "in use by process N").
  // kIntegrity says what is wrong: the journal was altered, or rolled back behind what was signed,
  // or the public checkpoint is not ours. All four are borrowed for the ledger's life.
  static Result<std::unique_ptr<Ledger>> open(files::FileSystem& fs, const files::Path& directory,
                                              keyring::Keyring& keyring, const Clock& clock,
                                              Access access);
  ~Ledger();

  // Adds one entry; returns its position once it cannot be lost any more. Calls from many threads
  // share one sync. Times never go backwards: an entry's is the clock's, or its predecessor's if
  // that is later. kInvalid, kLimit, kNotFound (no key): nothing added, the ledger goes on. kIo:
  // nothing added as far as can be known; if the disk did not say so reliably, every later append
  // answers kIo until the ledger is opened anew, which tells whether the entry is there.
  Result<LeafIndex> append(const NewEntry& entry);
  // All or none, at consecutive positions; returns the first. 1..kMaxBatchEntries entries.
  Result<LeafIndex> append_all(std::span<const NewEntry> entries);

  // Makes the bodies of these entries unreadable for ever: salt and text are overwritten in the
  // journal, and a mark that only the holder of the workspace's key can make takes their place. The
  // leaves stay, and with them every root, proof and signature. What was cut off the journal
  // earlier is thrown away too, since it may hold the same. Repeating it is no error. Steps: 1 the
  // frames as they shall be in the file `erasing`, synced (this decides), 2 they are written over
  // the journal, synced, 3 `erasing` is removed. Crash before 1: nothing happened; after 1: open()
  // completes the rest. A large number goes in several rounds, of which the first may be done and
  // the last not. Processes that read the ledger meanwhile may find it altered, and open it again.
  Result<void> erase_bodies(std::span<const LeafIndex> indexes);

  TreeSize size() const;  // entries that are durable
  const std::optional<TornTail>& torn_tail() const;

  // kNotFound beyond the end; kIntegrity if the body does not fit its leaf.
  Result<StoredEntry> entry(LeafIndex index) const;
  // Entries in order from `from` to the size at the time of the call; an error of visitor ends it.
  Result<void> read(LeafIndex from,
                    const std::function<Result<void>(const StoredEntry&)>& visitor) const;

  // The checkpoint over all entries; a writer publishes it first if it is behind. A reader gets the
  // newest published one. kNotFound if none was ever published.
  Result<SignedCheckpoint> checkpoint();
  // index < tree_size <= size(), else kInvalid. Proofs in memory; see merkle/proof.h.
  Result<std::vector<Hash>> inclusion_proof(LeafIndex index, TreeSize tree_size) const;
  Result<std::vector<Hash>> consistency_proof(TreeSize old_size, TreeSize new_size) const;
  // Text of a .tlog-proof file under the checkpoint() of this moment.
  Result<std::string> proof_file(LeafIndex index);

  // Recomputes everything from the public entries and compares: tiles, checkpoint, signature,
  // journal, bodies, timestamps. An altered file is a problem in the report; kIo and the like are
  // errors.
  Result<AuditReport> verify(const AuditOptions& options = {}) const;

  // Copies the public directory as of the published checkpoint, for an auditor. directory must be
  // new.
  Result<void> export_public(const files::Path& directory) const;

  // Keeps the checkpoint of this size and the request that was made for it. kConflict if one is
  // there.
  Result<void> queue_timestamp(const SignedCheckpoint& checkpoint, ByteView request,
                               std::string_view authority_url);
  Result<std::vector<PendingTimestamp>> pending_timestamps() const;
  // The full response as it came. The caller has verified it. kNotFound if there is no such
  // request.
  Result<void> add_timestamp(TreeSize size, ByteView response);
  Result<std::vector<StoredTimestamp>> timestamps() const;

 private:
  struct State;
  explicit Ledger(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sanad::ledger
