// The files of testdata/ were written by exiftool 12.57, ImageMagick 6.9.11 and FFmpeg 5.1.
#include "metadata/metadata.h"

#include <gtest/gtest.h>

#include <exiv2/exiv2.hpp>
#include <fstream>

#include "crypto/crypto.h"

namespace sanad::metadata {
namespace {

Bytes testdata(const std::string& name) {
  std::ifstream file(SANAD_SOURCE_DIR "/src/metadata/testdata/" + name, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

class MetadataOf : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    parts::prepare();
    prepare();
  }
};

json::Value described(ByteView item) {
  return json::Value(describe(item, parts::kind_of(item, {}), media::format_of(item)).metadata);
}

std::string field(const json::Value& metadata, std::string_view group, std::string_view name) {
  if (metadata["fields"].is_null()) return "no fields";
  for (const json::Value& one : *metadata["fields"].as_array()) {
    if (one["group"].string_or("") == group && one["name"].string_or("") == name)
      return one["value"].string_or("");
  }
  return "absent";
}

TEST_F(MetadataOf, APictureSaysWhenWhereAndWithWhat) {
  const auto found = described(testdata("camera.jpg"));
  EXPECT_EQ(found["taken_at"]["value"].string_or(""), "2026-03-05T08:30:00.250+05:00");
  EXPECT_EQ(found["taken_at"]["zone"].string_or(""), "stated");
  EXPECT_EQ(found["taken_at"]["source"].string_or(""), "exif Photo.DateTimeOriginal");
  EXPECT_EQ(found["modified_at"]["value"].string_or(""), "2026-03-06T09:00:00");
  EXPECT_EQ(found["modified_at"]["zone"].string_or(""), "unknown");
  EXPECT_DOUBLE_EQ(*found["place"]["latitude"].as_number(), 8.5);
  EXPECT_DOUBLE_EQ(*found["place"]["longitude"].as_number(), 65.25);
  EXPECT_EQ(found["device"]["value"].string_or(""), "Lantern L7");
  EXPECT_EQ(found["software"]["value"].string_or(""), "Lantern Camera 2.1");
  EXPECT_EQ(field(found, "exif", "Photo.BodySerialNumber"), "TZ000417");
  EXPECT_EQ(field(found, "xmp", "dc.creator"), "Nura");
  EXPECT_EQ(field(found, "iptc", "Application2.Byline"), "نورا");
}

TEST_F(MetadataOf, APictureKeepsItsThumbnail) {
  const Bytes item = testdata("camera.jpg");
  const auto small = describe(item, parts::Kind::kNone, media::Format::kJpeg).thumbnail;
  EXPECT_EQ(small.size(), 652U);
  EXPECT_EQ(media::format_of(small), media::Format::kJpeg);
}

TEST_F(MetadataOf, APictureThatSaysNothingHasNone) {
  const auto found = described(as_bytes("\x89PNG\r\n\x1A\n"));
  EXPECT_EQ(found["taken_at"].is_null() && found["place"].is_null() && found["device"].is_null(),
            true);
}

// Exif written by Exiv2 itself, in a file without any.
Bytes with_exif(const std::vector<std::pair<std::string, std::string>>& values) {
  const Bytes plain = testdata("retouched.jpg");
  auto image = Exiv2::ImageFactory::open(plain.data(), static_cast<long>(plain.size()));
  Exiv2::ExifData exif;
  for (const auto& [key, value] : values) exif[key] = value;
  image->setExifData(exif);
  image->writeMetadata();
  Exiv2::BasicIo& io = image->io();
  io.open();
  const Exiv2::DataBuf all = io.read(io.size());
  return Bytes(all.pData_, all.pData_ + all.size_);
}

TEST_F(MetadataOf, APlaceThatIsNotKnownIsAbsent) {
  const auto place = [](const char* latitude, const char* latitude_ref, const char* longitude,
                        const char* longitude_ref) {
    return described(with_exif({{"Exif.GPSInfo.GPSLatitude", latitude},
                                {"Exif.GPSInfo.GPSLatitudeRef", latitude_ref},
                                {"Exif.GPSInfo.GPSLongitude", longitude},
                                {"Exif.GPSInfo.GPSLongitudeRef", longitude_ref}}))["place"];
  };
  const auto known = place("8/1 30/1 1800/100", "S", "65/1 15/1 0/1", "W");
  EXPECT_DOUBLE_EQ(*known["latitude"].as_number(), -8.505);
  EXPECT_DOUBLE_EQ(*known["longitude"].as_number(), -65.25);
  EXPECT_TRUE(place("0/0 0/0 0/0", "N", "0/0 0/0 0/0", "E").is_null());
  EXPECT_TRUE(place("0/1 0/1 0/1", "N", "0/1 0/1 0/1", "E").is_null());
  EXPECT_TRUE(place("95/1 0/1 0/1", "N", "65/1 0/1 0/1", "E").is_null());
}

TEST_F(MetadataOf, ATimeWithoutAZoneIsNotMovedToOne) {
  const auto found = described(with_exif({{"Exif.Photo.DateTimeOriginal", "2026:03:05 08:30:00"},
                                          {"Exif.GPSInfo.GPSDateStamp", "2026:03:05"}}));
  EXPECT_EQ(found["taken_at"]["value"].string_or(""), "2026-03-05T08:30:00");
  EXPECT_EQ(found["taken_at"]["zone"].string_or(""), "unknown");
}

TEST_F(MetadataOf, LongValuesAreCutAndSaid) {
  const auto found =
      described(with_exif({{"Exif.Image.ImageDescription", std::string(9000, 'x')}}));
  EXPECT_EQ(field(found, "exif", "Image.ImageDescription").size(), kMaxValueBytes);
  EXPECT_EQ(found["values_cut"].int_or(0), 1);
}

TEST_F(MetadataOf, AVideoSaysHowItIsPackedAndWhere) {
  const auto found = described(testdata("clip.mp4"));
  EXPECT_EQ(found["taken_at"]["value"].string_or(""), "2026-03-05T08:30:00Z");
  EXPECT_DOUBLE_EQ(*found["place"]["latitude"].as_number(), 8.5);
  EXPECT_EQ(found["device"]["value"].string_or(""), "Lantern L7");
  EXPECT_EQ(field(found, "stream-1", "codec"), "mpeg4");
  EXPECT_EQ(field(found, "stream-1", "size"), "64 x 48");
  EXPECT_EQ(field(found, "stream-2", "sample_rate_hz"), "8000");
  EXPECT_EQ(field(found, "container", "title"), "Seven lanterns");
}

TEST_F(MetadataOf, ASongSaysItsTags) {
  const auto found = described(testdata("song.mp3"));
  EXPECT_EQ(field(found, "container", "title"), "چراغ");
  EXPECT_EQ(field(found, "container", "artist"), "Nura");
  EXPECT_EQ(field(found, "container", "format"), "mp3");
}

TEST_F(MetadataOf, AMailSaysWhenItWasSent) {
  const auto found = described(
      as_bytes("From: Amal <amal@tirazan.example>\r\nTo: nura@tirazan.example\r\nSubject: x\r\n"
               "Date: Thu, 5 Mar 2026 08:29:58 +0500\r\nX-Mailer: Lantern Mail 2\r\n\r\nText\r\n"));
  EXPECT_EQ(found["sent_at"]["value"].string_or(""), "2026-03-05T08:29:58+05:00");
  EXPECT_EQ(found["software"]["value"].string_or(""), "Lantern Mail 2");
  EXPECT_EQ(field(found, "mail", "From"), "Amal <amal@tirazan.example>");
}

TEST_F(MetadataOf, CutAndFlippedFilesAreReadAsFarAsTheyGo) {
  for (const char* name : {"camera.jpg", "clip.mp4", "song.mp3"}) {
    const Bytes whole = testdata(name);
    for (std::size_t size = 0; size < whole.size(); size += 211)
      (void)described(ByteView(whole).first(size));
    for (std::size_t at = 0; at < std::min<std::size_t>(whole.size(), 2500); at += 17) {
      Bytes flipped = whole;
      flipped[at] ^= 0xFFU;
      const auto found = described(flipped);
      if (const auto* fields = found["fields"].as_array()) {
        EXPECT_LE(fields->size(), kMaxFields);
      }
    }
  }
}

}  // namespace
}  // namespace sanad::metadata
