#include "media/audio.h"

extern "C" {
#include <chromaprint.h>
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
}

#include <fmt/format.h>

#include "ffmpeg.h"

namespace sanad::media {
namespace {

using ResamplerPtr = std::unique_ptr<SwrContext, FreeBy<swr_free>>;
struct FreeChromaprint {
  void operator()(ChromaprintContext* context) const { chromaprint_free(context); }
};
using ChromaprintPtr = std::unique_ptr<ChromaprintContext, FreeChromaprint>;

constexpr int kChannels = 1;

Error no_memory() {
  return Error{ErrorCode::kUnavailable, "There is no memory to hear this file; try again later."};
}

// Frames of any kind to one channel of 16-bit samples; made anew when the kind changes.
class Mixer {
 public:
  explicit Mixer(int rate) : rate_(rate) {}

  Result<std::span<const std::int16_t>> mix(const AVFrame& frame) {
    const bool same = resampler_ && frame.sample_rate == in_rate_ && frame.format == in_format_ &&
                      frame.ch_layout.nb_channels == in_channels_;
    if (!same) SANAD_CHECK(set_up(frame));
    return run(const_cast<const std::uint8_t**>(frame.extended_data), frame.nb_samples);
  }
  // What the resampler still holds.
  Result<std::span<const std::int16_t>> rest() {
    if (!resampler_) return std::span<const std::int16_t>();
    return run(nullptr, 0);
  }

 private:
  Result<void> set_up(const AVFrame& frame) {
    in_rate_ = frame.sample_rate;
    in_format_ = frame.format;
    in_channels_ = frame.ch_layout.nb_channels;
    AVChannelLayout in{};
    if (frame.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
      av_channel_layout_default(&in, in_channels_);
    } else if (av_channel_layout_copy(&in, &frame.ch_layout) < 0) {
      return no_memory();
    }
    AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO;
    SwrContext* made = nullptr;
    const int set =
        swr_alloc_set_opts2(&made, &mono, AV_SAMPLE_FMT_S16, rate_, &in,
                            static_cast<AVSampleFormat>(in_format_), in_rate_, 0, nullptr);
    av_channel_layout_uninit(&in);
    resampler_.reset(made);
    if (set >= 0) {
      // What fpcalc asks the resampler for; its own defaults move a bit in some thousands.
      av_opt_set_int(made, "filter_size", 16, 0);
      av_opt_set_int(made, "phase_shift", 8, 0);
      av_opt_set_int(made, "linear_interp", 1, 0);
      av_opt_set_double(made, "cutoff", 0.8, 0);
    }
    if (set < 0 || swr_init(resampler_.get()) < 0) {
      resampler_.reset();
      return Error{ErrorCode::kInvalid,
                   "The sound of this file is of a kind that cannot be mixed; convert it to WAV."};
    }
    return {};
  }

  Result<std::span<const std::int16_t>> run(const std::uint8_t** in, int count) {
    const int room = swr_get_out_samples(resampler_.get(), count);
    if (room < 0) return no_memory();
    samples_.resize(static_cast<std::size_t>(room) + 1);
    std::uint8_t* out = reinterpret_cast<std::uint8_t*>(samples_.data());
    const int made = swr_convert(resampler_.get(), &out, room, in, count);
    if (made < 0) {
      return Error{ErrorCode::kInvalid, "The sound could not be resampled; convert it to WAV."};
    }
    return std::span<const std::int16_t>(samples_.data(), static_cast<std::size_t>(made));
  }

  int rate_;
  int in_rate_ = 0;
  int in_format_ = -1;
  int in_channels_ = 0;
  ResamplerPtr resampler_;
  std::vector<std::int16_t> samples_;
};

Result<void> take_items(ChromaprintContext* context, AudioFingerprint& out) {
  std::uint32_t* raw = nullptr;
  int count = 0;
  if (chromaprint_finish(context) == 0 ||
      chromaprint_get_raw_fingerprint(context, &raw, &count) == 0) {
    return no_memory();
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
  if (!context) return no_memory();
  const int rate = chromaprint_get_sample_rate(context.get());
  if (chromaprint_start(context.get(), rate, kChannels) == 0) return no_memory();
  AudioFingerprint out;
  out.decoder = decoder_name(stream->decoder());
  out.algorithm = fmt::format("chromaprint {} algorithm {}", chromaprint_get_version(),
                              static_cast<int>(CHROMAPRINT_ALGORITHM_DEFAULT) + 1);
  Mixer mixer(rate);
  const std::int64_t most = limits.max_seconds * rate;
  std::int64_t heard = 0;
  const auto feed = [&](std::span<const std::int16_t> samples) -> Result<void> {
    const auto count =
        std::min<std::int64_t>(static_cast<std::int64_t>(samples.size()), most - heard);
    out.cut = out.cut || count < static_cast<std::int64_t>(samples.size());
    heard += count;
    if (count > 0 &&
        chromaprint_feed(context.get(), samples.data(), static_cast<int>(count)) == 0) {
      return no_memory();
    }
    return {};
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
  return out;
}

}  // namespace sanad::media
