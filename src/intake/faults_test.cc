// Every importer on what is coded otherwise, broken, nested beyond reason, too long, or a bomb.
// What is cut and what has bits flipped is in intake_test.cc.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "intake_rig.h"
#include "samples.h"

namespace sanad::intake::faults {
namespace {

constexpr std::array<std::string_view, 7> kTextForms = {
    "telegram-json", "telegram-html", "whatsapp", "har", "x-archive", "csv", "json-rows"};

bool is_text(const samples::Sample& sample) {
  return std::ranges::find(kTextForms, sample.importer) != kTextForms.end() ||
         sample.importer == "json-lines";
}

Taken taken(const std::string& bytes, const Hints& hints, const Limits& limits = {}) {
  Taken all;
  const auto outcome = take(bytes, hints, all, limits);
  EXPECT_TRUE(outcome.ok()) << hints.name << ": " << outcome.error().message;
  for (const json::Value& record : all.records) {
    const std::string text = json::format_canonical(record);
    EXPECT_EQ(utf8_prefix_length(text), text.size()) << hints.name;
  }
  return all;
}

// Of text in UTF-8, which is well formed and has no sign beyond the first plane.
std::string utf16(std::string_view text, bool is_big) {
  std::string out;
  const auto put = [&](std::uint32_t unit) {
    const char high = static_cast<char>(unit >> 8U), low = static_cast<char>(unit & 0xFFU);
    out += is_big ? high : low;
    out += is_big ? low : high;
  };
  put(0xFEFF);
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t n) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i + n]));
    };
    const std::size_t length = byte(0) < 0x80 ? 1 : byte(0) < 0xE0 ? 2 : 3;
    if (length == 1) put(byte(0));
    if (length == 2) put((byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU));
    if (length == 3) put((byte(0) & 0xFU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU));
    i += length;
  }
  return out;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

std::string repeated(std::string_view what, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += what;
  return all;
}

TEST(Faults, EveryTextFormIsTheSameInUtf16) {
  for (const samples::Sample& sample : samples::all()) {
    if (!is_text(sample)) continue;
    const Taken plain = taken(sample.bytes, {.name = sample.name});
    for (const bool is_big : {false, true}) {
      const Taken wide = taken(utf16(sample.bytes, is_big), {.name = sample.name});
      EXPECT_EQ(wide.importer, plain.importer) << sample.name << is_big;
      EXPECT_EQ(wide.summary.charset, is_big ? "UTF-16BE" : "UTF-16LE") << sample.name;
      ASSERT_EQ(wide.records.size(), sample.records) << sample.name;
      EXPECT_EQ(wide.parts.size(), sample.parts) << sample.name;
      for (std::size_t i = 0; i < wide.records.size(); ++i)
        EXPECT_EQ(wide.records[i]["text"].string_or(""), plain.records[i]["text"].string_or(""))
            << sample.name;
    }
  }
}

TEST(Faults, EveryTextFormIsReadInTheAlphabetThatIsDeclared) {
  // "late" in Arabic, in Windows-1256 and in UTF-8.
  const std::string_view coded = "\xE3\xCA\xC3\xCE\xD1", plain = "متأخر";
  for (const samples::Sample& sample : samples::all()) {
    if (!is_text(sample) || sample.bytes.find("late") == std::string::npos) continue;
    if (std::ranges::any_of(sample.bytes, [](char c) { return (c & 0x80) != 0; })) continue;
    const Hints hints{.name = sample.name, .charset = "windows-1256"};
    const Taken all = taken(replaced(sample.bytes, "late", coded), hints);
    EXPECT_EQ(all.records.size(), sample.records) << sample.name;
    const bool is_there = std::ranges::any_of(all.records, [&](const json::Value& record) {
      return json::format_canonical(record).find(plain) != std::string::npos;
    });
    EXPECT_TRUE(is_there) << sample.name;
  }
}

