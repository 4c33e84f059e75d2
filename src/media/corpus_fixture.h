// Files of pictures in every form that decoders treat apart, made from invented pictures. The bytes
// are the same wherever libjpeg-turbo and libpng are of the same version.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "pictures/pictures.h"

namespace sanad::media {

struct JpegForm {
  int quality = 90;
  int across = 2;  // luma samples for one of colour, horizontally
  int down = 2;
  bool progressive = false;
  bool inks = false;    // CMYK with Adobe's marker
  int orientation = 0;  // EXIF, 0: no EXIF
};

struct PngForm {
  int bits = 8;
  bool alpha = false;
  bool interlaced = false;
  bool palette = false;
  bool transparent_colour = false;  // tRNS
  bool low_byte = false;            // 16 bits: the low byte differs from the high one
};

Bytes write_jpeg(const pictures::Picture& picture, const JpegForm& form);
Bytes write_png(const pictures::Picture& picture, const PngForm& form);
Bytes write_bmp(const pictures::Picture& picture);

struct CorpusFile {
  std::string name;  // "terrain-320x240-rgb-1.cmyk.jpg"
  Bytes bytes;
};

// Every form of a dozen pictures.
std::vector<CorpusFile> corpus();

// A file of testdata/, which other programs wrote.
Bytes read_testdata(const std::string& name);

// 16-bit PCM in a WAV file.
Bytes write_wav(const std::vector<std::int16_t>& samples, int rate, int channels);

// Frames as a Motion JPEG stream in an AVI file.
Bytes write_avi(const std::vector<pictures::Picture>& frames, int frames_per_second);

}  // namespace sanad::media
