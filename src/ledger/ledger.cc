#include "ledger/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "crypto/crypto.h"
#include "state.h"
#include "tlog/proof.h"

namespace sanad::ledger {
namespace {

tlog::VerifierKey log_key(const keyring::Keyring& keyring) {
  return {keyring.names().ledger, tlog::SignatureType::kEd25519,
          keyring.ledger_signer().public_key()};
}

Error altered(const files::Path& file, std::string_view reason) {
  return {ErrorCode::kIntegrity,
          fmt::format("{} {}; restore it from a backup.", file.string(), reason)};
}

}  // namespace

Ledger::State::State(files::FileSystem& filesystem, files::Path path, keyring::Keyring& keys,
                     const Clock& time)
    : fs(filesystem),
      directory(path),
      keyring(keys),
      clock(time),
      tree_files(filesystem, path, log_key(keys)) {}

Ledger::Ledger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::~Ledger() = default;

Result<std::unique_ptr<Ledger>> Ledger::open(files::FileSystem& fs, const files::Path& directory,
                                             keyring::Keyring& keyring, const Clock& clock,
                                             Access access) {
  auto state = std::make_unique<State>(fs, directory, keyring, clock);
  state->access = access;
  if (access == Access::kWrite) {
    SANAD_CHECK(files::make_directories(fs, directory));
    auto lock = fs.lock(directory / "lock");
    if (!lock) return lock.error().with_context("The ledger cannot be written now");
    state->lock = std::move(*lock);
    for (const files::Path& each :
         {state->journal_directory(), directory / "public", state->timestamps_directory()}) {
      SANAD_CHECK(fs.make_directory(each));
      SANAD_CHECK(fs.sync_directory(each.parent_path()));
    }
    SANAD_CHECK(state->remove_unfinished_stamps());
  }
  const auto mode = access == Access::kWrite ? files::OpenMode::kAppend : files::OpenMode::kRead;
  SANAD_TRY(state->journal, fs.open(state->journal_path(), mode));
  if (access == Access::kWrite) SANAD_CHECK(state->finish_erasing());
  SANAD_CHECK(state->load());
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));  // private constructor
}

// What a crash left of a request for a timestamp that was being written down.
Result<void> Ledger::State::remove_unfinished_stamps() {
  SANAD_TRY(const auto stamps, fs.list(timestamps_directory()));
  for (const files::FileInfo& stamp : stamps) {
    if (stamp.name.ends_with(files::kTemporarySuffix))
      SANAD_CHECK(fs.remove(timestamps_directory() / stamp.name));
  }
  return {};
}

Result<void> Ledger::State::load() {
  // Read before the journal, so that a reader beside a writer never sees a checkpoint that is newer
  // than the entries it knows.
  SANAD_TRY(newest, tree_files.published());
  Bytes last_leaf;
  SANAD_TRY(const ScanEnd scan,
            scan_journal(*journal, [&](const RecordPlace& place, const RecordView& record) {
              tree.append(merkle::leaf_hash(record.leaf));
              places.push_back(place);
              last_leaf.assign(record.leaf.begin(), record.leaf.end());
              return Result<void>();
            }));
  journal_size = scan.offset;
  if (!last_leaf.empty()) {
    const auto leaf = tlog::parse_leaf(as_text(last_leaf));
    if (!leaf) return altered(journal_path(), "was altered in its last entry");
    last_at = leaf->at;
  }
  if (scan.whole_frame_later) {
    return altered(journal_path(), fmt::format("was altered at entry {}", scan.entries));
  }
  SANAD_CHECK(check_history(scan));
  if (access == Access::kRead) return {};
  SANAD_CHECK(cut_torn_tail(scan));
  // Entries may be here that no sync has confirmed: none may be signed or built upon before that.
  SANAD_CHECK(journal->sync());
  SANAD_CHECK(fs.sync_directory(journal_directory()));
  SANAD_CHECK(tree_files.remove_unfinished_tiles(newest ? newest->head.size : TreeSize{0},
                                                 TreeSize{scan.entries}));
  return tree_files.write_log_key();
}

