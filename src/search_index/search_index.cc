#include "search_index/search_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "buffer.h"
#include "merge.h"
#include "top.h"

namespace sanad::search_index {
namespace {

// Segments of about the same size are merged when there are this many.
constexpr std::size_t kMergeWidth = 8;
constexpr std::uint32_t kSmallSegment = 1024;

int tier_of(std::uint32_t documents) {
  int tier = 0;
  for (std::uint64_t size = kSmallSegment; size < documents; size *= kMergeWidth) ++tier;
  return tier;
}

}  // namespace

class Impl {
 public:
  explicit Impl(std::unique_ptr<SegmentStore> store) : store_(std::move(store)), cache_(*store_) {}

  Buffer& waiting() { return buffer_; }

  // Runs work in one transaction, which sees the segments of its beginning.
  template <typename Work>
  auto reading(const Work& work) -> decltype(work()) {
    SANAD_CHECK(store_->begin_read());
    return ended(false, work);
  }
  template <typename Work>
  auto writing(const Work& work) -> decltype(work()) {
    SANAD_CHECK(store_->begin_write());
    return ended(true, work);
  }

  std::vector<Segment*> segments() const {
    std::vector<Segment*> out;
    for (const auto& [id, segment] : open_) out.push_back(segment.get());
    return out;
  }

  Result<void> write_waiting() {
    for (const DocumentRow& row : buffer_.rows()) {
      if (is_there(row.id)) {
        return Error{
            ErrorCode::kConflict,
            fmt::format("Document {} is in the search index already; remove its exhibit first.",
                        row.id)};
      }
    }
    SANAD_TRY(const std::uint64_t id, store_->next_id());
    SANAD_CHECK(buffer_.write(*store_, id));
    SANAD_CHECK(refresh());
    return merge_tiers();
  }

  bool is_there(std::uint64_t id) const {
    return std::any_of(open_.begin(), open_.end(), [&](const auto& entry) {
      const auto& ids = entry.second->ids();
      return !ids.empty() && id >= ids.front() && id <= ids.back() &&
             std::binary_search(ids.begin(), ids.end(), id);
    });
  }

  Result<void> replace(const std::vector<Segment*>& parts,
                       const std::vector<std::vector<bool>>& dropped) {
    SANAD_TRY(const std::uint64_t id, store_->next_id());
    SANAD_CHECK(merge(parts, dropped, *store_, id));
    for (const Segment* part : parts) SANAD_CHECK(store_->remove_segment(part->row().id));
    return refresh();
  }

  Result<void> remove_exhibit(std::string_view exhibit) {
    const std::string term = search::term_of(search::TermClass::kExhibit, exhibit);
    for (Segment* segment : segments()) {
      const std::uint32_t number = segment->find(term);
      if (number == segment->terms()) continue;
      std::vector<Posting> postings;
      Bytes positions;
      SANAD_CHECK(segment->read_all(number, postings, positions));
      std::vector<bool> dropped(segment->documents(), false);
      for (const Posting& posting : postings) dropped[posting.document] = true;
      SANAD_CHECK(replace({segment}, {dropped}));
    }
    return {};
  }

  Result<void> clear() {
    for (const Segment* segment : segments())
      SANAD_CHECK(store_->remove_segment(segment->row().id));
    return refresh();
  }

  Result<void> compact() {
    const std::vector<Segment*> all = segments();
    if (all.size() < 2) return {};
    return replace(all, std::vector<std::vector<bool>>(all.size()));
  }

  Result<void> check() {
    SANAD_CHECK(store_->check());
    std::vector<Posting> postings;
    std::vector<std::uint64_t> places;
    Bytes positions;
    for (Segment* segment : segments()) {
      for (std::uint32_t i = 0; i < segment->terms(); ++i) {
        postings.clear();
        SANAD_CHECK(segment->read_all(i, postings, positions));
        for (const Posting& posting : postings) {
          if (!read_places(posting.positions, places)) return damaged("positions make no sense");
        }
      }
      SANAD_CHECK(segment->terms_of_sound(1));
    }
    return {};
  }

  SegmentStore& store() { return *store_; }

 private:
  template <typename Work>
  auto ended(bool write, const Work& work) -> decltype(work()) {
    auto opened = refresh();
    if (!opened.ok()) return store_->rollback(), opened.error();
    auto result = work();
    const bool keep = result.ok() || !write;
    if (keep) {
      auto committed = store_->commit();
      if (committed.ok()) return result;
      undo();
      return committed.error();
    }
    undo();
    return result;
  }

  // What was opened or read of segments that are undone goes too: their numbers are given again.
  void undo() {
    store_->rollback();
    open_.clear();
    cache_.clear();
  }

