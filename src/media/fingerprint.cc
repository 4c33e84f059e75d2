#include "media/fingerprint.h"

#include <fmt/format.h>

#include "bars.h"
#include "key_frames.h"
#include "points/points.h"

namespace sanad::media {
namespace {

std::string version_of(std::string_view algorithm, std::string_view decoder) {
  return fmt::format("{}; {}; sanad {}", algorithm, decoder, SANAD_VERSION);
}

// Absent if there is no such stream; other errors stay errors.
template <typename T>
Result<std::optional<T>> if_any(Result<T> result) {
  if (result.ok()) return std::optional<T>(std::move(result).value());
  if (result.error().code == ErrorCode::kInvalid) return std::optional<T>();
  return result.error();
}

Result<VideoFingerprint> fingerprint_video(ByteView file, const VideoLimits& limits) {
  VideoFingerprint out;
  pdq::Hasher hasher;
  KeyFrames key_frames;
  SANAD_TRY(out.summary, read_video(file, limits, [&](const VideoFrame& frame) -> Result<void> {
              SANAD_TRY(const pdq::Fingerprint found,
                        hasher.fingerprint(frame.raster, pdq::Shrink::kNever));
              FrameHash made{frame.time_ms, found.quality, found.hash,
                             found.dihedral[pdq::kMirrored]};
              if (const auto inner = within_bars(frame.raster)) {
                SANAD_TRY(const pdq::Fingerprint within, hasher.hash(*inner, pdq::Shrink::kNever));
                made.inner = FrameHash::Inner{within.quality, within.hash};
              }
              out.frames.push_back(std::move(made));
              return key_frames.add(frame.time_ms, found.hash, frame.raster);
            }));
  for (const KeyFrame& key : std::move(key_frames).take())
    out.frames[key.number].points = points::format_points(key.points);
  out.version = version_of("vpdq-1", out.summary.decoder);
  return out;
}

// Points need pixels between those that PDQ picks out of a big picture.
Result<std::string> points_of(ByteView file, const PictureSamples& samples,
                              const PictureLimits& limits) {
  const Picture& seen = samples.picture;
  if (seen.width == samples.width && seen.height == samples.height) return points_of(seen);
  SANAD_TRY(const Picture luma, decode_luma(file, limits, points::kWorkSide));
  return points_of(luma);
}

}  // namespace

Result<std::string> points_of(const Picture& picture) {
  const pdq::Raster raster = picture.raster();
  SANAD_TRY(const points::Points found,
            points::find_points({raster.pixels, raster.width, raster.height, raster.stride_bytes,
                                 raster.layout == pdq::Layout::kRgb ? 3 : 1}));
  return found.points.size() < points::kLeastPoints ? std::string() : points::format_points(found);
}

Result<PictureFingerprint> fingerprint_picture(const Picture& picture) {
  PictureFingerprint out;
  SANAD_TRY(out.pdq, pdq::Hasher().fingerprint(picture.raster()));
  out.width = picture.width;
  out.height = picture.height;
  out.orientation = picture.orientation;
  out.damaged = picture.damaged;
  out.version = version_of(pdq::kAlgorithm, picture.decoder);
  return out;
}

Result<Fingerprint> fingerprint(ByteView file, const Limits& limits) {
  Fingerprint out;
  out.format = format_of(file);
  if (out.format != Format::kStream) {
    SANAD_TRY(const PictureSamples samples, decode_samples(file, limits.picture));
    SANAD_TRY(out.picture, fingerprint_picture(samples.picture));
    out.picture->width = samples.width;
    out.picture->height = samples.height;
    SANAD_TRY(out.picture->points, points_of(file, samples, limits.picture));
    if (out.format == Format::kGif) {
      SANAD_TRY(out.video, if_any(fingerprint_video(file, limits.video)));
      if (out.video && out.video->summary.frames < 2) out.video.reset();
    }
    return out;
  }
  SANAD_TRY(out.video, if_any(fingerprint_video(file, limits.video)));
  SANAD_TRY(out.audio, if_any(fingerprint_audio(file, limits.audio)));
  if (out.audio) out.audio_version = version_of(out.audio->algorithm, out.audio->decoder);
  if (!out.video && !out.audio) {
    return Error{ErrorCode::kInvalid,
                 "Nothing in this file can be decoded as picture, video or sound; convert it to a "
                 "common format, such as PNG, MP4 or WAV."};
  }
  return out;
}

}  // namespace sanad::media
