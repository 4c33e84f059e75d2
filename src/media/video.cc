#include "media/video.h"

extern "C" {
#include <libavutil/mathematics.h>
}

#include "decoders.h"
#include "ffmpeg.h"

namespace sanad::media {
namespace {

// Demuxers by format: one each, so that no bytes are taken for something else.
const char* demuxer_of(Format format) {
  switch (format) {
    case Format::kGif:
      return "gif";
    case Format::kWebp:
      return "webp_pipe";
    case Format::kBmp:
      return "bmp_pipe";
    case Format::kTiff:
      return "tiff_pipe";
    default:
      return "mov,mp4,m4a,3gp,3g2,mj2";
  }
}

std::int64_t milliseconds(std::int64_t time, AVRational base) {
  return av_rescale_q(time, base, AVRational{1, 1000});
}

}  // namespace

Result<Picture> decode_other(ByteView file, Format format, const PictureLimits& limits) {
  SANAD_TRY(const auto stream, Stream::open(file, demuxer_of(format), AVMEDIA_TYPE_VIDEO,
                                            static_cast<std::int64_t>(limits.max_pixels)));
  const AVFrame* frame = stream->next();
  if (!frame) {
    return Error{ErrorCode::kInvalid, "The picture cannot be decoded; get it again, whole."};
  }
  SANAD_CHECK(check_size(frame->width, frame->height, limits));
  Converter converter;
  SANAD_TRY(const Converted* converted, converter.convert(*frame));
  Picture picture;
  picture.width = frame->width;
  picture.height = frame->height;
  picture.layout = converted->channels == 1 ? pdq::Layout::kGrey : pdq::Layout::kRgb;
  picture.pixels = converted->pixels;
  picture.damaged = stream->damaged();
  picture.decoder = decoder_name(stream->decoder());
  return picture;
}

Result<VideoSummary> read_video(ByteView file, const VideoLimits& limits,
                                const std::function<Result<void>(const VideoFrame&)>& on_frame) {
  SANAD_TRY(const auto stream, Stream::open(file, kMediaDemuxers, AVMEDIA_TYPE_VIDEO,
                                            static_cast<std::int64_t>(limits.max_pixels)));
  VideoSummary summary;
  summary.decoder = decoder_name(stream->decoder());
  Converter converter;
  std::int64_t first_time = AV_NOPTS_VALUE;
  std::int64_t next_ms = 0;
  while (const AVFrame* frame = stream->next()) {
    if (++summary.frames > limits.max_frames) {
      summary.cut = true;
      break;
    }
    const std::int64_t stamp = frame->best_effort_timestamp;
    if (first_time == AV_NOPTS_VALUE) first_time = stamp;
    // Without times of its own, a frame belongs to the moment of the one before.
    std::int64_t time_ms = summary.duration_ms;
    if (stamp != AV_NOPTS_VALUE && first_time != AV_NOPTS_VALUE) {
      time_ms = milliseconds(stamp - first_time, stream->time_base());
    }
    if (time_ms > limits.max_seconds * 1000) {
      summary.cut = true;
      break;
    }
    summary.duration_ms = std::max(summary.duration_ms, time_ms);
    if (time_ms < next_ms) continue;
    if (std::int64_t{frame->width} * frame->height > static_cast<std::int64_t>(limits.max_pixels)) {
      return Error{ErrorCode::kLimit,
                   "The video's frames become bigger than the limit of pixels; raise it to decode "
                   "them."};
    }
    next_ms = (time_ms / limits.interval_ms + 1) * limits.interval_ms;
    SANAD_TRY(const Converted* converted, converter.convert(*frame));
    summary.width = frame->width;
    summary.height = frame->height;
    const auto channels = static_cast<std::size_t>(converted->channels);
    SANAD_CHECK(on_frame({time_ms,
                          {converted->pixels, frame->width, frame->height,
                           static_cast<std::size_t>(frame->width) * channels,
                           channels == 1 ? pdq::Layout::kGrey : pdq::Layout::kRgb}}));
  }
  summary.damaged = stream->damaged();
  if (summary.frames == 0) {
    return Error{ErrorCode::kInvalid,
                 "No frame of the video can be decoded; get the file again, whole."};
  }
  return summary;
}

}  // namespace sanad::media
