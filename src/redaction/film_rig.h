// Films for tests, of frames that no decoder made: heads as they must be, and noise behind them.
#pragma once

#include <random>

#include "crypto/crypto.h"
#include "redaction/film.h"

namespace sanad::redaction {

inline Bytes noise_frame(const Film& film, bool is_key, std::mt19937& random) {
  Bytes frame;
  if (is_key) {
    frame = {0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A};
    for (const std::uint32_t side : {film.width, film.height})
      for (const unsigned shift : {0U, 8U})
        frame.push_back(static_cast<std::uint8_t>(side >> shift));
  } else {
    frame = {0x11, 0x02, 0x00};
  }
  for (auto more = 1 + random() % 60; more > 0; --more)
    frame.push_back(static_cast<std::uint8_t>(random()));
  return frame;
}

inline std::vector<Bytes> noise_segments(const Film& film, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::vector<Bytes> clusters;
  for (std::uint64_t number = 0; number < film.segments(); ++number) {
    const std::uint64_t most =
        std::min<std::uint64_t>(kFilmSegmentMs, film.length_ms - number * kFilmSegmentMs);
    std::vector<FilmPicture> pictures;
    for (std::uint64_t at = 0; at < most; at += 80 + random() % 300)
      pictures.push_back(
          {static_cast<std::uint32_t>(at), noise_frame(film, pictures.empty(), random)});
    clusters.push_back(write_segment(number, pictures));
  }
  return clusters;
}

inline std::vector<Digest256> digests_of(const std::vector<Bytes>& clusters) {
  std::vector<Digest256> digests;
  for (const Bytes& cluster : clusters) digests.push_back(crypto::sha256(cluster));
  return digests;
}

inline Bytes film_of_segments(const Film& film, const std::vector<Bytes>& clusters) {
  std::uint64_t size = 0;
  for (const Bytes& cluster : clusters) size += cluster.size();
  Bytes out = write_film_head(film, size);
  for (const Bytes& cluster : clusters) out.insert(out.end(), cluster.begin(), cluster.end());
  return out;
}

}  // namespace sanad::redaction
