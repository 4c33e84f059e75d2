// Documents of many terms at once: beginnings, near spellings, other scripts.
#pragma once

#include "cursor.h"

namespace sanad::search_index {

struct Spelled {  // a term of the segment, and how it answers the word
  std::uint32_t term = 0;
  How how = How::kFolded;
};

// What a match is worth beside an exact one.
std::uint32_t share_of(How how, std::uint32_t score);

// Reads all their postings when it is made; a document scores as its best term does.
class ListCursor final : public Cursor {
 public:
  ListCursor(Reading& reading, const std::vector<Spelled>& terms, std::uint32_t weight);
  void seek(std::uint32_t target) override;
  std::uint32_t score() override { return entries_[at_].score; }
  How how() override { return entries_[at_].how; }
  std::uint32_t bound(std::uint32_t from, std::uint32_t& until) override;
  std::uint64_t cost() const override { return entries_.size(); }

 private:
  struct Entry {
    std::uint32_t document;
    std::uint32_t score;
    How how;
  };
  bool add(Reading& reading, const Spelled& spelled, std::uint32_t weight);
  void level(std::uint32_t documents);

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> bounds_;  // of each kBlockDocuments entries
  std::size_t at_ = 0;
};

}  // namespace sanad::search_index
