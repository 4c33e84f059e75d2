// A study of the tests' own, taken at a seat by the real acts of the service: everything done has
// all points, nothing done has none, and each trap costs what it says.
#include "service/exercises.h"

#include <functional>

#include "service/acts.h"
#include "service/exculpatory.h"
#include "service/foreign_bundles.h"
#include "service/reports.h"
#include "service/requests.h"
#include "sharing_rig.h"

namespace sanad::service {
namespace {

constexpr const char* kReporter = "https://forum.tirazan.example/user/reporter";
constexpr const char* kWallet = "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx";
constexpr const char* kSeen = "2026-03-04T18:40:00Z";
// Of the truth alone: nothing that a trainee does brings it into their record.
constexpr const char* kHolder = "Zarmast-e-Qalam";

json::Value both(std::string_view text) { return json::Object{{"en", text}, {"ur", text}}; }

json::Value read_json(std::string_view text) {
  auto value = json::parse(text);
  EXPECT_TRUE(value.ok()) << text;
  return value.ok() ? *value : json::Value();
}

json::Value task(std::string_view id, int points, std::string_view answer, json::Array hints = {}) {
  json::Object one{{"id", id},
                   {"title", both(id)},
                   {"text", both("Do it.")},
                   {"points", points},
                   {"hints", std::move(hints)}};
  if (!answer.empty()) one.set("answer", read_json(answer));
  return one;
}

json::Value check(std::string_view id, std::string_view task, int points, std::string_view holds,
                  std::string_view met = "Well done.") {
  return json::Object{{"id", id},
                      {"task", task},
                      {"points", points},
                      {"met", both(met)},
                      {"unmet", both("Look again.")},
                      {"holds", read_json(holds)}};
}

json::Value trap(std::string_view id, std::string_view kind, int costs, std::string_view falls) {
  return json::Object{{"id", id},
                      {"costs", costs},
                      {"kind", kind},
                      {"title", both("trapped: " + std::string(id))},
                      {"told", both("It was ${holder}.")},
                      {"falls", read_json(falls)}};
}

std::string study_file() {
  return json::format_pretty(json::Object{
      {"format", "sanad-study/1"},
      {"id", "lamps"},
      {"use", "financing"},
      {"title", both("Lamps")},
      {"summary", both("A short one.")},
      {"minutes", 30},
      {"brief", both("Find where the money goes.")},
      {"legal_basis", json::Array{json::Object{{"title", both("a")}, {"text", both("b")}}}},
      {"scope", json::Object{{"objective", both("The forum.")},
                             {"targets", json::Array{"https://forum.tirazan.example/*"}},
                             {"not_in_scope", json::Array{}}}},
      {"case", json::Object{{"title", both("Lamps")}, {"law_pack", "international"}}},
      {"tasks",
       json::Array{
           task("plan", 6, ""),
           task("collect", 8, "",
                {json::Object{{"text", both("Begin at the forum's first page.")}, {"cost", 2}},
                 json::Object{{"text", both("The note names ${holder}.")}, {"cost", 1}}}),
           task("wallet", 10, R"({"kind":"text"})"), task("seen", 4, R"({"kind":"time"})"),
           task("who", 3, R"({"kind":"choice","options":[{"id":"seller","text":{"en":"a","ur":"a"}},
             {"id":"reporter","text":{"en":"b","ur":"b"}}]})"),
           task("many", 2, R"({"kind":"number"})"), task("judge", 7, "")}}});
}

