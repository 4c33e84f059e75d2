#include "hamming/fingerprint.h"

namespace sanad::hamming {

Fingerprint fingerprint_from(std::span<const std::uint8_t, 32> bytes) {
  Fingerprint fingerprint{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    fingerprint[i / 8] |= std::uint64_t{bytes[i]} << (i % 8 * 8);
  }
  return fingerprint;
}

std::array<std::uint8_t, 32> fingerprint_bytes(const Fingerprint& fingerprint) {
  std::array<std::uint8_t, 32> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(fingerprint[i / 8] >> (i % 8 * 8));
  }
  return bytes;
}

}  // namespace sanad::hamming
