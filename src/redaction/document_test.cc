// PDF of redacted pages: the same bytes each time, and nothing in it but the pictures. That other
// programs read it is seen by tests/cli/suite_redaction.sh.
#include "redaction/document.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace sanad::redaction {
namespace {

Picture painted(std::uint32_t width, std::uint32_t height, unsigned by) {
  Picture picture{width, height, {}};
  for (std::size_t i = 0; i < std::size_t{width} * height * 3; ++i)
    picture.pixels.push_back(static_cast<std::uint8_t>(i * by + i / 13));
  return picture;
}

Result<std::string> document_of(const std::vector<Bytes>& pictures) {
  Bytes out;
  struct Sink final : ByteSink {
    explicit Sink(Bytes& the_out) : out(the_out) {}
    Result<void> write(ByteView data) override {
      out.insert(out.end(), data.begin(), data.end());
      return {};
    }
    Bytes& out;
  } sink(out);
  SANAD_CHECK(write_document(
      pictures.size(), [&](std::size_t page) { return Result<Bytes>(pictures[page]); }, sink));
  return to_text(out);
}

TEST(DocumentTest, OnePageIsTheseBytesAndNoOthers) {
  const Bytes png = write_png({1, 3, Bytes(9, 0)}).value();
  const std::string packed = to_text(unpack_png(png)->packed);
  const std::string expected =
      "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
      "2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n"
      "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 0.5 1.5]/Resources<</XObject<</I 5 0 R>>>>"
      "/Contents 4 0 R>>\nendobj\n"
      "4 0 obj\n<</Length 24>>\nstream\n0.5 0 0 1.5 0 0 cm /I Do\nendstream\nendobj\n"
      "5 0 obj\n<</Type/XObject/Subtype/Image/Width 1/Height 3/ColorSpace/DeviceRGB"
      "/BitsPerComponent 8/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 3"
      "/BitsPerComponent 8/Columns 1>>/Length " +
      std::to_string(packed.size()) + ">>\nstream\n" + packed + "\nendstream\nendobj\n";
  const std::string whole = document_of({png}).value();
  ASSERT_EQ(whole.substr(0, expected.size()), expected);
  EXPECT_EQ(whole.substr(expected.size(), 9), "xref\n0 6\n");
  EXPECT_TRUE(whole.ends_with(
      fmt::format("trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", expected.size())));
}

TEST(DocumentTest, EachObjectBeginsWhereTheTableSays) {
  std::vector<Bytes> pictures;
  for (unsigned i = 1; i <= 7; ++i)
    pictures.push_back(write_png(painted(20 * i, 300 / i, i)).value());
  const std::string whole = document_of(pictures).value();
  EXPECT_EQ(whole, document_of(pictures).value());
  std::size_t line = whole.rfind("xref\n0 24\n") + 10 + 20;
  for (int number = 1; number < 24; ++number, line += 20) {
    const std::size_t begin = std::stoul(whole.substr(line, 10));
    EXPECT_EQ(
        whole.compare(begin, std::to_string(number).size() + 7, fmt::format("{} 0 obj\n", number)),
        0)
        << number;
  }
  // Each picture's samples stand in it once, whole.
  for (const Bytes& picture : pictures)
    EXPECT_NE(whole.find(to_text(unpack_png(picture)->packed)), std::string::npos);
}

TEST(DocumentTest, NoPageOrWhatIsNoPictureIsRefusedAndSoAreErrorsOnTheWay) {
  EXPECT_EQ(document_of({}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(document_of({to_bytes("no picture")}).error().code, ErrorCode::kInvalid);
  struct Full final : ByteSink {
    Result<void> write(ByteView) override { return Error{ErrorCode::kIo, "no room"}; }
  } full;
  const auto fails = [](std::size_t) -> Result<Bytes> {
    return Error{ErrorCode::kIntegrity, "not what was sealed"};
  };
  EXPECT_EQ(write_document(1, fails, full).error().code, ErrorCode::kIo);
  struct Empty final : ByteSink {
    Result<void> write(ByteView) override { return {}; }
  } empty;
  EXPECT_EQ(write_document(1, fails, empty).error().code, ErrorCode::kIntegrity);
  EXPECT_EQ(write_document(kMaxDocumentPages + 1, fails, empty).error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::redaction
