#include <gtest/gtest.h>

#include <fstream>

#include "fixture.h"

namespace sanad::case_index::test {
namespace {

using PrivacyTest = IndexTest;

authority::PersonPermit permit_for(const std::string& identifier) {
  authority::Authorisation authorisation;
  authorisation.id = "authorisation-1";
  authorisation.case_id = "case-1";
  authorisation.state = authority::AuthorisationState::kApproved;
  authorisation.request.targets = {{authority::TargetKind::kIdentifier, identifier}};
  authorisation.request.valid_to = {10};
  return authority::decide_person({"officer-1", "Naz", {authority::Role::kInvestigator}, true},
                                  "case-1", identifier, std::span(&authorisation, 1), {5})
      .permit();
}

TEST_F(PrivacyTest, AccountsAreMaskedUntilTheirPseudonymIsUnmasked) {
  const auto id = add(message("u1"));
  add(message("u2"));
  commit();
  const Account masked = *index_->row(id, kNobody)->author;
  EXPECT_TRUE(masked.is_masked);
  EXPECT_TRUE(masked.id.empty());
  EXPECT_TRUE(masked.name.empty());
  EXPECT_GE(masked.pseudonym, 100'000);
  EXPECT_LE(masked.pseudonym, 999'999);
  const Unmasked unmasked{.accounts = {masked.pseudonym}};
  const Account open = *index_->row(id, unmasked)->author;
  EXPECT_FALSE(open.is_masked);
  EXPECT_EQ(open.id, "u1");
  EXPECT_EQ(open.name, "Name of u1");
  const auto accounts = index_->accounts(0, 10, unmasked).value();
  ASSERT_EQ(accounts.size(), 2U);
  EXPECT_LT(accounts[0].pseudonym, accounts[1].pseudonym);
  EXPECT_NE(accounts[0].is_masked, accounts[1].is_masked);
  EXPECT_EQ(index_->accounts(accounts[0].pseudonym, 10, unmasked)->size(), 1U);
  EXPECT_EQ(index_->account_of(masked.pseudonym, kNobody)->row, masked.row);
  EXPECT_EQ(index_->account(masked.row, kNobody)->pseudonym, masked.pseudonym);
  EXPECT_EQ(index_->account_of(7, kNobody).error().code, ErrorCode::kNotFound);
}

TEST_F(PrivacyTest, ListsOfAccountsAreShort) {
  EXPECT_EQ(index_->accounts(0, kMaxAccountsPage + 1, kNobody).error().code, ErrorCode::kInvalid);
}

TEST_F(PrivacyTest, PseudonymsStayWhenTheIndexIsMadeAgainInAnotherOrder) {
  const Document one = message("u1");
  const Document two = message("u2");
  add(one);
  add(two);
  commit();
  const auto before = index_->row(one.id, kNobody)->author->pseudonym;
  index_.reset();
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_);
  open();
  Document again = one;
  again.id = 9;
  add(two);
  add(again);
  commit();
  EXPECT_EQ(index_->row(9, kNobody)->author->pseudonym, before);
}

TEST_F(PrivacyTest, AnotherCaseCallsTheSameAccountOtherwise) {
  const auto id = add(message("u1"));
  commit();
  const auto here = index_->row(id, kNobody)->author->pseudonym;
  const auto other = CaseIndex::open(folder_ / "other.index", Bytes(32, 8)).value();
  Document document = message("u1");
  ASSERT_TRUE(other->add(document).ok());
  ASSERT_TRUE(other->commit().ok());
  EXPECT_NE(other->row(document.id, kNobody)->author->pseudonym, here);
}

TEST_F(PrivacyTest, AnotherSecretIsNoticed) {
  index_.reset();
  const auto opened = CaseIndex::open(path(), Bytes(32, 8));
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kConflict);
  EXPECT_EQ(CaseIndex::open(path(), Bytes(31, 7)).error().code, ErrorCode::kInvalid);
}

TEST_F(PrivacyTest, NamesWithoutIdentifierArePeopleOfTheirOriginalOnly) {
  Document here = message("");
  here.author = {"", "Naz"};
  Document there = here;
  there.id = next_++;
  there.source.original = 1;
  Document again = here;
  again.id = next_++;
  again.source.way = "inner.txt";
  for (const auto& document : {here, there, again}) add(document);
  commit();
  const auto who = [&](const Document& d) { return index_->row(d.id, kNobody)->author->row; };
  EXPECT_NE(who(here), who(there));
  EXPECT_EQ(who(here), who(again));
  EXPECT_EQ(index_->account_identifier(who(here)).error().code, ErrorCode::kNotFound);
  const auto pseudonym = index_->row(here.id, kNobody)->author->pseudonym;
  const Account open = index_->account(who(here), {.accounts = {pseudonym}}).value();
  EXPECT_EQ(open.name, "Naz");
  EXPECT_TRUE(open.id.empty());
  const auto permit = permit_for(identifier_of_pseudonym(pseudonym));
  EXPECT_EQ(ids(index_->person_rows(permit, {}, {}, kNobody)->rows),
            (std::vector{here.id, again.id}));
  for (const char* nobody : {"person:", "person:1", "person:x"})
    EXPECT_EQ(index_->person_rows(permit_for(nobody), {}, {}, kNobody).error().code,
              ErrorCode::kNotFound)
        << nobody;
}

TEST_F(PrivacyTest, AChatOfTwoIsMaskedAndAGroupIsNot) {
  add(message("u1"));
  add(message("u2"));
  commit();
  const Chat of_two = index_->chat(1, kNobody).value();
  EXPECT_TRUE(of_two.is_masked);
  EXPECT_TRUE(of_two.name.empty());
  EXPECT_TRUE(of_two.id.empty());
  EXPECT_EQ(index_->chat(1, {.chats = {of_two.pseudonym}})->name, "Harvest talk");
  add(message("u3"));
  commit();
  EXPECT_EQ(index_->chat(1, kNobody)->name, "Harvest talk");
  Document named = message("u4");
  named.author.name = "Harvest talk";
  add(named);
  commit();
  EXPECT_TRUE(index_->chat(1, kNobody)->is_masked);
  EXPECT_EQ(index_->chats(0, 10, kNobody)->at(0).accounts, 4);
  EXPECT_EQ(index_->chat(9, kNobody).error().code, ErrorCode::kNotFound);
}

TEST_F(PrivacyTest, PersonalSelectorsAreMasked) {
  Document document = message("u1");
  document.selectors = {{.kind = "cnic", .value = "0000000000000", .personal = true},
                        {.kind = "url", .value = "https://harvest.example/"}};
  add(document);
  commit();
  const auto cnic = index_->selectors("cnic", 0, 10, kNobody)->at(0);
  EXPECT_TRUE(cnic.is_masked);
  EXPECT_TRUE(cnic.value.empty());
  EXPECT_EQ(cnic.documents, 1);
  EXPECT_EQ(index_->selector(cnic.row, {.selectors = {cnic.pseudonym}})->value, "0000000000000");
  EXPECT_FALSE(index_->selectors("url", 0, 10, kNobody)->at(0).is_masked);
  const Graph graph = index_->graph({}, kNobody).value();
  for (const Node& node : graph.nodes) {
    if (node.selector && node.selector->kind == "cnic") {
      EXPECT_TRUE(node.selector->value.empty());
    }
    if (node.account) {
      EXPECT_TRUE(node.account->name.empty());
    }
  }
}

TEST_F(PrivacyTest, APermitOpensItsAccountAndNoOther) {
  const auto one = add(message("u1", 1));
  const auto two = add(message("u2", 2));
  commit();
  const auto permit =
      permit_for(index_->account_identifier(index_->row(one, kNobody)->author->row).value());
  EXPECT_EQ(permit.identifier(), "telegram:u1");
  EXPECT_EQ(ids(index_->person_rows(permit, {}, {}, kNobody)->rows),
            std::vector<std::int64_t>{one});
  EXPECT_TRUE(
      index_->person_rows(permit, {.from_ms = kStart + 120'000}, {}, kNobody)->rows.empty());
  EXPECT_EQ(index_->person_edges(permit, {}, kNobody)->edges.size(), 1U);
  EXPECT_EQ(index_->person_timeline(permit, {}, ClockKind::kSent, Step::kDay, Zone::utc())->certain,
            1);
  EXPECT_EQ(index_->person_activity(permit, {}, Zone::utc())->by_zone[5][9], 1);
  EXPECT_EQ(ids(index_->person_rows(permit_for("telegram:u2"), {}, {}, kNobody)->rows),
            std::vector<std::int64_t>{two});
  for (const char* nobody : {"telegram:u9", "whatsapp:u1", "u1"}) {
    EXPECT_EQ(index_->person_rows(permit_for(nobody), {}, {}, kNobody).error().code,
              ErrorCode::kNotFound);
  }
}

// Nothing of what was taken out may be left in the file.
TEST_F(PrivacyTest, WhatIsRemovedIsOverwritten) {
  Document document = message("u1");
  document.author.name = "Zarmina-of-the-test";
  add(document);
  commit();
  ASSERT_TRUE(index_->remove_exhibit("exhibit-1").ok());
  index_.reset();
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    EXPECT_EQ(bytes.find("Zarmina-of-the-test"), std::string::npos) << entry.path();
  }
}

}  // namespace
}  // namespace sanad::case_index::test
