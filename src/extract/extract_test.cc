#include "extract/extract.h"

#include <gtest/gtest.h>

#include "cage/input.h"
#include "pictures/pictures.h"

namespace sanad::extract {
namespace {

// Netpbm is the simplest form of a picture that FFmpeg reads; BMP the simplest that we name.
Bytes bmp(const pictures::Picture& picture) {
  const auto row = static_cast<std::size_t>((picture.width * 3 + 3) / 4 * 4);
  const std::size_t size = 54 + row * static_cast<std::size_t>(picture.height);
  Bytes file(size);
  const auto put = [&file](std::size_t at, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
      file[at + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value >> (8 * i));
  };
  file[0] = 'B';
  file[1] = 'M';
  put(2, static_cast<std::uint32_t>(size), 4);
  put(10, 54, 4);
  put(14, 40, 4);
  put(18, static_cast<std::uint32_t>(picture.width), 4);
  put(22, static_cast<std::uint32_t>(picture.height), 4);
  put(26, 1, 2);
  put(28, 24, 2);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      for (int c = 0; c < 3; ++c) {
        file[54 + row * static_cast<std::size_t>(picture.height - 1 - y) +
             static_cast<std::size_t>(x * 3 + 2 - c)] =
            picture.pixels[static_cast<std::size_t>((y * picture.width + x) * 3 + c)];
      }
    }
  }
  return file;
}

Result<json::Value> fingerprint_of(ByteView item, Extractor extractor = {}) {
  const cage::Input input = cage::Input::of(item).value();
  auto answer = fingerprint(extractor, input.fd());
  return answer;
}

TEST(Extract, APictureIsRecognisableByItsHashAndItsDihedralVariants) {
  const auto answer =
      fingerprint_of(bmp(pictures::draw({pictures::Kind::kTerrain, 320, 240, 3, 7})));
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ((*answer)["pdq"].string_or("").size(), 64U);
  EXPECT_GT((*answer)["pdq_quality"].int_or(0), 0);
  ASSERT_EQ((*answer)["pdq_dihedral"].as_array()->size(), 8U);
  EXPECT_EQ((*answer)["pdq_dihedral"].as_array()->front().string_or(""),
            (*answer)["pdq"].string_or("x"));
  EXPECT_TRUE((*answer)["tlsh"].string_or("").starts_with("T1"));
  EXPECT_NE((*answer)["picture"]["version"].string_or("").find("pdq-1"), std::string::npos);
}

TEST(Extract, TheCageSaysWhichOfItsWallsTheMachineGrants) {
  const auto answer = fingerprint_of(as_bytes("a few words"));
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_TRUE((*answer)["cage"]["system_calls"].bool_or(false));
  for (const char* wall : {"landlock", "network_namespace", "other_user"}) {
    EXPECT_NE((*answer)["cage"][wall].as_bool(), nullptr) << wall;
  }
}

TEST(Extract, WhatIsNoMediaHasSimilarityDigestsOnly) {
  const auto answer = fingerprint_of(as_bytes("seven lanterns on the river"));
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_TRUE((*answer)["pdq"].is_null());
  EXPECT_FALSE((*answer)["ssdeep"].string_or("").empty());
}

TEST(Extract, TextIsRecognisableByItsPassages) {
  const std::string text =
      "Tonight the lanterns of the river market are lit, and the seven bridges are open until "
      "dawn.";
  const cage::Input input = cage::Input::of(as_bytes(text)).value();
  const auto without = fingerprint({}, input.fd());
  const auto with = fingerprint_with_text({}, input.fd());
  ASSERT_TRUE(without.ok() && with.ok());
  EXPECT_TRUE((*without)["text"].string_or("").starts_with("sanad-passages-1:"));
  EXPECT_TRUE((*without)["text_content"].is_null());
  EXPECT_EQ((*with)["text_content"].string_or(""), text);
}

