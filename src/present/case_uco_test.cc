// Names; whole documents are tested on real bundles in tests/tamper/bundle_test.cc.
#include "present/case_uco.h"

#include <gtest/gtest.h>

namespace sanad::present {
namespace {

// python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "https://forum.tirazan.example/"))'
TEST(Uuid5Test, IsWhatOtherProgramsCompute) {
  EXPECT_EQ(format_uuid5("https://forum.tirazan.example/"), "f91f13fa-f62b-5cfb-bd03-6f145836f80f");
}

TEST(CaseUcoTest, NamesTheSameThingsAlikeInEveryBundle) {
  CaseRecord record;
  record.origin = "ledger.tirazan.example";
  record.case_id = "case-1";
  record.bundle = "bundle-1";
  const std::string first = format_case_uco(record);
  record.bundle = "bundle-2";
  EXPECT_EQ(format_case_uco(record), first);
  record.case_id = "case-2";
  EXPECT_NE(format_case_uco(record), first);
}

}  // namespace
}  // namespace sanad::present
