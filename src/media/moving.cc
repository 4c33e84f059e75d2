#include <algorithm>
#include <optional>

#include "frame_times.h"
#include "media/stretch.h"
#include "shrinker.h"

namespace sanad::media {
namespace {

class MovingReader {
 public:
  MovingReader(ByteView file, std::int64_t begin_ms, const VideoLimits& limits,
               const std::function<Result<void>(MovingPicture)>& on_picture)
      : file_(file), begin_ms_(begin_ms), limits_(limits), on_picture_(on_picture) {}

  Result<StretchEnd> read() {
    SANAD_CHECK(open());
    const AVFrame* frame = stream_->next();
    if (frame == nullptr) return no_frame();
    // Of where the search begins, the first frame's time must be known.
    std::int64_t time_ms = times_->of(*frame);
    if (is_beyond_the_end()) return StretchEnd{duration_ms(), true, stream_->damaged()};
    SANAD_TRY(frame, sought(frame, time_ms));
    SANAD_TRY(const bool is_last, follow(frame, time_ms));
    return StretchEnd{duration_ms(), is_last, stream_->damaged()};
  }

 private:
  Result<void> open() {
    SANAD_TRY(stream_, Stream::open(file_, kMediaDemuxers, AVMEDIA_TYPE_VIDEO,
                                    static_cast<std::int64_t>(limits_.max_pixels)));
    times_.emplace(stream_->time_base());
    return {};
  }

  std::optional<std::int64_t> duration_ms() const {
    return stream_->duration_ms(stream_->begin_us().value_or(0));
  }
  bool is_beyond_the_end() const {
    // What files say of their length is not exact.
    const auto duration = duration_ms();
    return duration && begin_ms_ > *duration + kMovingStretchMs;
  }

  // A frame before what is wanted, as near as can be had; the first one where nothing can be
  // sought.
  Result<const AVFrame*> sought(const AVFrame* first, std::int64_t& time_ms) {
    const auto stamp = times_->stamp_at(begin_ms_);
    if (begin_ms_ <= kNearMs || !stamp || !stream_->seek(*stamp)) return first;
    const AVFrame* frame = stream_->next();
    if (frame != nullptr) time_ms = times_->of(*frame);
    if (frame != nullptr && time_ms <= begin_ms_) return frame;
    SANAD_CHECK(open());
    frame = stream_->next();
    if (frame == nullptr) return no_frame();
    time_ms = times_->of(*frame);
    return frame;
  }

  // Answers whether the video ended.
  Result<bool> follow(const AVFrame* frame, std::int64_t time_ms) {
    FramePtr before;  // the last one that is shown already when the stretch begins
    std::int64_t next_ms = begin_ms_;
    bool has_given = false;
    const std::int64_t end_ms = begin_ms_ + kMovingStretchMs;
    for (std::int64_t count = 1; frame != nullptr; ++count) {
      if (count > limits_.max_frames) return too_many();
      if (time_ms < begin_ms_) {
        // Times of a damaged file may fall back: what is given stays given.
        if (!has_given) before.reset(av_frame_clone(frame));
      } else {
        if (before && time_ms > begin_ms_) {
          SANAD_CHECK(give(*before, begin_ms_));
          has_given = true;
          next_ms = slot_after(begin_ms_);
        }
        before.reset();
        if (time_ms >= end_ms) return false;
        if (time_ms >= next_ms) {
          SANAD_CHECK(give(*frame, time_ms));
          has_given = true;
          next_ms = slot_after(time_ms);
        }
      }
      frame = stream_->next();
      if (frame != nullptr) time_ms = times_->of(*frame);
    }
    const auto duration = duration_ms();
    if (!has_given && before && duration && begin_ms_ < *duration)
      SANAD_CHECK(give(*before, begin_ms_));
    return true;
  }

  std::int64_t slot_after(std::int64_t time_ms) const {
    // Times are cut to whole milliseconds, so that one more may still be of the slot before.
    const std::int64_t slot = (time_ms - begin_ms_ + 1) * kPicturesASecond / 1000 + 1;
    return begin_ms_ + slot * 1000 / kPicturesASecond;
  }

  Result<void> give(const AVFrame& frame, std::int64_t time_ms) {
    if (std::int64_t{frame.width} * frame.height > static_cast<std::int64_t>(limits_.max_pixels)) {
      return Error{ErrorCode::kLimit,
                   "The video's frames become bigger than the limit of pixels; it cannot be "
                   "played here."};
    }
    SANAD_TRY(MovingPicture picture, shrinker_.shrink(frame, stream_->orientation()));
    picture.time_ms = time_ms;
    return on_picture_(std::move(picture));
  }

  static Error too_many() {
    return {ErrorCode::kLimit,
            "So late in the video nothing can be reached; take a copy to play it elsewhere."};
  }

  ByteView file_;
  std::int64_t begin_ms_;
  const VideoLimits& limits_;
  const std::function<Result<void>(MovingPicture)>& on_picture_;
  std::unique_ptr<Stream> stream_;
  std::optional<FrameTimes> times_;
  Shrinker shrinker_{kMovingSide, false};
};

}  // namespace

Result<StretchEnd> read_moving(ByteView file, std::int64_t begin_ms, const VideoLimits& limits,
                               const std::function<Result<void>(MovingPicture)>& on_picture) {
  return MovingReader(file, begin_ms, limits, on_picture).read();
}

}  // namespace sanad::media
