#include "media/fingerprint.h"

#include <fmt/format.h>

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
  SANAD_TRY(out.summary, read_video(file, limits, [&](const VideoFrame& frame) -> Result<void> {
              SANAD_TRY(const pdq::Fingerprint found,
                        hasher.fingerprint(frame.raster, pdq::Shrink::kNever));
              out.frames.push_back(
                  {frame.time_ms, found.quality, found.hash, found.dihedral[pdq::kMirrored]});
              return {};
            }));
  out.version = version_of("vpdq-1", out.summary.decoder);
  return out;
}

}  // namespace

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
