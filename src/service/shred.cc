#include "service/shred.h"

#include <algorithm>

namespace sanad::service {
namespace {

constexpr std::uint64_t kPieceBytes = 1U << 20U;

Result<void> overwrite(files::FileSystem& fs, const files::Path& path, std::uint64_t size) {
  SANAD_TRY(const auto file, fs.open(path, files::OpenMode::kOverwrite));
  const Bytes zeros(static_cast<std::size_t>(std::min(size, kPieceBytes)), 0);
  for (std::uint64_t at = 0; at < size; at += zeros.size()) {
    const auto some = std::min<std::uint64_t>(zeros.size(), size - at);
    SANAD_CHECK(file->write_at(at, ByteView(zeros).first(static_cast<std::size_t>(some))));
  }
  return file->sync();
}

}  // namespace

Result<void> shred_tree(files::FileSystem& fs, const files::Path& directory) {
  SANAD_TRY(const auto there, fs.stat(directory));
  if (!there) return {};
  SANAD_TRY(const auto items, fs.list(directory));
  for (const files::FileInfo& item : items) {
    if (item.is_directory) {
      SANAD_CHECK(shred_tree(fs, directory / item.name));
    } else {
      SANAD_CHECK(overwrite(fs, directory / item.name, item.size_bytes));
    }
  }
  return files::remove_tree(fs, directory);
}

}  // namespace sanad::service
