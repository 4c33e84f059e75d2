// Videos by the points of their key frames, "vpoints": found cropped, captioned, framed, mirrored,
// turned or within another picture, where the hashes of frames say nothing. A listed picture is
// found as a frame of a video too.
//
// Of each listed key frame kIndexedOfFrame points are in the index of points. Of an item's key
// frames kAskedOfFrame points each vote for entries (points_votes.h); those with the most votes, at
// most kMostCompared, are compared with the key frames that voted for them, at most kMostFrames,
// wholly: geometry, and that one follows the other in time (matching/video_points.h).
#include <algorithm>

#include "key_frames.h"
#include "points_votes.h"

namespace sanad::identify {
namespace {

constexpr std::size_t kIndexedOfFrame = 48;
constexpr std::size_t kAskedOfFrame = 64;
constexpr std::size_t kMostCompared = 60;
constexpr std::size_t kMostFrames = 32;
constexpr std::size_t kMostFramesOfPicture = 8;
constexpr std::size_t kMostShown = 12;  // pairs of frames in the details of a hit

using KeyFrames = std::vector<matching::PointsFrame>;

double apart(const matching::VideoPointsMatch& match) {
  return points_apart(match.points, match.in_common);
}

// In order of time.
KeyFrames chosen(const KeyFrames& frames, std::vector<std::size_t> numbers, std::size_t most) {
  if (numbers.size() > most) numbers.resize(most);
  std::ranges::sort(numbers);
  KeyFrames out;
  for (const std::size_t number : numbers) out.push_back(frames[number]);
  return out;
}

// Details as those of two pictures are of the pair that agrees best; points are those of all pairs.
void tell(const matching::VideoPointsMatch& match, Hit& hit) {
  const auto& frames = match.frames;
  const auto best = std::ranges::max_element(
      frames, {}, [](const matching::FrameAgreement& one) { return one.agreement.points; });
  tell_agreement(best->agreement, hit.details);
  hit.details.set("points", match.points);
  hit.details.set("points_in_common", match.in_common);
  hit.details.set("alignments",
                  json::Array{json::Object{{"offset_ms", best->listed_ms - best->found_ms},
                                           {"begin_ms", frames.front().found_ms},
                                           {"end_ms", frames.back().found_ms},
                                           {"list_begin_ms", frames.front().listed_ms},
                                           {"list_end_ms", frames.back().listed_ms},
                                           {"frames", frames.size()}}});
  hit.details.set("frames", frames_json(frames, true, true, kMostShown));
}

class VideoPointsSignal final : public Signal {
 public:
  explicit VideoPointsSignal(std::shared_ptr<PictureIndex> index) : index_(std::move(index)) {}

  std::string_view name() const override { return kVideoPoints; }
  std::string_view algorithm() const override { return "vpoints-1"; }
  double threshold() const override { return 1; }

  std::optional<Fingerprint> fingerprint(const json::Value& item) const override {
    const KeyFrames frames = key_frames_of(item["video"]);
    if (frames.empty()) return std::nullopt;
    return Fingerprint{format_key_frames(matching::listed_frames(frames))};
  }

  // 1 where they are not alike.
  Result<double> distance(std::string_view a, std::string_view b) const override {
    SANAD_TRY(const KeyFrames one, parse_key_frames(a));
    SANAD_TRY(const KeyFrames other, parse_key_frames(b));
    if (a == b) return 0;
    const auto match = matching::match_video_points(one, other);
    return match ? apart(*match) : 1;
  }
  bool is_usable(std::string_view value) const override { return parse_key_frames(value).ok(); }

  Result<void> match(const json::Value& item, Hits& hits) const override {
    return compare(key_frames_of(item["video"]), hits);
  }
  Result<void> look_up(const std::string& value, unsigned, Hits& hits) const override {
    SANAD_TRY(const KeyFrames frames, parse_key_frames(value));
    return compare(frames, hits);
  }

  Result<void> prepare(const Change& change) override {
    std::vector<hamming::Entry> entries;
    for (const Change::Added& one : change.added) {
      if (one.signal != name()) continue;
      const auto frames = parse_key_frames(one.value);
      if (!frames.ok()) continue;
      for (const matching::PointsFrame& frame : *frames) {
        const std::size_t count = std::min(frame.points.points.size(), kIndexedOfFrame);
        for (std::size_t i = 0; i < count; ++i)
          entries.push_back({frame.points.points[i].descriptor, one.number});
      }
    }
    return index_->add(std::move(entries));
  }
  Result<void> complete(const Change& change) override { return index_->remove(change, name()); }

 private:
  Result<void> compare(const KeyFrames& frames, Hits& hits) const {
    if (frames.empty()) return {};
    std::vector<const points::Points*> asked;
    for (const matching::PointsFrame& frame : frames) asked.push_back(&frame.points);
    SANAD_TRY(const std::vector<Candidate> candidates,
              vote(*index_, asked, {.asked = kAskedOfFrame, .most_entries = kMostCompared}));
    for (const Candidate& candidate : candidates) {
      SANAD_TRY(const std::optional<Row> row, hits.rows().row(candidate.number));
      if (!row) continue;
      if (row->signal == name())
        with_video(chosen(frames, candidate.pictures, kMostFrames), *row, hits);
      if (row->signal == "points")
        with_picture(chosen(frames, candidate.pictures, kMostFramesOfPicture), *row, hits);
    }
    return {};
  }

  void with_video(const KeyFrames& frames, const Row& row, Hits& hits) const {
    const auto listed = parse_key_frames(row.value);
    if (!listed.ok()) return;
    const auto match = matching::match_video_points(frames, *listed);
    if (!match) return;
    if (Hit* hit = hits.add(row, algorithm(), apart(*match), threshold())) tell(*match, *hit);
  }

  // A listed picture that is shown in the video.
  void with_picture(const KeyFrames& frames, const Row& row, Hits& hits) const {
    const auto listed = points::parse_points(row.value);
    if (!listed.ok()) return;
    std::vector<matching::FrameAgreement> shown;
    for (const matching::PointsFrame& frame : frames) {
      if (const auto agreement = points::compare(frame.points, *listed))
        shown.push_back({frame.time_ms, 0, *agreement});
    }
    if (shown.empty()) return;
    const auto best = std::ranges::max_element(
        shown, {}, [](const matching::FrameAgreement& one) { return one.agreement.points; });
    const double distance = points_apart(best->agreement.points, best->agreement.in_common);
    Hit* hit = hits.add(row, algorithm(), distance, threshold());
    if (hit == nullptr) return;
    tell_agreement(best->agreement, hit->details);
    hit->details.set("frames", frames_json(shown, true, false, kMostShown));
  }

  std::shared_ptr<PictureIndex> index_;
};

}  // namespace

std::unique_ptr<Signal> video_points_signal(std::shared_ptr<PictureIndex> index) {
  return std::make_unique<VideoPointsSignal>(std::move(index));
}

}  // namespace sanad::identify
