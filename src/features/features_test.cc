#include "features/features.h"

#include <gtest/gtest.h>

#include <random>

namespace sanad::features {
namespace {

TEST(Features, SelectorsSayWhereTheyStand) {
  json::Object item;
  const std::string text = "write to amal@tirazan.example, CNIC 42101-1234567-1";
  add_selectors(text, "text", {}, item);
  add_selectors("\x01\xFF nura@tirazan.example", "bytes", {}, item);
  const json::Value all(std::move(item));
  const json::Array& found = *all["selectors"].as_array();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0]["kind"].string_or(""), "email");
  EXPECT_EQ(found[0]["in"].string_or(""), "text");
  const auto offset = static_cast<std::size_t>(found[0]["offset"].int_or(0));
  const auto length = static_cast<std::size_t>(found[0]["length"].int_or(0));
  EXPECT_EQ(text.substr(offset, length), "amal@tirazan.example");
  EXPECT_TRUE(found[1]["personal"].bool_or(false));
  EXPECT_EQ(found[2]["in"].string_or(""), "bytes");
  EXPECT_EQ(found[2]["offset"].int_or(0), 3);
  EXPECT_TRUE(all["selectors_left_out"].is_null());
}

TEST(Features, SelectorsCarryWhatStandsAroundThem) {
  json::Object item;
  add_selectors("first line\nکل amal@tirazan.example پر لکھو\nlast line", "text", {}, item);
  add_selectors("\x01\xFF\xD9 from nura@tirazan.example\x02\xFE", "bytes", {}, item);
  std::string far(100, 'x');
  far += " dana@tirazan.example ";
  for (int i = 0; i < 50; ++i) far += "ک";
  add_selectors(far, "bytes", {}, item);
  const json::Value all(std::move(item));
  const json::Array& found = *all["selectors"].as_array();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0]["before"].string_or(""), "کل ");
  EXPECT_EQ(found[0]["after"].string_or(""), " پر لکھو");
  EXPECT_EQ(found[1]["before"].string_or(""), " from ");
  EXPECT_TRUE(found[1]["after"].is_null());
  EXPECT_EQ(found[2]["before"].string_or("").size(), kContextBytes);
  EXPECT_EQ(found[2]["after"].string_or("").size(), kContextBytes - 1);  // letters stay whole
}

// Bytes as a picture has them: noise that is the same each time.
std::string code(std::size_t size) {
  std::mt19937 random(42);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

TEST(Features, ChanceWritesNoSelectorsIntoCodedBytes) {
  std::string bytes = code(std::size_t{4} << 20);
  for (std::size_t i = 0; i < 400; ++i) {  // what chance writes in some gigabytes
    const std::string_view kChance[] = {"a@b.io", "@qx7", "x.co", "3/4/2024", "1.2.3.4", "#k9"};
    bytes.replace(i * 9000, kChance[i % 6].size(), kChance[i % 6]);
  }
  json::Object raw, item;
  add_selectors(bytes, "bytes", {}, raw);
  add_selectors_of_coded(bytes, {}, item);
  EXPECT_GT(raw.find("selectors")->as_array()->size(), 100U);
  EXPECT_EQ(item.find("selectors"), nullptr);
  EXPECT_GT(item.find("selectors_passed_over")->int_or(0), 100);
}

TEST(Features, WhatSomebodyWroteIntoCodedBytesIsFound) {
  const std::string_view kWritten[] = {
      "Comment: write to amal@tirazan.example tonight",  // a comment, at any place
      "https://harbour.tirazan.example/boats",           // long enough by itself
      "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",              // short, and of a checksum
      "کشتی کا پتہ: amal2@tirazan.example",              // in letters of more than a byte
  };
  std::string bytes = code(100'000);
  std::size_t at = 10'000;
  for (const std::string_view text : kWritten) {
    bytes.replace(at, text.size(), text);
    bytes[at - 1] = '\0';
    bytes[at + text.size()] = '\0';
    at += 10'000;
  }
  json::Object item;
  add_selectors_of_coded(bytes, {}, item);
  const json::Value all(std::move(item));
  std::string kinds;
  for (const json::Value& one : *all["selectors"].as_array()) {
    EXPECT_EQ(one["in"].string_or(""), "bytes");
    const auto offset = static_cast<std::size_t>(one["offset"].int_or(0));
    EXPECT_EQ(bytes.substr(offset, one["raw"].string_or("").size()), one["raw"].string_or(""));
    kinds += one["kind"].string_or("") + " ";
  }
  EXPECT_EQ(kinds, "email url domain btc email ");
}

TEST(Features, TheAddressOfAVocabularyIsNobodysLink) {
  const std::string packet = code(5000) + std::string(1, '\0') +
                             R"(<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description )"
                             R"(xmlns:dc="http://purl.org/dc/elements/1.1/" )"
                             R"(dc:source="https://harbour.tirazan.example/a.jpg"/>)" +
                             std::string(1, '\0') + code(5000);
  json::Object item;
  add_selectors_of_coded(packet, {}, item);
  const json::Value all(std::move(item));
  ASSERT_EQ(all["selectors"].as_array()->size(), 2U);
  for (const json::Value& one : *all["selectors"].as_array())
    EXPECT_NE(one["value"].string_or("").find("harbour.tirazan.example"), std::string::npos);
}

TEST(Features, MetadataIsSearchedFieldByField) {
  const json::Object metadata{
      {"fields",
       json::Array{json::Object{{"group", "exif"}, {"name", "Artist"}, {"value", "a@b.io"}},
                   json::Object{{"group", "exif"}, {"name", "Date"}, {"value", "2026-03-05"}}}}};
  json::Object item;
  add_selectors("nura@tirazan.example", "text", {}, item);
  add_selectors_of_fields(metadata, {}, item);
  const json::Value all(std::move(item));
  const json::Array& found = *all["selectors"].as_array();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1]["in"].string_or(""), "metadata");
  EXPECT_EQ(found[1]["field"].string_or(""), "exif Artist");
  EXPECT_EQ(found[1]["value"].string_or(""), "a@b.io");
}

TEST(Features, WhatIsLeftOutIsCounted) {
  std::string text;
  for (std::size_t i = 0; i < kMaxSelectors + 5; ++i)
    text += "n" + std::to_string(i) + "@tirazan.example ";
  json::Object item;
  add_selectors(text, "text", {}, item);
  const json::Value all(std::move(item));
  EXPECT_EQ(all["selectors"].as_array()->size(), kMaxSelectors);
  const json::Value& left_out = (*all["selectors_left_out"].as_array())[0];
  EXPECT_EQ(left_out["kind"].string_or(""), "email");
  EXPECT_EQ(left_out["count"].int_or(0), 5);
}

TEST(Features, LanguagesAndScriptsHaveShares) {
  json::Object item;
  add_languages("The harvest begins next week, so all farmers should be ready.", item);
  const json::Value all(std::move(item));
  EXPECT_EQ((*all["languages"].as_array())[0]["code"].string_or(""), "en");
  EXPECT_EQ((*all["scripts"].as_array())[0]["script"].string_or(""), "latin");
}

TEST(Features, NothingIsAbsent) {
  json::Object item;
  add_languages("ok", item);
  add_languages("", item);
  add_selectors("", "text", {}, item);
  EXPECT_EQ(item.find("languages"), nullptr);
  EXPECT_EQ(item.find("selectors"), nullptr);
}

}  // namespace
}  // namespace sanad::features
