#include "service/requests.h"

#include <algorithm>

#include "request_rig.h"
#include "service/law.h"

namespace sanad::service {
namespace {

using RequestsTest = RequestRig;

TEST_F(RequestsTest, GoFromDraftThroughASecondPersonToTheAddressee) {
  const records::Exhibit exhibit = seal_one(case_);
  const records::Request made = draft(referral());
  EXPECT_EQ(made.reference, "TZ-2026-0001-R01");
  EXPECT_EQ(made.state, "draft");
  EXPECT_EQ(made.kind, "referral");
  EXPECT_EQ(made.content["exhibits"].as_array()->front().string_or(""), exhibit.id)
      << "the capture of the address is relied on without being named";
  EXPECT_TRUE(request_shortfalls(workspace(), made).value().empty());
  ASSERT_TRUE(approve_request(workspace(), behram_, made.id, "").ok());
  clock_.advance_ms(1000);
  const auto out = issue_request(workspace(), amal_, made.reference);
  ASSERT_TRUE(out.ok()) << out.error().message;
  EXPECT_EQ(out->state, "issued");
  EXPECT_EQ(out->issued_at, clock_.now());
  clock_.advance_ms(1000);
  ASSERT_TRUE(report_sent(workspace(), amal_, made.id, report()).ok());
  clock_.advance_ms(1000);
  ASSERT_TRUE(report_received(workspace(), amal_, made.id, report("receipt by mail")).ok());
  clock_.advance_ms(1000);
  RequestReport answer = report();
  answer.outcome = "removed";
  answer.reference = "FT-88";
  const auto answered = report_answer(workspace(), amal_, made.id, answer);
  ASSERT_TRUE(answered.ok()) << answered.error().message;
  EXPECT_EQ(answered->state, "answered");
  const json::Object shown = view(workspace(), *answered, true).value();
  EXPECT_EQ(shown.find("outcome")->string_or(""), "removed");
  EXPECT_EQ(shown.find("their_reference")->string_or(""), "FT-88");
  EXPECT_EQ(shown.find("events")->as_array()->size(), 6u);
}

TEST_F(RequestsTest, TheRegisterIsMadeAgainFromTheLedger) {
  seal_one(case_);
  const records::Request out = issued(referral());
  ASSERT_TRUE(report_sent(workspace(), amal_, out.id, report()).ok());
  const auto whole = [&] {
    return json::format_canonical(
        view(workspace(), workspace().records().request(out.id).value(), true).value());
  };
  const std::string before = whole();
  workspace_.reset();
  workspace_ = Workspace::rebuild(options(), clock_, {}).value();
  EXPECT_EQ(whole(), before);
}

struct Lacking {
  const char* member;
  const char* code;
};
class RequestsLackingTest : public RequestRig, public testing::WithParamInterface<Lacking> {};

TEST_P(RequestsLackingTest, AreNeitherApprovedNorIssued) {
  seal_one(case_);
  json::Object content = referral();
  content.erase(GetParam().member);
  const records::Request made = draft(std::move(content));
  const auto agreed = approve_request(workspace(), behram_, made.id, "");
  ASSERT_FALSE(agreed.ok());
  EXPECT_EQ(agreed.error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), GetParam().code);
  ASSERT_FALSE(issue_request(workspace(), amal_, made.id).ok());
  EXPECT_EQ(last_refusal(), "not-approved");
  EXPECT_EQ(workspace().records().request(made.id)->state, "draft");
}
INSTANTIATE_TEST_SUITE_P(
    Each, RequestsLackingTest,
    testing::Values(Lacking{"url", "no-url"}, Lacking{"identifiers", "no-identifier"},
                    Lacking{"provision", "no-provision"}, Lacking{"basis", "no-basis"},
                    Lacking{"preservation_considered", "not-considered"},
                    Lacking{"deconfliction", "no-deconfliction"}, Lacking{"fields", "incomplete"}));

TEST_F(RequestsTest, RemovalIsNotAskedForBeforeACapture) {
  const records::Request made = draft(referral());
  ASSERT_FALSE(approve_request(workspace(), behram_, made.id, "").ok());
  EXPECT_EQ(last_refusal(), "no-capture");
  // A capture of another address does not do.
  const records::Exhibit other = seal_one(case_);
  json::Object content = referral();
  content.set("url", "https://forum.tirazan.example/other");
  content.set("exhibits", json::Array{other.number});
  const records::Request elsewhere = draft(std::move(content));
  ASSERT_FALSE(approve_request(workspace(), behram_, elsewhere.id, "").ok());
  EXPECT_EQ(last_refusal(), "no-capture");
  // The first one may go once its draft names the capture.
  const auto again =
      draft_request(workspace(), amal_, {case_.id, made.id, 1, json::Value(referral())});
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_TRUE(approve_request(workspace(), behram_, made.id, "").ok());
}

TEST_F(RequestsTest, NobodyApprovesWhatTheyWrote) {
  seal_one(case_);
  const auto own = draft_request(workspace(), behram_, {case_.id, "", 0, json::Value(referral())});
  ASSERT_FALSE(approve_request(workspace(), behram_, own->id, "").ok());
  EXPECT_EQ(last_refusal(), "four-eyes");
  // Also who wrote only an earlier version.
  ASSERT_TRUE(
      draft_request(workspace(), amal_, {case_.id, own->id, 1, json::Value(referral())}).ok());
  ASSERT_FALSE(approve_request(workspace(), behram_, own->id, "").ok());
  EXPECT_EQ(approve_request(workspace(), amal_, own->id, "").error().code, ErrorCode::kDenied);
  EXPECT_TRUE(approve_request(workspace(), farid_, own->id, "").ok());
}

TEST_F(RequestsTest, AnApprovalIsOfOneVersion) {
  seal_one(case_);
  const records::Request made = draft(referral());
  ASSERT_TRUE(approve_request(workspace(), behram_, made.id, "").ok());
  json::Object changed = referral();
  changed.set("basis", "Another basis.");
  ASSERT_TRUE(
      draft_request(workspace(), amal_, {case_.id, made.id, 1, json::Value(std::move(changed))})
          .ok());
  const auto now = workspace().records().request(made.id).value();
  EXPECT_EQ(now.state, "draft");
  EXPECT_TRUE(now.approved_by.empty());
  ASSERT_FALSE(issue_request(workspace(), amal_, made.id).ok());
  EXPECT_EQ(last_refusal(), "not-approved");
}

TEST_F(RequestsTest, WhatWasIssuedIsNotChangedButCorrectedByANewOne) {
  seal_one(case_);
  const records::Request out = issued(referral());
  const auto changed =
      draft_request(workspace(), amal_, {case_.id, out.id, 1, json::Value(referral())});
  ASSERT_FALSE(changed.ok());
  EXPECT_EQ(changed.error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "not-a-draft");
  ASSERT_FALSE(withdraw_request(workspace(), amal_, out.id, "a mistake").ok());
  EXPECT_EQ(last_refusal(), "not-a-draft");
  ASSERT_FALSE(issue_request(workspace(), amal_, out.id).ok());
  EXPECT_EQ(last_refusal(), "already-issued");
  json::Object correction = referral();
  correction.set("corrects", out.reference);
  const records::Request newer = issued(std::move(correction));
  EXPECT_EQ(newer.corrects, out.id);
  EXPECT_EQ(workspace().records().request(out.id)->corrected_by, newer.id);
  EXPECT_EQ(json::format_canonical(workspace().records().request(out.id)->content),
            json::format_canonical(out.content));
  const std::string paper = read(newer.documents.front());
  EXPECT_NE(paper.find(out.reference), std::string::npos);
  json::Object late = referral();
  late.set("corrects", out.reference);
  EXPECT_EQ(draft_request(workspace(), amal_, {case_.id, "", 0, json::Value(std::move(late))})
                .error()
                .code,
            ErrorCode::kConflict);
}

TEST_F(RequestsTest, WhatLooksLikeAnOrderNeedsThePowerOnRecord) {
  seal_one(case_);
  const records::Request made = draft(order_of_removal());
  ASSERT_FALSE(approve_request(workspace(), behram_, made.id, "").ok());
  EXPECT_EQ(last_refusal(), "no-power");
  allow("pk:peca-31");
  ASSERT_FALSE(approve_request(workspace(), behram_, made.id, "").ok());
  EXPECT_EQ(last_refusal(), "no-power") << "a power under another law is none";
  allow("pk:peca-31 eu:tco-3");
  const auto agreed = approve_request(workspace(), behram_, made.id, "");
  ASSERT_TRUE(agreed.ok()) << agreed.error().message;
  // The power is looked at again when it is issued.
  allow("");
  ASSERT_FALSE(issue_request(workspace(), amal_, made.id).ok());
  EXPECT_EQ(last_refusal(), "no-power");
}

TEST_F(RequestsTest, WhoeverAsksForMoreSaysWhy) {
  json::Object content = notice();
  content.set("pack", "international");
  content.set("form", "voluntary-request");
  content.set("provision", "sherloc-forms");
  content.set("data_classes", json::Array{"subscriber", "content"});
  content.set("from", "2026-10-01T00:00:00Z");
  content.set("to", "2026-11-01T00:00:00Z");
  content.set("preservation_considered", "Asked for.");
  content.set("fields", json::Object{{"rank", "Inspector"},
                                     {"official-email", "amal@wing.tirazan.example"},
                                     {"phone", "+000 1"},
                                     {"facts", "Invented."},
                                     {"permitting-law", "Their own."},
                                     {"why-not-mla", "It would be gone."}});
  const records::Request made = draft(content);
  ASSERT_FALSE(approve_request(workspace(), behram_, made.id, "").ok());
  EXPECT_EQ(last_refusal(), "too-wide");
  content.set("data_classes", json::Array{"subscriber"});
  const records::Request narrow = draft(content);
  const auto agreed = approve_request(workspace(), behram_, narrow.id, "");
  EXPECT_TRUE(agreed.ok()) << agreed.error().message;
  content.set("to", "2026-11-02T00:00:00Z");
  const records::Request longer = draft(content);
  ASSERT_FALSE(approve_request(workspace(), behram_, longer.id, "").ok());
  EXPECT_EQ(last_refusal(), "too-wide");
  content.set("widening_reason", "The account posted in that stretch only.");
  EXPECT_TRUE(approve_request(workspace(), behram_, draft(content).id, "").ok());
}

TEST_F(RequestsTest, TheLawGivesNoMoreDays) {
  allow("pk:peca-31");
  json::Object content = notice();
  content.find("fields")->as_object()->set("period-days", "91");
  const records::Request made = draft(std::move(content));
  ASSERT_FALSE(approve_request(workspace(), behram_, made.id, "").ok());
  EXPECT_EQ(last_refusal(), "period-too-long");
}

TEST_F(RequestsTest, DataIsAskedForUnderALegalityRecordThatNamesWhoIsAsked) {
  allow("pk:peca-31");
  seal_one(case_);
  const records::Request made = draft(notice());
  ASSERT_TRUE(approve_request(workspace(), behram_, made.id, "").ok());
  EXPECT_EQ(issue_request(workspace(), amal_, made.id).error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "no-legality-record");
  legality_record("provider-request", "Another forum");
  legality_record("monitoring", "Forum of Tirazan");
  EXPECT_FALSE(issue_request(workspace(), amal_, made.id).ok());
  EXPECT_EQ(workspace().records().request(made.id)->state, "approved") << "nothing went out";
  justify();
  const auto out = issue_request(workspace(), amal_, made.id);
  ASSERT_TRUE(out.ok()) << out.error().message;
  EXPECT_EQ(entries("request.issued").back().data["permit"]["papers"].as_array()->size(), 1u);
  issued(referral());
  EXPECT_TRUE(entries("request.issued").back().data["permit"].is_null())
      << "a referral asks for no data";
}

TEST_F(RequestsTest, DataOfAnAccountIsAskedForWithoutAnAddress) {
  allow("pk:peca-31");
  json::Object content = notice();
  content.erase("url");
  const auto agreed = approve_request(workspace(), behram_, draft(content).id, "");
  EXPECT_TRUE(agreed.ok()) << agreed.error().message;
  content.erase("identifiers");
  EXPECT_FALSE(approve_request(workspace(), behram_, draft(content).id, "").ok());
  EXPECT_EQ(last_refusal(), "no-identifier");
}

TEST_F(RequestsTest, AnEmergencyStandsInForTheLegalityRecordAndIsNamed) {
  allow("pk:peca-31");
  seal_one(case_);
  const records::Request made = draft(notice());
  ASSERT_TRUE(approve_request(workspace(), behram_, made.id, "").ok());
  const auto emergency =
      declare_emergency(workspace(), amal_, case_.id, "An attack is announced for tonight.", 0);
  ASSERT_TRUE(emergency.ok()) << emergency.error().message;
  ASSERT_TRUE(issue_request(workspace(), amal_, made.id).ok());
  EXPECT_EQ(entries("request.issued").back().data["permit"]["emergency"].string_or(""),
            emergency->id);
}

TEST_F(RequestsTest, APackThatWasAdoptedIsNoDraftOnItsPapers) {
  const auto shown = [&] { return read(issued(referral()).documents.front()); };
  seal_one(case_);
  EXPECT_NE(shown().find("draft: to be confirmed by counsel"), std::string::npos);
  ASSERT_TRUE(
      adopt_law_pack(workspace(), behram_, "international", "2026-11-01", "opinion 12").ok());
  EXPECT_EQ(shown().find("draft: to be confirmed by counsel"), std::string::npos);
}

TEST_F(RequestsTest, PapersAreSealedInBothLanguagesWithTheCourtsBeside) {
  allow("pk:peca-31");
  justify();
  const records::Exhibit exhibit = seal_one(case_);
  const records::Request out = issued(notice());
  std::vector<std::string> names;
  for (const auto& one : out.documents) names.push_back(one.name);
  EXPECT_EQ(names, (std::vector<std::string>{"peca-31-court-intimation.en.html",
                                             "peca-31-court-intimation.ur.html",
                                             "peca-31-notice.en.html", "peca-31-notice.ur.html"}));
  const std::string paper = read(out.documents[2]);
  const auto record =
      std::ranges::find(exhibit.files, std::string("acquisition"), &records::ExhibitFile::role);
  for (const std::string& part :
       {std::string("draft: to be confirmed by counsel"), std::string("pk/peca-31-notice"),
        std::string("TZ-2026-0001-R01"), std::string("JIT order 4/2026"), exhibit.number,
        record->sha256, std::string("user lantern4"), std::string("2026-11-01")})
    EXPECT_NE(paper.find(part), std::string::npos) << part;
  EXPECT_NE(read(out.documents[3]).find("dir=\"rtl\""), std::string::npos);
  const std::string beside = read(out.documents[0]);
  EXPECT_NE(beside.find("to be filled in"), std::string::npos);
  EXPECT_NE(beside.find("TZ-2026-0001-R01"), std::string::npos);
  for (const auto& one : out.documents) EXPECT_EQ(one.sha256.size(), 64u);
  // A look at one is an entry.
  EXPECT_TRUE(open_paper(workspace(), chand_, out.id, "peca-31-notice.ur.html").ok());
  EXPECT_EQ(entries("request.copied").size(), 1u);
  EXPECT_EQ(open_paper(workspace(), chand_, out.id, "other.html").error().code,
            ErrorCode::kNotFound);
}

TEST_F(RequestsTest, WhatIsReportedHasHappenedSinceTheIssue) {
  seal_one(case_);
  const records::Request made = draft(referral());
  EXPECT_EQ(report_sent(workspace(), amal_, made.id, report()).error().code, ErrorCode::kConflict);
  const records::Request out = issued(referral());
  RequestReport early = report();
  early.at.unix_ms -= 1;
  EXPECT_EQ(report_sent(workspace(), amal_, out.id, early).error().code, ErrorCode::kInvalid);
  RequestReport late = report();
  late.at.unix_ms += 1;
  EXPECT_EQ(report_sent(workspace(), amal_, out.id, late).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(report_sent(workspace(), amal_, out.id, report("")).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(report_received(workspace(), amal_, out.id, report()).error().code,
            ErrorCode::kConflict);
  ASSERT_TRUE(report_sent(workspace(), amal_, out.id, report()).ok());
  ASSERT_TRUE(report_received(workspace(), amal_, out.id, report()).ok());
  EXPECT_EQ(report_received(workspace(), amal_, out.id, report()).error().code,
            ErrorCode::kConflict);
  RequestReport answer = report();
  answer.outcome = "delighted";
  EXPECT_EQ(report_answer(workspace(), amal_, out.id, answer).error().code, ErrorCode::kInvalid);
  answer.outcome = "clarification";
  EXPECT_EQ(report_answer(workspace(), amal_, out.id, answer)->state, "issued")
      << "a question is no answer";
}

// Forms take times to the second.
TEST_F(RequestsTest, ATimeGivenToTheSecondMayLieInTheSecondOfTheIssue) {
  clock_.advance_ms(124);
  seal_one(case_);
  const records::Request out = issued(referral());
  RequestReport report_of_second = report();
  report_of_second.at.unix_ms -= 124;
  const auto sent = report_sent(workspace(), amal_, out.id, report_of_second);
  ASSERT_TRUE(sent.ok()) << sent.error().message;
  EXPECT_EQ(sent->events.back().data["at"].string_or(""), format_timestamp(*out.issued_at));
  report_of_second.at.unix_ms -= 1000;
  EXPECT_EQ(report_sent(workspace(), amal_, out.id, report_of_second).error().code,
            ErrorCode::kInvalid);
}

TEST_F(RequestsTest, WhatComesInStandsInTheSameRegister) {
  IncomingRequest incoming;
  incoming.case_id = case_.reference;
  incoming.kind = "preservation-request";
  incoming.received_at = clock_.now();
  incoming.their_reference = "N-5";
  incoming.content = json::Object{{"addressee", "Desk of Tirazan North"},
                                  {"basis", "Keep what the wing has of thread 17."}};
  const auto in = register_request(workspace(), amal_, incoming);
  ASSERT_TRUE(in.ok()) << in.error().message;
  EXPECT_EQ(in->direction, "in");
  EXPECT_EQ(in->state, "received");
  EXPECT_EQ(draft(referral()).reference, "TZ-2026-0001-R02");
  EXPECT_EQ(report_sent(workspace(), amal_, in->id, report()).error().code, ErrorCode::kConflict);
  RequestReport done = report();
  done.outcome = "done";
  EXPECT_EQ(report_answer(workspace(), amal_, in->id, done)->state, "answered");
  incoming.kind = "wish";
  EXPECT_EQ(register_request(workspace(), amal_, incoming).error().code, ErrorCode::kInvalid);
  incoming.kind = "notice";
  incoming.received_at.unix_ms += 1;
  EXPECT_EQ(register_request(workspace(), amal_, incoming).error().code, ErrorCode::kInvalid);
}

TEST_F(RequestsTest, BadInputIsRefusedByName) {
  const auto refused = [&](json::Object content) {
    const auto made =
        draft_request(workspace(), amal_, {case_.id, "", 0, json::Value(std::move(content))});
    return made.ok() ? std::string("accepted") : made.error().message;
  };
  const auto with = [&](std::string name, json::Value value) {
    json::Object content = referral();
    content.set(std::move(name), std::move(value));
    return refused(std::move(content));
  };
  EXPECT_NE(with("wish", "x").find("\"wish\""), std::string::npos);
  EXPECT_NE(with("url", "forum").find("\"url\""), std::string::npos);
  EXPECT_NE(with("identifiers", "x").find("\"identifiers\""), std::string::npos);
  EXPECT_NE(with("from", "yesterday").find("\"from\""), std::string::npos);
  EXPECT_NE(with("pack", "tz").find("\"tz\""), std::string::npos);
  EXPECT_NE(with("form", "bp-annex-i").find("bp-annex-i"), std::string::npos);
  EXPECT_NE(with("provision", "tz-1").find("tz-1"), std::string::npos);
  EXPECT_NE(with("zone", "Tirazan/North").find("Tirazan/North"), std::string::npos);
  EXPECT_NE(with("exhibits", json::Array{"X-1"}).find("X-1"), std::string::npos);
  EXPECT_NE(with("fields", json::Object{{"url", "x"}}).find("\"url\""), std::string::npos);
  EXPECT_NE(with("fields", json::Object{{"wish", "x"}}).find("\"wish\""), std::string::npos);
  EXPECT_NE(with("basis", std::string(50'000, 'x')).find("\"basis\""), std::string::npos);
  EXPECT_TRUE(entries("request.drafted").empty());
}

TEST_F(RequestsTest, RolesAreKept) {
  seal_one(case_);
  for (const auto& caller : {chand_, dara_, esen_})
    EXPECT_EQ(
        draft_request(workspace(), caller, {case_.id, "", 0, json::Value(referral())}).error().code,
        ErrorCode::kDenied);
  const records::Request out = issued(referral());
  EXPECT_TRUE(find_request(workspace(), chand_, out.id).ok());
  EXPECT_EQ(find_request(workspace(), dara_, out.id).error().code, ErrorCode::kDenied);
  EXPECT_EQ(list_requests(workspace(), dara_, "").error().code, ErrorCode::kDenied);
  EXPECT_EQ(report_sent(workspace(), esen_, out.id, report()).error().code, ErrorCode::kDenied);
}

TEST_F(RequestsTest, OneDraftIsNotWrittenOverAnother) {
  const records::Request made = draft(referral());
  ASSERT_TRUE(
      draft_request(workspace(), amal_, {case_.id, made.id, 1, json::Value(referral())}).ok());
  EXPECT_EQ(draft_request(workspace(), amal_, {case_.id, made.id, 1, json::Value(referral())})
                .error()
                .code,
            ErrorCode::kConflict);
  ASSERT_TRUE(return_request(workspace(), behram_, made.id, "say which posts").ok());
  EXPECT_TRUE(withdraw_request(workspace(), amal_, made.id, "not needed any more").ok());
  EXPECT_EQ(workspace().records().request(made.id)->state, "withdrawn");
}

TEST_F(RequestsTest, APaperThatNobodyNamedYetIsNamedAfterACrash) {
  seal_one(case_);
  issued(referral());
  const auto again = reopen();
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_TRUE(entries("objects.unclaimed").empty()) << "papers are named by their requests";
}

}  // namespace
}  // namespace sanad::service