// What was ever signed must be a prefix of what is here, whichever file remembers it.
Result<void> Ledger::State::check_history(const ScanEnd& scan) {
  if (newest) SANAD_CHECK(check_against(*newest, tree_files.path("checkpoint"), scan));
  if (access == Access::kRead) return {};
  SANAD_TRY(const auto high_water, tree_files.high_water());
  if (high_water) SANAD_CHECK(check_against(*high_water, tree_files.signed_path(), scan));
  const std::uint64_t published_size = newest ? newest->head.size.value : 0;
  const bool behind = high_water && (!newest || high_water->head.size.value > published_size);
  if (behind) {
    // Signed, but the crash came before it was shown.
    SANAD_CHECK(tree_files.write_public_checkpoint(*high_water));
    newest = *high_water;
  }
  SANAD_TRY(const auto stamps, fs.list(timestamps_directory()));
  for (const files::FileInfo& stamp : stamps) {
    const std::uint64_t stamped = std::strtoull(stamp.name.c_str(), nullptr, 10);
    if (stamped <= scan.entries) continue;
    return altered(journal_path(),
                   fmt::format("was rolled back: it holds {} entries, but {} were timestamped",
                               scan.entries, stamped));
  }
  return {};
}

Result<void> Ledger::State::check_against(const SignedCheckpoint& checkpoint,
                                          const files::Path& named, const ScanEnd& scan) const {
  const TreeSize covered = checkpoint.head.size;
  if (covered.value > scan.entries) {
    const std::string found =
        scan.leftover_size == 0
            ? fmt::format("was rolled back: it holds {} entries, but {} signs {}", scan.entries,
                          named.string(), covered.value)
            : fmt::format("was altered at entry {}", scan.entries);
    return altered(journal_path(), found);
  }
  SANAD_TRY(const Hash root, merkle::root_at(covered, tree));
  if (root == checkpoint.head.root) return {};
  return altered(journal_path(),
                 fmt::format("was altered: its first {} entries are not those that {} "
                             "signs",
                             covered.value, named.string()));
}

Result<void> Ledger::State::cut_torn_tail(const ScanEnd& scan) {
  if (scan.leftover_size == 0) return {};
  if (scan.leftover_size > kMaxFramePayload + kFrameHeaderSize) {
    return altered(journal_path(), fmt::format("was altered at entry {}", scan.entries));
  }
  Bytes leftover(static_cast<std::size_t>(scan.leftover_size));
  SANAD_TRY(const std::size_t got, journal->read_at(scan.offset, leftover));
  leftover.resize(got);
  SANAD_CHECK(files::write_file_atomic(
      fs, journal_directory() / fmt::format("torn-{}", scan.entries), leftover));
  SANAD_CHECK(journal->truncate(scan.offset));
  torn = TornTail{scan.entries, scan.leftover_size};
  return {};
}

TreeSize Ledger::State::size() const {
  const std::lock_guard guard(mutex);
  return tree.size();
}

TreeSize Ledger::size() const { return state_->size(); }
const std::optional<TornTail>& Ledger::torn_tail() const { return state_->torn; }

Result<keyring::Secret> Ledger::State::body_key(std::string_view case_id) const {
  if (case_id.empty()) return keyring.workspace_subkey("ledger bodies");
  SANAD_TRY(const keyring::Secret key, keyring.case_key(case_id));
  return keyring::derive_key(key.view(), "sanad ledger bodies");
}

Result<Bytes> Ledger::State::read_record(LeafIndex index) const {
  RecordPlace place;
  {
    const std::lock_guard guard(mutex);
    if (index.value >= places.size()) {
      return Error{ErrorCode::kNotFound,
                   fmt::format("The ledger has {} entries; there is no entry {}.", places.size(),
                               index.value)};
    }
    place = places[static_cast<std::size_t>(index.value)];
  }
  Bytes bytes(place.size_bytes);
  const std::shared_lock reading(bodies);
  SANAD_TRY(const std::size_t got, journal->read_at(place.offset, bytes));
  if (got < bytes.size() || !parse_record(bytes)) {
    return altered(journal_path(), fmt::format("was altered at entry {}", index.value));
  }
  return bytes;
}

Result<StoredEntry> Ledger::State::open_record(LeafIndex index, const RecordView& record) const {
  const Error broken = altered(journal_path(), fmt::format("was altered at entry {}", index.value));
  auto leaf = tlog::parse_leaf(as_text(record.leaf));
  if (!leaf) return broken;
  StoredEntry entry{index, to_text(record.leaf), std::move(*leaf), std::string(record.case_id), {},
                    false};
  const auto erased_mark = is_erased(record);
  if (!erased_mark) return broken;
  if (*erased_mark) {
    entry.erased = true;
    return entry;
  }
  const auto key = body_key(record.case_id);
  if (!key) {
    if (key.error().code != ErrorCode::kNotFound) return key.error();
    SANAD_TRY(const bool destroyed, keyring.case_key_destroyed(record.case_id));
    if (destroyed) return entry;
    return key.error();
  }
  if (record.sealed.size() < crypto::kGcmNonceSize) return broken;
  const auto plain =
      crypto::open_aes256gcm(key->view(), record.sealed.first(crypto::kGcmNonceSize), record.leaf,
                             record.sealed.subspan(crypto::kGcmNonceSize));
  if (!plain || plain->size() < tlog::kSaltSize) return broken;
  const ByteView salt = ByteView(*plain).first(tlog::kSaltSize);
  entry.body =
      Body{Bytes(salt.begin(), salt.end()), to_text(ByteView(*plain).subspan(tlog::kSaltSize))};
  if (!tlog::opens(entry.leaf, entry.body->salt, entry.body->text)) return broken;
  return entry;
}

