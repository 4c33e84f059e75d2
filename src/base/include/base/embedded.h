// Files that are part of the program (cmake/SanadEmbed.cmake).
#pragma once

#include <span>
#include <string_view>

namespace sanad {

struct EmbeddedFile {
  std::string_view name;   // relative to the folder that was embedded
  std::string_view bytes;  // lives as long as the program
};

// Null if there is no file of that name.
inline const EmbeddedFile* find_embedded(std::span<const EmbeddedFile> files,
                                         std::string_view name) {
  for (const auto& file : files) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

}  // namespace sanad
