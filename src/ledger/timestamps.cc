// Requests and responses of RFC 3161, kept beside the checkpoint they are about:
//   public/timestamps/<size>.checkpoint  .tsq  .url  and, once it came, .tsr
#include <fmt/format.h>

#include <cstdlib>

#include "state.h"

namespace sanad::ledger {
namespace {

constexpr std::uint64_t kMaxTimestampFile = 1024 * 1024;

files::Path stamp_file(const files::Path& directory, TreeSize size, std::string_view suffix) {
  return directory / fmt::format("{}{}", size.value, suffix);
}

}  // namespace

Result<void> Ledger::queue_timestamp(const SignedCheckpoint& checkpoint, ByteView request,
                                     std::string_view authority_url) {
  State& state = *state_;
  if (state.access != Access::kWrite) {
    return Error{ErrorCode::kConflict, "The ledger was opened for reading only."};
  }
  const files::Path directory = state.timestamps_directory();
  const auto file = [&](std::string_view suffix) {
    return stamp_file(directory, checkpoint.head.size, suffix);
  };
  SANAD_TRY(const auto existing, state.fs.stat(file(".tsq")));
  if (existing) {
    return Error{ErrorCode::kConflict,
                 fmt::format("A timestamp of the checkpoint over {} entries was "
                             "asked for already.",
                             checkpoint.head.size.value)};
  }
  SANAD_CHECK(files::write_file_atomic(state.fs, file(".checkpoint"), as_bytes(checkpoint.note)));
  SANAD_CHECK(files::write_file_atomic(state.fs, file(".url"), as_bytes(authority_url)));
  return files::write_file_atomic(state.fs, file(".tsq"), request);  // this decides
}

Result<std::vector<PendingTimestamp>> Ledger::pending_timestamps() const {
  const State& state = *state_;
  const files::Path directory = state.timestamps_directory();
  SANAD_TRY(const auto items, state.fs.list(directory));
  std::vector<PendingTimestamp> out;
  for (const files::FileInfo& item : items) {
    if (!item.name.ends_with(".tsq")) continue;
    const TreeSize size{std::strtoull(item.name.c_str(), nullptr, 10)};
    SANAD_TRY(const auto answered, state.fs.stat(stamp_file(directory, size, ".tsr")));
    if (answered) continue;
    PendingTimestamp pending{size, {}, {}, {}};
    const auto read = [&](std::string_view suffix) {
      return files::read_file(state.fs, stamp_file(directory, size, suffix), kMaxTimestampFile);
    };
    SANAD_TRY(pending.checkpoint, read(".checkpoint"));
    SANAD_TRY(pending.request, read(".tsq"));
    SANAD_TRY(const Bytes url, read(".url"));
    pending.authority_url = to_text(url);
    out.push_back(std::move(pending));
  }
  return out;
}

Result<void> Ledger::add_timestamp(TreeSize size, ByteView response) {
  State& state = *state_;
  if (state.access != Access::kWrite) {
    return Error{ErrorCode::kConflict, "The ledger was opened for reading only."};
  }
  const files::Path directory = state.timestamps_directory();
  SANAD_TRY(const auto asked, state.fs.stat(stamp_file(directory, size, ".tsq")));
  if (!asked) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("No timestamp was asked for over {} entries.", size.value)};
  }
  return files::write_file_atomic(state.fs, stamp_file(directory, size, ".tsr"), response);
}

Result<std::vector<StoredTimestamp>> Ledger::timestamps() const {
  const State& state = *state_;
  const files::Path directory = state.timestamps_directory();
  SANAD_TRY(const auto items, state.fs.list(directory));
  std::vector<StoredTimestamp> out;
  for (const files::FileInfo& item : items) {
    if (!item.name.ends_with(".tsr")) continue;
    StoredTimestamp stored{{std::strtoull(item.name.c_str(), nullptr, 10)}, {}, {}, {}};
    const auto read = [&](std::string_view suffix) {
      return files::read_file(state.fs, stamp_file(directory, stored.size, suffix),
                              kMaxTimestampFile);
    };
    SANAD_TRY(stored.checkpoint, read(".checkpoint"));
    SANAD_TRY(stored.request, read(".tsq"));
    SANAD_TRY(stored.response, read(".tsr"));
    out.push_back(std::move(stored));
  }
  return out;
}

}  // namespace sanad::ledger
