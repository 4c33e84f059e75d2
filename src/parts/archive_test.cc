#include <fmt/format.h>

#include <map>
#include <random>

#include "parts_rig.h"

namespace sanad::parts {
namespace {

using Archives = PartsTest;

TEST_F(Archives, GiveWhatWasPutInByEveryWayOfPacking) {
  std::mt19937 random(7);
  const std::vector<Packing> ways = {
      kZip,
      kTar,
      {::archive_write_set_format_7zip, ::archive_write_add_filter_none},
      {::archive_write_set_format_ustar, ::archive_write_add_filter_gzip},
      {::archive_write_set_format_gnutar, ::archive_write_add_filter_bzip2},
      {::archive_write_set_format_pax, ::archive_write_add_filter_xz},
      {::archive_write_set_format_pax, ::archive_write_add_filter_zstd},
      {::archive_write_set_format_pax, ::archive_write_add_filter_lzip},
      {::archive_write_set_format_pax, ::archive_write_add_filter_compress},
      {::archive_write_set_format_cpio_bin, ::archive_write_add_filter_none},
      {::archive_write_set_format_cpio_newc, ::archive_write_add_filter_none}};
  for (int round = 0; round < 5; ++round) {
    std::vector<Member> members;
    const std::size_t count = 1 + random() % 5;
    for (std::size_t i = 0; i < count; ++i) {
      std::string bytes(random() % 60'000, '\0');
      for (char& c : bytes) c = static_cast<char>(random() % (1 + random() % 256));
      members.emplace_back(fmt::format("folder {}/چراغ {}", round, i), std::move(bytes));
    }
    for (std::size_t way = 0; way < ways.size(); ++way) {
      const Outcome outcome = opened(packed(members, ways[way]));
      EXPECT_TRUE(outcome.problems.empty());
      std::map<std::string, std::string> expected(members.begin(), members.end()), got;
      for (const Got& part : outcome.parts) got[part.name] = part.bytes;
      EXPECT_EQ(got == expected, true) << "way " << way << ", round " << round;
    }
  }
}

TEST_F(Archives, OneCompressedFileHasOnePart) {
  for (const auto filter : {::archive_write_add_filter_gzip, ::archive_write_add_filter_bzip2,
                            ::archive_write_add_filter_xz, ::archive_write_add_filter_zstd,
                            ::archive_write_add_filter_lzip, ::archive_write_add_filter_compress,
                            ::archive_write_add_filter_lzma}) {
    // Zeros, which some take for an empty tar.
    for (const std::string& bytes : {std::string(4000, '\0'), std::string("a lantern")}) {
      const Outcome outcome =
          opened(packed({{"x", bytes}}, {::archive_write_set_format_raw, filter}));
      ASSERT_EQ(outcome.parts.size(), 1U);
      EXPECT_EQ(outcome.parts[0].bytes, bytes);
      EXPECT_EQ(outcome.parts[0].name, "content");
    }
  }
}

TEST_F(Archives, AnRpmGivesItsFiles) {
  std::string lead = "\xED\xAB\xEE\xDB\x03";
  lead.resize(96, '\0');
  std::string head = "\x8E\xAD\xE8\x01";
  head.resize(16, '\0');  // of no entries
  const std::string files =
      packed({{"lamps/one", "a lantern"}},
             {::archive_write_set_format_cpio_newc, ::archive_write_add_filter_gzip});
  const Outcome outcome = opened(lead + head + head + files);
  EXPECT_EQ(outcome.kind, Kind::kArchive);
  ASSERT_EQ(outcome.parts.size(), 1U);
  EXPECT_EQ(outcome.parts[0].name, "lamps/one");
  EXPECT_EQ(outcome.parts[0].bytes, "a lantern");
}

TEST_F(Archives, TwoBytesAreNoArchiveYet) {
  for (const std::string_view bytes : {"\x1F\x9D\x07 lanterns", "\x1F\x9D lanterns at the pier",
                                       "\xC7\x71 lanterns at the pier in the evening"})
    EXPECT_NE(kind_of(as_bytes(bytes), {}), Kind::kArchive) << bytes;
  EXPECT_NE(kind_of(as_bytes("\x1F\x9D\x07 lanterns"), {}), Kind::kCompressed);
}

TEST_F(Archives, WhatWasReadBeforeABrokenTailIsGiven) {
  std::string noise(50'000, '\0');
  std::mt19937 random(3);
  for (char& c : noise) c = static_cast<char>(random());
  for (const Packing& way :
       {kZip, kTar, Packing{::archive_write_set_format_ustar, ::archive_write_add_filter_gzip}}) {
    const std::string whole = packed({{"first", "a lantern"}, {"second", noise}}, way);
    const Outcome outcome = opened(std::string_view(whole).substr(0, whole.size() - 20'000));
    ASSERT_GE(outcome.parts.size(), 1U);
    EXPECT_EQ(outcome.parts[0].bytes, "a lantern");
    EXPECT_FALSE(outcome.problems.empty());
  }
}

TEST_F(Archives, EveryCutIsBorne) {
  const std::string whole = zip({{"first", "a lantern"}, {"second", std::string(300, 'x')}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    (void)opened(std::string_view(whole).substr(0, size));
  }
}

TEST_F(Archives, NamesAreBytesAndNeverPaths) {
  const Outcome outcome =
      opened(zip({{"../../climb", "1"}, {"/etc/passwd", "2"}, {"same", "3"}, {"same", "4"}}));
  EXPECT_EQ(outcome.names(), "../../climb;/etc/passwd;same;same;");
}

TEST_F(Archives, AnEncryptedMemberIsListedWithoutBytes) {
  std::string item = zip({{"open", "a lantern"}, {"closed", "a secret of the orchard"}});
  // APPNOTE 4.4.4: bit 0 of the flags, in the local and in the central header of "closed".
  const auto mark = [&item](std::string_view signature, std::size_t flags_at) {
    std::size_t at = item.find(signature);
    at = item.find(signature, at + 1);
    item[at + flags_at] = static_cast<char>(item[at + flags_at] | 1);
  };
  mark(std::string_view("PK\x03\x04"), 6);
  mark(std::string_view("PK\x01\x02"), 8);
  const Outcome outcome = opened(item);
  ASSERT_EQ(outcome.parts.size(), 2U);
  EXPECT_EQ(outcome.parts[0].bytes, "a lantern");
  EXPECT_TRUE(outcome.parts[1].encrypted);
  EXPECT_EQ(outcome.parts[1].bytes, "");
  EXPECT_EQ(outcome.parts[1].problem, "it is encrypted");
}

TEST_F(Archives, APartThatIsTooLongCostsThatPart) {
  const Outcome outcome = opened(zip({{"a", "1"}, {"long", std::string(100'000, 'x')}, {"b", "2"}}),
                                 {.part_bytes = 1000});
  ASSERT_EQ(outcome.names(), "a;long;b;");
  EXPECT_TRUE(outcome.parts[1].given_up);
  EXPECT_EQ(outcome.parts[1].problem, "it is longer than 1000 bytes");
  EXPECT_EQ(outcome.parts[2].bytes, "2");
}

TEST_F(Archives, BytesInAllAndTheNumberOfPartsHaveLimits) {
  std::vector<Member> members;
  for (int i = 0; i < 20; ++i) members.emplace_back(std::to_string(i), std::string(10'000, 'x'));
  const Outcome bytes = opened(zip(members), {.bytes = 55'000});
  EXPECT_EQ(bytes.parts.size(), 6U);
  ASSERT_EQ(bytes.problems.size(), 1U);
  EXPECT_NE(bytes.problems[0].find("more than 55000 bytes"), std::string::npos);
  const Outcome count = opened(zip(members), {.parts = 7});
  EXPECT_EQ(count.parts.size(), 7U);
  ASSERT_EQ(count.problems.size(), 1U);
  EXPECT_NE(count.problems[0].find("more than 7 parts"), std::string::npos);
}

TEST_F(Archives, ABombStopsAtItsRatio) {
  const std::string bomb =
      packed({{"x", std::string(40U << 20U, '\0')}},
             {::archive_write_set_format_raw, ::archive_write_add_filter_gzip});
  // The same rule as for large ones, with the free bytes left out: they are a constant.
  const Outcome outcome = opened(bomb, {.bytes = bomb.size() * 250});
  ASSERT_EQ(outcome.parts.size(), 1U);
  EXPECT_TRUE(outcome.parts[0].given_up);
  EXPECT_EQ(outcome.problems.size(), 1U);
}

TEST_F(Archives, AZipBehindAPictureIsOpened) {
  const std::string item =
      "\xFF\xD8\xFF\xE0 a picture of some kind" + zip({{"hidden", "a lantern"}});
  const Outcome outcome = opened(item);
  EXPECT_EQ(outcome.kind, Kind::kAppended);
  ASSERT_EQ(outcome.parts.size(), 1U);
  EXPECT_EQ(outcome.parts[0].bytes, "a lantern");
}

TEST_F(Archives, AnErrorOfTheTakerIsGivenBack) {
  Collector sink;
  sink.fail_on_data = true;
  const std::string item = zip({{"a", "1"}, {"b", "2"}});
  const auto result = open(as_bytes(item), Kind::kArchive, {}, {}, sink);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::kIo);
  EXPECT_EQ(sink.parts.size(), 1U);
}

}  // namespace
}  // namespace sanad::parts
