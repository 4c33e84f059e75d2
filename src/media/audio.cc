#include "media/audio.h"

extern "C" {
#include <chromaprint.h>
}

#include <fmt/format.h>

#include "ffmpeg.h"
#include "landmarks.h"
#include "mixer.h"

namespace sanad::media {
namespace {

struct FreeChromaprint {
  void operator()(ChromaprintContext* context) const { chromaprint_free(context); }
};
using ChromaprintPtr = std::unique_ptr<ChromaprintContext, FreeChromaprint>;

constexpr int kChannels = 1;

Result<void> take_items(ChromaprintContext* context, AudioFingerprint& out) {
  std::uint32_t* raw = nullptr;
  int count = 0;
  if (chromaprint_finish(context) == 0 ||
      chromaprint_get_raw_fingerprint(context, &raw, &count) == 0) {
    return no_memory_for_sound();
  }
  out.items.assign(raw, raw + count);
  chromaprint_dealloc(raw);
  const std::int64_t rate = chromaprint_get_sample_rate(context);
  out.item_us = std::int64_t{chromaprint_get_item_duration(context)} * 1'000'000 / rate;
  out.delay_us = std::int64_t{chromaprint_get_delay(context)} * 1'000'000 / rate;
  return {};
}

}  // namespace

Result<AudioFingerprint> fingerprint_audio(ByteView file, const AudioLimits& limits) {
  SANAD_TRY(const auto stream, Stream::open(file, kMediaDemuxers, AVMEDIA_TYPE_AUDIO, 0));
  const ChromaprintPtr context(chromaprint_new(CHROMAPRINT_ALGORITHM_DEFAULT));
  if (!context) return no_memory_for_sound();
  const int rate = chromaprint_get_sample_rate(context.get());
  if (chromaprint_start(context.get(), rate, kChannels) == 0) return no_memory_for_sound();
  AudioFingerprint out;
  out.decoder = decoder_name(stream->decoder());
  out.algorithm = fmt::format("chromaprint {} algorithm {}, {}", chromaprint_get_version(),
                              static_cast<int>(CHROMAPRINT_ALGORITHM_DEFAULT) + 1,
                              matching::kLandmarksAlgorithm);
  if (rate != matching::kLandmarkRate) {
    return Error{
        ErrorCode::kUnavailable,
        "The library of Chromaprint works at another rate than landmarks do; install 1.5."};
  }
  Landmarks landmarks;
  Mixer mixer(rate, Mixer::Filter::kOfChromaprint);
  const std::int64_t most = limits.max_seconds * rate;
  std::int64_t heard = 0;
  const auto feed = [&](std::span<const std::int16_t> samples) -> Result<void> {
    const auto count =
        std::min<std::int64_t>(static_cast<std::int64_t>(samples.size()), most - heard);
    out.cut = out.cut || count < static_cast<std::int64_t>(samples.size());
    heard += count;
    if (count > 0 &&
        chromaprint_feed(context.get(), samples.data(), static_cast<int>(count)) == 0) {
      return no_memory_for_sound();
    }
    return landmarks.feed(samples.first(static_cast<std::size_t>(count)));
  };
  while (const AVFrame* frame = stream->next()) {
    SANAD_TRY(const auto samples, mixer.mix(*frame));
    SANAD_CHECK(feed(samples));
    if (out.cut) break;
  }
  SANAD_TRY(const auto rest, mixer.rest());
  if (!out.cut) SANAD_CHECK(feed(rest));
  out.damaged = stream->damaged();
  out.duration_ms = heard * 1000 / rate;
  if (heard == 0) {
    return Error{ErrorCode::kInvalid, "No sound could be decoded; get the file again, whole."};
  }
  SANAD_CHECK(take_items(context.get(), out));
  const std::vector<matching::Landmark> found = landmarks.take();
  if (found.size() >= matching::kLeastLandmarks) out.landmarks = matching::format_landmarks(found);
  return out;
}

}  // namespace sanad::media
