// Verifying the whole ledger in one pass: the journal is read from its start, the public entries
// beside it, and the tree is built again from these; each tile is compared as soon as it is
// complete. Memory does not grow with the ledger.
#include <fmt/format.h>

#include <algorithm>

#include "state.h"

namespace sanad::ledger {
namespace {

class Audit {
 public:
  Audit(const PublicTree& files, merkle::TreeHead head, AuditReport& report)
      : files_(files), head_(head), report_(report) {}

  void problem(std::string file, std::string reason) {
    if (report_.problems.size() < kMaxProblems) {
      report_.problems.push_back({std::move(file), std::move(reason)});
    }
  }

  // The next public entry; leaf is what the journal has there.
  Result<void> add(ByteView leaf) {
    const std::uint64_t index = frontier_.size().value;
    if (index % tlog::kFullTileWidth == 0) SANAD_CHECK(load_bundle(index / tlog::kFullTileWidth));
    if (!entries_.empty() && !std::ranges::equal(entries_[index % tlog::kFullTileWidth], leaf)) {
      problem("journal/0", fmt::format("entry {} is not the one in {}", index, bundle_name_));
    }
    const ByteView entry = entries_.empty() ? leaf : entries_[index % tlog::kFullTileWidth];
    frontier_.append(merkle::leaf_hash(entry), [&](merkle::NodeId node, const Hash& hash) {
      if (node.level % tlog::kTileHeight != 0) return;
      const unsigned level = node.level / tlog::kTileHeight;
      if (levels_.size() <= level) levels_.resize(level + 1);
      levels_[level].insert(levels_[level].end(), hash.begin(), hash.end());
    });
    for (unsigned level = 0; level < levels_.size(); ++level) {
      if (levels_[level].size() < tlog::kFullTileWidth * tlog::kHashSize) break;
      SANAD_CHECK(compare_tile(level));
    }
    return {};
  }

  Result<void> finish() {
    for (unsigned level = 0; level < levels_.size(); ++level) {
      if (!levels_[level].empty()) SANAD_CHECK(compare_tile(level));
    }
    if (frontier_.size() != head_.size) {
      problem("journal/0", fmt::format("it holds {} entries, the checkpoint signs {}",
                                       frontier_.size().value, head_.size.value));
    } else if (frontier_.root() != head_.root) {
      problem("public/checkpoint", "its root is not that of the entries");
    }
    return {};
  }

 private:
  // Absent and altered files are findings; that the disk does not answer is an error.
  Result<std::optional<Bytes>> read(const tlog::TileId& tile, const std::string& name) {
    auto bytes = files_.read_tile(tile);
    if (bytes) return std::optional(std::move(*bytes));
    const ErrorCode code = bytes.error().code;
    if (code != ErrorCode::kNotFound && code != ErrorCode::kLimit) return bytes.error();
    problem(name, code == ErrorCode::kNotFound ? "it is missing" : "it is too large");
    return std::optional<Bytes>();
  }

  Result<void> load_bundle(std::uint64_t index) {
    const std::uint64_t left = head_.size.value - index * tlog::kFullTileWidth;
    const auto width = static_cast<unsigned>(std::min<std::uint64_t>(left, tlog::kFullTileWidth));
    const tlog::TileId tile{tlog::TileKind::kEntries, 0, index, width};
    bundle_name_ = "public/" + tlog::format_tile_path(tile);
    entries_.clear();
    SANAD_TRY(auto bytes, read(tile, bundle_name_));
    if (!bytes) return {};
    bundle_ = std::move(*bytes);
    auto parsed = tlog::parse_bundle(bundle_, width);
    if (parsed) {
      entries_ = std::move(*parsed);
    } else {
      problem(bundle_name_, parsed.error().message);
    }
    return {};
  }

  Result<void> compare_tile(unsigned level) {
    if (next_tile_.size() <= level) next_tile_.resize(level + 1);
    const auto width = static_cast<unsigned>(levels_[level].size() / tlog::kHashSize);
    const tlog::TileId tile{tlog::TileKind::kHashes, level, next_tile_[level]++, width};
    const std::string name = "public/" + tlog::format_tile_path(tile);
    SANAD_TRY(const auto bytes, read(tile, name));
    if (bytes && *bytes != levels_[level]) problem(name, "its hashes are not those of the entries");
    levels_[level].clear();
    return {};
  }

