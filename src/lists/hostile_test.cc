// Files that were made to do harm, or were merely damaged.
#include <gtest/gtest.h>

#include "collect.h"
#include "list_fixture.h"
#include "lists/export.h"
#include "lists/format.h"

namespace sanad::lists {
namespace {

constexpr std::array<Format, 6> kFormats = {
    Format::kOwn,  Format::kPlain, Format::kThreatExchangeCsv, Format::kThreatExchangeJson,
    Format::kStix, Format::kMisp};

ImportOptions options() { return {.name = "N", .owner = "O", .signal = "md5"}; }

std::string written_as(Format format) {
  const List list = harbour_list();
  switch (format) {
    case Format::kPlain:
      return export_plain(list, "pdq", PlainStyle::kSum)->text;
    case Format::kThreatExchangeCsv:
      return export_threatexchange_csv(list)->text;
    case Format::kThreatExchangeJson:
      return export_threatexchange_json(list)->text;
    case Format::kStix:
      return export_stix(list)->text;
    case Format::kMisp:
      return export_misp(list)->text;
    case Format::kOwn:
      break;
  }
  return format_list(list);
}

TEST(Hostile, EachFormatIsRecognisedAndHasItsName) {
  for (const auto format : kFormats) {
    EXPECT_EQ(guess_format(written_as(format)), format) << format_name(format);
    EXPECT_EQ(parse_format(format_name(format)), format);
    EXPECT_TRUE(import_list(format, written_as(format), options()).ok()) << format_name(format);
  }
  EXPECT_FALSE(parse_format("xml"));
}

// Cut anywhere, or with any one byte changed: an error or a list that keeps every promise.
TEST(Hostile, DamagedFilesGiveAnErrorOrASoundList) {
  for (const auto format : kFormats) {
    const std::string text = written_as(format);
    const auto check = [&](const std::string& damaged) {
      const auto imported = import_list(format, damaged, options());
      if (!imported.ok()) return;
      const auto& counts = imported->counts;
      ASSERT_TRUE(check_list(imported->list).ok());
      ASSERT_EQ(counts.read, counts.taken + counts.duplicate + counts.not_understood);
      ASSERT_EQ(counts.taken, imported->list.entries.size());
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
      check(text.substr(0, i));
      for (const char c : {'\0', '"', '\xff', '\n', '0'}) {
        std::string damaged = text;
        damaged[i] = c;
        check(damaged);
      }
    }
  }
}

TEST(Hostile, DeepNestingIsRefused) {
  const std::string deep(100'000, '[');
  for (const auto format :
       {Format::kOwn, Format::kThreatExchangeJson, Format::kStix, Format::kMisp})
    EXPECT_FALSE(import_list(format, deep, options()).ok());
}

TEST(Hostile, TooManyBytesAndTooManyEntriesAreRefused) {
  for (const auto format : kFormats) {
    auto small = options();
    small.limits.max_bytes = 10;
    EXPECT_EQ(import_list(format, written_as(format), small).error().code, ErrorCode::kLimit);
    auto few = options();
    few.limits.max_entries = 0;
    few.signal = "pdq";
    EXPECT_EQ(import_list(format, written_as(format), few).error().code, ErrorCode::kLimit)
        << format_name(format);
  }
}

TEST(Hostile, ProblemsBeyondTheirLimitAreCounted) {
  auto few = options();
  few.limits.max_problems = 3;
  const auto imported = import_plain("a\nb\nc\nd\ne\n", few);
  ASSERT_TRUE(imported.ok());
  EXPECT_EQ(imported->problems.size(), 3U);
  EXPECT_EQ(imported->problems_not_kept, 3U);  // two lines, and that no TLP is stated
  EXPECT_EQ(imported->counts.not_understood, 5U);
}

TEST(Hostile, LongNotesManyTagsAndManyOpinionsAreCutWithAProblem) {
  std::string tags;
  for (int i = 0; i < 100; ++i) tags += (i ? ",\"" : "\"") + std::to_string(i) + "\"";
  std::string parties;
  for (int i = 0; i < 1100; ++i) parties += (i ? "," : "") + std::to_string(i);
  const auto imported = import_threatexchange_json(
      R"({"raw_indicator":")" + hex_of('a', 32) + R"(","type":"HASH_MD5","description":")" +
          std::string(10'000, 'x') + R"(","tags":[)" + tags +
          R"(],"reactions":[{"key":"HELPFUL","value":")" + parties + "\"}]}",
      options());
  ASSERT_TRUE(imported.ok());
  const Entry& entry = imported->list.entries[0];
  EXPECT_EQ(entry.note.size(), kMaxTextBytes);
  EXPECT_EQ(entry.labels.size(), kMaxLabels);
  EXPECT_EQ(entry.feedback.size(), kMaxFeedback);
  EXPECT_EQ(imported->counts.feedback_read, 1100U);
  EXPECT_EQ(imported->counts.feedback_taken, kMaxFeedback);
  EXPECT_EQ(imported->problems.size(), 1U + 36U + 100U + 1U);
}

TEST(Hostile, IdsThatAreTakenOrUnusableAreReplaced) {
  const auto imported = import_threatexchange_json(R"([{"raw_indicator":")" + hex_of('a', 32) +
                                                       R"(","type":"HASH_MD5","id":"1"},
          {"raw_indicator":")" + hex_of('b', 32) + R"(","type":"HASH_MD5","id":"1"},
          {"raw_indicator":")" + hex_of('c', 32) + R"(","type":"HASH_MD5","id":"../x y"}])",
                                                   options());
  ASSERT_TRUE(imported.ok());
  ASSERT_EQ(imported->list.entries.size(), 3U);
  EXPECT_EQ(imported->list.entries[0].id, "1");
  for (std::size_t i = 1; i < 3; ++i)
    EXPECT_EQ(imported->list.entries[i].id,
              derive_entry_id("md5", imported->list.entries[i].value));
}

TEST(Hostile, ControlCharactersAreReplacedWithAProblem) {
  const auto imported = import_plain(hex_of('a', 32) + "  pier\x01\x1b[2J.jpg\n", options());
  EXPECT_EQ(imported->list.entries[0].note, "pier  [2J.jpg");
  EXPECT_NE(imported->problems[0].sentence.find("replaced"), std::string::npos);
}

TEST(ForeignTimes, AreReadInEverySpellingThatIsMet) {
  const auto expected = at("2026-11-24T10:00:00Z");
  for (const auto* text :
       {"2026-11-24T10:00:00Z", "2026-11-24T10:00:00.000Z", "2026-11-24T10:00:00+0000",
        "2026-11-24T10:00:00+00:00", "2026-11-24T15:00:00+05:00", "2026-11-24T04:30:00-0530",
        "2026-11-24 10:00:00", " 1795514400 "})
    EXPECT_EQ(parse_foreign_time(std::string_view(text)), expected) << text;
  EXPECT_EQ(parse_foreign_time("2026-11-24"), at("2026-11-24T00:00:00Z"));
  for (const auto* text : {"", "0", "yesterday", "2026-13-01", "2026-11-24T10:00:00+5",
                           "9999999999999", "2026-11-24T10:00:00+0a00", "2026-11-24X10:00:00Z"})
    EXPECT_FALSE(parse_foreign_time(std::string_view(text))) << text;
}

}  // namespace
}  // namespace sanad::lists
