// PDQ: a perceptual hash of a picture, 256 bits, with a quality of 0 to 100.
//
// Pictures that look alike have hashes that differ in few bits; up to 31 of 256 counts as the same
// picture, if both have a quality of 50 or more. Source: "The TMK+PDQF Video-Hashing Algorithm and
// the PDQ Image-Hashing Algorithm", Facebook, 2019, and the C++ implementation published with it
// (ThreatExchange, pdq/cpp), with which this agrees bit for bit.
//
// Steps: luma -> two passes of a box filter along rows and columns -> 64x64 samples -> quality from
// their gradients -> the 16x16 lowest frequencies of a cosine transform, without the constant ->
// one bit each: above the median or not. Bit for bit means that each float32 operation happens in
// the order of the reference and none is contracted (-ffp-contract=off): contraction moved up to
// 107 bits at quality 100. What is saved is only what no result depends on, and the order of
// memory.
//
// Known traits, kept since lists of others have them: EXIF orientation is not looked at (the
// dihedral variants cover it); sides under 5 pixels give a hash of zeros at quality 0; a flat
// picture gives some hash at quality 0.
//
// Tested by pdq_test.cc and reference_test.cc. docs/formats/fingerprints.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::pdq {

// The first byte holds bits 255 to 248, so that format_hex gives what the reference prints.
using Hash = Digest256;

constexpr int kMatchDistance = 31;    // of 256 bits
constexpr int kMatchQuality = 50;     // of 100
constexpr int kLeastSide = 5;         // smaller pictures have no hash
constexpr int kMaxSide = 1 << 20;     // pixels
constexpr int kShrinkSide = 512;      // see Shrink
constexpr std::size_t kDihedral = 8;  // see Fingerprint
constexpr std::size_t kMirrored = 5;  // of these: left to right

// The part of a fingerprint's version that names this algorithm; changes if any bit can change.
constexpr std::string_view kAlgorithm = "pdq-1";

enum class Layout {
  kGrey,  // one byte a pixel
  kRgb,   // red, green, blue
};

// A borrowed picture of 8-bit samples; rows start stride_bytes apart.
struct Raster {
  ByteView pixels;
  int width = 0;
  int height = 0;
  std::size_t stride_bytes = 0;
  Layout layout = Layout::kRgb;
};

// What happens to pictures with a side over kShrinkSide.
enum class Shrink {
  // They become kShrinkSide x kShrinkSide by nearest neighbour: what the reference does to files.
  kLikeFiles,
  // They are filtered at full size: what the reference does to frames of videos.
  kNever,
};

// The row, or column, of a side of `side` pixels that becomes the i-th of kShrinkSide.
constexpr int shrunk_from(int i, int side) {
  return static_cast<int>(std::int64_t{i} * side / kShrinkSide);
}

struct Fingerprint {
  Hash hash{};
  int quality = 0;
  // Hashes of the picture as it is, turned by 90, 180 and 270 degrees, and mirrored top to bottom,
  // left to right, along the main and along the other diagonal, computed from one transform. The
  // first equals hash, except at 64x64 pixels, where the reference leaves out the filter for the
  // one and not for the other.
  std::array<Hash, kDihedral> dihedral{};
};

// How many bits differ.
int distance(const Hash& a, const Hash& b);

// Which instructions do the work; the answers are the same.
enum class Instructions { kBest, kPlain, kAvx2, kAvx512 };

// Keeps its buffers between pictures. For one thread at a time.
class Hasher {
 public:
  // Falls back to what the processor has.
  explicit Hasher(Instructions instructions = Instructions::kBest);
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  // kInvalid: a side is not 1..kMaxSide, or the raster's bytes do not reach its last pixel.
  Result<Fingerprint> fingerprint(const Raster& raster, Shrink shrink = Shrink::kLikeFiles);

  // Only hash and quality.
  Result<Fingerprint> hash(const Raster& raster, Shrink shrink = Shrink::kLikeFiles);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sanad::pdq
