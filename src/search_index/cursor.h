// Documents of one segment that answer a part of a query, in ascending order.
//
// A cursor stands at doc(), or at kNoDocument past the last. Errors of reading end every cursor:
// they are kept in Reading, which whoever walks asks at the end.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "reader.h"
#include "search/terms.h"

namespace sanad::search_index {

using search::How;

struct Reading {
  Segment& segment;
  std::optional<Error> error;
  std::uint32_t fail(Error found) {
    if (!error) error = std::move(found);
    return kNoDocument;
  }
};

class Cursor {
 public:
  virtual ~Cursor() = default;
  std::uint32_t doc() const { return doc_; }
  // To the first document that is not less than target; never back.
  virtual void seek(std::uint32_t target) = 0;
  // Of doc().
  virtual std::uint32_t score() = 0;
  virtual How how() = 0;
  // No document of [from, until] scores more; until is set. from: at or after doc().
  virtual std::uint32_t bound(std::uint32_t from, std::uint32_t& until) = 0;
  // About how many documents there are.
  virtual std::uint64_t cost() const = 0;

 protected:
  std::uint32_t doc_ = 0;  // the first seek() comes before any use
};
using CursorPtr = std::unique_ptr<Cursor>;

// The postings of one term; score: impact x weight.
class TermCursor final : public Cursor {
 public:
  TermCursor(Reading& reading, std::uint32_t term, std::uint32_t weight);
  void seek(std::uint32_t target) override;
  std::uint32_t score() override { return impacts_[at_] * weight_; }
  How how() override { return How::kFolded; }
  std::uint32_t bound(std::uint32_t from, std::uint32_t& until) override;
  std::uint64_t cost() const override { return count_; }
  // Appends (position << 1 | rewritten) of doc().
  void places(std::vector<std::uint64_t>& out);

 private:
  bool load(std::size_t block);
  // The block that may hold the document, from the present one on.
  std::size_t block_of(std::uint32_t document, std::size_t from) const;

  Reading& reading_;
  PostingsHead head_;
  std::uint32_t weight_;
  std::uint32_t count_;
  bool has_impacts_;
  std::size_t block_ = 0;
  std::size_t loaded_ = ~std::size_t{0};
  std::size_t shallow_ = 0;
  std::uint32_t at_ = 0;
  std::uint32_t in_block_ = 0;
  std::uint32_t documents_[kBlockDocuments];
  std::uint8_t impacts_[kBlockDocuments] = {};
  Bytes bytes_;
  Bytes place_bytes_;
  std::size_t places_of_ = ~std::size_t{0};
  std::vector<ByteView> block_places_;
  std::vector<std::uint64_t> decoded_;
};

// Documents of any of a few terms.
class SlotCursor final : public Cursor {
 public:
  SlotCursor(std::vector<std::unique_ptr<TermCursor>> terms, bool plain_only);
  void seek(std::uint32_t target) override;
  std::uint32_t score() override;
  How how() override { return How::kFolded; }
  std::uint32_t bound(std::uint32_t from, std::uint32_t& until) override;
  std::uint64_t cost() const override;
  // Positions of doc(), ascending; with plain_only those alone that are written as the term is.
  void positions(std::vector<std::uint32_t>& out);
  bool plain_only() const { return plain_only_; }

 private:
  std::vector<std::unique_ptr<TermCursor>> terms_;
  bool plain_only_;
  std::vector<std::uint64_t> places_;
};

// All of required, none of excluded. required: not empty.
class AndCursor final : public Cursor {
 public:
  AndCursor(std::vector<CursorPtr> required, std::vector<CursorPtr> excluded);
  void seek(std::uint32_t target) override;
  std::uint32_t score() override;
  How how() override;
  std::uint32_t bound(std::uint32_t from, std::uint32_t& until) override;
  std::uint64_t cost() const override { return required_[0]->cost(); }

 private:
  std::vector<CursorPtr> required_;  // the rarest first
  std::vector<CursorPtr> excluded_;
};

class OrCursor final : public Cursor {
 public:
  explicit OrCursor(std::vector<CursorPtr> parts) : parts_(std::move(parts)) {}
  void seek(std::uint32_t target) override;
  std::uint32_t score() override;
  How how() override;
  std::uint32_t bound(std::uint32_t from, std::uint32_t& until) override;
  std::uint64_t cost() const override;

 private:
  std::vector<CursorPtr> parts_;
  bool started_ = false;
};

// Documents of a time.
class DatesCursor final : public Cursor {
 public:
  DatesCursor(const Segment& segment, std::int64_t from_ms, std::int64_t to_ms)
      : segment_(segment), from_ms_(from_ms), to_ms_(to_ms) {}
  void seek(std::uint32_t target) override;
  std::uint32_t score() override { return 0; }
  How how() override { return How::kFolded; }
  std::uint32_t bound(std::uint32_t, std::uint32_t& until) override {
    until = kNoDocument;
    return 0;
  }
  std::uint64_t cost() const override { return segment_.documents(); }

 private:
  const Segment& segment_;
  std::int64_t from_ms_;
  std::int64_t to_ms_;
};

}  // namespace sanad::search_index
