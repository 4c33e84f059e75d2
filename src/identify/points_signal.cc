// Pictures by their points, "points": found cropped, framed, captioned, or in other pictures; and
// as a key frame of a listed video.
//
// Of each listed picture the kIndexed points that stand out the most are in an index. An item's
// points vote for entries (points_votes.h). Entries with two votes are compared wholly, by the
// geometry of all points (points/match.h), those with the most votes first, at most 200. So what is
// guaranteed: every entry that agrees, and that has two of its indexed points within kPointRadius
// of two of the item's, is found, unless 200 others have as many votes.
#include <algorithm>

#include "key_frames.h"
#include "points_votes.h"

namespace sanad::identify {
namespace {

constexpr std::size_t kIndexed = 96;

double apart(const points::Agreement& agreement) {
  return points_apart(agreement.points, agreement.in_common);
}

class PointsSignal final : public Signal {
 public:
  explicit PointsSignal(std::shared_ptr<PictureIndex> index) : index_(std::move(index)) {}

  std::string_view name() const override { return "points"; }
  std::string_view algorithm() const override { return points::kAlgorithm; }
  double threshold() const override { return 1; }

  std::optional<Fingerprint> fingerprint(const json::Value& item) const override {
    std::string value = item["points"].string_or("");
    if (value.empty() || !item["video"].is_null()) return std::nullopt;
    return Fingerprint{std::move(value)};
  }

  // 1 where they are not alike.
  Result<double> distance(std::string_view a, std::string_view b) const override {
    SANAD_TRY(const points::Points one, points::parse_points(a));
    SANAD_TRY(const points::Points other, points::parse_points(b));
    if (one == other) return 0;
    const auto agreement = points::compare(one, other);
    return agreement ? apart(*agreement) : 1;
  }
  bool is_usable(std::string_view value) const override { return points::parse_points(value).ok(); }

  Result<void> match(const json::Value& item, Hits& hits) const override {
    const std::string value = item["points"].string_or("");
    // The first frame of an animation is a key frame of it.
    if (value.empty() || !key_frames_of(item["video"]).empty()) return {};
    return look_up(value, kPointRadius, hits);
  }

  Result<void> look_up(const std::string& value, unsigned, Hits& hits) const override {
    SANAD_TRY(const points::Points found, points::parse_points(value));
    const points::Points* const asked[] = {&found};
    SANAD_TRY(const std::vector<Candidate> candidates, vote(*index_, asked, {}));
    for (const Candidate& candidate : candidates) {
      SANAD_TRY(const std::optional<Row> row, hits.rows().row(candidate.number));
      if (!row) continue;
      if (row->signal == name()) compare_with_picture(found, *row, hits);
      if (row->signal == kVideoPoints) compare_with_video(found, *row, hits);
    }
    return {};
  }

  Result<void> prepare(const Change& change) override {
    std::vector<hamming::Entry> entries;
    for (const Change::Added& one : change.added) {
      if (one.signal != name()) continue;
      const auto points = points::parse_points(one.value);
      if (!points.ok()) continue;
      const std::size_t count = std::min(points->points.size(), kIndexed);
      for (std::size_t i = 0; i < count; ++i)
        entries.push_back({points->points[i].descriptor, one.number});
    }
    return index_->add(std::move(entries));
  }
  Result<void> complete(const Change& change) override { return index_->remove(change, name()); }
  Result<void> tidy() override { return index_->tidy(); }

 private:
  void compare_with_picture(const points::Points& found, const Row& row, Hits& hits) const {
    const auto listed = points::parse_points(row.value);
    if (!listed.ok()) return;
    const auto agreement = points::compare(found, *listed);
    if (!agreement) return;
    const double distance = found == *listed ? 0 : apart(*agreement);
    if (Hit* hit = hits.add(row, algorithm(), distance, threshold()))
      tell_agreement(*agreement, hit->details);
  }

  // The item is a picture of the listed video.
  void compare_with_video(const points::Points& found, const Row& row, Hits& hits) const {
    const auto listed = parse_key_frames(row.value);
    if (!listed.ok()) return;
    std::optional<matching::FrameAgreement> best;
    for (const matching::PointsFrame& frame : *listed) {
      const auto agreement = points::compare(found, frame.points);
      if (agreement && (!best || agreement->points > best->agreement.points))
        best = {0, frame.time_ms, *agreement};
    }
    if (!best) return;
    Hit* hit = hits.add(row, algorithm(), apart(best->agreement), threshold());
    if (hit == nullptr) return;
    tell_agreement(best->agreement, hit->details);
    hit->details.set("frames", frames_json({&*best, 1}, false, true, 1));
  }

  std::shared_ptr<PictureIndex> index_;
};

}  // namespace

std::unique_ptr<Signal> points_signal(std::shared_ptr<PictureIndex> index) {
  return std::make_unique<PointsSignal>(std::move(index));
}

}  // namespace sanad::identify
