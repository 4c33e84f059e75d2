#include "http/multipart.h"

#include <gtest/gtest.h>

namespace sanad::http {
namespace {

constexpr std::string_view kType = "multipart/form-data; boundary=lantern";

Result<std::vector<FormPart>> parse(std::string_view body, std::string_view type = kType) {
  return parse_multipart(type, as_bytes(body));
}

TEST(Multipart, AFileAndAFieldAreReadWithTheirNamesAndBytes) {
  const std::string_view body =
      "--lantern\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a "
      "\\\"b\\\".png\"\r\n"
      "Content-Type: image/png\r\n\r\n\x89PNG\r\n--lanter\r\n\r\n--lantern\r\n"
      "content-disposition: form-data; name=note\r\n\r\n\r\n--lantern--\r\nafterwards";
  const auto parts = parse(body);
  ASSERT_TRUE(parts.ok()) << parts.error().message;
  ASSERT_EQ(parts->size(), 2u);
  EXPECT_EQ((*parts)[0].name, "photo");
  EXPECT_EQ((*parts)[0].file_name, "a \"b\".png");
  EXPECT_EQ(as_text((*parts)[0].content), "\x89PNG\r\n--lanter\r\n");
  EXPECT_EQ((*parts)[1].name, "note");
  EXPECT_FALSE((*parts)[1].file_name.has_value());
  EXPECT_TRUE((*parts)[1].content.empty());
}

TEST(Multipart, WhatStandsBeforeTheFirstBoundaryIsPassedOver) {
  const auto parts = parse(
      "hello\r\n--lantern  \r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--lantern--",
      "Multipart/Form-Data; charset=utf-8; boundary=\"lantern\"");
  ASSERT_TRUE(parts.ok()) << parts.error().message;
  ASSERT_EQ(parts->size(), 1u);
  EXPECT_EQ(as_text((*parts)[0].content), "1");
}

TEST(Multipart, AnEmptyFormHasNoParts) { EXPECT_TRUE(parse("--lantern--\r\n")->empty()); }

TEST(Multipart, WhatIsBrokenIsRefused) {
  const std::string_view field = "Content-Disposition: form-data; name=\"x\"\r\n\r\n1";
  const std::string ok = "--lantern\r\n" + std::string(field) + "\r\n--lantern--";
  ASSERT_TRUE(parse(ok).ok());
  for (const std::string_view type :
       {"application/json", "multipart/form-data", "multipart/form-data; boundary=",
        "multipart/form-data; boundary=another", "multipart/mixed; boundary=lantern"}) {
    EXPECT_EQ(parse(ok, type).error().code, ErrorCode::kInvalid) << type;
  }
  EXPECT_FALSE(parse(ok, "multipart/form-data; boundary=" + std::string(71, 'a')).ok());
  for (std::size_t size = 0; size < ok.size(); ++size)
    EXPECT_FALSE(parse(std::string_view(ok).substr(0, size)).ok()) << size;
  EXPECT_FALSE(parse("--lantern\r\n\r\n1\r\n--lantern--").ok());
  EXPECT_FALSE(
      parse("--lantern\r\nContent-Disposition: attachment; name=x\r\n\r\n1\r\n--lantern--").ok());
  EXPECT_FALSE(parse("--lantern\r\nContent-Type: x\r\n\r\n1\r\n--lantern--").ok());
  EXPECT_FALSE(parse("--lantern and more\r\n" + std::string(field) + "\r\n--lantern--").ok());
}

TEST(Multipart, TooManyPartsAndTooLongFieldsAreOverTheLimit) {
  const auto form = [](std::size_t count, std::size_t name) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
      text += "--lantern\r\nContent-Disposition: form-data; name=\"" + std::string(name, 'x') +
              "\"\r\n\r\n1\r\n";
    }
    return text + "--lantern--";
  };
  EXPECT_EQ(parse(form(kMaxFormParts, 1))->size(), kMaxFormParts);
  EXPECT_EQ(parse(form(kMaxFormParts + 1, 1)).error().code, ErrorCode::kLimit);
  EXPECT_EQ(parse(form(1, kMaxPartHeaderBytes)).error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace sanad::http
