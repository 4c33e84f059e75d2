// A new file that a command writes.
#pragma once

#include <string>
#include <string_view>

#include "base/stream.h"
#include "files/files.h"

namespace sanad::cli {

// All of it or no file. name: what is copied, for the error. kConflict: the file is there already.
inline Result<void> copy_out(ByteSource& source, std::string_view name, const std::string& path) {
  files::PosixFileSystem file_system;
  SANAD_TRY_WITH(auto file, file_system.open(path, files::OpenMode::kCreateNew),
                 "writing the file");
  const auto copy = [&]() -> Result<void> {
    Bytes piece(256 * 1024);
    for (;;) {
      SANAD_TRY(const std::size_t got, source.read(piece));
      if (got == 0) return file->sync();
      SANAD_CHECK(file->write(ByteView(piece.data(), got)));
    }
  };
  const auto copied = copy();
  if (copied.ok()) return {};
  (void)file_system.remove(path);  // the error that counts is the first
  return copied.error().with_context(name);
}

inline Result<void> write_out(std::string_view text, std::string_view name,
                              const std::string& path) {
  MemorySource source(as_bytes(text));
  return copy_out(source, name, path);
}

}  // namespace sanad::cli
