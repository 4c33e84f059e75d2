#include "parts/parts.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>

namespace sanad::parts {
namespace {

struct Got {
  std::string name, bytes, problem;
  bool encrypted = false, given_up = false;
};

class Collector final : public Sink {
 public:
  Result<void> begin(const Part& part) override {
    parts.push_back({part.name, "", "", part.encrypted, false});
    hints.push_back(part.hints);
    return {};
  }
  Result<void> data(ByteView piece) override {
    parts.back().bytes += as_text(piece);
    return fail_on_data ? Result<void>(Error{ErrorCode::kIo, "no more"}) : Result<void>();
  }
  Result<void> end(std::string_view problem, bool is_given_up) override {
    parts.back().problem = problem;
    parts.back().given_up = is_given_up;
    ++ended;
    return {};
  }
  std::vector<Got> parts;
  std::vector<Hints> hints;
  std::size_t ended = 0;
  bool fail_on_data = false;
};

struct Outcome {
  Kind kind = Kind::kNone;
  std::vector<Got> parts;
  std::vector<Hints> hints;
  std::vector<std::string> problems;
  std::string names() const {
    std::string all;
    for (const Got& part : parts) all += part.name + ";";
    return all;
  }
};

Outcome opened(std::string_view item, const Limits& limits = {}, const Hints& hints = {}) {
  Collector sink;
  Outcome outcome;
  outcome.kind = kind_of(as_bytes(item), hints);
  auto result = open(as_bytes(item), outcome.kind, hints, limits, sink);
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(sink.ended, sink.parts.size()) << "each part ends";
  EXPECT_EQ(result->parts, sink.parts.size());
  outcome.problems = result->problems;
  outcome.parts = std::move(sink.parts);
  outcome.hints = std::move(sink.hints);
  return outcome;
}

std::string text_in(std::string_view item, const Hints& hints = {}) {
  const auto text = text_of(as_bytes(item), kind_of(as_bytes(item), hints), hints);
  return text ? text->text : "no text";
}

using Member = std::pair<std::string, std::string>;

struct Packing {
  int (*format)(archive*);
  int (*filter)(archive*);
};

std::string packed(const std::vector<Member>& members, Packing packing) {
  std::string out(8U << 20U, '\0');
  std::size_t used = 0;
  archive* writer = ::archive_write_new();
  packing.format(writer);
  packing.filter(writer);
  ::archive_write_set_bytes_in_last_block(writer, 1);
  ::archive_write_open_memory(writer, out.data(), out.size(), &used);
  for (const auto& [name, bytes] : members) {
    archive_entry* entry = ::archive_entry_new();
    ::archive_entry_set_pathname(entry, name.c_str());
    ::archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    ::archive_entry_set_filetype(entry, AE_IFREG);
    ::archive_entry_set_perm(entry, 0644);
    ::archive_write_header(writer, entry);
    ::archive_write_data(writer, bytes.data(), bytes.size());
    ::archive_entry_free(entry);
  }
  ::archive_write_close(writer);
  ::archive_write_free(writer);
  out.resize(used);
  return out;
}

constexpr Packing kZip{::archive_write_set_format_zip, ::archive_write_add_filter_none};
constexpr Packing kTar{::archive_write_set_format_pax_restricted, ::archive_write_add_filter_none};

std::string zip(const std::vector<Member>& members) { return packed(members, kZip); }

class PartsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { prepare(); }
};
using Archives = PartsTest;
using Mails = PartsTest;
using Documents = PartsTest;
using Texts = PartsTest;

TEST_F(Archives, GiveWhatWasPutInByEveryWayOfPacking) {
  std::mt19937 random(7);
  const std::vector<Packing> ways = {
      kZip,
      kTar,
      {::archive_write_set_format_7zip, ::archive_write_add_filter_none},
      {::archive_write_set_format_ustar, ::archive_write_add_filter_gzip},
      {::archive_write_set_format_gnutar, ::archive_write_add_filter_bzip2},
      {::archive_write_set_format_pax, ::archive_write_add_filter_xz},
      {::archive_write_set_format_pax, ::archive_write_add_filter_zstd},
      {::archive_write_set_format_cpio_newc, ::archive_write_add_filter_none}};
  for (int round = 0; round < 5; ++round) {
    std::vector<Member> members;
    const std::size_t count = 1 + random() % 5;
    for (std::size_t i = 0; i < count; ++i) {
      std::string bytes(random() % 60'000, '\0');
      for (char& c : bytes) c = static_cast<char>(random() % (1 + random() % 256));
      members.emplace_back(fmt::format("folder {}/چراغ {}", round, i), std::move(bytes));
    }
    for (std::size_t way = 0; way < ways.size(); ++way) {
      const Outcome outcome = opened(packed(members, ways[way]));
      EXPECT_TRUE(outcome.problems.empty());
      std::map<std::string, std::string> expected(members.begin(), members.end()), got;
      for (const Got& part : outcome.parts) got[part.name] = part.bytes;
      EXPECT_EQ(got == expected, true) << "way " << way << ", round " << round;
    }
  }
}

TEST_F(Archives, OneCompressedFileHasOnePart) {
  for (const auto filter : {::archive_write_add_filter_gzip, ::archive_write_add_filter_bzip2,
                            ::archive_write_add_filter_xz, ::archive_write_add_filter_zstd}) {
    // Zeros, which some take for an empty tar.
    for (const std::string& bytes : {std::string(4000, '\0'), std::string("a lantern")}) {
      const Outcome outcome =
          opened(packed({{"x", bytes}}, {::archive_write_set_format_raw, filter}));
      ASSERT_EQ(outcome.parts.size(), 1U);
      EXPECT_EQ(outcome.parts[0].bytes, bytes);
      EXPECT_EQ(outcome.parts[0].name, "content");
    }
  }
}

TEST_F(Archives, WhatWasReadBeforeABrokenTailIsGiven) {
  std::string noise(50'000, '\0');
  std::mt19937 random(3);
  for (char& c : noise) c = static_cast<char>(random());
  for (const Packing& way :
       {kZip, kTar, Packing{::archive_write_set_format_ustar, ::archive_write_add_filter_gzip}}) {
    const std::string whole = packed({{"first", "a lantern"}, {"second", noise}}, way);
    const Outcome outcome = opened(std::string_view(whole).substr(0, whole.size() - 20'000));
    ASSERT_GE(outcome.parts.size(), 1U);
    EXPECT_EQ(outcome.parts[0].bytes, "a lantern");
    EXPECT_FALSE(outcome.problems.empty());
  }
}

TEST_F(Archives, EveryCutIsBorne) {
  const std::string whole = zip({{"first", "a lantern"}, {"second", std::string(300, 'x')}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    (void)opened(std::string_view(whole).substr(0, size));
  }
}

TEST_F(Archives, NamesAreBytesAndNeverPaths) {
  const Outcome outcome =
      opened(zip({{"../../climb", "1"}, {"/etc/passwd", "2"}, {"same", "3"}, {"same", "4"}}));
  EXPECT_EQ(outcome.names(), "../../climb;/etc/passwd;same;same;");
}

TEST_F(Archives, AnEncryptedMemberIsListedWithoutBytes) {
  std::string item = zip({{"open", "a lantern"}, {"closed", "a secret of the orchard"}});
  // APPNOTE 4.4.4: bit 0 of the flags, in the local and in the central header of "closed".
  const auto mark = [&item](std::string_view signature, std::size_t flags_at) {
    std::size_t at = item.find(signature);
    at = item.find(signature, at + 1);
    item[at + flags_at] = static_cast<char>(item[at + flags_at] | 1);
  };
  mark(std::string_view("PK\x03\x04"), 6);
  mark(std::string_view("PK\x01\x02"), 8);
  const Outcome outcome = opened(item);
  ASSERT_EQ(outcome.parts.size(), 2U);
  EXPECT_EQ(outcome.parts[0].bytes, "a lantern");
  EXPECT_TRUE(outcome.parts[1].encrypted);
  EXPECT_EQ(outcome.parts[1].bytes, "");
  EXPECT_EQ(outcome.parts[1].problem, "it is encrypted");
}

TEST_F(Archives, APartThatIsTooLongCostsThatPart) {
  const Outcome outcome = opened(zip({{"a", "1"}, {"long", std::string(100'000, 'x')}, {"b", "2"}}),
                                 {.part_bytes = 1000});
  ASSERT_EQ(outcome.names(), "a;long;b;");
  EXPECT_TRUE(outcome.parts[1].given_up);
  EXPECT_EQ(outcome.parts[1].problem, "it is longer than 1000 bytes");
  EXPECT_EQ(outcome.parts[2].bytes, "2");
}

TEST_F(Archives, BytesInAllAndTheNumberOfPartsHaveLimits) {
  std::vector<Member> members;
  for (int i = 0; i < 20; ++i) members.emplace_back(std::to_string(i), std::string(10'000, 'x'));
  const Outcome bytes = opened(zip(members), {.bytes = 55'000});
  EXPECT_EQ(bytes.parts.size(), 6U);
  ASSERT_EQ(bytes.problems.size(), 1U);
  EXPECT_NE(bytes.problems[0].find("more than 55000 bytes"), std::string::npos);
  const Outcome count = opened(zip(members), {.parts = 7});
  EXPECT_EQ(count.parts.size(), 7U);
  ASSERT_EQ(count.problems.size(), 1U);
  EXPECT_NE(count.problems[0].find("more than 7 parts"), std::string::npos);
}

TEST_F(Archives, ABombStopsAtItsRatio) {
  const std::string bomb =
      packed({{"x", std::string(40U << 20U, '\0')}},
             {::archive_write_set_format_raw, ::archive_write_add_filter_gzip});
  // The same rule as for large ones, with the free bytes left out: they are a constant.
  const Outcome outcome = opened(bomb, {.bytes = bomb.size() * 250});
  ASSERT_EQ(outcome.parts.size(), 1U);
  EXPECT_TRUE(outcome.parts[0].given_up);
  EXPECT_EQ(outcome.problems.size(), 1U);
}

TEST_F(Archives, AZipBehindAPictureIsOpened) {
  const std::string item =
      "\xFF\xD8\xFF\xE0 a picture of some kind" + zip({{"hidden", "a lantern"}});
  const Outcome outcome = opened(item);
  EXPECT_EQ(outcome.kind, Kind::kAppended);
  ASSERT_EQ(outcome.parts.size(), 1U);
  EXPECT_EQ(outcome.parts[0].bytes, "a lantern");
}

TEST_F(Archives, AnErrorOfTheTakerIsGivenBack) {
  Collector sink;
  sink.fail_on_data = true;
  const std::string item = zip({{"a", "1"}, {"b", "2"}});
  const auto result = open(as_bytes(item), Kind::kArchive, {}, {}, sink);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::kIo);
  EXPECT_EQ(sink.parts.size(), 1U);
}

constexpr std::string_view kMail =
    "From: =?UTF-8?B?2obYsdin2Lo=?= <zarin@tirazan.example>\r\n"
    "To: bridge@tirazan.example\r\nSubject: =?windows-1256?Q?=D3=E6=DE?= tonight\r\n"
    "X-Other: not shown\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\npreamble\r\n"
    "--b\r\nContent-Type: text/plain; charset=windows-1256\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n=D3=E6=DE lantern\r\n"
    "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>a page\r\n"
    "--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n"
    "Content-Disposition: attachment; filename*=UTF-8''%DA%86%D8%B1%D8%A7%D8%BA.zip\r\n\r\n"
    "UEsD\r\nBAo=\r\n"
    "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: b@tirazan.example\r\nSubject: within\r\n\r\n"
    "the inner one\r\n--b--\r\n";

TEST_F(Mails, GiveEachLeafDecodedWithItsNameAndCharset) {
  const Outcome outcome = opened(kMail);
  EXPECT_EQ(outcome.kind, Kind::kMail);
  ASSERT_EQ(outcome.names(), "body.txt;body.html;چراغ.zip;message.eml;");
  EXPECT_EQ(outcome.parts[0].bytes, "\xD3\xE6\xDE lantern");
  EXPECT_EQ(outcome.hints[0].charset, "windows-1256");
  EXPECT_EQ(outcome.hints[1].type, "html");
  EXPECT_EQ(outcome.parts[2].bytes, std::string_view("PK\x03\x04\x0A"));
  EXPECT_EQ(outcome.hints[3].type, "mail");
  EXPECT_NE(outcome.parts[3].bytes.find("the inner one"), std::string::npos);
  EXPECT_EQ(opened(outcome.parts[3].bytes, {}, outcome.hints[3]).names(), "body.txt;");
}

TEST_F(Mails, TheirHeadersAreTheirText) {
  const std::string text = text_in(kMail);
  EXPECT_EQ(text,
            "From: چراغ <zarin@tirazan.example>\nTo: bridge@tirazan.example\n"
            "Subject: سوق tonight\n");
  EXPECT_EQ(text_in("\xD3\xE6\xDE \xC7\xE1\xE4\xE5\xD1", {"", "windows-1256"}), "سوق النهر");
}

TEST_F(Mails, WhatIsEncryptedIsListed) {
  const Outcome outcome = opened(
      "From: a@tirazan.example\nTo: b@tirazan.example\nContent-Type: multipart/encrypted; "
      "protocol=\"application/pgp-encrypted\"; boundary=b\n\n--b\nContent-Type: "
      "application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream; "
      "name=\"encrypted.asc\"\n\nxyz\n--b--\n");
  ASSERT_EQ(outcome.parts.size(), 2U);
  EXPECT_TRUE(outcome.parts[1].encrypted);
  EXPECT_EQ(outcome.parts[1].bytes, "");
}

TEST_F(Mails, AMailboxGivesEachMailAsItStands) {
  std::string box;
  std::vector<std::string> mails;
  for (int i = 0; i < 5; ++i) {
    mails.push_back(fmt::format(
        "From: a@tirazan.example\nTo: b@tirazan.example\nSubject: {}\n\nFrom the bridge\n"
        "\nFrom here on, no header follows\n\n",
        i));
    box += "From a@tirazan.example Sun Nov  1 12:00:00 2026\n" + mails.back();
  }
  const Outcome outcome = opened(box);
  EXPECT_EQ(outcome.kind, Kind::kMailbox);
  ASSERT_EQ(outcome.parts.size(), mails.size());
  for (std::size_t i = 0; i < mails.size(); ++i) EXPECT_EQ(outcome.parts[i].bytes, mails[i]);
}

TEST_F(Mails, ACutMailGivesItsHead) {
  for (std::size_t size = kMail.size(); size > 300; --size) {
    const Outcome outcome = opened(kMail.substr(0, size));
    if (size > 460) {
      ASSERT_GE(outcome.parts.size(), 1U) << size;
      EXPECT_TRUE(std::string_view(outcome.parts[0].bytes).starts_with("\xD3")) << size;
    }
  }
}

TEST_F(Mails, NestedBeyondReasonTheyEnd) {
  std::string head = "From: a@tirazan.example\nTo: b@tirazan.example\n", tail;
  for (int i = 0; i < 3000; ++i) {
    head += fmt::format("Content-Type: multipart/mixed; boundary=b{0}\n\n--b{0}\n", i);
    tail = fmt::format("\n--b{}--", i) + tail;
  }
  (void)opened(head + "\ntext\n" + tail);
}

const char* const kWord =
    "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>Seven "
    "lanterns</w:t></w:r><w:r><w:tab/><w:t>tonight</w:t></w:r></w:p><w:p><w:r><w:t>چراغ"
    "</w:t></w:r></w:p><w:sdt>not text</w:sdt></w:body></w:document>";

TEST_F(Documents, OfWordGiveTextAndMedia) {
  const std::string item = zip({{"[Content_Types].xml", "<Types/>"},
                                {"word/document.xml", kWord},
                                {"word/footnotes.xml", "<w:t xmlns:w='w'>a note</w:t>"},
                                {"word/media/image1.png", "picture"},
                                {"word/embeddings/table.xlsx", "table"}});
  const Outcome outcome = opened(item);
  EXPECT_EQ(outcome.kind, Kind::kOoxml);
  EXPECT_EQ(outcome.names(), "word/media/image1.png;word/embeddings/table.xlsx;");
  EXPECT_EQ(text_in(item), "Seven lanterns tonight\nچراغ\na note\n");
}

TEST_F(Documents, SlidesAreReadInTheirOrderAndCellsOneALine) {
  std::vector<Member> slides = {{"[Content_Types].xml", "<Types/>"}};
  for (const int i : {10, 2, 1}) {
    slides.emplace_back(
        fmt::format("ppt/slides/slide{}.xml", i),
        fmt::format("<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:t>slide {}</a:t></a:p></p:sld>", i));
  }
  EXPECT_EQ(text_in(zip(slides)), "slide 1\nslide 2\nslide 10\n");
  EXPECT_EQ(
      text_in(zip({{"[Content_Types].xml", "<Types/>"},
                   {"xl/sharedStrings.xml", "<sst><si><t>one</t></si><si><t>two</t></si></sst>"}})),
      "one\ntwo\n");
}

TEST_F(Documents, OfOpenDocumentGiveTextAndPictures) {
  const std::string item =
      zip({{"mimetype", "application/vnd.oasis.opendocument.text"},
           {"content.xml",
            "<o:d xmlns:o='o' "
            "xmlns:text='t'><text:h>Seven</text:h><text:p>lan<text:span>terns</text:span><text:s/"
            ">lit</text:p></o:d>"},
           {"Pictures/1.png", "picture"}});
  const Outcome outcome = opened(item);
  EXPECT_EQ(outcome.kind, Kind::kOdf);
  EXPECT_EQ(outcome.names(), "Pictures/1.png;");
  EXPECT_EQ(text_in(item), "Seven\nlanterns lit\n");
}

TEST_F(Documents, EntitiesAreNotUnfolded) {
  const std::string item = zip(
      {{"[Content_Types].xml", "<Types/>"},
       {"word/document.xml", "<!DOCTYPE a [<!ENTITY x 'lantern'>]><w:t xmlns:w='w'>&x;</w:t>"}});
  const auto text = text_of(as_bytes(item), Kind::kOoxml, {});
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(text->text, "");
  EXPECT_EQ(text->problems.size(), 1U);
}

std::string pdf(bool with_trailer) {
  std::string file = "%PDF-1.4\n";
  std::vector<std::size_t> offsets;
  const auto object = [&](std::string_view body) {
    offsets.push_back(file.size());
    file += fmt::format("{} 0 obj\n{}\nendobj\n", offsets.size(), body);
  };
  const auto stream = [&](std::string_view dict, std::string_view data) {
    object(fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", dict, data.size(), data));
  };
  object(
      "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(note) 7 0 R] >> >> >>");
  object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
  object(
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R /Resources << /Font << "
      "/F 5 0 R >> /XObject << /I 6 0 R /J 9 0 R >> >> >>");
  stream("", "BT /F 12 Tf 10 50 Td (Seven lanterns) Tj ET /I Do /J Do");
  object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  stream(
      "/Type /XObject /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace "
      "/DeviceRGB",
      "abcdef");
  object("<< /Type /Filespec /F (note.txt) /EF << /F 8 0 R >> >>");
  stream("/Type /EmbeddedFile", "a note");
  stream(
      "/Type /XObject /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace "
      "/DeviceRGB /Filter /DCTDecode",
      "\xFF\xD8 as it stands");
  if (!with_trailer) return file;
  const std::size_t table = file.size();
  file += fmt::format("xref\n0 {}\n0000000000 65535 f \n", offsets.size() + 1);
  for (const std::size_t offset : offsets) file += fmt::format("{:010} 00000 n \n", offset);
  return file + fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n",
                            offsets.size() + 1, table);
}

TEST_F(Documents, OfPdfGiveTextPicturesAndAttachments) {
  const std::string item = pdf(true);
  EXPECT_EQ(text_in(item), "Seven lanterns\n\n\f");
  const Outcome outcome = opened(item);
  EXPECT_EQ(outcome.kind, Kind::kPdf);
  ASSERT_EQ(outcome.names(), "page 1 image 1.bmp;note.txt;page 1 image 2.jpg;");
  // Rows of BMP are blue, green, red, and padded to four bytes.
  EXPECT_EQ(outcome.parts[0].bytes.substr(54), std::string("cbafed\0\0", 8));
  EXPECT_EQ(outcome.parts[1].bytes, "a note");
  EXPECT_EQ(outcome.parts[2].bytes, "\xFF\xD8 as it stands");
  EXPECT_TRUE(outcome.problems.empty());
}

TEST_F(Documents, APdfWithoutItsEndGivesTheObjectsThatStand) {
  const Outcome outcome = opened(pdf(false));
  EXPECT_EQ(outcome.parts.size(), 3U);
  EXPECT_EQ(outcome.problems.size(), 1U);
}

TEST_F(Documents, OfHtmlGiveWhatAReaderSees) {
  const std::string_view page =
      "<!DOCTYPE html><title>The "
      "market</title><style>p{background:url(data:image/png;base64,bGFtcA==)}"
      "</style><script>var hidden = 'data:text/plain,x'</script><p>Seven "
      "<b>lan</b>terns&nbsp;<p>tonight"
      "<div style='display: none'>unseen</div><img alt='a lamp' src='data:image/gif;base64,R0lG'>"
      "<a href='data:text/html,%3Cp%3Ehello'>open</a><!-- unseen -->";
  EXPECT_EQ(text_in(page), "The market\nSeven lanterns\u00A0\ntonight\na lamp\nopen\n");
  const Outcome outcome = opened(page);
  ASSERT_EQ(outcome.names(), "data 1;data 2;data 3;");
  EXPECT_EQ(outcome.parts[0].bytes, "lamp");
  EXPECT_EQ(outcome.parts[1].bytes, "GIF");
  EXPECT_EQ(outcome.parts[2].bytes, "<p>hello");
  EXPECT_EQ(outcome.hints[2].type, "html");
}

TEST_F(Documents, APageIsReadInTheCharsetThatItDeclares) {
  EXPECT_EQ(text_in("<html><meta charset='windows-1256'><p>\xD3\xE6\xDE"), "سوق\n");
  EXPECT_EQ(text_in(std::string_view("\xFF\xFE<\0h\0t\0m\0l\0>\0x\0", 16)), "x\n");
}

TEST_F(Documents, APageThatNestsBeyondReasonIsRead) {
  std::string page = "<html>";
  for (int i = 0; i < 2000; ++i) page += "<svg>";
  EXPECT_NE(text_in(page + "deep"), "no text");
}

TEST_F(Texts, AreReadInTheirEncoding) {
  EXPECT_EQ(text_in("seven lanterns"), "seven lanterns");
  EXPECT_EQ(text_in("\xEF\xBB\xBFseven"), "seven");
  EXPECT_EQ(text_in(std::string_view("\xFE\xFF\0s\0e\0v\0e\0n", 12)), "seven");
  EXPECT_EQ(text_in(std::string_view("\xFF\xFEs\0e\0v\0e\0n\0", 12)), "seven");
  const auto guessed = text_of(
      as_bytes("\xE5\xD0\xE5 \xD1\xD3\xC7\xE1\xC9 \xDA\xE4 \xD3\xE6\xDE \xC7\xE1\xE4\xE5\xD1 "
               "\xE6\xC7\xE1\xE3\xD5\xC7\xC8\xED\xCD \xDD\xED \xC7\xE1\xE1\xED\xE1"),
      Kind::kText, {});
  ASSERT_TRUE(guessed.has_value());
  EXPECT_EQ(guessed->text, "هذه رسالة عن سوق النهر والمصابيح في الليل");
  EXPECT_EQ(guessed->charset, "windows-1256 (guessed)");
}

TEST_F(Texts, NoiseIsNone) {
  std::mt19937 random(11);
  int texts = 0;
  for (int i = 0; i < 300; ++i) {
    std::string noise(400, '\0');
    for (char& c : noise) c = static_cast<char>(random());
    texts += kind_of(as_bytes(noise), {}) == Kind::kText ? 1 : 0;
  }
  EXPECT_EQ(texts, 0);
}

TEST_F(Texts, ALongOneIsCutAndSaysSo) {
  const std::string item(kMaxTextBytes + 5, 'x');
  const auto text = text_of(as_bytes(item), Kind::kText, {});
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(text->text.size(), kMaxTextBytes);
  EXPECT_EQ(text->problems.size(), 1U);
}

}  // namespace
}  // namespace sanad::parts
