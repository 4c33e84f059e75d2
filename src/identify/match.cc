// Comparing an item with what the lists hold, signal by signal.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <tuple>

#include "identify/library.h"
#include "lists/signal.h"
#include "matching/audio.h"
#include "matching/chromaprint.h"
#include "matching/video.h"
#include "pdq/pdq.h"
#include "similarity/similarity.h"
#include "state.h"
#include "text/fingerprint.h"

namespace sanad::identify {
namespace {

constexpr std::size_t kMaxTextCandidates = 200;
constexpr std::array<std::string_view, pdq::kDihedral> kTurned = {
    "as it is",
    "turned by 90 degrees",
    "turned by 180 degrees",
    "turned by 270 degrees",
    "mirrored top to bottom",
    "mirrored left to right",
    "mirrored along the diagonal",
    "mirrored along the other diagonal"};
constexpr std::array<std::string_view, 4> kExactSignals = {"sha256", "sha1", "md5", "sha512"};

bool is_live(const Row& row, Timestamp now) {
  return !row.expires_at_ms || *row.expires_at_ms > now.unix_ms;
}

Hit hit_of(const Row& row, std::string_view algorithm, double distance, double threshold) {
  Hit hit;
  hit.list = row.list;
  hit.list_name = row.list_name;
  hit.list_version = row.list_version;
  hit.entry = row.entry;
  hit.signal = row.signal;
  hit.value = row.value;
  hit.algorithm = std::string(algorithm);
  hit.distance = distance;
  hit.threshold = threshold;
  hit.disputed = row.disputed;
  if (const auto labels = json::parse(row.labels); labels.ok() && labels->as_array() != nullptr) {
    for (const json::Value& label : *labels->as_array()) hit.labels.push_back(label.string_or(""));
  }
  return hit;
}

// hash: "pdq", or "pdq_mirrored". Frames without it, as old fingerprints have them, are left out.
std::vector<matching::Frame> frames_of(const json::Value& video, std::string_view hash_name) {
  std::vector<matching::Frame> frames;
  const json::Array* array = video["frames"].as_array();
  if (array == nullptr) return frames;
  for (const json::Value& one : *array) {
    const auto hash = parse_digest256(one[hash_name].string_or(""));
    if (!hash.ok()) continue;
    frames.push_back(
        {one["time_ms"].int_or(0), static_cast<int>(one["pdq_quality"].int_or(0)), *hash});
  }
  return frames;
}

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

json::Array segments_json(const std::vector<matching::AudioSegment>& segments,
                          std::int64_t item_us) {
  const auto ms = [item_us](std::size_t items) {
    return static_cast<std::int64_t>(items) * item_us / 1000;
  };
  json::Array array;
  for (const matching::AudioSegment& one : segments) {
    array.emplace_back(json::Object{{"begin_ms", ms(one.begin_a)},
                                    {"end_ms", ms(one.end_a)},
                                    {"list_begin_ms", ms(one.begin_b)},
                                    {"list_end_ms", ms(one.end_b)},
                                    {"error", std::round(one.error * 1000) / 1000}});
  }
  return array;
}

json::Array passages_json(const text::Comparison& comparison) {
  json::Array passages;
  for (const text::Passage& one : comparison.passages) {
    passages.emplace_back(json::Object{{"begin", one.a.begin},
                                       {"end", one.a.end},
                                       {"list_begin", one.b.begin},
                                       {"list_end", one.b.end},
                                       {"letters", one.letters}});
  }
  return passages;
}

// A share of 1 is the same: distances count downwards.
double distance_of(double share) { return std::round((1 - share) * 1000) / 1000; }

class Matcher {
 public:
  Matcher(Library::State& state, Timestamp now, std::vector<Hit>& hits)
      : state_(state), now_(now), hits_(hits) {}

  Result<void> exact(std::string_view signal, std::string_view value) {
    SANAD_TRY(const std::vector<Row> rows,
              rows_where("e.signal = ? AND e.value = ?", {signal, value}));
    for (const Row& row : rows) add(row, signal, 0, 0);
    return {};
  }

  // The best of the variants for each entry.
  Result<void> picture(std::span<const std::string> variants, unsigned radius) {
    std::map<std::uint32_t, std::pair<unsigned, std::size_t>> best;
    for (std::size_t turned = 0; turned < variants.size(); ++turned) {
      SANAD_TRY(const hamming::Fingerprint query, picture_fingerprint(variants[turned]));
      SANAD_TRY(const auto matches, state_.pictures->lookup(query, radius));
      for (const hamming::Match& match : matches) {
        const auto at = best.try_emplace(match.entry, match.distance, turned).first;
        if (match.distance < at->second.first) at->second = {match.distance, turned};
      }
    }
    for (const auto& [number, found] : best) {
      SANAD_TRY(const std::optional<Row> row, row_of(number));
      if (!row || row->signal != "pdq") continue;
      // The index may know the number from a list that was never written down.
      SANAD_TRY(const hamming::Fingerprint query, picture_fingerprint(variants[found.second]));
      SANAD_TRY(const hamming::Fingerprint entry, picture_fingerprint(row->value));
      const unsigned distance = hamming::distance(query, entry);
      if (distance > radius) continue;
      if (Hit* hit = add(*row, pdq::kAlgorithm, distance, radius))
        hit->details.set("turned", kTurned[found.second]);
    }
    return {};
  }

