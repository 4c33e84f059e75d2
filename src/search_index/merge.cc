#include "merge.h"

#include <algorithm>

namespace sanad::search_index {
namespace {

class Merger {
 public:
  Merger(const std::vector<Segment*>& parts, const std::vector<std::vector<bool>>& dropped)
      : parts_(parts), numbers_(parts.size()), next_(parts.size(), 0) {
    number_documents(dropped);
  }

  bool empty() const { return documents_.empty(); }

  Result<SegmentRow> write(SegmentStore& store, std::uint64_t id) {
    SegmentWriter writer(store, id);
    for (std::string term = least_term(); !term.empty(); term = least_term()) {
      SANAD_CHECK(gather(term));
      if (!postings_.empty()) SANAD_CHECK(writer.add(term, postings_));
    }
    return writer.finish(documents_);
  }

 private:
  // Gives each document that stays its number among all, by id.
  void number_documents(const std::vector<std::vector<bool>>& dropped) {
    struct From {
      std::uint64_t id;
      std::size_t part;
      std::uint32_t number;
    };
    std::vector<From> all;
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      numbers_[p].assign(parts_[p]->documents(), kNoDocument);
      for (std::uint32_t d = 0; d < parts_[p]->documents(); ++d) {
        const bool goes = d < dropped[p].size() && dropped[p][d];
        if (!goes) all.push_back({parts_[p]->id(d), p, d});
      }
    }
    std::sort(all.begin(), all.end(), [](const From& a, const From& b) { return a.id < b.id; });
    documents_.reserve(all.size());
    for (const From& from : all) {
      numbers_[from.part][from.number] = static_cast<std::uint32_t>(documents_.size());
      const std::int64_t at_ms = parts_[from.part]->at_ms(from.number);
      documents_.push_back({from.id, at_ms == kNoTime ? std::nullopt : std::optional(at_ms)});
    }
  }

  // Of those that were not gathered; empty at the end.
  std::string least_term() const {
    std::string_view least;
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      if (next_[p] == parts_[p]->terms()) continue;
      const std::string_view term = parts_[p]->term(next_[p]);
      if (least.empty() || term < least) least = term;
    }
    return std::string(least);
  }

  Result<void> gather(std::string_view term) {
    postings_.clear();
    bytes_.resize(parts_.size());
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      if (next_[p] == parts_[p]->terms() || parts_[p]->term(next_[p]) != term) continue;
      read_.clear();
      SANAD_CHECK(parts_[p]->read_all(next_[p], read_, bytes_[p]));
      for (Posting posting : read_) {
        posting.document = numbers_[p][posting.document];
        if (posting.document != kNoDocument) postings_.push_back(posting);
      }
      ++next_[p];
    }
    const auto before = [](const Posting& a, const Posting& b) { return a.document < b.document; };
    if (!std::is_sorted(postings_.begin(), postings_.end(), before)) {
      std::sort(postings_.begin(), postings_.end(), before);
    }
    return {};
  }

  const std::vector<Segment*>& parts_;
  std::vector<std::vector<std::uint32_t>> numbers_;  // by part, by document
  std::vector<std::uint32_t> next_;                  // term of each part
  std::vector<DocumentRow> documents_;
  std::vector<Posting> postings_;
  std::vector<Posting> read_;
  std::vector<Bytes> bytes_;  // what postings_ points into
};

}  // namespace

Result<SegmentRow> merge(const std::vector<Segment*>& parts,
                         const std::vector<std::vector<bool>>& dropped, SegmentStore& store,
                         std::uint64_t segment_id) {
  Merger merger(parts, dropped);
  if (merger.empty()) return SegmentRow{};
  return merger.write(store, segment_id);
}

}  // namespace sanad::search_index
