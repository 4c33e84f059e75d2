#include "phrase_cursor.h"

#include <algorithm>

#include "base/stable_sort.h"

namespace sanad::search_index {

PhraseCursor::PhraseCursor(Reading& reading, std::vector<Part> parts, std::uint32_t words)
    : reading_(reading), parts_(std::move(parts)), words_(words) {
  for (std::size_t i = 0; i < parts_.size(); ++i) by_cost_.push_back(i);
  sanad::stable_sort(by_cost_, [&](std::size_t a, std::size_t b) {
    return parts_[a].slot->cost() < parts_[b].slot->cost();
  });
}

void PhraseCursor::seek_words(std::uint32_t target) {
  while (target != kNoDocument) {
    std::uint32_t agreed = target;
    for (const std::size_t i : by_cost_) {
      parts_[i].slot->seek(agreed);
      if (parts_[i].slot->doc() == agreed) continue;
      agreed = parts_[i].slot->doc();
      break;
    }
    if (agreed == target) break;
    target = agreed;
  }
  doc_ = target;
}

const std::vector<std::uint32_t>& PhraseCursor::begins() {
  parts_[0].slot->positions(begins_);
  for (std::size_t i = 1; i < parts_.size() && !begins_.empty(); ++i) {
    parts_[i].slot->positions(positions_);
    std::erase_if(begins_, [&](std::uint32_t begin) {
      return !std::binary_search(positions_.begin(), positions_.end(), begin + parts_[i].offset);
    });
  }
  return begins_;
}

void PhraseCursor::seek(std::uint32_t target) {
  seek_words(target);
  const bool only_words = parts_.size() == 1 && !parts_[0].slot->plain_only();
  while (doc_ != kNoDocument && !only_words && begins().empty()) {
    if (reading_.error) {
      doc_ = kNoDocument;
      return;
    }
    seek_words(doc_ + 1);
  }
}

std::uint32_t PhraseCursor::score() {
  std::uint32_t sum = 0;
  for (const Part& part : parts_) sum += part.slot->score();
  return sum;
}

std::uint32_t PhraseCursor::bound(std::uint32_t from, std::uint32_t& until) {
  std::uint32_t sum = 0;
  until = kNoDocument;
  for (const Part& part : parts_) {
    std::uint32_t end = 0;
    sum += part.slot->bound(from, end);
    until = std::min(until, end);
  }
  return sum;
}

std::uint64_t PhraseCursor::cost() const { return parts_[by_cost_[0]].slot->cost(); }

void NearCursor::seek(std::uint32_t target) {
  doc_ = kNoDocument;
  while (target != kNoDocument && !reading_.error) {
    first_->seek_words(target);
    second_->seek_words(first_->doc());
    if (second_->doc() != first_->doc()) {
      target = second_->doc();
      continue;
    }
    target = first_->doc();
    if (target == kNoDocument) return;
    if (are_near()) {
      doc_ = target;
      return;
    }
    ++target;
  }
}

bool NearCursor::are_near() {
  const auto& first = first_->begins();
  const auto& second = second_->begins();
  // True if one that ends before a place of others has such a place within reach.
  const auto leads = [&](const std::vector<std::uint32_t>& these, std::uint32_t words,
                         const std::vector<std::uint32_t>& those) {
    return std::any_of(these.begin(), these.end(), [&](std::uint32_t begin) {
      const auto next = std::lower_bound(those.begin(), those.end(), begin + words);
      return next != those.end() && *next - (begin + words - 1) <= within_;
    });
  };
  return leads(first, first_->words(), second) || leads(second, second_->words(), first);
}

std::uint32_t NearCursor::bound(std::uint32_t from, std::uint32_t& until) {
  std::uint32_t other = 0;
  const std::uint32_t sum = first_->bound(from, until) + second_->bound(from, other);
  until = std::min(until, other);
  return sum;
}

}  // namespace sanad::search_index
