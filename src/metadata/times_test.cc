#include "metadata/times.h"

#include <gtest/gtest.h>

namespace sanad::metadata {
namespace {

std::string shown(const std::optional<Time>& time) {
  return time ? time->value + (time->has_zone ? "" : " ?") : "none";
}

TEST(Times, OfExif) {
  EXPECT_EQ(shown(parse_exif_time("2026:03:05 08:30:00", "", "")), "2026-03-05T08:30:00 ?");
  EXPECT_EQ(shown(parse_exif_time("2026:03:05 08:30:00", "+05:00", "250")),
            "2026-03-05T08:30:00.250+05:00");
  EXPECT_EQ(shown(parse_exif_time("2026:03:05 08:30:00", "-03:30", "25 ")),
            "2026-03-05T08:30:00.25-03:30");
  EXPECT_EQ(shown(parse_exif_time("2026:03:05 08:30:00", "Z", "")), "2026-03-05T08:30:00Z");
  EXPECT_EQ(shown(parse_exif_time("2026:03:05 08:30:00", "   :  ", "x")), "2026-03-05T08:30:00 ?");
  for (const char* none :
       {"", "0000:00:00 00:00:00", "    :  :     :  :  ", "2026:02:30 08:30:00",
        "2026:13:01 08:30:00", "2026:03:05 24:30:00", "2026-03-05", "2026:03:05"})
    EXPECT_EQ(shown(parse_exif_time(none, "", "")), "none") << none;
}

TEST(Times, OfIso) {
  EXPECT_EQ(shown(parse_iso_time("2026-03-05T08:30:00Z")), "2026-03-05T08:30:00Z");
  EXPECT_EQ(shown(parse_iso_time("2026-03-05T08:30:00.123456+0500")),
            "2026-03-05T08:30:00.123456+05:00");
  EXPECT_EQ(shown(parse_iso_time("2026-03-05 08:30")), "2026-03-05T08:30 ?");
  EXPECT_EQ(shown(parse_iso_time("2024-02-29T08:30:00")), "2024-02-29T08:30:00 ?");
  EXPECT_EQ(shown(parse_iso_time("2023-02-29T08:30:00")), "none");
  EXPECT_EQ(shown(parse_iso_time("2026-03-05T08:30:00+99:00")), "2026-03-05T08:30:00 ?");
}

TEST(Times, OfPdf) {
  EXPECT_EQ(shown(parse_pdf_time("D:20260305083000+05'00'")), "2026-03-05T08:30:00+05:00");
  EXPECT_EQ(shown(parse_pdf_time("D:20260305083000Z")), "2026-03-05T08:30:00Z");
  EXPECT_EQ(shown(parse_pdf_time("20260305083000")), "2026-03-05T08:30:00 ?");
  EXPECT_EQ(shown(parse_pdf_time("D:20260305")), "none");
  EXPECT_EQ(shown(parse_pdf_time("D:20261305083000")), "none");
}

TEST(Times, OfMail) {
  EXPECT_EQ(shown(parse_mail_time("Thu, 5 Mar 2026 08:29:58 +0500")), "2026-03-05T08:29:58+05:00");
  EXPECT_EQ(shown(parse_mail_time("5 Mar 2026 08:29 GMT")), "2026-03-05T08:29Z");
  EXPECT_EQ(shown(parse_mail_time("Thu, 05 Mar 2026 08:29:58 -0000")), "2026-03-05T08:29:58 ?");
  EXPECT_EQ(shown(parse_mail_time("Thu, 5 Mar 2026 08:29:58 +0500 (PKT)")),
            "2026-03-05T08:29:58+05:00");
  EXPECT_EQ(shown(parse_mail_time("yesterday")), "none");
}

TEST(Times, OfIptc) {
  EXPECT_EQ(shown(parse_iptc_time("2026-03-05", "08:30:00+05:00")), "2026-03-05T08:30:00+05:00");
  EXPECT_EQ(shown(parse_iptc_time("2026-03-05", "")), "none");
}

TEST(Places, OfIso6709) {
  const auto place = parse_iso_place("+08.5000+065.2500+010.000/");
  ASSERT_TRUE(place.has_value());
  EXPECT_DOUBLE_EQ(place->latitude, 8.5);
  EXPECT_DOUBLE_EQ(place->longitude, 65.25);
  EXPECT_DOUBLE_EQ(parse_iso_place("-08.5-065.25/")->latitude, -8.5);
  // Degrees and minutes in one number are another notation, and not guessed at.
  for (const char* none :
       {"", "+0830.0+06515.0/", "+91.0+065.0/", "+08.5+181.0/", "+08.5", "8.5,65.2"})
    EXPECT_FALSE(parse_iso_place(none).has_value()) << none;
}

}  // namespace
}  // namespace sanad::metadata
