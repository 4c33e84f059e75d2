// Documents that other programs wrote (testdata/README.md), whole and damaged.
#pragma once

#include <fstream>
#include <iterator>
#include <random>

#include "parts_rig.h"

namespace sanad::parts {

inline std::string sample(const std::string& name) {
  std::ifstream file(std::string(SANAD_SOURCE_DIR) + "/src/parts/testdata/" + name,
                     std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  EXPECT_FALSE(bytes.empty()) << name;
  return name.ends_with(".gz") ? opened(bytes).parts.at(0).bytes : bytes;
}

// Cut at many places, and with bits flipped: each part ends (which opened() expects), and neither
// parts nor text grow beyond what the item can hold.
inline void expect_damage_is_survived(const std::string& whole, std::size_t step, int flips) {
  static constexpr std::size_t kMost = 64U << 20U;
  const auto check = [](const std::string& item) {
    std::size_t bytes = 0;
    for (const Got& part : opened(item).parts) bytes += part.bytes.size();
    EXPECT_LE(bytes, kMost);
    EXPECT_LE(text_in(item).size(), kMost);
  };
  for (std::size_t length = 8; length < whole.size(); length += step)
    check(whole.substr(0, length));
  std::mt19937 random(7);
  for (int i = 0; i < flips; ++i) {
    std::string item = whole;
    for (int n = 0; n < 1 + i % 30; ++n) {
      char& c = item[8 + random() % (item.size() - 8)];
      c = static_cast<char>(c ^ 1 << random() % 8);
    }
    check(item);
  }
}

}  // namespace sanad::parts
