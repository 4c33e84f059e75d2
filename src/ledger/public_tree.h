// The directory public/: writing its files in an order that survives a crash, and reading them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "files/files.h"
#include "ledger/ledger.h"
#include "tlog/checkpoint.h"
#include "tlog/tiles.h"

namespace sanad::ledger {

inline constexpr std::uint64_t kMaxTileFileSize = 256 * (2 + tlog::kMaxEntrySize);

class PublicTree {
 public:
  PublicTree(files::FileSystem& fs, files::Path ledger_directory, tlog::VerifierKey log);

  const tlog::VerifierKey& log() const { return log_; }
  files::Path path(std::string_view name) const { return directory_ / "public" / name; }
  files::Path signed_path() const { return directory_ / "signed"; }

  // The public checkpoint and the private high-water mark; nullopt if there is none. kIntegrity
  // names the file if it is not signed by this log.
  Result<std::optional<SignedCheckpoint>> published() const;
  Result<std::optional<SignedCheckpoint>> high_water() const;

  using MakeTile = std::function<Result<Bytes>(const tlog::TileId&)>;
  // Steps 2 and 3 of publishing: files for everything between the sizes.
  Result<void> write_tiles(TreeSize old_size, TreeSize new_size, const MakeTile& make);
  // What a crash left of tiles that were being written for a log of more than old_size entries and
  // not more than new_size. Later writes would pass it by: they are of other widths.
  Result<void> remove_unfinished_tiles(TreeSize old_size, TreeSize new_size);
  // Steps 4 and 5.
  Result<void> write_checkpoint(const SignedCheckpoint& checkpoint);
  // Step 5 alone: after a crash between them.
  Result<void> write_public_checkpoint(const SignedCheckpoint& checkpoint);
  Result<void> write_log_key();

  Result<Bytes> read_tile(const tlog::TileId& tile) const;

 private:
  Result<std::optional<SignedCheckpoint>> read_checkpoint(const files::Path& file) const;
  Result<void> remove_temporaries(const files::Path& directory);
  Result<void> make_parents(const files::Path& file, std::vector<files::Path>& made);

  files::FileSystem& fs_;
  files::Path directory_;
  tlog::VerifierKey log_;
};

}  // namespace sanad::ledger
