#include "service/doctor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "service/audit.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

class Doctor : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    // No browser, so that nothing is started.
    EXPECT_TRUE(
        change_setting(workspace(), dara_.id, "capture.browser_path", "/there/is/none").ok());
  }
  static FitnessLine line(const Diagnosis& found, std::string_view check) {
    const auto at = std::ranges::find(found.lines, check, &FitnessLine::check);
    return at == found.lines.end() ? FitnessLine{} : *at;
  }
};

TEST_F(Doctor, SaysOfEachThingHowItStandsAndWhatToDo) {
  const Diagnosis found = diagnose(workspace());
  EXPECT_FALSE(found.is_fit());
  for (const FitnessLine& one : found.lines) {
    EXPECT_FALSE(one.says.empty()) << one.check;
    EXPECT_EQ(one.to_do.empty(), one.state == Fitness::kFit) << one.check;
  }
  EXPECT_EQ(line(found, "browser").code, "browser-missing");
  EXPECT_NE(line(found, "browser").says.find("/there/is/none"), std::string::npos);
  EXPECT_EQ(line(found, "hashes").state, Fitness::kFit);
  EXPECT_NE(line(found, "cage").state, Fitness::kUnfit) << line(found, "cage").says;
  EXPECT_EQ(line(found, "vault").state, Fitness::kFit);
  EXPECT_EQ(line(found, "ledger").state, Fitness::kFit) << line(found, "ledger").says;
  EXPECT_EQ(line(found, "database").state, Fitness::kFit);
  EXPECT_EQ(line(found, "fixity").code, "fixity-never");
  EXPECT_EQ(line(found, "authority").code, "authority-not-set");
  EXPECT_EQ(line(found, "egress").code, "egress-not-stated");
  EXPECT_EQ(line(found, "validation").code, "validation-none");
}

TEST_F(Doctor, RecordsNothingAndLeavesNothing) {
  const auto before = workspace().ledger().size();
  (void)diagnose(workspace());
  EXPECT_EQ(workspace().ledger().size(), before);
  EXPECT_TRUE(std::filesystem::is_empty(path("work")));
  EXPECT_TRUE(std::filesystem::is_empty(path("vault/tmp")));
}

TEST_F(Doctor, AnObjectThatDiffersMakesTheMachineUnfit) {
  const auto of_case = open_one();
  put_object(of_case.id, "seven lanterns");
  ASSERT_TRUE(check_fixity(workspace(), amal_.id, 10).ok());
  EXPECT_EQ(line(diagnose(workspace()), "fixity").state, Fitness::kFit);
  for (const auto& file : std::filesystem::recursive_directory_iterator(path("vault")))
    if (file.is_regular_file()) {
      std::fstream open(file.path(), std::ios::in | std::ios::out | std::ios::binary);
      open.seekp(static_cast<std::streamoff>(file.file_size() / 2));
      open.put('\x01');
      open.put('\x02');
    }
  ASSERT_TRUE(check_fixity(workspace(), amal_.id, 10).ok());
  EXPECT_EQ(line(diagnose(workspace()), "fixity").code, "fixity-failed");
}

TEST_F(Doctor, ASilentAuthorityIsNamedAndStopsNothing) {
  ASSERT_TRUE(
      change_setting(workspace(), dara_.id, "timestamp.url", "http://127.0.0.1:9/tsa").ok());
  const FitnessLine silent = line(diagnose(workspace()), "authority");
  EXPECT_EQ(silent.code, "authority-silent");
  EXPECT_EQ(silent.state, Fitness::kNotice);
}

TEST_F(Doctor, IsForOfficersWhoseAccountIsOpen) {
  EXPECT_TRUE(diagnose(workspace(), esen_).ok());
  authority::Officer gone = esen_;
  gone.active = false;
  EXPECT_EQ(diagnose(workspace(), gone).error().code, ErrorCode::kDenied);
}

TEST_F(Doctor, AViewHasEachLine) {
  const Diagnosis found = diagnose(workspace());
  const json::Value shown(view(found));
  EXPECT_EQ(shown["lines"].as_array()->size(), found.lines.size());
  EXPECT_EQ(*shown["fit"].as_bool(), found.is_fit());
}

}  // namespace
}  // namespace sanad::service