Result<StoredEntry> Ledger::entry(LeafIndex index) const {
  SANAD_TRY(const Bytes bytes, state_->read_record(index));
  return state_->open_record(index, parse_record(bytes)->first);
}

Result<void> Ledger::read(LeafIndex from,
                          const std::function<Result<void>(const StoredEntry&)>& visitor) const {
  const std::uint64_t end = size().value;
  for (LeafIndex index = from; index.value < end; ++index.value) {
    SANAD_TRY(const StoredEntry stored, entry(index));
    SANAD_CHECK(visitor(stored));
  }
  return {};
}

Result<Bytes> Ledger::State::make_tile(const tlog::TileId& tile) const {
  const std::uint64_t first = tile.index * tlog::kFullTileWidth;
  Bytes out;
  for (unsigned i = 0; i < tile.width; ++i) {
    if (tile.kind == tlog::TileKind::kEntries) {
      SANAD_TRY(const Bytes record, read_record({first + i}));
      SANAD_CHECK(tlog::append_to_bundle(out, parse_record(record)->first.leaf));
      continue;
    }
    const std::lock_guard guard(mutex);
    SANAD_TRY(const Hash hash, tree.read({tlog::kTileHeight * tile.level, first + i}));
    out.insert(out.end(), hash.begin(), hash.end());
  }
  return out;
}

Result<SignedCheckpoint> Ledger::State::publish() {
  merkle::TreeHead head;
  {
    const std::lock_guard guard(mutex);
    head = {tree.size(), tree.root()};
    if (newest && newest->head == head) return *newest;
    // The older root again, from memory: what is signed now must extend what was signed before.
    if (newest) {
      SANAD_TRY(const Hash root, merkle::root_at(newest->head.size, tree));
      if (root != newest->head.root || head.size < newest->head.size) {
        return altered(directory, "is not consistent with what was signed; nothing was signed");
      }
    }
  }
  const TreeSize old_size = newest ? newest->head.size : TreeSize{};
  SANAD_CHECK(tree_files.write_tiles(old_size, head.size,
                                     [&](const tlog::TileId& tile) { return make_tile(tile); }));
  const SignedCheckpoint checkpoint{
      tlog::sign_checkpoint({keyring.names().ledger, head, {}}, keyring.ledger_signer()), head};
  SANAD_CHECK(tree_files.write_checkpoint(checkpoint));
  newest = checkpoint;
  return checkpoint;
}

Result<SignedCheckpoint> Ledger::checkpoint() {
  const std::lock_guard guard(state_->publish_mutex);
  if (state_->access == Access::kWrite) return state_->publish();
  if (state_->newest) return *state_->newest;
  return Error{ErrorCode::kNotFound, "No checkpoint of this ledger was published yet."};
}

Result<std::vector<Hash>> Ledger::inclusion_proof(LeafIndex index, TreeSize tree_size) const {
  const std::lock_guard guard(state_->mutex);
  if (tree_size > state_->tree.size()) {
    return Error{ErrorCode::kInvalid, "The ledger is not that large."};
  }
  return merkle::make_inclusion_proof(index, tree_size, state_->tree);
}

Result<std::vector<Hash>> Ledger::consistency_proof(TreeSize old_size, TreeSize new_size) const {
  const std::lock_guard guard(state_->mutex);
  if (new_size > state_->tree.size()) {
    return Error{ErrorCode::kInvalid, "The ledger is not that large."};
  }
  return merkle::make_consistency_proof(old_size, new_size, state_->tree);
}

Result<std::string> Ledger::proof_file(LeafIndex index) {
  SANAD_TRY(const SignedCheckpoint newest, checkpoint());
  if (index.value >= newest.head.size.value) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("Entry {} is not under the newest checkpoint, which covers {}.",
                             index.value, newest.head.size.value)};
  }
  SANAD_TRY(auto hashes, inclusion_proof(index, newest.head.size));
  return tlog::format_proof({std::nullopt, index, std::move(hashes), newest.note});
}

}  // namespace sanad::ledger
