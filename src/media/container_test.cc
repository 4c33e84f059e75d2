#include "media/container.h"

#include <gtest/gtest.h>

#include "corpus_fixture.h"

namespace sanad::media {
namespace {

TEST(Container, OfSoundSaysItsRateAndLength) {
  const auto found = read_container(write_wav(std::vector<std::int16_t>(16'000, 1), 8000, 2));
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ(found->format, "wav");
  EXPECT_EQ(found->duration_ms, 1000);
  ASSERT_EQ(found->streams.size(), 1U);
  EXPECT_EQ(found->streams[0].type, "audio");
  EXPECT_EQ(found->streams[0].sample_rate_hz, 8000);
  EXPECT_EQ(found->streams[0].channels, 2);
}

TEST(Container, OfPicturesIsNone) {
  EXPECT_EQ(read_container(read_testdata("hills.png")).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(read_container({}).error().code, ErrorCode::kInvalid);
}

TEST(Container, ThatIsCutIsReadOrRefused) {
  const Bytes whole = write_wav(std::vector<std::int16_t>(800, 1), 8000, 1);
  for (std::size_t size = 0; size <= whole.size(); size += 5) {
    const auto found = read_container(ByteView(whole).first(size));
    if (found.ok()) {
      EXPECT_LE(found->streams.size(), 1U);
    }
  }
}

}  // namespace
}  // namespace sanad::media
