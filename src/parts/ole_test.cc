#include <fmt/format.h>

#include "office_rig.h"
#include "office_texts.h"

namespace sanad::parts {
namespace {

using OldDocuments = PartsTest;

bool is_png(const std::string& bytes) { return bytes.starts_with("\x89PNG"); }

TEST_F(OldDocuments, OfWordGiveTextPicturesAndObjects) {
  const std::string item = sample("note.doc");
  EXPECT_EQ(text_in(item),
            "The harbour of Tirazan\nSeven lanterns are lit at dusk — see the list.\n"
            "سات چراغ بندرگاہ پر جلتے ہیں\nnorth pier three\n\tThe keeper counts them\n");
  const Outcome outcome = opened(item);
  EXPECT_EQ(outcome.kind, Kind::kOle);
  EXPECT_TRUE(outcome.problems.empty());
  ASSERT_EQ(outcome.parts.size(), 2U);
  EXPECT_EQ(outcome.parts[0].name, "picture 1.png");
  EXPECT_TRUE(is_png(outcome.parts[0].bytes));
  // The object is a workbook again.
  EXPECT_TRUE(outcome.parts[1].name.starts_with("ObjectPool/"));
  EXPECT_EQ(text_in(outcome.parts[1].bytes), "Tide\ntide table of Tirazan 7\n");
}

TEST_F(OldDocuments, OfWordInOneByteAreReadToo) {
  EXPECT_EQ(text_in(sample("latin.doc")),
            "Amal Mirani keeps the café by the pier — “seven lanterns”.\n");
}

TEST_F(OldDocuments, OfExcelGiveCellsRowByRow) {
  const std::string item = sample("boats.xls");
  EXPECT_EQ(text_in(item), "Piers\nnorth pier 12.5 25\nشمالی گھاٹ 7\n");
  const Outcome outcome = opened(item);
  EXPECT_EQ(outcome.names(), "picture 1.png;");
  EXPECT_TRUE(is_png(outcome.parts[0].bytes));
}

TEST_F(OldDocuments, TextsOfExcelGoOnFromRecordToRecord) {
  const std::string text = text_in(sample("rows.xls.gz"));
  EXPECT_TRUE(text.starts_with("Boats\nEmpty\nlantern 42\nچراغ 3.25\nlantern\n")) << text;
  for (const int row : {0, 1, 120, 121, 122, 450, 898, 899}) {
    EXPECT_NE(text.find(fmt::format("row {} of the ledger of boats, جہاز", row)), std::string::npos)
        << row;
  }
}

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8 * i);
}

std::string number(std::uint64_t value, int bytes) {
  std::string out;
  put(out, value, bytes);
  return out;
}

std::string excel_record(std::uint16_t type, const std::string& data) {
  return number(type, 2) + number(data.size(), 2) + data;
}

// Programs write the version of a later form into the sheets of an older one.
TEST_F(OldDocuments, OfExcel95KeepTheirTextsAsTheirBeginningSays) {
  const std::string cell = "north pier";
  for (const int version : {0x0500, 0x0600}) {
    const std::string stream =
        excel_record(0x0809, number(0x0500, 2) + number(0x0005, 2)) +
        excel_record(0x0085, number(0, 6) + number(5, 1) + "Piers") +
        excel_record(0x0809, number(static_cast<std::uint64_t>(version), 2) + number(0x0010, 2)) +
        excel_record(0x0204, number(0, 6) + number(cell.size(), 2) + cell) + excel_record(0x0A, "");
    TextSink sink;
    std::vector<std::string> problems;
    excel_text(as_bytes(stream), sink, problems);
    EXPECT_EQ(sink.finish().text, "Piers\nnorth pier\n") << version;
    EXPECT_TRUE(problems.empty());
  }
}

TEST_F(OldDocuments, OfPowerPointGiveWhatStandsBesideTheSlides) {
  const auto slide_record = [](std::uint16_t head, std::uint16_t type, const std::string& text) {
    std::string wide;
    for (const char c : text) wide += {c, '\0'};
    return number(head, 2) + number(type, 2) + number(wide.size(), 4) + wide;
  };
  // A footer in its container, a comment with its author, and a name that a program gave.
  const std::string footer = slide_record(0x20, 0x0FBA, "Tirazan, page");
  const std::string stream = number(0x3F, 2) + number(0x0FD9, 2) + number(footer.size(), 4) +
                             footer + slide_record(0, 0x0FBA, "Zarin") +
                             slide_record(0x10, 0x0FBA, "is this the pier?") +
                             slide_record(0, 0x0FBA, "___PPT10");
  TextSink sink;
  std::vector<std::string> problems;
  powerpoint_text(as_bytes(stream), sink, problems);
  EXPECT_EQ(sink.finish().text, "Tirazan, page\nZarin\nis this the pier?\n");
}

