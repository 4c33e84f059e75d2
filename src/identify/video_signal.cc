#include <algorithm>
#include <map>
#include <set>

#include "frames.h"
#include "identify/evidence.h"
#include "pdq/pdq.h"
#include "picture_index.h"
#include "share.h"

namespace sanad::identify {
namespace {

json::Array alignments_json(const matching::VideoMatch& match) {
  json::Array alignments;
  for (const matching::Alignment& one : match.alignments) {
    alignments.emplace_back(json::Object{{"offset_ms", one.offset_ms},
                                         {"begin_ms", one.begin_a_ms},
                                         {"end_ms", one.end_a_ms},
                                         {"list_begin_ms", one.begin_b_ms},
                                         {"list_end_ms", one.end_b_ms},
                                         {"frames", one.frames}});
  }
  return alignments;
}

class VideoSignal final : public Signal {
 public:
  explicit VideoSignal(std::shared_ptr<PictureIndex> index) : index_(std::move(index)) {}

  std::string_view name() const override { return "vpdq"; }
  std::string_view algorithm() const override { return "vpdq-1"; }
  double threshold() const override { return distance_of(kVideoShare); }

  std::optional<Fingerprint> fingerprint(const json::Value& item) const override {
    const auto frames = frames_of(item["video"]);
    if (frames.empty()) return std::nullopt;
    return Fingerprint{format_frames(frames)};
  }

  Result<double> distance(std::string_view a, std::string_view b) const override {
    SANAD_TRY(const auto one, parse_frames(a));
    SANAD_TRY(const auto other, parse_frames(b));
    const auto match = matching::match_videos(one, other);
    return distance_of(std::max(match.share_a(), match.share_b()));
  }
  bool is_usable(std::string_view value) const override { return parse_frames(value).ok(); }

  Result<void> match(const json::Value& item, Hits& hits) const override {
    // As it is, then within black bars, then mirrored; an entry is hit once.
    std::set<std::uint32_t> hit;
    SANAD_CHECK(compare(frames_of(item["video"]), 0, hit, hits));
    SANAD_CHECK(compare(frames_of(item["video"], "pdq_inner"), 0, hit, hits));
    return compare(frames_of(item["video"], "pdq_mirrored"), pdq::kMirrored, hit, hits);
  }

  Result<void> look_up(const std::string& value, unsigned, Hits& hits) const override {
    SANAD_TRY(const auto frames, parse_frames(value));
    std::set<std::uint32_t> hit;
    return compare(frames, 0, hit, hits);
  }

  Result<void> prepare(const Change& change) override {
    std::vector<hamming::Entry> entries;
    for (const Change::Added& one : change.added) {
      if (one.signal != name()) continue;
      const auto frames = parse_frames(one.value);
      if (!frames.ok()) continue;
      for (const matching::Frame& frame : *frames) {
        if (frame.quality >= kPictureQuality)
          entries.push_back({hamming::fingerprint_from(frame.hash), one.number});
      }
    }
    return index_->add(std::move(entries));
  }
  Result<void> complete(const Change& change) override { return index_->remove(change, name()); }

 private:
  using Frames = std::vector<matching::Frame>;

  // turned: which of the dihedral hashes the frames are of; hit: entries that are answered already.
  Result<void> compare(const Frames& frames, std::size_t turned, std::set<std::uint32_t>& hit,
                       Hits& hits) const {
    std::vector<std::size_t> counted;  // frames of enough quality
    std::vector<hamming::Fingerprint> queries;
    for (std::size_t i = 0; i < frames.size(); ++i) {
      if (frames[i].quality < kPictureQuality) continue;
      counted.push_back(i);
      queries.push_back(hamming::fingerprint_from(frames[i].hash));
    }
    SANAD_TRY(const auto near, index_->look_up(queries, kPictureDistance));
    std::map<std::uint32_t, std::vector<std::size_t>> seen;  // which frames are near which entry
    for (std::size_t query = 0; query < near.size(); ++query) {
      for (const hamming::Match& match : near[query]) {
        auto& at = seen[match.entry];
        if (at.empty() || at.back() != counted[query]) at.push_back(counted[query]);
      }
    }
    for (const auto& [number, at] : seen) {
      SANAD_TRY(const std::optional<Row> row, hits.rows().row(number));
      if (!row || hit.contains(number)) continue;
      Hit* made = nullptr;
      if (row->signal == name()) {
        SANAD_TRY(made, with_video(frames, *row, hits));
      } else if (row->signal == "pdq") {
        SANAD_TRY(made, with_picture(frames, at, *row, hits));
      }
      if (made == nullptr) continue;
      hit.insert(number);
      if (turned != 0) made->details.set("turned", kTurned[turned]);
    }
    return {};
  }

  Result<Hit*> with_video(const Frames& frames, const Row& row, Hits& hits) const {
    SANAD_TRY(const Frames listed, parse_frames(row.value));
    const matching::VideoMatch match = matching::match_videos(frames, listed);
    const double share = std::max(match.share_a(), match.share_b());
    if (share < kVideoShare) return nullptr;
    Hit* hit = hits.add(row, algorithm(), distance_of(share), threshold());
    if (hit == nullptr) return nullptr;
    hit->details.set("share_of_item", rounded(match.share_a()));
    hit->details.set("share_of_entry", rounded(match.share_b()));
    hit->details.set("alignments", alignments_json(match));
    return hit;
  }

  // A listed picture that is shown in the video.
  static Result<Hit*> with_picture(const Frames& frames, const std::vector<std::size_t>& at,
                                   const Row& row, Hits& hits) {
    SANAD_TRY(const hamming::Fingerprint entry, picture_fingerprint(row.value));
    unsigned best = hamming::kFingerprintBits;
    json::Array times;
    for (const std::size_t i : at) {
      const unsigned apart = hamming::distance(hamming::fingerprint_from(frames[i].hash), entry);
      if (apart > static_cast<unsigned>(kPictureDistance)) continue;
      best = std::min(best, apart);
      times.emplace_back(frames[i].time_ms);
    }
    if (times.empty()) return nullptr;
    Hit* hit = hits.add(row, pdq::kAlgorithm, best, kPictureDistance);
    if (hit != nullptr) hit->details.set("frames_ms", std::move(times));
    return hit;
  }

  std::shared_ptr<PictureIndex> index_;
};

}  // namespace

std::unique_ptr<Signal> video_signal(std::shared_ptr<PictureIndex> index) {
  return std::make_unique<VideoSignal>(std::move(index));
}

}  // namespace sanad::identify
