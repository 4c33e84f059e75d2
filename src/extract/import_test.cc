// Importing through the real program in its cage.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstring>

#include "crypto/crypto.h"
#include "files/files.h"
#include "import_rig.h"
#include "zipped_rig.h"

namespace sanad::extract {
namespace {

std::string telegram_message(int number, const std::string& text) {
  return fmt::format(
      R"({{"id": {}, "type": "message", "date": "2025-12-31T21:41:05", "date_unixtime": "{}", )"
      R"("from": "Harbour", "from_id": "channel77", "text": "{}"}})",
      number, 1'767'213'665 + number, text);
}

std::string telegram_export(int messages) {
  std::string text = R"({"name": "Harbour", "type": "public_channel", "id": 77, "messages": [)";
  for (int i = 1; i <= messages; ++i)
    text += (i > 1 ? ",\n" : "\n") +
            telegram_message(i, fmt::format("boat {} see https://pier.example/{}", i, i));
  return text + "]}";
}

Result<void> imported(ByteView bytes, Recorded& recorded, const std::string& name = "",
                      const Extractor& extractor = {}) {
  return walk_import(extractor, source_of(bytes), {.name = name}, recorded);
}

TEST(Import, ATelegramExportBecomesRecordsThatPointToTheirBytes) {
  const std::string text = telegram_export(300);
  Recorded seen;
  ASSERT_TRUE(imported(as_bytes(text), seen, "result.json").ok());
  EXPECT_EQ(seen.items.at("")["sha256"].string_or(""), format_hex(crypto::sha256(as_bytes(text))));
  EXPECT_EQ(seen.items.at("")["kind"].string_or(""), "telegram-json");
  ASSERT_EQ(seen.records[""].size(), 300U);
  const json::Value& record = seen.records[""][41];
  EXPECT_EQ(record["kind"].string_or(""), "message");
  EXPECT_EQ(record["platform"].string_or(""), "telegram");
  EXPECT_EQ(record["id"].string_or(""), "42");
  EXPECT_EQ(record["chat_name"].string_or(""), "Harbour");
  EXPECT_EQ(record["at"].string_or(""), "2025-12-31T20:41:47.000Z");
  const auto offset = static_cast<std::size_t>(record["offset"].int_or(-1));
  const auto length = static_cast<std::size_t>(record["length"].int_or(-1));
  EXPECT_EQ(text.substr(offset, length),
            telegram_message(42, "boat 42 see https://pier.example/42"));
  const json::Array& found = *record["selectors"].as_array();
  const auto url = std::ranges::find_if(
      found, [](const json::Value& one) { return one["kind"].string_or("") == "url"; });
  ASSERT_NE(url, found.end());
  EXPECT_EQ((*url)["value"].string_or(""), "https://pier.example/42");
  EXPECT_EQ((*url)["offset"].int_or(0), 12);
  EXPECT_EQ(seen.done.at("")["records"].int_or(0), 300);
  EXPECT_EQ(seen.order.front(), "item ");
  EXPECT_EQ(seen.order.back(), "done ");
}

TEST(Import, ABrokenTailCostsTheTailOnly) {
  std::string text = telegram_export(300);
  text.resize(text.size() * 2 / 3);
  Recorded seen;
  ASSERT_TRUE(imported(as_bytes(text), seen).ok());
  EXPECT_GT(seen.records[""].size(), 190U);
  ASSERT_EQ(seen.unread[""].size(), 1U);
  const json::Value& last = seen.unread[""].front();
  EXPECT_EQ(static_cast<std::size_t>(last["offset"].int_or(0) + last["length"].int_or(0)),
            text.size());
}

TEST(Import, WhatAnArchiveHoldsIsReadInTurnWithTheWayToIt) {
  const Bytes inner = zipped({{"chat/result.json", telegram_export(3)}});
  const Bytes item = zipped({{"note.txt", "a lantern, and info@pier.example"},
                             {"inner.zip", to_text(inner)},
                             {"again.txt", "a lantern, and info@pier.example"}});
  Recorded seen;
  ASSERT_TRUE(imported(item, seen).ok());
  EXPECT_EQ(seen.items.at("note.txt")["text_content"].string_or(""),
            "a lantern, and info@pier.example");
  const std::string deep = "inner.zip → chat/result.json";
  EXPECT_EQ(seen.records.at(deep).size(), 3U);
  EXPECT_EQ(seen.items.at("again.txt")["same_as"].string_or(""), "note.txt");
  EXPECT_FALSE(seen.done.contains("again.txt"));
  EXPECT_LT(std::ranges::find(seen.order, "done " + deep),
            std::ranges::find(seen.order, "item again.txt"));
}

TEST(Import, APartLongerThanMemoryAllowsLiesInTheSpool) {
  const auto folder = files::TempDir::create().value();
  std::string long_one = telegram_export(2);
  long_one.insert(long_one.size() - 2, kMaxHeldPart, ' ');
  Extractor extractor;
  extractor.spool_folder = folder.path().string();
  Recorded seen;
  ASSERT_TRUE(imported(zipped({{"long.json", long_one}}), seen, "", extractor).ok());
  EXPECT_EQ(seen.items.at("long.json")["sha256"].string_or(""),
            format_hex(crypto::sha256(as_bytes(long_one))));
  EXPECT_EQ(seen.records.at("long.json").size(), 2U);
  extractor.spool_folder = "/nowhere/at/all";
  Recorded other;
  const auto outcome = imported(zipped({{"long.json", long_one}}), other, "", extractor);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kIo);
}

// As many bytes as are asked for, none of which is anywhere: an export of millions of messages.
Source endless(std::uint64_t size) {
  const std::string begin =
      R"({"name": "Harbour", "type": "public_channel", "id": 77, "messages": [)";
  std::string block;
  for (int i = 0; i < 4; ++i) {
    block += telegram_message(i, "the boat is late") + ",";
    block.resize((static_cast<std::size_t>(i) + 1) << 20, ' ');
  }
  return {
      size, [=](std::uint64_t offset, std::span<std::uint8_t> out) -> Result<std::size_t> {
        std::size_t done = 0;
        while (done < out.size() && offset < size) {
          const bool is_begin = offset < begin.size();
          const std::size_t at =
              is_begin ? offset : static_cast<std::size_t>((offset - begin.size()) % block.size());
          const std::string& from = is_begin ? begin : block;
          const std::size_t part =
              std::min<std::uint64_t>(std::min(out.size() - done, from.size() - at), size - offset);
          std::memcpy(out.data() + done, from.data() + at, part);
          done += part;
          offset += part;
        }
        return done;
      }};
}

TEST(Import, MemoryDoesNotGrowWithTheSource) {
  constexpr std::uint64_t kSize = 400ULL << 20;
  constexpr long kMostKilobytes = 300'000;
  Extractor extractor;
  extractor.import_memory_bytes = 1ULL << 30;
  Recorded seen;
  seen.keeps_order = false;
  ASSERT_TRUE(walk_import(extractor, endless(kSize), {}, seen).ok());
  EXPECT_EQ(seen.counted, kSize >> 20U);
  rusage of_children{};
  ::getrusage(RUSAGE_CHILDREN, &of_children);
  EXPECT_LT(of_children.ru_maxrss, kMostKilobytes);
}

TEST(Import, ALongTextTakesNoMoreMemoryThanAShortOne) {
  constexpr long kMostKilobytes = 300'000;
  const std::string line = "The boat of the harbour master is late, and nobody has seen it. ";
  std::string text;
  while (text.size() < (kMaxHeldPart << 1U)) text += line + std::to_string(text.size()) + "\n";
  for (const std::size_t size : {std::size_t{8} << 20, text.size()}) {
    Recorded seen;
    ASSERT_TRUE(imported(as_bytes(text).first(size), seen, "book.txt").ok());
    EXPECT_EQ(seen.items.at("")["size"].int_or(0), static_cast<std::int64_t>(size));
    EXPECT_TRUE(seen.reason("").empty());
  }
  rusage of_children{};
  ::getrusage(RUSAGE_CHILDREN, &of_children);
  EXPECT_LT(of_children.ru_maxrss, kMostKilobytes);
}

TEST(Import, APartIsReadAgainByItsWay) {
  const Bytes inner = zipped({{"note.txt", "a lantern"}, {"empty", ""}});
  const std::string mail =
      "From a@pier.example Thu Mar  3 10:00:00 2026\nFrom: a@pier.example\nSubject: x\n"
      "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
      "Content-Type: application/zip; name=a.zip\nContent-Disposition: attachment; "
      "filename=a.zip\nContent-Transfer-Encoding: base64\n\n" +
      format_base64(inner) + "\n--b--\n\n";
  Recorded seen;
  ASSERT_TRUE(imported(as_bytes(mail), seen, "one.mbox").ok());
  int notes = 0;
  for (const auto& [way, item] : seen.items) {
    if (!way.ends_with("note.txt")) continue;
    ++notes;
    const auto part =
        read_import_part({}, source_of(as_bytes(mail)), {.name = "one.mbox"}, way, 2000);
    ASSERT_TRUE(part.ok()) << part.error().message;
    EXPECT_EQ(as_text(part->bytes), "a lantern");
    const auto shorter =
        read_import_part({}, source_of(as_bytes(mail)), {.name = "one.mbox"}, way, 5);
    EXPECT_EQ(shorter.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(read_import_part({}, source_of(as_bytes(mail)), {}, way + "x", 2000).error().code,
              ErrorCode::kNotFound);
    const std::string empty = way.substr(0, way.size() - 8) + "empty";
    EXPECT_EQ(read_import_part({}, source_of(as_bytes(mail)), {}, empty, 2000).error().code,
              ErrorCode::kInvalid);
  }
  EXPECT_EQ(notes, 1);
}

TEST(Import, SomePartsAreReadAgainAtOnceWhereverTheyLie) {
  const std::string long_one(3'000'000, 'x');
  const Bytes whole =
      zipped({{"a.txt", "first"},
              {"b.zip", to_text(zipped({{"in.txt", "second"}, {"c.bin", long_one}}))},
              {"d.txt", "third"}});
  std::map<std::string, std::string> read;
  const auto take = [&](const std::string& way, const Source& bytes) -> Result<void> {
    std::string text(bytes.size, '\0');
    SANAD_TRY(const std::size_t got,
              bytes.read_at(0, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()}));
    text.resize(got);
    read[way] = text;
    return {};
  };
  const std::set<std::string> ways{"b.zip → c.bin", "b.zip → in.txt", "a.txt", "b.zip"};
  const auto done = copy_import_parts({}, source_of(whole), {.name = "w.zip"}, ways, take);
  ASSERT_TRUE(done.ok()) << done.error().message;
  EXPECT_EQ(read.size(), 4u);
  EXPECT_EQ(read["a.txt"], "first");
  EXPECT_EQ(read["b.zip → in.txt"], "second");
  EXPECT_EQ(read["b.zip → c.bin"].size(), long_one.size());
  EXPECT_TRUE(read["b.zip"].starts_with("PK"));
  const auto none =
      copy_import_parts({}, source_of(whole), {.name = "w.zip"}, {"b.zip → no.txt"}, take);
  EXPECT_EQ(none.error().code, ErrorCode::kNotFound);
  const auto own = copy_import_parts({}, source_of(whole), {.name = "w.zip"}, {"b.zip → in.txt"},
                                     [](const std::string&, const Source&) -> Result<void> {
                                       return Error{ErrorCode::kLimit, "the disk is full"};
                                     });
  EXPECT_EQ(own.error().code, ErrorCode::kLimit);
  const auto empty = copy_import_parts({}, source_of(whole), {}, {}, take);
  EXPECT_TRUE(empty.ok());
}

TEST(Import, AnErrorOfTheSourceEndsItAndIsGivenBack) {
  const std::string text = telegram_export(20'000);
  const Source source{
      text.size(), [&](std::uint64_t offset, std::span<std::uint8_t> out) -> Result<std::size_t> {
        if (offset > 2'000'000)
          return Error{ErrorCode::kIntegrity, "the vault's chunk was altered"};
        return source_of(as_bytes(text)).read_at(offset, out);
      }};
  Recorded seen;
  const auto outcome = walk_import({}, source, {}, seen);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kIntegrity);
}

TEST(Import, AnErrorOfTheVisitorEndsItAtAnyDepth) {
  Recorded seen;
  seen.fail_at = "a.zip → note.txt";
  const auto outcome =
      imported(zipped({{"a.zip", to_text(zipped({{"note.txt", "a note"}}))}, {"b", "b"}}), seen);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kDenied);
  EXPECT_FALSE(seen.items.contains("b"));
}

TEST(Import, AMissingProgramAndAWordOfTheOfficerEndIt) {
  Extractor extractor;
  extractor.program = "/there/is/no/sanad-extract";
  Recorded seen;
  EXPECT_EQ(imported(as_bytes("x"), seen, "", extractor).error().code, ErrorCode::kUnavailable);
  Extractor stopped;
  stopped.is_cancelled = [] { return true; };
  EXPECT_EQ(imported(as_bytes("x"), seen, "", stopped).error().code, ErrorCode::kConflict);
}

TEST(Import, EndsInTheDepthAndSaysSo) {
  std::string inner = "the innermost text";
  for (unsigned i = 0; i < kMaxDepth + 2; ++i) inner = to_text(zipped({{"a", inner}}));
  Recorded seen;
  ASSERT_TRUE(imported(as_bytes(inner), seen).ok());
  EXPECT_EQ(seen.items.size(), kMaxDepth + 2);
  ASSERT_EQ(seen.unread.size(), 1U);
  EXPECT_NE(seen.unread.begin()->second.front()["reason"].string_or("").find("archives deep"),
            std::string::npos);
}

TEST(Import, AnEmptySourceIsAnItemAndNothingElse) {
  Recorded seen;
  ASSERT_TRUE(imported({}, seen).ok());
  EXPECT_EQ(seen.items.size(), 1U);
  EXPECT_EQ(seen.done.at("")["records"].int_or(-1), 0);
}

// The program is told less than its answer needs: whatever ends it, what came stands.
TEST(Import, AParserThatFailsCostsItsItem) {
  Extractor extractor;
  extractor.program = "/bin/echo";
  Recorded seen;
  ASSERT_TRUE(imported(as_bytes("seven lanterns"), seen, "", extractor).ok());
  EXPECT_EQ(seen.items.at("")["size"].int_or(0), 14);
  EXPECT_NE(seen.reason("").find("not to be trusted"), std::string::npos);
}

}  // namespace
}  // namespace sanad::extract
