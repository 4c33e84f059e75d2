#include "case_index/document.h"

#include <gtest/gtest.h>

#include "base/time.h"

namespace sanad::case_index {
namespace {

Document read(std::string_view text, Source source = {}) {
  return read_document(json::parse(text).value(), 5, std::move(source)).value();
}
std::int64_t ms(std::string_view text) { return parse_timestamp(text).value().unix_ms; }

TEST(Document, AMessageIsReadWhole) {
  const Document d =
      read(R"({"kind":"message","platform":"telegram","id":71,"offset":120,"length":80,
    "at":"2026-03-14T09:26:53Z","edited_at":"2026-03-14T09:27:00Z","text":"The seed store opens at dawn on Friday",
    "author":"Naz","author_id":"user7","to":[{"name":"Bek","id":"user8"},{"name":""}],
    "chat":"c1","chat_name":"Harvest talk","reply_to":"70","forwarded_from":"Oro","forwarded_from_id":"user9",
    "attachments":[{"kind":"photo","path":"photos/1.jpg","media_type":"image/jpeg","size":12},{"kind":"file","absent":"not kept"}],
    "selectors":[{"kind":"url","value":"https://harvest.example/","offset":3,"length":9},
                 {"kind":"coordinates","value":"12.500000,-33.250000","in":"title","offset":1,"length":2},
                 {"kind":"cnic","value":"0000000000000","personal":true,"offset":4,"length":13}]})",
           {.exhibit = "exhibit-1"});
  EXPECT_EQ(d.id, 5);
  EXPECT_EQ(d.kind, Kind::kMessage);
  EXPECT_EQ(d.platform, "telegram");
  EXPECT_EQ(d.number, "71");
  EXPECT_EQ(d.source.exhibit, "exhibit-1");
  EXPECT_EQ(d.source.offset, 120U);
  EXPECT_EQ(d.source.length, 80U);
  EXPECT_EQ(d.sent_ms, ms("2026-03-14T09:26:53Z"));
  EXPECT_EQ(d.edited_ms, ms("2026-03-14T09:27:00Z"));
  EXPECT_EQ(d.author.id, "user7");
  EXPECT_EQ(d.author.name, "Naz");
  ASSERT_EQ(d.to.size(), 1U);
  EXPECT_EQ(d.to[0].id, "user8");
  EXPECT_EQ(d.chat.name, "Harvest talk");
  EXPECT_EQ(d.reply_to, "70");
  EXPECT_EQ(d.forwarded_from.id, "user9");
  ASSERT_EQ(d.attachments.size(), 2U);
  EXPECT_EQ(d.attachments[0].size, 12U);
  EXPECT_EQ(d.attachments[1].absent, "not kept");
  ASSERT_EQ(d.selectors.size(), 3U);
  EXPECT_EQ(d.selectors[1].in, Field::kTitle);
  EXPECT_TRUE(d.selectors[2].personal);
  ASSERT_EQ(d.places.size(), 1U);
  EXPECT_EQ(d.places[0].latitude, 12.5);
  EXPECT_EQ(d.places[0].longitude, -33.25);
  EXPECT_NE(d.content, 0U);
  EXPECT_FALSE(d.print);
}

TEST(Document, ALocalTimeKeepsBothReadings) {
  const Document d =
      read(R"({"kind":"message","local":"2026-03-04T09:26","local_uncertain":true,"text":"x"})");
  ASSERT_TRUE(d.local);
  EXPECT_EQ(d.local->ms, ms("2026-03-04T09:26:00Z"));
  EXPECT_EQ(d.local->swapped_ms, ms("2026-04-03T09:26:00Z"));
  EXPECT_FALSE(d.sent_ms);
  EXPECT_FALSE(read(R"({"local":"2026-03-04T09:26"})").local->swapped_ms);
  EXPECT_FALSE(read(R"({"local":"2026-03-03T09:26","local_uncertain":true})").local->swapped_ms);
  EXPECT_FALSE(read(R"({"local":"2026-03-14T09:26:10","local_uncertain":true})").local->swapped_ms);
  EXPECT_FALSE(read(R"({"local":"yesterday"})").local);
}