  // As it is and then mirrored; an entry is hit once.
  Result<void> video(const json::Value& item) {
    std::set<std::uint32_t> hit;
    SANAD_CHECK(video(frames_of(item, "pdq"), 0, hit));
    return video(frames_of(item, "pdq_mirrored"), pdq::kMirrored, hit);
  }

  Result<void> file(const std::string& tlsh, int most) {
    SANAD_TRY(const std::vector<Row> rows, rows_where("e.signal = ?", {"tlsh"}));
    for (const Row& row : rows) {
      const int distance = similarity::tlsh_distance(tlsh, row.value);
      if (distance <= most) add(row, similarity::kTlshAlgorithm, distance, most);
    }
    return {};
  }

  // With every recording of the lists: a popcount for each pair of items.
  Result<void> sound(const json::Value& audio) {
    const std::vector<std::uint32_t> items = unpack_sound(audio);
    if (items.empty()) return {};
    SANAD_TRY(const std::vector<Row> rows, rows_where("e.signal = ?", {"chromaprint"}));
    for (const Row& row : rows) {
      const auto listed = matching::parse_chromaprint(row.value);
      if (!listed.ok()) continue;  // of another algorithm, as the list's owner may have
      const auto segments = matching::match_audio(items, *listed);
      if (segments.empty()) continue;
      const double error = std::round(segments[0].error * 1000) / 1000;
      Hit* hit = add(row, "chromaprint-2", error, matching::AudioRule{}.long_error);
      if (hit != nullptr) {
        hit->details.set("segments", segments_json(segments, audio["item_us"].int_or(0)));
      }
    }
    return {};
  }

  Result<void> text(std::string_view content) {
    std::shared_ptr<const Passages> passages;
    {
      const std::shared_lock lock(state_.passages_mutex);
      passages = state_.passages;
    }
    if (!passages || !passages->index) return {};
    SANAD_TRY(const text::Fingerprint fingerprint, text::fingerprint(content));
    SANAD_TRY(const text::Lookup found, passages->index->lookup(fingerprint, kMaxTextCandidates));
    for (const text::Candidate& candidate : found.candidates) {
      if (candidate.document >= passages->numbers.size()) continue;
      SANAD_TRY(const std::optional<Row> row, row_of(passages->numbers[candidate.document]));
      if (!row || row->signal != "text") continue;
      SANAD_TRY(const text::Comparison comparison, text::compare(content, row->value));
      std::uint64_t letters = 0;
      for (const text::Passage& passage : comparison.passages) letters += passage.letters;
      const double share = std::max(comparison.share_of_a, comparison.share_of_b);
      if (share < kTextShare && letters < kTextLetters) continue;
      Hit* hit =
          add(*row, text::kFingerprintAlgorithm, distance_of(share), distance_of(kTextShare));
      if (hit == nullptr) continue;
      hit->details.set("share_of_item", distance_of(1 - comparison.share_of_a));
      hit->details.set("share_of_entry", distance_of(1 - comparison.share_of_b));
      hit->details.set("letters", letters);
      hit->details.set("passages", passages_json(comparison));
    }
    return {};
  }

 private:
  Result<std::vector<Row>> rows_where(std::string_view where,
                                      std::initializer_list<std::string_view> texts) {
    const std::lock_guard lock(state_.mutex);
    return state_.rows(where, texts);
  }
  Result<std::optional<Row>> row_of(std::uint32_t number) {
    const std::lock_guard lock(state_.mutex);
    return state_.row(number);
  }

  // Null where the entry has expired.
  Hit* add(const Row& row, std::string_view algorithm, double distance, double threshold) {
    if (!is_live(row, now_)) return nullptr;
    hits_.push_back(hit_of(row, algorithm, distance, threshold));
    return &hits_.back();
  }

