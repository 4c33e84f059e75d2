#include "service/people_of_material.h"

#include "material_rig.h"

namespace sanad::service {
namespace {

class PeopleOfMaterialTest : public MaterialRig {
 protected:
  Result<Unmasking> lift(std::string_view id, std::string reason = "He asked for the meeting.") {
    return unmask(workspace(), amal_,
                  {case_.id, Masked::kAccount, pseudonym_of(id), std::move(reason)});
  }
  Result<PersonAnswer> look(const authority::Officer& who, std::string_view id) {
    PersonQuestion question;
    question.case_id = case_.id;
    question.pseudonym = pseudonym_of(id);
    return view_person(workspace(), who, question);
  }
};

TEST_F(PeopleOfMaterialTest, NoViewShowsWhoIsMasked) {
  const std::string all = all_views();
  for (const std::string& secret : kSecrets)
    EXPECT_EQ(all.find(secret), std::string::npos) << secret << " stands in\n" << all;
  EXPECT_NE(all.find("harbour.tirazan.example"), std::string::npos);
  EXPECT_NE(all.find(std::to_string(pseudonym_of("user7"))), std::string::npos);
}

TEST_F(PeopleOfMaterialTest, AnAuthorisationThatNamesTheAccountLiftsItsMaskAndNoOther) {
  const std::string authorisation = authorise("telegram:user7");
  const auto lifted = lift("user7");
  ASSERT_TRUE(lifted.ok()) << lifted.error().message;
  EXPECT_EQ(lifted->identifier, "telegram:user7");
  EXPECT_EQ(lifted->name, "Lantern Seven");
  EXPECT_EQ(lifted->authorisation, authorisation);
  ASSERT_EQ(entries("person.unmasked").size(), 1u);
  const auto entry = entries("person.unmasked").front();
  EXPECT_EQ(entry.actor, amal_.id);
  EXPECT_EQ(entry.data["reason"].string_or(""), "He asked for the meeting.");
  EXPECT_EQ(entry.data["authorisation"].string_or(""), authorisation);
  const std::string all = all_views();
  EXPECT_NE(all.find("user7"), std::string::npos);
  EXPECT_NE(all.find("Lantern Seven"), std::string::npos);
  for (const char* other : {"user8", "Lantern Eight", "42101-7654321-9"})
    EXPECT_EQ(all.find(other), std::string::npos) << other;
  EXPECT_EQ(lift("user7").error().code, ErrorCode::kConflict);
  ASSERT_TRUE(reopen().ok());
  EXPECT_NE(all_views().find("user7"), std::string::npos);
}

TEST_F(PeopleOfMaterialTest, WithoutSuchAnAuthorisationTheRefusalIsAnEntryThatTellsNoName) {
  authorise("telegram:user9");
  const auto refused = lift("user7");
  ASSERT_EQ(refused.error().code, ErrorCode::kDenied);
  ASSERT_EQ(entries("act.refused").size(), 1u);
  const auto entry = entries("act.refused").front();
  EXPECT_EQ(entry.data["activity"].string_or(""), "unmask");
  EXPECT_EQ(entry.data["code"].string_or(""), "out-of-scope");
  EXPECT_EQ(entry.data["target"].string_or(""), "Person " + std::to_string(pseudonym_of("user7")));
  const std::string said =
      json::format_canonical(json::Value(entry.data)) + refused.error().message;
  for (const std::string& secret : kSecrets) EXPECT_EQ(said.find(secret), std::string::npos);
  EXPECT_TRUE(entries("person.unmasked").empty());
}

TEST_F(PeopleOfMaterialTest, AnAuthorisationThatEndedLiftsNothing) {
  authorise("telegram:user7");
  clock_.advance_ms(31 * kDayMs);
  EXPECT_EQ(lift("user7").error().code, ErrorCode::kDenied);
  EXPECT_EQ(entries("act.refused").front().data["code"].string_or(""), "expired");
}

TEST_F(PeopleOfMaterialTest, AReasonIsNeededAndAnInvestigatorOrSupervisor) {
  authorise("telegram:user7");
  EXPECT_EQ(lift("user7", "").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(lift("user7", " \n").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(lift("user7", std::string(authority::kMaxReasonBytes + 1, 'x')).error().code,
            ErrorCode::kInvalid);
  EXPECT_TRUE(entries("act.refused").empty());
  for (const auto& who : {chand_, dara_, esen_}) {
    const auto refused =
        unmask(workspace(), who, {case_.id, Masked::kAccount, pseudonym_of("user7"), "a reason"});
    EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
    EXPECT_EQ(entries("act.refused").back().data["code"].string_or(""), "wrong-role");
    EXPECT_EQ(entries("act.refused").back().actor, who.id);
  }
  EXPECT_EQ(unmask(workspace(), amal_, {case_.id, Masked::kAccount, 5, "a reason"}).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(unmask(workspace(), amal_, {"no-case", Masked::kAccount, 5, "x"}).error().code,
            ErrorCode::kNotFound);
  EXPECT_TRUE(entries("person.unmasked").empty());
}

TEST_F(PeopleOfMaterialTest, AChatAndAPersonalValueNeedAReasonOnly) {
  const auto facts = workspace().case_indexes().facts(case_.id).value();
  const auto chat = facts->chats(0, 1, {}).value().front();
  ASSERT_TRUE(chat.is_masked);
  const auto named = unmask(workspace(), amal_, {case_.id, Masked::kChat, chat.pseudonym, "why"});
  ASSERT_TRUE(named.ok()) << named.error().message;
  EXPECT_EQ(named->identifier, "telegram:4711");
  EXPECT_EQ(named->authorisation, "");
  const auto value = facts->selectors("identity-number", 0, 1, {}).value().front();
  ASSERT_TRUE(value.is_masked);
  const auto shown =
      unmask(workspace(), behram_, {case_.id, Masked::kSelector, value.pseudonym, "why"});
  ASSERT_TRUE(shown.ok()) << shown.error().message;
  EXPECT_EQ(shown->identifier, "42101-7654321-9");
  const std::string all = all_views();
  EXPECT_NE(all.find("42101-7654321-9"), std::string::npos);
  EXPECT_EQ(all.find("user7"), std::string::npos);
  EXPECT_EQ(entries("person.unmasked").size(), 2u);
  for (const auto& [what, pseudonym] :
       {std::pair{Masked::kChat, chat.pseudonym}, {Masked::kSelector, value.pseudonym}})
    EXPECT_EQ(unmask(workspace(), amal_, {case_.id, what, pseudonym, "why"}).error().code,
              ErrorCode::kConflict);
}

TEST_F(PeopleOfMaterialTest, AllOfOnePersonIsShownUnderAPermitOnlyAndTheLookIsRecorded) {
  EXPECT_EQ(look(amal_, "user8").error().code, ErrorCode::kDenied);
  EXPECT_EQ(entries("act.refused").back().data["activity"].string_or(""), "look-at-person");
  const std::string authorisation = authorise("telegram:user8");
  EXPECT_EQ(look(esen_, "user8").error().code, ErrorCode::kDenied);
  EXPECT_TRUE(entries("person.viewed").empty());
  const auto seen = look(amal_, "user8");
  ASSERT_TRUE(seen.ok()) << seen.error().message;
  EXPECT_EQ(seen->rows.rows.size(), 2u);
  EXPECT_EQ(seen->timeline.certain, 2);
  EXPECT_EQ(seen->activity.by_zone[5][9], 2);
  EXPECT_FALSE(seen->graph.edges.empty());
  EXPECT_TRUE(seen->account.is_masked);
  EXPECT_EQ(seen->authorisation, authorisation);
  ASSERT_EQ(entries("person.viewed").size(), 1u);
  EXPECT_EQ(entries("person.viewed").front().data["pseudonym"].int_or(0), pseudonym_of("user8"));
  EXPECT_EQ(look(amal_, "user7").error().code, ErrorCode::kDenied);
}

TEST_F(PeopleOfMaterialTest, AnAccountThatHasANameOnlyIsNamedByItsPseudonym) {
  const auto facts = workspace().case_indexes().facts(case_.id).value();
  auto nameless = message("", "Somebody of a list", 20);
  ASSERT_TRUE(facts->add(nameless).ok());
  ASSERT_TRUE(facts->commit().ok());
  std::int64_t pseudonym = 0;
  for (const auto& account : facts->accounts(0, 100, {}).value())
    if (!facts->account_identifier(account.row).ok()) pseudonym = account.pseudonym;
  const UnmaskOrder order{case_.id, Masked::kAccount, pseudonym, "why"};
  EXPECT_EQ(unmask(workspace(), amal_, order).error().code, ErrorCode::kDenied);
  EXPECT_EQ(entries("act.refused").size(), 1u);
  const std::string named = case_index::identifier_of_pseudonym(pseudonym);
  authorise(named);
  const Unmasking found = unmask(workspace(), amal_, order).value();
  EXPECT_EQ(found.identifier, named);
  EXPECT_EQ(found.name, "Somebody of a list");
  EXPECT_EQ(view_person(workspace(), amal_, {.case_id = case_.id, .pseudonym = pseudonym})
                ->rows.rows.size(),
            1u);
}

}  // namespace
}  // namespace sanad::service
