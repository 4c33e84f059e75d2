#include "base/zone.h"

#include <fmt/format.h>

#include <algorithm>

namespace sanad {
namespace {

constexpr std::size_t kHeaderBytes = 44;
constexpr int kMaxOffsetMinutes = 18 * 60;
// RFC 8536 section 3.2: the six counts of a header, in their order.
struct Counts {
  std::uint64_t isut, isstd, leap, time, type, chars;
  std::uint64_t body_bytes(std::uint64_t time_bytes) const {
    return time * (time_bytes + 1) + type * 6 + chars + leap * (time_bytes + 4) + isstd + isut;
  }
};

std::int64_t big_endian(ByteView bytes) {
  std::uint64_t value = (bytes[0] & 0x80U) != 0 ? ~0ULL : 0ULL;
  for (const std::uint8_t byte : bytes) value = value << 8U | byte;
  return static_cast<std::int64_t>(value);
}

Error broken(std::string_view name, std::string_view why) {
  return {ErrorCode::kInvalid,
          fmt::format("{} is no time zone file ({}); choose another zone", name, why)};
}

Result<Counts> read_header(std::string_view name, ByteView bytes) {
  if (bytes.size() < kHeaderBytes || as_text(bytes.first(4)) != "TZif")
    return broken(name, "it does not begin as one");
  const auto count = [&](std::size_t i) {
    return static_cast<std::uint64_t>(big_endian(bytes.subspan(20 + 4 * i, 4))) & 0xFFFF'FFFFU;
  };
  const Counts counts{count(0), count(1), count(2), count(3), count(4), count(5)};
  if (counts.type == 0) return broken(name, "it has no types");
  return counts;
}

}  // namespace

Result<Zone> Zone::fixed(int offset_minutes) {
  if (offset_minutes < -kMaxOffsetMinutes || offset_minutes > kMaxOffsetMinutes)
    return Error{ErrorCode::kInvalid, "an offset from UTC is at most 18 hours; give a smaller one"};
  const int size = std::abs(offset_minutes);
  return Zone(fmt::format("UTC{}{:02}:{:02}", offset_minutes < 0 ? '-' : '+', size / 60, size % 60),
              std::int64_t{60} * offset_minutes);
}

Result<Zone> Zone::parse(std::string name, ByteView tzif) {
  SANAD_TRY(Counts counts, read_header(name, tzif));
  std::uint64_t time_bytes = 4;
  const bool has_second_part = tzif[4] >= '2';
  if (has_second_part) {  // section 3: the same again with 64-bit times
    const std::uint64_t skip = kHeaderBytes + counts.body_bytes(4);
    if (skip > tzif.size()) return broken(name, "it is cut off");
    tzif = tzif.subspan(skip);
    SANAD_TRY(counts, read_header(name, tzif));
    time_bytes = 8;
  }
  if (kHeaderBytes + counts.body_bytes(time_bytes) > tzif.size())
    return broken(name, "it is cut off");
  const ByteView times = tzif.subspan(kHeaderBytes, counts.time * time_bytes);
  const ByteView indices = tzif.subspan(kHeaderBytes + times.size(), counts.time);
  const ByteView types =
      tzif.subspan(kHeaderBytes + times.size() + indices.size(), counts.type * 6);
  const auto offset_of = [&](std::size_t type) { return big_endian(types.subspan(type * 6, 4)); };
  const auto is_possible = [](std::int64_t seconds) {
    return std::abs(seconds) <= std::int64_t{60} * 60 * 26;
  };
  if (!is_possible(offset_of(0))) return broken(name, "an offset is impossible");
  Zone zone(std::move(name), offset_of(0));
  for (std::size_t i = 0; i < counts.time; ++i) {
    if (indices[i] >= counts.type) return broken(zone.name_, "a type is missing");
    // Far beyond the years 0 to 9999: so that milliseconds of it can be counted.
    constexpr std::int64_t kFar = 1LL << 40;
    const Change change{
        std::clamp(big_endian(times.subspan(i * time_bytes, time_bytes)), -kFar, kFar),
        offset_of(indices[i])};
    if (!is_possible(change.offset_seconds)) return broken(zone.name_, "an offset is impossible");
    if (!zone.changes_.empty() && change.at_seconds < zone.changes_.back().at_seconds)
      return broken(zone.name_, "its changes are out of order");
    zone.changes_.push_back(change);
  }
  return zone;
}

std::int64_t Zone::offset_seconds(std::int64_t utc_ms) const {
  const std::int64_t seconds = utc_ms >= 0 ? utc_ms / 1000 : -((999 - utc_ms) / 1000);
  const auto after = std::ranges::upper_bound(changes_, seconds, {}, &Change::at_seconds);
  return after == changes_.begin() ? before_seconds_ : std::prev(after)->offset_seconds;
}

std::int64_t Zone::utc_ms(std::int64_t local) const {
  // Within a day of it lies every answer; of each offset that holds there, take what fits.
  constexpr std::int64_t kReachMs = 27LL * 3600 * 1000;
  std::int64_t begin_ms = local - kReachMs;
  std::int64_t offset = offset_seconds(begin_ms);
  auto next = std::ranges::upper_bound(changes_, begin_ms / 1000, {}, &Change::at_seconds);
  while (true) {
    const std::int64_t candidate = std::max(begin_ms, local - offset * 1000);
    if (next == changes_.end() || candidate < next->at_seconds * 1000) return candidate;
    begin_ms = next->at_seconds * 1000;
    offset = next->offset_seconds;
    ++next;
  }
}

}  // namespace sanad
