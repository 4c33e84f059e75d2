#include "service/assessments.h"

#include "review_rig.h"
#include "service/blind.h"
#include "service/exhibits.h"
#include "service/identification.h"
#include "service/oversight.h"

namespace sanad::service {
namespace {

using review::Step;

class AssessmentsTest : public ReviewRig {
 protected:
  AssessmentQueue queue_of(const authority::Officer& who) {
    auto queue = assessment_queue(workspace(), who, case_.id);
    EXPECT_TRUE(queue.ok()) << (queue.ok() ? "" : queue.error().message);
    return queue.ok() ? std::move(*queue) : AssessmentQueue{};
  }
  // Everything that this officer may be told of the case, as text.
  std::string all_told(const authority::Officer& who, const std::string& id) {
    std::string all;
    auto told = workspace().records().entries({.case_id = case_.id, .limit = 10'000}).value();
    EXPECT_TRUE(leave_out_unknown(workspace(), &who, told).ok());
    const auto custody = custody_record(workspace(), who, exhibit_).value();
    told.insert(told.end(), custody.begin(), custody.end());
    for (const records::Entry& entry : told)
      all += entry.kind + json::format_canonical(entry.data) + "\n";
    for (const auto& pair : list_pairs(workspace(), who, "").value())
      all += json::format_canonical(json::Value(view(workspace(), pair, true).value()));
    if (const auto read = read_assessment(workspace(), who, id); read.ok())
      all += json::format_canonical(json::Value(view(workspace(), *read).value()));
    if (who.has(authority::Role::kReviewer))
      all += json::format_canonical(json::Value(view(workspace(), queue_of(who)).value()));
    all += json::format_canonical(agreement_figures(workspace(), who, case_.id).value());
    return all;
  }
  std::string found_match(const char* signal, std::optional<int> part = std::nullopt) {
    const std::string id = crypto::new_id("match");
    json::Object data{
        {"match", id},         {"exhibit", exhibit_.id},
        {"file", "page.html"}, {"part", ""},
        {"list", "list-1"},    {"list_name", "Lanterns"},
        {"list_version", "1"}, {"entry", crypto::new_id("entry")},
        {"signal", signal},    {"labels", json::Array{"gifct-behaviour:graphic-violence"}}};
    if (part) data.set("part_number", *part);
    EXPECT_TRUE(workspace().custody().record({"match.found", "system", case_.id, data}).ok());
    return id;
  }
};

TEST_F(AssessmentsTest, AnAssessmentIsWrittenStepByStepAndComplete) {
  ask();
  const std::string id = take(gul_).id;
  ASSERT_TRUE(write(gul_, id, Step::kPurpose, purpose()).ok());
  ASSERT_TRUE(write(gul_, id, Step::kSource, source()).ok());
  ASSERT_TRUE(write(gul_, id, Step::kContent, content()).ok());
  const auto alleged = write(gul_, id, Step::kUses, uses({"unodc-use:incitement"}));
  ASSERT_TRUE(alleged.ok()) << alleged.error().message;
  EXPECT_EQ(write(gul_, id, Step::kOutcome, outcome("removal")).error().code, ErrorCode::kDenied)
      << "where incitement is alleged, the six parts come first";
  ASSERT_TRUE(write(gul_, id, Step::kRabat, rabat()).ok());
  const auto done = write(gul_, id, Step::kOutcome, outcome("removal"));
  ASSERT_TRUE(done.ok()) << done.error().message;
  EXPECT_EQ(done->state, "complete");
  EXPECT_EQ(done->written.size(), 6u);
  EXPECT_EQ(review::cited_in(done->written.at(Step::kPurpose)).front().exhibit, exhibit_.id)
      << "the record names an exhibit by its identifier";
  EXPECT_EQ(write(gul_, id, Step::kPurpose, purpose()).error().code, ErrorCode::kConflict);
  EXPECT_EQ(entries("assessment.written").size(), 6u);
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(workspace().records().assessment(id)->written.size(), 6u);
}

TEST_F(AssessmentsTest, AStepBeforeItsTurnIsRefusedAndTheRefusalRecorded) {
  ask();
  const std::string id = take(gul_).id;
  const std::vector<std::pair<Step, json::Object>> late = {{Step::kSource, source()},
                                                           {Step::kContent, content()},
                                                           {Step::kUses, uses()},
                                                           {Step::kRabat, rabat()},
                                                           {Step::kOutcome, outcome("referral")}};
  for (const auto& [step, what] : late) {
    const auto refused = write(gul_, id, step, what);
    ASSERT_FALSE(refused.ok()) << review::step_name(step);
    EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
    EXPECT_NE(refused.error().message.find("\"purpose\""), std::string::npos);
    EXPECT_EQ(last_refusal(), "step-before-its-turn");
  }
  EXPECT_EQ(entries("act.refused").size(), late.size());
  EXPECT_TRUE(entries("assessment.written").empty());
}

TEST_F(AssessmentsTest, WritingAStepAgainTakesAwayWhatRestedOnIt) {
  ask();
  const std::string id = take(gul_).id;
  write_until_uses(gul_, id);
  const auto again = write(gul_, id, Step::kSource, source());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->written.size(), 2u);
  EXPECT_EQ(review::next_step(again->written), Step::kContent);
  EXPECT_EQ(entries("assessment.written").size(), 5u) << "the ledger keeps all of it";
}

TEST_F(AssessmentsTest, EveryFacetOfUsesIsAnsweredWithItsOwnWords) {
  ask();
  const std::string id = take(gul_).id;
  ASSERT_TRUE(write(gul_, id, Step::kPurpose, purpose()).ok());
  ASSERT_TRUE(write(gul_, id, Step::kSource, source()).ok());
  ASSERT_TRUE(write(gul_, id, Step::kContent, content()).ok());
  const auto fault = [&](json::Object what) {
    const auto written = write(gul_, id, Step::kUses, std::move(what));
    return written.ok() ? "" : written.error().message;
  };
  EXPECT_NE(fault(uses({"unodc-use:terror"})).find("no facet of uses"), std::string::npos);
  EXPECT_NE(fault(uses({"entity:circle"})).find("no facet of uses"), std::string::npos);
  json::Object silent = uses();
  silent.set("none", json::Array{});
  EXPECT_NE(fault(silent).find("gifct-behaviour"), std::string::npos);
  json::Object both = uses({"unodc-use:training"});
  both.find("none")->as_array()->emplace_back(
      json::Object{{"facet", "unodc-use"}, {"reason", "None."}});
  EXPECT_NE(fault(both).find("unodc-use"), std::string::npos);
  EXPECT_EQ(fault(uses({"unodc-use:training", "gifct-behaviour:glorification"})), "");
}

TEST_F(AssessmentsTest, WhatIsCitedIsOfTheCase) {
  ask();
  const std::string id = take(gul_).id;
  const records::Case other = open_one("TZ-2026-0002");
  approved(other);
  const records::Exhibit theirs = seal_one(other);
  const auto cites = [&](json::Object cited) {
    json::Object what = purpose();
    what.set("evidence", json::Array{std::move(cited)});
    return write(gul_, id, Step::kPurpose, std::move(what)).error().code;
  };
  EXPECT_EQ(cites({{"exhibit", theirs.id}}), ErrorCode::kInvalid);
  EXPECT_EQ(cites({{"exhibit", "exhibit-0"}}), ErrorCode::kNotFound);
  EXPECT_EQ(cites({{"exhibit", exhibit_.id}, {"part", 3}}), ErrorCode::kNotFound);
}

TEST_F(AssessmentsTest, NobodyIsToldOfAnAssessmentBeforeBothAreComplete) {
  ask();
  const std::string before = all_told(hamid_, "assessment-0");
  const records::Assessment first = assessed(gul_, "removal", {"unodc-use:financing"});
  noted(amal_);
  ASSERT_FALSE(write(gul_, first.id, Step::kPurpose, purpose()).ok());
  for (const authority::Officer* reader : {&hamid_, &ilya_, &amal_, &behram_, &chand_}) {
    const std::string told = all_told(*reader, first.id);
    for (const std::string& secret :
         {first.id, first.pair, gul_.id, std::string("assessment.written"), std::string("removal"),
          std::string("assessment.taken"), std::string("unodc-use:financing")})
      EXPECT_EQ(told.find(secret), std::string::npos) << reader->name << " was told " << secret;
    const auto read = read_assessment(workspace(), *reader, first.id);
    EXPECT_EQ(read.error().code, ErrorCode::kDenied);
    EXPECT_EQ(read_pair(workspace(), *reader, first.pair).error().code, ErrorCode::kNotFound);
  }
  const auto items = [](const std::string& told) { return told.substr(told.find("\"items\"")); };
  EXPECT_EQ(items(before), items(all_told(hamid_, first.id)))
      << "the queue is the same as if nobody had begun";
  EXPECT_NE(all_told(gul_, first.id).find("removal"), std::string::npos) << "its writer may";

  // The second, until theirs is complete.
  const std::string second = take(hamid_).id;
  write_until_uses(hamid_, second);
  EXPECT_EQ(all_told(hamid_, first.id).find("removal"), std::string::npos);
  EXPECT_EQ(all_told(gul_, second).find(second), std::string::npos)
      << "nor is the first told of the second";
  ASSERT_TRUE(write(hamid_, second, Step::kOutcome, outcome("no-action")).ok());
  for (const authority::Officer* reader : {&gul_, &hamid_, &behram_, &chand_}) {
    const std::string told = all_told(*reader, first.id);
    EXPECT_NE(told.find("removal"), std::string::npos) << reader->name;
    EXPECT_NE(told.find(second), std::string::npos) << reader->name;
  }
}

// A refused outcome would say what the first wanted.
TEST_F(AssessmentsTest, OversightIsToldWhoAssessedOnceBothAreComplete) {
  ask();
  const auto told = [&] {
    const auto found = oversight_access(workspace(), esen_, exhibit_.number);
    EXPECT_TRUE(found.ok());
    return json::format_canonical(json::Value(*found));
  };
  assessed(gul_, "no-action");
  EXPECT_EQ(told().find(gul_.name), std::string::npos);
  assessed(hamid_, "no-action");
  for (const auto& who : {gul_, hamid_})
    EXPECT_NE(told().find(who.name), std::string::npos) << who.name;
}

TEST_F(AssessmentsTest, ARefusalOfAnAssessmentIsToldToNobodyElseEither) {
  ask();
  noted(amal_);
  const std::string id = take(gul_).id;
  write_until_uses(gul_, id);
  ASSERT_EQ(write(gul_, id, Step::kOutcome, outcome("removal")).error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "exculpatory-unanswered");
  EXPECT_EQ(all_told(hamid_, id).find("exculpatory-unanswered"), std::string::npos);
  EXPECT_NE(all_told(gul_, id).find("exculpatory-unanswered"), std::string::npos);
  ASSERT_EQ(write(hamid_, id, Step::kOutcome, outcome("removal")).error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "not-yours");
}

TEST_F(AssessmentsTest, TwoPersonsTakeItAndNoThird) {
  EXPECT_EQ(take_assessment(workspace(), gul_, subject()).error().code, ErrorCode::kConflict)
      << "nothing asks for it";
  ask();
  const std::string id = take(gul_).id;
  EXPECT_EQ(take_assessment(workspace(), gul_, subject()).error().code, ErrorCode::kConflict);
  EXPECT_EQ(queue_of(gul_).mine.size(), 1u);
  EXPECT_TRUE(queue_of(gul_).items.empty());
  take(hamid_);
  EXPECT_EQ(take_assessment(workspace(), ilya_, subject()).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(queue_of(ilya_).items.empty());
  ASSERT_TRUE(give_assessment_back(workspace(), gul_, id, "I know the author.").ok());
  EXPECT_EQ(queue_of(ilya_).items.size(), 1u);
  take(ilya_);
  EXPECT_EQ(write(gul_, id, Step::kPurpose, purpose()).error().code, ErrorCode::kConflict);
  EXPECT_EQ(give_assessment_back(workspace(), gul_, id, "Again.").error().code,
            ErrorCode::kConflict);
}

TEST_F(AssessmentsTest, WhoseAccountIsClosedKeepsNoPlace) {
  ask();
  take(gul_);
  take(hamid_);
  ASSERT_TRUE(remove_officer(workspace(), dara_, hamid_.id, "left").ok());
  EXPECT_EQ(queue_of(ilya_).items.size(), 1u);
  take(ilya_);
}

TEST_F(AssessmentsTest, RolesAreKept) {
  ask();
  for (const authority::Officer* who : {&chand_, &dara_, &esen_}) {
    EXPECT_EQ(take_assessment(workspace(), *who, subject()).error().code, ErrorCode::kDenied);
    EXPECT_EQ(assessment_queue(workspace(), *who, "").error().code, ErrorCode::kDenied);
  }
  EXPECT_EQ(ask_for_assessment(workspace(), esen_, subject(), false, "x").error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(ask_for_assessment(workspace(), amal_, subject(), false, " ").error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(list_pairs(workspace(), dara_, "").error().code, ErrorCode::kDenied);
}

TEST_F(AssessmentsTest, TheSameOutcomeCountsAndADifferentOneWaitsForAThird) {
  ask();
  assessed(gul_, "referral");
  const records::Assessment second = assessed(hamid_, "referral", {"unodc-use:propaganda"});
  const records::AssessmentPair agreed = read_pair(workspace(), chand_, second.pair).value();
  EXPECT_EQ(outcome_of(agreed), "referral");
  const json::Value shown(view(workspace(), agreed, true).value());
  EXPECT_EQ(shown["state"].string_or(""), "agreed");
  ASSERT_EQ(shown["differences"].as_array()->size(), 1u) << "what differs is shown all the same";
  EXPECT_EQ(
      adjudicate(workspace(), behram_, agreed.id, json::Value(outcome("referral"))).error().code,
      ErrorCode::kConflict);
  EXPECT_EQ(take_assessment(workspace(), ilya_, subject()).error().code, ErrorCode::kConflict)
      << "nothing new asks for another";

  clock_.advance_ms(1000);
  ask(true);
  assessed(gul_, "removal");
  const std::string pair = assessed(ilya_, "no-action").pair;
  EXPECT_EQ(outcome_of(read_pair(workspace(), chand_, pair).value()), "");
  clock_.advance_ms(1000);
  ask();
  EXPECT_EQ(take_assessment(workspace(), hamid_, subject()).error().code, ErrorCode::kConflict)
      << "the decision is due first";
  for (const authority::Officer* one : {&gul_, &ilya_}) {
    EXPECT_EQ(adjudicate(workspace(), *one, pair, json::Value(outcome("removal"))).error().code,
              ErrorCode::kDenied);
    EXPECT_EQ(last_refusal(), "four-eyes");
  }
  EXPECT_EQ(adjudicate(workspace(), amal_, pair, json::Value(outcome("removal"))).error().code,
            ErrorCode::kDenied);
  const auto decided =
      adjudicate(workspace(), behram_, pair, json::Value(outcome("keep-watching")));
  ASSERT_TRUE(decided.ok()) << decided.error().message;
  EXPECT_EQ(outcome_of(*decided), "keep-watching");
  const json::Value kept(view(workspace(), *decided, true).value());
  EXPECT_EQ(kept["assessments"].as_array()->size(), 2u) << "the disagreement stays";
  EXPECT_FALSE(kept["differences"].as_array()->empty());
  EXPECT_EQ(adjudicate(workspace(), behram_, pair, json::Value(outcome("removal"))).error().code,
            ErrorCode::kConflict);
}

TEST_F(AssessmentsTest, TheThirdAnswersForAProtectedPurposeAndWhatSpeaksForSomebody) {
  ask();
  const std::string id = take(gul_).id;
  ASSERT_TRUE(write(gul_, id, Step::kPurpose, purpose("journalism")).ok());
  ASSERT_TRUE(write(gul_, id, Step::kSource, source()).ok());
  ASSERT_TRUE(write(gul_, id, Step::kContent, content()).ok());
  ASSERT_TRUE(write(gul_, id, Step::kUses, uses()).ok());
  EXPECT_EQ(write(gul_, id, Step::kOutcome, outcome("removal")).error().code, ErrorCode::kInvalid);
  ASSERT_TRUE(write(gul_, id, Step::kOutcome, outcome("no-action")).ok());
  const std::string pair = assessed(hamid_, "removal").pair;
  EXPECT_EQ(adjudicate(workspace(), behram_, pair, json::Value(outcome("removal"))).error().code,
            ErrorCode::kInvalid);
  noted(amal_);
  const json::Value despite(outcome("removal", "It names a place and an hour."));
  EXPECT_EQ(adjudicate(workspace(), behram_, pair, despite).error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "exculpatory-unanswered");
  EXPECT_TRUE(adjudicate(workspace(), behram_, pair, json::Value(outcome("no-action"))).ok());
}

TEST_F(AssessmentsTest, TheQueueSaysWhyAndInWhichOrder) {
  const records::Exhibit asked = exhibit_;
  ask();
  exhibit_ = seal_one(case_);
  const records::Exhibit listed = exhibit_;
  found_match("pdq", 4);
  exhibit_ = seal_one(case_);
  const records::Exhibit ruled = exhibit_;
  const std::string match = found_match("term-rule");
  exhibit_ = seal_one(case_);
  ask(true);
  const AssessmentQueue queue = queue_of(gul_);
  ASSERT_EQ(queue.items.size(), 4u);
  const std::vector<QueueRank> ranks = {QueueRank::kAskedUrgent, QueueRank::kAsked,
                                        QueueRank::kListMatch, QueueRank::kRuleMatch};
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    EXPECT_EQ(queue.items[i].reasons.front().rank, ranks[i]);
    EXPECT_FALSE(queue.items[i].reasons.front().sentence.empty());
  }
  EXPECT_EQ(queue.items[1].subject.exhibit, asked.id);
  EXPECT_NE(queue.items[1].reasons.front().sentence.find("Behram Sorani"), std::string::npos);
  EXPECT_EQ(queue.items[2].subject.exhibit, listed.id);
  EXPECT_EQ(queue.items[2].subject.part, 4u);
  EXPECT_NE(queue.items[2].reasons.front().sentence.find("Lanterns"), std::string::npos);
  EXPECT_EQ(queue.items[3].subject.exhibit, ruled.id);
  ASSERT_TRUE(review_match(workspace(), amal_, match, "rejected", "a news report").ok());
  EXPECT_EQ(queue_of(gul_).items.size(), 3u) << "what a person rejected asks for nothing";
}

TEST_F(AssessmentsTest, WhatFallsDueComesFirst) {
  allow("eu:tco-3");
  ask(true);
  const records::Exhibit urgent = exhibit_;
  json::Object order = order_of_removal();
  exhibit_ = seal_one(case_);
  order.set("exhibits", json::Array{exhibit_.id});
  const records::Request request = issued(order);
  ASSERT_TRUE(report_sent(workspace(), amal_, request.id, report()).ok());
  ASSERT_TRUE(report_received(workspace(), amal_, request.id, report()).ok());
  const AssessmentQueue queue = queue_of(gul_);
  ASSERT_EQ(queue.items.size(), 2u);
  const QueueReason& due = queue.items[0].reasons.front();
  EXPECT_EQ(due.rank, QueueRank::kDue);
  EXPECT_EQ(queue.items[0].subject.exhibit, exhibit_.id);
  EXPECT_NE(due.sentence.find(request.reference), std::string::npos);
  EXPECT_EQ(queue.items[1].subject.exhibit, urgent.id);
}

TEST_F(AssessmentsTest, AgreementIsOfCategoriesAndLanguagesNotOfPersons) {
  const std::vector<std::pair<const char*, const char*>> outcomes = {{"removal", "removal"},
                                                                     {"removal", "no-action"},
                                                                     {"no-action", "no-action"},
                                                                     {"no-action", "no-action"}};
  for (const auto& [first, second] : outcomes) {
    exhibit_ = seal_one(case_);
    ask();
    assessed(gul_, first, {"unodc-use:training"});
    assessed(hamid_, second,
             first == second ? std::vector<std::string>{"unodc-use:training"}
                             : std::vector<std::string>{});
  }
  const json::Value figures = agreement_figures(workspace(), chand_, case_.id).value();
  const std::string text = json::format_canonical(figures);
  EXPECT_EQ(text.find(gul_.id), std::string::npos);
  EXPECT_EQ(text.find(gul_.name), std::string::npos);
  std::map<std::string, json::Value> rows;
  for (const json::Value& row : *figures["items"].as_array())
    rows[row["by"].string_or("") + " " + row["key"].string_or("")] = row;
  ASSERT_TRUE(rows.contains("outcome "));
  EXPECT_EQ(rows["outcome "]["items"].int_or(0), 4);
  EXPECT_EQ(rows["outcome "]["agreed"].int_or(0), 3);
  // Observed 3/4; by chance (2*1 + 2*3) / 16 = 1/2.
  EXPECT_NEAR(*rows["outcome "]["kappa"].as_number(), 0.5, 1e-12);
  EXPECT_NEAR(*rows["language ur"]["kappa"].as_number(), 0.5, 1e-12);
  EXPECT_TRUE(rows.contains("category unodc-use:training"));
  EXPECT_TRUE(rows["purpose "]["kappa"].is_null()) << "both always chose the same";
}

}  // namespace
}  // namespace sanad::service