std::string truth_file() {
  return json::format_pretty(json::Object{
      {"format", "sanad-truth/1"},
      {"study", "lamps"},
      {"checks",
       json::Array{
           check(
               "approved", "plan", 4,
               R"({"some":[{"kind":"authorisation.requested","by":"investigator","bind":{"A":"authorisation"}},
                   {"kind":"authorisation.approved","by":"other","data":{"authorisation":{"same_as":"A"}}},
                   {"kind":"capture.started","by":"investigator","data":{"authorisation":{"same_as":"A"}}}]})"),
           check(
               "protected", "plan", 2,
               R"({"some":{"kind":"authorisation.requested","data":{"protected_groups[]":"journalist"}}})"),
           check(
               "captured", "collect", 3,
               R"({"some":{"kind":"exhibit.sealed","by":"investigator","data":{"url":{"contains":"forum.tirazan.example"},"files[].role":"dom"}}})"),
           check(
               "imported", "collect", 2,
               R"({"some":{"kind":"exhibit.sealed","data":{"import":{"present":true},"url":{"absent":true}}}})"),
           check(
               "sparing", "collect", 3,
               R"({"all":[{"count":{"kind":"capture.started"},"at_least":1},{"count":{"kind":"capture.started"},"at_most":2},
                   {"not":{"some":{"kind":"capture.failed","by":"system"}}}]})"),
           check("cited", "wallet", 4,
                 R"({"some":[{"kind":"exhibit.sealed","bind":{"E":"exhibit"}},
                   {"kind":"fact.cited","data":{"exhibit":{"same_as":"E"},"text":{"contains":"${wallet}"},
                    "statement_kind":"fact","length":{"at_least":10}}}]})",
                 "You cited ${wallet} of ${holder}."),
           check(
               "named", "wallet", 4,
               R"({"some":{"kind":"exercise.answered","data":{"task":"wallet","answer":{"folded":"${wallet}"},"tries":{"at_most":2}}}})"),
           check(
               "verified", "wallet", 2,
               R"({"some":{"kind":"fact.verified","in":"neighbour","data":{"bundle":{"starts_with":"bundle-"}}}})"),
           check(
               "seen", "seen", 4,
               R"({"some":{"kind":"exercise.answered","data":{"task":"seen","answer":{"time_within":{"of":"${seen}","seconds":60}}}}})"),
           check(
               "who", "who", 3,
               R"({"some":{"kind":"exercise.answered","data":{"task":"who","answer":{"one_of":["seller"]}}}})"),
           check(
               "many", "many", 2,
               R"({"some":{"kind":"exercise.answered","data":{"task":"many","answer":{"all":[{"at_least":6},{"at_most":8}]}}}})"),
           check(
               "fair", "judge", 3,
               R"({"any_order":[{"kind":"exculpatory.noted","bind":{"N":"note"}},{"kind":"exculpatory.answered","by":"other","bind":{"N":"note"}}]})"),
           check(
               "asked", "judge", 2,
               R"({"any":[{"some":{"kind":"request.drafted","data":{"content.identifiers[]":{"ends_with":"17"}}}},{"some":{"kind":"request.issued"}}]})")}},
      {"rubrics",
       json::Array{json::Object{
           {"id", "plain"},
           {"task", "judge"},
           {"points", 2},
           {"criteria", json::Array{json::Object{
                            {"id", "words"}, {"text", both("Plain words")}, {"points", 2}}}}}}},
      {"traps",
       json::Array{
           trap(
               "press",
               "journalist", 5,
               R"({"some":{"kind":"capture.started","data":{"url":{"contains":"/user/reporter"}}}})"),
           trap("ended", "expired", 3,
                R"({"some":{"kind":"act.refused","by":"investigator","data":{"code":"expired"}}})"),
           trap(
               "two-speak", "standard", 4,
               R"({"all":[{"some":{"kind":"bundle.exported","bind":{"B":"bundle"}}},{"none":{"kind":"exculpatory.noted"}}]})"),
           trap("spared", "out-of-scope", 2,
                R"({"count":{"kind":"capture.started"},"at_least":3})")}}});
}

std::string debrief_file() {
  json::Array traps;
  for (const char* id : {"press", "ended", "two-speak", "spared"})
    traps.emplace_back(json::Object{{"trap", id}, {"text", both("Because.")}});
  return json::format_pretty(json::Object{
      {"format", "sanad-debrief/1"},
      {"study", "lamps"},
      {"sections", json::Array{json::Object{{"title", both("a")}, {"text", both("${holder}")}}}},
      {"traps", std::move(traps)}});
}

class ExercisesTest : public SharingRig {
 protected:
  // As SharingRig, but the workspace becomes a seat before it has a case.
  void SetUp() override {
    Rig::SetUp();
    write_study();
    theirs_ = Workspace::create({(folder_.path() / "sahil").string(), keyring::KeyFile{}}, "Seat 2",
                                clock_)
                  .value();
    using authority::Role;
    nadir_ = add_officer(*theirs_, custody::kSystem, "Nadir Kolan", {Role::kInvestigator}).value();
    orhan_ = add_officer(*theirs_, custody::kSystem, "Orhan Tel", {Role::kSupervisor}).value();
    const auto seat = assign_seat(workspace(), order());
    ASSERT_TRUE(seat.ok()) << seat.error().message;
    std::filesystem::create_directories(folder());
  }

