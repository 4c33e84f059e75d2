#include <algorithm>

#include "media/picture.h"

namespace sanad::media {
namespace {

bool has(ByteView file, std::size_t at, std::string_view mark) {
  return file.size() >= at + mark.size() && as_text(file.subspan(at, mark.size())) == mark;
}

}  // namespace

Format format_of(ByteView file) {
  using namespace std::string_view_literals;
  if (has(file, 0, "\xFF\xD8\xFF")) return Format::kJpeg;
  if (has(file, 0, "\x89PNG\r\n\x1A\n")) return Format::kPng;
  if (has(file, 0, "GIF87a") || has(file, 0, "GIF89a")) return Format::kGif;
  if (has(file, 0, "RIFF") && has(file, 8, "WEBP")) return Format::kWebp;
  if (has(file, 0, "BM") && file.size() >= 26) return Format::kBmp;
  if (has(file, 0, "II*\0"sv) || has(file, 0, "MM\0*"sv)) return Format::kTiff;
  if (has(file, 4, "ftypavif") || has(file, 4, "ftypavis")) return Format::kAvif;
  return file.empty() ? Format::kUnknown : Format::kStream;
}

std::string_view format_name(Format format) {
  switch (format) {
    case Format::kUnknown:
      return "unknown";
    case Format::kJpeg:
      return "jpeg";
    case Format::kPng:
      return "png";
    case Format::kGif:
      return "gif";
    case Format::kWebp:
      return "webp";
    case Format::kBmp:
      return "bmp";
    case Format::kTiff:
      return "tiff";
    case Format::kAvif:
      return "avif";
    case Format::kStream:
      return "stream";
  }
  return "unknown";
}

}  // namespace sanad::media
