#include "authority/demands.h"

#include <gtest/gtest.h>

#include <functional>

namespace sanad::authority {
namespace {

constexpr const char* kCase = "case-0000000000000001";

Timestamp moment(const char* text) { return parse_timestamp(text).value(); }
const Timestamp kNow = moment("2026-11-20T12:00:00Z");

Officer officer(Role role = Role::kInvestigator, const char* id = "officer-a") {
  return {id, id == std::string("officer-a") ? "Amal" : "Other", {role}, true};
}

Paper paper(const char* document, const char* content) {
  Paper made;
  made.id = std::string("paper-") + document;
  made.case_id = kCase;
  made.document = document;
  PaperVersion version;
  version.version = 1;
  version.author = "officer-a";
  version.state = PaperState::kApproved;
  version.decided_at = moment("2026-11-10T00:00:00Z");
  version.content = json::parse(content).value();
  made.versions = {version};
  return made;
}

struct World {
  Officer who = officer();
  ActRequest act;
  std::vector<Authorisation> authorisations;
  Circumstances of;
  Timestamp now = kNow;

  World() {
    act = {kCase, Activity::kCapture, parse_url("https://forum.tirazan.example/thread/1").value(),
           ""};
    Authorisation a;
    a.id = "authorisation-1";
    a.case_id = kCase;
    a.requester = "officer-a";
    a.state = AuthorisationState::kApproved;
    a.request.targets = {{TargetKind::kHost, "forum.tirazan.example"}};
    a.request.activities = {Activity::kCapture, Activity::kImport};
    a.request.valid_from = moment("2026-11-01T00:00:00Z");
    a.request.valid_to = moment("2026-12-01T00:00:00Z");
    a.request.review_on = moment("2026-11-15T00:00:00Z");
    authorisations = {a};
  }
  void declare(const char* declared = "2026-11-20T11:00:00Z") {
    Emergency e;
    e.id = "emergency-1";
    e.case_id = kCase;
    e.declared_by = "officer-a";
    e.declared_at = at(declared);
    e.ratify_by = {e.declared_at.unix_ms + 24 * 3'600'000};
    e.until = {e.declared_at.unix_ms + 72 * 3'600'000};
    of.emergencies = {e};
  }
  std::string code() const {
    const Decision decision = decide(who, act, authorisations, of, now);
    return decision.allowed() ? "allowed" : std::string(refusal_code_name(decision.refusal().code));
  }
  Grounds grounds() const { return decide(who, act, authorisations, of, now).permit().grounds(); }
};

TEST(Demands, WithoutAPolicyNothingIsAskedForBesideAnAuthorisation) {
  const World world;
  EXPECT_EQ(world.code(), "allowed");
  const Grounds grounds = world.grounds();
  EXPECT_TRUE(grounds.papers.empty() && grounds.emergency.empty() && grounds.warnings.empty());
}

struct DemandRow {
  const char* claim;
  std::function<void(World&)> change;
  const char* code;
};

TEST(Demands, AnswerAsTheTableSays) {
  const auto plan = [](World& w) {
    w.of.policy.before_collection = {"plan"};
    w.of.papers = {paper("plan", "{}")};
  };
  const auto assess = [](World& w, const char* content) {
    w.of.policy.preliminary_assessment = true;
    w.of.papers.push_back(paper("preliminary-assessment", content));
  };
  const auto certify = [](World& w, const char* content) {
    w.of.policy.competency = Strictness::kRefuse;
    w.of.papers.push_back(paper("competency-certificate", content));
    w.of.papers.back().case_id = "";
  };
  const auto bulk = [](World& w) {
    w.act.activity = Activity::kImport;
    w.act.source = "a disk";
    w.act.files = 11;
    w.of.policy.bulk_files = 10;
  };
  const char* collect =
      R"({"url":"https://forum.tirazan.example/","decision":"collect","reason":"r"})";
  const char* certificate =
      R"({"officer":"Amal","skills":["capture"],"valid-from":"2026-01-01T00:00:00Z"})";
  const char* record = R"({"act":"bulk-intake","covers":["a disk"]})";
  const std::vector<DemandRow> table = {
      {"an authorisation is overdue for review",
       [](World& w) { w.of.policy.authorisations_lapse = true; }, "review-lapsed"},
      {"and was reviewed",
       [](World& w) {
         w.of.policy.authorisations_lapse = true;
         w.authorisations[0].reviewed_until = moment("2026-11-25T00:00:00Z");
       },
       "allowed"},
      {"and the next review was missed",
       [](World& w) {
         w.of.policy.authorisations_lapse = true;
         w.authorisations[0].reviewed_until = moment("2026-11-20T12:00:00Z");
       },
       "review-lapsed"},
      {"out of scope is told before a lapse",
       [](World& w) {
         w.of.policy.authorisations_lapse = true;
         w.act.url = parse_url("https://news.tirazan.example/").value();
       },
       "out-of-scope"},
      {"no plan", [](World& w) { w.of.policy.before_collection = {"plan"}; }, "no-plan"},
      {"a plan", plan, "allowed"},
      {"a plan of another case", [&](World& w) { plan(w), w.of.papers[0].case_id = "case-2"; },
       "no-plan"},
      {"a draft of a plan",
       [&](World& w) { plan(w), w.of.papers[0].versions[0].state = PaperState::kDraft; },
       "no-plan"},
      {"a submitted plan",
       [&](World& w) { plan(w), w.of.papers[0].versions[0].state = PaperState::kSubmitted; },
       "no-plan"},
      {"a returned plan",
       [&](World& w) { plan(w), w.of.papers[0].versions[0].state = PaperState::kReturned; },
       "no-plan"},
      {"a plan with a newer draft",
       [&](World& w) {
         plan(w);
         w.of.papers[0].versions.push_back(w.of.papers[0].versions[0]);
         w.of.papers[0].versions[1].state = PaperState::kDraft;
       },
       "allowed"},
      {"a closed plan",
       [&](World& w) { plan(w), w.of.papers[0].closed_at = moment("2026-11-19T00:00:00Z"); },
       "no-plan"},
      {"a plan at its review",
       [&](World& w) { plan(w), w.of.papers[0].versions[0].review_on = kNow; }, "no-plan"},
      {"a plan before its review",
       [&](World& w) {
         plan(w), w.of.papers[0].versions[0].review_on = Timestamp{kNow.unix_ms + 1};
       },
       "allowed"},
      {"a plan that was reviewed",
       [&](World& w) {
         plan(w);
         w.of.papers[0].versions[0].review_on = moment("2026-11-15T00:00:00Z");
         w.of.papers[0].reviewed_at = moment("2026-11-14T00:00:00Z");
         w.of.papers[0].reviewed_until = moment("2026-11-30T00:00:00Z");
       },
       "allowed"},
      {"a review of an earlier version does not lengthen a later one",
       [&](World& w) {
         plan(w);
         w.of.papers[0].versions[0].review_on = moment("2026-11-15T00:00:00Z");
         w.of.papers[0].reviewed_at = moment("2026-11-01T00:00:00Z");
         w.of.papers[0].reviewed_until = moment("2026-11-30T00:00:00Z");
       },
       "no-plan"},
      {"two are asked for and one is there",
       [&](World& w) { plan(w), w.of.policy.before_collection.push_back("risk-assessment"); },
       "no-plan"},
      {"no assessment", [](World& w) { w.of.policy.preliminary_assessment = true; },
       "not-assessed"},
      {"an assessment of the site", [&](World& w) { assess(w, collect); }, "allowed"},
      {"an assessment of another place",
       [&](World& w) {
         assess(w, R"({"url":"https://forum.tirazan.example/thread/2","decision":"collect"})");
       },
       "not-assessed"},
      {"an address that only begins alike",
       [&](World& w) {
         assess(w, R"({"url":"https://forum.tirazan.example/thr","decision":"collect"})");
       },
       "not-assessed"},
      {"do not collect",
       [&](World& w) {
         assess(w, R"({"url":"https://forum.tirazan.example/","decision":"do-not-collect"})");
       },
       "do-not-collect"},
      {"the nearer address decides",
       [&](World& w) {
         assess(w, collect);
         assess(w,
                R"({"url":"https://forum.tirazan.example/thread/1","decision":"do-not-collect"})");
       },
       "do-not-collect"},
      {"of one address the newer decides",
       [&](World& w) {
         assess(w, R"({"url":"https://forum.tirazan.example/","decision":"do-not-collect"})");
         assess(w, collect);
         w.of.papers[1].versions[0].index = 9;
       },
       "allowed"},
      {"an import is not assessed by address",
       [](World& w) {
         w.of.policy.preliminary_assessment = true;
         w.act.activity = Activity::kImport;
       },
       "allowed"},
      {"no certificate", [](World& w) { w.of.policy.competency = Strictness::kRefuse; },
       "not-competent"},
      {"no certificate, and only a warning",
       [](World& w) { w.of.policy.competency = Strictness::kWarn; }, "allowed"},
      {"a certificate", [&](World& w) { certify(w, certificate); }, "allowed"},
      {"of another officer",
       [&](World& w) { certify(w, certificate), w.who.id = "officer-b", w.who.name = "Bibi"; },
       "not-competent"},
      {"for another activity",
       [&](World& w) { certify(w, certificate), w.act.activity = Activity::kImport; },
       "not-competent"},
      {"that has expired",
       [&](World& w) { certify(w, certificate), w.of.papers[0].versions[0].expires = kNow; },
       "not-competent"},
      {"that is not valid yet",
       [&](World& w) {
         certify(w,
                 R"({"officer":"Amal","skills":["capture"],"valid-from":"2026-11-21T00:00:00Z"})");
       },
       "not-competent"},
      {"no mandate", [](World& w) { w.of.policy.mandate = Strictness::kRefuse; }, "no-mandate"},
      {"a mandate",
       [](World& w) {
         w.of.policy.mandate = Strictness::kRefuse;
         w.of.papers = {
             paper("mandate", R"({"officers":["Amal"],"valid-from":"2026-01-01T00:00:00Z"})")};
       },
       "allowed"},
      {"a mandate of others",
       [](World& w) {
         w.of.policy.mandate = Strictness::kRefuse;
         w.of.papers = {
             paper("mandate", R"({"officers":["Bibi"],"valid-from":"2026-01-01T00:00:00Z"})")};
       },
       "no-mandate"},
      {"a small import is not bulk", [&](World& w) { bulk(w), w.act.files = 10; }, "allowed"},
      {"bulk intake without a record", bulk, "no-legality-record"},
      {"bulk by bytes",
       [&](World& w) { bulk(w), w.act.files = 1, w.of.policy.bulk_bytes = 5, w.act.bytes = 6; },
       "no-legality-record"},
      {"bulk intake under a record",
       [&](World& w) { bulk(w), w.of.papers = {paper("legality-record", record)}; }, "allowed"},
      {"a record that covers something else",
       [&](World& w) {
         bulk(w), w.act.source = "another disk";
         w.of.papers = {paper("legality-record", record)};
       },
       "no-legality-record"},
      {"a record that has expired",
       [&](World& w) {
         bulk(w), w.of.papers = {paper("legality-record", record)};
         w.of.papers[0].versions[0].expires = kNow;
       },
       "no-legality-record"},
  };
  for (const DemandRow& row : table) {
    World world;
    row.change(world);
    EXPECT_EQ(world.code(), row.code) << row.claim;
  }
}

TEST(Demands, AnEmergencyOverridesPlanningAndNothingElse) {
  const std::vector<DemandRow> table = {
      {"a plan", [](World& w) { w.of.policy.before_collection = {"plan"}; }, "allowed"},
      {"an assessment", [](World& w) { w.of.policy.preliminary_assessment = true; }, "allowed"},
      {"a review", [](World& w) { w.of.policy.authorisations_lapse = true; }, "allowed"},
      {"no decision against the source",
       [](World& w) {
         w.of.policy.preliminary_assessment = true;
         w.of.papers = {
             paper("preliminary-assessment",
                   R"({"url":"https://forum.tirazan.example/","decision":"do-not-collect"})")};
       },
       "do-not-collect"},
      {"no mandate", [](World& w) { w.of.policy.mandate = Strictness::kRefuse; }, "no-mandate"},
      {"no competency", [](World& w) { w.of.policy.competency = Strictness::kRefuse; },
       "not-competent"},
      {"no scope", [](World& w) { w.act.url = parse_url("https://news.tirazan.example/").value(); },
       "out-of-scope"},
      {"no authorisation", [](World& w) { w.authorisations.clear(); }, "no-authorisation"},
      {"no role", [](World& w) { w.who = officer(Role::kSupervisor); }, "wrong-role"}};
  for (const DemandRow& row : table) {
    World world;
    world.declare();
    row.change(world);
    EXPECT_EQ(world.code(), row.code) << row.claim;
  }
  World world;
  world.declare();
  EXPECT_TRUE(world.grounds().emergency.empty()) << "nothing was overridden";
  world.of.policy.before_collection = {"plan"};
  world.of.policy.authorisations_lapse = true;
  EXPECT_EQ(world.grounds().emergency, "emergency-1");
  EXPECT_EQ(world.grounds().overridden, (std::vector<std::string>{"review-lapsed", "no-plan"}));
}

TEST(Demands, AnEmergencyHoldsUntilItIsRefusedLapsesOrEnds) {
  const auto code = [](const std::function<void(World&)>& change) {
    World world;
    world.declare();
    world.of.policy.before_collection = {"plan"};
    change(world);
    return world.code();
  };
  EXPECT_EQ(code([](World& w) { w.now = moment("2026-11-21T10:59:59.999Z"); }), "allowed");
  EXPECT_EQ(code([](World& w) { w.now = moment("2026-11-21T11:00:00Z"); }), "no-plan");
  const auto ratified = [](World& w) { w.of.emergencies[0].decided = EmergencyState::kRatified; };
  EXPECT_EQ(code([&](World& w) { ratified(w), w.now = moment("2026-11-23T10:59:59Z"); }),
            "allowed");
  EXPECT_EQ(code([&](World& w) { ratified(w), w.now = moment("2026-11-23T11:00:00Z"); }),
            "no-plan");
  EXPECT_EQ(code([](World& w) { w.of.emergencies[0].decided = EmergencyState::kRefused; }),
            "no-plan");
  EXPECT_EQ(code([](World& w) { w.now = moment("2026-11-20T10:59:59Z"); }), "no-plan");
}

TEST(Demands, AnIntrusiveActTakesARecordThatNamesItJustSo) {
  Circumstances of;
  IntrusiveRequest act{kCase, IntrusiveAct::kMonitoring, "https://channel.tirazan.example/"};
  const auto code = [&](const Officer& who) {
    const auto decision = decide(who, act, of, kNow);
    return decision.allowed() ? std::string("allowed")
                              : std::string(refusal_code_name(decision.refusal().code));
  };
  EXPECT_EQ(code(officer()), "no-legality-record");
  of.papers = {paper("legality-record",
                     R"({"act":"monitoring","covers":[" https://channel.tirazan.example/ "]})")};
  EXPECT_EQ(code(officer()), "allowed");
  EXPECT_EQ(decide(officer(), act, of, kNow).permit().grounds().papers,
            std::vector<std::string>{"paper-legality-record/1"});
  EXPECT_EQ(code(officer(Role::kSupervisor)), "wrong-role");
  Officer gone = officer();
  gone.active = false;
  EXPECT_EQ(code(gone), "officer-inactive");
  for (const IntrusiveAct other : {IntrusiveAct::kVirtualIdentity, IntrusiveAct::kBulkIntake,
                                   IntrusiveAct::kProviderRequest}) {
    act.act = other;
    EXPECT_EQ(code(officer()), "no-legality-record");
    EXPECT_EQ(parse_intrusive_act(intrusive_act_name(other)).value(), other);
  }
  act.act = IntrusiveAct::kMonitoring;
  act.subject = "https://channel.tirazan.example/other";
  EXPECT_EQ(code(officer()), "no-legality-record");
  EXPECT_FALSE(parse_intrusive_act("interception").ok());
}

TEST(Demands, NobodyDecidesOnWhatTheyWroteOrDeclared) {
  Paper plan = paper("plan", "{}");
  plan.versions[0].state = PaperState::kSubmitted;
  plan.versions[0].submitted_by = "officer-c";
  const auto code = [&](const Officer& who, std::int64_t version = 1) {
    const auto may = may_decide(who, plan, version);
    return may.ok() ? ErrorCode::kInvalid : may.error().code;
  };
  EXPECT_TRUE(may_decide(officer(Role::kSupervisor, "officer-b"), plan, 1).ok());
  EXPECT_EQ(code(officer(Role::kSupervisor, "officer-a")), ErrorCode::kDenied);
  EXPECT_EQ(code(officer(Role::kSupervisor, "officer-c")), ErrorCode::kDenied);
  EXPECT_EQ(code(officer(Role::kInvestigator, "officer-b")), ErrorCode::kDenied);
  EXPECT_EQ(code(officer(Role::kSupervisor, "officer-b"), 2), ErrorCode::kConflict);
  plan.versions[0].state = PaperState::kApproved;
  EXPECT_EQ(code(officer(Role::kSupervisor, "officer-b")), ErrorCode::kConflict);
  World world;
  world.declare();
  const Emergency& emergency = world.of.emergencies[0];
  EXPECT_TRUE(may_decide(officer(Role::kSupervisor, "officer-b"), emergency, kNow).ok());
  EXPECT_EQ(may_decide(officer(Role::kSupervisor, "officer-a"), emergency, kNow).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(
      may_decide(officer(Role::kSupervisor, "officer-b"), emergency, moment("2026-11-21T11:00:00Z"))
          .error()
          .code,
      ErrorCode::kConflict);
}

}  // namespace
}  // namespace sanad::authority
