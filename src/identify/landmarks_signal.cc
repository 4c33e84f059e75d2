// Sound by landmarks, "landmarks": music is found under speech that is louder, where Chromaprint
// says nothing. Chromaprint (scanned_signals.cc) finds what is faster or higher better than
// landmarks do, so an item of sound is asked by both, and a list holds both.
//
// Pairs of landmarks vote for entries (landmark_index.h); those with the most votes are compared
// wholly (matching/landmarks.h).
#include <cmath>
#include <mutex>

#include "landmark_index.h"
#include "lists/model.h"
#include "scanned.h"
#include "share.h"

namespace sanad::identify {
namespace {

using Landmarks = std::vector<matching::Landmark>;
using Segments = std::vector<matching::LandmarkSegment>;

// The extractor's form; none where the item has none.
Landmarks landmarks_of(const json::Value& audio) {
  auto parsed = matching::parse_landmarks(audio["landmarks"].string_or(""));
  return parsed.ok() ? std::move(*parsed) : Landmarks();
}

json::Array segments_json(const Segments& segments) {
  json::Array array;
  for (const matching::LandmarkSegment& one : segments) {
    array.emplace_back(
        json::Object{{"begin_ms", matching::landmark_ms(one.begin_a)},
                     {"end_ms", matching::landmark_ms(one.end_a)},
                     {"list_begin_ms", matching::landmark_ms(one.begin_b)},
                     {"list_end_ms", matching::landmark_ms(one.end_b)},
                     {"error", rounded(one.error())},
                     {"landmarks", one.landmarks},
                     {"of", one.of},
                     {"chance_log10", static_cast<std::int64_t>(std::ceil(one.chance))}});
  }
  return array;
}

class LandmarksSignal final : public Signal {
 public:
  explicit LandmarksSignal(Rows& rows) : entries_(rows, "landmarks", matching::parse_landmarks) {}

  std::string_view name() const override { return "landmarks"; }
  std::string_view algorithm() const override { return matching::kLandmarksAlgorithm; }
  double threshold() const override { return 1; }

  std::optional<Fingerprint> fingerprint(const json::Value& item) const override {
    std::string value = item["audio"]["landmarks"].string_or("");
    if (value.empty() || value.size() > lists::kMaxValueBytes) return std::nullopt;
    return Fingerprint{std::move(value)};
  }

  // 1 where nothing of one is heard in the other.
  Result<double> distance(std::string_view a, std::string_view b) const override {
    SANAD_TRY(const Landmarks one, matching::parse_landmarks(a));
    SANAD_TRY(const Landmarks other, matching::parse_landmarks(b));
    if (a == b) return 0;
    const Segments segments = matching::match_landmarks(one, other);
    return segments.empty() ? 1 : rounded(segments[0].error());
  }
  bool is_usable(std::string_view value) const override {
    return matching::parse_landmarks(value).ok();
  }

  Result<void> match(const json::Value& item, Hits& hits) const override {
    return compare(landmarks_of(item["audio"]), hits);
  }
  Result<void> look_up(const std::string& value, unsigned, Hits& hits) const override {
    SANAD_TRY(const Landmarks landmarks, matching::parse_landmarks(value));
    return compare(landmarks, hits);
  }
  Result<void> complete(const Change& change) override {
    entries_.complete(change);
    return {};
  }

 private:
  using Entries = Scanned<Landmarks>;
  struct Ready {
    std::shared_ptr<const Entries::All> of;
    std::shared_ptr<const LandmarkIndex> index;
  };

  // The index of what the lists hold now; made when first asked after a change.
  Result<Ready> ready() const {
    const std::lock_guard making(making_);
    SANAD_TRY(const auto all, entries_.all());
    if (ready_.of == all) return ready_;
    std::vector<LandmarkIndex::Listed> recordings;
    for (const auto& one : *all) recordings.emplace_back(*one.value);
    ready_ = {all, std::make_shared<const LandmarkIndex>(recordings)};
    return ready_;
  }

  Result<void> compare(const Landmarks& landmarks, Hits& hits) const {
    if (landmarks.empty()) return {};
    SANAD_TRY(const Ready now, ready());
    for (const std::uint32_t candidate : now.index->candidates(landmarks)) {
      const auto& one = (*now.of)[candidate];
      const Segments segments = matching::match_landmarks(landmarks, *one.value);
      if (segments.empty()) continue;
      SANAD_TRY(const std::optional<Row> row, hits.rows().row(one.number));
      if (!row) continue;
      Hit* hit = hits.add(*row, algorithm(), rounded(segments[0].error()), threshold());
      if (hit != nullptr) hit->details.set("segments", segments_json(segments));
    }
    return {};
  }

  Entries entries_;
  mutable std::mutex making_;  // guards ready_; one at a time makes it
  mutable Ready ready_;
};

}  // namespace

std::unique_ptr<Signal> landmarks_signal(Rows& rows) {
  return std::make_unique<LandmarksSignal>(rows);
}

}  // namespace sanad::identify
