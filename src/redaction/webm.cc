// WebM (RFC 8794, RFC 9559) in one form: one track of VP8, a cluster for each segment, and nothing
// else. All numbers are big-endian.
#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "crypto/crypto.h"
#include "redaction/film.h"

namespace sanad::redaction {
namespace {

constexpr std::size_t kClusterHead = 8;                 // its mark and its length
constexpr std::size_t kBlockHead = 5, kBlockPlace = 4;  // mark and length; track, time and kind
constexpr std::uint32_t kClusterMark = 0x1F43'B675;
constexpr std::uint8_t kBlockMark = 0xA3;
constexpr std::size_t kKeyHead = 10;  // of a key frame of VP8: up to its sides

void put(Bytes& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}
void put(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

std::uint64_t number_at(ByteView bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = at; i < at + size; ++i) value = value << 8U | bytes[i];
  return value;
}

// Lengths in one byte, in four and in eight.
constexpr std::uint64_t kShort = 0x80, kMiddle = 0x1000'0000, kLong = 0x0100'0000'0000'0000;

void element(Bytes& out, std::uint32_t mark, int mark_bytes, ByteView content) {
  put(out, mark, mark_bytes);
  put(out, kShort | content.size(), 1);
  put(out, content);
}
void element(Bytes& out, std::uint32_t mark, int mark_bytes, std::uint64_t value, int bytes) {
  Bytes content;
  put(content, value, bytes);
  element(out, mark, mark_bytes, content);
}
void element(Bytes& out, std::uint32_t mark, int mark_bytes, std::string_view text) {
  element(out, mark, mark_bytes, as_bytes(text));
}

Bytes ebml_head() {
  Bytes content;
  element(content, 0x4286, 2, 1, 1);
  element(content, 0x42F7, 2, 1, 1);
  element(content, 0x42F2, 2, 4, 1);
  element(content, 0x42F3, 2, 8, 1);
  element(content, 0x4282, 2, "webm");
  element(content, 0x4287, 2, 2, 1);
  element(content, 0x4285, 2, 2, 1);
  Bytes out;
  element(out, 0x1A45'DFA3, 4, content);
  return out;
}

// Info and Tracks.
Bytes about(const Film& film) {
  Bytes info, video, entry, tracks, out;
  element(info, 0x2A'D7B1, 3, 1'000'000, 3);
  element(info, 0x4489, 2, std::bit_cast<std::uint64_t>(static_cast<double>(film.length_ms)), 8);
  element(info, 0x4D80, 2, "Sanad");
  element(info, 0x5741, 2, "Sanad");
  element(video, 0xB0, 1, film.width, 2);
  element(video, 0xBA, 1, film.height, 2);
  element(entry, 0xD7, 1, 1, 1);
  element(entry, 0x73C5, 2, 1, 1);
  element(entry, 0x83, 1, 1, 1);
  element(entry, 0x9C, 1, 0, 1);
  element(entry, 0x86, 1, "V_VP8");
  element(entry, 0xE0, 1, video);
  element(tracks, 0xAE, 1, entry);
  element(out, 0x1549'A966, 4, info);
  element(out, 0x1654'AE6B, 4, tracks);
  return out;
}

std::size_t head_bytes() { return write_film_head({1, 1, 1}, 0).size(); }

Error other_form(std::string_view why) {
  return {ErrorCode::kInvalid, fmt::format("it is not a WebM of the strict form: {}", why)};
}

Result<Bytes> read_exactly(RandomSource& source, std::uint64_t at, std::uint64_t size) {
  if (at > source.size() || size > source.size() - at) return other_form("it ends early");
  Bytes bytes(size);
  SANAD_TRY(const std::size_t got, source.read_at(at, bytes));
  if (got != bytes.size()) return Error{ErrorCode::kIo, "the file ends early"};
  return bytes;
}

// Sides and length stand in places of their own; the head that follows from them is compared.
Result<Film> film_of(ByteView head, std::uint64_t file_bytes) {
  const Bytes like = write_film_head({0, 0, 0}, 0);
  const auto place_of = [&](std::initializer_list<std::uint8_t> mark) {
    return static_cast<std::size_t>(std::ranges::search(like, mark).end() - like.begin());
  };
  const std::uint64_t width = number_at(head, place_of({0xB0, 0x82}), 2);
  const std::uint64_t height = number_at(head, place_of({0xBA, 0x82}), 2);
  const double length_ms = std::bit_cast<double>(number_at(head, place_of({0x44, 0x89, 0x88}), 8));
  const bool is_number = length_ms >= 1 && length_ms <= kMostFilmMs;
  SANAD_TRY(const Film film,
            Film::of(width, height, is_number ? static_cast<std::uint64_t>(length_ms) : 0));
  if (!std::ranges::equal(write_film_head(film, file_bytes - head.size()), head))
    return other_form("its head is another");
  return film;
}

bool is_key_frame(ByteView frame, const Film& film) {
  constexpr std::uint8_t kKind = 0x01, kVersion = 0x0E, kShown = 0x10;
  return frame.size() > kKeyHead && (frame[0] & (kKind | kVersion | kShown)) == kShown &&
         frame[3] == 0x9D && frame[4] == 0x01 && frame[5] == 0x2A &&
         (frame[6] | frame[7] << 8) == static_cast<int>(film.width) &&
         (frame[8] | frame[9] << 8) == static_cast<int>(film.height);
}
bool is_other_frame(ByteView frame) {
  constexpr std::uint8_t kKind = 0x01, kShown = 0x10;
  return frame.size() > 3 && (frame[0] & (kKind | kShown)) == (kKind | kShown);
}

}  // namespace

Bytes write_segment(std::uint64_t number, const std::vector<FilmPicture>& pictures) {
  Bytes content;
  element(content, 0xE7, 1, number * kFilmSegmentMs, 4);
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    put(content, kBlockMark, 1);
    put(content, kMiddle | (kBlockPlace + pictures[i].frame.size()), 4);
    put(content, kShort | 1, 1);
    put(content, pictures[i].time_ms, 2);
    put(content, i == 0 ? 0x80 : 0, 1);
    put(content, pictures[i].frame);
  }
  Bytes out;
  out.reserve(kClusterHead + content.size());
  put(out, kClusterMark, 4);
  put(out, kMiddle | content.size(), 4);
  put(out, content);
  return out;
}

Bytes write_film_head(const Film& film, std::uint64_t cluster_bytes) {
  Bytes out = ebml_head();
  const Bytes info = about(film);
  put(out, 0x1853'8067, 4);
  put(out, kLong | (info.size() + cluster_bytes), 8);
  put(out, info);
  return out;
}

Result<void> check_segment(const Film& film, std::uint64_t number, ByteView cluster) {
  const std::uint64_t begin_ms = number * kFilmSegmentMs;
  const std::uint64_t most_ms = std::min<std::uint64_t>(kFilmSegmentMs, film.length_ms - begin_ms);
  const Error other = other_form(fmt::format("segment {} is another cluster", number));
  Bytes head;
  put(head, kClusterMark, 4);
  put(head, kMiddle | (cluster.size() - std::min(cluster.size(), kClusterHead)), 4);
  element(head, 0xE7, 1, begin_ms, 4);
  if (cluster.size() <= head.size() || !std::ranges::equal(head, cluster.first(head.size())))
    return other;
  std::size_t pictures = 0;
  std::uint64_t latest_ms = 0;
  for (ByteView rest = cluster.subspan(head.size()); !rest.empty(); ++pictures) {
    if (pictures == kMostFilmPictures || rest.size() < kBlockHead + kBlockPlace) return other;
    const std::uint64_t size = number_at(rest, 1, 4) ^ kMiddle;
    const std::uint64_t time_ms = number_at(rest, kBlockHead + 1, 2);
    const bool is_first = pictures == 0;
    if (rest[0] != kBlockMark || size < kBlockPlace || size > rest.size() - kBlockHead ||
        rest[kBlockHead] != (kShort | 1) || rest[kBlockHead + 3] != (is_first ? 0x80 : 0) ||
        (is_first ? time_ms != 0 : time_ms <= latest_ms || time_ms >= most_ms))
      return other;
    const ByteView frame = rest.subspan(kBlockHead + kBlockPlace, size - kBlockPlace);
    if (is_first ? !is_key_frame(frame, film) : !is_other_frame(frame)) return other;
    latest_ms = time_ms;
    rest = rest.subspan(kBlockHead + size);
  }
  return {};
}

Result<ReadFilm> read_film(RandomSource& source, const OnSegment& on_segment) {
  const std::size_t head = head_bytes();
  if (source.size() > head + kMaxFilmBytes) return other_form("it is larger than one may be");
  SANAD_TRY(const Bytes begin, read_exactly(source, 0, head));
  ReadFilm out;
  SANAD_TRY(out.film, film_of(begin, source.size()));
  std::uint64_t at = head;
  for (std::uint64_t number = 0; number < out.film.segments(); ++number) {
    SANAD_TRY(const Bytes mark, read_exactly(source, at, kClusterHead));
    const std::uint64_t size = number_at(mark, 4, 4) ^ kMiddle;
    if (size > kMaxFilmSegmentBytes)
      return other_form(fmt::format("segment {} is too large", number));
    SANAD_TRY(const Bytes cluster, read_exactly(source, at, kClusterHead + size));
    SANAD_CHECK(check_segment(out.film, number, cluster));
    out.segments.push_back(crypto::sha256(cluster));
    if (on_segment) SANAD_CHECK(on_segment(number, cluster));
    at += cluster.size();
  }
  if (at != source.size()) return other_form("something follows its last segment");
  return out;
}

}  // namespace sanad::redaction