TEST(Faults, BrokenUtf8CostsTheBytesThatAreBroken) {
  for (const samples::Sample& sample : samples::all()) {
    if (!is_text(sample) || sample.bytes.find("late") == std::string::npos) continue;
    for (const std::string_view broken : {"\xFF", "\xC3(", "\xE2\x80", "\xF5"}) {
      const std::string bytes = replaced(sample.bytes, "late", fmt::format("la{}te", broken));
      const Taken all = taken(bytes, {.name = sample.name});
      EXPECT_EQ(all.records.size(), sample.records) << sample.name;
    }
  }
}

TEST(Faults, NestingBeyondReasonCostsWhatNests) {
  constexpr std::size_t kDeep = 200'000;
  const std::string deep = repeated("[", kDeep) + repeated("]", kDeep);
  const std::string objects = repeated(R"({"a":)", kDeep) + "1" + repeated("}", kDeep);
  for (const std::string& nest : {deep, objects}) {
    const std::string in_text = R"("text": )" + nest;
    const Taken telegram = taken(replaced(samples::telegram_json(), R"("text": "late")", in_text),
                                 {.name = "result.json"});
    EXPECT_EQ(telegram.importer, Importer::kTelegramJson);
    EXPECT_GE(telegram.records.size(), 1U);
    EXPECT_GE(telegram.records.size() + telegram.unreads.size(), 2U);
    const Taken har =
        taken(replaced(samples::har(), R"("time": 12.5)", R"("time": )" + nest), {.name = "a.har"});
    EXPECT_EQ(har.records.size() + har.unreads.size(), 2U);
    const Taken posts = taken(
        replaced(samples::x_posts(), R"("full_text": "late")", R"("full_text": )" + nest), {});
    EXPECT_EQ(posts.records.size() + posts.unreads.size(), 2U);
    const Taken rows = taken("[{\"who\": " + nest + "}, {\"who\": \"Zarin\"}]", {.name = "a.json"});
    EXPECT_EQ(rows.records.size() + rows.unreads.size(), 2U);
    const Taken lines =
        taken("{\"who\": " + nest + "}\n{\"who\": \"Zarin\"}\n", {.name = "a.jsonl"});
    EXPECT_EQ(lines.records.size() + lines.unreads.size(), 2U);
    EXPECT_GE(lines.records.size(), 1U);
  }
}

TEST(Faults, APageThatNestsBeyondReasonKeepsTheMessagesBefore) {
  const std::string page = replaced(samples::telegram_page(), "how late?", repeated("<div>", 1000));
  const Taken all = taken(page, {.name = "messages.html"});
  EXPECT_EQ(all.importer, Importer::kTelegramHtml);
  EXPECT_GE(all.records.size(), 2U);
}

// That this costs no more than so many elements side by side is in parts' html_nesting_test.cc.
TEST(Faults, AMessageOfFiftyThousandNestedElementsIsReadAndTheOnesAroundItToo) {
  const std::string page =
      replaced(samples::telegram_page(), "how late?",
               "how" + repeated("<div>", 50'000) + "late?" + repeated("</div>", 50'000));
  const Taken all = taken(page, {.name = "messages.html"});
  const Taken plain = taken(samples::telegram_page(), {.name = "messages.html"});
  ASSERT_EQ(all.records.size(), plain.records.size());
  std::size_t differing = 0;
  for (std::size_t i = 0; i < all.records.size(); ++i) {
    const std::string was(plain.records[i]["text"].string_or("")),
        is(all.records[i]["text"].string_or(""));
    if (is == was) continue;
    ++differing;
    EXPECT_EQ(is, replaced(was, "how late?", "how\nlate?"));
  }
  EXPECT_EQ(differing, 1U);
}

TEST(Faults, AMailThatNestsBeyondReasonIsAMail) {
  std::string mail = "From: a@tirazan.example\nTo: b@tirazan.example\nMIME-Version: 1.0\n";
  for (int i = 0; i < 3000; ++i)
    mail += fmt::format("Content-Type: multipart/mixed; boundary=b{}\n\n--b{}\n", i, i);
  const Taken all = taken(mail + "Content-Type: text/plain\n\nlate\n", {});
  EXPECT_EQ(all.importer, Importer::kMail);
  EXPECT_EQ(all.records.size(), 1U);
  EXPECT_FALSE(all.summary.problems.empty() && all.unreads.empty());
}

