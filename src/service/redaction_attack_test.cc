// The attack on our own result: hundreds of pictures and documents with a secret in each, in the
// pixels that are hidden and everywhere else that such a file has room for one. All are redacted
// and go into one bundle; then every byte of it is searched, every stream in it unpacked, for any
// fragment of any secret, plain and in other codings.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <random>
#include <set>
#include <unordered_set>

#include "import_rig.h"
#include "redaction/picture.h"
#include "redaction/proof.h"
#include "service/bundles.h"
#include "service/redactions.h"
#include "verifier/page.h"
#include "verifier/verifier.h"
#include "zip/reader.h"

namespace sanad::service {
namespace {

constexpr std::size_t kPictures = 280, kDocuments = 40;
constexpr std::size_t kSecretLetters = 18, kFragment = 6, kCodedFragment = 12;

// Letters that no hexadecimal digest has, so that a digest is never taken for a fragment.
std::string new_secret(std::mt19937_64& random) {
  std::string secret;
  while (secret.size() < kSecretLetters) secret += static_cast<char>('g' + random() % 20);
  return secret;
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(c - ('a' - 'A'));
  return text;
}
std::string wide(std::string_view text, bool is_big) {
  std::string out;
  for (const char c : text) {
    if (is_big) out += '\0';
    out += c;
    if (!is_big) out += '\0';
  }
  return out;
}

// Fragments of secrets, by their length.
class Fragments {
 public:
  explicit Fragments(const std::vector<std::string>& secrets) {
    for (const std::string& secret : secrets) {
      const std::string reversed(secret.rbegin(), secret.rend());
      for (const std::string& text : {secret, upper(secret), reversed})
        add(plain_, text, kFragment);
      for (const bool is_big : {false, true}) add(coded_, wide(secret, is_big), kCodedFragment);
      for (const std::string& lead : {std::string(), std::string("x"), std::string("xy")}) {
        const std::string coded = format_base64(as_bytes(lead + secret));
        add(coded_, coded.substr(4, coded.size() - 8), kCodedFragment);
      }
      add(coded_, format_hex(as_bytes(secret)), kCodedFragment);
      // Each letter thrice, as a grey pixel would have it.
      std::string grey;
      for (const char c : secret) grey += std::string(3, c);
      add(coded_, grey, kCodedFragment);
    }
  }
  // How many places hold a fragment.
  std::size_t found_in(std::string_view bytes) const {
    return count(plain_, bytes, kFragment) + count(coded_, bytes, kCodedFragment);
  }

 private:
  using Set = std::unordered_set<std::string_view>;
  void add(Set& set, const std::string& text, std::size_t length) {
    kept_.push_back(std::make_unique<std::string>(text));
    const std::string_view view = *kept_.back();
    for (std::size_t at = 0; at + length <= view.size(); ++at) set.insert(view.substr(at, length));
  }
  static std::size_t count(const Set& set, std::string_view bytes, std::size_t length) {
    std::size_t found = 0;
    for (std::size_t at = 0; at + length <= bytes.size(); ++at)
      found += set.contains(bytes.substr(at, length));
    return found;
  }
  std::vector<std::unique_ptr<std::string>> kept_;
  Set plain_, coded_;
};

// Whatever unpacks from any place on: zlib, gzip, or bare deflate behind such a head.
std::vector<std::string> streams_in(std::string_view bytes) {
  std::vector<std::string> streams;
  std::string out(1 << 16, '\0');
  for (std::size_t at = 0; at + 2 < bytes.size(); ++at) {
    const auto a = static_cast<unsigned char>(bytes[at]);
    const auto b = static_cast<unsigned char>(bytes[at + 1]);
    const bool is_zlib = (a & 0x0FU) == 8 && (a >> 4U) <= 7 && (a * 256U + b) % 31 == 0;
    if (!is_zlib && !(a == 0x1F && b == 0x8B)) continue;
    z_stream z{};
    if (::inflateInit2(&z, 15 + 32) != Z_OK) continue;
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + at));
    z.avail_in = static_cast<uInt>(bytes.size() - at);
    std::string stream;
    int state = Z_OK;
    while (state == Z_OK && stream.size() < (8U << 20U)) {
      z.next_out = reinterpret_cast<Bytef*>(out.data());
      z.avail_out = static_cast<uInt>(out.size());
      state = ::inflate(&z, Z_NO_FLUSH);
      stream.append(out.data(), out.size() - z.avail_out);
    }
    ::inflateEnd(&z);
    if (stream.size() >= kFragment) streams.push_back(std::move(stream));
  }
  return streams;
}

