#include "extract/film.h"

#include <fmt/format.h>
#include <unistd.h>
#include <vpx/vp8cx.h>
#include <vpx/vpx_encoder.h>

#include <algorithm>
#include <cerrno>

#include "extract/moving_frames.h"

namespace sanad::extract {
namespace {

// 0 to 63; small is good.
constexpr unsigned kQuantizer = 24;
constexpr int kSpeed = 4;  // fixed, so that no clock is asked
constexpr unsigned long kPictureMs = 40;
constexpr std::uint32_t kFilmCpuSeconds = 600, kFilmWallSeconds = 1'800;

Error cannot_encode(std::string_view what) {
  return {ErrorCode::kUnavailable,
          fmt::format("the pictures of the video cannot be encoded: {}", what)};
}

std::uint8_t eight_bits(int value) { return static_cast<std::uint8_t>(std::clamp(value, 0, 255)); }

// RGB as luma and, of each four pixels, blue and red difference, of 16 to 235 and 240 (ITU-R
// BT.601), in whole numbers, so that each machine gives the same.
Bytes yuv_of(const Preview& picture) {
  const int width = picture.width, height = picture.height;
  const int half = (width + 1) / 2, rows = (height + 1) / 2;
  const auto luma = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  const auto chroma = static_cast<std::size_t>(half) * static_cast<std::size_t>(rows);
  Bytes out(luma + 2 * chroma);
  const auto pixel = [&](int x, int y) {
    const auto at =
        static_cast<std::size_t>(std::min(y, height - 1)) * static_cast<std::size_t>(width) +
        static_cast<std::size_t>(std::min(x, width - 1));
    return picture.pixels.data() + at * 3;
  };
  for (std::size_t at = 0; at < luma; ++at) {
    const std::uint8_t* rgb = picture.pixels.data() + at * 3;
    out[at] = eight_bits(((66 * rgb[0] + 129 * rgb[1] + 25 * rgb[2] + 128) >> 8) + 16);
  }
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < half; ++x) {
      int sum[3] = {};
      for (const auto& [dx, dy] : {std::pair{0, 0}, {1, 0}, {0, 1}, {1, 1}})
        for (int i = 0; i < 3; ++i) sum[i] += pixel(2 * x + dx, 2 * y + dy)[i];
      const auto at = luma + static_cast<std::size_t>(y) * static_cast<std::size_t>(half) +
                      static_cast<std::size_t>(x);
      out[at] = eight_bits(((-38 * sum[0] - 74 * sum[1] + 112 * sum[2] + 512) >> 10) + 128);
      out[at + chroma] = eight_bits(((112 * sum[0] - 94 * sum[1] - 18 * sum[2] + 512) >> 10) + 128);
    }
  }
  return out;
}

}  // namespace

// An encoder that knows of nothing but its own segment.
struct FilmEncoder::Codec {
  vpx_codec_ctx_t context{};
  bool is_open = false;
  Codec() = default;
  Codec(const Codec&) = delete;
  Codec& operator=(const Codec&) = delete;
  ~Codec() {
    if (is_open) vpx_codec_destroy(&context);
  }

  Result<void> open(int width, int height) {
    vpx_codec_enc_cfg_t settings{};
    if (vpx_codec_enc_config_default(vpx_codec_vp8_cx(), &settings, 0) != VPX_CODEC_OK)
      return cannot_encode("no settings");
    settings.g_w = static_cast<unsigned>(width);
    settings.g_h = static_cast<unsigned>(height);
    settings.g_threads = 1;
    settings.g_timebase = {1, 1000};
    settings.g_lag_in_frames = 0;
    settings.g_error_resilient = 0;
    settings.rc_dropframe_thresh = 0;
    settings.rc_resize_allowed = 0;
    settings.rc_end_usage = VPX_Q;
    settings.rc_min_quantizer = settings.rc_max_quantizer = kQuantizer;
    settings.rc_target_bitrate = 4'000;
    settings.kf_mode = VPX_KF_DISABLED;
    if (vpx_codec_enc_init(&context, vpx_codec_vp8_cx(), &settings, 0) != VPX_CODEC_OK)
      return cannot_encode(vpx_codec_error(&context));
    is_open = true;
    if (vpx_codec_control(&context, VP8E_SET_CPUUSED, kSpeed) != VPX_CODEC_OK ||
        vpx_codec_control(&context, VP8E_SET_CQ_LEVEL, kQuantizer) != VPX_CODEC_OK ||
        vpx_codec_control(&context, VP8E_SET_ENABLEAUTOALTREF, 0U) != VPX_CODEC_OK)
      return cannot_encode(vpx_codec_error(&context));
    return {};
  }

  Result<Bytes> encode(int width, int height, std::int64_t time_ms, const Bytes& image) {
    vpx_image_t wrapped{};
    // libvpx reads from it only.
    auto* planes = const_cast<std::uint8_t*>(image.data());
    if (vpx_img_wrap(&wrapped, VPX_IMG_FMT_I420, static_cast<unsigned>(width),
                     static_cast<unsigned>(height), 1, planes) == nullptr)
      return cannot_encode("no picture");
    const int half = (width + 1) / 2;
    const auto luma = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    const auto chroma = static_cast<std::size_t>(half) * static_cast<std::size_t>((height + 1) / 2);
    wrapped.planes[VPX_PLANE_Y] = planes;
    wrapped.planes[VPX_PLANE_U] = planes + luma;
    wrapped.planes[VPX_PLANE_V] = planes + luma + chroma;
    wrapped.stride[VPX_PLANE_Y] = width;
    wrapped.stride[VPX_PLANE_U] = wrapped.stride[VPX_PLANE_V] = half;
    const vpx_enc_frame_flags_t key = time_ms == 0 ? VPX_EFLAG_FORCE_KF : 0;
    if (vpx_codec_encode(&context, &wrapped, time_ms, kPictureMs, key, VPX_DL_GOOD_QUALITY) !=
        VPX_CODEC_OK)
      return cannot_encode(vpx_codec_error(&context));
    vpx_codec_iter_t at = nullptr;
    const vpx_codec_cx_pkt_t* packet = vpx_codec_get_cx_data(&context, &at);
    const bool is_frame = packet != nullptr && packet->kind == VPX_CODEC_CX_FRAME_PKT;
    if (!is_frame || ((packet->data.frame.flags & VPX_FRAME_IS_KEY) != 0) != (time_ms == 0))
      return cannot_encode("a frame of another kind came out");
    const auto* bytes = static_cast<const std::uint8_t*>(packet->data.frame.buf);
    return Bytes(bytes, bytes + packet->data.frame.sz);
  }
};

