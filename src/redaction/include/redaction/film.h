// The moving pictures of a video, of which some seconds are covered, and the rest proven
// (docs/formats/redaction.md).
//
// A film is what was encoded anew from decoded pictures: segments of a second, each of which begins
// with a key frame and needs no other. A segment stands in the file as one cluster of WebM, and is
// committed to by the digest of its bytes; a closed one is replaced by a grey cover, whose bytes
// follow from the film's size and the segment's number alone. Nothing here decodes a picture.
//   seed        of a film: HMAC-SHA256(key of the exhibit, …, digests of its segments); seeds below
//               it as those of tiles (tiles.h)
//   commitment  SHA-256("sanad-frames-1" 0x0A salt, number of the segment, digest of its cluster)
// Tested by film_test.cc; fuzzed by redacted_film_fuzz.cc. Thread-safe: values only.
#pragma once

#include <functional>

#include "base/stream.h"
#include "redaction/times.h"

namespace sanad::redaction {

inline constexpr std::string_view kFilmAlgorithm = "sanad-frames-1";
inline constexpr std::uint32_t kFilmSegmentMs = 1'000;
inline constexpr std::uint32_t kMostFilmSide = 640;
inline constexpr std::uint32_t kMostFilmMs = 3'600'000;
inline constexpr std::size_t kMostFilmPictures = 16;          // of a segment
inline constexpr std::uint64_t kMaxFilmBytes = 256ULL << 20;  // of all clusters
inline constexpr std::uint64_t kMostFilmHeadBytes = 256;
inline constexpr std::uint64_t kMaxFilmSegmentBytes = 16ULL << 20;

struct Film {
  std::uint32_t width = 0, height = 0;
  std::uint32_t length_ms = 0;
  // kInvalid: a side or a length of 0, or beyond the limits above.
  static Result<Film> of(std::uint64_t width, std::uint64_t height, std::uint64_t length_ms);
  std::uint64_t segments() const { return (length_ms + kFilmSegmentMs - 1) / kFilmSegmentMs; }
  friend bool operator==(const Film&, const Film&) = default;
};
// Widened to the segments that a time touches, and cut off at the end. kInvalid: it ends before it
// begins, or begins behind the end of the film.
Result<Range> widen(const Film& film, std::uint64_t from_ms, std::uint64_t to_ms,
                    std::uint32_t reason);

// The file: a head, and a cluster for each segment.
struct FilmPicture {
  std::uint32_t time_ms = 0;  // from the beginning of its segment
  Bytes frame;                // VP8; the first one of a segment is a key frame, and no other
};
Bytes write_segment(std::uint64_t number, const std::vector<FilmPicture>& pictures);
// Even grey, in one key frame of which no block holds anything.
Bytes grey_segment(const Film& film, std::uint64_t number);
// cluster_bytes: of all clusters together.
Bytes write_film_head(const Film& film, std::uint64_t cluster_bytes);

// A film of the strict form, read from its beginning to its end, one cluster at a time.
struct ReadFilm {
  Film film;
  std::vector<Digest256> segments;
};
using OnSegment = std::function<Result<void>(std::uint64_t number, ByteView cluster)>;
// kInvalid, with the sentence: any other form. Else errors of source and on_segment.
Result<ReadFilm> read_film(RandomSource& source, const OnSegment& on_segment = {});
// kInvalid: the cluster is not of the form, in the place of that number.
Result<void> check_segment(const Film& film, std::uint64_t number, ByteView cluster);

// key and subject as for pictures. segments: digests of the clusters as they are encoded.
Seed seed_of(ByteView key, std::string_view subject, const Film& film,
             const std::vector<Digest256>& segments);
Digest256 commitment_of(const Seed& salt, std::uint64_t number, const Digest256& segment);
std::vector<merkle::Hash> leaves_of(const Seed& seed, const std::vector<Digest256>& segments);

// leaves: leaves_of() the whole with this seed. The lines are as in proof.h.
std::string write_film_proof(const Seed& seed, const Mask& mask,
                             const std::vector<merkle::Hash>& leaves);
// Whether the segments are those that root commits to, but for the closed ones, which are grey.
// mask: has one number for each. kIntegrity, with the sentence: they are not.
Result<void> verify_film_proof(const ReadFilm& shown, const Mask& mask, const merkle::Hash& root,
                               std::string_view proof);

}  // namespace sanad::redaction