Bytes chunk(std::string_view type, std::string_view data) {
  Bytes out;
  const auto put = [&](std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
      out.push_back(static_cast<std::uint8_t>(value >> shift));
  };
  put(static_cast<std::uint32_t>(data.size()));
  out.insert(out.end(), type.begin(), type.end());
  out.insert(out.end(), data.begin(), data.end());
  put(static_cast<std::uint32_t>(::crc32_z(0, out.data() + 4, out.size() - 4)));
  return out;
}
std::string packed(std::string_view text) {
  uLongf size = ::compressBound(static_cast<uLong>(text.size()));
  std::string out(size, '\0');
  ::compress(reinterpret_cast<Bytef*>(out.data()), &size,
             reinterpret_cast<const Bytef*>(text.data()), static_cast<uLong>(text.size()));
  out.resize(size);
  return out;
}

// 96 x 64 pixels with the secret as the very samples of tiles 1 to 3 of the second row.
std::string picture_with(const std::string& secret, std::size_t kind, std::mt19937_64& random) {
  redaction::Picture picture{96, 64, {}};
  for (std::size_t i = 0; i < 96 * 64 * 3; ++i)
    picture.pixels.push_back(static_cast<std::uint8_t>(128 + random() % 100));
  for (std::size_t y = 16; y < 32; ++y)
    for (std::size_t i = 0; i < 3 * 48; ++i)
      picture.pixels[(y * 96 + 16) * 3 + i] = static_cast<std::uint8_t>(
          y % 2 == 0 ? secret[i % secret.size()] : secret[i / 3 % secret.size()]);
  if (kind % 7 == 6) {
    extract::Preview jpeg;
    jpeg.width = 96;
    jpeg.height = 64;
    jpeg.pixels = picture.pixels;
    std::string file = to_text(extract::format_png(jpeg).value());
    return file + secret;
  }
  std::string file = to_text(redaction::write_png(picture).value());
  const auto insert = [&](std::string_view type, const std::string& data) {
    file.insert(33, as_text(chunk(type, data)));
  };
  using namespace std::string_literals;
  switch (kind % 7) {
    case 0:
      insert("tEXt", "Comment\0"s + secret);
      break;
    case 1:
      insert("zTXt", "Comment\0\0"s + packed(secret + secret));
      break;
    case 2:
      insert("iTXt", "XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>"s + secret + "</x:xmpmeta>");
      break;
    case 3:  // a thumbnail within Exif, as far as a reader of bytes is concerned
      insert("eXIf", "II*\0\x08\0\0\0\0\0\0\0\0\0"s + wide(secret, false) + secret);
      break;
    case 4:
      insert("prVt", secret);
      break;
    default:
      file += packed(secret) + secret;
      break;
  }
  return file;
}

// A document with the secret on its page, in its information, its XMP, an attachment, the name of a
// font and an update behind its end.
std::string document_with(const std::string& secret) {
  std::string pdf = "%PDF-1.4\n";
  const auto object = [&](int number, std::string_view body) {
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", number, body);
  };
  const auto stream = [&](int number, std::string_view members, const std::string& bytes) {
    object(number,
           fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", members, bytes.size(), bytes));
  };
  object(1,
         "<< /Type /Catalog /Pages 2 0 R /Metadata 6 0 R /Names << /EmbeddedFiles << /Names "
         "[(a) 7 0 R] >> >> >>");
  object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 300 100] >>");
  object(3,
         "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>");
  stream(4, "/Filter /FlateDecode", packed(fmt::format("BT /F 12 Tf 10 50 Td ({}) Tj ET", secret)));
  object(5, fmt::format("<< /Type /Font /Subtype /Type1 /BaseFont /{} >>", "Helvetica"));
  stream(6, "/Type /Metadata /Subtype /XML", "<x:xmpmeta>" + secret + "</x:xmpmeta>");
  object(7, fmt::format("<< /Type /Filespec /F ({}.txt) /EF << /F 8 0 R >> >>", secret));
  stream(8, "/Type /EmbeddedFile /Filter /FlateDecode", packed(secret));
  object(9, fmt::format("<< /Title ({}) /Author ({}) >>", secret, secret));
  pdf += "trailer\n<< /Root 1 0 R /Info 9 0 R >>\n%%EOF\n";
  pdf += fmt::format(
      "9 0 obj\n<< /Title ({}) >>\nendobj\ntrailer\n<< /Root 1 0 R /Info 9 0 R "
      ">>\n%%EOF\n",
      secret);
  return pdf;
}

