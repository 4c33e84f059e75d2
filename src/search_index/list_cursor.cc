#include "list_cursor.h"

#include <algorithm>

namespace sanad::search_index {

std::uint32_t share_of(How how, std::uint32_t score) {
  if (how == How::kNear) return score / 2;
  return how == How::kTransliterated ? score / 4 : score;
}

ListCursor::ListCursor(Reading& reading, const std::vector<Spelled>& terms, std::uint32_t weight) {
  for (const Spelled& spelled : terms) {
    if (!add(reading, spelled, weight)) {
      entries_.clear();
      doc_ = kNoDocument;
      return;
    }
  }
  if (terms.size() > 1) level(reading.segment.documents());
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (i % kBlockDocuments == 0) bounds_.push_back(0);
    bounds_.back() = std::max(bounds_.back(), entries_[i].score);
  }
}

bool ListCursor::add(Reading& reading, const Spelled& spelled, std::uint32_t weight) {
  TermCursor cursor(reading, spelled.term, weight);
  entries_.reserve(entries_.size() + cursor.cost());
  for (cursor.seek(0); cursor.doc() != kNoDocument; cursor.seek(cursor.doc() + 1)) {
    entries_.push_back({cursor.doc(), share_of(spelled.how, cursor.score()), spelled.how});
  }
  return !reading.error;
}

// One entry a document, in order. Few are sorted; many are spread over all documents.
void ListCursor::level(std::uint32_t documents) {
  const auto better = [](const Entry& a, const Entry& b) { return a.score > b.score; };
  std::vector<Entry> out;
  if (entries_.size() < documents / 16) {
    std::sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
      return a.document != b.document ? a.document < b.document : better(a, b);
    });
    for (const Entry& entry : entries_) {
      if (out.empty() || out.back().document != entry.document) {
        out.push_back(entry);
      } else {
        out.back().how = std::min(out.back().how, entry.how);
      }
    }
  } else {
    constexpr std::uint32_t kAbsent = 0xFFFF'FFFF;
    std::vector<std::uint32_t> places(documents, kAbsent);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      std::uint32_t& place = places[entries_[i].document];
      if (place == kAbsent) {
        place = static_cast<std::uint32_t>(i);
        ++kept;
        continue;
      }
      Entry& entry = entries_[place];
      entry.score = std::max(entry.score, entries_[i].score);
      entry.how = std::min(entry.how, entries_[i].how);
    }
    out.reserve(kept);
    for (const std::uint32_t place : places) {
      if (place != kAbsent) out.push_back(entries_[place]);
    }
  }
  entries_ = std::move(out);
}

void ListCursor::seek(std::uint32_t target) {
  if (at_ < entries_.size() && entries_[at_].document < target) {
    // Steps that double, then a search between the last two.
    std::size_t step = 1;
    while (at_ + step < entries_.size() && entries_[at_ + step].document < target) step *= 2;
    const auto first = entries_.begin() + static_cast<std::ptrdiff_t>(at_ + step / 2);
    const auto last =
        entries_.begin() + static_cast<std::ptrdiff_t>(std::min(at_ + step + 1, entries_.size()));
    const auto found = std::lower_bound(
        first, last, target,
        [](const Entry& entry, std::uint32_t value) { return entry.document < value; });
    at_ = static_cast<std::size_t>(found - entries_.begin());
  }
  doc_ = at_ < entries_.size() ? entries_[at_].document : kNoDocument;
}

std::uint32_t ListCursor::bound(std::uint32_t from, std::uint32_t& until) {
  // From at or after doc(): the block of the first entry that is not less.
  const auto found = std::lower_bound(
      entries_.begin() + static_cast<std::ptrdiff_t>(at_), entries_.end(), from,
      [](const Entry& entry, std::uint32_t value) { return entry.document < value; });
  if (found == entries_.end()) {
    until = kNoDocument;
    return 0;
  }
  const auto block = static_cast<std::size_t>(found - entries_.begin()) / kBlockDocuments;
  const std::size_t last = std::min((block + 1) * kBlockDocuments, entries_.size()) - 1;
  until = entries_[last].document;
  return bounds_[block];
}

}  // namespace sanad::search_index
