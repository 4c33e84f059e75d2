// The published reference, measured on more than 300 invented pictures. reference.txt says how.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "pdq/pdq.h"
#include "pictures/pictures.h"

namespace sanad::pdq {
namespace {

struct Expected {
  std::string name;
  int quality = 0;
  std::string hash;
  std::vector<std::string> dihedral;
};

std::vector<Expected> read_expected() {
  std::ifstream file(SANAD_SOURCE_DIR "/src/pdq/testdata/reference.txt");
  std::vector<Expected> out;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    Expected one;
    words >> one.name >> one.quality >> one.hash;
    for (std::string word; words >> word;) one.dihedral.push_back(word == "=" ? one.hash : word);
    out.push_back(one);
  }
  return out;
}

class Reference : public ::testing::TestWithParam<Instructions> {};

TEST_P(Reference, GivesTheSameBitsAndQualitiesForEveryPicture) {
  Hasher hasher(GetParam());
  const auto expected = read_expected();
  const auto plans = pictures::plans();
  ASSERT_EQ(expected.size(), plans.size());
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const pictures::Picture picture = pictures::draw(plans[i]);
    const auto found =
        hasher.fingerprint({picture.pixels, picture.width, picture.height,
                            static_cast<std::size_t>(picture.width * picture.channels),
                            picture.channels == 1 ? Layout::kGrey : Layout::kRgb});
    ASSERT_TRUE(found.ok()) << found.error().message;
    ASSERT_EQ(plans[i].name(), expected[i].name);
    EXPECT_EQ(format_hex(found->hash), expected[i].hash) << expected[i].name;
    EXPECT_EQ(found->quality, expected[i].quality) << expected[i].name;
    for (std::size_t d = 0; d < kDihedral; ++d) {
      EXPECT_EQ(format_hex(found->dihedral[d]), expected[i].dihedral[d]) << expected[i].name << d;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Instructions, Reference,
                         ::testing::Values(Instructions::kPlain, Instructions::kAvx2,
                                           Instructions::kAvx512));

}  // namespace
}  // namespace sanad::pdq
