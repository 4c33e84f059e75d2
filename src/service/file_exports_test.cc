#include "service/file_exports.h"

#include <gtest/gtest.h>

#include <map>

#include "crypto/crypto.h"
#include "import_rig.h"
#include "zip/reader.h"

namespace sanad::service {
namespace {

class FileExportsTest : public ImportRig {
 protected:
  void SetUp() override {
    ImportRig::SetUp();
    permit_imports();
    write("result.json",
          R"({"name": "Harbour", "type": "private_group", "id": 4711, "messages": [
{"id": 1, "type": "message", "date": "2026-03-02T10:00:00", "date_unixtime": "1772445600", "from": "Samira Keeper", "from_id": "user7", "text": "the boats leave at dawn, says Samira Keeper"}]})");
    write("letter.eml",
          "From: samira.k@harbour.example\r\nTo: pier@harbour.example\r\nSubject: The lamp\r\n"
          "Date: Mon, 02 Mar 2026 09:00:00 +0000\r\n\r\nIt is lit.\r\n");
    exhibit_ = import_folder();
    index_all();
  }
  FilesExportOrder order(FilesFormat format, std::string why_named = "") const {
    return {case_.id, {}, format, "for review", std::move(why_named)};
  }
  std::map<std::string, std::string> read(FilesExport& made) {
    Bytes all, piece(4096);
    for (;;) {
      const std::size_t got = made.bytes->read(piece).value();
      if (got == 0) break;
      all.insert(all.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(got));
    }
    EXPECT_EQ(format_hex(crypto::sha256(all)), made.sha256);
    EXPECT_EQ(all.size(), made.size);
    MemorySource source(all);
    const auto reader = zip::Reader::open(source, {}).value();
    std::map<std::string, std::string> files;
    for (const zip::Entry& entry : reader.entries())
      files[entry.name.substr(entry.name.find('/') + 1)] =
          to_text(reader.read_all(entry, 1 << 24).value());
    return files;
  }
  // All files in one, to look for what must not be in any.
  static std::string together(const std::map<std::string, std::string>& files) {
    std::string all;
    for (const auto& [name, text] : files) all += name + "\n" + text + "\n";
    return all;
  }
  json::Value last_entry() {
    return workspace()
        .records()
        .entries({.case_id = case_.id, .kind = "case.exported", .limit = 1})
        ->front()
        .data;
  }
  records::Exhibit exhibit_;
};

TEST_F(FileExportsTest, ALoadFileMasksPeopleAndWithholdsOriginalsUnlessItIsSaidWhy) {
  auto masked = export_files(workspace(), amal_, order(FilesFormat::kLoadFile));
  ASSERT_TRUE(masked.ok()) << masked.error().message;
  const std::string told = together(read(*masked));
  EXPECT_EQ(told.find("Samira"), std::string::npos);
  EXPECT_EQ(told.find("samira.k@"), std::string::npos);
  EXPECT_NE(told.find("the boats leave at dawn, says [Person "), std::string::npos);
  EXPECT_EQ(told.find("Subject: The lamp\r\nDate:"), std::string::npos) << "no original";
  EXPECT_EQ(last_entry()["natives"].int_or(0), 1) << "the record of the import alone";
  EXPECT_EQ(last_entry()["sha256"].string_or(""), masked->sha256);
  EXPECT_GT(last_entry()["masked_words"].int_or(0), 0);
  EXPECT_EQ(last_entry()["withheld"].int_or(0), 2);

  auto named =
      export_files(workspace(), amal_, order(FilesFormat::kLoadFile, "both sides agreed on it"));
  ASSERT_TRUE(named.ok()) << named.error().message;
  const std::string all = together(read(*named));
  EXPECT_NE(all.find("the boats leave at dawn, says Samira Keeper"), std::string::npos);
  EXPECT_NE(all.find("Samira Keeper <user7>"), std::string::npos);
  EXPECT_NE(all.find("Subject: The lamp\r\nDate:"), std::string::npos);
  EXPECT_EQ(last_entry()["masked_words"].int_or(-1), 0);
  EXPECT_EQ(last_entry()["natives"].int_or(0), 3);
  EXPECT_EQ(last_entry()["why_named"].string_or(""), "both sides agreed on it");
}

TEST_F(FileExportsTest, ABagHoldsTheSealedFiles) {
  auto made = export_files(workspace(), chand_, order(FilesFormat::kBag));
  ASSERT_TRUE(made.ok()) << made.error().message;
  const auto files = read(*made);
  const auto sealed = workspace().records().imported_files(exhibit_.id, 1, 10).value();
  for (const records::ExhibitFile& file : sealed) {
    const std::string& bytes = files.at("data/" + exhibit_.id + "/" + file.name);
    EXPECT_EQ(format_hex(crypto::sha256(as_bytes(bytes))), file.sha256);
  }
}

TEST_F(FileExportsTest, OnlyWhoMayAndForAPurposeAndOnlyWhatFits) {
  EXPECT_EQ(export_files(workspace(), esen_, order(FilesFormat::kBag)).error().code,
            ErrorCode::kDenied);
  FilesExportOrder silent = order(FilesFormat::kBag);
  silent.purpose = " ";
  EXPECT_EQ(export_files(workspace(), amal_, silent).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(export_files(workspace(), amal_, order(FilesFormat::kBag, "why")).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(export_files(workspace(), amal_, order(FilesFormat::kLoadFile, " ")).error().code,
            ErrorCode::kInvalid);
  // An import is no capture of a page.
  EXPECT_EQ(export_files(workspace(), amal_, order(FilesFormat::kSignedWacz)).error().code,
            ErrorCode::kInvalid);
  EXPECT_TRUE(workspace()
                  .records()
                  .entries({.case_id = case_.id, .kind = "case.exported", .limit = 1})
                  ->empty());
  for (const char* name : {"load-file", "bag", "wacz"})
    EXPECT_EQ(format_name(*find_files_format(name)), name);
  EXPECT_EQ(find_files_format("premis"), nullptr);
}

TEST_F(FileExportsTest, BeforeItIsKnownWhoIsNamedNothingLeaves) {
  write("later.eml", "From: zafar@harbour.example\r\nSubject: x\r\n\r\ny\r\n");
  import_folder();
  EXPECT_EQ(export_files(workspace(), amal_, order(FilesFormat::kLoadFile)).error().code,
            ErrorCode::kConflict);
}

}  // namespace
}  // namespace sanad::service