TEST(Faults, WhatIsTooLongIsListedAndTheRestIsRead) {
  const std::string big(std::size_t{33} << 20, 'x');
  const Taken lines =
      taken(fmt::format("{{\"who\": \"{}\"}}\n{{\"who\": \"Zarin\"}}\n", big), {.name = "a.jsonl"});
  EXPECT_EQ(lines.records.size(), 1U);
  EXPECT_GE(lines.unreads.size(), 1U);
  const Taken rows =
      taken(fmt::format("[{{\"who\": \"{}\"}}, {{\"who\": \"Zarin\"}}]", big), {.name = "a.json"});
  EXPECT_EQ(rows.records.size(), 1U);
  EXPECT_GE(rows.unreads.size(), 1U);
  const Taken table = taken("who,what\n" + big + ",1\nZarin,2\n", {.name = "t.csv"});
  ASSERT_EQ(table.records.size(), 1U);
  EXPECT_NE(json::format_canonical(table.records[0]).find("Zarin"), std::string::npos);
  ASSERT_EQ(table.unreads.size(), 1U) << "no rest of a long row looks like a row";
  EXPECT_EQ(table.unreads[0].offset, 9U);
  EXPECT_EQ(table.unreads[0].length, big.size() + 3);
  const Taken chat = taken(
      samples::whatsapp() + "31/01/2026, 21:44 - Amal: " + big + "\n31/01/2026, 21:45 - Amal: x\n",
      {.name = "_chat.txt"});
  EXPECT_EQ(chat.records.size(), 5U);
  for (const json::Value& record : chat.records)
    EXPECT_LE(record["text"].string_or("").size(), kMaxRecordText + 8);
  const Taken web = taken(replaced(samples::har(), "who=amal", big), {.name = "a.har"});
  EXPECT_EQ(web.records.size() + web.unreads.size(), 2U);
}

TEST(Faults, ABombOfAnyPackingIsGivenUp) {
  const std::string zeros(std::size_t{8} << 20, '\0');
  const Limits limits{.bytes = 1U << 20U};
  std::string record = samples::warc();
  record =
      "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: "
      "2026-01-31T16:41:05Z\r\nContent-Length: " +
      std::to_string(zeros.size()) + "\r\n\r\n" + zeros + "\r\n\r\n";
  for (const auto& [name, bomb] :
       {std::pair<std::string, std::string>{"a.gz", samples::gzipped(zeros)},
        {"a.gz.gz", samples::gzipped(samples::gzipped(zeros))},
        {"a.warc.gz", samples::gzipped(record)},
        {"a.zip", samples::zip({{"zeros", zeros}})}}) {
    const Taken all = taken(bomb, {.name = name}, limits);
    std::size_t given = 0;
    for (const TakenPart& part : all.parts) given += part.is_given_up ? 0 : part.bytes.size();
    EXPECT_LE(given, limits.bytes) << name;
    // Of what is packed twice only the outer is opened here; the walk counts the depth.
    if (name == "a.gz.gz") continue;
    EXPECT_FALSE(all.summary.problems.empty()) << name;
  }
}

TEST(Faults, AnEntityIsNotUnfolded) {
  std::string page = samples::telegram_page();
  page = replaced(page, "<!DOCTYPE html>",
                  "<!DOCTYPE html [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
                  "<!ENTITY c SYSTEM \"file:///etc/passwd\">]>");
  const Taken all = taken(replaced(page, "how late?", "how &b; &c;?"), {.name = "messages.html"});
  ASSERT_EQ(all.records.size(), 5U);
  EXPECT_EQ(all.records[2]["text"].string_or(""), "how &b; &c;?");
}

}  // namespace
}  // namespace sanad::intake::faults
