// The moving pictures of a video, decoded in the cage and encoded anew out here, from pixels alone
// (docs/formats/redaction.md).
//
// Each segment of a second is encoded by itself: what it becomes follows from its own pictures, and
// from no others, be they covered or not. By libvpx, in one thread, with fixed settings, without
// its clock; so one version of it gives the same bytes each time.
// Tested by film_test.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "extract/extract.h"

namespace sanad::extract {

inline constexpr int kFilmSide = 640;
inline constexpr std::int64_t kFilmSegmentMs = 1'000;
inline constexpr std::int64_t kMostFilmMs = 900'000;
inline constexpr std::size_t kFilmPicturesASecond = 15;
// A segment begins with its own first picture, where that is shown before so much of it is over;
// else with the one that is still shown from before.
inline constexpr std::int64_t kFilmEarlyMs = 250;

struct EncodedPicture {
  std::uint32_t time_ms = 0;  // from the beginning of its segment
  Bytes frame;                // VP8; the first one of a segment is a key frame, and no other
};
struct FilmSummary {
  int width = 0, height = 0;
  std::int64_t length_ms = 0;
  bool damaged = false;          // a part could not be decoded
  std::string decoder, encoder;  // which libraries, and their versions
};
// Gives segment after segment from the first on, without a gap, of which each has a picture. An
// error of on_segment ends it and is given back. kInvalid: there is no video, or it cannot be
// decoded; it is longer than kMostFilmMs. Else as cage::run().
using OnFilmSegment =
    std::function<Result<void>(std::uint64_t number, const std::vector<EncodedPicture>& pictures)>;
// The pictures alone, as they are decoded, one at a time; of "encoder" nothing is said then.
Result<FilmSummary> film_pictures(const Extractor& extractor, int input, std::string_view coding,
                                  const std::function<Result<void>(const Preview&)>& on_picture);
Result<FilmSummary> film(const Extractor& extractor, int input, std::string_view coding,
                         const OnFilmSegment& on_segment);

// What is made of pictures, one by one, as they are decoded.
class FilmEncoder {
 public:
  explicit FilmEncoder(OnFilmSegment on_segment);
  ~FilmEncoder();
  FilmEncoder(const FilmEncoder&) = delete;
  FilmEncoder& operator=(const FilmEncoder&) = delete;
  // picture: with its time, later than the one before, and of its size.
  Result<void> add(const Preview& picture);
  Result<void> finish(std::int64_t length_ms);  // later than the last picture
  int width() const { return width_; }
  int height() const { return height_; }

 private:
  struct Codec;
  Result<void> encode(std::int64_t time_ms, const Bytes& image);
  Result<void> end_segment();
  Result<void> end_segments_before(std::int64_t segment);

  OnFilmSegment on_segment_;
  std::unique_ptr<Codec> codec_;  // of the segment that was begun
  int width_ = 0, height_ = 0;
  Bytes held_;  // the picture before, as the encoder takes it
  std::int64_t segment_ = 0;
  std::vector<EncodedPicture> pictures_;  // of it
};

}  // namespace sanad::extract
