// OLE compound files (MS-CFB): a file system of storages and streams within one file, as Word,
// Excel, PowerPoint and Outlook wrote before 2007.
//
// The bytes are hostile. Each sector belongs to at most one stream: whoever comes second to it gets
// nothing, so that circles, overlaps and streams that say to be larger than the file end by
// themselves, and reading all streams costs no more than the file is long. What can be read of a
// damaged file is given, with what is wrong. A file of a few sectors is described sector by sector
// in compound_test.cc. Tested by compound_test.cc; fuzzed by compound_fuzz.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::compound {

inline constexpr std::size_t kMaxNodes = 200'000;
inline constexpr std::size_t kMaxDepth = 64;  // of storages in storages
inline constexpr std::size_t kMaxCopyBytes = 400U << 20U;

bool is_compound(ByteView head);

struct Node {
  std::string name;  // UTF-8; a leading control character is part of it
  bool is_storage = false;
  std::uint64_t size = 0;  // of a stream, as the directory says
  std::size_t parent = 0;  // of the root itself
};

struct Content {
  Bytes bytes;
  std::string problem;  // why they are not all that the directory promises; empty: they are
};

class File {
 public:
  // item outlives the file. kInvalid where nothing can be read of it.
  static Result<File> open(ByteView item);

  // The root is the first.
  const std::vector<Node>& nodes() const { return nodes_; }
  // In the order of the directory.
  const std::vector<std::size_t>& children(std::size_t storage) const { return children_[storage]; }
  // Names are alike if they differ in the case of Latin letters only.
  std::optional<std::size_t> find(std::size_t storage, std::string_view name) const;
  Content read(std::size_t stream) const;
  // A stream by its name; empty where there is none.
  Content read(std::size_t storage, std::string_view name) const;
  // Of the file as a whole.
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  struct Chain {
    std::vector<std::uint32_t> sectors;
    bool in_mini = false;
    std::string problem;
  };
  friend class Opener;

  ByteView sector(std::uint32_t number) const;

  ByteView item_;
  std::size_t sector_bytes_ = 0;
  std::vector<Node> nodes_;
  std::vector<std::vector<std::size_t>> children_;
  std::vector<Chain> chains_;  // of each node
  Bytes mini_;                 // the sectors of short streams
  std::vector<std::string> problems_;
};

// A storage with all that it holds as a compound file of its own, the same bytes each time. What
// could not be read of it is missing. kLimit: it holds more than kMaxCopyBytes.
Result<Bytes> copy_of(const File& file, std::size_t storage);

}  // namespace sanad::compound
