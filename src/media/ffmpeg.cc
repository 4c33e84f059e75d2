#include "ffmpeg.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "decoders.h"

namespace sanad::media {
namespace {

constexpr int kIoBytes = 65536;
constexpr std::int64_t kProbeBytes = 5'000'000;
constexpr std::int64_t kProbeMicroseconds = 5'000'000;
constexpr int kMaxStreams = 64;
// One packet after another that cannot be decoded: the rest is noise.
constexpr int kMaxBadPackets = 10'000;

Error no_stream(AVMediaType type) {
  return Error{ErrorCode::kInvalid, type == AVMEDIA_TYPE_AUDIO
                                        ? "No sound can be decoded from this file; convert it to "
                                          "a common format, such as WAV."
                                        : "No picture or video can be decoded from this file; "
                                          "convert it to a common format, such as PNG or MP4."};
}

// The stream's position is its own; FFmpeg gets only these two functions.
struct Memory {
  ByteView file;
  std::int64_t at = 0;

  static int read(void* opaque, std::uint8_t* out, int size) {
    auto* memory = static_cast<Memory*>(opaque);
    const auto left = static_cast<std::int64_t>(memory->file.size()) - memory->at;
    const std::int64_t count = std::min<std::int64_t>(left, size);
    if (count <= 0) return AVERROR_EOF;
    std::memcpy(out, memory->file.data() + memory->at, static_cast<std::size_t>(count));
    memory->at += count;
    return static_cast<int>(count);
  }

