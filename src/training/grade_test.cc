#include <gtest/gtest.h>

#include "study_fixture.h"

namespace sanad::training {
namespace {

Marks marks_of(const RecordOfTests& record, const RubricMarks& rubrics = kFullRubric) {
  const auto marks = grade(study_of_tests(), truth_of_tests(), record.record(), rubrics);
  EXPECT_TRUE(marks.ok()) << (marks.ok() ? "" : marks.error().message);
  return marks.ok() ? *marks : Marks{};
}

std::string told(const Marks& marks) { return json::format_canonical(told_to_trainee(marks)); }

TEST(Grade, WhoDidAllHasAllPoints) {
  const Marks marks = marks_of(perfect_record());
  EXPECT_EQ(marks.total, 30);
  EXPECT_EQ(marks.maximum, 30);
  EXPECT_EQ(marks.tasks[1].checks[0].shown_by.size(), 2U);
  EXPECT_EQ(json::Value(told_to_trainee(marks))["total"].int_or(-1), 30);
}

TEST(Grade, WhoDidNothingHasNone) {
  EXPECT_EQ(marks_of(RecordOfTests(), {}).total, 0);
  EXPECT_EQ(marks_of(RecordOfTests(), {}).tasks[1].rubrics[0].is_marked, false);
}

TEST(Grade, PartsCount) {
  RecordOfTests record;
  record.add("exhibit.sealed",
             {{"exhibit", "exhibit-1"}, {"url", "https://shop.tirazan.example/"}});
  const Marks marks = marks_of(record, {{"clear", {{"plain", 2}}}});
  EXPECT_EQ(marks.tasks[0].earned, 10);
  EXPECT_EQ(marks.tasks[1].earned, 2);
  EXPECT_FALSE(marks.tasks[1].rubrics[0].is_marked);
  EXPECT_EQ(marks.total, 12);
}

TEST(Grade, ATrapCostsWhatItSaysAndNothingElse) {
  auto reporter = perfect_record();
  reporter.add("capture.started", {{"url", "https://news.tirazan.example/1"}});
  const Marks fallen = marks_of(reporter);
  EXPECT_EQ(fallen.total, 30 - 7);
  EXPECT_EQ(fallen.traps[0].shown_by, (std::vector<Witness>{{Side::kOwn, 6}}));
  auto late = perfect_record();
  late.add("act.refused", {{"code", "expired"}});
  EXPECT_EQ(marks_of(late).total, 30);
  late.add("act.refused", {{"code", "expired"}});
  EXPECT_EQ(marks_of(late).total, 30 - 4);
}

TEST(Grade, NothingFallsBelowNought) {
  RecordOfTests record;
  record.add("capture.started", {{"url", "https://news.tirazan.example/1"}});
  EXPECT_EQ(marks_of(record, {}).total, 0);
}

TEST(Grade, AHintCostsOnceAndOnlyItsTask) {
  auto record = perfect_record();
  for (int i = 0; i < 2; ++i)
    record.add("exercise.hint-taken", {{"task", "capture"}, {"hint", 1}, {"cost", 0}});
  const Marks marks = marks_of(record);
  EXPECT_EQ(marks.tasks[0].hints_cost, 3);
  EXPECT_EQ(marks.total, 27);
  RecordOfTests nothing;
  nothing.add("exercise.hint-taken", {{"task", "capture"}, {"hint", 0}})
      .add("exercise.answered", {{"task", "kind"}, {"answer", "seller"}});
  EXPECT_EQ(marks_of(nothing, {}).total, 5) << "a task's hints cost more than it earned";
}

TEST(Rubrics, AreMarkedWithinTheirPoints) {
  const Truth truth = truth_of_tests();
  EXPECT_EQ(read_rubric_marks(R"({"clear":{"plain":3,"doubt":0}})", truth)->at("clear").at("plain"),
            3);
  EXPECT_EQ(read_rubric_marks(R"({"clear":{"plain":4}})", truth).error().message,
            "the rubric marks: clear.plain: must be a whole number from 0 to 3");
  EXPECT_EQ(read_rubric_marks(R"({"clear":{"short":1}})", truth).error().message,
            "the rubric marks: clear.short: is no criterion of this rubric");
  EXPECT_EQ(read_rubric_marks(R"({"clean":{}})", truth).error().message,
            "the rubric marks: clean: is no rubric of this study");
}

TEST(ToldToTheTrainee, NoValueThatTheirEntriesDoNotHold) {
  // The text of a met check names the handle, which stands in none of the entries.
  const auto record = perfect_record();
  const std::string text = told(marks_of(record));
  EXPECT_NE(text.find("tb1qexampleexampleexample"), std::string::npos);
  EXPECT_EQ(text.find("lamp_keeper_7"), std::string::npos);
  EXPECT_NE(text.find("which … gives"), std::string::npos);
  auto met = perfect_record();
  met.add("sheet.saved", {{"content", json::Object{{"by", "@lamp_keeper_7"}}}});
  EXPECT_NE(told(marks_of(met)).find("lamp_keeper_7"), std::string::npos);
  // A longer name is another one; nor does an answer count, which may be a guess.
  auto other = perfect_record();
  other.add("sheet.saved", {{"by", "lamp_keeper_77"}})
      .add("exercise.answered", {{"task", "wallet"}, {"answer", "lamp_keeper_7"}});
  EXPECT_EQ(told(marks_of(other)).find("keeper"), std::string::npos);
}

TEST(ToldToTheTrainee, EveryTextOfEveryRecordIsFreeOfWhatItDoesNotHold) {
  // All subsets of a dozen entries: whatever was done, no value that none of them holds is told.
  const std::pair<std::string_view, std::string_view> kEntries[] = {
      {"capture.started", R"({"url":"https://news.tirazan.example/1"})"},
      {"exhibit.sealed", R"({"exhibit":"exhibit-1","url":"https://shop.tirazan.example/1"})"},
      {"fact.cited", R"({"exhibit":"exhibit-1","text":"tb1qexampleexampleexample"})"},
      {"exercise.answered", R"({"task":"wallet","answer":"tb1qexampleexampleexample"})"},
      {"exercise.answered", R"({"task":"kind","answer":"seller"})"},
      {"act.refused", R"({"code":"expired"})"},
      {"act.refused", R"({"code":"expired"})"},
      {"sheet.saved", R"({"content":{"who":"lamp_keeper_7"}})"},
      {"exercise.hint-taken", R"({"task":"capture","hint":0})"}};
  const Study study = study_of_tests();
  const Truth truth = truth_of_tests();
  int kept_back = 0;
  for (unsigned set = 0; set < 1U << std::size(kEntries); ++set) {
    for (const bool is_submitted : {false, true}) {
      RecordOfTests record(is_submitted);
      std::string held;
      for (std::size_t i = 0; i < std::size(kEntries); ++i) {
        if ((set >> i & 1U) == 0) continue;
        record.add(std::string(kEntries[i].first), *json::parse(kEntries[i].second)->as_object());
        if (!kEntries[i].first.starts_with("exercise.")) held += kEntries[i].second;
      }
      const auto marks = grade(study, truth, record.record(), {});
      ASSERT_TRUE(marks.ok());
      const std::string text = told(*marks);
      for (const auto& [name, value] : truth.variables) {
        if (held.find(value) != std::string::npos) continue;
        EXPECT_EQ(text.find(value), std::string::npos) << name << " in " << text;
        kept_back += text.find(kKeptBack) != std::string::npos ? 1 : 0;
      }
    }
  }
  EXPECT_GT(kept_back, 100) << "the texts of these records name values";
}

TEST(ToldToTheTrainee, NothingOfAnAnswerBeforeItIsHandedIn) {
  const auto value = [](const Marks& marks) { return json::Value(told_to_trainee(marks)); };
  const Marks right = marks_of(perfect_record(false));
  auto other = perfect_record(false);
  RecordOfTests wrong(false);
  wrong.add("capture.started", {{"url", "https://shop.tirazan.example/1"}})
      .add("exhibit.sealed", {{"exhibit", "exhibit-1"}, {"url", "https://shop.tirazan.example/1"}})
      .add("fact.cited",
           {{"exhibit", "exhibit-1"}, {"text", "send it to tb1qexampleexampleexample today"}})
      .add("exercise.answered", {{"task", "wallet"}, {"answer", "nothing"}})
      .add("exercise.answered", {{"task", "wallet"}, {"answer", "nothing"}})
      .add("exercise.answered", {{"task", "kind"}, {"answer", "reporter"}});
  EXPECT_EQ(told(right), told(marks_of(wrong))) << "right and wrong are told alike";
  EXPECT_TRUE(
      (*value(right)["tasks"].as_array())[2]["checks"].as_array()->front()["met"].is_null());
  EXPECT_EQ(value(right)["total"].int_or(-1), 10 + 5 + 4);
  EXPECT_NE(told(marks_of(perfect_record(true))), told(right));
}

TEST(ToldToTheTrainee, TrapsOnlyOnceFallenInto) {
  const std::string text = told(marks_of(perfect_record()));
  EXPECT_EQ(text.find("journalist"), std::string::npos);
  EXPECT_EQ(text.find("It had ended"), std::string::npos);
  auto fallen = perfect_record();
  fallen.add("capture.started", {{"url", "https://news.tirazan.example/1"}});
  EXPECT_NE(told(marks_of(fallen)).find("journalist"), std::string::npos);
  EXPECT_EQ(told(marks_of(fallen)).find("It had ended"), std::string::npos);
}

TEST(ToldToTheTrainer, AllOfIt) {
  const std::string text = json::format_canonical(told_to_trainer(marks_of(perfect_record(false))));
  EXPECT_NE(text.find("which lamp_keeper_7 gives"), std::string::npos);
  EXPECT_NE(text.find("It had ended"), std::string::npos);
  EXPECT_NE(text.find(R"("criterion":"doubt")"), std::string::npos);
  EXPECT_NE(text.find(R"("total":30)"), std::string::npos);
}

}  // namespace
}  // namespace sanad::training