TEST_F(OldDocuments, OfPowerPointAreReadBehindAContainerWithoutRecords) {
  std::string wide;
  for (const char c : std::string("seven lanterns")) wide += {c, '\0'};
  const std::string text = number(0, 2) + number(0x0FA0, 2) + number(wide.size(), 4) + wide;
  const std::string strange = "no records at all";
  const std::string inner =
      number(0x0F, 2) + number(0x138B, 2) + number(strange.size(), 4) + strange + text;
  const std::string stream =
      number(0x0F, 2) + number(0x03EE, 2) + number(inner.size(), 4) + inner + text;
  TextSink sink;
  std::vector<std::string> problems;
  powerpoint_text(as_bytes(stream), sink, problems);
  EXPECT_EQ(sink.finish().text, "seven lanterns\nseven lanterns\n");
  EXPECT_EQ(problems.size(), 1U);
}

TEST_F(OldDocuments, OfPowerPointGiveTextPicturesAndObjects) {
  const std::string item = sample("talk.ppt.gz");
  const std::string text = text_in(item);
  EXPECT_NE(text.find("Lanterns of the harbour\nچراغ\n"), std::string::npos) << text;
  EXPECT_NE(text.find("Second slide: the tide\n"), std::string::npos);
  const Outcome outcome = opened(item);
  ASSERT_EQ(outcome.names(), "picture 1.png;object 1;");
  EXPECT_TRUE(is_png(outcome.parts[0].bytes));
  EXPECT_EQ(text_in(outcome.parts[1].bytes), "Tide\ntide table of Tirazan 7\n");
}

TEST_F(OldDocuments, ThatAreEncryptedSaySo) {
  std::string word = sample("latin.doc");
  const std::size_t head = word.find("\xEC\xA5");
  ASSERT_NE(head, std::string::npos);
  word[head + 11] = static_cast<char>(word[head + 11] | 1);
  const auto text = text_of(as_bytes(word), Kind::kOle, {});
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(text->text, "");
  EXPECT_EQ(text->problems, std::vector<std::string>{"it is encrypted"});
}

TEST_F(OldDocuments, ThatAreCutGiveWhatStandsBefore) {
  const std::string whole = sample("talk.ppt.gz");
  const std::size_t picture = whole.find("\x89PNG");
  ASSERT_NE(picture, std::string::npos);
  const Outcome outcome = opened(whole.substr(0, whole.size() - 700));
  EXPECT_FALSE(outcome.problems.empty());
}

TEST_F(OldDocuments, DamageIsSurvived) {
  expect_damage_is_survived(sample("note.doc"), 311, 400);
  expect_damage_is_survived(sample("latin.doc"), 173, 400);
  expect_damage_is_survived(sample("boats.xls"), 101, 400);
  expect_damage_is_survived(sample("talk.ppt.gz"), 20'011, 60);
}

TEST_F(OldDocuments, PicturesOfEveryKindAreFoundByTheirHead) {
  // A blip in a stream of a file of no known family is no picture of a document, so Word's is used.
  std::string item = sample("note.doc");
  const std::size_t png = item.find("\x89PNG");
  ASSERT_NE(png, std::string::npos);
  // 16 bytes of digest and a tag stand between the head and the picture.
  const std::size_t head = png - 25;
  ASSERT_EQ(item.substr(head + 2, 2), "\x1E\xF0");
  item.replace(head, 4, std::string("\xA0\x46\x1D\xF0", 4));
  EXPECT_EQ(opened(item).parts.at(0).name, "picture 1.jpg");
  item.replace(head, 4, std::string("\xB0\x46\x1D\xF0", 4));
  const Outcome second = opened(item);
  EXPECT_FALSE(is_png(second.parts.at(0).bytes));  // behind another digest
  item.replace(head, 4, std::string("\x40\x3D\x1A\xF0", 4));
  EXPECT_EQ(opened(item).parts.at(0).name, "picture 1.emf");
}

}  // namespace
}  // namespace sanad::parts
