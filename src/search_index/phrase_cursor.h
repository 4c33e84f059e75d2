// Words that must stand in a row, or near each other.
#pragma once

#include "cursor.h"

namespace sanad::search_index {

// Slots at their offsets from the first.
class PhraseCursor final : public Cursor {
 public:
  struct Part {
    std::uint32_t offset;
    std::unique_ptr<SlotCursor> slot;
  };
  // parts: not empty. words: positions that the phrase covers.
  PhraseCursor(Reading& reading, std::vector<Part> parts, std::uint32_t words);
  void seek(std::uint32_t target) override;
  std::uint32_t score() override;
  How how() override { return How::kFolded; }
  std::uint32_t bound(std::uint32_t from, std::uint32_t& until) override;
  std::uint64_t cost() const override;

  // To the first document that holds all words, wherever they stand in it.
  void seek_words(std::uint32_t target);
  // Where the phrase begins in the document that seek_words() came to; ascending.
  const std::vector<std::uint32_t>& begins();
  std::uint32_t words() const { return words_; }

 private:
  Reading& reading_;
  std::vector<Part> parts_;
  std::vector<std::size_t> by_cost_;
  std::uint32_t words_;
  std::vector<std::uint32_t> begins_;
  std::vector<std::uint32_t> positions_;
};

// Two phrases with at most within words from the end of one to the beginning of the other.
class NearCursor final : public Cursor {
 public:
  NearCursor(Reading& reading, std::unique_ptr<PhraseCursor> first,
             std::unique_ptr<PhraseCursor> second, std::uint32_t within)
      : reading_(reading), first_(std::move(first)), second_(std::move(second)), within_(within) {}
  void seek(std::uint32_t target) override;
  std::uint32_t score() override { return first_->score() + second_->score(); }
  How how() override { return How::kFolded; }
  std::uint32_t bound(std::uint32_t from, std::uint32_t& until) override;
  std::uint64_t cost() const override { return std::min(first_->cost(), second_->cost()); }

 private:
  bool are_near();

  Reading& reading_;
  std::unique_ptr<PhraseCursor> first_;
  std::unique_ptr<PhraseCursor> second_;
  std::uint32_t within_;
};

}  // namespace sanad::search_index
