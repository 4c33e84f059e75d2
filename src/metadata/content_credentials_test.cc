#include "metadata/content_credentials.h"

#include <gtest/gtest.h>

#include "credentials_rig.h"
#include "jumbf.h"

namespace sanad::metadata {
namespace {

json::Value read(const Bytes& file) {
  auto found = read_content_credentials(file);
  return found ? json::Value(std::move(*found)) : json::Value(nullptr);
}

const json::Value& manifest(const json::Value& credentials) {
  return credentials["manifests"].as_array()->front();
}

TEST(ContentCredentials, AreReadWithWhoSignedAndWhatWasDone) {
  const auto found = read(signed_png(KeyPair()));
  EXPECT_EQ(found["status"].string_or(""), "read, signature not checked against a trust list");
  const json::Value& one = manifest(found);
  EXPECT_EQ(one["claim_generator"].string_or(""), "Lantern Camera 2.1");
  EXPECT_EQ(one["title"].string_or(""), "lanterns.png");
  EXPECT_EQ(one["binding"].string_or(""), "holds");
  EXPECT_EQ(one["signature"]["algorithm"].string_or(""), "ES256");
  EXPECT_EQ(one["signature"]["subject"].string_or(""), "CN=Lantern Cameras");
  EXPECT_EQ(one["signature"]["valid_to"].string_or(""), "2027-01-01T00:00:00Z");
  EXPECT_TRUE(one["signature"]["fits"].bool_or(false));
  ASSERT_EQ(one["assertions"].as_array()->size(), 2U);
  for (const json::Value& assertion : *one["assertions"].as_array())
    EXPECT_TRUE(assertion["fits"].bool_or(false)) << assertion["label"].string_or("");
  EXPECT_EQ((*one["actions"].as_array())[0]["action"].string_or(""), "c2pa.created");
  EXPECT_EQ((*one["actions"].as_array())[0]["digital_source_type"].string_or(""),
            "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture");
}

TEST(ContentCredentials, OfAPictureThatWasChangedSaySo) {
  Bytes file = signed_png(KeyPair());
  file[20] ^= 1U;
  EXPECT_EQ(manifest(read(file))["binding"].string_or(""), "broken");
  EXPECT_TRUE(manifest(read(file))["signature"]["fits"].bool_or(false));
}

TEST(ContentCredentials, OfAnotherSignerDoNotFit) {
  Bytes file = signed_png(KeyPair());
  const std::string_view text = as_text(file);
  file[text.find("Lantern Camera 2.1")] = 'l';
  EXPECT_FALSE(manifest(read(file))["signature"]["fits"].bool_or(true));
  Bytes other = signed_png(KeyPair());
  const std::size_t at = as_text(other).find("digitalCapture");
  other[at] = 'D';
  EXPECT_FALSE((*manifest(read(other))["assertions"].as_array())[1]["fits"].bool_or(true));
}

Bytes store_of(const Bytes& png) { return find_manifest_store(png); }

TEST(ContentCredentials, AreFoundInEachFormat) {
  const Bytes store = store_of(signed_png(KeyPair()));
  ASSERT_FALSE(store.empty());
  Bytes webp;
  append(webp, std::string_view("RIFF\0\0\0\0WEBPVP8 \2\0\0\0xxC2PA", 26));
  for (int i = 0; i < 4; ++i) webp.push_back(static_cast<std::uint8_t>(store.size() >> (8 * i)));
  append(webp, store);
  EXPECT_EQ(find_manifest_store(webp), store);

  Bytes content;
  append(content,
         std::string_view(
             "\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81\0\0\0\0manifest\0",
             29));
  append(content, Bytes(8));
  append(content, store);
  Bytes movie = box("ftyp", as_bytes("isom"));
  append(movie, box("uuid", content));
  EXPECT_EQ(find_manifest_store(movie), store);

  // In two APP11 segments; the second repeats the box's header.
  Bytes jpeg = {0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 'J', 'F'};
  const std::size_t half = store.size() / 2;
  for (const int piece : {1, 2}) {
    Bytes payload;
    append(payload, std::string_view("JP\0\1", 4));
    append_number(payload, static_cast<std::uint64_t>(piece), 4);
    if (piece == 2) append(payload, ByteView(store).first(8));
    append(payload, piece == 1 ? ByteView(store).first(half) : ByteView(store).subspan(half));
    append(jpeg, std::string_view("\xFF\xEB"));
    append_number(jpeg, payload.size() + 2, 2);
    append(jpeg, payload);
  }
  append(jpeg, std::string_view("\xFF\xD9"));
  EXPECT_EQ(find_manifest_store(jpeg), store);

  Bytes tiff;
  append(tiff, std::string_view("II*\0\x08\0\0\0\1\0\x41\xCD\x07\0", 14));
  for (const std::size_t number : {store.size(), std::size_t{26}})
    for (int i = 0; i < 4; ++i) tiff.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
  append(tiff, Bytes(4));
  append(tiff, store);
  EXPECT_EQ(find_manifest_store(tiff), store);
}

TEST(ContentCredentials, OfDamagedStoresCostNothingElse) {
  const Bytes file = signed_png(KeyPair());
  for (std::size_t at = 45; at < file.size(); at += 3) {
    Bytes flipped = file;
    flipped[at] ^= 0x41U;
    const auto found = read(flipped);
    if (found.is_null()) continue;
    EXPECT_FALSE(found["status"].string_or("").empty());
    if (at + 16 > file.size()) break;  // what follows the store
    const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(at));
    EXPECT_TRUE(read(cut).is_null());
  }
  Bytes png = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  append(png, png_chunk("caBX", as_bytes("no boxes here")));
  EXPECT_EQ(read(png)["status"].string_or(""), "there, but cannot be read");
}

TEST(ContentCredentials, AreAbsentWhereThereAreNone) {
  for (const std::string_view file :
       {"", "\x89PNG\r\n\x1A\n", "\xFF\xD8\xFF\xD9xxxxxxxxxxxx", "plain text, and long enough"})
    EXPECT_TRUE(read(Bytes(as_bytes(file).begin(), as_bytes(file).end())).is_null());
}

TEST(Jumbf, BoxesThatNestTooDeeplyAreRefused) {
  Bytes inner = superbox("c2as", "x", {});
  for (int i = 0; i < 20; ++i) inner = superbox("c2as", "x", {inner});
  EXPECT_FALSE(parse_superbox(inner).has_value());
}

TEST(Cbor, IsReadAndRefused) {
  const auto map =
      parse_cbor(as_bytes(std::string_view("\xA2\x01\x26\x61\x61\x82\x41\x00\xF6", 9)));
  ASSERT_TRUE(map.has_value());
  EXPECT_EQ(map->find(1)->integer(), -7);
  EXPECT_EQ(map->find("a")->items.size(), 2U);
  EXPECT_EQ(map->find("b"), nullptr);
  // {_ "a": 1}
  const auto open = parse_cbor(as_bytes(std::string_view("\xBF\x61\x61\x01\xFF", 5)));
  ASSERT_TRUE(open.has_value());
  EXPECT_EQ(open->find("a")->integer(), 1);
  using namespace std::string_view_literals;
  for (const std::string_view bad :
       {""sv, "\xA1"sv, "\xA1\x01"sv, "\x43\x01"sv, "\x9B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"sv,
        "\x01\x01"sv, "\xBF\x01\xFF"sv, "\x5F\x41\x00\xFF"sv, "\x1C"sv})
    EXPECT_FALSE(parse_cbor(as_bytes(bad)).has_value()) << bad.size();
  EXPECT_FALSE(parse_cbor(as_bytes(std::string(100, '\x81') + '\x01')).has_value());
  EXPECT_FALSE(parse_cbor(as_bytes(std::string(100'000, '\x9F'))).has_value());
}

}  // namespace
}  // namespace sanad::metadata
