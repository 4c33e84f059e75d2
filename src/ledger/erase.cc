// Erasing bodies, by a redo log: what the journal's frames shall be stands whole on the disk before
// a byte of them is written over, so that a crash in the middle leaves either the old frame or the
// means to complete the new one.
//
//   erasing   "SNDE1"  { offset of frame (8)  size (4)  frame }...  SHA-256 of all before it (32)
// Numbers are big-endian. The mark of an erased body has the size of what it takes the place of:
//   nonce (12)  tag (16)  zeros      the tag: AES-256-GCM of nothing under the key for erasures of
// the workspace, with the leaf as associated data. So nobody without that key can make a body
// vanish and have it pass for erased. Tested by ledger_erase_test.cc.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "crypto/crypto.h"
#include "state.h"

namespace sanad::ledger {
namespace {

constexpr std::string_view kMagic = "SNDE1";
constexpr std::size_t kDigestSize = 32;
constexpr std::size_t kMarkSize = crypto::kGcmNonceSize + crypto::kGcmTagSize;
// What one round writes over; a single frame may be longer.
constexpr std::size_t kRoundBytes = 16U << 20U;
constexpr std::uint64_t kMaxLogBytes = kMagic.size() + kRoundBytes + kMaxFramePayload + 1024;
constexpr std::string_view kTornPrefix = "torn-";

void put(Bytes& out, std::uint64_t value, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}

std::uint64_t get(ByteView bytes, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = (value << 8U) | bytes[i];
  return value;
}

Bytes make_mark(const keyring::Secret& key, ByteView leaf, std::size_t size) {
  Bytes mark = crypto::random_bytes(crypto::kGcmNonceSize);
  const Bytes tag = crypto::seal_aes256gcm(key.view(), mark, leaf, {});
  mark.insert(mark.end(), tag.begin(), tag.end());
  mark.resize(size, 0);
  return mark;
}

bool looks_erased(ByteView sealed) {
  return sealed.size() > kMarkSize &&
         std::ranges::all_of(sealed.subspan(kMarkSize), [](std::uint8_t b) { return b == 0; });
}

keyring::Secret erasure_key(const keyring::Keyring& keyring) {
  return keyring.workspace_subkey("ledger erasures");
}

// What is left to be written over, in their places; kIntegrity if the log is not one of ours.
struct Replacement {
  std::uint64_t offset = 0;
  ByteView frame;
};
Result<std::vector<Replacement>> parse_log(ByteView log, const files::Path& path) {
  const Error damaged{
      ErrorCode::kIntegrity,
      fmt::format("{} is damaged; restore the ledger from a backup", path.string())};
  if (log.size() < kMagic.size() + kDigestSize || as_text(log.first(kMagic.size())) != kMagic)
    return damaged;
  const ByteView said = log.last(kDigestSize);
  const ByteView content = log.first(log.size() - kDigestSize);
  if (!std::ranges::equal(crypto::sha256(content), said)) return damaged;
  std::vector<Replacement> replacements;
  ByteView rest = content.subspan(kMagic.size());
  while (!rest.empty()) {
    if (rest.size() < 12) return damaged;
    const std::uint64_t offset = get(rest, 8);
    const auto size = static_cast<std::size_t>(get(rest.subspan(8), 4));
    rest = rest.subspan(12);
    if (rest.size() < size) return damaged;
    replacements.push_back({offset, rest.first(size)});
    rest = rest.subspan(size);
  }
  return replacements;
}

}  // namespace

Result<bool> Ledger::State::is_erased(const RecordView& record) const {
  if (!looks_erased(record.sealed)) return false;
  const auto opened = crypto::open_aes256gcm(
      erasure_key(keyring).view(), record.sealed.first(crypto::kGcmNonceSize), record.leaf,
      record.sealed.subspan(crypto::kGcmNonceSize, crypto::kGcmTagSize));
  if (!opened) return opened.error();
  return true;
}

// The frame at offset with these bodies erased.
Result<Bytes> Ledger::State::erased_frame(std::uint64_t offset,
                                          std::span<const LeafIndex> indexes) const {
  SANAD_TRY(const StoredFrame frame, read_frame(*journal, offset));
  const keyring::Secret key = erasure_key(keyring);
  Bytes payload;
  payload.reserve(frame.bytes.size() - kFrameHeaderSize);
  for (std::size_t i = 0; i < frame.places.size(); ++i) {
    const auto at = static_cast<std::size_t>(frame.places[i].offset - offset);
    const RecordView record =
        parse_record(ByteView(frame.bytes).subspan(at, frame.places[i].size_bytes))->first;
    const LeafIndex index{frame.first_index + i};
    const bool chosen =
        std::ranges::any_of(indexes, [&](LeafIndex one) { return one.value == index.value; });
    if (!chosen || looks_erased(record.sealed)) {
      append_record(payload, record);
      continue;
    }
    const Bytes mark = make_mark(key, record.leaf, record.sealed.size());
    append_record(payload, {record.leaf, record.case_id, mark});
  }
  return replace_payload(frame, payload);
}

Result<void> Ledger::State::finish_erasing() {
  SANAD_TRY(const auto there, fs.stat(erasing_path()));
  if (!there) return {};
  SANAD_TRY(const Bytes log, files::read_file(fs, erasing_path(), kMaxLogBytes));
  SANAD_TRY(const auto replacements, parse_log(log, erasing_path()));
  {
    const std::unique_lock writing(bodies);
    SANAD_TRY(const auto file, fs.open(journal_path(), files::OpenMode::kOverwrite));
    for (const Replacement& one : replacements) SANAD_CHECK(file->write_at(one.offset, one.frame));
    SANAD_CHECK(file->sync());
  }
  SANAD_CHECK(fs.remove(erasing_path()));
  return fs.sync_directory(directory);
}

Result<void> Ledger::State::remove_torn_tails() {
  SANAD_TRY(const auto items, fs.list(journal_directory()));
  for (const files::FileInfo& item : items) {
    if (!item.name.starts_with(kTornPrefix)) continue;
    const files::Path path = journal_directory() / item.name;
    SANAD_TRY(const auto file, fs.open(path, files::OpenMode::kOverwrite));
    SANAD_CHECK(file->write(Bytes(static_cast<std::size_t>(item.size_bytes), 0)));
    SANAD_CHECK(file->sync());
    SANAD_CHECK(fs.remove(path));
    SANAD_CHECK(fs.sync_directory(journal_directory()));
  }
  return {};
}

Result<void> Ledger::erase_bodies(std::span<const LeafIndex> indexes) {
  State& state = *state_;
  if (state.access != Access::kWrite)
    return Error{ErrorCode::kConflict, "The ledger was opened for reading only."};
  const TreeSize total = size();
  // Which frame holds each of them: frames follow one another from the start of the journal.
  std::vector<LeafIndex> sorted(indexes.begin(), indexes.end());
  std::ranges::sort(sorted, {}, &LeafIndex::value);
  if (!sorted.empty() && sorted.back().value >= total.value)
    return Error{ErrorCode::kNotFound,
                 fmt::format("The ledger has {} entries; there is no entry {}.", total.value,
                             sorted.back().value)};
  const std::lock_guard one_at_a_time(state.erase_mutex);
  SANAD_CHECK(state.finish_erasing());
  std::uint64_t offset = 0;
  auto next = sorted.begin();
  while (next != sorted.end()) {
    Bytes log = to_bytes(kMagic);
    while (next != sorted.end() && log.size() < kRoundBytes) {
      SANAD_TRY(const StoredFrame frame, read_frame(*state.journal, offset));
      const std::uint64_t end = frame.first_index + frame.places.size();
      const auto last =
          std::ranges::find_if(next, sorted.end(), [&](LeafIndex one) { return one.value >= end; });
      if (last != next) {
        SANAD_TRY(const Bytes erased, state.erased_frame(offset, {next, last}));
        put(log, offset, 8);
        put(log, erased.size(), 4);
        log.insert(log.end(), erased.begin(), erased.end());
      }
      next = last;
      offset += frame.bytes.size();
    }
    const Digest256 digest = crypto::sha256(log);
    log.insert(log.end(), digest.begin(), digest.end());
    SANAD_CHECK(files::write_file_atomic(state.fs, state.erasing_path(), log));
    SANAD_CHECK(state.finish_erasing());
  }
  return state.remove_torn_tails();
}

}  // namespace sanad::ledger
