// FFmpeg's libraries over bytes in memory: no protocol, no second file, no playlist.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <memory>
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
using FramePtr = std::unique_ptr<AVFrame, FreeBy<av_frame_free>>;
using PacketPtr = std::unique_ptr<AVPacket, FreeBy<av_packet_free>>;
using DecoderPtr = std::unique_ptr<AVCodecContext, FreeBy<avcodec_free_context>>;

// "FFmpeg 59.37.100 h264"
std::string decoder_name(const AVCodecContext& decoder);

// One stream of a file, decoded frame by frame.
class Stream {
 public:
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream();

  // The best stream of this type. demuxers: names that may be used, with commas.
  // max_pixels: of one frame. kInvalid if there is none, or no decoder for it.
  static Result<std::unique_ptr<Stream>> open(ByteView file, const char* demuxers, AVMediaType type,
                                              std::int64_t max_pixels);

  // To the last frame at or before this time, in units of time_base(), that can be decoded by
  // itself. False where the file cannot be sought in: then it is to be opened again.
  bool seek(std::int64_t time);

  // The next frame, valid until the next call; null at the end.
  const AVFrame* next();

  const AVCodecContext& decoder() const { return *decoder_; }
  AVRational time_base() const;
  // Packets were left out because they could not be decoded.
  bool damaged() const { return damaged_; }

 private:
  Stream() = default;
  Result<void> open_decoder(AVMediaType type, std::int64_t max_pixels);
  bool send();

  AVFormatContext* format_ = nullptr;
  AVIOContext* io_ = nullptr;
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
