// Fingerprints of real photographs for src/hamming_store/hamming_bench.cc: random crops, a third of
// them with other contrast and brightness, and of each crop the eight turned and mirrored hashes.
//   photos_bench COUNT PRINTS QUERIES FILE...
// PRINTS gets COUNT fingerprints of 32 bytes. QUERIES gets 20,000: in turn the hash of another crop
// of a photograph that is in PRINTS, and of one that is not (one in 20 is kept out). Hashes of a
// quality below 50 are left out, as lists leave them out.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "media/picture.h"
#include "pictures/pictures.h"

namespace {

using namespace sanad;
using namespace sanad::media;
using pictures::mix;

constexpr std::size_t kQueries = 20'000;
constexpr std::size_t kKeptOut = 20;  // one in so many photographs

struct Photo {
  int width = 0, height = 0;
  Bytes luma;
};

Photo read_photo(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const Bytes bytes{std::istreambuf_iterator<char>(file), {}};
  const auto picture = decode_picture(bytes);
  if (!picture.ok()) return {};
  // Big ones become at most 512 pixels a side, by leaving pixels out.
  const int step = (std::max(picture->width, picture->height) + 511) / 512;
  Photo out{picture->width / step, picture->height / step, {}};
  const bool grey = picture->layout == pdq::Layout::kGrey;
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      const auto at =
          static_cast<std::size_t>(y * step) * static_cast<std::size_t>(picture->width) +
          static_cast<std::size_t>(x * step);
      const std::uint8_t* p = picture->pixels.data() + at * (grey ? 1 : 3);
      out.luma.push_back(
          grey ? *p : static_cast<std::uint8_t>((299 * p[0] + 587 * p[1] + 114 * p[2]) / 1000));
    }
  }
  return out;
}

// A crop with sides of 50 to 100 % of the photograph's.
Result<pdq::Fingerprint> hash_crop(const Photo& photo, std::uint64_t luck, pdq::Hasher& hasher,
                                   Bytes& buffer) {
  const auto part = [&](std::uint64_t i, int side) {
    return side / 2 + static_cast<int>(mix(luck, i) % static_cast<std::uint64_t>(side / 2 + 1));
  };
  const int width = part(1, photo.width);
  const int height = part(2, photo.height);
  const auto left =
      static_cast<int>(mix(luck, 3) % static_cast<std::uint64_t>(photo.width - width + 1));
  const auto top =
      static_cast<int>(mix(luck, 4) % static_cast<std::uint64_t>(photo.height - height + 1));
  const bool changed = mix(luck, 5) % 3 == 0;
  const double contrast = 0.7 + 0.01 * static_cast<double>(mix(luck, 6) % 70);
  const int brightness = static_cast<int>(mix(luck, 7) % 60) - 30;
  std::uint8_t table[256];
  for (int i = 0; i < 256; ++i) {
    const int value = static_cast<int>(std::lround((i - 128) * contrast)) + 128 + brightness;
    table[i] = static_cast<std::uint8_t>(changed ? std::clamp(value, 0, 255) : i);
  }
  buffer.clear();
  for (int y = top; y < top + height; ++y) {
    for (int x = left; x < left + width; ++x) {
      buffer.push_back(table[photo.luma[static_cast<std::size_t>(y * photo.width + x)]]);
    }
  }
  return hasher.fingerprint(
      {buffer, width, height, static_cast<std::size_t>(width), pdq::Layout::kGrey});
}

void write(std::ofstream& out, const pdq::Hash& hash) {
  out.write(reinterpret_cast<const char*>(hash.data()), 32);
}

}  // namespace

int main(int count, char** words) {
  if (count < 5) {
    fmt::print(stderr, "photos_bench COUNT PRINTS QUERIES FILE...\n");
    return 2;
  }
  const auto wanted = static_cast<std::size_t>(std::atoll(words[1]));
  std::vector<Photo> photos;
  for (int i = 4; i < count; ++i) {
    Photo photo = read_photo(words[i]);
    if (std::min(photo.width, photo.height) >= 64) photos.push_back(std::move(photo));
  }
  if (photos.size() < kKeptOut) return 1;
  pdq::Hasher hasher;
  Bytes buffer;
  std::ofstream prints(words[2], std::ios::binary);
  std::size_t done = 0;
  std::size_t crops = 0;
  for (std::uint64_t round = 0; done < wanted; ++round) {
    for (std::size_t i = 0; i < photos.size() && done < wanted; ++i) {
      if (i % kKeptOut == 0) continue;
      const auto found = hash_crop(photos[i], mix(round + 1, i), hasher, buffer);
      ++crops;
      if (!found.ok() || found->quality < pdq::kMatchQuality) continue;
      for (const pdq::Hash& hash : found->dihedral) {
        if (done++ < wanted) write(prints, hash);
      }
    }
  }
  std::ofstream queries(words[3], std::ios::binary);
  std::size_t asked = 0;
  for (std::uint64_t luck = 1; asked < kQueries; ++luck) {
    const std::size_t some = mix(luck, 77) % (photos.size() / kKeptOut) * kKeptOut;
    const auto found = hash_crop(photos[some + asked % 2], mix(~luck, 78), hasher, buffer);
    if (!found.ok() || found->quality < pdq::kMatchQuality) continue;
    write(queries, found->hash);
    ++asked;
  }
  fmt::print("{} photographs, {} crops, {} fingerprints\n", photos.size(), crops, wanted);
  return 0;
}