  std::filesystem::path studies() const { return folder_.path() / "studies"; }
  void write_study(const std::string& name = "", const std::string& text = "") {
    const auto in = studies() / "lamps";
    std::filesystem::create_directories(in);
    for (const auto& [file, bytes] :
         {std::pair{"study.json", study_file()}, std::pair{"truth.json", truth_file()},
          std::pair{"debrief.json", debrief_file()}})
      std::ofstream(in / file, std::ios::binary) << (name == file ? text : bytes);
  }
  SeatOrder order() const {
    return {"Sahil 2026",
            1,
            {"lamps"},
            8'412'907'331'004'127'961U,
            {{"lamps", {{"wallet", kWallet}, {"seen", kSeen}, {"holder", kHolder}}}},
            studies().string()};
  }

  void start() {
    const auto made = start_exercise(workspace(), amal_, "lamps");
    ASSERT_TRUE(made.ok()) << made.error().message;
  }
  void submit() { ASSERT_TRUE(submit_exercise(workspace(), amal_, "lamps").ok()); }
  void answer(std::string_view of, std::string_view text) {
    const auto made = answer_exercise(workspace(), amal_, "lamps", of, text);
    ASSERT_TRUE(made.ok()) << made.error().message;
  }
  void answer_all() {
    answer("wallet", std::string(kWallet));
    answer("seen", "2026-03-04T18:40:30Z");
    answer("who", "seller");
    answer("many", "7");
  }

  void authorise_work() {
    json::Object asked = request();
    asked.set("protected_groups", json::Array{"journalist"});
    asked.set("activities", json::Array{"capture", "import"});
    const auto made =
        request_authorisation(workspace(), amal_, case_.id, json::Value(asked)).value();
    ASSERT_TRUE(approve_authorisation(workspace(), behram_, made.id, "as asked").ok());
  }
  void begin_capture(const char* url) {
    const auto permitted =
        permit(workspace(), amal_,
               {case_.id, authority::Activity::kCapture, authority::parse_url(url).value(), ""});
    ASSERT_TRUE(permitted.ok()) << permitted.error().message;
    ASSERT_TRUE(workspace()
                    .custody()
                    .record_capture_started(*permitted, crypto::new_id("capture"),
                                            crypto::new_id("exhibit"))
                    .ok());
  }
  // A statement that cites the wallet where it stands in the imported note.
  void cite_wallet() {
    const std::string text = std::string("Send it to ") + kWallet + ", before Friday.";
    const records::Exhibit exhibit = seal_folder("note.txt", text);
    const auto stated = state_in_report(
        workspace(), amal_,
        {case_.id, "", 0, "sources", "fact", "A wallet is named.", "",
         json::Array{json::Object{
             {"exhibit", exhibit.id},
             {"file", workspace().records().imported_files(exhibit.id, 1, 1).value()[0].name},
             {"offset", 0},
             {"length", static_cast<std::uint64_t>(text.size())}}}});
    ASSERT_TRUE(stated.ok()) << stated.error().message;
    imported_ = exhibit.id;
  }
  void note_what_speaks_for_somebody(const std::string& exhibit) {
    const auto note = note_exculpatory(workspace(), chand_, case_.id, "He reports on it.",
                                       json::Array{json::Object{{"exhibit", exhibit}}});
    ASSERT_TRUE(note.ok()) << note.error().message;
    const auto answered = answer_exculpatory(workspace(), behram_, note->id, "outweighed", "no");
    ASSERT_TRUE(answered.ok()) << answered.error().message;
  }
  void draft() {
    const auto drafted = draft_request(
        workspace(), amal_,
        {case_.id, "", 0,
         json::Object{{"pack", "international"},
                      {"form", "platform-referral"},
                      {"addressee", "Forum of Tirazan"},
                      {"provision", "iccpr-19-3"},
                      {"basis", "The thread asks for money."},
                      {"url", kForum},
                      {"identifiers", json::Array{"thread 17"}},
                      {"preservation_considered", "Asked for."},
                      {"deconfliction", "Cleared."},
                      {"fields", json::Object{{"purpose-assessed", "No such purpose."}}}}});
    ASSERT_TRUE(drafted.ok()) << drafted.error().message;
  }
  void hand_to_neighbour() {
    const records::Bundle made = export_bundle({imported_});
    const Bytes bytes = read_all(
        *workspace().vault().open_object(case_.id, parse_digest256(made.sha256).value()).value());
    their_case_ = open_case(*theirs_, nadir_, "SH-2026-0001", "Seat 1's", "international").value();
    permit_their_imports();
    MemorySource source(bytes);
    const auto taken =
        take_bundle(*theirs_, nadir_, {their_case_.id, "", "the next seat", "the course's order"},
                    source, monitor_);
    ASSERT_TRUE(taken.ok()) << taken.error().message;
  }

