// The text form: "sanad-landmarks-1:" and base64 of 2 bytes for each landmark, big-endian: frames
// since the one before (0 to 62; of the first since the beginning) in the upper 6 bits, the bin in
// the lower 10. 0xFFFF says that 63 frames more have passed.
#include <fmt/format.h>

#include "base/bytes.h"
#include "matching/landmarks.h"

namespace sanad::matching {
namespace {

constexpr std::string_view kPrefix = "sanad-landmarks-1:";
constexpr std::uint32_t kPassed = 63;
constexpr std::uint32_t kSkip = 0xFFFF;
constexpr unsigned kBinBits = 10;
constexpr std::uint32_t kBinMask = (1U << kBinBits) - 1;
static_assert(kEndBin <= static_cast<int>(kBinMask));

Error invalid(std::string_view what) {
  return {ErrorCode::kInvalid,
          fmt::format("landmarks of sound are \"{}\" and base64, as sanad fingerprint prints them, "
                      "but {}",
                      kPrefix, what)};
}

// How many there are in the block of the last one.
class Density {
 public:
  bool is_full(const Landmark& landmark) {
    const std::uint32_t block = landmark.time / kBlockFrames;
    count_ = block == block_ ? count_ + 1 : 1;
    block_ = block;
    return count_ > kMostOfBlock;
  }

 private:
  std::uint32_t block_ = 0;
  std::size_t count_ = 0;
};

}  // namespace

std::string format_landmarks(std::span<const Landmark> landmarks) {
  Bytes bytes;
  const auto put = [&bytes](std::uint32_t word) {
    bytes.push_back(static_cast<std::uint8_t>(word >> 8U));
    bytes.push_back(static_cast<std::uint8_t>(word));
  };
  std::uint32_t before = 0;
  for (const Landmark& one : landmarks) {
    std::uint32_t frames = one.time - before;
    for (; frames >= kPassed; frames -= kPassed) put(kSkip);
    put(frames << kBinBits | one.bin);
    before = one.time;
  }
  return std::string(kPrefix) + format_base64(bytes);
}

Result<std::vector<Landmark>> parse_landmarks(std::string_view text) {
  if (!text.starts_with(kPrefix)) return invalid("it begins otherwise");
  const auto bytes = parse_base64(text.substr(kPrefix.size()));
  if (!bytes.ok()) return invalid("the rest is no base64");
  if (bytes->size() % 2 != 0) return invalid("it is cut off");
  std::vector<Landmark> landmarks;
  Density density;
  std::uint32_t time = 0;
  bool ends_in_skip = false;
  for (std::size_t i = 0; i < bytes->size(); i += 2) {
    const std::uint32_t word = std::uint32_t{(*bytes)[i]} << 8U | (*bytes)[i + 1];
    ends_in_skip = word == kSkip;
    time += ends_in_skip ? kPassed : word >> kBinBits;
    if (time >= kMostFrames) return invalid("it is longer than any recording that is read");
    if (ends_in_skip) continue;
    const Landmark one{time, static_cast<std::uint16_t>(word & kBinMask)};
    if (word >> kBinBits == kPassed || one.bin < kLowestBin || one.bin >= kEndBin)
      return invalid("a landmark has no place");
    if (!landmarks.empty() && one <= landmarks.back()) return invalid("they do not ascend");
    if (density.is_full(one)) return invalid("it has too many in a second");
    landmarks.push_back(one);
  }
  if (ends_in_skip || landmarks.size() < kLeastLandmarks) return invalid("it has too few");
  return landmarks;
}

std::vector<LandmarkPair> pairs_of(std::span<const Landmark> landmarks, std::size_t fan) {
  constexpr std::uint32_t kLeastApart = 2;
  constexpr std::uint32_t kMostApart = 40;
  std::vector<LandmarkPair> pairs;
  pairs.reserve(landmarks.size() * fan);
  for (std::size_t i = 0; i < landmarks.size(); ++i) {
    const Landmark& first = landmarks[i];
    std::size_t made = 0;
    for (std::size_t j = i + 1; j < landmarks.size() && made < fan; ++j) {
      const std::uint32_t frames = landmarks[j].time - first.time;
      if (frames > kMostApart) break;
      const int bins = int{landmarks[j].bin} - int{first.bin} + kMostBinsApart;
      if (frames < kLeastApart || bins < 0 || bins > 2 * kMostBinsApart) continue;
      pairs.push_back(
          {std::uint32_t{first.bin} << 14U | frames << 8U | static_cast<std::uint32_t>(bins),
           first.time});
      ++made;
    }
  }
  return pairs;
}

}  // namespace sanad::matching
