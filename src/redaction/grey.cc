// The cover of a closed segment: one key frame of VP8 (RFC 6386), of which each macroblock is
// predicted from its neighbours, of which there are none to begin with, and has no residue. So each
// sample is 128.
#include "redaction/film.h"

namespace sanad::redaction {
namespace {

// The boolean encoder of RFC 6386, section 7.3.
class BoolWriter {
 public:
  // What stands before the macroblocks is the same in each frame: colour space, clamping,
  // segmentation, filter, partitions, quantizers and their differences, refreshing of the entropy,
  // the 1,056 flags that no probability of a token is changed, all 0; then that macroblocks can be
  // skipped, 1, and the probability that one is not, 1. This is the encoder's state behind it.
  BoolWriter() : out_(4, 0) {}

  void put(std::uint32_t probability, bool bit) {
    const std::uint32_t split = 1 + (((range_ - 1) * probability) >> 8U);
    if (bit) {
      if (bottom_ > UINT32_MAX - split) carry();
      bottom_ += split;
      range_ -= split;
    } else {
      range_ = split;
    }
    for (; range_ < 128; range_ <<= 1U) {
      if ((bottom_ & 0x8000'0000U) != 0) carry();
      bottom_ <<= 1U;
      if (--waits_ > 0) continue;
      out_.push_back(static_cast<std::uint8_t>(bottom_ >> 24U));
      bottom_ &= 0xFF'FFFFU;
      waits_ = 8;
    }
  }
  Bytes finish() {
    for (int i = 0; i < 32; ++i) put(128, false);
    return std::move(out_);
  }

 private:
  void carry() {
    std::size_t at = out_.size() - 1;
    for (; out_[at] == 0xFF; --at) out_[at] = 0;
    ++out_[at];
  }

  Bytes out_;
  std::uint32_t range_ = 192, bottom_ = 0xC2C0;
  int waits_ = 5;
};

void put(Bytes& out, std::uint32_t value, int bytes) {  // little-endian
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

Bytes grey_frame(const Film& film) {
  constexpr std::uint32_t kSide = 16;  // of a macroblock
  BoolWriter modes;
  const std::uint32_t blocks =
      ((film.width + kSide - 1) / kSide) * ((film.height + kSide - 1) / kSide);
  for (std::uint32_t block = 0; block < blocks; ++block) {
    modes.put(1, true);     // skipped
    modes.put(145, true);   // luma: not of sixteen parts,
    modes.put(156, false);  // DC or vertical,
    modes.put(163, false);  // DC
    modes.put(142, false);  // chroma: DC
  }
  const Bytes partition = modes.finish();
  Bytes frame;
  constexpr std::uint32_t kShown = 1U << 4U;  // a key frame of version 0
  put(frame, kShown | static_cast<std::uint32_t>(partition.size()) << 5U, 3);
  put(frame, 0x2A019D, 3);
  put(frame, film.width, 2);
  put(frame, film.height, 2);
  frame.insert(frame.end(), partition.begin(), partition.end());
  put(frame, 0, 4);  // the partition of tokens, of which there are none
  return frame;
}

}  // namespace

Bytes grey_segment(const Film& film, std::uint64_t number) {
  return write_segment(number, {{0, grey_frame(film)}});
}

}  // namespace sanad::redaction
