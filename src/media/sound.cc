#include <algorithm>
#include <memory>

#include "frame_times.h"
#include "media/stretch.h"
#include "mixer.h"

namespace sanad::media {
namespace {

constexpr AVRational kMicroseconds{1, 1'000'000};
// Decoders of many forms need a little of what lies before to sound right.
constexpr std::int64_t kLeadMs = 1000;
// Times of frames that differ by less from where the samples end are rounding, and no gap.
constexpr std::int64_t kGapMs = 200;
// No time that a file names leads further than this.
constexpr std::int64_t kMostSamples = std::int64_t{1} << 40;

// Samples on the file's own line of time, as far as a stretch of it goes.
class Line {
 public:
  Line(int rate, std::int64_t begin_ms) : rate_(rate), begin_(at_ms(begin_ms)) {
    end_ = begin_ + at_ms(kSoundStretchMs);
  }

  std::int64_t at_ms(std::int64_t ms) const { return ms * rate_ / 1000; }
  bool is_full() const { return at_ >= end_; }
  bool has_begun() const { return has_begun_; }
  std::int64_t expected() const { return expected_; }

  // A frame of so many samples, that is to sound at that place.
  void frame(std::int64_t at, std::int64_t length) {
    if (!has_begun_) at_ = expected_ = at;
    has_begun_ = true;
    if (at - expected_ > at_ms(kGapMs)) {
      at_ += at - expected_;
      expected_ = at;
    }
    expected_ += length;
  }

  void add(std::span<const std::int16_t> samples) {
    const auto count = static_cast<std::int64_t>(samples.size());
    const std::int64_t skip = std::clamp<std::int64_t>(begin_ - at_, 0, count);
    const std::int64_t last = std::clamp<std::int64_t>(end_ - at_, skip, count);
    fill_to(at_ + skip);
    samples_.insert(samples_.end(), samples.begin() + skip, samples.begin() + last);
    at_ += count;
  }

  std::vector<std::int16_t> take() {
    fill_to(at_);
    return std::move(samples_);
  }

 private:
  // With silence, as far as the stretch goes.
  void fill_to(std::int64_t at) {
    const auto length = static_cast<std::size_t>(std::clamp(at, begin_, end_) - begin_);
    if (length > samples_.size()) samples_.resize(length);
  }

  std::int64_t rate_;
  std::int64_t begin_, end_ = 0;  // in samples
  std::int64_t at_ = 0;           // where the next sample belongs
  std::int64_t expected_ = 0;     // where the next frame does, by what came in
  bool has_begun_ = false;
  std::vector<std::int16_t> samples_;
};

class SoundReader {
 public:
  SoundReader(ByteView file, std::int64_t begin_ms) : file_(file), begin_ms_(begin_ms) {}

  Result<Sound> read() {
    SANAD_CHECK(open());
    SANAD_CHECK(find_beginning());
    if (is_beyond_the_end()) return Sound{rate_, {}, {duration_ms(), true, false}};
    const bool sought = begin_ms_ > kNearMs && seek();
    SANAD_TRY(bool is_whole, decode());
    // The search led to after what is wanted, or nowhere.
    if (sought && (began_late_ || !line_->has_begun())) {
      SANAD_CHECK(open());
      SANAD_TRY(is_whole, decode());
    }
    return Sound{rate_, line_->take(), {duration_ms(), is_whole, stream_->damaged()}};
  }

 private:
  Result<void> open() {
    SANAD_TRY(stream_, Stream::open(file_, kMediaDemuxers, AVMEDIA_TYPE_AUDIO, 0));
    if (!begin_us_) begin_us_ = stream_->begin_us();
    rate_ = std::clamp(stream_->decoder().sample_rate, kLeastSoundRate, kSoundRate);
    mixer_ = std::make_unique<Mixer>(rate_, Mixer::Filter::kToHear);
    line_ = std::make_unique<Line>(rate_, begin_ms_);
    began_late_ = false;
    return {};
  }

  // Where the file does not say when it begins, its first frame does, which a search passes over.
  Result<void> find_beginning() {
    if (begin_us_ || begin_ms_ <= kNearMs) return {};
    const AVFrame* first = stream_->next();
    if (first == nullptr || first->best_effort_timestamp == AV_NOPTS_VALUE) return open();
    begin_us_ = av_rescale_q(first->best_effort_timestamp, stream_->time_base(), kMicroseconds);
    return open();
  }

  std::optional<std::int64_t> duration_ms() const {
    return stream_->duration_ms(begin_us_.value_or(0));
  }
  bool is_beyond_the_end() const {
    // What files say of their length is not exact.
    const auto duration = duration_ms();
    return duration && begin_ms_ > *duration + kSoundStretchMs;
  }

  bool seek() {
    const std::int64_t us = begin_us_.value_or(0) + (begin_ms_ - kLeadMs) * 1000;
    return stream_->seek(av_rescale_q(us, kMicroseconds, stream_->time_base()));
  }

  // Where a frame belongs, in samples from the beginning.
  std::int64_t place_of(const AVFrame& frame) {
    const std::int64_t stamp = frame.best_effort_timestamp;
    if (stamp == AV_NOPTS_VALUE) return line_->expected();
    const std::int64_t us = av_rescale_q(stamp, stream_->time_base(), kMicroseconds);
    if (!begin_us_) begin_us_ = us;
    const std::int64_t at = av_rescale(difference(us, *begin_us_), rate_, 1'000'000);
    return std::clamp(at, -kMostSamples, kMostSamples);
  }

  // Answers whether the sound ended.
  Result<bool> decode() {
    while (const AVFrame* frame = stream_->next()) {
      const std::int64_t at = place_of(*frame);
      if (!line_->has_begun()) began_late_ = at > line_->at_ms(begin_ms_);
      const std::int64_t in_rate = std::max(frame->sample_rate, 1);
      line_->frame(at, av_rescale(frame->nb_samples, rate_, in_rate));
      SANAD_TRY(const auto samples, mixer_->mix(*frame));
      line_->add(samples);
      if (line_->is_full()) return false;
    }
    SANAD_TRY(const auto rest, mixer_->rest());
    line_->add(rest);
    return !line_->is_full();
  }

  ByteView file_;
  std::int64_t begin_ms_;
  std::unique_ptr<Stream> stream_;
  std::unique_ptr<Mixer> mixer_;
  std::unique_ptr<Line> line_;
  std::optional<std::int64_t> begin_us_;
  int rate_ = kSoundRate;
  bool began_late_ = false;
};

}  // namespace

Result<Sound> read_sound(ByteView file, std::int64_t begin_ms) {
  return SoundReader(file, begin_ms).read();
}

}  // namespace sanad::media
