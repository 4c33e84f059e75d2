#include "mixer.h"

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
}

namespace sanad::media {

Error no_memory_for_sound() {
  return Error{ErrorCode::kUnavailable, "There is no memory to hear this file; try again later."};
}

void Mixer::FreeResampler::operator()(SwrContext* resampler) const { swr_free(&resampler); }

Mixer::Mixer(int rate, Filter filter, int channels)
    : rate_(rate), filter_(filter), channels_(channels) {}
Mixer::~Mixer() = default;

Result<std::span<const std::int16_t>> Mixer::mix(const AVFrame& frame) {
  const bool same = resampler_ && frame.sample_rate == in_rate_ && frame.format == in_format_ &&
                    frame.ch_layout.nb_channels == in_channels_;
  if (!same) SANAD_CHECK(set_up(frame));
  return run(const_cast<const std::uint8_t**>(frame.extended_data), frame.nb_samples);
}

Result<std::span<const std::int16_t>> Mixer::rest() {
  if (!resampler_) return std::span<const std::int16_t>();
  return run(nullptr, 0);
}

Result<void> Mixer::set_up(const AVFrame& frame) {
  in_rate_ = frame.sample_rate;
  in_format_ = frame.format;
  in_channels_ = frame.ch_layout.nb_channels;
  AVChannelLayout in{};
  if (frame.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
    av_channel_layout_default(&in, in_channels_);
  } else if (av_channel_layout_copy(&in, &frame.ch_layout) < 0) {
    return no_memory_for_sound();
  }
  AVChannelLayout out{};
  av_channel_layout_default(&out, channels_);
  SwrContext* made = nullptr;
  const int set =
      swr_alloc_set_opts2(&made, &out, AV_SAMPLE_FMT_S16, rate_, &in,
                          static_cast<AVSampleFormat>(in_format_), in_rate_, 0, nullptr);
  av_channel_layout_uninit(&in);
  resampler_.reset(made);
  if (set >= 0 && filter_ == Filter::kOfChromaprint) {
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

Result<std::span<const std::int16_t>> Mixer::run(const std::uint8_t** in, int count) {
  const int room = swr_get_out_samples(resampler_.get(), count);
  if (room < 0) return no_memory_for_sound();
  samples_.resize((static_cast<std::size_t>(room) + 1) * static_cast<std::size_t>(channels_));
  std::uint8_t* out = reinterpret_cast<std::uint8_t*>(samples_.data());
  const int made = swr_convert(resampler_.get(), &out, room, in, count);
  if (made < 0) {
    return Error{ErrorCode::kInvalid, "The sound could not be resampled; convert it to WAV."};
  }
  return std::span<const std::int16_t>(
      samples_.data(), static_cast<std::size_t>(made) * static_cast<std::size_t>(channels_));
}

}  // namespace sanad::media
