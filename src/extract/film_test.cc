// A video as a whole, decoded by the real program in its cage.
#include "extract/film.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "cage/input.h"
#include "cage/pool.h"

namespace sanad::extract {
namespace {

class Films : public testing::Test {
 protected:
  Films() { extractor_.pool = &pool_; }
  Result<FilmSummary> film_of(ByteView item) {
    segments_.clear();
    const cage::Input input = cage::Input::of(item).value();
    return film(extractor_, input.fd(), "",
                [&](std::uint64_t number, const std::vector<EncodedPicture>& pictures) {
                  EXPECT_EQ(number, segments_.size());
                  segments_.push_back(pictures);
                  return Result<void>();
                });
  }
  Extractor extractor_;
  cage::Pool pool_{extractor_.program, 1};
  std::vector<std::vector<EncodedPicture>> segments_;
};

TEST_F(Films, OfAVideoHaveASegmentForEachSecondAndSayByWhatTheyWereMade) {
  std::ifstream file(SANAD_SOURCE_DIR "/src/media/testdata/turned.mp4", std::ios::binary);
  const Bytes video{std::istreambuf_iterator<char>(file), {}};
  const auto made = film_of(video);
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ(segments_.size(), static_cast<std::size_t>((made->length_ms + 999) / 1000));
  EXPECT_LT(made->width, made->height);
  EXPECT_FALSE(made->damaged);
  EXPECT_TRUE(made->decoder.starts_with("FFmpeg ")) << made->decoder;
  EXPECT_TRUE(made->encoder.starts_with("libvpx v")) << made->encoder;
  const auto first = segments_;
  ASSERT_TRUE(film_of(video).ok());
  for (std::size_t i = 0; i < first.size(); ++i) {
    ASSERT_EQ(first[i].size(), segments_[i].size());
    EXPECT_LE(first[i].size(), kFilmPicturesASecond + 1);
    for (std::size_t at = 0; at < first[i].size(); ++at)
      EXPECT_EQ(first[i][at].frame, segments_[i][at].frame);
  }
}

TEST_F(Films, OfWhatDoesNotMoveAreRefusedInTheReadersWords) {
  for (const std::string_view item : {"", "no video at all"}) {
    const auto made = film_of(as_bytes(item));
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().code, ErrorCode::kInvalid) << made.error().message;
  }
}

}  // namespace
}  // namespace sanad::extract
