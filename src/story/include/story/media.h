// Pictures and sounds of a world, as plans: the same plan gives the same picture everywhere.
// Tested by media_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "pictures/pictures.h"

namespace sanad::story {

inline constexpr int kMaxPictureSide = 2000;
inline constexpr std::uint32_t kMaxSoundMs = 10'000;

// How a copy differs from what it was made of, as copies that are put up again do.
enum class Alteration { kSmaller, kMirrored, kFramed, kDarker };

struct MediaPlan {
  enum class Kind { kPicture, kSound };
  Kind kind = Kind::kPicture;
  pictures::Plan picture;
  std::vector<Alteration> alterations;  // one after the other
  std::uint32_t sound_ms = 0;
  std::uint64_t sound_seed = 0;
};

// Of a plan of kind kPicture.
pictures::Picture draw(const MediaPlan& plan);

}  // namespace sanad::story
