// Forms as programs wrote them that went their own way; each was met in files of others
// (docs/conformance.md).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "intake_rig.h"
#include "samples.h"

namespace sanad::intake::odd_forms {
namespace {

Taken taken(const std::string& bytes, const Hints& hints) {
  Taken all;
  const auto outcome = take(bytes, hints, all);
  EXPECT_TRUE(outcome.ok()) << outcome.error().message;
  return all;
}

std::string at(const json::Value& value, std::string_view member) {
  return value[member].string_or("(absent)");
}

TEST(OddForms, ColumnsOfOneNameAreToldApartByTheirNumber) {
  const Taken all =
      taken("who,note,note,,note\nAmal,late,again,late too,no more\n", {.name = "t.csv"});
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(json::format_canonical(all.records[0]["other"]),
            R"x({"column 4":"late too","note":"late","note (column 3)":"again",)x"
            R"x("note (column 5)":"no more","who":"Amal"})x");
}

TEST(OddForms, AHarWithinACallIsTheSame) {
  for (const std::string call : {"onInputData(", "_view.har(\n"}) {
    const Taken all = taken(call + samples::har() + ");", {});
    EXPECT_EQ(importer_name(all.importer), "har") << call;
    EXPECT_EQ(all.records.size(), 2U);
    EXPECT_EQ(all.parts.size(), 2U);
  }
  EXPECT_EQ(taken("a note (of the harbour): {\"log\": {\"version\": 1}}", {}).importer,
            Importer::kNone);
}

TEST(OddForms, AWebArchivesRecordWithoutItsNumberIsGivenAndSaid) {
  std::string archive = samples::warc();
  const std::size_t line = archive.find("WARC-Record-ID");
  archive.erase(line, archive.find('\n', line) + 1 - line);
  archive.replace(archive.rfind("WARC/1.1"), 8, "warc/1.1");
  const Taken all = taken(archive, {});
  EXPECT_EQ(all.records.size(), 3U);
  EXPECT_EQ(all.parts.size(), 2U);
  ASSERT_EQ(all.unreads.size(), 1U);
  EXPECT_EQ(all.unreads[0].reason,
            "a record of the archive is damaged: its field WARC-Record-ID is missing or repeated");
}

TEST(OddForms, AWebArchivesResponseWithoutATypeIsAMessageByItsAddress) {
  const std::string line = "Content-Type: application/http;msgtype=response\r\n";
  std::string archive = samples::warc();
  for (std::size_t at = 0; (at = archive.find(line)) != std::string::npos;)
    archive.erase(at, line.size());
  const Taken all = taken(archive, {}), whole = taken(samples::warc(), {});
  ASSERT_EQ(all.parts.size(), 2U);
  EXPECT_EQ(all.parts[0].bytes, whole.parts[0].bytes);
  EXPECT_EQ(all.parts[1].bytes, whole.parts[1].bytes);
  EXPECT_TRUE(all.unreads.empty());
}

TEST(OddForms, AWebArchivesRecordThatSaysAllTwiceIsGiven) {
  std::string archive = samples::warc();
  const std::size_t begin = archive.find("Content-Length"), end = archive.find('\n', begin) + 1;
  const std::string length = archive.substr(begin, end - begin);
  archive.insert(begin, length);
  EXPECT_EQ(taken(archive, {}).records.size(), 3U);
  archive.insert(begin, "Content-Length: 3\r\n");
  EXPECT_EQ(taken(archive, {}).records.size(), 2U);
}

TEST(OddForms, AMailWithFewHeadersIsOneByTheNameOfItsFile) {
  const std::string mail = "Subject: the boat\n\nIt is late.\n";
  const Taken named = taken(mail, {.name = "letter.eml"});
  EXPECT_EQ(named.importer, Importer::kMail);
  ASSERT_EQ(named.records.size(), 1U);
  EXPECT_EQ(at(named.records[0], "title"), "the boat");
  EXPECT_EQ(taken(mail, {.name = "letter.txt"}).importer, Importer::kNone);
  EXPECT_EQ(taken("https://pier.example/ is late", {.name = "a.eml"}).importer, Importer::kNone);
}

TEST(OddForms, AMailboxWithoutEmptyLinesIsDividedWhereAProgramWroteTheLine) {
  std::string box = samples::mail_of(1, "He said:\nFrom here it is far.\nFrom: the pier");
  box.pop_back();  // the empty line
  const Taken all = taken(box + samples::mail_of(2, "two"), {});
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(at(all.records[0], "text"), "He said:\nFrom here it is far.\nFrom: the pier");
  EXPECT_EQ(at(all.records[1], "title"), "boat 2");
}

TEST(OddForms, AnArchiveInWhichNothingIsFoundSaysSo) {
  std::string zip = samples::zip({{"a.txt", "one"}});
  zip.replace(zip.find("PK\x01\x02"), 4, "PK\x07\x07");
  const Taken all = taken(zip, {});
  EXPECT_TRUE(all.parts.empty());
  EXPECT_FALSE(all.summary.problems.empty());
}

}  // namespace
}  // namespace sanad::intake::odd_forms