class RedactionAttack : public ImportRig {
 protected:
  Bytes bundle_with(const records::Exhibit& exhibit, const std::vector<std::string>& redactions) {
    const auto ordered =
        order_bundle(workspace(), amal_, {case_.id, {exhibit.id}, "court", {}, redactions});
    EXPECT_TRUE(ordered.ok()) << ordered.error().message;
    const auto ran =
        run_bundle(workspace(), workspace().jobs().find(ordered->job).value(), monitor_);
    EXPECT_TRUE(ran.ok()) << ran.error().message;
    auto opened = open_bundle(workspace(), amal_, ordered->bundle).value();
    Bytes zip(opened.reader->size());
    EXPECT_EQ(opened.reader->read_at(0, zip).value(), zip.size());
    return zip;
  }
};

// Of a redacted picture also its samples, put together from its rows.
std::string everything_in(const zip::Reader& reader, const zip::Entry& entry) {
  const Bytes bytes = reader.read_all(entry, 1ULL << 30).value();
  std::string all = to_text(bytes);
  for (const std::string& stream : streams_in(as_text(bytes))) all += '\n' + stream;
  if (entry.name.ends_with(".png")) all += to_text(redaction::read_png(bytes).value().pixels);
  return all;
}

TEST_F(RedactionAttack, NoFragmentOfASecretIsInAnyByteOfABundle) {
  std::mt19937_64 random(20'261'130);
  std::vector<std::string> secrets;
  permit_imports();
  for (std::size_t i = 0; i < kPictures + kDocuments; ++i) {
    secrets.push_back(new_secret(random));
    const std::string bytes =
        i < kPictures ? picture_with(secrets[i], i, random) : document_with(secrets[i]);
    // The control: what is hidden is found where it is not.
    std::string all = bytes;
    for (const std::string& stream : streams_in(bytes)) all += '\n' + stream;
    EXPECT_GT(Fragments({secrets[i]}).found_in(all), 0U) << i;
    write(fmt::format("{:03}.{}", i, i < kPictures ? "png" : "pdf"), bytes);
  }
  const auto exhibit = import_folder();
  std::vector<std::string> redactions;
  for (std::size_t i = 0; i < secrets.size(); ++i) {
    PictureSubject subject{fmt::format("original-{}", i + 1), {}, {}};
    std::vector<HiddenBox> boxes{{16, 16, 48, 16, "a name"}};
    if (i >= kPictures) {
      subject.page = 1;
      boxes = {{0, 0, 1'800, 1'800, "a name"}};
    }
    const auto made = redact(workspace(), amal_, exhibit, subject, boxes);
    ASSERT_TRUE(made.ok()) << i << ": " << made.error().message;
    redactions.push_back((*made)["redaction"].string_or(""));
  }
  const Bytes zip = bundle_with(exhibit, redactions);
  MemorySource source(zip);
  const auto report = verifier::verify(source, {}, nullptr).value();
  EXPECT_NE(report.verdict, verifier::Verdict::kTampered) << verifier::format_report_text(report);
  const Fragments fragments(secrets);
  const auto reader = zip::Reader::open(source, {}).value();
  std::size_t pictures = 0;
  for (const zip::Entry& entry : reader.entries()) {
    pictures += entry.name.find("/data/redactions/") != std::string::npos;
    // The same in every bundle, whatever is secret; long enough to hold a fragment by chance.
    if (entry.name.ends_with("/index.html")) {
      EXPECT_EQ(as_text(reader.read_all(entry, 1ULL << 30).value()), verifier::reader_page());
      continue;
    }
    EXPECT_EQ(fragments.found_in(everything_in(reader, entry)), 0U) << entry.name;
  }
  // A picture and a proof of each, and a document of each PDF.
  EXPECT_EQ(pictures, 2 * secrets.size() + kDocuments);
}

}  // namespace
}  // namespace sanad::service
