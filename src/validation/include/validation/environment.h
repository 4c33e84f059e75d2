// The machine and the programs that a validation is of. Two validations are of one environment
// where this is the same, byte for byte in canonical JSON; its SHA-256 names it. What moves from
// minute to minute (the clock's offset, free disk) is no part of it.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace sanad::validation {

// SHA-256 of files, remembered as long as file, size and time of change are the same. Thread-safe.
class FileDigests {
 public:
  // Hexadecimal. kNotFound, kIo.
  Result<std::string> of(const std::string& path);

 private:
  // Device, inode, size, time of change in nanoseconds.
  using Key = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::int64_t>;
  std::mutex mutex_;
  std::map<Key, std::string> known_;
};

struct EnvironmentInput {
  std::string version;           // of Sanad
  std::string extractor;         // path of sanad-extract
  std::string reader_of_images;  // path of sanad-ocr
  std::string browser_path;      // empty: there is none
  std::string browser_version;   // as it says itself
  bool browser_is_confined = false;
  std::string browser_sandbox;  // why, in words
};

// {"version", "programs" [{"name", "sha256"}], "browser" {"name", "version", "sha256", "sandbox"},
// "system" {"name", "kernel", "machine", "processor", "locale"}, "libraries" [{"name",
// "version"}]}. A program that is not there has null for its digest.
json::Object read_environment(const EnvironmentInput& input, FileDigests& digests);
// Hexadecimal, over the canonical form.
std::string environment_digest(const json::Object& environment);

// Versions of the packages of Debian that Sanad's programs are linked with or start, of a text as
// /var/lib/dpkg/status. Pure.
json::Array package_versions(std::string_view status);

}  // namespace sanad::validation
