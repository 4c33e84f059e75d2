// Where things of a class lie.
#pragma once

#include <fmt/format.h>

#include <filesystem>

#include "files/files.h"

namespace sanad::classroom {

inline std::filesystem::path plan_path(const std::filesystem::path& directory) {
  return directory / "class.json";
}
inline std::filesystem::path trainer_path(const std::filesystem::path& directory) {
  return directory / "trainer";
}
inline std::filesystem::path seats_path(const std::filesystem::path& directory) {
  return directory / "seats";
}
inline std::filesystem::path seat_path(const std::filesystem::path& directory, int number) {
  return seats_path(directory) / fmt::format("{:02}", number);
}
inline std::filesystem::path range_path(const std::filesystem::path& directory) {
  return directory / "range";
}
inline std::filesystem::path cards_path(const std::filesystem::path& directory) {
  return directory / "cards.json";
}
inline std::filesystem::path cards_page_path(const std::filesystem::path& directory) {
  return directory / "cards.html";
}
// Held by whoever runs or closes the class.
inline std::filesystem::path lock_path(const std::filesystem::path& directory) {
  return directory / "running";
}

// kNotFound: the class was closed.
Result<void> check_not_closed(files::FileSystem& fs, const std::filesystem::path& directory);

}  // namespace sanad::classroom
