// Pages, sound and pictures of parts and files, by the real program in its cage.
#include "service/playing.h"

#include <fmt/format.h>

#include "import_rig.h"
#include "service/evidence.h"
#include "service/part_views.h"

namespace sanad::service {
namespace {

std::string video() {
  std::ifstream file(SANAD_SOURCE_DIR "/src/media/testdata/turned.mp4", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string two_pages() {
  return "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
         "2 0 obj\n<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 /MediaBox [0 0 300 100] "
         ">>\nendobj\n"
         "3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> "
         ">> >>\nendobj\n"
         "4 0 obj\n<< /Length 45 >>\nstream\nBT /F 12 Tf 10 50 Td (Seven lanterns) Tj ET  \n"
         "endstream\nendobj\n"
         "5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n"
         "trailer\n<< /Root 1 0 R >>\n%%EOF\n";
}

class PlayingTest : public ImportRig {
 protected:
  std::uint64_t number_of(const records::Exhibit& exhibit, std::string_view path) {
    const json::Value page = page_of_parts(workspace(), amal_, exhibit, 0, 100).value();
    for (const json::Value& part : *page["items"].as_array())
      if (part["path"].string_or("") == path && part["way"].string_or("").empty())
        return static_cast<std::uint64_t>(part["number"].int_or(0));
    ADD_FAILURE() << "no part " << path;
    return 0;
  }
  std::size_t looks() { return entries("exhibit.viewed").size(); }
  static Shown part(std::uint64_t number) { return {true, number, ""}; }
};

TEST_F(PlayingTest, APageIsShownWithItsTextAndTheLookIsRecordedOnce) {
  permit_imports();
  write("a.pdf", two_pages());
  const auto exhibit = import_folder();
  const auto number = number_of(exhibit, "a.pdf");
  const std::size_t before = looks();
  for (const std::uint64_t page : {1U, 2U}) {
    const auto shown = show_page(workspace(), chand_, exhibit, part(number), page);
    ASSERT_TRUE(shown.ok()) << shown.error().message;
    EXPECT_EQ((*shown)["pages"].int_or(0), 2);
    EXPECT_EQ((*shown)["text"].string_or(""), "Seven lanterns");
    const auto png = parse_base64((*shown)["picture"].string_or("")).value();
    EXPECT_TRUE(as_text(png).substr(1).starts_with("PNG"));
  }
  ASSERT_EQ(looks(), before + 1);
  const records::Entry look = entries("exhibit.viewed").back();
  EXPECT_EQ(look.actor, chand_.id);
  EXPECT_EQ(look.data["purpose"].string_or(""), "the pages of part 0");
  clock_.advance_ms(kOneLookMs + 1);
  EXPECT_TRUE(show_page(workspace(), chand_, exhibit, part(number), 1).ok());
  EXPECT_EQ(looks(), before + 2);
}

TEST_F(PlayingTest, TheSoundAndThePicturesOfAVideoAreTwoLooks) {
  permit_imports();
  write("a.mp4", video());
  const auto exhibit = import_folder();
  const auto number = number_of(exhibit, "a.mp4");
  const std::size_t before = looks();
  const auto moving = play_moving(workspace(), amal_, exhibit, part(number), 10'000);
  ASSERT_TRUE(moving.ok()) << moving.error().message;
  EXPECT_EQ((*moving)["pictures"].as_array()->size(), 40U);
  EXPECT_EQ((*moving)["pictures"].as_array()->front()["at_ms"].int_or(0), 10'000);
  EXPECT_TRUE((*moving)["is_last"].bool_or(false));
  EXPECT_NEAR(static_cast<double>((*moving)["duration_ms"].int_or(0)), 14'000, 250);
  EXPECT_EQ(looks(), before + 1);
  const auto sound = play_sound(workspace(), amal_, exhibit, part(number), 0);
  ASSERT_TRUE(sound.ok()) << sound.error().message;
  EXPECT_NEAR(static_cast<double>((*sound)["length_ms"].int_or(0)), 14'000, 250);
  EXPECT_EQ(looks(), before + 2);
  EXPECT_TRUE(play_moving(workspace(), amal_, exhibit, part(number), 0).ok());
  EXPECT_EQ(looks(), before + 2);
  const json::Value shown = one_part(workspace(), amal_, exhibit, number).value();
  EXPECT_EQ(shown["picture"].string_or(""), "video");
  EXPECT_TRUE(shown["sound"].bool_or(false));
  EXPECT_NEAR(static_cast<double>(shown["duration_ms"].int_or(0)), 14'000, 250);
}

TEST_F(PlayingTest, WhoMayNotReadACaseSeesAndHearsNothing) {
  permit_imports();
  write("a.mp4", video());
  write("b.pdf", two_pages());
  const auto exhibit = import_folder();
  const std::size_t before = looks();
  const auto denied = [](const auto& answer) {
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kDenied);
  };
  denied(play_moving(workspace(), dara_, exhibit, part(0), 0));
  denied(play_sound(workspace(), dara_, exhibit, part(0), 0));
  denied(show_page(workspace(), dara_, exhibit, part(1), 1));
  denied(show_page(workspace(), dara_, exhibit, {false, 0, "original-1"}, 1));
  EXPECT_EQ(looks(), before);
}

TEST_F(PlayingTest, WhatIsNotThereOrBrokenIsSaidAndIsNoLook) {
  permit_imports();
  write("a.mp4", video());
  write("b.pdf", two_pages());
  write("c.mp4", video().substr(0, 900));
  write("d.pdf", "%PDF-1.4\nlanterns");
  const auto exhibit = import_folder();
  const auto number = [&](const char* path) { return number_of(exhibit, path); };
  const auto moving = number("a.mp4"), document = number("b.pdf"), broken = number("c.mp4"),
             cut = number("d.pdf");
  const std::size_t before = looks();
  const auto fails = [](const auto& answer, ErrorCode code) {
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, code) << answer.error().message;
    EXPECT_FALSE(answer.error().message.empty());
  };
  fails(play_moving(workspace(), amal_, exhibit, part(moving), 60'000), ErrorCode::kNotFound);
  fails(play_sound(workspace(), amal_, exhibit, part(moving), 60'000), ErrorCode::kNotFound);
  fails(show_page(workspace(), amal_, exhibit, part(document), 3), ErrorCode::kNotFound);
  fails(show_page(workspace(), amal_, exhibit, part(document), 0), ErrorCode::kNotFound);
  fails(show_page(workspace(), amal_, exhibit, part(moving), 1), ErrorCode::kInvalid);
  fails(show_page(workspace(), amal_, exhibit, part(cut), 1), ErrorCode::kInvalid);
  fails(play_moving(workspace(), amal_, exhibit, part(document), 0), ErrorCode::kInvalid);
  fails(play_moving(workspace(), amal_, exhibit, part(broken), 0), ErrorCode::kInvalid);
  fails(play_sound(workspace(), amal_, exhibit, part(broken), 0), ErrorCode::kInvalid);
  fails(play_sound(workspace(), amal_, exhibit, part(999), 0), ErrorCode::kNotFound);
  fails(play_sound(workspace(), amal_, exhibit, {false, 0, "original-99"}, 0),
        ErrorCode::kNotFound);
  EXPECT_EQ(looks(), before);
}

TEST_F(PlayingTest, WhatWasSetAsideIsNotShownNorTheFileThatItIsIn) {
  permit_imports(
      {{"material_from", "2026-03-10T00:00:00.000Z"}, {"material_to", "2026-03-20T00:00:00.000Z"}});
  const auto message = [](int id, const char* day, const char* file) {
    return fmt::format(
        R"({{"id":{},"type":"message","date":"2026-03-{}T12:00:00","date_unixtime":"{}","from":"L","from_id":"user1","file":"{}","media_type":"video_file","text":""}})",
        id, day, std::string_view(day) == "01" ? 1772366400 : 1773316800, file);
  };
  write("result.json",
        fmt::format(R"({{"name":"H","type":"private_group","id":7,"messages":[{},{}]}})",
                    message(1, "01", "early.mp4"), message(2, "12", "within.mp4")));
  write("early.mp4", video());
  write("within.mp4", video() + " ");
  const auto exhibit = import_folder();
  std::size_t aside = 0, shown = 0;
  const json::Value page = page_of_parts(workspace(), amal_, exhibit, 0, 100).value();
  const std::size_t before = looks();
  for (const json::Value& one : *page["items"].as_array()) {
    const auto number = static_cast<std::uint64_t>(one["number"].int_or(0));
    const auto moving = play_moving(workspace(), amal_, exhibit, part(number), 0);
    const auto sound = play_sound(workspace(), amal_, exhibit, part(number), 0);
    if (one["state"].string_or("") == "set-aside") {
      ++aside;
      ASSERT_FALSE(moving.ok() || sound.ok());
      EXPECT_EQ(moving.error().code, ErrorCode::kDenied);
      EXPECT_EQ(sound.error().code, ErrorCode::kDenied);
      EXPECT_FALSE(show_page(workspace(), amal_, exhibit, part(number), 1).ok());
    } else if (one["path"].string_or("") == "within.mp4") {
      ++shown;
      EXPECT_TRUE(moving.ok() && sound.ok());
    }
  }
  EXPECT_GE(aside, 2U);
  EXPECT_EQ(shown, 1U);
  EXPECT_EQ(looks(), before + 2);
  // By its file it cannot be had either.
  for (const char* name : {"original-1", "original-2", "original-3"}) {
    const auto file = workspace().records().file(exhibit, name);
    ASSERT_TRUE(file.ok());
    if (file->path != "early.mp4") continue;
    const auto moving = play_moving(workspace(), amal_, exhibit, {false, 0, name}, 0);
    ASSERT_FALSE(moving.ok());
    EXPECT_EQ(moving.error().code, ErrorCode::kDenied);
  }
}

TEST_F(PlayingTest, AFileOfAnExhibitIsShownAsAPartIsAndTheNetworkLogNever) {
  permit_imports();
  write("a.pdf", two_pages());
  const auto exhibit = import_folder();
  const auto shown = show_page(workspace(), amal_, exhibit, {false, 0, "original-1"}, 1);
  ASSERT_TRUE(shown.ok()) << shown.error().message;
  EXPECT_EQ(entries("exhibit.viewed").back().data["purpose"].string_or(""),
            "the pages of original-1");
  approved(case_);
  const records::Exhibit captured = seal_one(case_);
  const auto log = show_page(workspace(), amal_, captured, {false, 0, "netlog.json"}, 1);
  ASSERT_FALSE(log.ok());
  EXPECT_EQ(log.error().code, ErrorCode::kDenied);
}

}  // namespace
}  // namespace sanad::service