FilmEncoder::FilmEncoder(OnFilmSegment on_segment) : on_segment_(std::move(on_segment)) {}
FilmEncoder::~FilmEncoder() = default;

// time_ms: from the beginning of the segment.
Result<void> FilmEncoder::encode(std::int64_t time_ms, const Bytes& image) {
  if (!codec_) {
    codec_ = std::make_unique<Codec>();
    SANAD_CHECK(codec_->open(width_, height_));
  }
  SANAD_TRY(Bytes frame, codec_->encode(width_, height_, time_ms, image));
  pictures_.push_back({static_cast<std::uint32_t>(time_ms), std::move(frame)});
  return {};
}

Result<void> FilmEncoder::end_segment() {
  if (pictures_.empty()) SANAD_CHECK(encode(0, held_));
  SANAD_CHECK(on_segment_(static_cast<std::uint64_t>(segment_), pictures_));
  pictures_.clear();
  codec_.reset();
  ++segment_;
  return {};
}

Result<void> FilmEncoder::end_segments_before(std::int64_t segment) {
  while (segment_ < segment) SANAD_CHECK(end_segment());
  return {};
}

Result<void> FilmEncoder::add(const Preview& picture) {
  const std::int64_t at_ms = picture.time_ms.value_or(0);
  if (held_.empty()) {
    width_ = picture.width;
    height_ = picture.height;
  }
  if (picture.width != width_ || picture.height != height_)
    return Error{ErrorCode::kInvalid,
                 "the extractor's answer has pictures of two sizes: the item is not to be trusted"};
  Bytes image = yuv_of(picture);
  const bool is_first = held_.empty();
  if (is_first) held_ = image;
  SANAD_CHECK(end_segments_before(at_ms / kFilmSegmentMs));
  std::int64_t time_ms = at_ms % kFilmSegmentMs;
  if (pictures_.empty()) {
    if (is_first || time_ms <= kFilmEarlyMs)
      time_ms = 0;
    else
      SANAD_CHECK(encode(0, held_));
  }
  SANAD_CHECK(encode(time_ms, image));
  held_ = std::move(image);
  return {};
}

Result<void> FilmEncoder::finish(std::int64_t length_ms) {
  return end_segments_before((length_ms + kFilmSegmentMs - 1) / kFilmSegmentMs);
}

Result<FilmSummary> film_pictures(const Extractor& extractor, int input, std::string_view coding,
                                  const std::function<Result<void>(const Preview&)>& on_picture) {
  if (::lseek(input, 0, SEEK_SET) < 0)
    return io_error("the item cannot be read from its beginning", errno);
  constexpr std::size_t kMostFilmPictures =
      static_cast<std::size_t>(kMostFilmMs / 1000) * kFilmPicturesASecond + 1;
  cage::Limits limits = extractor.limits;
  limits.cpu_seconds = kFilmCpuSeconds;
  limits.wall_seconds = kFilmWallSeconds;
  limits.output_bytes = kMostFilmPictures * (std::uint64_t{3} * kFilmSide * kFilmSide + 64);
  FilmSummary out;
  std::int64_t latest_ms = 0;
  MovingReader reader(0,
                      [&](const Preview& picture) {
                        latest_ms = picture.time_ms.value_or(0);
                        out.width = picture.width;
                        out.height = picture.height;
                        return on_picture(picture);
                      },
                      {kFilmSide, kMostFilmPictures, kMostFilmMs});
  SANAD_CHECK(cage::run({extractor.program,
                         {"film", std::string(coding)},
                         input,
                         limits,
                         extractor.is_cancelled,
                         extractor.pool},
                        [&reader](ByteView piece) { return reader.update(piece); }));
  SANAD_CHECK(reader.finish());
  out.length_ms = reader.said()["length_ms"].int_or(0);
  out.damaged = reader.said()["damaged"].bool_or(false);
  out.decoder = reader.said()["decoder"].string_or("");
  const bool is_name =
      std::ranges::all_of(out.decoder, [](char c) { return c >= ' ' && c <= '~'; });
  if (reader.pictures() == 0 || out.length_ms <= latest_ms || out.length_ms > kMostFilmMs ||
      out.decoder.size() > 255 || !is_name)
    return Error{ErrorCode::kInvalid,
                 "the extractor's answer is no video: the item is not to be trusted"};
  return out;
}

Result<FilmSummary> film(const Extractor& extractor, int input, std::string_view coding,
                         const OnFilmSegment& on_segment) {
  FilmEncoder encoder(on_segment);
  SANAD_TRY(FilmSummary out,
            film_pictures(extractor, input, coding,
                          [&encoder](const Preview& picture) { return encoder.add(picture); }));
  out.encoder = fmt::format("libvpx {} VP8", vpx_codec_version_str());
  SANAD_CHECK(encoder.finish(out.length_ms));
  return out;
}

}  // namespace sanad::extract