  // All of it; spoil is called before it is handed in.
  void work(const std::function<void()>& spoil = [] {}, bool with_note = true) {
    start();
    case_ = open_one();
    authorise_work();
    const records::Exhibit page = seal_one(case_);
    cite_wallet();
    if (with_note) note_what_speaks_for_somebody(page.id);
    draft();
    answer_all();
    hand_to_neighbour();
    spoil();
    submit();
  }

  training::Marks marks() {
    const auto made = grade_seat(workspace(), theirs_.get(), "lamps", R"({"plain":{"words":2}})");
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    if (!made.ok()) return {};
    EXPECT_TRUE(made->same_files);
    for (const training::TaskMarks& of : made->marks.tasks)
      for (const training::CheckMark& one : of.checks)
        if (!one.is_met) unmet_ += one.id + " ";
    for (const training::TrapMark& one : made->marks.traps)
      if (one.is_fallen) fallen_ += one.id + " ";
    return made->marks;
  }
  std::string last_refusal() {
    const auto all = entries("act.refused");
    return all.empty() ? "" : all.back().data["code"].string_or("");
  }

  std::string unmet_, fallen_, imported_;
};

TEST_F(ExercisesTest, WhoDidEverythingHasAllPoints) {
  work();
  const training::Marks all = marks();
  EXPECT_EQ(all.maximum, 40);
  EXPECT_EQ(all.total, 40) << "not met: " << unmet_ << "; traps: " << fallen_;
  // Each by entries that are there, of their kind.
  for (const training::TaskMarks& of : all.tasks)
    for (const training::CheckMark& one : of.checks) EXPECT_FALSE(one.shown_by.empty()) << one.id;
}

TEST_F(ExercisesTest, WhoDidNothingHasNone) {
  start();
  submit();
  const auto made = grade_seat(workspace(), nullptr, "lamps", "");
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ(made->marks.total, 0);
}

TEST_F(ExercisesTest, AJournalistWhoIsCapturedCostsWhatItSays) {
  work([&] { begin_capture(kReporter); });
  EXPECT_EQ(marks().total, 40 - 5) << unmet_;
  EXPECT_EQ(fallen_, "press ");
}

TEST_F(ExercisesTest, AnActBeyondTheAuthorisationsEndCostsWhatItSays) {
  work([&] {
    clock_.advance_ms(31 * kDayMs);
    EXPECT_FALSE(
        permit(workspace(), amal_,
               {case_.id, authority::Activity::kCapture, authority::parse_url(kForum).value(), ""})
            .ok());
    EXPECT_EQ(last_refusal(), "expired");
  });
  EXPECT_EQ(marks().total, 40 - 3) << unmet_;
  EXPECT_EQ(fallen_, "ended ");
}

TEST_F(ExercisesTest, ABundleWithoutWhatSpeaksForSomebodyCostsWhatItSaysBesidesThePoints) {
  work([] {}, false);
  EXPECT_EQ(marks().total, 40 - 4 - 3);
  EXPECT_EQ(unmet_, "fair ");
  EXPECT_EQ(fallen_, "two-speak ");
}

TEST_F(ExercisesTest, ThreeCapturesWhereTwoWouldDoCostThePointsAndTheTrap) {
  work([&] {
    begin_capture(kForum);
    begin_capture(kForum);
  });
  EXPECT_EQ(marks().total, 40 - 2 - 3);
  EXPECT_EQ(unmet_, "sparing ");
  EXPECT_EQ(fallen_, "spared ");
}

