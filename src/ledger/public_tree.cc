#include "public_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sanad::ledger {

PublicTree::PublicTree(files::FileSystem& fs, files::Path ledger_directory, tlog::VerifierKey log)
    : fs_(fs), directory_(std::move(ledger_directory)), log_(std::move(log)) {}

Result<std::optional<SignedCheckpoint>> PublicTree::read_checkpoint(const files::Path& file) const {
  auto bytes = files::read_file(fs_, file, tlog::kMaxNoteSize);
  if (!bytes && bytes.error().code == ErrorCode::kNotFound)
    return std::optional<SignedCheckpoint>();
  if (!bytes) return bytes.error();
  const auto opened = tlog::open_checkpoint(as_text(*bytes), log_);
  if (!opened) {
    return Error{ErrorCode::kIntegrity,
                 fmt::format("{} was altered: {}.", file.string(), opened.error().message)};
  }
  return std::optional(SignedCheckpoint{to_text(*bytes), opened->checkpoint.head});
}

Result<std::optional<SignedCheckpoint>> PublicTree::published() const {
  return read_checkpoint(path("checkpoint"));
}

Result<std::optional<SignedCheckpoint>> PublicTree::high_water() const {
  return read_checkpoint(signed_path());
}

// Syncs each directory into its parent whether or not it was there: whoever made it may have died.
Result<void> PublicTree::make_parents(const files::Path& file, std::vector<files::Path>& made) {
  const files::Path parent = file.parent_path();
  if (std::ranges::find(made, parent) != made.end() || parent == directory_) return {};
  SANAD_CHECK(make_parents(parent, made));
  SANAD_CHECK(fs_.make_directory(parent));
  SANAD_CHECK(fs_.sync_directory(parent.parent_path()));
  made.push_back(parent);
  return {};
}

Result<void> PublicTree::write_tiles(TreeSize old_size, TreeSize new_size, const MakeTile& make) {
  std::vector<files::Path> made;
  std::set<files::Path> touched;
  for (const tlog::TileId& tile : tlog::new_tiles(old_size, new_size)) {
    SANAD_TRY(const Bytes contents, make(tile));
    const files::Path file = path(tlog::format_tile_path(tile));
    SANAD_CHECK(make_parents(file, made));
    files::Path temporary = file;
    temporary += files::kTemporarySuffix;
    SANAD_TRY(const auto leftover, fs_.stat(temporary));
    if (leftover) SANAD_CHECK(fs_.remove(temporary));
    {
      SANAD_TRY(auto out, fs_.open(temporary, files::OpenMode::kCreateNew));
      SANAD_CHECK(out->write(contents));
      SANAD_CHECK(out->sync());
    }
    SANAD_CHECK(fs_.rename(temporary, file));
    touched.insert(file.parent_path());
  }
  for (const files::Path& directory : touched) SANAD_CHECK(fs_.sync_directory(directory));
  return {};
}

Result<void> PublicTree::remove_temporaries(const files::Path& directory) {
  const auto found = fs_.list(directory);
  if (!found && found.error().code == ErrorCode::kNotFound) return {};
  if (!found) return found.error();
  for (const files::FileInfo& file : *found) {
    if (file.name.ends_with(files::kTemporarySuffix))
      SANAD_CHECK(fs_.remove(directory / file.name));
  }
  return {};
}

Result<void> PublicTree::remove_unfinished_tiles(TreeSize old_size, TreeSize new_size) {
  std::set<files::Path> directories;
  for (tlog::TileId tile : tlog::new_tiles(old_size, new_size)) {
    tile.width = tlog::kFullTileWidth;
    const files::Path whole = path(tlog::format_tile_path(tile));
    tile.width = 1;
    directories.insert(whole.parent_path());
    directories.insert(path(tlog::format_tile_path(tile)).parent_path());
  }
  for (const files::Path& directory : directories) SANAD_CHECK(remove_temporaries(directory));
  return {};
}

Result<void> PublicTree::write_checkpoint(const SignedCheckpoint& checkpoint) {
  SANAD_CHECK(files::write_file_atomic(fs_, signed_path(), as_bytes(checkpoint.note)));
  return write_public_checkpoint(checkpoint);
}

Result<void> PublicTree::write_public_checkpoint(const SignedCheckpoint& checkpoint) {
  return files::write_file_atomic(fs_, path("checkpoint"), as_bytes(checkpoint.note));
}

Result<void> PublicTree::write_log_key() {
  const std::string text = tlog::format_vkey(log_) + "\n";
  const auto found = files::read_file(fs_, path("log.vkey"), 1024);
  if (found && as_text(*found) == text) return {};
  if (found) {
    return Error{ErrorCode::kIntegrity,
                 fmt::format("{} is not this ledger's key.", path("log.vkey").string())};
  }
  if (found.error().code != ErrorCode::kNotFound) return found.error();
  return files::write_file_atomic(fs_, path("log.vkey"), as_bytes(text));
}

Result<Bytes> PublicTree::read_tile(const tlog::TileId& tile) const {
  return files::read_file(fs_, path(tlog::format_tile_path(tile)), kMaxTileFileSize);
}

}  // namespace sanad::ledger
