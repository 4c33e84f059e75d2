#include "media/container.h"

#include <algorithm>

#include "ffmpeg.h"

namespace sanad::media {
namespace {

std::vector<ContainerTag> tags_of(const AVDictionary* dictionary) {
  std::vector<ContainerTag> tags;
  for (const AVDictionaryEntry* entry = nullptr;
       (entry = av_dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX)) != nullptr;) {
    std::string name = entry->key;
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
    tags.push_back({std::move(name), entry->value});
  }
  return tags;
}

std::string type_name(AVMediaType type) {
  const char* name = av_get_media_type_string(type);
  return name == nullptr ? "unknown" : name;
}

ContainerStream stream_of(const AVStream& stream) {
  const AVCodecParameters& parameters = *stream.codecpar;
  ContainerStream out;
  out.type = type_name(parameters.codec_type);
  out.codec = avcodec_get_name(parameters.codec_id);
  out.width = parameters.width;
  out.height = parameters.height;
  if (parameters.codec_type == AVMEDIA_TYPE_VIDEO && stream.avg_frame_rate.den > 0)
    out.frames_per_second = av_q2d(stream.avg_frame_rate);
  out.sample_rate_hz = parameters.sample_rate;
  out.channels = parameters.ch_layout.nb_channels;
  out.is_cover = (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
  out.tags = tags_of(stream.metadata);
  return out;
}

}  // namespace

Result<Container> read_container(ByteView file) {
  Demuxer demuxer;
  if (!demuxer.open(file, kMediaDemuxers))
    return Error{ErrorCode::kInvalid, "This file holds no video or sound that can be read."};
  const AVFormatContext& format = *demuxer.get();
  Container out;
  out.format = format.iformat->name;
  if (format.duration > 0) out.duration_ms = format.duration / 1000;
  out.tags = tags_of(format.metadata);
  for (unsigned i = 0; i < format.nb_streams; ++i)
    out.streams.push_back(stream_of(*format.streams[i]));
  return out;
}

}  // namespace sanad::media
