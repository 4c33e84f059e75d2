// Appending with group commit: the thread at the front of the queue writes and syncs one frame for
// all that wait behind it, while new ones queue up for the next.
#include <fmt/format.h>

#include <algorithm>

#include "crypto/crypto.h"
#include "state.h"

namespace sanad::ledger {
namespace {

constexpr std::size_t kMaxGroupBytes = 16U << 20U;
constexpr std::size_t kRandomSize = tlog::kSaltSize + crypto::kGcmNonceSize;

// Nonce, then the sealed body and its tag; the leaf is authenticated with it.
void seal_body(Batch& batch, const Prepared& entry, ByteView leaf, Bytes& sealed) {
  const ByteView plain = entry.plain.view();
  sealed.resize(crypto::kGcmNonceSize + plain.size() + crypto::kGcmTagSize);
  std::ranges::copy(entry.nonce, sealed.begin());
  batch.sealers[entry.sealer].cipher.seal(entry.nonce, leaf, plain,
                                          sealed.data() + crypto::kGcmNonceSize);
}

Error poisoned_error(const Error& cause) {
  return {ErrorCode::kIo,
          fmt::format(
              "The ledger stopped after a failed write ({}); what was being added is known only "
              "after it is opened again.",
              cause.message),
          cause.errno_value};
}

}  // namespace

Result<std::size_t> Ledger::State::find_sealer(const std::string& case_id, Batch& batch) const {
  for (std::size_t i = 0; i < batch.sealers.size(); ++i) {
    if (batch.sealers[i].case_id == case_id) return i;
  }
  SANAD_TRY(const keyring::Secret key, body_key(case_id));
  batch.sealers.push_back({case_id, crypto::Aes256Gcm(key.view())});
  return batch.sealers.size() - 1;
}

// random: kRandomSize bytes for this entry alone.
Result<void> Ledger::State::prepare(const NewEntry& entry, ByteView random, Batch& batch) const {
  if (!tlog::is_kind(entry.kind)) {
    return Error{ErrorCode::kInvalid, fmt::format("\"{}\" is not a kind of entry.", entry.kind)};
  }
  if (entry.body.as_object() == nullptr) {
    return Error{ErrorCode::kInvalid, "The body of an entry is a JSON object."};
  }
  const std::string body = json::format_canonical(entry.body);
  if (body.size() > tlog::kMaxBodySize) {
    return Error{ErrorCode::kLimit, fmt::format("The entry has {} bytes; at most {} are possible.",
                                                body.size(), tlog::kMaxBodySize)};
  }
  Prepared ready;
  ready.kind = entry.kind;
  SANAD_TRY(ready.sealer, find_sealer(entry.case_id, batch));
  const ByteView salt = random.first(tlog::kSaltSize);
  std::ranges::copy(random.subspan(tlog::kSaltSize, crypto::kGcmNonceSize), ready.nonce.begin());
  Bytes plain;
  plain.reserve(salt.size() + body.size());
  plain.insert(plain.end(), salt.begin(), salt.end());
  plain.insert(plain.end(), body.begin(), body.end());
  ready.commitment = crypto::sha256(plain);  // what tlog::commit(salt, body) is
  ready.plain = keyring::Secret(std::move(plain));
  batch.plain_size += salt.size() + body.size();
  batch.entries.push_back(std::move(ready));
  return {};
}

Result<LeafIndex> Ledger::append(const NewEntry& entry) { return append_all({&entry, 1}); }

Result<LeafIndex> Ledger::append_all(std::span<const NewEntry> entries) {
  State& state = *state_;
  if (state.access != Access::kWrite) {
    return Error{ErrorCode::kConflict, "The ledger was opened for reading only."};
  }
  if (entries.empty() || entries.size() > kMaxBatchEntries) {
    return Error{ErrorCode::kLimit,
                 fmt::format("Between 1 and {} entries are added at once.", kMaxBatchEntries)};
  }
  Batch mine;
  mine.entries.reserve(entries.size());
  const Bytes random = crypto::random_bytes(entries.size() * kRandomSize);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    SANAD_CHECK(
        state.prepare(entries[i], ByteView(random).subspan(i * kRandomSize, kRandomSize), mine));
  }
  if (mine.plain_size > kMaxGroupBytes) {
    return Error{ErrorCode::kLimit, "The entries are too large to be added at once; add fewer."};
  }
  std::unique_lock lock(state.mutex);
  state.queue.push_back(&mine);
  state.turn.wait(lock, [&] { return mine.done || state.queue.front() == &mine; });
  if (mine.done) return *mine.outcome;
  std::vector<Batch*> group;
  std::size_t count = 0, bytes = 0;
  for (Batch* batch : state.queue) {
    count += batch->entries.size();
    bytes += batch->plain_size;
    if (!group.empty() && (count > kMaxBatchEntries || bytes > kMaxGroupBytes)) break;
    group.push_back(batch);
  }
  lock.unlock();
  state.commit(group);
  lock.lock();
  for (Batch* batch : group) batch->done = true;
  state.queue.erase(state.queue.begin(), state.queue.begin() + std::ptrdiff_t(group.size()));
  state.turn.notify_all();
  return *mine.outcome;
}

// Only the thread at the front of the queue comes here, so journal and last_at have one user.
void Ledger::State::commit(std::span<Batch* const> batches) {
  const auto answer_all = [&](const Error& error) {
    for (Batch* batch : batches) batch->outcome = error;
  };
  if (poisoned) return answer_all(poisoned_error(*poisoned));
  const Timestamp at = std::max(clock.now(), last_at);
  const std::uint64_t first = size().value;
  std::vector<Hash> leaves;
  std::vector<RecordPlace> added;
  Bytes payload, sealed;
  for (Batch* batch : batches) {
    batch->outcome = LeafIndex{first + leaves.size()};
    for (const Prepared& entry : batch->entries) {
      const std::string leaf = tlog::format_leaf({at, entry.commitment, entry.kind});
      seal_body(*batch, entry, as_bytes(leaf), sealed);
      const std::size_t start = payload.size();
      append_record(payload, {as_bytes(leaf), batch->sealers[entry.sealer].case_id, sealed});
      leaves.push_back(merkle::leaf_hash(as_bytes(leaf)));
      added.push_back({journal_size + kFrameHeaderSize + start,
                       static_cast<std::uint32_t>(payload.size() - start)});
    }
  }
  const Bytes frame = format_frame(first, payload);
  if (auto written = write_frame(frame); !written) return answer_all(written.error());
  const std::lock_guard guard(mutex);
  journal_size += frame.size();
  last_at = at;
  for (const Hash& leaf : leaves) tree.append(leaf);
  places.insert(places.end(), added.begin(), added.end());
}

// A write that fails (disk full) is taken back, so that the ledger can go on; a sync that fails
// cannot be, since nobody knows any more what is on the disk.
Result<void> Ledger::State::write_frame(ByteView frame) {
  if (auto written = journal->write(frame); !written) {
    auto undone = journal->truncate(journal_size);
    if (undone) undone = journal->sync();
    if (undone) return written;
    poisoned = written.error();
    return poisoned_error(*poisoned);
  }
  if (auto synced = journal->sync(); !synced) {
    poisoned = synced.error();
    return poisoned_error(*poisoned);
  }
  return {};
}

}  // namespace sanad::ledger
