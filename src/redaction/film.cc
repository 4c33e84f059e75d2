#include "redaction/film.h"

#include <fmt/format.h>

#include <algorithm>

#include "cover.h"
#include "crypto/crypto.h"

namespace sanad::redaction {
namespace {

constexpr std::string_view kLabel = "sanad-frames-1\n";

void put(Bytes& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}
void put(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

}  // namespace

Result<Film> Film::of(std::uint64_t width, std::uint64_t height, std::uint64_t length_ms) {
  if (width == 0 || height == 0 || width > kMostFilmSide || height > kMostFilmSide ||
      length_ms == 0 || length_ms > kMostFilmMs)
    return Error{ErrorCode::kInvalid,
                 fmt::format("the pictures of a video are redacted up to {} pixels on a side and "
                             "{} seconds",
                             kMostFilmSide, kMostFilmMs / 1000)};
  return Film{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height),
              static_cast<std::uint32_t>(length_ms)};
}

Result<Range> widen(const Film& film, std::uint64_t from_ms, std::uint64_t to_ms,
                    std::uint32_t reason) {
  return widen_time("video", film.length_ms, film.segments(), kFilmSegmentMs, from_ms, to_ms,
                    reason);
}

Seed seed_of(ByteView key, std::string_view subject, const Film& film,
             const std::vector<Digest256>& segments) {
  Bytes text = to_bytes(kLabel);
  put(text, film.width);
  put(text, film.height);
  put(text, film.length_ms);
  crypto::Hasher all(crypto::Hasher::Algorithm::kSha256);
  for (const Digest256& segment : segments) all.update(segment);
  put(text, all.finish());
  put(text, as_bytes(subject));
  return crypto::hmac_sha256(key, text);
}

Digest256 commitment_of(const Seed& salt, std::uint64_t number, const Digest256& segment) {
  Bytes text = to_bytes(kLabel);
  put(text, salt);
  put(text, static_cast<std::uint32_t>(number));
  put(text, segment);
  return crypto::sha256(text);
}

std::vector<merkle::Hash> leaves_of(const Seed& seed, const std::vector<Digest256>& segments) {
  std::vector<Seed> salts;
  expand(seed, level_of(segments.size()), salts);
  std::vector<merkle::Hash> leaves;
  leaves.reserve(segments.size());
  for (std::size_t number = 0; number < segments.size(); ++number)
    leaves.push_back(merkle::leaf_hash(commitment_of(salts[number], number, segments[number])));
  return leaves;
}

std::string write_film_proof(const Seed& seed, const Mask& mask,
                             const std::vector<merkle::Hash>& leaves) {
  return write_cover(seed, mask, leaves);
}

Result<void> verify_film_proof(const ReadFilm& shown, const Mask& mask, const merkle::Hash& root,
                               std::string_view proof) {
  if (mask.size() != shown.segments.size())
    return Error{ErrorCode::kIntegrity, "the video has more or fewer segments than are told of"};
  const Shown how{[&](const Seed& salt, std::uint64_t number) {
                    return commitment_of(salt, number, shown.segments[number]);
                  },
                  [&](std::uint64_t number) {
                    return shown.segments[number] ==
                           crypto::sha256(grey_segment(shown.film, number));
                  },
                  "times", "a segment that is said to be closed is not its grey cover", "video"};
  return verify_cover(mask, root, how, proof);
}

}  // namespace sanad::redaction