  // turned: which of the dihedral hashes the frames are of; hit: entries that are answered already.
  Result<void> video(const std::vector<matching::Frame>& frames, std::size_t turned,
                     std::set<std::uint32_t>& hit) {
    std::map<std::uint32_t, std::vector<std::size_t>> seen;
    for (std::size_t i = 0; i < frames.size(); ++i) {
      if (frames[i].quality < kPictureQuality) continue;
      SANAD_TRY(
          const auto matches,
          state_.pictures->lookup(hamming::fingerprint_from(frames[i].hash), kPictureDistance));
      for (const hamming::Match& match : matches) {
        auto& at = seen[match.entry];
        if (at.empty() || at.back() != i) at.push_back(i);
      }
    }
    for (const auto& [number, at] : seen) {
      SANAD_TRY(const std::optional<Row> row, row_of(number));
      if (!row || hit.contains(number)) continue;
      const std::size_t before = hits_.size();
      if (row->signal == "vpdq") SANAD_CHECK(compare_videos(frames, *row));
      if (row->signal == "pdq") SANAD_CHECK(picture_in_frames(frames, at, *row));
      if (hits_.size() == before) continue;
      hit.insert(number);
      if (turned != 0) hits_.back().details.set("turned", kTurned[turned]);
    }
    return {};
  }

  Result<void> compare_videos(const std::vector<matching::Frame>& frames, const Row& row) {
    SANAD_TRY(const std::vector<ListFrame> theirs, parse_frames(row.value));
    std::vector<matching::Frame> listed;
    for (const ListFrame& frame : theirs)
      listed.push_back({frame.time_ms, frame.quality, frame.hash});
    const matching::VideoMatch match = matching::match_videos(frames, listed);
    const double share = std::max(match.share_a(), match.share_b());
    if (share < kVideoShare) return {};
    Hit* hit = add(row, "vpdq-1", distance_of(share), distance_of(kVideoShare));
    if (hit == nullptr) return {};
    hit->details.set("share_of_item", distance_of(1 - match.share_a()));
    hit->details.set("share_of_entry", distance_of(1 - match.share_b()));
    hit->details.set("alignments", alignments_json(match));
    return {};
  }

  Result<void> picture_in_frames(const std::vector<matching::Frame>& frames,
                                 const std::vector<std::size_t>& at, const Row& row) {
    SANAD_TRY(const hamming::Fingerprint entry, picture_fingerprint(row.value));
    unsigned best = hamming::kFingerprintBits;
    json::Array times;
    for (const std::size_t i : at) {
      const unsigned distance = hamming::distance(hamming::fingerprint_from(frames[i].hash), entry);
      if (distance > static_cast<unsigned>(kPictureDistance)) continue;
      best = std::min(best, distance);
      times.emplace_back(frames[i].time_ms);
    }
    if (times.empty()) return {};
    if (Hit* hit = add(row, pdq::kAlgorithm, best, kPictureDistance))
      hit->details.set("frames_ms", std::move(times));
    return {};
  }

  Library::State& state_;
  Timestamp now_;
  std::vector<Hit>& hits_;
};

std::vector<std::string> variants_of(const json::Value& item) {
  std::vector<std::string> variants;
  if (const json::Array* dihedral = item["pdq_dihedral"].as_array()) {
    for (const json::Value& one : *dihedral) variants.push_back(one.string_or(""));
  }
  if (variants.size() > kTurned.size()) variants.resize(kTurned.size());
  return variants;
}

}  // namespace

Result<std::vector<Hit>> Library::match(const json::Value& item, Timestamp now) const {
  std::vector<Hit> hits;
  Matcher matcher(*state_, now, hits);
  for (const std::string_view signal : kExactSignals) {
    if (const std::string value = item[signal].string_or(""); !value.empty())
      SANAD_CHECK(matcher.exact(signal, value));
  }
  if (item["pdq_quality"].int_or(0) >= kPictureQuality)
    SANAD_CHECK(matcher.picture(variants_of(item), kPictureDistance));
  SANAD_CHECK(matcher.video(item["video"]));
  SANAD_CHECK(matcher.sound(item["audio"]));
  if (const std::string tlsh = item["tlsh"].string_or(""); !tlsh.empty())
    SANAD_CHECK(matcher.file(tlsh, kFileDistance));
  if (const std::string content = item["text_content"].string_or(""); !content.empty())
    SANAD_CHECK(matcher.text(content));
  return hits;
}

Result<std::vector<Hit>> Library::lookup(std::string_view signal, std::string_view value,
                                         unsigned radius, std::string_view list,
                                         Timestamp now) const {
  SANAD_TRY(const std::string canonical, lists::canonical_value(signal, value));
  std::vector<Hit> hits;
  Matcher matcher(*state_, now, hits);
  if (signal == "pdq") {
    SANAD_CHECK(matcher.picture({&canonical, 1}, radius));
  } else if (signal == "tlsh") {
    SANAD_CHECK(matcher.file(canonical, static_cast<int>(radius)));
  } else if (signal == "text") {
    SANAD_CHECK(matcher.text(canonical));
  } else {
    SANAD_CHECK(matcher.exact(signal, canonical));
  }
  if (!list.empty()) std::erase_if(hits, [&](const Hit& hit) { return hit.list != list; });
  std::ranges::sort(hits, {},
                    [](const Hit& hit) { return std::tie(hit.distance, hit.list, hit.entry); });
  return hits;
}

}  // namespace sanad::identify
