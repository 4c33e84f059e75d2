// Pages, sound and pictures of parts and files over HTTP: of the form that the document promises,
// recorded, and only to those who may read a case.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "service/analysis.h"
#include "service/import_reading.h"
#include "service/imports.h"
#include "test_rig.h"

namespace sanad::server {
namespace {

constexpr std::string_view kThreePages =
    "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    "2 0 obj\n<< /Type /Pages /Kids [3 0 R 3 0 R 3 0 R] /Count 3 /MediaBox [0 0 300 100] "
    ">>\nendobj\n"
    "3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";

class Unheard final : public capture::Monitor {
 public:
  void on_progress(const capture::Progress&) override {}
  bool is_cancelled() override { return false; }
};

class PlayingRoutesTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    const std::string of_case = open_case();
    json::Object asked = request();
    asked.set("activities", json::Array{"import"});
    asked.set("targets", json::Array{});
    const std::string id = call(amal_, "POST", "/cases/" + of_case + "/authorisations", asked)
                               .body["authorisation"]
                               .string_or("");
    ASSERT_EQ(call(behram_, "POST", "/authorisations/" + id + "/approve",
                   json::Object{{"note", "as asked"}})
                  .status,
              200);
    const std::string folder = (folder_.path() / "material").string();
    std::filesystem::create_directories(folder);
    std::ifstream video(SANAD_SOURCE_DIR "/src/media/testdata/turned.mp4", std::ios::binary);
    write(folder + "/a.mp4", std::string(std::istreambuf_iterator<char>(video), {}));
    write(folder + "/b.pdf", kThreePages);
    write(folder + "/c.txt", "seven lanterns");
    service::ImportOrder order;
    order.case_id = of_case;
    order.source = "a telephone";
    order.found = service::find_files(folder).value();
    Unheard monitor;
    const auto officer = workspace_->records().officer("Amal Mirani").value();
    const auto imported = service::import_files(*workspace_, officer, order, monitor).value();
    const auto job = workspace_->jobs().find(imported.job).value();
    ASSERT_TRUE(service::run_import(*workspace_, job, monitor).ok());
    path_ = "/exhibits/" + imported.exhibit;
    const Reply parts = call(amal_, "GET", path_ + "/parts");
    for (const json::Value& part : *parts.body["items"].as_array()) {
      const std::string path = part["path"].string_or("");
      const std::string at = "/parts/" + std::to_string(part["number"].int_or(0));
      const std::string file = "/files/" + part["file"].string_or("");
      if (path == "a.mp4") video_ = at, video_file_ = file;
      if (path == "b.pdf") document_part_ = at, document_file_ = file;
      if (path == "c.txt") text_ = at;
    }
    viewed_ = count_entries("exhibit.viewed");  // the list of parts
  }
  std::size_t looks() { return count_entries("exhibit.viewed") - viewed_; }
  static void write(const std::string& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  }
  std::string path_, video_, video_file_, document_part_, document_file_, text_;
  std::size_t viewed_ = 0;
};

TEST_F(PlayingRoutesTest, PagesSoundAndPicturesAreAnsweredInTheirForm) {
  const Reply page = call(chand_, "GET", path_ + document_part_ + "/pages/2");
  ASSERT_EQ(page.status, 200) << page.text;
  EXPECT_EQ(page.body["page"].int_or(0), 2);
  EXPECT_EQ(page.body["pages"].int_or(0), 3);
  EXPECT_EQ(page.header("Cache-Control"), "no-store");
  const Reply sound = call(chand_, "GET", path_ + video_ + "/sound?seconds=2.5");
  ASSERT_EQ(sound.status, 200) << sound.text;
  EXPECT_EQ(sound.body["begin_ms"].int_or(0), 2500);
  EXPECT_TRUE(sound.body["is_last"].bool_or(false));
  const Reply moving = call(chand_, "GET", path_ + video_ + "/moving");
  ASSERT_EQ(moving.status, 200) << moving.text;
  EXPECT_EQ(moving.body["pictures"].as_array()->size(), 100u);
  const auto jpeg =
      parse_base64(moving.body["pictures"].as_array()->front()["picture"].string_or("")).value();
  EXPECT_TRUE(as_text(jpeg).starts_with("\xff\xd8"));
  EXPECT_EQ(looks(), 3u);
  EXPECT_EQ(call(chand_, "GET", path_ + video_ + "/moving?seconds=10").status, 200);
  EXPECT_EQ(looks(), 3u);
}

TEST_F(PlayingRoutesTest, AFileIsAnsweredAsItsPartIs) {
  EXPECT_EQ(call(amal_, "GET", path_ + document_file_ + "/pages/1").status, 200);
  EXPECT_EQ(call(amal_, "GET", path_ + video_file_ + "/sound").status, 200);
  EXPECT_EQ(call(amal_, "GET", path_ + video_file_ + "/moving?seconds=1").status, 200);
  EXPECT_EQ(call(amal_, "GET", path_ + "/files/original-9/moving").status, 404);
  EXPECT_EQ(looks(), 3u);
}

