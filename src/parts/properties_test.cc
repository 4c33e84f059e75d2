#include "parts/properties.h"

#include <fmt/format.h>
#define POINTERHOLDER_TRANSITION 4  // qpdf then gives std::shared_ptr
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include "parts_rig.h"

namespace sanad::parts {
namespace {

using PropertiesOf = PartsTest;

std::string value(std::string_view item, std::string_view name) {
  const auto found = properties_of(as_bytes(item), kind_of(as_bytes(item), {}));
  if (!found) return "none";
  std::string all;
  for (const Property& one : found->list) {
    if (one.name == name) all += (all.empty() ? "" : "|") + one.value;
  }
  return all;
}

TEST_F(PropertiesOf, OfficeDocumentsSayWhoWroteThemAndWhen) {
  const std::string item = zip(
      {{"[Content_Types].xml", "<Types/>"},
       {"docProps/core.xml",
        "<cp:coreProperties xmlns:cp='c' xmlns:dc='d' "
        "xmlns:dcterms='t'><dc:creator>نورا</dc:creator>"
        "<cp:lastModifiedBy>Amal</cp:lastModifiedBy>\n <dcterms:created>2026-03-05T08:30:00Z"
        "</dcterms:created><dc:title/></cp:coreProperties>"},
       {"docProps/app.xml", "<Properties><Application>Lantern Office</Application></Properties>"},
       {"docProps/custom.xml",
        "<Properties xmlns:vt='v'><property name='Sluice' pid='2'><vt:lpwstr>seven</vt:lpwstr>"
        "</property></Properties>"},
       {"word/document.xml", "<w:document xmlns:w='w'/>"}});
  EXPECT_EQ(value(item, "creator"), "نورا");
  EXPECT_EQ(value(item, "lastModifiedBy"), "Amal");
  EXPECT_EQ(value(item, "created"), "2026-03-05T08:30:00Z");
  EXPECT_EQ(value(item, "Application"), "Lantern Office");
  EXPECT_EQ(value(item, "Sluice"), "seven");
  EXPECT_EQ(value(item, "title"), "");
}

TEST_F(PropertiesOf, OpenDocumentSaysTheSame) {
  const std::string item =
      zip({{"mimetype", "application/vnd.oasis.opendocument.text"},
           {"meta.xml",
            "<o:document-meta xmlns:o='o' xmlns:meta='m' xmlns:dc='d'><o:meta><meta:generator>"
            "LanternOffice/1.0</meta:generator><dc:creator>Amal</dc:creator><meta:user-defined "
            "meta:name='Sluice'>seven</meta:user-defined><meta:document-statistic "
            "meta:page-count='3'/></o:meta></o:document-meta>"},
           {"content.xml", "<o:d xmlns:o='o'/>"}});
  EXPECT_EQ(value(item, "generator"), "LanternOffice/1.0");
  EXPECT_EQ(value(item, "creator"), "Amal");
  EXPECT_EQ(value(item, "Sluice"), "seven");
  EXPECT_EQ(value(item, "page-count"), "3");
}

TEST_F(PropertiesOf, EntitiesAndBrokenXmlGiveWhatStoodBefore) {
  const std::string broken = "<c xmlns:d='d'><d:creator>Amal</d:creator><d:title>x</d:oops>";
  EXPECT_EQ(
      value(zip({{"[Content_Types].xml", "<Types/>"}, {"docProps/core.xml", broken}}), "creator"),
      "Amal");
  const std::string bomb =
      "<!DOCTYPE c [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><c><creator>&b;</creator></c>";
  EXPECT_EQ(
      value(zip({{"[Content_Types].xml", "<Types/>"}, {"docProps/core.xml", bomb}}), "creator"),
      "");
}

TEST_F(PropertiesOf, MailsAreTheirHeadersInOrder) {
  const std::string mail =
      "Received: from a.tirazan.example by b.tirazan.example; Thu, 5 Mar 2026 08:31:00 +0500\r\n"
      "Received: from c.tirazan.example by a.tirazan.example; Thu, 5 Mar 2026 08:30:00 +0500\r\n"
      "From: Amal <amal@tirazan.example>\r\nSubject: =?utf-8?B?2obYsdin2Lo=?=\r\n"
      "Date: Thu, 5 Mar 2026 08:29:58 +0500\r\nX-Mailer: Lantern 2\r\n\r\nText\r\n";
  EXPECT_EQ(value(mail, "Received"),
            "from a.tirazan.example by b.tirazan.example; Thu, 5 Mar 2026 08:31:00 +0500|"
            "from c.tirazan.example by a.tirazan.example; Thu, 5 Mar 2026 08:30:00 +0500");
  EXPECT_EQ(value(mail, "Subject"), "چراغ");
  EXPECT_EQ(value(mail, "X-Mailer"), "Lantern 2");
}

std::string pdf_with(const std::string& info) {
  const std::string xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>";
  return fmt::format(
      "%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>endobj\n"
      "2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\n4 0 obj<<{}>>endobj\n"
      "5 0 obj<</Type/Metadata/Subtype/XML/Length {}>>stream\n{}\nendstream endobj\n"
      "trailer<</Root 1 0 R/Info 4 0 R/ID[<0011><0022>]>>\n%%EOF\n",
      info, xmp.size(), xmp);
}

TEST_F(PropertiesOf, PdfSaysWhatMadeIt) {
  const std::string pdf =
      pdf_with("/Producer(Lantern PDF 3)/CreationDate(D:20260305083000+05'00')/Title<FEFF0686>");
  EXPECT_EQ(value(pdf, "Producer"), "Lantern PDF 3");
  EXPECT_EQ(value(pdf, "CreationDate"), "D:20260305083000+05'00'");
  EXPECT_EQ(value(pdf, "Title"), "چ");
  EXPECT_EQ(value(pdf, "Pages"), "1");
  EXPECT_EQ(value(pdf, "Version"), "1.5");
  EXPECT_EQ(value(pdf, "Encrypted"), "no");
  EXPECT_TRUE(properties_of(as_bytes(pdf), Kind::kPdf)
                  ->xmp.starts_with("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"));
}

TEST_F(PropertiesOf, LinksBehindWordsAreToldWithWhereTheyLead) {
  const std::string document =
      zip({{"[Content_Types].xml", "<Types/>"},
           {"word/_rels/document.xml.rels",
            "<Relationships><Relationship Id='1' Target='https://pier.tirazan.example/a' "
            "TargetMode='External'/><Relationship Id='2' Target='media/a.png'/></Relationships>"},
           {"word/document.xml", "<w:document xmlns:w='w'/>"}});
  EXPECT_EQ(value(document, "Link"), "https://pier.tirazan.example/a");
  const std::string open_document =
      zip({{"mimetype", "application/vnd.oasis.opendocument.text"},
           {"content.xml",
            "<o:d xmlns:o='o' xmlns:text='t' xmlns:xlink='x'><text:a xlink:href='#there'/>"
            "<text:a xlink:href='https://pier.tirazan.example/b'>words</text:a>"
            "<text:a xlink:href='https://pier.tirazan.example/b'>again</text:a></o:d>"}});
  EXPECT_EQ(value(open_document, "Link"), "https://pier.tirazan.example/b");
  const std::string pdf = pdf_with(
      "/Producer(Lantern PDF 3)>>endobj\n6 0 obj<</Subtype/Link"
      "/A<</S/URI/URI(https://pier.tirazan.example/c)>>");
  EXPECT_EQ(value(pdf, "Link"), "https://pier.tirazan.example/c");
}

// pdf, so that it opens with a password only.
std::string locked(const std::string& pdf) {
  QPDF document;
  document.setSuppressWarnings(true);
  document.processMemoryFile("a.pdf", pdf.data(), pdf.size());
  QPDFWriter writer(document);
  writer.setOutputMemory();
  writer.setR6EncryptionParameters("lantern", "pier", true, true, true, true, true, true,
                                   qpdf_r3p_full, true);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

TEST_F(PropertiesOf, ALockedPdfSaysThatItIs) {
  const std::string pdf = locked(pdf_with("/Producer(Lantern PDF 3)"));
  EXPECT_EQ(value(pdf, "Encrypted"), "yes");
  EXPECT_EQ(value(pdf, "Producer"), "");
}

TEST_F(PropertiesOf, TooMuchIsCutAndSaid) {
  std::string mail =
      "From: Amal <amal@tirazan.example>\r\nDate: Thu, 5 Mar 2026 08:29:58 +0500\r\n";
  for (std::size_t i = 0; i < kMaxProperties; ++i) mail += fmt::format("X-Filler-{}: x\r\n", i);
  const auto many = properties_of(as_bytes(mail + "\r\n"), Kind::kMail);
  EXPECT_TRUE(many->cut);
  EXPECT_EQ(many->list.size(), kMaxProperties);
  const auto wide = properties_of(
      as_bytes("Subject: " + std::string(kMaxPropertyBytes * 2, 'x') + "\r\n\r\n"), Kind::kMail);
  EXPECT_TRUE(wide->cut);
  EXPECT_LE(wide->list.at(0).value.size(), kMaxPropertyBytes);
}

TEST_F(PropertiesOf, OtherKindsSayNothing) {
  EXPECT_FALSE(properties_of(as_bytes("plain text"), Kind::kText).has_value());
  EXPECT_FALSE(properties_of(as_bytes("\x01\x02"), Kind::kNone).has_value());
}

TEST_F(PropertiesOf, CutAndFlippedFilesCostOnlyThemselves) {
  const std::string whole = pdf_with("/Producer(Lantern PDF 3)");
  for (std::size_t size = 0; size < whole.size(); size += 7)
    (void)properties_of(as_bytes(whole.substr(0, size)), Kind::kPdf);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x20);
    const auto found = properties_of(as_bytes(flipped), Kind::kPdf);
    ASSERT_TRUE(found.has_value());
    EXPECT_LE(found->list.size(), kMaxProperties);
  }
}

}  // namespace
}  // namespace sanad::parts
