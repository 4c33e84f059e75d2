#include "hamming_store/index_file.h"

#include <utility>

namespace sanad::hamming_store {
namespace {

constexpr std::size_t kPage = 4096;

}  // namespace

Result<void> write_index_file(files::FileSystem& fs, const files::Path& path,
                              std::vector<hamming::Entry> entries) {
  files::Path temporary = path;
  temporary += files::kTemporarySuffix;
  SANAD_TRY(const auto leftover, fs.stat(temporary));
  if (leftover) SANAD_CHECK(fs.remove(temporary));
  const auto fill = [&]() -> Result<void> {
    SANAD_TRY(auto file, fs.open(temporary, files::OpenMode::kCreateNew));
    SANAD_CHECK(hamming::write_index(std::move(entries), *file));
    SANAD_CHECK(file->sync());
    return fs.rename(temporary, path);
  };
  if (auto filled = fill(); !filled) {
    // Only tidying: what matters is that path was not replaced, and that the cause is told.
    if (auto removed = fs.remove(temporary); !removed) return filled;
    return filled;
  }
  return fs.sync_directory(path.parent_path());
}

Result<std::unique_ptr<IndexFile>> IndexFile::open(files::FileSystem& fs, const files::Path& path,
                                                   hamming::Kernel kernel) {
  SANAD_TRY(auto mapping, fs.map(path));
  SANAD_TRY_WITH(auto index, hamming::Index::open(mapping->bytes(), kernel), path.string());
  return std::unique_ptr<IndexFile>(new IndexFile(std::move(mapping), std::move(index)));
}

void IndexFile::warm() const {
  const ByteView bytes = mapping_->bytes();
  std::uint8_t sum = 0;
  for (std::size_t at = 0; at < bytes.size(); at += kPage) sum ^= bytes[at];
  // The reads must happen, though nobody wants the sum.
  asm volatile("" : : "r"(sum) : "memory");
}

}  // namespace sanad::hamming_store