TEST_F(ExercisesTest, WhatIsDoneAfterItWasHandedInCountsForNothing) {
  start();
  submit();
  case_ = open_one();
  authorise_work();
  begin_capture(kReporter);
  marks();
  EXPECT_EQ(fallen_, "");
  EXPECT_NE(unmet_.find("approved"), std::string::npos);
}

TEST_F(ExercisesTest, OnlyTheNewestAnswerCountsAndAHintCostsOnce) {
  work([&] {
    answer("who", "reporter");
    for (int i = 0; i < 2; ++i)
      ASSERT_TRUE(take_hint(workspace(), amal_, "lamps", "collect", 0).ok());
  });
  EXPECT_EQ(marks().total, 40 - 3 - 2);
  EXPECT_EQ(unmet_, "who ");
  EXPECT_EQ(entries("exercise.hint-taken").size(), 1U);
  EXPECT_EQ(entries("exercise.answered").size(), 5U);
}

TEST_F(ExercisesTest, ASecondTryCountsWhatTheFirstDid) {
  start();
  case_ = open_one();
  authorise_work();
  seal_one(case_);
  submit();
  begin_capture(kReporter);  // between the tries: no part of either
  ASSERT_TRUE(start_exercise(workspace(), amal_, "lamps").ok());
  answer("who", "seller");
  submit();
  const training::Marks second = marks();
  EXPECT_EQ(fallen_, "");
  EXPECT_EQ(unmet_.find("approved"), std::string::npos);
  EXPECT_EQ(second.total, 6 + 3 + 3 + 3 + 2);
  EXPECT_EQ(exercises_of(workspace())->back().attempt, 2);
}

TEST_F(ExercisesTest, ARealWorkspaceTakesNone) {
  for (const auto& one :
       {start_exercise(*theirs_, nadir_, "lamps"),
        answer_exercise(*theirs_, nadir_, "lamps", "who", "seller"),
        take_hint(*theirs_, nadir_, "lamps", "collect", 0),
        submit_exercise(*theirs_, nadir_, "lamps"), exercise_marks(*theirs_, nadir_, "lamps"),
        show_exercise(*theirs_, nadir_, "lamps"), list_exercises(*theirs_, nadir_)}) {
    ASSERT_FALSE(one.ok());
    EXPECT_EQ(one.error().code, ErrorCode::kDenied);
    EXPECT_NE(one.error().message.find("no training seat"), std::string::npos);
    EXPECT_EQ(entries_of(*theirs_, "act.refused").back().data["code"].string_or(""), "not-a-seat");
  }
  EXPECT_EQ(entries_of(*theirs_, "act.refused").size(), 7U);
  // Nor can one that has a case become a seat, nor one be two.
  open_case(*theirs_, nadir_, "SH-2026-0001", "A real one", "international").value();
  EXPECT_EQ(assign_seat(*theirs_, order()).error().code, ErrorCode::kConflict);
  EXPECT_EQ(assign_seat(workspace(), order()).error().code, ErrorCode::kConflict);
}

TEST_F(ExercisesTest, AStudyThatIsNotRightIsAssignedToNobody) {
  std::string truth = truth_file();
  truth.replace(truth.find("request.issued"), 14, "request.isued_");
  write_study("truth.json", truth);
  const auto typo = assign_seat(*theirs_, order());
  ASSERT_FALSE(typo.ok());
  EXPECT_NE(typo.error().message.find("no kind of entry"), std::string::npos);
  write_study();
  SeatOrder valueless = order();
  valueless.values.clear();
  EXPECT_NE(assign_seat(*theirs_, valueless).error().message.find("has no value at this seat"),
            std::string::npos);
  SeatOrder other = order();
  other.studies = {"lamps", "boats"};
  EXPECT_EQ(assign_seat(*theirs_, other).error().code, ErrorCode::kNotFound);
  other.studies = {"../lamps"};
  EXPECT_EQ(assign_seat(*theirs_, other).error().code, ErrorCode::kInvalid);
  EXPECT_TRUE(entries_of(*theirs_, "seat.assigned").empty());
}

TEST_F(ExercisesTest, TheSeatsFileIsTheOneThatWasAssigned) {
  std::ofstream(path("seat.json"), std::ios::app) << " ";
  const auto made = start_exercise(workspace(), amal_, "lamps");
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::kIntegrity);
}

