#include "service/people.h"

#include "test_rig.h"

namespace sanad::service {
namespace {

using authority::Role;

class PeopleTest : public Rig {};

TEST_F(PeopleTest, TheFirstOfficersAreAddedByTheHolderOfTheKey) {
  const auto added = entries("officer.added");
  ASSERT_EQ(added.size(), 5u);
  EXPECT_EQ(added.front().actor, custody::kSystem);
  EXPECT_EQ(workspace().records().officer("Amal Mirani")->id, amal_.id);
}

TEST_F(PeopleTest, AnOfficerNeedsANameNobodyElseHasAndARole) {
  const auto code = [&](std::string_view name, const std::vector<Role>& roles) {
    return add_officer(workspace(), custody::kSystem, name, roles).error().code;
  };
  EXPECT_EQ(code("Amal Mirani", {Role::kReviewer}), ErrorCode::kConflict);
  EXPECT_EQ(code("", {Role::kReviewer}), ErrorCode::kInvalid);
  EXPECT_EQ(code(" \t", {Role::kReviewer}), ErrorCode::kInvalid);
  EXPECT_EQ(code(std::string(201, 'a'), {Role::kReviewer}), ErrorCode::kInvalid);
  EXPECT_EQ(code("\xff", {Role::kReviewer}), ErrorCode::kInvalid);
  EXPECT_EQ(code("Farid Nour", {}), ErrorCode::kInvalid);
  EXPECT_EQ(entries("officer.added").size(), 5u);
}

TEST_F(PeopleTest, ARoleThatIsMissingIsNamed) {
  const auto refused =
      require_role(workspace(), chand_, {Role::kInvestigator, Role::kSupervisor}, "do this");
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
  EXPECT_EQ(refused.error().message, "to do this takes the role investigator or supervisor");
  const auto recorded = entries("act.refused");
  ASSERT_EQ(recorded.size(), 1u);
  EXPECT_EQ(recorded.front().actor, chand_.id);
}

TEST_F(PeopleTest, EveryRoleButAdministratorAndAuditorReadsCases) {
  for (const Role role :
       {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer, Role::kReviewer})
    EXPECT_TRUE(require_case_reader(workspace(), {"officer-1", "A", {role}, true}).ok());
  EXPECT_FALSE(require_case_reader(workspace(), dara_).ok());
  EXPECT_FALSE(require_case_reader(workspace(), esen_).ok());
  EXPECT_FALSE(require_case_reader(workspace(), {"officer-1", "A", {Role::kReviewer}, false}).ok());
}

TEST_F(PeopleTest, OnlyAnAdministratorRemovesAnOfficerAndSaysWhy) {
  EXPECT_EQ(remove_officer(workspace(), behram_, amal_.id, "left").error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(remove_officer(workspace(), dara_, amal_.id, " ").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(remove_officer(workspace(), dara_, "nobody", "left").error().code,
            ErrorCode::kNotFound);
  ASSERT_TRUE(remove_officer(workspace(), dara_, "Amal Mirani", "left").ok());
  EXPECT_EQ(remove_officer(workspace(), dara_, amal_.id, "left").error().code,
            ErrorCode::kConflict);
  ASSERT_EQ(entries("officer.removed").size(), 1u);
  EXPECT_EQ(entries("officer.removed").front().actor, dara_.id);
}

TEST_F(PeopleTest, RemovalEndsSessionsAndLinks) {
  const std::string early = make_sign_in_link(workspace(), amal_.id).value();
  const std::string late = make_sign_in_link(workspace(), amal_.id).value();
  const auto session = sign_in_with_link(workspace(), early).value();
  ASSERT_EQ(signed_in(workspace(), session.token)->officer.id, amal_.id);
  ASSERT_TRUE(workspace().accounts().set_password(amal_.id, "a long password").ok());
  ASSERT_TRUE(remove_officer(workspace(), dara_, amal_.id, "left").ok());
  EXPECT_EQ(signed_in(workspace(), session.token).error().code, ErrorCode::kDenied);
  EXPECT_EQ(sign_in_with_link(workspace(), late).error().code, ErrorCode::kDenied);
  EXPECT_EQ(sign_in_with_password(workspace(), amal_.id, "a long password").error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(make_sign_in_link(workspace(), amal_.id).error().code, ErrorCode::kDenied);
  EXPECT_EQ(entries("session.opened").size(), 1u);
}

TEST_F(PeopleTest, ALinkSignsInOnceAndWithinADay) {
  const std::string used = make_sign_in_link(workspace(), "Amal Mirani").value();
  ASSERT_TRUE(sign_in_with_link(workspace(), used).ok());
  EXPECT_EQ(sign_in_with_link(workspace(), used).error().code, ErrorCode::kDenied);
  const std::string old = make_sign_in_link(workspace(), amal_.id).value();
  clock_.advance_ms(kSignInLinkMs);
  EXPECT_EQ(sign_in_with_link(workspace(), old).error().code, ErrorCode::kDenied);
  EXPECT_EQ(sign_in_with_link(workspace(), "").error().code, ErrorCode::kDenied);
}

TEST_F(PeopleTest, ASessionEndsWithItsTime) {
  const auto session =
      sign_in_with_link(workspace(), make_sign_in_link(workspace(), amal_.id).value()).value();
  clock_.advance_ms(records::kSessionMs - 1);
  EXPECT_TRUE(signed_in(workspace(), session.token).ok());
  clock_.advance_ms(1);
  EXPECT_FALSE(signed_in(workspace(), session.token).ok());
}

TEST_F(PeopleTest, SignInByNameOrIdWithThePassword) {
  ASSERT_TRUE(workspace().accounts().set_password(amal_.id, "a long password").ok());
  EXPECT_TRUE(sign_in_with_password(workspace(), "Amal Mirani", "a long password").ok());
  EXPECT_TRUE(sign_in_with_password(workspace(), amal_.id, "a long password").ok());
  EXPECT_FALSE(sign_in_with_password(workspace(), amal_.id, "another password").ok());
  EXPECT_FALSE(sign_in_with_password(workspace(), "nobody", "a long password").ok());
  const auto opened = entries("session.opened");
  ASSERT_EQ(opened.size(), 2u);
  EXPECT_EQ(opened.front().data["method"].string_or(""), "password");
}

TEST_F(PeopleTest, SettingsAreRecordedAndUnknownOnesRefused) {
  ASSERT_TRUE(change_setting(workspace(), dara_.id, "timestamp.url", "http://127.0.0.1/").ok());
  EXPECT_EQ(workspace().records().setting("timestamp.url").value(), "http://127.0.0.1/");
  EXPECT_EQ(change_setting(workspace(), dara_.id, "timestamp", "").error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(entries("settings.changed").size(), 1u);
}

TEST_F(PeopleTest, TextThatIsNotUtf8IsRefusedAndLeavesTheWorkspaceWhole) {
  EXPECT_EQ(remove_officer(workspace(), dara_, amal_.id, "left \xff").error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(change_setting(workspace(), dara_.id, "timestamp.url", "\xc3").error().code,
            ErrorCode::kInvalid);
  ASSERT_TRUE(reopen().ok());
  EXPECT_TRUE(workspace().records().officer(amal_.id)->active);
}

}  // namespace
}  // namespace sanad::service
