// Codings, media, templates, certificates and the timestamp authority, each by itself.
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <zlib.h>

#include <filesystem>

#include "coding.h"
#include "media.h"
#include "openssl_ptr.h"
#include "pki.h"
#include "render.h"
#include "test_folder.h"
#include "timestamp_authority.h"

namespace sanad::range {
namespace {

TEST(ContentCoding, DecodesWhatItEncodedHoweverTheBytesArrive) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "line " + std::to_string(i * 7919 % 1000) + "\n";
  for (const char* coding : {"gzip", "deflate", "br"}) {
    for (const std::string& plain : {std::string(), std::string("x"), text}) {
      const Bytes coded = encode_content(coding, as_bytes(plain)).value();
      for (const std::size_t step : {std::size_t{1}, std::size_t{1000}, coded.size()}) {
        const auto decoder = ContentDecoder::create(coding);
        Bytes out;
        for (std::size_t at = 0; at < coded.size(); at += step) {
          const ByteView part = ByteView(coded).subspan(at, std::min(step, coded.size() - at));
          ASSERT_TRUE(decoder->update(part, out).ok()) << coding;
        }
        EXPECT_EQ(as_text(out), plain);
        EXPECT_TRUE(decoder->is_whole()) << coding << " " << plain.size();
      }
    }
  }
}

TEST(ContentCoding, SeesThatABodyIsCutOrOfAnotherCoding) {
  for (const char* coding : {"gzip", "deflate", "br"}) {
    const Bytes coded = encode_content(coding, as_bytes("some text to be coded")).value();
    const auto cut = ContentDecoder::create(coding);
    Bytes out;
    EXPECT_TRUE(cut->update(ByteView(coded).first(coded.size() - 1), out).ok());
    EXPECT_FALSE(cut->is_whole());
    const auto longer = ContentDecoder::create(coding);
    Bytes with_more = coded;
    with_more.push_back(0);
    EXPECT_FALSE(longer->update(with_more, out).ok());
  }
  EXPECT_EQ(ContentDecoder::create("zstd"), nullptr);
  EXPECT_EQ(encode_content("zstd", {}).error().code, ErrorCode::kInvalid);
}

TEST(Media, TheSameSeedGivesTheSamePngAndAnotherSeedAnother) {
  const Bytes png = make_png(40, 30, 7);
  EXPECT_EQ(png, make_png(40, 30, 7));
  EXPECT_NE(png, make_png(40, 30, 8));
  const Bytes start = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
                       0,    0,   0,   13,  'I',  'H',  'D',  'R'};
  EXPECT_EQ(Bytes(png.begin(), png.begin() + 16), start);
  Bytes rows(30 * (40 * 3 + 1));
  uLongf size = rows.size();
  // 8 signature, 25 IHDR, 8 of IDAT's head; 4 of its CRC and 12 of IEND after it.
  ASSERT_EQ(uncompress(rows.data(), &size, png.data() + 41, png.size() - 41 - 16), Z_OK);
  EXPECT_EQ(size, rows.size());
  EXPECT_EQ(make_png(0, 0, 1), make_png(1, 1, 1));
}

TEST(Media, AWavSaysItsTrueLength) {
  const Bytes wav = make_wav(500, 3);
  ASSERT_EQ(wav.size(), 44u + 4000u);
  EXPECT_EQ(as_text(ByteView(wav).first(4)), "RIFF");
  EXPECT_EQ(wav[4] | wav[5] << 8, 36 + 4000);
  EXPECT_EQ(wav[40] | wav[41] << 8, 4000);
}

TEST(Media, ThePatternDoesNotDependOnHowItIsCut) {
  Bytes whole(1000);
  fill_pattern(0, whole.data(), whole.size());
  for (std::size_t cut = 0; cut < whole.size(); cut += 37) {
    Bytes rest(whole.size() - cut);
    fill_pattern(cut, rest.data(), rest.size());
    EXPECT_TRUE(std::equal(rest.begin(), rest.end(), whole.begin() + static_cast<long>(cut)));
  }
}

TEST(Render, EscapesValuesUnlessTheyAreHtml) {
  const TemplateValues values = {{"a", "<b>\"'&"}, {"html", "<i>x</i>"}};
  EXPECT_EQ(render("[{{a}}] {{{html}}} {{none}}.", values),
            "[&lt;b&gt;&quot;&#39;&amp;] <i>x</i> .");
  EXPECT_EQ(render("{{a", values), "{{a");
}

constexpr Timestamp kNow{1'780'000'000'000};

TEST(Pki, IsKeptBetweenStartsAndReadableByItsOwnerOnly) {
  const TestFolder folder;
  const std::vector<std::string> hosts = {"forum.tirazan.example"};
  const Pki first = open_pki(folder.path(), hosts, kNow).value();
  const Pki second = open_pki(folder.path(), hosts, kNow).value();
  EXPECT_EQ(first.leaf.certificate, second.leaf.certificate);
  EXPECT_EQ(first.authority_spki_sha256, second.authority_spki_sha256);
  struct stat status{};
  ASSERT_EQ(::stat((folder.path() / "authority.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST(Pki, IsMadeAnewForOtherHostsAndBeforeItEnds) {
  const TestFolder folder;
  const Pki first = open_pki(folder.path(), {"forum.tirazan.example"}, kNow).value();
  const Pki other = open_pki(folder.path(), {"news.tirazan.example"}, kNow).value();
  EXPECT_NE(first.leaf.certificate, other.leaf.certificate);
  const Timestamp later{kNow.unix_ms + 385LL * 24 * 3600 * 1000};
  const Pki renewed = open_pki(folder.path(), {"news.tirazan.example"}, later).value();
  EXPECT_NE(other.leaf.certificate, renewed.leaf.certificate);
}

TEST(Pki, SaysThatItsFolderCannotBeMade) {
  const TestFolder folder;
  const auto pki = open_pki("/proc/no/such/folder", {"forum.tirazan.example"}, kNow);
  ASSERT_FALSE(pki.ok());
  EXPECT_EQ(pki.error().code, ErrorCode::kIo);
}

TEST(TimestampAuthority, RefusesAMalformedRequestInAResponse) {
  const TestFolder folder;
  const ManualClock clock(kNow);
  const Pki pki = open_pki(folder.path(), {"tsa.tirazan.example"}, kNow).value();
  const auto authority = TimestampAuthority::create(pki, clock).value();
  const Bytes answer = authority->respond(as_bytes("nonsense")).value();
  const unsigned char* data = answer.data();
  const TsResponsePtr response(d2i_TS_RESP(nullptr, &data, static_cast<long>(answer.size())));
  ASSERT_NE(response, nullptr);
  EXPECT_EQ(ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response.get()))),
            TS_STATUS_REJECTION);
}

}  // namespace
}  // namespace sanad::range
