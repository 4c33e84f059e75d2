// Pictures of a video as a whole, for what is covered of it. They are encoded anew, and a proof is
// over that, so that they are to be the same on each machine that has this version of the decoder.
#include <fmt/format.h>

#include <algorithm>

#include "frame_times.h"
#include "media/stretch.h"
#include "shrinker.h"

namespace sanad::media {
namespace {

// A last picture without a length of its own is shown so long; no picture is longer than the
// second.
constexpr std::int64_t kLastMs = 40, kMostLastMs = 10'000;

std::int64_t slot_after(std::int64_t time_ms) {
  // Times are cut to whole milliseconds, so that one more may still be of the slot before.
  return ((time_ms + 1) * kFilmPicturesASecond / 1000 + 1) * 1000 / kFilmPicturesASecond;
}

Error too_long(std::int64_t most_ms) {
  return {ErrorCode::kLimit,
          fmt::format("The video is longer than {} seconds; make a working copy of the part that "
                      "is wanted, and redact that.",
                      most_ms / 1000)};
}

}  // namespace

Result<FilmEnd> read_film(ByteView file, const VideoLimits& limits, std::int64_t most_ms,
                          const std::function<Result<void>(MovingPicture)>& on_picture) {
  SANAD_TRY(const auto stream,
            Stream::open(file, kMediaDemuxers, AVMEDIA_TYPE_VIDEO,
                         static_cast<std::int64_t>(limits.max_pixels), Stream::Way::kExact));
  FrameTimes times(stream->time_base());
  Shrinker shrinker(kFilmSide, true);
  std::int64_t next_ms = 0, latest_ms = -1, shown_ms = kLastMs;
  for (std::int64_t count = 0; const AVFrame* frame = stream->next(); ++count) {
    const std::int64_t time_ms = times.of(*frame);
    if (count == limits.max_frames || time_ms >= most_ms) return too_long(most_ms);
    if (time_ms < latest_ms) continue;
    latest_ms = time_ms;
    const std::int64_t said_ms =
        av_rescale_q(frame->pkt_duration, stream->time_base(), kMilliseconds);
    shown_ms = said_ms > 0 ? std::min(said_ms, kMostLastMs) : kLastMs;
    if (time_ms < next_ms) continue;
    if (std::int64_t{frame->width} * frame->height > static_cast<std::int64_t>(limits.max_pixels))
      return Error{ErrorCode::kLimit,
                   "The video's frames become bigger than the limit of pixels; make a smaller "
                   "working copy of it, and redact that."};
    SANAD_TRY(MovingPicture picture, shrinker.shrink(*frame, stream->orientation()));
    picture.time_ms = time_ms;
    SANAD_CHECK(on_picture(std::move(picture)));
    next_ms = slot_after(time_ms);
  }
  if (latest_ms < 0) return no_frame();
  return FilmEnd{std::min(latest_ms + shown_ms, most_ms), stream->damaged(),
                 decoder_name(stream->decoder())};
}

}  // namespace sanad::media