TEST(Extract, ACodedItemIsRecognisedAsWhatItStandsFor) {
  // "seven lanterns\n" as zlib codes it.
  const Bytes gzip =
      parse_hex("1f8b08000000000002032b4e2d4bcd53c849cc2b492dca2be60200084bd5f40f000000").value();
  const cage::Input input = cage::Input::of(gzip).value();
  const auto answer = fingerprint_with_text({}, input.fd(), "gzip");
  const auto wrong = fingerprint_with_text({}, input.fd(), "br");
  const auto unknown = fingerprint_with_text({}, input.fd(), "lantern");
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ((*answer)["text_content"].string_or(""), "seven lanterns\n");
  EXPECT_FALSE(wrong.ok());
  ASSERT_FALSE(unknown.ok());
  EXPECT_NE(unknown.error().message.find("lantern"), std::string::npos);
}

TEST(Extract, AnEmptyItemIsNoError) { EXPECT_TRUE(fingerprint_of({}).ok()); }

// Headers that promise what does not follow, for every decoder that is named by its first bytes.
TEST(Extract, ADamagedItemCostsItsMediaFingerprintsOnly) {
  for (const std::string_view start : {"\xff\xd8\xff\xe0 not a picture", "\x89PNG\r\n\x1a\n no",
                                       "GIF89a..", "BM......", "RIFF....WEBPVP8 "}) {
    const auto answer = fingerprint_of(as_bytes(start));
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    EXPECT_TRUE((*answer)["pdq"].is_null());
  }
}

Result<Preview> preview_of(ByteView item, std::optional<std::int64_t> at_ms = {},
                           Extractor extractor = {}) {
  const cage::Input input = cage::Input::of(item).value();
  auto seen = preview(extractor, input.fd(), "", at_ms);
  return seen;
}

TEST(Extract, APictureIsSeenAsItsPixels) {
  const auto picture = pictures::draw({pictures::Kind::kTerrain, 320, 240, 3, 7});
  const auto seen = preview_of(bmp(picture));
  ASSERT_TRUE(seen.ok()) << seen.error().message;
  EXPECT_EQ(seen->width, 320);
  EXPECT_EQ(seen->height, 240);
  EXPECT_EQ(seen->pixels, picture.pixels);
}

TEST(Extract, ALargePictureIsSeenSmaller) {
  const auto seen = preview_of(bmp(pictures::draw({pictures::Kind::kShapes, 2000, 500, 3, 7})));
  ASSERT_TRUE(seen.ok()) << seen.error().message;
  EXPECT_EQ(seen->width, kPreviewSide);
  EXPECT_EQ(seen->height, 256);
}

// The file that is made out here is read back by decoders that we did not write, in the cage.
TEST(Extract, ThePngOfAPreviewIsThatPicture) {
  for (const auto& [width, height] : {std::pair{1, 1}, std::pair{97, 61}, std::pair{1024, 3}}) {
    const auto picture = pictures::draw({pictures::Kind::kNoise, width, height, 3, 9});
    const auto file = format_png({width, height, picture.pixels, {}, false});
    ASSERT_TRUE(file.ok());
    const auto seen = preview_of(*file);
    ASSERT_TRUE(seen.ok()) << seen.error().message;
    EXPECT_EQ(seen->width, width);
    EXPECT_EQ(seen->height, height);
    EXPECT_EQ(seen->pixels, picture.pixels);
    EXPECT_FALSE(seen->damaged);
  }
}

TEST(Extract, WhatCannotBeSeenIsAnErrorAndNothingElse) {
  Bytes huge = bmp(pictures::draw({pictures::Kind::kFlat, 8, 8, 3, 7}));
  for (std::size_t i = 18; i < 26; ++i) huge[i] = i % 4 == 1 ? 0 : 0xF0;  // 15,790,320 a side
  Bytes cut = bmp(pictures::draw({pictures::Kind::kTerrain, 200, 100, 3, 7}));
  cut.resize(40);
  const std::vector<Bytes> items{huge,
                                 cut,
                                 to_bytes("a few words"),
                                 Bytes{},
                                 to_bytes("\x89PNG\r\n\x1a\n no"),
                                 to_bytes("GIF89a.."),
                                 to_bytes("RIFF....WEBPVP8 "),
                                 to_bytes("\xff\xd8\xff\xe0 not a picture")};
  for (const Bytes& item : items) {
    for (const std::optional<std::int64_t> at : {std::optional<std::int64_t>{}, {5000}}) {
      const auto seen = preview_of(item, at);
      ASSERT_FALSE(seen.ok()) << item.size();
      EXPECT_EQ(seen.error().code, ErrorCode::kInvalid) << seen.error().message;
      EXPECT_FALSE(seen.error().message.empty());
    }
  }
  EXPECT_FALSE(preview_of(huge, -1).ok());
}

