// Boxes that are suggested, by the real program in its cage.
#include "extract/boxes.h"

#include <gtest/gtest.h>

#include "cage/input.h"
#include "extract/stretches.h"
#include "pictures/people.h"

namespace sanad::extract {
namespace {

Bytes png_of(const pictures::Picture& picture) {
  Preview preview;
  preview.width = picture.width;
  preview.height = picture.height;
  preview.pixels = picture.pixels;
  return format_png(preview).value();
}
Result<SuggestedBoxes> suggested(ByteView file, int width, int height) {
  const cage::Input input = cage::Input::of(file).value();
  return suggest_boxes(Extractor{}, input.fd(), width, height);
}

TEST(SuggestBoxes, AFaceIsFoundInTheCage) {
  auto picture = pictures::draw({pictures::Kind::kGradient, 320, 240, 3, 5});
  pictures::paint_face(picture, 80, 40, 160);
  const auto found = suggested(png_of(picture), 320, 240);
  ASSERT_TRUE(found.ok()) << found.error().message;
  ASSERT_EQ(found->boxes.size(), 1U);
  EXPECT_EQ(found->boxes[0].kind, "face");
  EXPECT_EQ(found->boxes[0].by, "haarcascade_frontalface_alt2");
  EXPECT_FALSE(found->cut);
}

TEST(SuggestBoxes, AnotherSizeAndWhatIsNoPictureAreRefused) {
  const auto picture = pictures::draw({pictures::Kind::kFlat, 32, 24, 3, 5});
  EXPECT_EQ(suggested(png_of(picture), 24, 32).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(suggested(as_bytes("plain text"), 32, 24).error().code, ErrorCode::kInvalid);
}

TEST(SuggestBoxes, WithoutTheProgramSaysSo) {
  const cage::Input input = cage::Input::of(as_bytes("x")).value();
  Extractor extractor;
  extractor.ocr_program = "/there/is/no/program";
  EXPECT_EQ(suggest_boxes(extractor, input.fd(), 1, 1).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace sanad::extract