TEST_F(PlayingRoutesTest, TheSoundOfAVideoIsRedactedListedAndHeardInStretches) {
  const auto part = std::stol(video_.substr(std::string("/parts/").size()));
  const json::Array ranges{
      json::Object{{"from_ms", 1'250}, {"to_ms", 2'000}, {"reason", "a name"}}};
  const json::Array boxes{
      json::Object{{"x", 0}, {"y", 0}, {"width", 9}, {"height", 9}, {"reason", "a face"}}};
  const std::string at = path_ + "/redactions";
  const Reply made = call(amal_, "POST", at, json::Object{{"part", part}, {"ranges", ranges}});
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.body["of"].string_or(""), "sound");
  EXPECT_EQ(json::format_canonical(made.body["ranges"]), "[[12,8,0]]");
  const std::string id = made.body["redaction"].string_or("");
  EXPECT_EQ(call(chand_, "GET", at).body["items"].as_array()->size(), 1U);
  const Reply heard = call(chand_, "GET", at + "/" + id + "?seconds=1");
  ASSERT_EQ(heard.status, 200) << heard.text;
  EXPECT_EQ(heard.body["begin_ms"].int_or(0), 1'000);
  EXPECT_TRUE(heard.body["is_last"].bool_or(false));
  const Bytes wav = parse_base64(heard.body["sound"].string_or("")).value();
  EXPECT_TRUE(as_text(wav).starts_with("RIFF"));
  EXPECT_EQ(call(chand_, "GET", at + "/" + id + "?seconds=60").status, 404);
  // Both, neither, of what has no sound, and at no time of it.
  for (const json::Object& wrong :
       {json::Object{{"part", part}, {"ranges", ranges}, {"boxes", boxes}},
        json::Object{{"part", part}},
        json::Object{{"part", std::stol(text_.substr(7))}, {"ranges", ranges}},
        json::Object{{"part", part},
                     {"ranges", json::Array{json::Object{
                                    {"from_ms", 90'000}, {"to_ms", 91'000}, {"reason", "x"}}}}}})
    EXPECT_EQ(call(amal_, "POST", at, wrong).status, 400);
  EXPECT_EQ(count_entries("exhibit.segments"), 1U);
  EXPECT_EQ(count_entries("exhibit.redacted"), 1U);
}

TEST_F(PlayingRoutesTest, ThePicturesOfAVideoAreRedactedAloneAndWithItsSoundAndSeenInStretches) {
  const auto part = std::stol(video_.substr(std::string("/parts/").size()));
  const json::Array ranges{
      json::Object{{"from_ms", 1'250}, {"to_ms", 2'000}, {"reason", "a face"}}};
  const std::string at = path_ + "/redactions";
  const auto redacted = [&](const char* cover) {
    return call(amal_, "POST", at,
                json::Object{{"part", part}, {"ranges", ranges}, {"cover", cover}});
  };
  const Reply made = redacted("pictures");
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.body["of"].string_or(""), "film");
  EXPECT_EQ(json::format_canonical(made.body["ranges"]), "[[1,1,0]]");
  EXPECT_TRUE(made.body["sound"].is_null());
  const Reply both = redacted("both");
  ASSERT_EQ(both.status, 201) << both.text;
  EXPECT_EQ(both.body["of"].string_or(""), "film");
  EXPECT_EQ(both.body["sound"]["of"].string_or(""), "sound");
  EXPECT_EQ(json::format_canonical(both.body["sound"]["ranges"]), "[[12,8,0]]");
  EXPECT_EQ(call(chand_, "GET", at).body["items"].as_array()->size(), 3U);
  const std::string one = at + "/" + made.body["redaction"].string_or("");
  const Reply seen = call(chand_, "GET", one + "?seconds=1");
  ASSERT_EQ(seen.status, 200) << seen.text;
  EXPECT_EQ(seen.body["begin_ms"].int_or(0), 1'000);
  EXPECT_EQ(seen.body["duration_ms"].int_or(0), made.body["length_ms"].int_or(-1));
  ASSERT_NE(seen.body["pictures"].as_array(), nullptr);
  const json::Value& first = (*seen.body["pictures"].as_array())[0];
  EXPECT_EQ(first["at_ms"].int_or(-1), 1'000);
  EXPECT_EQ(as_text(parse_base64(first["picture"].string_or("")).value()).substr(0, 2), "\xFF\xD8");
  EXPECT_EQ(call(chand_, "GET", one + "?seconds=60").status, 404);
  EXPECT_EQ(redacted("smell").status, 400);
  EXPECT_EQ(
      call(amal_, "POST", at,
           json::Object{
               {"part", std::stol(text_.substr(7))}, {"ranges", ranges}, {"cover", "pictures"}})
          .status,
      400);
  EXPECT_EQ(count_entries("exhibit.frames"), 1U);
  EXPECT_EQ(count_entries("exhibit.redacted"), 3U);
}

TEST_F(PlayingRoutesTest, WhatIsNotThereIsSaidAndNothingIsRecorded) {
  const std::string none = "/parts/77";
  for (const std::string& at :
       {video_ + "/moving?seconds=60", video_ + "/sound?seconds=60", document_part_ + "/pages/4",
        document_part_ + "/pages/0", none + "/pages/1", none + "/moving"})
    EXPECT_EQ(call(amal_, "GET", path_ + at).status, 404) << at;
  for (const std::string& at :
       {video_ + "/pages/1", document_part_ + "/sound", text_ + "/moving", text_ + "/pages/1",
        video_ + "/moving?seconds=-1", video_ + "/sound?seconds=soon",
        std::string("/parts/x/moving"), document_part_ + "/pages/first"})
    EXPECT_EQ(call(amal_, "GET", path_ + at).status, 400) << at;
  EXPECT_EQ(looks(), 0u);
}

TEST_F(PlayingRoutesTest, WhoMayNotReadACaseGetsNothing) {
  for (const std::string& at :
       {document_part_ + "/pages/1", video_ + "/sound", video_ + "/moving",
        document_file_ + "/pages/1", video_file_ + "/sound", video_file_ + "/moving"}) {
    EXPECT_EQ(call(dara_, "GET", path_ + at).status, 403) << at;
    EXPECT_EQ(call({}, "GET", path_ + at).status, 401) << at;
    EXPECT_EQ(call(amal_, "POST", path_ + at).status, 405) << at;
  }
  EXPECT_EQ(looks(), 0u);
}

}  // namespace
}  // namespace sanad::server
