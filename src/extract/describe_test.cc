#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "cage/input.h"
#include "extract/extract.h"

namespace sanad::extract {
namespace {

class File {
 public:
  explicit File(const std::string& name)
      : fd_(::open((SANAD_SOURCE_DIR "/src/" + name).c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~File() { ::close(fd_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

TEST(Describe, APictureInTheCageSaysWhatItSaysOutside) {
  const File file("metadata/testdata/camera.jpg");
  const auto found = describe({}, file.fd(), {});
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ((*found)["metadata"]["taken_at"]["value"].string_or(""),
            "2026-03-05T08:30:00.250+05:00");
  EXPECT_EQ((*found)["metadata"]["thumbnail"]["comparison"].string_or(""), "like");
  EXPECT_TRUE((*found)["cage"]["system_calls"].bool_or(false));
}

// Exiv2 looks for a file of the user's to name a lens.
TEST(Describe, AMakersNoteIsReadInTheCage) {
  const File file("metadata/testdata/maker.jpg");
  const auto found = describe({}, file.fd(), {});
  ASSERT_TRUE(found.ok()) << found.error().message;
  std::string owner;
  for (const json::Value& field : *(*found)["metadata"]["fields"].as_array()) {
    if (field["name"].string_or("") == "Canon.OwnerName") owner = field["value"].string_or("");
  }
  EXPECT_EQ(owner, "Nura");
}

TEST(Describe, AThumbnailOfAnotherPictureDiffers) {
  const File file("metadata/testdata/retouched.jpg");
  const auto found = describe({}, file.fd(), {});
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ((*found)["metadata"]["thumbnail"]["comparison"].string_or(""), "differs");
}

TEST(Describe, VideoAndSoundInTheCage) {
  const File video("metadata/testdata/clip.mp4"), sound("metadata/testdata/song.mp3");
  const auto of_video = describe({}, video.fd(), {});
  ASSERT_TRUE(of_video.ok()) << of_video.error().message;
  EXPECT_DOUBLE_EQ(*(*of_video)["metadata"]["place"]["longitude"].as_number(), 65.25);
  const auto of_sound = describe({}, sound.fd(), {});
  ASSERT_TRUE(of_sound.ok()) << of_sound.error().message;
  EXPECT_FALSE((*of_sound)["metadata"]["fields"].is_null());
}

TEST(Describe, ATextHasLanguagesAndSelectorsByRegion) {
  const cage::Input input =
      cage::Input::of(
          as_bytes("فصل کی کٹائی اگلے ہفتے شروع ہو گی، سب کسان تیار رہیں۔ 0300-1234567"))
          .value();
  const auto found = describe({}, input.fd(), {}, "PK");
  const auto without = describe({}, input.fd(), {});
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ((*(*found)["languages"].as_array())[0]["code"].string_or(""), "ur");
  EXPECT_EQ((*(*found)["selectors"].as_array())[0]["value"].string_or(""), "+923001234567");
  EXPECT_TRUE((*without)["selectors"].is_null());
}

TEST(Describe, FingerprintsAloneSayNoMore) {
  const File file("metadata/testdata/camera.jpg");
  EXPECT_TRUE((*fingerprint({}, file.fd()))["metadata"].is_null());
}

TEST(ReadPictures, InTheCage) {
  const File file("ocr/testdata/en.png");
  const auto found = read_pictures({}, file.fd());
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_TRUE((*found)["ocr"]["text"].string_or("").starts_with("The harvest begins"));
}

TEST(ReadPictures, WhatIsNoPictureIsRefused) {
  const cage::Input input = cage::Input::of(as_bytes("plain text")).value();
  const auto found = read_pictures({}, input.fd());
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().message, "it is neither a picture nor a PDF");
}

TEST(ReadPictures, WithoutTheProgramSaysSo) {
  const File file("ocr/testdata/en.png");
  Extractor extractor;
  extractor.ocr_program = "/there/is/no/program";
  EXPECT_EQ(read_pictures(extractor, file.fd()).error().code, ErrorCode::kUnavailable);
}

TEST(Cage, ItsWallsAreSaid) {
  const auto walls = cage_walls({});
  ASSERT_TRUE(walls.ok()) << walls.error().message;
  EXPECT_TRUE(walls->find("system_calls")->bool_or(false));
  EXPECT_TRUE(walls->find("limits")->bool_or(false));
  EXPECT_NE(walls->find("landlock"), nullptr);
}

}  // namespace
}  // namespace sanad::extract
