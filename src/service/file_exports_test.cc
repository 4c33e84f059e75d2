#include "service/file_exports.h"

#include <gtest/gtest.h>

#include <map>

#include "crypto/crypto.h"
#include "import_rig.h"
#include "service/marks.h"
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

TEST_F(FileExportsTest, CaseUcoTellsMessagesAndMailsWithPeopleMaskedUnlessItIsSaidWhy) {
  const auto text = [&](FilesExport& made) {
    std::string all;
    Bytes piece(4096);
    for (;;) {
      const std::size_t got = made.bytes->read(piece).value();
      if (got == 0) return all;
      all += as_text(ByteView(piece).first(got));
    }
  };
  auto masked = export_files(workspace(), chand_, order(FilesFormat::kCaseUco));
  ASSERT_TRUE(masked.ok()) << masked.error().message;
  const std::string told = text(*masked);
  EXPECT_EQ(told.find("Samira"), std::string::npos);
  EXPECT_EQ(told.find("user7"), std::string::npos);
  EXPECT_EQ(told.find("samira.k@"), std::string::npos);
  EXPECT_NE(told.find("the boats leave at dawn, says [Person "), std::string::npos);
  EXPECT_NE(told.find("\"uco-observable:subject\":\"The lamp\""), std::string::npos);
  EXPECT_TRUE(json::parse(told).ok());
  EXPECT_EQ(last_entry()["parts"].int_or(0), 4) << "two files, a message, a mail";
  EXPECT_GT(last_entry()["masked_words"].int_or(0), 0);
  EXPECT_EQ(last_entry()["imports_untold"].int_or(-1), 0);

  auto named =
      export_files(workspace(), chand_, order(FilesFormat::kCaseUco, "both sides agreed on it"));
  ASSERT_TRUE(named.ok()) << named.error().message;
  const std::string all = text(*named);
  EXPECT_NE(all.find("the boats leave at dawn, says Samira Keeper"), std::string::npos);
  EXPECT_NE(all.find("\"uco-observable:accountIdentifier\":\"user7\""), std::string::npos);
  EXPECT_EQ(last_entry()["why_named"].string_or(""), "both sides agreed on it");
}

TEST_F(FileExportsTest, AFileThatTheServerMadeIsKeptAndTakenByThoseWhoMay) {
  const auto ordered = order_files_export(workspace(), amal_, order(FilesFormat::kCaseUco));
  ASSERT_TRUE(ordered.ok()) << ordered.error().message;
  const auto at = [&](const authority::Officer& who) {
    return open_files_export(workspace(), who, case_.id, ordered->id);
  };
  EXPECT_EQ(at(amal_).error().code, ErrorCode::kNotFound) << "not made yet";
  const records::Job job = workspace().jobs().find(ordered->job).value();
  const auto result = run_files_export(workspace(), job, monitor_);
  ASSERT_TRUE(result.ok()) << result.error().message;
  EXPECT_TRUE(last_entry()["kept"].bool_or(false));
  EXPECT_EQ(last_entry()["export"].string_or(""), ordered->id);
  // A run that was stopped before it could say so is told again, and nothing is exported twice.
  EXPECT_EQ(json::format_canonical(run_files_export(workspace(), job, monitor_).value()),
            json::format_canonical(*result));
  const auto kept = list_files_exports(workspace(), chand_, case_.id).value();
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].name, ordered->id + ".jsonld");
  EXPECT_EQ(kept[0].sha256, (*result)["sha256"].string_or(""));

  const auto opened = at(chand_);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  Bytes all(opened->reader->size());
  ASSERT_EQ(opened->reader->read_at(0, all).value(), all.size());
  EXPECT_EQ(format_hex(crypto::sha256(all)), kept[0].sha256);
  EXPECT_EQ(at(dara_).error().code, ErrorCode::kDenied);
  EXPECT_EQ(at(esen_).error().code, ErrorCode::kDenied) << "auditors read no content";
  ASSERT_TRUE(
      set_marking(
          workspace(), amal_,
          {exhibit_.id, {sharing::Tlp::kRed, sharing::Pap::kRed, {}}, {behram_.id}, "as agreed"})
          .ok());
  EXPECT_EQ(at(chand_).error().code, ErrorCode::kDenied);
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
  for (const char* name : {"case-uco", "load-file", "bag", "wacz"})
    EXPECT_EQ(format_name(*find_files_format(name)), name);
  EXPECT_EQ(find_files_format("premis"), nullptr);
}

TEST_F(FileExportsTest, BeforeItIsKnownWhoIsNamedNothingLeaves) {
  write("later.eml", "From: zafar@harbour.example\r\nSubject: x\r\n\r\ny\r\n");
  import_folder();
  for (const FilesFormat format : {FilesFormat::kLoadFile, FilesFormat::kCaseUco}) {
    EXPECT_EQ(export_files(workspace(), amal_, order(format)).error().code, ErrorCode::kConflict);
    EXPECT_EQ(order_files_export(workspace(), amal_, order(format)).error().code,
              ErrorCode::kConflict);
  }
}

}  // namespace
}  // namespace sanad::service
