#include "base/bytes.h"
#include "lists/model.h"
#include "matching/audio.h"
#include "matching/chromaprint.h"
#include "scanned.h"
#include "share.h"
#include "similarity/similarity.h"

namespace sanad::identify {
namespace {

constexpr std::size_t kLeastSoundItems = 64;  // about eight seconds: less is not found in anything

using Sound = std::vector<std::uint32_t>;

// The extractor's form: items of 32 bits, big-endian, in base64.
Sound sound_of(const json::Value& audio) {
  const auto packed = parse_base64(audio["items"].string_or(""));
  Sound items;
  if (!packed.ok() || packed->size() / 4 > matching::kMaxAudioItems) return items;
  for (std::size_t i = 0; i + 4 <= packed->size(); i += 4) {
    std::uint32_t item = 0;
    for (std::size_t byte = 0; byte < 4; ++byte) item = item << 8U | (*packed)[i + byte];
    items.push_back(item);
  }
  return items;
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
                                    {"error", rounded(one.error)}});
  }
  return array;
}

class SoundSignal final : public Signal {
 public:
  explicit SoundSignal(Rows& rows) : entries_(rows, "chromaprint", matching::parse_chromaprint) {}

  std::string_view name() const override { return "chromaprint"; }
  std::string_view algorithm() const override { return "chromaprint-2"; }
  double threshold() const override { return matching::AudioRule{}.long_error; }

  std::optional<Fingerprint> fingerprint(const json::Value& item) const override {
    const Sound sound = sound_of(item["audio"]);
    if (sound.size() < kLeastSoundItems) return std::nullopt;
    std::string value = matching::format_chromaprint(sound);
    if (value.size() > lists::kMaxValueBytes) return std::nullopt;
    return Fingerprint{std::move(value)};
  }

  // 1 where nothing of one is heard in the other.
  Result<double> distance(std::string_view a, std::string_view b) const override {
    SANAD_TRY(const Sound one, matching::parse_chromaprint(a));
    SANAD_TRY(const Sound other, matching::parse_chromaprint(b));
    const auto segments = matching::match_audio(one, other);
    return segments.empty() ? 1 : rounded(segments[0].error);
  }
  bool is_usable(std::string_view value) const override {
    return matching::parse_chromaprint(value).ok();
  }

  Result<void> match(const json::Value& item, Hits& hits) const override {
    return compare(sound_of(item["audio"]), item["audio"]["item_us"].int_or(0), hits);
  }
  Result<void> look_up(const std::string& value, unsigned, Hits& hits) const override {
    SANAD_TRY(const Sound sound, matching::parse_chromaprint(value));
    return compare(sound, matching::kItemUs, hits);
  }
  Result<void> complete(const Change& change) override {
    entries_.complete(change);
    return {};
  }

 private:
  Result<void> compare(const Sound& sound, std::int64_t item_us, Hits& hits) const {
    if (sound.empty()) return {};
    SANAD_TRY(const auto all, entries_.all());
    for (const auto& one : *all) {
      const auto segments = matching::match_audio(sound, *one.value);
      if (segments.empty()) continue;
      SANAD_TRY(const std::optional<Row> row, hits.rows().row(one.number));
      if (!row) continue;
      Hit* hit = hits.add(*row, algorithm(), rounded(segments[0].error), threshold());
      if (hit != nullptr) hit->details.set("segments", segments_json(segments, item_us));
    }
    return {};
  }

  Scanned<Sound> entries_;
};

class FileSignal final : public Signal {
 public:
  explicit FileSignal(Rows& rows) : entries_(rows, "tlsh", similarity::parse_tlsh) {}

  std::string_view name() const override { return "tlsh"; }
  std::string_view algorithm() const override { return similarity::kTlshAlgorithm; }
  double threshold() const override { return kFileDistance; }

  // Of files that have nothing better: pictures and texts that look alike need not share bytes.
  std::optional<Fingerprint> fingerprint(const json::Value& item) const override {
    const std::string value = item["tlsh"].string_or("");
    if (value.empty() || !item["text_content"].string_or("").empty() || !item["pdq"].is_null())
      return std::nullopt;
    return Fingerprint{value};
  }

  Result<double> distance(std::string_view a, std::string_view b) const override {
    SANAD_TRY(const std::string one, similarity::parse_tlsh(a));
    SANAD_TRY(const std::string other, similarity::parse_tlsh(b));
    return similarity::tlsh_distance(one, other);
  }

  Result<void> match(const json::Value& item, Hits& hits) const override {
    const std::string value = item["tlsh"].string_or("");
    if (value.empty()) return {};
    return look_up(value, kFileDistance, hits);
  }
  Result<void> look_up(const std::string& value, unsigned radius, Hits& hits) const override {
    SANAD_TRY(const std::string query, similarity::parse_tlsh(value));
    SANAD_TRY(const auto all, entries_.all());
    for (const auto& one : *all) {
      const int apart = similarity::tlsh_distance(query, *one.value);
      if (apart > static_cast<int>(radius)) continue;
      SANAD_TRY(const std::optional<Row> row, hits.rows().row(one.number));
      if (row) hits.add(*row, algorithm(), apart, radius);
    }
    return {};
  }
  Result<void> complete(const Change& change) override {
    entries_.complete(change);
    return {};
  }

 private:
  Scanned<std::string> entries_;
};

}  // namespace

std::unique_ptr<Signal> sound_signal(Rows& rows) { return std::make_unique<SoundSignal>(rows); }
std::unique_ptr<Signal> file_signal(Rows& rows) { return std::make_unique<FileSignal>(rows); }

}  // namespace sanad::identify