  static std::int64_t seek(void* opaque, std::int64_t offset, int whence) {
    auto* memory = static_cast<Memory*>(opaque);
    const auto size = static_cast<std::int64_t>(memory->file.size());
    if ((whence & AVSEEK_SIZE) != 0) return size;
    std::int64_t to = offset;
    if ((whence & 3) == SEEK_CUR) to += memory->at;
    if ((whence & 3) == SEEK_END) to += size;
    if (to < 0 || to > size) return AVERROR(EINVAL);
    memory->at = to;
    return to;
  }
};

// Playlists and the like ask for other files: there are none.
int refuse_open(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
  return AVERROR(EACCES);
}

}  // namespace

const char* const kMediaDemuxers =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,mpegts,mpeg,mpegvideo,asf,ogg,mp3,aac,flac,wav,"
    "w64,aiff,caf,amr,ape,gif,h264,hevc,m4v,rm,au,ac3,eac3,dts,wv,mpc,tta,nut,mxf,ivf";

std::string decoder_name(const AVCodecContext& decoder) {
  const unsigned version = avcodec_version();
  return fmt::format("FFmpeg {}.{}.{} {}", AV_VERSION_MAJOR(version), AV_VERSION_MINOR(version),
                     AV_VERSION_MICRO(version), decoder.codec ? decoder.codec->name : "none");
}

Stream::~Stream() {
  if (format_) avformat_close_input(&format_);
  if (io_) {
    delete static_cast<Memory*>(io_->opaque);
    av_freep(&io_->buffer);
    avio_context_free(&io_);
  }
}

Result<std::unique_ptr<Stream>> Stream::open(ByteView file, const char* demuxers, AVMediaType type,
                                             std::int64_t max_pixels) {
  av_log_set_level(AV_LOG_QUIET);
  std::unique_ptr<Stream> stream(new Stream);
  auto memory = std::make_unique<Memory>(Memory{file});
  auto* buffer = static_cast<unsigned char*>(av_malloc(kIoBytes));
  stream->io_ =
      avio_alloc_context(buffer, kIoBytes, 0, memory.get(), Memory::read, nullptr, Memory::seek);
  if (!stream->io_) {
    av_free(buffer);
    return Error{ErrorCode::kUnavailable, "There is no memory to read this file; try again later."};
  }
  memory.release();
  stream->format_ = avformat_alloc_context();
  AVFormatContext* format = stream->format_;
  if (!format) {
    return Error{ErrorCode::kUnavailable, "There is no memory to read this file; try again later."};
  }
  format->pb = stream->io_;
  format->io_open = refuse_open;
  format->format_whitelist = av_strdup(demuxers);
  format->protocol_whitelist = av_strdup("none");
  format->probesize = kProbeBytes;
  format->max_analyze_duration = kProbeMicroseconds;
  format->max_streams = kMaxStreams;
  format->flags |= AVFMT_FLAG_CUSTOM_IO;
  // On failure it frees the context and sets the pointer to null.
  if (avformat_open_input(&stream->format_, nullptr, nullptr, nullptr) < 0) return no_stream(type);
  SANAD_CHECK(stream->open_decoder(type, max_pixels));
  return stream;
}

Result<void> Stream::open_decoder(AVMediaType type, std::int64_t max_pixels) {
  if (avformat_find_stream_info(format_, nullptr) < 0) return no_stream(type);
  const AVCodec* codec = nullptr;
  index_ = av_find_best_stream(format_, type, -1, -1, &codec, 0);
  if (index_ < 0 || !codec) return no_stream(type);
  // The cover of a song is no video.
  if ((format_->streams[index_]->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0) {
    return no_stream(type);
  }
  const AVCodecParameters& parameters = *format_->streams[index_]->codecpar;
  if (type == AVMEDIA_TYPE_VIDEO) {
    const std::int64_t pixels = std::int64_t{parameters.width} * parameters.height;
    if (pixels > max_pixels) {
      return Error{ErrorCode::kLimit,
                   fmt::format("Frames have {} x {} pixels; raise the limit of {} pixels to decode "
                               "them.",
                               parameters.width, parameters.height, max_pixels)};
    }
  }
  decoder_.reset(avcodec_alloc_context3(codec));
  packet_.reset(av_packet_alloc());
  frame_.reset(av_frame_alloc());
  if (!decoder_ || !packet_ || !frame_ ||
      avcodec_parameters_to_context(decoder_.get(), &parameters) < 0) {
    return no_stream(type);
  }
  // FFmpeg counts the pixels of its own rounded buffers, so its limit is only a second one; callers
  // look at each frame's size.
  decoder_->max_pixels = 2 * max_pixels + 1'000'000;
  decoder_->thread_count = 1;
  decoder_->pkt_timebase = format_->streams[index_]->time_base;
  if (avcodec_open2(decoder_.get(), codec, nullptr) < 0) return no_stream(type);
  for (unsigned i = 0; i < format_->nb_streams; ++i) {
    if (static_cast<int>(i) != index_) format_->streams[i]->discard = AVDISCARD_ALL;
  }
  return {};
}

AVRational Stream::time_base() const { return format_->streams[index_]->time_base; }

// Gives the decoder one packet, or its end; false once there is nothing more to give.
bool Stream::send() {
  if (ended_) return false;
  for (int bad = 0; bad < kMaxBadPackets;) {
    const int read = av_read_frame(format_, packet_.get());
    if (read < 0) {
      if (read != AVERROR_EOF) damaged_ = true;
      break;
    }
    const bool ours = packet_->stream_index == index_;
    const int sent = ours ? avcodec_send_packet(decoder_.get(), packet_.get()) : 0;
    av_packet_unref(packet_.get());
    if (ours && sent >= 0) return true;
    if (ours) {
      damaged_ = true;
      ++bad;
    }
  }
  ended_ = true;
  avcodec_send_packet(decoder_.get(), nullptr);
  return true;
}

bool Stream::seek(std::int64_t time) {
  if (av_seek_frame(format_, index_, time, AVSEEK_FLAG_BACKWARD) < 0) return false;
  avcodec_flush_buffers(decoder_.get());
  ended_ = false;
  return true;
}

const AVFrame* Stream::next() {
  for (int bad = 0; bad < kMaxBadPackets;) {
    const int got = avcodec_receive_frame(decoder_.get(), frame_.get());
    if (got >= 0) {
      if (frame_->decode_error_flags != 0 || (frame_->flags & AV_FRAME_FLAG_CORRUPT) != 0) {
        damaged_ = true;
      }
      return frame_.get();
    }
    if (got == AVERROR_EOF) return nullptr;
    if (got != AVERROR(EAGAIN)) {
      damaged_ = true;
      ++bad;
    }
    if (!send()) return nullptr;
  }
  return nullptr;
}

Result<const Converted*> Converter::convert(const AVFrame& frame, Alpha alpha) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const AVPixFmtDescriptor* about = av_pix_fmt_desc_get(format);
  const bool grey = about && about->nb_components <= 2 && (about->flags & AV_PIX_FMT_FLAG_RGB) == 0;
  const bool flattens =
      alpha == Alpha::kFlattened && about && (about->flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
  const AVPixelFormat wanted = flattens ? AV_PIX_FMT_RGBA
                               : grey   ? AV_PIX_FMT_GRAY8
                                        : AV_PIX_FMT_RGB24;
  const int size = av_image_get_buffer_size(wanted, frame.width, frame.height, 1);
  // Area averaging, as vPDQ's reference asks for; at the same size it only matters for the colour
  // planes of smaller size.
  scaler_ = sws_getCachedContext(scaler_, frame.width, frame.height, format, frame.width,
                                 frame.height, wanted, SWS_AREA, nullptr, nullptr, nullptr);
  if (!scaler_ || size <= 0) {
    return Error{ErrorCode::kInvalid,
                 "The pixels of this file are of a kind that cannot be converted; convert it to a "
                 "common format, such as PNG or MP4."};
  }
  out_.channels = grey && !flattens ? 1 : 3;
  out_.pixels.resize(static_cast<std::size_t>(size));
  std::uint8_t* planes[4] = {out_.pixels.data()};
  const int steps[4] = {frame.width * (flattens ? 4 : out_.channels)};
  sws_scale(scaler_, frame.data, frame.linesize, 0, frame.height, planes, steps);
  if (flattens) flatten(out_.pixels);
  return &out_;
}

}  // namespace sanad::media
