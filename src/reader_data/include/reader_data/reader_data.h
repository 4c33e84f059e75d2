// What a bundle's reader (index.html) shows, as scripts that a page opened from a disk may load:
// texts of files that the bundle has anyway, each as one string (docs/formats/reader.md). Nothing
// is added and nothing is left out, so that whoever has the bundle derives them again and compares;
// the writer of bundles and the verifier both do it with this, and verify.html with code of its
// own. Tested by reader_data_test.cc and tests/tamper. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::reader_data {

inline constexpr std::string_view kFolder = "data/reader/";
inline constexpr std::string_view kPage = "index.html";
// A chunk ends behind the line with which it has so many lines or bytes.
inline constexpr std::size_t kChunkLines = 250;
inline constexpr std::size_t kChunkBytes = 256 * 1024;

// One script, whole; both are valid during the call.
using OnFile = std::function<Result<void>(const std::string& path, std::string_view content)>;

std::string path_of(std::string_view name);
// The script that hands text to the page under the name. text is UTF-8.
std::string format_file(std::string_view name, std::string_view text);
// An entry as one line without its line feed; leaf and body are canonical JSON.
std::string entry_line(std::uint64_t index, std::string_view leaf, std::string_view body);
// The text of the script "chunks": which number each chunk begins with.
std::string format_chunks(const std::map<std::string, std::vector<std::uint64_t>>& firsts);

// Cuts lines of canonical JSON, each with a line feed behind it, into chunks. Memory grows with the
// longest line only.
class Chunks {
 public:
  // stem: what the names of the scripts begin with.
  Chunks(std::string stem, OnFile on_file);
  // A whole line, without its line feed, and its number.
  Result<void> add(std::string_view line, std::uint64_t number);
  // Lines of an excerpt, in pieces of any size; not both of these. kInvalid: a line of no excerpt.
  // Else what on_file answers.
  Result<void> update(ByteView bytes);
  // kInvalid: the text does not end with a line feed.
  Result<void> finish();
  // The number that each chunk begins with.
  const std::vector<std::uint64_t>& firsts() const { return firsts_; }

 private:
  Result<void> line_ended();
  Result<void> flush();

  std::string stem_;
  OnFile on_file_;
  std::string text_;
  std::size_t lines_ = 0;
  std::uint64_t first_ = 0;
  std::vector<std::uint64_t> firsts_;
};

}  // namespace sanad::reader_data
