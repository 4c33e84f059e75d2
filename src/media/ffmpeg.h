// FFmpeg's libraries over bytes in memory: no protocol, no second file, no playlist.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "media/picture.h"

namespace sanad::media {

template <auto Free>
struct FreeBy {
  template <typename T>
  void operator()(T* pointer) const {
    Free(&pointer);
  }
};
// sws_scale() writes whole vectors: up to 60 bytes behind the last row of frames in YUV, as counted
// on a processor with AVX2. The rows before run into the next one, which is written after them.
inline constexpr std::size_t kScalerSpareBytes = 512;

using FramePtr = std::unique_ptr<AVFrame, FreeBy<av_frame_free>>;
using PacketPtr = std::unique_ptr<AVPacket, FreeBy<av_packet_free>>;
using DecoderPtr = std::unique_ptr<AVCodecContext, FreeBy<avcodec_free_context>>;

// "FFmpeg 59.37.100 h264"
std::string decoder_name(const AVCodecContext& decoder);

// a - b, and the last number there is where that is beyond it.
inline std::int64_t difference(std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  return __builtin_sub_overflow(a, b, &out) ? (a < b ? INT64_MIN : INT64_MAX) : out;
}

// A file taken apart into streams.
class Demuxer {
 public:
  Demuxer() = default;
  Demuxer(const Demuxer&) = delete;
  Demuxer& operator=(const Demuxer&) = delete;
  ~Demuxer();
  // demuxers: names that may be used, with commas. False: it is none of these, or there is no
  // memory. Once only; file must outlive this.
  bool open(ByteView file, const char* demuxers);
  AVFormatContext* get() const { return format_; }

 private:
  AVFormatContext* format_ = nullptr;
  AVIOContext* io_ = nullptr;
};

// One stream of a file, decoded frame by frame.
class Stream {
 public:
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // The best stream of this type. demuxers: names that may be used, with commas.
  // max_pixels: of one frame. kInvalid if there is none, or no decoder for it. kExact: what a
  // processor can do changes nothing of what is decoded.
  enum class Way { kFast, kExact };
  static Result<std::unique_ptr<Stream>> open(ByteView file, const char* demuxers, AVMediaType type,
                                              std::int64_t max_pixels, Way way = Way::kFast);

  // To the last frame at or before this time, in units of time_base(), that can be decoded by
  // itself. False where the file cannot be sought in: then it is to be opened again.
  bool seek(std::int64_t time);

  // The next frame, valid until the next call; null at the end.
  const AVFrame* next();

  const AVCodecContext& decoder() const { return *decoder_; }
  AVRational time_base() const;
  // In microseconds of the file's own clock, as the file says it: where the first picture of its
  // video stands, or this stream's beginning where nothing moves. Absent where it does not say.
  std::optional<std::int64_t> begin_us() const;
  // From there to where all of it ends, as the file says it. Absent where it does not.
  std::optional<std::int64_t> duration_ms(std::int64_t from_us) const;
  // How a video is to be turned, as an orientation of TIFF 6.0, 0x0112; 1 if the file does not say.
  int orientation() const;
  // Packets were left out because they could not be decoded.
  bool damaged() const { return damaged_; }

 private:
  Stream() = default;
  Result<void> open_decoder(AVMediaType type, std::int64_t max_pixels, Way way);
  bool send();

  Demuxer demuxer_;
  AVFormatContext* format_ = nullptr;  // the demuxer's
  DecoderPtr decoder_;
  PacketPtr packet_;
  FramePtr frame_;
  int index_ = -1;
  bool ended_ = false;
  bool damaged_ = false;
};

// Pixels of a frame as grey (if it is grey) or RGB, at its own size, packed.
struct Converted {
  int channels = 3;
  Bytes pixels;
};
class Converter {
 public:
  Converter() = default;
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() { sws_freeContext(scaler_); }
  // Valid until the next call. kInvalid: pixels that cannot be converted.
  Result<const Converted*> convert(const AVFrame& frame, Alpha alpha = Alpha::kLeftOut);

 private:
  SwsContext* scaler_ = nullptr;
  Converted out_;
};

extern const char* const kMediaDemuxers;  // video and sound

}  // namespace sanad::media
