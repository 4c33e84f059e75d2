#include "authority/decide.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace sanad::authority {
namespace {

Timestamp at(const char* text) { return parse_timestamp(text).value(); }

Authorisation approved() {
  Authorisation a;
  a.id = "authorisation-0000000000000001";
  a.case_id = "case-0000000000000001";
  a.requester = "officer-000000000000000a";
  a.state = AuthorisationState::kApproved;
  a.decided_by = "officer-000000000000000b";
  a.request.targets = {{TargetKind::kHost, "forum.tirazan.example"}};
  a.request.activities = {Activity::kCapture};
  a.request.valid_from = at("2026-11-01T00:00:00Z");
  a.request.valid_to = at("2026-12-01T00:00:00Z");
  a.request.review_on = at("2026-11-15T00:00:00Z");
  return a;
}

Officer investigator() {
  return {"officer-000000000000000a", "Officer A", {Role::kInvestigator}, true};
}

ActRequest act(const char* url = "https://forum.tirazan.example/thread/1") {
  return {"case-0000000000000001", Activity::kCapture, parse_url(url).value(), ""};
}

struct Row {
  const char* claim;
  std::function<void(Officer&, ActRequest&, Authorisation&, Timestamp&)> change;
  std::optional<RefusalCode> refused;
};

TEST(Decide, AnswersAsTheTableSays) {
  const std::vector<Row> table = {
      {"all in order", [](auto&, auto&, auto&, auto&) {}, std::nullopt},
      {"account closed", [](auto& o, auto&, auto&, auto&) { o.active = false; },
       RefusalCode::kOfficerInactive},
      {"a supervisor does not capture",
       [](auto& o, auto&, auto&, auto&) { o.roles = {Role::kSupervisor}; },
       RefusalCode::kWrongRole},
      {"no role at all", [](auto& o, auto&, auto&, auto&) { o.roles = {}; },
       RefusalCode::kWrongRole},
      {"two roles, one right",
       [](auto& o, auto&, auto&, auto&) { o.roles = {Role::kReviewer, Role::kInvestigator}; },
       std::nullopt},
      {"another case",
       [](auto&, auto& act, auto&, auto&) { act.case_id = "case-0000000000000002"; },
       RefusalCode::kNoAuthorisation},
      {"another authorisation named",
       [](auto&, auto& act, auto&, auto&) { act.authorisation = "authorisation-x"; },
       RefusalCode::kNoAuthorisation},
      {"the right authorisation named",
       [](auto&, auto& act, auto& a, auto&) { act.authorisation = a.id; }, std::nullopt},
      {"waits", [](auto&, auto&, auto& a, auto&) { a.state = AuthorisationState::kRequested; },
       RefusalCode::kNotApproved},
      {"rejected", [](auto&, auto&, auto& a, auto&) { a.state = AuthorisationState::kRejected; },
       RefusalCode::kRejected},
      {"revoked", [](auto&, auto&, auto& a, auto&) { a.state = AuthorisationState::kRevoked; },
       RefusalCode::kRevoked},
      {"a millisecond early",
       [](auto&, auto&, auto& a, auto& now) { now.unix_ms = a.request.valid_from.unix_ms - 1; },
       RefusalCode::kNotYetValid},
      {"on its first millisecond",
       [](auto&, auto&, auto& a, auto& now) { now = a.request.valid_from; }, std::nullopt},
      {"on its last millisecond",
       [](auto&, auto&, auto& a, auto& now) { now.unix_ms = a.request.valid_to.unix_ms - 1; },
       std::nullopt},
      {"when it ends", [](auto&, auto&, auto& a, auto& now) { now = a.request.valid_to; },
       RefusalCode::kExpired},
      {"another host",
       [](auto&, auto& r, auto&, auto&) {
         r.url = parse_url("https://news.tirazan.example/").value();
       },
       RefusalCode::kOutOfScope},
      {"out of scope and expired says out of scope",
       [](auto&, auto& r, auto& a, auto& now) {
         r.url = parse_url("https://news.tirazan.example/").value();
         now = a.request.valid_to;
       },
       RefusalCode::kOutOfScope},
      {"an activity that is not permitted",
       [](auto&, auto& r, auto&, auto&) { r.activity = Activity::kCaptureSeries; },
       RefusalCode::kActivityNotAuthorised},
      {"a private address named as host only",
       [](auto&, auto& r, auto& a, auto&) {
         a.request.targets = {{TargetKind::kHost, "127.0.0.1"}};
         r.url = parse_url("http://127.0.0.1/").value();
       },
       RefusalCode::kPrivateAddress},
      {"localhost is private too",
       [](auto&, auto& r, auto& a, auto&) {
         a.request.targets = {{TargetKind::kHost, "localhost"}};
         r.url = parse_url("http://localhost/").value();
       },
       RefusalCode::kPrivateAddress},
      {"a private address named without the activity",
       [](auto&, auto& r, auto& a, auto&) {
         a.request.targets = {{TargetKind::kHost, "127.0.0.1"},
                              {TargetKind::kAddress, "127.0.0.0/8"}};
         r.url = parse_url("http://127.0.0.1/").value();
       },
       RefusalCode::kPrivateAddress},
      {"a private address named with the activity",
       [](auto&, auto& r, auto& a, auto&) {
         a.request.targets = {{TargetKind::kHost, "127.0.0.1"},
                              {TargetKind::kAddress, "127.0.0.0/8"}};
         a.request.activities.push_back(Activity::kContactPrivateAddress);
         r.url = parse_url("http://127.0.0.1/").value();
       },
       std::nullopt},
  };
  for (const auto& row : table) {
    Officer officer = investigator();
    ActRequest request = act();
    Authorisation authorisation = approved();
    Timestamp now = at("2026-11-24T12:00:00Z");
    row.change(officer, request, authorisation, now);
    const Decision decision = decide(officer, request, std::vector{authorisation}, now);
    EXPECT_EQ(decision.allowed(), !row.refused.has_value()) << row.claim;
    if (row.refused && !decision.allowed()) {
      EXPECT_EQ(refusal_code_name(decision.refusal().code), refusal_code_name(*row.refused))
          << row.claim;
      EXPECT_FALSE(decision.refusal().reason.empty()) << row.claim;
    }
  }
}

TEST(Decide, UsesTheAuthorisationThatLastsLongest) {
  Authorisation brief = approved();
  Authorisation lasting = approved();
  lasting.id = "authorisation-0000000000000002";
  lasting.request.valid_to = at("2027-01-01T00:00:00Z");
  const auto now = at("2026-11-24T12:00:00Z");
  for (const auto& order : {std::vector{brief, lasting}, std::vector{lasting, brief}}) {
    const Decision decision = decide(investigator(), act(), order, now);
    ASSERT_TRUE(decision.allowed());
    EXPECT_EQ(decision.permit().authorisation(), lasting.id);
  }
}

TEST(Decide, TellsOfTheAuthorisationThatCameClosest) {
  Authorisation elsewhere = approved();
  elsewhere.request.targets = {{TargetKind::kHost, "news.tirazan.example"}};
  Authorisation expired = approved();
  expired.id = "authorisation-0000000000000002";
  expired.request.valid_to = at("2026-11-02T00:00:00Z");
  const Decision decision =
      decide(investigator(), act(), std::vector{elsewhere, expired}, at("2026-11-24T12:00:00Z"));
  ASSERT_FALSE(decision.allowed());
  EXPECT_EQ(decision.refusal().code, RefusalCode::kExpired);
  EXPECT_EQ(decision.refusal().authorisation, expired.id);
}

TEST(Permit, CannotBeMadeWithoutADecision) {
  EXPECT_FALSE(std::is_default_constructible_v<Permit>);
}

TEST(Permit, SaysWhatElseItCovers) {
  Authorisation a = approved();
  a.request.targets.push_back({TargetKind::kAddress, "127.0.0.0/8"});
  a.request.activities.push_back(Activity::kContactPrivateAddress);
  const Decision decision =
      decide(investigator(), act(), std::vector{a}, at("2026-11-24T12:00:00Z"));
  ASSERT_TRUE(decision.allowed());
  const Permit& permit = decision.permit();
  EXPECT_TRUE(permit.covers(parse_url("http://forum.tirazan.example/other").value()));
  EXPECT_FALSE(permit.covers(parse_url("http://news.tirazan.example/").value()));
  EXPECT_TRUE(permit.may_contact(*parse_ip("127.0.0.1")));
  EXPECT_TRUE(permit.may_contact(*parse_ip("8.8.8.8")));
  EXPECT_FALSE(permit.may_contact(*parse_ip("10.0.0.1")));
  EXPECT_FALSE(permit.accepts_invalid_certificate());
}

TEST(Approval, NeedsAnotherSupervisorAndAWaitingRequest) {
  Authorisation waiting = approved();
  waiting.state = AuthorisationState::kRequested;
  const Officer supervisor{"officer-000000000000000b", "Officer B", {Role::kSupervisor}, true};
  Officer own{waiting.requester, "Officer A", {Role::kSupervisor, Role::kInvestigator}, true};
  Officer closed = supervisor;
  closed.active = false;
  EXPECT_TRUE(may_approve(supervisor, waiting).ok());
  EXPECT_EQ(may_approve(own, waiting).error().code, ErrorCode::kDenied);
  EXPECT_EQ(may_approve(closed, waiting).error().code, ErrorCode::kDenied);
  EXPECT_EQ(may_approve(investigator(), waiting).error().code, ErrorCode::kDenied);
  EXPECT_EQ(may_approve(supervisor, approved()).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(may_revoke(supervisor, approved()).ok());
  EXPECT_EQ(may_revoke(supervisor, waiting).error().code, ErrorCode::kConflict);
  EXPECT_EQ(may_revoke(investigator(), approved()).error().code, ErrorCode::kDenied);
}

}  // namespace
}  // namespace sanad::authority
