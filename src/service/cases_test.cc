#include "service/cases.h"

#include "service/captures.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

class CasesTest : public Rig {
 protected:
  Result<OrderedCapture> order(const authority::Officer& officer, const std::string& url,
                               std::string authorisation = "") {
    return order_capture(workspace(), officer, {"TZ-2026-0001", url, std::move(authorisation), {}});
  }
  // The code of the one refusal that the order left, and that it is the last entry.
  std::string refusal_of(const authority::Officer& officer, const std::string& url,
                         std::string authorisation = "") {
    const std::size_t before = entries("act.refused").size();
    const std::size_t jobs = workspace().jobs().of_case(case_.id, 1000)->size();
    const auto ordered = order(officer, url, std::move(authorisation));
    if (ordered.ok()) return "allowed";
    EXPECT_EQ(ordered.error().code, ErrorCode::kDenied);
    EXPECT_EQ(workspace().jobs().of_case(case_.id, 1000)->size(), jobs);
    const auto refusals = entries("act.refused");
    EXPECT_EQ(refusals.size(), before + 1);
    EXPECT_EQ(refusals.back().data["reason"].string_or(""), ordered.error().message);
    EXPECT_EQ(refusals.back().actor, officer.id);
    EXPECT_EQ(refusals.back().case_id, case_.id);
    return refusals.back().data["code"].string_or("");
  }
  authority::Authorisation ask(json::Object changed) {
    return request_authorisation(workspace(), amal_, case_.id, json::Value(std::move(changed)))
        .value();
  }
  void SetUp() override {
    Rig::SetUp();
    case_ = open_one();
  }
  records::Case case_;
};

TEST_F(CasesTest, ACaseIsOpenedByThoseWhoMayAndHasItsOwnReference) {
  EXPECT_EQ(case_.officer_in_charge, amal_.id);
  EXPECT_EQ(case_.law_pack, "international");
  const auto code = [&](const authority::Officer& who, const char* reference, const char* pack) {
    return open_case(workspace(), who, reference, "Title", pack).error().code;
  };
  EXPECT_EQ(code(chand_, "TZ-2", "international"), ErrorCode::kDenied);
  EXPECT_EQ(code(dara_, "TZ-2", "international"), ErrorCode::kDenied);
  EXPECT_EQ(code(amal_, "TZ-2026-0001", "international"), ErrorCode::kConflict);
  EXPECT_EQ(code(amal_, "TZ-2", "atlantis"), ErrorCode::kInvalid);
  EXPECT_EQ(code(amal_, " ", "international"), ErrorCode::kInvalid);
  EXPECT_EQ(open_case(workspace(), amal_, "TZ-2", "\xff", "international").error().code,
            ErrorCode::kInvalid);
  ASSERT_EQ(list_cases(workspace(), esen_)->size(), 1u);
  EXPECT_EQ(list_cases(workspace(), esen_)->front().title, "") << "an auditor knows its reference";
  EXPECT_EQ(list_cases(workspace(), dara_).error().code, ErrorCode::kDenied);
}