  // Opens what is new and lets go of what is gone.
  Result<void> refresh() {
    SANAD_TRY(const std::vector<SegmentRow> rows, store_->segments());
    std::map<std::uint64_t, std::unique_ptr<Segment>> now;
    for (const SegmentRow& row : rows) {
      const auto known = open_.find(row.id);
      if (known != open_.end()) {
        now.emplace(row.id, std::move(known->second));
        open_.erase(known);
      } else {
        SANAD_TRY(auto segment, Segment::open(cache_, row));
        now.emplace(row.id, std::move(segment));
      }
    }
    for (const auto& [id, segment] : open_) cache_.forget(id);
    open_ = std::move(now);
    return {};
  }

  Result<void> merge_tiers() {
    for (;;) {
      std::map<int, std::vector<Segment*>> tiers;
      for (Segment* segment : segments()) tiers[tier_of(segment->documents())].push_back(segment);
      const auto full = std::find_if(tiers.begin(), tiers.end(), [](const auto& tier) {
        return tier.second.size() >= kMergeWidth;
      });
      if (full == tiers.end()) return {};
      SANAD_CHECK(replace(full->second, std::vector<std::vector<bool>>(full->second.size())));
    }
  }

  std::unique_ptr<SegmentStore> store_;
  ChunkCache cache_;
  std::map<std::uint64_t, std::unique_ptr<Segment>> open_;
  Buffer buffer_;
};

SearchIndex::SearchIndex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SearchIndex::SearchIndex(SearchIndex&&) noexcept = default;
SearchIndex& SearchIndex::operator=(SearchIndex&&) noexcept = default;
SearchIndex::~SearchIndex() = default;

Result<SearchIndex> SearchIndex::open_sqlite(const std::string& path) {
  SANAD_TRY(auto store, open_sqlite_store(path));
  return SearchIndex(std::make_unique<Impl>(std::move(store)));
}

Result<SearchIndex> SearchIndex::open_postgres(const std::string& connection,
                                               const std::string& name) {
  SANAD_TRY(auto store, open_postgres_store(connection, name));
  return SearchIndex(std::make_unique<Impl>(std::move(store)));
}

Result<void> SearchIndex::add(std::uint64_t id, const Fields& fields, const Facts& facts) {
  const auto& rows = impl_->waiting().rows();
  const bool full = rows.size() >= kMaxWaiting || impl_->waiting().bytes() >= kMaxWaitingBytes;
  if (!rows.empty() && (full || id <= rows.back().id)) SANAD_CHECK(commit());
  return impl_->waiting().add(id, fields, facts);
}

Result<void> SearchIndex::commit() {
  if (impl_->waiting().documents() == 0) return {};
  auto written = impl_->writing([&] { return impl_->write_waiting(); });
  impl_->waiting().clear();
  return written;
}

void SearchIndex::rollback() { impl_->waiting().clear(); }

Result<void> SearchIndex::remove_exhibit(std::string_view exhibit) {
  SANAD_CHECK(commit());
  SANAD_CHECK(impl_->writing([&] { return impl_->remove_exhibit(exhibit); }));
  return impl_->store().purge();
}

Result<void> SearchIndex::clear() {
  rollback();
  SANAD_CHECK(impl_->writing([&] { return impl_->clear(); }));
  return impl_->store().purge();
}

Result<void> SearchIndex::compact() {
  SANAD_CHECK(commit());
  SANAD_CHECK(impl_->writing([&] { return impl_->compact(); }));
  return impl_->store().purge();
}

Result<std::uint64_t> SearchIndex::documents() {
  return impl_->reading([&]() -> Result<std::uint64_t> {
    std::uint64_t sum = 0;
    for (const Segment* segment : impl_->segments()) sum += segment->documents();
    return sum;
  });
}

Result<bool> SearchIndex::contains(std::uint64_t id) {
  return impl_->reading([&]() -> Result<bool> { return impl_->is_there(id); });
}

Result<void> SearchIndex::check() {
  return impl_->reading([&] { return impl_->check(); });
}

Result<Page> SearchIndex::search(const search::Node& query, const PageRequest& request) {
  if (request.hits == 0 || request.hits > kMaxPageHits) {
    return Error{ErrorCode::kInvalid, fmt::format("Ask for 1 to {} answers a page.", kMaxPageHits)};
  }
  return impl_->reading([&]() -> Result<Page> {
    const std::vector<Segment*> segments = impl_->segments();
    SANAD_TRY(const Plan plan, Plan::make(query, segments, request.transliterate));
    return top(plan, segments, request);
  });
}

}  // namespace sanad::search_index
