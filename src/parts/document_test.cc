#include <fmt/format.h>

#include <random>

#include "parts_rig.h"

namespace sanad::parts {
namespace {

using Documents = PartsTest;
using Texts = PartsTest;

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

TEST_F(Documents, CellsChartsAndDrawingsOfTablesAreRead) {
  const std::string item =
      zip({{"[Content_Types].xml", "<Types/>"},
           {"xl/workbook.xml", "<w><sheets><sheet name='Boats' sheetId='1'/></sheets></w>"},
           {"xl/sharedStrings.xml", "<sst><si><t>who</t></si></sst>"},
           {"xl/worksheets/sheet1.xml",
            "<s><row><c t='s'><v>0</v></c><c><v>923001234567</v></c></row><row><c t='str'><f>A1</f>"
            "<v>a sum</v></c><c t='inlineStr'><is><t>in line</t></is></c></row></s>"},
           {"xl/drawings/drawing1.xml", "<x xmlns:a='a'><a:p><a:t>in a box</a:t></a:p></x>"},
           {"xl/charts/chart1.xml",
            "<x xmlns:c='c' xmlns:a='a'><a:t>Title</a:t><c:pt><c:v>North</c:v></c:pt></x>"},
           {"xl/threadedComments/threadedComment1.xml", "<x><text>Is it late?</text></x>"}});
  const std::string text = text_in(item);
  for (const std::string_view words : {"Boats", "who", "923001234567", "a sum", "in line",
                                       "in a box", "Title", "North", "Is it late?"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " in " << text;
  EXPECT_EQ(text.find("0\n"), std::string::npos) << text;
  EXPECT_EQ(text_in(zip({{"[Content_Types].xml", "<Types/>"},
                         {"ppt/slides/slide1.xml", "<x xmlns:a='a'><a:t>Seven</a:t></x>"},
                         {"ppt/diagrams/data1.xml", "<x xmlns:a='a'><a:t>lanterns</a:t></x>"}})),
            "lanterns\nSeven\n");
}

TEST_F(Documents, WhatStandsOnEverySlideAndPageIsRead) {
  const std::string shape = "<p:sp><p:nvSpPr><p:ph type='{}'/></p:nvSpPr><a:t>{}</a:t></p:sp>";
  const std::string master = "<x xmlns:p='p' xmlns:a='a'>" +
                             fmt::format(fmt::runtime(shape), "title", "Click to edit") +
                             fmt::format(fmt::runtime(shape), "ftr", "Harbour office") +
                             "<p:sp><a:t>for the pier only</a:t></p:sp></x>";
  EXPECT_EQ(text_in(zip({{"[Content_Types].xml", "<Types/>"},
                         {"ppt/slideMasters/slideMaster1.xml", master},
                         {"ppt/slides/slide1.xml",
                          "<x xmlns:p='p' xmlns:a='a'><p:sp><p:ph/><a:t>Seven</a:t></p:sp></x>"}})),
            "Harbour officefor the pier only\nSeven\n");
  EXPECT_EQ(text_in(zip({{"[Content_Types].xml", "<Types/>"},
                         {"ppt/slideLayouts/slideLayout1.xml", master},
                         {"ppt/slides/slide1.xml", "<x xmlns:a='a'><a:t>Seven</a:t></x>"}})),
            "Harbour officefor the pier only\nSeven\n");
  EXPECT_EQ(text_in(zip({{"[Content_Types].xml", "<Types/>"},
                         {"word/document.xml",
                          "<x xmlns:w='w'><w:p><w:r><w:t>We meet at </w:t></w:r><w:del><w:r>"
                          "<w:delText>the pier</w:delText></w:r></w:del></w:p></x>"}})),
            "We meet at the pier\n");
  EXPECT_EQ(
      text_in(zip({{"mimetype", "application/vnd.oasis.opendocument.text"},
                   {"content.xml", "<o:d xmlns:o='o' xmlns:text='t'><text:p>Seven</text:p></o:d>"},
                   {"styles.xml", "<o:d xmlns:o='o' xmlns:text='t'><text:p>page</text:p></o:d>"}})),
      "Seven\npage\n");
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

TEST_F(Documents, EntitiesAreNotUnfoldedAndTheTextAroundThemIsRead) {
  const auto read = [](const std::string& type, const std::string& words) {
    const std::string item =
        zip({{"[Content_Types].xml", "<Types/>"},
             {"word/document.xml", type + "<w:p xmlns:w='w'><w:t>" + words + "</w:t></w:p>"}});
    auto text = text_of(as_bytes(item), Kind::kOoxml, {});
    EXPECT_TRUE(text.has_value());
    return *text;
  };
  const Text plain = read("<!DOCTYPE a>", "seven lanterns");
  EXPECT_EQ(plain.text, "seven lanterns\n");
  EXPECT_TRUE(plain.problems.empty());
  const Text named = read(
      "<!DOCTYPE a SYSTEM 'file:///etc/hostname' [<!ENTITY x 'boat'><!ENTITY y SYSTEM "
      "'file:///etc/hostname'><!ENTITY % z SYSTEM 'file:///etc/hostname'>%z;]>",
      "seven &x; &y; &amp; lanterns");
  EXPECT_EQ(named.text, "seven &x; &y; & lanterns\n");
  EXPECT_EQ(named.problems, std::vector<std::string>{"the text of word/document.xml is not whole"});
  std::string bomb = "<!DOCTYPE a [<!ENTITY a0 'lol'>";
  for (int i = 1; i < 12; ++i) {
    std::string ten;
    for (int n = 0; n < 10; ++n) ten += fmt::format("&a{};", i - 1);
    bomb += fmt::format("<!ENTITY a{} '{}'>", i, ten);
  }
  EXPECT_EQ(read(bomb + "]>", "seven &a11; lanterns").text, "seven &a11; lanterns\n");
  // Where they stand in an attribute, the parser counts them, and gives up.
  EXPECT_TRUE(read(bomb + "]><b c='&a11;'/>", "seven").text.empty());
}

TEST_F(Documents, TwoFilesOfOneNameAreBothRead) {
  const std::string item =
      zip({{"[Content_Types].xml", "<Types/>"},
           {"word/document.xml", "<w:p xmlns:w='w'><w:t>Seven lanterns</w:t></w:p>"},
           {"word/document.xml", "<w:p xmlns:w='w'><w:t>none at all</w:t></w:p>"}});
  EXPECT_EQ(text_in(item), "Seven lanterns\nnone at all\n");
}

TEST_F(Documents, CaptionsOfButtonsOfAPdfAreRead) {
  const std::string button =
      "<</Subtype/Widget/FT/Btn/Ff 65536/Rect[9 9 90 30]/MK<</CA(Send it)/RC<FEFF0631>/AC(Send "
      "it)>>>>";
  const std::string inherited = "<</Subtype/Widget/Parent 6 0 R/Rect[9 9 90 30]/MK<</CA(Later)>>>>";
  const std::string tick = "<</Subtype/Widget/FT/Btn/Rect[9 9 20 20]/MK<</CA(8)>>>>";
  const std::string item =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]>>>>endobj\n"
      "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Annots[" +
      button + inherited + tick +
      "]>>endobj\n6 0 obj<</FT/Btn/Ff 65536/Parent 6 0 R>>endobj\n"
      "trailer<</Root 1 0 R/Size 7>>\nstartxref\n0\n%%EOF\n";
  EXPECT_EQ(text_in(item), "Send it\nر\nLater\f");
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
  EXPECT_EQ(text_in(item), "Seven lanterns\n\f");
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
  // Of alphabets that change behind an escape each byte is one of ASCII.
  EXPECT_EQ(text_in("\x1B$B$9$_$^$;$s\x1B(B late", {"", "ISO-2022-JP"}), "すみません late");
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
