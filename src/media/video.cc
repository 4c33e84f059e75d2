#include "media/video.h"

#include <algorithm>
#include <optional>

#include "decoders.h"
#include "ffmpeg.h"
#include "frame_times.h"

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

Result<void> check_frame(const AVFrame& frame, const VideoLimits& limits) {
  if (std::int64_t{frame.width} * frame.height <= static_cast<std::int64_t>(limits.max_pixels))
    return {};
  return Error{ErrorCode::kLimit,
               "The video's frames become bigger than the limit of pixels; raise it to decode "
               "them."};
}

Picture picture_of(const AVFrame& frame, const Converted& converted, const Stream& stream) {
  Picture picture;
  picture.width = frame.width;
  picture.height = frame.height;
  picture.layout = converted.channels == 1 ? pdq::Layout::kGrey : pdq::Layout::kRgb;
  picture.pixels = converted.pixels;
  picture.damaged = stream.damaged();
  picture.decoder = decoder_name(stream.decoder());
  return picture;
}

struct Seeking {
  FramePtr frame;  // null: there is none
  std::int64_t time_ms = 0;
  bool missed = false;  // what was sought lies before what was found
};

// The first frame at or after the time, from where the stream stands.
Seeking decode_up_to(Stream& stream, FrameTimes& times, std::int64_t at_ms, std::int64_t most) {
  Seeking found;
  for (std::int64_t count = 0; count < most; ++count) {
    const AVFrame* frame = stream.next();
    if (!frame) break;
    found.time_ms = times.of(*frame);
    found.missed = count == 0 && found.time_ms > at_ms;
    found.frame.reset(av_frame_clone(frame));
    if (!found.frame || found.time_ms >= at_ms) break;
  }
  return found;
}

}  // namespace

Error no_frame() {
  return {ErrorCode::kInvalid, "No frame of the video can be decoded; get the file again, whole."};
}

Result<Picture> decode_other(ByteView file, Format format, const PictureLimits& limits,
                             Alpha alpha) {
  SANAD_TRY(const auto stream, Stream::open(file, demuxer_of(format), AVMEDIA_TYPE_VIDEO,
                                            static_cast<std::int64_t>(limits.max_pixels)));
  const AVFrame* frame = stream->next();
  if (!frame) {
    return Error{ErrorCode::kInvalid, "The picture cannot be decoded; get it again, whole."};
  }
  SANAD_CHECK(check_size(frame->width, frame->height, limits));
  Converter converter;
  SANAD_TRY(const Converted* converted, converter.convert(*frame, alpha));
  return picture_of(*frame, *converted, *stream);
}

Result<TimedPicture> read_frame_at(ByteView file, std::int64_t at_ms, const VideoLimits& limits) {
  const auto open = [&] {
    return Stream::open(file, kMediaDemuxers, AVMEDIA_TYPE_VIDEO,
                        static_cast<std::int64_t>(limits.max_pixels));
  };
  SANAD_TRY(auto stream, open());
  FrameTimes times(stream->time_base());
  const std::int64_t wanted_ms = std::min(at_ms, limits.max_seconds * 1000);
  Seeking found = decode_up_to(*stream, times, 0, 1);
  if (!found.frame) return no_frame();
  if (found.time_ms < wanted_ms) {
    const auto stamp = times.stamp_at(wanted_ms);
    const bool sought = wanted_ms > kNearMs && stamp && stream->seek(*stamp);
    Seeking later = decode_up_to(*stream, times, wanted_ms, limits.max_frames);
    if (sought && (!later.frame || later.missed)) {
      SANAD_TRY(stream, open());
      times = FrameTimes(stream->time_base());
      later = decode_up_to(*stream, times, wanted_ms, limits.max_frames);
    }
    if (later.frame) found = std::move(later);
  }
  SANAD_CHECK(check_frame(*found.frame, limits));
  Converter converter;
  SANAD_TRY(const Converted* converted, converter.convert(*found.frame, Alpha::kFlattened));
  return TimedPicture{picture_of(*found.frame, *converted, *stream), found.time_ms};
}

Result<VideoSummary> read_video(ByteView file, const VideoLimits& limits,
                                const std::function<Result<void>(const VideoFrame&)>& on_frame) {
  SANAD_TRY(const auto stream, Stream::open(file, kMediaDemuxers, AVMEDIA_TYPE_VIDEO,
                                            static_cast<std::int64_t>(limits.max_pixels)));
  VideoSummary summary;
  summary.decoder = decoder_name(stream->decoder());
  Converter converter;
  FrameTimes times(stream->time_base());
  std::int64_t next_ms = 0;
  while (const AVFrame* frame = stream->next()) {
    if (++summary.frames > limits.max_frames) {
      summary.cut = true;
      break;
    }
    const std::int64_t time_ms = times.of(*frame);
    if (time_ms > limits.max_seconds * 1000) {
      summary.cut = true;
      break;
    }
    summary.duration_ms = std::max(summary.duration_ms, time_ms);
    if (time_ms < next_ms) continue;
    SANAD_CHECK(check_frame(*frame, limits));
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
  if (summary.frames == 0) return no_frame();
  return summary;
}

}  // namespace sanad::media