TEST(Document, AnItemHasItsDigestPictureAndMetadata) {
  const std::string zeros(62, '0');
  std::string turned;
  for (int i = 0; i < 8; ++i) turned += (i ? ",\"" : "\"") + zeros + "0" + std::to_string(i) + "\"";
  const Document d =
      read(R"({"kind":"jpeg","sha256":")" + std::string(64, 'a') + R"(","pdq":")" + zeros +
           R"(81","pdq_quality":90,"pdq_dihedral":[)" + turned +
           R"(],"metadata":{"taken_at":{"value":"2026-03-14T14:26:53+05:00","zone_known":true},
         "place":{"latitude":10.5,"longitude":20}}})");
  EXPECT_EQ(d.kind, Kind::kItem);
  EXPECT_EQ(d.sha256, std::string(64, 'a'));
  ASSERT_TRUE(d.picture);
  EXPECT_EQ(d.picture->pdq[0], 0x81U);
  EXPECT_EQ(d.picture->quality, 90);
  ASSERT_EQ(d.picture->turned.size(), 8U);
  EXPECT_EQ(d.picture->turned[7][0], 7U);
  EXPECT_EQ(d.taken_ms, ms("2026-03-14T09:26:53Z"));
  EXPECT_TRUE(d.taken_zone_known);
  ASSERT_EQ(d.places.size(), 1U);
  EXPECT_EQ(d.places[0].in, Field::kMetadata);
}

TEST(Document, ALongTextHasAPrintAndAChain) {
  std::string text;
  for (int i = 0; i < 12; ++i) text += "The seed store number " + std::to_string(i) + " opens. ";
  const Document d = read(R"({"kind":"message","text":")" + text + R"("})");
  ASSERT_TRUE(d.print);
  EXPECT_GE(d.print->letters, kPrintLetters);
  EXPECT_EQ(d.content & 1U, 1U);
  const Document item = read(R"({"sha256":")" + std::string(64, 'a') + R"(","text":")" +
                             text::format_fingerprint(*d.print) + R"("})");
  EXPECT_EQ(item.print, d.print);
  EXPECT_EQ(read(R"({"kind":"message","text":"Yes."})").content & 1U, 0U);
}

// What comes from a program that read hostile bytes: nothing of it is trusted to be of its type.
TEST(Document, MembersOfAnotherTypeAreAbsent) {
  const Document d =
      read(R"({"kind":7,"platform":[],"id":{},"chat":null,"author":true,"at":"soon","text":9,
    "attachments":{},"selectors":[1,{"kind":"url"},{"kind":"url","value":"v","in":"nowhere"},{"kind":"coordinates","value":"91,0"},
    {"kind":"coordinates","value":"nan,0"},{"kind":"coordinates","value":"1"}],"to":"x","pdq":"zz","sha256":"short",
    "metadata":{"place":{"latitude":1e9,"longitude":"x"},"taken_at":{"value":"+05:00"}},"offset":-1,"length":1.5})");
  EXPECT_EQ(d.kind, Kind::kOther);
  EXPECT_TRUE(d.platform.empty());
  EXPECT_TRUE(d.number.empty());
  EXPECT_TRUE(d.chat.empty());
  EXPECT_TRUE(d.author.empty());
  EXPECT_FALSE(d.sent_ms);
  EXPECT_TRUE(d.attachments.empty());
  EXPECT_EQ(d.selectors.size(), 3U);
  EXPECT_TRUE(d.places.empty());
  EXPECT_TRUE(d.to.empty());
  EXPECT_FALSE(d.picture);
  EXPECT_TRUE(d.sha256.empty());
  EXPECT_FALSE(d.taken_ms);
  EXPECT_FALSE(d.source.offset);
  EXPECT_FALSE(d.source.length);
  EXPECT_EQ(read("[]").kind, Kind::kOther);
}

TEST(Document, WhatIsTooMuchIsCut) {
  json::Array hits;
  for (std::size_t i = 0; i <= kMaxSelectorHits; ++i)
    hits.emplace_back(json::Object{{"kind", "url"}, {"value", "https://harvest.example/"}});
  json::Array to;
  for (std::size_t i = 0; i <= kMaxRecipients; ++i) to.emplace_back(json::Object{{"id", "u"}});
  json::Array attachments;
  for (std::size_t i = 0; i <= kMaxAttachments; ++i) attachments.emplace_back(json::Object{});
  std::string name;
  while (name.size() <= kMaxNameBytes) name += "آب";
  const Document d = read_document(json::Object{{"kind", "mail"},
                                                {"author", name},
                                                {"selectors", hits},
                                                {"to", to},
                                                {"attachments", attachments}},
                                   1, {})
                         .value();
  EXPECT_EQ(d.selectors.size(), kMaxSelectorHits);
  EXPECT_EQ(d.to.size(), kMaxRecipients);
  EXPECT_EQ(d.attachments.size(), kMaxAttachments);
  EXPECT_LE(d.author.name.size(), kMaxNameBytes);
  EXPECT_TRUE(is_utf8(d.author.name));
}

TEST(Document, NamesGoThereAndBack) {
  for (int i = 0; i < 8; ++i) {
    const auto kind = static_cast<Kind>(i);
    EXPECT_EQ(parse_kind(kind_name(kind)), kind);
  }
  EXPECT_EQ(parse_kind("gossip"), std::nullopt);
}

}  // namespace
}  // namespace sanad::case_index
