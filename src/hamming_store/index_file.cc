#include "hamming_store/index_file.h"

#include <utility>

namespace sanad::hamming_store {
namespace {

constexpr std::size_t kPage = 4096;

}  // namespace

Result<void> write_index_file(files::FileSystem& fs, const files::Path& path,
                              std::vector<hamming::Entry> entries) {
  return files::stream_file_atomic(
      fs, path, [&](ByteSink& sink) { return hamming::write_index(std::move(entries), sink); });
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
