// Sound as a whole, for what is muted in it. The samples are what a proof is over, so they are to
// be the same on each machine that has this version of the decoder.
extern "C" {
#include <libavutil/cpu.h>
}

#include <fmt/format.h>

#include <algorithm>

#include "media/stretch.h"
#include "mixer.h"

namespace sanad::media {
namespace {

constexpr AVRational kMicroseconds{1, 1'000'000};
// Times of frames that differ by less from where the samples end are rounding, and no gap.
constexpr std::int64_t kGapMs = 200;

// Vector code adds in another order than plain code, and rounds elsewhere.
class PlainCode {
 public:
  PlainCode() { av_force_cpu_flags(0); }
  ~PlainCode() { av_force_cpu_flags(-1); }
  PlainCode(const PlainCode&) = delete;
  PlainCode& operator=(const PlainCode&) = delete;
};

class WholeReader {
 public:
  WholeReader(ByteView file, std::uint64_t max_bytes) : file_(file), max_bytes_(max_bytes) {}

  Result<WholeSound> read() {
    SANAD_CHECK(open());
    out_.rate = std::clamp(stream_->decoder().sample_rate, kLeastSoundRate, kMostWholeRate);
    out_.channels = std::clamp(stream_->decoder().ch_layout.nb_channels, 1, 2);
    const auto duration = stream_->duration_ms(begin_us_.value_or(0)).value_or(0);
    const bool is_long = duration > most_samples() * 1000 / out_.rate;
    if (!is_long) SANAD_CHECK(decode());
    if (is_long || is_full_) {
      out_ = {kSoundRate, 1, {}, false, {}};
      SANAD_CHECK(open());
      SANAD_CHECK(decode());
    }
    if (is_full_)
      return Error{ErrorCode::kLimit,
                   fmt::format("The sound is longer than {} seconds; make a working copy of the "
                               "part that is wanted, and redact that.",
                               max_bytes_ / 2 / kSoundRate)};
    if (out_.samples.empty())
      return Error{ErrorCode::kInvalid, "No sound could be decoded; get the file again, whole."};
    out_.damaged = stream_->damaged();
    out_.decoder = decoder_name(stream_->decoder());
    return std::move(out_);
  }

 private:
  Result<void> open() {
    SANAD_TRY(stream_, Stream::open(file_, kMediaDemuxers, AVMEDIA_TYPE_AUDIO, 0));
    begin_us_ = stream_->begin_us();
    at_ = expected_ = 0;
    has_begun_ = is_full_ = false;
    return {};
  }

  std::int64_t most_samples() const {
    return static_cast<std::int64_t>(max_bytes_) / (2 * out_.channels);
  }

  Result<void> decode() {
    Mixer mixer(out_.rate, Mixer::Filter::kToHear, out_.channels);
    while (const AVFrame* frame = is_full_ ? nullptr : stream_->next()) {
      place(*frame);
      SANAD_TRY(const auto samples, mixer.mix(*frame));
      add(samples);
    }
    SANAD_TRY(const auto rest, mixer.rest());
    add(rest);
    return {};
  }

  // Where the samples of the frame belong; a gap before them is filled with silence.
  void place(const AVFrame& frame) {
    std::int64_t at = expected_;
    if (frame.best_effort_timestamp != AV_NOPTS_VALUE) {
      const std::int64_t us =
          av_rescale_q(frame.best_effort_timestamp, stream_->time_base(), kMicroseconds);
      if (!begin_us_) begin_us_ = us;
      // No time that a file names leads further than the end of what is kept.
      at = std::clamp(av_rescale(difference(us, *begin_us_), out_.rate, 1'000'000),
                      -most_samples() - 1, most_samples() + 1);
    }
    if (!has_begun_) at_ = expected_ = at;
    has_begun_ = true;
    if (at - expected_ > kGapMs * out_.rate / 1000) {
      at_ += at - expected_;
      expected_ = at;
    }
    expected_ += av_rescale(frame.nb_samples, out_.rate, std::max(frame.sample_rate, 1));
  }

  void add(std::span<const std::int16_t> samples) {
    const auto channels = static_cast<std::size_t>(out_.channels);
    const auto count = static_cast<std::int64_t>(samples.size() / channels);
    const std::int64_t skip = std::clamp<std::int64_t>(-at_, 0, count);
    is_full_ = is_full_ || at_ + count > most_samples();
    if (!is_full_ && skip < count) {
      // Silence up to where they belong.
      const auto begin = static_cast<std::size_t>(at_ + skip) * channels * 2;
      if (begin > out_.samples.size()) out_.samples.resize(begin);
      for (const std::int16_t sample : samples.subspan(static_cast<std::size_t>(skip) * channels)) {
        const auto bits = static_cast<std::uint16_t>(sample);
        out_.samples.push_back(static_cast<std::uint8_t>(bits & 0xFFU));
        out_.samples.push_back(static_cast<std::uint8_t>(bits >> 8U));
      }
    }
    at_ += count;
  }

  ByteView file_;
  std::uint64_t max_bytes_;
  std::unique_ptr<Stream> stream_;
  std::optional<std::int64_t> begin_us_;
  WholeSound out_;
  std::int64_t at_ = 0;        // where the next sample belongs
  std::int64_t expected_ = 0;  // where the next frame does, by what came in
  bool has_begun_ = false;
  bool is_full_ = false;
};

}  // namespace

Result<WholeSound> read_whole_sound(ByteView file, std::uint64_t max_bytes) {
  const PlainCode plain;
  return WholeReader(file, max_bytes).read();
}

}  // namespace sanad::media