  const PublicTree& files_;
  merkle::TreeHead head_;
  AuditReport& report_;
  merkle::Frontier frontier_;
  std::vector<Bytes> levels_;             // hashes of the tile in the making, by level
  std::vector<std::uint64_t> next_tile_;  // its index
  std::string bundle_name_;
  Bytes bundle_;
  std::vector<ByteView> entries_;  // of bundle_; empty if it could not be read
};

// Answers the checkpoint if it is sound, else adds the problem.
std::optional<SignedCheckpoint> sound(Result<std::optional<SignedCheckpoint>> found,
                                      const char* name, Audit& audit) {
  if (found) return *found;
  audit.problem(name, found.error().message);
  return std::nullopt;
}

}  // namespace

// The files beside the tree. newest: the public checkpoint.
static Result<void> check_other_files(const PublicTree& files, files::FileSystem& fs,
                                      const std::optional<SignedCheckpoint>& newest, Audit& audit) {
  auto found = files.high_water();
  if (!found && found.error().code != ErrorCode::kIntegrity) return found.error();
  const auto high_water = sound(std::move(found), "signed", audit);
  if (newest && high_water && high_water->head.size < newest->head.size) {
    audit.problem("signed", "it is older than the public checkpoint");
  }
  if (newest && high_water && high_water->head.size == newest->head.size &&
      high_water->head.root != newest->head.root) {
    audit.problem("public/checkpoint", "it differs from the one in `signed`");
  }
  const auto key = files::read_file(fs, files.path("log.vkey"), 1024);
  if (!key || as_text(*key) != tlog::format_vkey(files.log()) + "\n") {
    audit.problem("public/log.vkey", "it is not the key of this ledger");
  }
  return {};
}

static Result<void> check_timestamp(const StoredTimestamp& stamp, const PublicTree& files,
                                    const merkle::HashReader& tree, const AuditOptions& options,
                                    Audit& audit) {
  const std::string stem = fmt::format("public/timestamps/{}", stamp.size.value);
  const auto opened = tlog::open_checkpoint(as_text(stamp.checkpoint), files.log());
  if (!opened) {
    audit.problem(stem + ".checkpoint", opened.error().message);
    return {};
  }
  const merkle::TreeHead& head = opened->checkpoint.head;
  const auto root = merkle::root_at(head.size, tree);
  if (head.size != stamp.size || !root || *root != head.root) {
    audit.problem(stem + ".checkpoint", "it is not of these entries");
  }
  if (!options.check_timestamp) return {};
  if (auto checked = options.check_timestamp(stamp); !checked) {
    audit.problem(stem + ".tsr", checked.error().message);
  }
  return {};
}

Result<AuditReport> Ledger::verify(const AuditOptions& options) const {
  const State& state = *state_;
  AuditReport report;
  // A reader audits what it opened, whatever a writer has published since. A writer reads the
  // checkpoint before the size, so that it never finds one that is ahead.
  auto found = state.access == Access::kRead ? Result(state.newest) : state.tree_files.published();
  if (!found && found.error().code != ErrorCode::kIntegrity) return found.error();
  const TreeSize total = size();
  Audit early(state.tree_files, {}, report);
  const auto newest = sound(std::move(found), "public/checkpoint", early);
  if (newest) report.head = newest->head;
  Audit audit(state.tree_files, report.head, report);

  std::uint64_t index = 0;
  std::shared_lock reading(state.bodies);
  SANAD_TRY(const ScanEnd scan,
            scan_journal(*state.journal,
                         [&](const RecordPlace&, const RecordView& record) -> Result<void> {
                           if (index >= total.value) return {};  // added meanwhile
                           if (index < report.head.size.value) SANAD_CHECK(audit.add(record.leaf));
                           if (options.bodies) {
                             const auto opened = state.open_record({index}, record);
                             if (!opened && opened.error().code != ErrorCode::kIntegrity)
                               return opened.error();
                             if (!opened) audit.problem("journal/0", opened.error().message);
                             if (opened)
                               ++(opened->body ? report.bodies_checked : report.bodies_destroyed);
                             if (opened && opened->erased) report.erased.push_back(index);
                           }
                           if (++index % 4096 == 0 && options.progress)
                             options.progress(index, total.value);
                           return {};
                         }));
  reading.unlock();
  if (scan.whole_frame_later) {
    audit.problem("journal/0", fmt::format("it was altered at entry {}", scan.entries));
  } else if (index < total.value) {
    audit.problem("journal/0", fmt::format("it was cut or altered at entry {}", index));
  }
  if (newest) SANAD_CHECK(audit.finish());
  report.unpublished = total.value - std::min(total.value, report.head.size.value);
  SANAD_CHECK(check_other_files(state.tree_files, state.fs, newest, audit));
  SANAD_TRY(const auto stamps, timestamps());
  report.timestamps = stamps.size();
  for (const StoredTimestamp& stamp : stamps) {
    const std::lock_guard guard(state.mutex);
    SANAD_CHECK(check_timestamp(stamp, state.tree_files, state.tree, options, audit));
  }
  if (options.progress) options.progress(total.value, total.value);
  return report;
}

Result<void> Ledger::export_public(const files::Path& directory) const {
  const State& state = *state_;
  SANAD_TRY(const auto existing, state.fs.stat(directory));
  if (existing) {
    return Error{ErrorCode::kConflict,
                 fmt::format("{} exists already; choose another name.", directory.string())};
  }
  SANAD_TRY(const auto newest, state.tree_files.published());
  if (!newest)
    return Error{ErrorCode::kNotFound, "No checkpoint of this ledger was published yet."};
  const auto put = [&](const files::Path& name, ByteView bytes) -> Result<void> {
    const files::Path file = directory / name;
    SANAD_CHECK(files::make_directories(state.fs, file.parent_path()));
    return files::write_file_atomic(state.fs, file, bytes);
  };
  for (const tlog::TileId& tile : tlog::new_tiles({}, newest->head.size)) {
    SANAD_TRY(const Bytes bytes, state.tree_files.read_tile(tile));
    SANAD_CHECK(put(tlog::format_tile_path(tile), bytes));
  }
  SANAD_TRY(const auto stamps, timestamps());
  for (const StoredTimestamp& stamp : stamps) {
    if (stamp.size > newest->head.size) continue;
    const std::string stem = fmt::format("timestamps/{}", stamp.size.value);
    SANAD_CHECK(put(stem + ".checkpoint", stamp.checkpoint));
    SANAD_CHECK(put(stem + ".tsq", stamp.request));
    SANAD_CHECK(put(stem + ".tsr", stamp.response));
  }
  SANAD_CHECK(put("log.vkey", as_bytes(tlog::format_vkey(state.tree_files.log()) + "\n")));
  return put("checkpoint", as_bytes(newest->note));  // last: a checkpoint means that all is there
}

}  // namespace sanad::ledger
