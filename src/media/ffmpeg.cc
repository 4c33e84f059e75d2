#include "ffmpeg.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

Demuxer::~Demuxer() {
  if (format_) avformat_close_input(&format_);
  if (io_) {
    delete static_cast<Memory*>(io_->opaque);
    av_freep(&io_->buffer);
    avio_context_free(&io_);
  }
}

bool Demuxer::open(ByteView file, const char* demuxers) {
  av_log_set_level(AV_LOG_QUIET);
  auto memory = std::make_unique<Memory>(Memory{file});
  auto* buffer = static_cast<unsigned char*>(av_malloc(kIoBytes));
  io_ = avio_alloc_context(buffer, kIoBytes, 0, memory.get(), Memory::read, nullptr, Memory::seek);
  if (!io_) {
    av_free(buffer);
    return false;
  }
  memory.release();
  format_ = avformat_alloc_context();
  if (!format_) return false;
  format_->pb = io_;
  format_->io_open = refuse_open;
  format_->format_whitelist = av_strdup(demuxers);
  format_->protocol_whitelist = av_strdup("none");
  format_->probesize = kProbeBytes;
  format_->max_analyze_duration = kProbeMicroseconds;
  format_->max_streams = kMaxStreams;
  format_->flags |= AVFMT_FLAG_CUSTOM_IO;
  // On failure it frees the context and sets the pointer to null.
  return avformat_open_input(&format_, nullptr, nullptr, nullptr) >= 0 &&
         avformat_find_stream_info(format_, nullptr) >= 0;
}

Result<std::unique_ptr<Stream>> Stream::open(ByteView file, const char* demuxers, AVMediaType type,
                                             std::int64_t max_pixels, Way way) {
  std::unique_ptr<Stream> stream(new Stream);
  if (!stream->demuxer_.open(file, demuxers)) return no_stream(type);
  stream->format_ = stream->demuxer_.get();
  SANAD_CHECK(stream->open_decoder(type, max_pixels, way));
  return stream;
}

Result<void> Stream::open_decoder(AVMediaType type, std::int64_t max_pixels, Way way) {
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
  if (way == Way::kExact) {
    decoder_->flags |= AV_CODEC_FLAG_BITEXACT;
    decoder_->idct_algo = FF_IDCT_SIMPLE;
  }
  decoder_->pkt_timebase = format_->streams[index_]->time_base;
  if (avcodec_open2(decoder_.get(), codec, nullptr) < 0) return no_stream(type);
  for (unsigned i = 0; i < format_->nb_streams; ++i) {
    if (static_cast<int>(i) != index_) format_->streams[i]->discard = AVDISCARD_ALL;
  }
  return {};
}

std::optional<std::int64_t> Stream::begin_us() const {
  const int video = av_find_best_stream(format_, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  const auto start_of = [this](int index) -> std::optional<std::int64_t> {
    if (index < 0) return std::nullopt;
    const AVStream& stream = *format_->streams[index];
    const bool is_cover = (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
    if (is_cover || stream.start_time == AV_NOPTS_VALUE) return std::nullopt;
    return av_rescale_q(stream.start_time, stream.time_base, AVRational{1, AV_TIME_BASE});
  };
  const auto of_video = start_of(video);
  return of_video ? of_video : start_of(index_);
}

std::optional<std::int64_t> Stream::duration_ms(std::int64_t from_us) const {
  if (format_->duration == AV_NOPTS_VALUE || format_->duration <= 0) return std::nullopt;
  // What FFmpeg only guesses from the length of the bytes.
  if (format_->duration_estimation_method == AVFMT_DURATION_FROM_BITRATE) return std::nullopt;
  const std::int64_t start = format_->start_time == AV_NOPTS_VALUE ? 0 : format_->start_time;
  const std::int64_t ms = difference(format_->duration, difference(from_us, start)) / 1000;
  return ms > 0 ? std::optional(ms) : std::nullopt;
}

int Stream::orientation() const {
  std::size_t size = 0;
  const std::uint8_t* data =
      av_stream_get_side_data(format_->streams[index_], AV_PKT_DATA_DISPLAYMATRIX, &size);
  if (data == nullptr || size < 9 * sizeof(std::int32_t)) return 1;
  std::array<std::int32_t, 9> matrix{};
  std::memcpy(matrix.data(), data, sizeof matrix);
  // Whole turns only: a, b, c, d of (ISO/IEC 14496-12, 6.2.2), each nothing or one.
  const auto sign = [&](std::size_t at) { return (matrix[at] > 0) - (matrix[at] < 0); };
  const std::array<int, 4> turn = {sign(0), sign(1), sign(3), sign(4)};
  constexpr std::array<std::array<int, 4>, 8> kTurns = {{{1, 0, 0, 1},
                                                         {-1, 0, 0, 1},
                                                         {-1, 0, 0, -1},
                                                         {1, 0, 0, -1},
                                                         {0, 1, 1, 0},
                                                         {0, 1, -1, 0},
                                                         {0, -1, -1, 0},
                                                         {0, -1, 1, 0}}};
  const auto found = std::ranges::find(kTurns, turn);
  return found == kTurns.end() ? 1 : static_cast<int>(found - kTurns.begin()) + 1;
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
  out_.pixels.resize(static_cast<std::size_t>(size) + kScalerSpareBytes);
  std::uint8_t* planes[4] = {out_.pixels.data()};
  const int steps[4] = {frame.width * (flattens ? 4 : out_.channels)};
  sws_scale(scaler_, frame.data, frame.linesize, 0, frame.height, planes, steps);
  out_.pixels.resize(static_cast<std::size_t>(size));
  if (flattens) flatten(out_.pixels);
  return &out_;
}

}  // namespace sanad::media
