#include "text/sound.h"

#include <algorithm>
#include <array>

namespace sanad::text {
namespace {

using enum Sound;
using Costs = std::array<std::array<float, kSounds>, kSounds>;

struct Near {
  Sound a;
  Sound b;
  float cost;
};

constexpr Near kNear[] = {
    // Lips.
    {kP, kB, .1F},
    {kP, kF, .3F},
    {kB, kV, .4F},
    {kF, kV, .3F},
    {kV, kW, .08F},
    {kB, kW, .6F},
    // Dentals, sibilants and emphatics.
    {kT, kTh, .15F},
    {kT, kD, .3F},
    {kT, kDad, .5F},
    {kTh, kS, .1F},
    {kTh, kDh, .3F},
    {kTh, kZ, .4F},
    {kTh, kD, .4F},
    {kD, kDh, .1F},
    {kD, kDad, .05F},
    {kD, kZ, .5F},
    {kDh, kZ, .05F},
    {kDh, kDad, .1F},
    {kDad, kZ, .05F},
    {kS, kZ, .3F},
    {kS, kSh, .4F},
    {kS, kCh, .5F},
    {kSh, kCh, .15F},
    {kSh, kZh, .3F},
    {kZ, kZh, .3F},
    // Palatals and velars.
    {kJ, kZh, .15F},
    {kJ, kG, .15F},
    {kJ, kCh, .3F},
    {kJ, kY, .5F},
    {kJ, kZ, .4F},
    {kC, kJ, .1F},
    {kC, kS, .1F},
    {kC, kK, .02F},
    {kC, kQ, .05F},
    {kC, kCh, .1F},
    {kK, kQ, .05F},
    {kK, kG, .4F},
    {kQ, kG, .2F},
    {kQ, kGh, .2F},
    {kK, kKh, .25F},
    {kKh, kH, .15F},
    {kKh, kGh, .35F},
    {kKh, kQ, .4F},
    {kKh, kCh, .3F},
    {kG, kGh, .1F},
    {kKh, kSh, .6F},
    // Liquids and nasals are heard wrongly, seldom written wrongly.
    {kM, kN, .6F},
    {kL, kR, .7F},
    // Breath.
    {kH, kFinalH, .1F},
    {kH, kAspirate, .05F},
    {kFinalH, kA, .05F},
    {kFinalH, kE, .05F},
    {kFinalH, kT, .2F},
    {kFinalH, kAny, .1F},
    // Vowels and half vowels.
    {kA, kE, .15F},
    {kA, kI, .5F},
    {kA, kO, .2F},
    {kA, kU, .5F},
    {kE, kI, .05F},
    {kE, kO, .4F},
    {kE, kU, .4F},
    {kI, kO, .5F},
    {kI, kU, .5F},
    {kO, kU, .05F},
    {kLongU, kU, 0.F},
    {kLongU, kO, .05F},
    {kLongU, kA, .5F},
    {kLongU, kE, .4F},
    {kLongU, kI, .5F},
    {kW, kU, .05F},
    {kW, kLongU, 0.F},
    {kW, kO, .05F},
    {kW, kA, .75F},
    {kY, kI, .02F},
    {kY, kE, .05F},
    {kY, kA, .75F},
    {kFinalY, kY, 0.F},
    {kFinalY, kI, 0.F},
    {kFinalY, kE, .05F},
    {kFinalY, kA, .1F},
    {kAny, kA, 0.F},
    {kAny, kE, 0.F},
    {kAny, kI, 0.F},
    {kAny, kO, 0.F},
    {kAny, kU, 0.F},
    {kAny, kLongU, .1F},
    {kAny, kY, .3F},
    {kAny, kW, .3F},
};

constexpr std::size_t index(Sound sound) { return static_cast<std::size_t>(sound); }

constexpr Costs kCosts = [] {
  Costs costs{};
  for (auto& row : costs) row.fill(1);
  for (std::size_t i = 0; i < kSounds; ++i) costs[i][i] = 0;
  for (const Near& near : kNear) {
    costs[index(near.a)][index(near.b)] = near.cost;
    costs[index(near.b)][index(near.a)] = near.cost;
  }
  return costs;
}();

// Of writing a sound that the other row does not have.
float dropped(Sound sound, bool other_leaves_vowels_out) {
  switch (sound) {
    case kFinalH:
    case kAspirate:
    case kAny:
      return .05F;
    case kLongU:
      return .25F;
    case kFinalY:
      return .3F;
    case kA:
    case kE:
    case kI:
    case kO:
    case kU:
      return other_leaves_vowels_out ? .02F : .25F;
    case kW:
    case kY:
      return .7F;
    case kH:
      return .4F;
    default:
      return 1;
  }
}

// 0 for sounds too weak to file by.
std::uint64_t key_class(Sound sound) {
  switch (sound) {
    case kB:
    case kP:
      return 1;
    case kF:
      return 2;
    case kT:
    case kTh:
    case kD:
    case kDh:
    case kDad:
    case kS:
    case kZ:
      return 3;
    case kSh:
    case kZh:
    case kCh:
    case kJ:
    case kC:
    case kK:
    case kQ:
    case kKh:
    case kG:
    case kGh:
      return 4;
    case kL:
      return 5;
    case kM:
      return 6;
    case kN:
      return 7;
    case kR:
      return 8;
    default:
      return 0;
  }
}

// Sixteen classes' places; what is longer shares its key's head.
constexpr std::size_t kKeyLength = 16;

std::uint64_t pack(const std::vector<std::uint64_t>& classes, std::size_t left_out) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (i != left_out) key = (key << 4) | classes[i];
  }
  return key;
}

