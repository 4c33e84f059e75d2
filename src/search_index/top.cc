#include "top.h"

#include <algorithm>

namespace sanad::search_index {
namespace {

struct Ranked {
  Place place;
  Hit hit;
};

class Collector {
 public:
  Collector(const PageRequest& request, std::optional<std::uint64_t> known)
      : request_(request), known_(known) {}

  void walk(Cursor& cursor, const Segment& segment) {
    const bool best = request_.order == Order::kBest;
    std::uint32_t until = 0;
    std::uint32_t bound = 0;
    bool bounded = false;
    cursor.seek(0);
    while (cursor.doc() != kNoDocument) {
      const std::uint32_t document = cursor.doc();
      const bool counted = known_ || count_ > kMaxCounted;
      if (best && counted && full()) {
        if (!bounded || document > until) {
          bound = cursor.bound(document, until);
          bounded = true;
        }
        if (!is_before({bound, segment.id(document)}, heap_.front().place)) {
          if (until == kNoDocument) return;
          cursor.seek(until + 1);
          continue;
        }
      }
      take(cursor, segment, document);
      cursor.seek(document + 1);
    }
  }

  Page finish() {
    Page page;
    std::sort(heap_.begin(), heap_.end(),
              [&](const Ranked& a, const Ranked& b) { return is_before(a.place, b.place); });
    const bool more = heap_.size() > request_.hits;
    if (more) heap_.pop_back();
    for (const Ranked& ranked : heap_) page.hits.push_back(ranked.hit);
    if (more) page.next = heap_.back().place;
    const std::uint64_t count = known_.value_or(count_);
    page.more_than_counted = count > kMaxCounted;
    page.count = std::min(count, kMaxCounted);
    return page;
  }

 private:
  // One more than asked for is kept, to know whether a page follows.
  bool full() const { return heap_.size() == request_.hits + 1; }

  bool is_before(const Place& a, const Place& b) const {
    if (a.rank != b.rank) return a.rank > b.rank;
    return request_.order == Order::kBest ? a.id < b.id : a.id > b.id;
  }

  void take(Cursor& cursor, const Segment& segment, std::uint32_t document) {
    ++count_;
    const std::int64_t at_ms = segment.at_ms(document);
    const std::uint32_t score = request_.order == Order::kBest ? cursor.score() : 0;
    const Place place{request_.order == Order::kBest ? score : at_ms, segment.id(document)};
    if (request_.after && !is_before(*request_.after, place)) return;
    if (full() && !is_before(place, heap_.front().place)) return;
    Hit hit{place.id, request_.order == Order::kBest ? score : cursor.score(), cursor.how(),
            at_ms == kNoTime ? std::nullopt : std::optional(at_ms)};
    const auto worse_last = [&](const Ranked& a, const Ranked& b) {
      return is_before(a.place, b.place);
    };
    if (full()) {
      std::pop_heap(heap_.begin(), heap_.end(), worse_last);
      heap_.pop_back();
    }
    heap_.push_back({place, hit});
    std::push_heap(heap_.begin(), heap_.end(), worse_last);
  }

  const PageRequest& request_;
  std::optional<std::uint64_t> known_;
  std::uint64_t count_ = 0;
  std::vector<Ranked> heap_;  // the worst first
};

}  // namespace

Result<Page> top(const Plan& plan, const std::vector<Segment*>& segments,
                 const PageRequest& request) {
  Collector collector(request, plan.known_count());
  for (Segment* segment : segments) {
    Reading reading{*segment, {}};
    const CursorPtr cursor = plan.cursor(reading);
    if (cursor != nullptr && !reading.error) collector.walk(*cursor, *segment);
    if (reading.error) return *reading.error;
  }
  Page page = collector.finish();
  page.spellings_left_out = plan.spellings_left_out();
  return page;
}

}  // namespace sanad::search_index