TEST_F(CasesTest, TheRequesterNeverApprovesTheirOwnRequest) {
  const auto both = add_officer(workspace(), custody::kSystem, "Gul Pareen",
                                {authority::Role::kInvestigator, authority::Role::kSupervisor})
                        .value();
  const auto asked =
      request_authorisation(workspace(), both, case_.id, json::Value(request())).value();
  EXPECT_EQ(approve_authorisation(workspace(), both, asked.id, "").error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(approve_authorisation(workspace(), chand_, asked.id, "").error().code,
            ErrorCode::kDenied);
  EXPECT_TRUE(list_waiting(workspace(), both)->empty());
  ASSERT_EQ(list_waiting(workspace(), behram_)->size(), 1u);
  EXPECT_EQ(approve_authorisation(workspace(), behram_, asked.id, "")->decided_by, behram_.id);
  EXPECT_TRUE(list_waiting(workspace(), behram_)->empty());
  EXPECT_EQ(reject_authorisation(workspace(), behram_, asked.id, "late").error().code,
            ErrorCode::kConflict);
}

TEST_F(CasesTest, OnlyAnInvestigatorAsksAndOnlyUnderLawThatIsShipped) {
  const auto code = [&](const authority::Officer& who, const char* member, const char* value) {
    json::Object changed = request();
    if (member[0]) changed.find("law")->as_object()->set(member, value);
    return request_authorisation(workspace(), who, case_.id, json::Value(std::move(changed)))
        .error();
  };
  EXPECT_EQ(code(behram_, "", "").code, ErrorCode::kDenied);
  const Error superseded = code(amal_, "edition", "2020-01-01");
  EXPECT_EQ(superseded.code, ErrorCode::kInvalid);
  EXPECT_NE(superseded.message.find("2026-11-01"), std::string::npos);
  EXPECT_EQ(code(amal_, "provision", "no-such-thing").code, ErrorCode::kInvalid);
  EXPECT_EQ(code(amal_, "pack", "atlantis").code, ErrorCode::kInvalid);
  json::Object past = request();
  clock_.advance_ms(31 * kDayMs);
  EXPECT_EQ(request_authorisation(workspace(), amal_, case_.id, json::Value(std::move(past)))
                .error()
                .code,
            ErrorCode::kInvalid);
  EXPECT_TRUE(entries("authorisation.requested").empty());
}

TEST_F(CasesTest, AnApprovalThatComesTooLateIsRefused) {
  const auto asked = ask(request());
  clock_.advance_ms(30 * kDayMs);
  EXPECT_EQ(approve_authorisation(workspace(), behram_, asked.id, "").error().code,
            ErrorCode::kConflict);
}

TEST_F(CasesTest, ARejectionAndARevocationNeedTheirReason) {
  const auto asked = ask(request());
  EXPECT_EQ(reject_authorisation(workspace(), behram_, asked.id, " ").error().code,
            ErrorCode::kInvalid);
  const auto rejected = reject_authorisation(workspace(), behram_, asked.id, "too wide").value();
  EXPECT_EQ(rejected.state, authority::AuthorisationState::kRejected);
  EXPECT_EQ(rejected.note, "too wide");
  const std::string id = approved(case_);
  EXPECT_EQ(revoke_authorisation(workspace(), behram_, id, "").error().code, ErrorCode::kInvalid);
  EXPECT_TRUE(revoke_authorisation(workspace(), behram_, id, "aim reached").ok());
  EXPECT_EQ(revoke_authorisation(workspace(), behram_, id, "again").error().code,
            ErrorCode::kConflict);
}

TEST_F(CasesTest, EveryRefusedCaptureIsRecordedWithItsCode) {
  EXPECT_EQ(refusal_of(amal_, kForum), "no-authorisation");
  const auto asked = ask(request());
  EXPECT_EQ(refusal_of(amal_, kForum), "not-approved");
  ASSERT_TRUE(reject_authorisation(workspace(), behram_, asked.id, "too wide").ok());
  EXPECT_EQ(refusal_of(amal_, kForum), "rejected");
  const std::string id = approved(case_);
  EXPECT_EQ(refusal_of(amal_, kForum), "allowed");
  EXPECT_EQ(refusal_of(amal_, "https://news.tirazan.example/"), "out-of-scope");
  EXPECT_EQ(refusal_of(amal_, kForum, "authorisation-0000000000000009"), "no-authorisation");
  EXPECT_EQ(refusal_of(amal_, kForum, asked.id), "rejected");
  for (const auto& officer : {behram_, chand_, dara_, esen_})
    EXPECT_EQ(refusal_of(officer, kForum), "wrong-role");
  ASSERT_TRUE(revoke_authorisation(workspace(), behram_, id, "aim reached").ok());
  EXPECT_EQ(refusal_of(amal_, kForum, id), "revoked");
}

TEST_F(CasesTest, AnAuthorisationHoldsFromItsBeginningToItsEnd) {
  json::Object later = request();
  later.set("valid_from", format_timestamp({clock_.now().unix_ms + kDayMs}));
  ASSERT_TRUE(approve_authorisation(workspace(), behram_, ask(std::move(later)).id, "").ok());
  EXPECT_EQ(refusal_of(amal_, kForum), "not-yet-valid");
  clock_.advance_ms(kDayMs);
  EXPECT_EQ(refusal_of(amal_, kForum), "allowed");
  clock_.advance_ms(29 * kDayMs);
  EXPECT_EQ(refusal_of(amal_, kForum), "expired");
}

TEST_F(CasesTest, APrivateAddressIsRefusedUnlessNamed) {
  json::Object private_host = request();
  private_host.set("targets", json::Array{json::Object{{"kind", "host"}, {"value", "10.0.0.1"}}});
  ASSERT_TRUE(
      approve_authorisation(workspace(), behram_, ask(std::move(private_host)).id, "").ok());
  EXPECT_EQ(refusal_of(amal_, "http://10.0.0.1/"), "private-address");
}

TEST_F(CasesTest, ARemovedOfficerCapturesNothing) {
  approved(case_);
  ASSERT_TRUE(remove_officer(workspace(), dara_, amal_.id, "left").ok());
  const auto removed = workspace().records().officer(amal_.id).value();
  EXPECT_EQ(refusal_of(removed, kForum), "officer-inactive");
}

TEST_F(CasesTest, AnAddressThatIsNoneIsInvalidAndNoRefusal) {
  approved(case_);
  for (const char* url : {"", "forum", "ftp://forum.tirazan.example/", "javascript:1",
                          "https://a:b@forum.tirazan.example/"})
    EXPECT_EQ(order(amal_, url).error().code, ErrorCode::kInvalid) << url;
  EXPECT_TRUE(entries("act.refused").empty());
  EXPECT_EQ(order_capture(workspace(), amal_, {"no such case", kForum, "", {}}).error().code,
            ErrorCode::kNotFound);
}

TEST_F(CasesTest, APreviewRecordsNothing) {
  approved(case_);
  const std::uint64_t before = workspace().ledger().size().value;
  const auto look = [&](const authority::Officer& officer, const char* url) {
    return preview(
        workspace(), officer,
        {case_.reference, authority::Activity::kCapture, authority::parse_url(url).value(), ""});
  };
  EXPECT_TRUE(look(amal_, kForum)->allowed());
  EXPECT_FALSE(look(amal_, "https://news.tirazan.example/")->allowed());
  EXPECT_EQ(workspace().ledger().size().value, before);
  EXPECT_EQ(look(dara_, kForum).error().code, ErrorCode::kDenied) << "who may not read the case";
  EXPECT_EQ(entries("act.refused").size(), 1U);
}

TEST_F(CasesTest, WhatAnOrderSaysIsDecidedAgainWhenItBegins) {
  const std::string id = approved(case_);
  const auto ordered = order(amal_, kForum).value();
  ASSERT_TRUE(revoke_authorisation(workspace(), behram_, id, "aim reached").ok());
  struct Silent final : capture::Monitor {
    void on_progress(const capture::Progress&) override {}
    bool is_cancelled() override { return false; }
  } monitor;
  const auto job = workspace().jobs().find(ordered.job).value();
  EXPECT_EQ(run_capture(workspace(), job, monitor).error().code, ErrorCode::kDenied);
  EXPECT_TRUE(entries("capture.started").empty());
  EXPECT_EQ(entries("act.refused").back().data["code"].string_or(""), "revoked");
}

TEST_F(CasesTest, CaptureOptionsAreCheckedOneByOne) {
  const auto code = [](const char* text) {
    const auto options = parse_capture_options(json::parse(text).value());
    return options.ok() ? std::string("fine") : options.error().message;
  };
  EXPECT_EQ(code("null"), "fine");
  EXPECT_EQ(code(R"({"locale":"ur-PK","time_zone":"Asia/Karachi","scroll":false})"), "fine");
  for (const auto& [text, member] : std::vector<std::pair<const char*, const char*>>{
           {R"({"locale":""})", "locale"},
           {R"({"locale":"a b"})", "locale"},
           {R"({"time_zone":7})", "time_zone"},
           {R"({"max_seconds":0})", "max_seconds"},
           {R"({"max_seconds":3601})", "max_seconds"},
           {R"({"max_seconds":1.5})", "max_seconds"},
           {R"({"max_bytes":0})", "max_bytes"},
           {R"({"viewport":{"width":1}})", "width"},
           {R"({"viewport":{"height":99999}})", "height"}})
    EXPECT_NE(code(text).find(member), std::string::npos) << text;
}

}  // namespace
}  // namespace sanad::service
