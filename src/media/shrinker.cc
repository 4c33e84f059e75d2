#include "shrinker.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>

#include "decoders.h"

namespace sanad::media {

Result<MovingPicture> Shrinker::shrink(const AVFrame& frame, int orientation) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const AVPixFmtDescriptor* about = av_pix_fmt_desc_get(format);
  const bool has_alpha = about != nullptr && (about->flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
  if (!exact_ || first_.width == 0) first_ = size_of(frame);
  const Size to = first_;
  const int way = exact_ ? SWS_AREA | SWS_ACCURATE_RND | SWS_BITEXACT : SWS_AREA;
  scaler_ = sws_getCachedContext(scaler_, frame.width, frame.height, format, to.width, to.height,
                                 has_alpha ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24, way, nullptr,
                                 nullptr, nullptr);
  if (!scaler_) {
    return Error{ErrorCode::kInvalid,
                 "The pixels of this video are of a kind that cannot be converted; convert it to "
                 "a common format, such as MP4."};
  }
  const std::size_t stride = static_cast<std::size_t>(to.width) * (has_alpha ? 4 : 3);
  Bytes pixels(stride * static_cast<std::size_t>(to.height) + kScalerSpareBytes);
  std::uint8_t* planes[4] = {pixels.data()};
  const int strides[4] = {static_cast<int>(stride)};
  sws_scale(scaler_, frame.data, frame.linesize, 0, frame.height, planes, strides);
  pixels.resize(pixels.size() - kScalerSpareBytes);
  if (has_alpha) flatten(pixels);
  Preview turned = upright(pixels, to, orientation);
  return MovingPicture{0, turned.width, turned.height, std::move(turned.pixels)};
}

Size Shrinker::size_of(const AVFrame& frame) const {
  const AVRational pixel = frame.sample_aspect_ratio;
  Size shape{frame.width, frame.height};
  // Beyond these it is a mistake, or made to do harm.
  const bool is_stretched = pixel.num > 0 && pixel.den > 0 && pixel.num != pixel.den &&
                            pixel.num / pixel.den < 8 && pixel.den / pixel.num < 8;
  if (is_stretched) {
    shape.width =
        static_cast<int>(std::max<std::int64_t>(1, av_rescale(frame.width, pixel.num, pixel.den)));
  }
  return fit(shape, side_);
}

}  // namespace sanad::media