TEST(Extract, APreviewThatIsNoPictureIsAnError) {
  Extractor extractor;
  extractor.program = "/bin/echo";
  const auto seen = preview_of(as_bytes("x"), {}, extractor);
  ASSERT_FALSE(seen.ok());
  EXPECT_EQ(seen.error().code, ErrorCode::kInvalid);
}

TEST(Extract, AMissingProgramIsNamed) {
  Extractor extractor;
  extractor.program = "/there/is/no/sanad-extract";
  const auto answer = fingerprint_of(as_bytes("x"), extractor);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
}

TEST(Extract, AnAnswerThatIsNoObjectIsAnError) {
  Extractor extractor;
  extractor.program = "/bin/echo";
  const auto answer = fingerprint_of(as_bytes("x"), extractor);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kInvalid);
}

Result<screening::List> list_of(std::string_view text, const PeopleListForm& form) {
  const cage::Input input = cage::Input::of(as_bytes(text)).value();
  auto list = read_people_list({}, input.fd(), form);
  return list;
}

constexpr std::string_view kTwoPeople =
    "<CONSOLIDATED_LIST dateGenerated=\"2026-11-01\"><INDIVIDUALS>"
    "<INDIVIDUAL><DATAID>7</DATAID><FIRST_NAME>Karim</FIRST_NAME></INDIVIDUAL>"
    "<INDIVIDUAL><DATAID>7</DATAID><FIRST_NAME>Mirwan</FIRST_NAME></INDIVIDUAL>"
    "</INDIVIDUALS></CONSOLIDATED_LIST>";

TEST(ExtractPeopleList, AListIsReadInTheCageAndItsEntriesAreNamed) {
  const auto list = list_of(kTwoPeople, {.name = "Tirazan list"});
  ASSERT_TRUE(list.ok()) << list.error().message;
  EXPECT_EQ(list->name, "Tirazan list");
  EXPECT_EQ(list->version, "2026-11-01");
  ASSERT_EQ(list->entries.size(), 2U);
  EXPECT_EQ(list->entries[1].id, "7 (2)");
  const auto csv =
      list_of("who\nZarin Gul\n",
              {.is_csv = true, .name = "N", .version = "3", .columns = {.name = "who"}});
  ASSERT_TRUE(csv.ok()) << csv.error().message;
  EXPECT_EQ(csv->version, "3");
  EXPECT_EQ(csv->entries[0].names[0].text, "Zarin Gul");
}

TEST(ExtractPeopleList, AFileThatIsNoListSaysWhereAndWhy) {
  const auto broken = list_of("<CONSOLIDATED_LIST>\n<INDIVIDUALS></CONSOLIDATED_LIST>", {});
  ASSERT_FALSE(broken.ok());
  EXPECT_NE(broken.error().message.find("line 2"), std::string::npos) << broken.error().message;
  const auto entities = list_of(
      "<!DOCTYPE a [<!ENTITY b \"c\">]><CONSOLIDATED_LIST dateGenerated=\"1\">&b;"
      "</CONSOLIDATED_LIST>",
      {});
  EXPECT_FALSE(entities.ok());
  const auto column = list_of("a,b\n1,2\n", {.is_csv = true, .columns = {.name = "who"}});
  ASSERT_FALSE(column.ok());
  EXPECT_NE(column.error().message.find("no column \"who\""), std::string::npos);
}

}  // namespace
}  // namespace sanad::extract
