#include "base/zone.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/time.h"

namespace sanad {
namespace {

std::int64_t ms(std::string_view text) { return parse_timestamp(text).value().unix_ms; }

// A file of version 1 with these changes: what RFC 8536 section 3.1 lays out.
Bytes zone_file(const std::vector<std::pair<std::int32_t, std::int32_t>>& changes,
                std::int32_t before) {
  Bytes bytes = to_bytes("TZif");
  bytes.resize(20);
  const auto put = [&](std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
      bytes.push_back(static_cast<std::uint8_t>(value >> static_cast<unsigned>(shift)));
  };
  const auto count = static_cast<std::uint32_t>(changes.size());
  for (const std::uint32_t value : {0U, 0U, 0U, count, count + 1, 4U}) put(value);
  for (const auto& [at, offset] : changes) put(static_cast<std::uint32_t>(at));
  for (std::uint32_t i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(i + 1));
  put(static_cast<std::uint32_t>(before));
  bytes.resize(bytes.size() + 2);
  for (const auto& [at, offset] : changes) {
    put(static_cast<std::uint32_t>(offset));
    bytes.resize(bytes.size() + 2);
  }
  for (const char c : {'T', 'I', 'R', '\0'}) bytes.push_back(static_cast<std::uint8_t>(c));
  return bytes;
}

TEST(Zone, FixedOffsetsSayTheirName) {
  EXPECT_EQ(Zone::utc().local_ms(1234), 1234);
  EXPECT_EQ(Zone::fixed(300)->name(), "UTC+05:00");
  EXPECT_EQ(Zone::fixed(-570)->name(), "UTC-09:30");
  EXPECT_EQ(Zone::fixed(300)->local_ms(0), 5 * 3'600'000);
  EXPECT_EQ(Zone::fixed(300)->utc_ms(5 * 3'600'000), 0);
  EXPECT_EQ(Zone::fixed(18 * 60 + 1).error().code, ErrorCode::kInvalid);
}

// Invented: UTC+5, an hour more from second 1000000 to second 2000000.
TEST(Zone, ChangesHoldFromTheirSecondOn) {
  const Zone zone =
      Zone::parse("Tirazan", zone_file({{1'000'000, 21'600}, {2'000'000, 18'000}}, 18'000)).value();
  EXPECT_EQ(zone.offset_seconds(-1), 18'000);
  EXPECT_EQ(zone.offset_seconds(999'999'999), 18'000);
  EXPECT_EQ(zone.offset_seconds(1'000'000'000), 21'600);
  EXPECT_EQ(zone.offset_seconds(1'999'999'999), 21'600);
  EXPECT_EQ(zone.offset_seconds(2'000'000'000), 18'000);
}

// Every quarter of an hour around both changes: the answer is the first UTC time whose wall clock
// shows as much, found by looking at all.
TEST(Zone, AWallClockIsTheFirstMomentThatShowsIt) {
  const Zone zone =
      Zone::parse("Tirazan", zone_file({{1'000'000, 21'600}, {2'000'000, 18'000}}, 18'000)).value();
  constexpr std::int64_t kStep = 100'000;
  for (const std::int64_t change_ms : {1'000'000'000LL, 2'000'000'000LL}) {
    for (std::int64_t local = change_ms + 5'000'000; local < change_ms + 30'000'000;
         local += 10 * kStep) {
      std::int64_t expected = change_ms - 40'000'000;
      while (zone.local_ms(expected) < local) expected += kStep;
      EXPECT_EQ(zone.utc_ms(local), expected) << change_ms << " " << local;
    }
  }
}

TEST(Zone, ReadsTheFilesOfTheSystem) {
  std::ifstream file("/usr/share/zoneinfo/Europe/London", std::ios::binary);
  ASSERT_TRUE(file.good());
  const Bytes bytes((std::istreambuf_iterator<char>(file)), {});
  const Zone london = Zone::parse("Europe/London", bytes).value();
  EXPECT_EQ(london.offset_seconds(ms("2026-01-15T12:00:00Z")), 0);
  EXPECT_EQ(london.offset_seconds(ms("2026-03-29T00:59:59Z")), 0);
  EXPECT_EQ(london.offset_seconds(ms("2026-03-29T01:00:00Z")), 3600);
  EXPECT_EQ(london.offset_seconds(ms("2026-07-15T12:00:00Z")), 3600);
  EXPECT_EQ(london.offset_seconds(ms("2026-10-25T01:00:00Z")), 0);
  EXPECT_EQ(london.offset_seconds(ms("1800-01-01T00:00:00Z")), -75);
}

TEST(Zone, EachThingThatIsWrongIsRefused) {
  const Bytes good = zone_file({{1000, 3600}, {2000, 0}}, 0);
  ASSERT_TRUE(Zone::parse("Tirazan", good).ok());
  for (std::size_t size = 0; size < good.size(); ++size) {
    const auto cut = Zone::parse("Tirazan", ByteView(good).first(size));
    ASSERT_FALSE(cut.ok()) << size;
    EXPECT_EQ(cut.error().code, ErrorCode::kInvalid);
  }
  EXPECT_FALSE(Zone::parse("Tirazan", zone_file({{2000, 3600}, {1000, 0}}, 0)).ok());
  EXPECT_FALSE(Zone::parse("Tirazan", zone_file({{1000, 100'000}}, 0)).ok());
  EXPECT_FALSE(Zone::parse("Tirazan", zone_file({}, -100'000)).ok());
  Bytes other = good;
  other[0] = 'X';
  EXPECT_FALSE(Zone::parse("Tirazan", other).ok());
  other = good;
  other[44 + 8] = 9;  // the first index
  EXPECT_FALSE(Zone::parse("Tirazan", other).ok());
}

}  // namespace
}  // namespace sanad
