#include "service/case_exports.h"

#include <gtest/gtest.h>

#include "crypto/crypto.h"
#include "sharing_rig.h"

namespace sanad::service {
namespace {

class CaseExportsTest : public SharingRig {
 protected:
  void SetUp() override {
    SharingRig::SetUp();
    permit_sharing();
    exhibit_ = seal_folder("=cmd.txt");
  }
  CaseExportOrder order(CaseFormat format) const {
    return {case_.id, {}, format, "for the archive"};
  }
  records::Exhibit exhibit_;
};

TEST_F(CaseExportsTest, EachFormatTellsTheSameExhibitAndIsRecordedWithItsDigest) {
  for (const char* name :
       {"premis", "csv-exhibits", "csv-files", "csv-entries", "csv-authorisations"}) {
    const auto format = parse_case_format(name);
    ASSERT_TRUE(format.ok());
    EXPECT_EQ(format_name(*format), name);
    const auto made = export_case(workspace(), amal_, order(*format));
    ASSERT_TRUE(made.ok()) << made.error().message;
    EXPECT_EQ(made->exhibits, 1u);
    const auto entry = entries("case.exported").back();
    EXPECT_EQ(entry.data["export"].string_or(""), made->id);
    EXPECT_EQ(entry.data["format"].string_or(""), name);
    EXPECT_EQ(entry.data["sha256"].string_or(""), format_hex(crypto::sha256(as_bytes(made->text))));
    EXPECT_EQ(entry.data["purpose"].string_or(""), "for the archive");
  }
  EXPECT_EQ(entries("case.exported").size(), 5u);
  EXPECT_FALSE(parse_case_format("xlsx").ok());

  const auto files = workspace().records().imported_files(exhibit_.id, 1, 1).value();
  const std::string table = export_case(workspace(), amal_, order(CaseFormat::kFiles))->text;
  EXPECT_NE(table.find(files[0].sha256), std::string::npos);
  EXPECT_NE(table.find("'=cmd.txt"), std::string::npos) << table;
  EXPECT_NE(export_case(workspace(), amal_, order(CaseFormat::kPremis))->text.find(files[0].sha256),
            std::string::npos);
}

TEST_F(CaseExportsTest, OnlyWhoMayAndWhatTheyMaySeeAndForAPurpose) {
  EXPECT_EQ(export_case(workspace(), dara_, order(CaseFormat::kPremis)).error().code,
            ErrorCode::kDenied);
  CaseExportOrder silent = order(CaseFormat::kPremis);
  silent.purpose = " ";
  EXPECT_EQ(export_case(workspace(), amal_, silent).error().code, ErrorCode::kInvalid);
  const auto other =
      open_case(workspace(), amal_, "TZ-2026-0099", "Other", "international").value();
  CaseExportOrder empty = order(CaseFormat::kPremis);
  empty.case_id = other.id;
  EXPECT_EQ(export_case(workspace(), amal_, empty).error().code, ErrorCode::kInvalid);
  mark(exhibit_.id, {Tlp::kRed, Pap::kRed, {}}, {behram_.id});
  EXPECT_EQ(export_case(workspace(), chand_, order(CaseFormat::kPremis)).error().code,
            ErrorCode::kDenied);
  EXPECT_TRUE(entries("case.exported").empty());
}

}  // namespace
}  // namespace sanad::service
