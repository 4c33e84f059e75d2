// Segments, read where they lie: the dictionary in memory, the rest by chunks.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "layout.h"
#include "postings.h"
#include "segment_store.h"

namespace sanad::search_index {

// The chunks used last, up to a number of bytes.
class ChunkCache {
 public:
  static constexpr std::size_t kMaxBytes = std::size_t{64} << 20;
  explicit ChunkCache(SegmentStore& store) : store_(store) {}

  // The chunk stays until the next call.
  Result<const Bytes*> chunk(std::uint64_t segment, std::uint32_t number);
  void forget(std::uint64_t segment);
  void clear();

 private:
  struct Kept {
    std::uint64_t segment;
    std::uint32_t number;
    Bytes bytes;
  };
  struct Key {
    std::uint64_t segment;
    std::uint32_t number;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      return static_cast<std::size_t>((key.segment << 20 ^ key.number) * 0x9E37'79B9'7F4A'7C15ULL);
    }
  };
  SegmentStore& store_;
  std::list<Kept> kept_;  // the one used last first
  std::unordered_map<Key, std::list<Kept>::iterator, KeyHash> places_;
  std::size_t bytes_ = 0;
};

class Segment {
 public:
  // kIntegrity for bytes that are no segment.
  static Result<std::unique_ptr<Segment>> open(ChunkCache& cache, const SegmentRow& row);

  const SegmentRow& row() const { return row_; }
  std::uint32_t documents() const { return row_.documents; }
  std::uint32_t terms() const { return static_cast<std::uint32_t>(counts_.size()); }

  std::string_view term(std::uint32_t number) const {
    return std::string_view(letters_).substr(begins_[number],
                                             begins_[number + 1] - begins_[number]);
  }
  std::uint32_t count(std::uint32_t number) const { return counts_[number]; }
  // The first term that is not less; terms() if none.
  std::uint32_t lower_bound(std::string_view term) const;
  // The first term from number on that does not begin so.
  std::uint32_t end_of_prefix(std::string_view prefix) const;
  // terms() if it is not there.
  std::uint32_t find(std::string_view term) const;

  std::uint64_t id(std::uint32_t document) const { return ids_[document]; }
  const std::vector<std::uint64_t>& ids() const { return ids_; }
  std::int64_t at_ms(std::uint32_t document) const { return times_[document]; }
  const std::vector<std::int64_t>& times() const { return times_; }

  // Terms filed under the sound.
  Result<std::vector<std::uint32_t>> terms_of_sound(std::uint32_t key);
  Result<PostingsHead> postings(std::uint32_t term) const;
  // Bytes [at, at + size) into out.
  Result<void> read(std::uint64_t at, std::uint64_t size, Bytes& out) const;
  // All postings of a term, decoded. positions: what the postings point into.
  Result<void> read_all(std::uint32_t term, std::vector<Posting>& out, Bytes& positions) const;

 private:
  Segment(ChunkCache& cache, const SegmentRow& row) : cache_(cache), row_(row) {}
  Result<void> load();
  bool load_dictionary(ByteView bytes);
  bool load_documents(ByteView ids, ByteView times);

  ChunkCache& cache_;
  SegmentRow row_;
  Layout layout_;
  std::string letters_;  // of all terms
  std::vector<std::uint32_t> begins_;
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint64_t> offsets_;
  std::vector<std::uint64_t> ids_;
  std::vector<std::int64_t> times_;
  std::vector<std::uint64_t> sounds_;  // key << 32 | term
  bool sounds_loaded_ = false;
};

}  // namespace sanad::search_index
