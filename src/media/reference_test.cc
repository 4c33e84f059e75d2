// Files of pictures against PDQ's published reference, decoders and all. reference.txt says how its
// values were measured.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "corpus_fixture.h"
#include "media/picture.h"

namespace sanad::media {
namespace {

struct Expected {
  std::string name, build, hash;
  int quality = 0;
};

std::vector<Expected> read_expected() {
  std::ifstream file(SANAD_SOURCE_DIR "/src/media/testdata/reference.txt");
  std::vector<Expected> out;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    Expected one;
    words >> one.name >> one.build >> one.hash >> one.quality;
    out.push_back(one);
  }
  return out;
}

TEST(Reference, GivesTheSameBitsForEveryFormOfFileSaveTheLowByteOfSixteenBits) {
  const auto expected = read_expected();
  const auto files = corpus();
  ASSERT_EQ(expected.size(), files.size());
  pdq::Hasher hasher;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string& name = files[i].name;
    ASSERT_EQ(name, expected[i].name);
    const auto picture = decode_picture(files[i].bytes);
    ASSERT_EQ(picture.ok(), expected[i].build != "refused") << name;
    if (!picture.ok()) continue;
    const auto found = hasher.hash(picture->raster());
    ASSERT_TRUE(found.ok()) << name;
    const auto reference = parse_digest256(expected[i].hash);
    ASSERT_TRUE(reference.ok()) << name;
    if (name.ends_with(".16-low.png") && picture->width >= pdq::kLeastSide) {
      // The reference keeps the low 8 bits of 16, which is noise; we keep the high ones.
      EXPECT_GT(pdq::distance(found->hash, *reference), 90) << name;
      continue;
    }
    EXPECT_EQ(format_hex(found->hash), expected[i].hash) << name;
    EXPECT_EQ(found->quality, expected[i].quality) << name;
  }
}

}  // namespace
}  // namespace sanad::media
