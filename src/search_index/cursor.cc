#include "cursor.h"

#include <algorithm>

#include "base/stable_sort.h"

namespace sanad::search_index {

TermCursor::TermCursor(Reading& reading, std::uint32_t term, std::uint32_t weight)
    : reading_(reading),
      weight_(weight),
      count_(reading.segment.count(term)),
      has_impacts_(has_positions(reading.segment.term(term)[0])) {
  auto head = reading.segment.postings(term);
  if (head.ok()) {
    head_ = std::move(*head);
  } else {
    doc_ = reading.fail(head.error());
  }
}

std::size_t TermCursor::block_of(std::uint32_t document, std::size_t from) const {
  const auto& blocks = head_.blocks;
  if (from < blocks.size() && blocks[from].last >= document) return from;
  const auto found = std::lower_bound(
      blocks.begin() + static_cast<std::ptrdiff_t>(std::min(from, blocks.size())), blocks.end(),
      document, [](const Block& block, std::uint32_t value) { return block.last < value; });
  return static_cast<std::size_t>(found - blocks.begin());
}

bool TermCursor::load(std::size_t number) {
  if (loaded_ == number) return true;
  const Block& block = head_.blocks[number];
  auto read =
      reading_.segment.read(head_.documents_at + block.documents_at, block.documents_bytes, bytes_);
  if (read.ok() && !read_block(bytes_, block, has_impacts_, documents_, impacts_)) {
    read = damaged("a block makes no sense");
  }
  if (!read.ok()) {
    doc_ = reading_.fail(read.error());
    return false;
  }
  loaded_ = number;
  at_ = 0;
  in_block_ = block.count;
  return true;
}

void TermCursor::seek(std::uint32_t target) {
  if (doc_ == kNoDocument || (loaded_ == block_ && doc_ >= target)) return;
  block_ = block_of(target, block_);
  if (block_ == head_.blocks.size() || reading_.error) {
    doc_ = kNoDocument;
    return;
  }
  if (!load(block_)) return;
  if (target > documents_[at_]) {
    // Near ones are found by walking; the last of the block is not less, so a walk ends.
    const std::uint32_t near = std::min(at_ + 8, in_block_ - 1);
    if (documents_[near] >= target) {
      while (documents_[at_] < target) ++at_;
    } else {
      at_ = static_cast<std::uint32_t>(
          std::lower_bound(documents_ + near, documents_ + in_block_, target) - documents_);
    }
  }
  doc_ = documents_[at_];
}

std::uint32_t TermCursor::bound(std::uint32_t from, std::uint32_t& until) {
  shallow_ = block_of(from, shallow_);
  if (shallow_ == head_.blocks.size()) {
    until = kNoDocument;
    return 0;
  }
  until = head_.blocks[shallow_].last;
  return head_.blocks[shallow_].impact * weight_;
}

void TermCursor::places(std::vector<std::uint64_t>& out) {
  if (places_of_ != block_) {
    const Block& block = head_.blocks[block_];
    auto read = reading_.segment.read(head_.positions_at + block.positions_at,
                                      block.positions_bytes, place_bytes_);
    if (read.ok() && !read_positions(place_bytes_, block.count, block_places_)) {
      read = damaged("positions make no sense");
    }
    if (!read.ok()) {
      reading_.fail(read.error());
      return;
    }
    places_of_ = block_;
  }
  if (!read_places(block_places_[at_], decoded_)) {
    reading_.fail(damaged("positions make no sense"));
    return;
  }
  out.insert(out.end(), decoded_.begin(), decoded_.end());
}

SlotCursor::SlotCursor(std::vector<std::unique_ptr<TermCursor>> terms, bool plain_only)
    : terms_(std::move(terms)), plain_only_(plain_only) {}

void SlotCursor::seek(std::uint32_t target) {
  doc_ = kNoDocument;
  for (const auto& term : terms_) {
    term->seek(target);
    doc_ = std::min(doc_, term->doc());
  }
}

// A word of which a document holds two spellings counts once.
std::uint32_t SlotCursor::score() {
  std::uint32_t most = 0;
  for (const auto& term : terms_) {
    if (term->doc() == doc_) most = std::max(most, term->score());
  }
  return most;
}

std::uint32_t SlotCursor::bound(std::uint32_t from, std::uint32_t& until) {
  std::uint32_t most = 0;
  until = kNoDocument;
  for (const auto& term : terms_) {
    std::uint32_t end = 0;
    most = std::max(most, term->bound(from, end));
    until = std::min(until, end);
  }
  return most;
}

std::uint64_t SlotCursor::cost() const {
  std::uint64_t sum = 0;
  for (const auto& term : terms_) sum += term->cost();
  return sum;
}

void SlotCursor::positions(std::vector<std::uint32_t>& out) {
  places_.clear();
  for (const auto& term : terms_) {
    if (term->doc() == doc_) term->places(places_);
  }
  std::sort(places_.begin(), places_.end());
  out.clear();
  for (const std::uint64_t place : places_) {
    const auto position = static_cast<std::uint32_t>(place >> 1);
    if ((place & 1) != 0 && plain_only_) continue;
    if (out.empty() || out.back() != position) out.push_back(position);
  }
}

AndCursor::AndCursor(std::vector<CursorPtr> required, std::vector<CursorPtr> excluded)
    : required_(std::move(required)), excluded_(std::move(excluded)) {
  sanad::stable_sort(required_,
                     [](const CursorPtr& a, const CursorPtr& b) { return a->cost() < b->cost(); });
}

void AndCursor::seek(std::uint32_t target) {
  while (target != kNoDocument) {
    required_[0]->seek(target);
    target = required_[0]->doc();
    std::uint32_t agreed = target;
    for (std::size_t i = 1; i < required_.size() && agreed == target && target != kNoDocument;
         ++i) {
      required_[i]->seek(target);
      agreed = required_[i]->doc();
    }
    if (agreed != target) {
      target = agreed;
      continue;
    }
    const bool out = target != kNoDocument &&
                     std::any_of(excluded_.begin(), excluded_.end(), [&](const CursorPtr& cursor) {
                       cursor->seek(target);
                       return cursor->doc() == target;
                     });
    if (!out) break;
    ++target;
  }
  doc_ = target;
}

std::uint32_t AndCursor::score() {
  std::uint32_t sum = 0;
  for (const auto& cursor : required_) sum += cursor->score();
  return sum;
}

How AndCursor::how() {
  How weakest = How::kExact;
  for (const auto& cursor : required_) weakest = std::max(weakest, cursor->how());
  return weakest;
}

std::uint32_t AndCursor::bound(std::uint32_t from, std::uint32_t& until) {
  std::uint32_t sum = 0;
  until = kNoDocument;
  for (const auto& cursor : required_) {
    std::uint32_t end = 0;
    sum += cursor->bound(from, end);
    until = std::min(until, end);
  }
  return sum;
}

void OrCursor::seek(std::uint32_t target) {
  doc_ = kNoDocument;
  for (const auto& part : parts_) {
    if (!started_ || part->doc() < target) part->seek(target);
    doc_ = std::min(doc_, part->doc());
  }
  started_ = true;
}

std::uint32_t OrCursor::score() {
  std::uint32_t sum = 0;
  for (const auto& part : parts_) {
    if (part->doc() == doc_) sum += part->score();
  }
  return sum;
}

How OrCursor::how() {
  How strongest = How::kTransliterated;
  for (const auto& part : parts_) {
    if (part->doc() == doc_) strongest = std::min(strongest, part->how());
  }
  return strongest;
}

std::uint32_t OrCursor::bound(std::uint32_t from, std::uint32_t& until) {
  std::uint32_t sum = 0;
  until = kNoDocument;
  for (const auto& part : parts_) {
    std::uint32_t end = 0;
    sum += part->bound(from, end);
    until = std::min(until, end);
  }
  return sum;
}

std::uint64_t OrCursor::cost() const {
  std::uint64_t sum = 0;
  for (const auto& part : parts_) sum += part->cost();
  return sum;
}

void DatesCursor::seek(std::uint32_t target) {
  const auto& times = segment_.times();
  while (target < times.size() &&
         (times[target] == kNoTime || times[target] < from_ms_ || times[target] >= to_ms_)) {
    ++target;
  }
  doc_ = target < times.size() ? target : kNoDocument;
}

}  // namespace sanad::search_index