void add_keys(std::vector<std::uint64_t>& keys, std::vector<std::uint64_t> classes) {
  if (classes.size() > kKeyLength) classes.resize(kKeyLength);
  keys.push_back(pack(classes, classes.size()));
  if (classes.size() < 4) return;
  for (std::size_t i = 0; i < classes.size(); ++i) keys.push_back(pack(classes, i));
}

}  // namespace

float similarity(const SoundRow& a, const SoundRow& b) {
  constexpr std::size_t kMax = 64;
  const std::size_t n = std::min(a.sounds.size(), kMax);
  const std::size_t m = std::min(b.sounds.size(), kMax);
  const float whole = (a.weight + b.weight) / 2;
  if (n == 0 || m == 0 || whole <= 0) return 0;
  std::array<float, kMax + 1> last{};
  std::array<float, kMax + 1> row{};
  for (std::size_t j = 0; j < m; ++j) {
    last[j + 1] = last[j] + dropped(b.sounds[j], a.vowels_left_out);
  }
  for (std::size_t i = 0; i < n; ++i) {
    const Sound x = a.sounds[i];
    const float drop_x = dropped(x, b.vowels_left_out);
    row[0] = last[0] + drop_x;
    float least = row[0];
    for (std::size_t j = 0; j < m; ++j) {
      const Sound y = b.sounds[j];
      float cost = kCosts[index(x)][index(y)];
      if (x == kOther && y == kOther && a.letters[i] != b.letters[j]) cost = 1;
      const float best =
          std::min({last[j] + cost, last[j + 1] + drop_x, row[j] + dropped(y, a.vowels_left_out)});
      row[j + 1] = best;
      least = std::min(least, best);
    }
    // Costs only grow: once all are too dear, so is the end.
    if (least > whole * .35F) return 0;
    std::swap(row, last);
  }
  return std::max(0.F, 1 - last[m] / whole);
}

std::vector<std::uint64_t> keys_of(const SoundRow& row) {
  std::vector<std::uint64_t> classes;
  std::vector<std::uint64_t> without_kh;
  for (const Sound sound : row.sounds) {
    const std::uint64_t one = key_class(sound);
    if (one == 0) continue;
    classes.push_back(one);
    if (sound != kKh) without_kh.push_back(one);
  }
  std::vector<std::uint64_t> keys;
  add_keys(keys, classes);
  // Kha is written as h, and h has no class.
  if (without_kh.size() != classes.size()) add_keys(keys, without_kh);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::uint64_t key_of(const SoundRow& row) {
  std::uint64_t key = 0;
  std::size_t length = 0;
  for (const Sound sound : row.sounds) {
    const std::uint64_t one = key_class(sound);
    if (one == 0 || length == kKeyLength) continue;
    key = (key << 4) | one;
    ++length;
  }
  return key;
}

}  // namespace sanad::text