TEST_F(ExercisesTest, AnswersAreWhatTheTaskAsksForAndOfWhoStarted) {
  EXPECT_EQ(answer_exercise(workspace(), amal_, "lamps", "who", "seller").error().code,
            ErrorCode::kConflict);
  start();
  EXPECT_EQ(start_exercise(workspace(), amal_, "lamps").error().code, ErrorCode::kConflict);
  const auto fault = [&](std::string_view of, std::string_view text) {
    return answer_exercise(workspace(), amal_, "lamps", of, text).error().code;
  };
  EXPECT_EQ(fault("plan", "x"), ErrorCode::kInvalid);
  EXPECT_EQ(fault("who", "nobody"), ErrorCode::kInvalid);
  EXPECT_EQ(fault("seen", "yesterday"), ErrorCode::kInvalid);
  EXPECT_EQ(fault("many", "seven"), ErrorCode::kInvalid);
  EXPECT_EQ(fault("wallet", " "), ErrorCode::kInvalid);
  EXPECT_EQ(fault("none", "x"), ErrorCode::kNotFound);
  EXPECT_EQ(take_hint(workspace(), amal_, "lamps", "collect", 2).error().code,
            ErrorCode::kNotFound);
  const auto other = add("Farid Tamar", authority::Role::kInvestigator);
  EXPECT_EQ(answer_exercise(workspace(), other, "lamps", "who", "seller").error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "not-yours");
  EXPECT_EQ(submit_exercise(workspace(), behram_, "lamps").error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "wrong-role");
  for (std::size_t i = 0; i < kMaxTries; ++i) answer("who", "reporter");
  EXPECT_EQ(fault("who", "seller"), ErrorCode::kLimit);
  submit();
  EXPECT_EQ(fault("who", "seller"), ErrorCode::kConflict);
}

TEST_F(ExercisesTest, WhatATraineeIsToldHoldsNothingOfTheTruth) {
  const auto all_told = [&] {
    std::string text;
    for (const auto& one :
         {show_exercise(workspace(), amal_, "lamps"), exercise_marks(workspace(), amal_, "lamps"),
          list_exercises(workspace(), amal_)}) {
      EXPECT_TRUE(one.ok()) << (one.ok() ? "" : one.error().message);
      if (one.ok()) text += json::format_canonical(*one);
    }
    return text;
  };
  start();
  std::string told = all_told();
  for (const char* secret : {kHolder, kWallet, "Begin at the forum's", "trapped", "same_as"})
    EXPECT_EQ(told.find(secret), std::string::npos) << secret;
  ASSERT_TRUE(take_hint(workspace(), amal_, "lamps", "collect", 0).ok());
  EXPECT_NE(all_told().find("Begin at the forum's"), std::string::npos);
  case_ = open_one();
  authorise_work();
  seal_one(case_);
  cite_wallet();
  begin_capture(kReporter);
  submit();
  told = all_told();
  // They cited the wallet, so they are told it; whose it is they have not met.
  EXPECT_NE(told.find(std::string("You cited ") + kWallet + " of …."), std::string::npos);
  EXPECT_EQ(told.find(kHolder), std::string::npos);
  EXPECT_NE(told.find("trapped: press"), std::string::npos);
  EXPECT_EQ(told.find("trapped: ended"), std::string::npos);
  EXPECT_NE(
      json::format_canonical(view(*grade_seat(workspace(), nullptr, "lamps", ""))).find(kHolder),
      std::string::npos)
      << "a trainer is told";
}

TEST_F(ExercisesTest, ACopyIsGradedAndNothingIsChanged) {
  work();
  const auto size = workspace().ledger().size();
  const auto copies = files::TempDir::create().value();
  ASSERT_TRUE(
      copy_to_read(workspace().file_system(), options().directory, copies.path().string()).ok());
  const auto copy = Workspace::open({copies.path().string(), keyring::KeyFile{}}, clock_);
  ASSERT_TRUE(copy.ok()) << copy.error().message;
  const auto made = grade_seat(**copy, theirs_.get(), "lamps", R"({"plain":{"words":2}})");
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ(made->marks.total, 40);
  EXPECT_EQ(workspace().ledger().size().value, size.value);
}

}  // namespace
}  // namespace sanad::service
