// An index as a file: written once, mapped into memory, never changed.
#pragma once

#include <memory>
#include <vector>

#include "files/files.h"
#include "hamming/index.h"

namespace sanad::hamming_store {

// All or nothing, like files::write_file_atomic, but streamed: path + ".tmp", sync, rename, sync of
// the directory. Errors: those of hamming::write_index and of the disk; then path is as it was.
Result<void> write_index_file(files::FileSystem& fs, const files::Path& path,
                              std::vector<hamming::Entry> entries);

class IndexFile {
 public:
  // In milliseconds, whatever the size. Errors: those of the disk and of hamming::Index::open,
  // with the path.
  static Result<std::unique_ptr<IndexFile>> open(files::FileSystem& fs, const files::Path& path,
                                                 hamming::Kernel kernel = hamming::best_kernel());

  const hamming::Index& index() const { return index_; }
  ByteView bytes() const { return mapping_->bytes(); }

  // Reads a byte of each page, so that later lookups need not wait for the disk.
  void warm() const;

 private:
  IndexFile(std::unique_ptr<files::Mapping> mapping, hamming::Index index)
      : mapping_(std::move(mapping)), index_(std::move(index)) {}
  std::unique_ptr<files::Mapping> mapping_;
  hamming::Index index_;
};

}  // namespace sanad::hamming_store
