#include <gtest/gtest.h>

#include "study_fixture.h"

namespace sanad::training {
namespace {

std::string with(std::string_view file, std::string_view from, std::string_view to) {
  std::string text(file);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

std::string study_error(std::string_view from, std::string_view to) {
  const auto study = read_study(with(kStudyFile, from, to), expand_test);
  return study.ok() ? std::string("was read") : study.error().message;
}

std::string truth_error(std::string_view from, std::string_view to) {
  const auto truth = read_truth(with(kTruthFile, from, to), study_of_tests(), expand_test);
  return truth.ok() ? std::string("was read") : truth.error().message;
}

TEST(StudyFile, IsReadWithItsVariables) {
  const auto study = read_study(kStudyFile, expand_test);
  ASSERT_TRUE(study.ok()) << study.error().message;
  EXPECT_EQ(study->points(), 30);
  EXPECT_EQ(study->tasks[0].hints[0].text.en, "Look at the shop for lamp_keeper_7.");
  EXPECT_EQ(study->tasks[2].answer, AnswerKind::kChoice);
  EXPECT_EQ(study->tasks[2].options[1].text.ur, "صحافی");
}

TEST(StudyFile, EveryErrorNamesFileAndMember) {
  EXPECT_EQ(study_error("sanad-study/1", "sanad-study/2"),
            "study.json: format: must be \"sanad-study/1\"");
  EXPECT_EQ(study_error("\"use\":\"financing\"", "\"use\":\"lamps\""),
            "study.json: use: must be one of: recruitment, financing, propaganda, training, "
            "incitement, gathering-dissemination");
  EXPECT_EQ(study_error("\"minutes\":30", "\"minutes\":0"),
            "study.json: minutes: must be a whole number from 1 to 1440");
  EXPECT_EQ(study_error("${HANDLE}", "${HANDEL}"),
            "study.json: tasks[0].hints[0].text.en: \"${HANDEL\" names no variable");
  EXPECT_EQ(study_error("\"id\":\"wallet\"", "\"id\":\"capture\""),
            "study.json: tasks[1].id: \"capture\" stands there twice");
  EXPECT_EQ(study_error("\"cost\":3", "\"costs\":3"),
            "study.json: tasks[0].hints[1]: \"costs\" is no member of it");
  EXPECT_EQ(study_error("\"cost\":3", "\"cost\":11"),
            "study.json: tasks[0].hints[1].cost: must be a whole number from 0 to 10");
  EXPECT_EQ(study_error("{\"kind\":\"text\"}", "{\"kind\":\"text\",\"options\":[]}"),
            "study.json: tasks[1].answer.options: belongs to a choice");
  EXPECT_EQ(study_error("\"ur\":\"چراغ\"", "\"fr\":\"lampe\""),
            "study.json: title: \"fr\" is no member of it");
}

TEST(TruthFile, IsReadWithTheValuesApart) {
  const auto truth = read_truth(kTruthFile, study_of_tests(), expand_test);
  ASSERT_TRUE(truth.ok()) << truth.error().message;
  EXPECT_EQ(truth->variables.at("${WALLET}"), "tb1qexampleexampleexample");
  ASSERT_EQ(truth->checks[1].met.en.size(), 5U);
  EXPECT_TRUE(truth->checks[1].met.en[1].is_value);
  EXPECT_EQ(truth->trap_ids(), (std::vector<std::string>{"reporter", "late"}));
  EXPECT_EQ(truth->kinds(),
            (std::vector<std::string>{"exhibit.sealed", "fact.cited", "exercise.answered",
                                      "capture.started", "act.refused"}));
}

TEST(TruthFile, PointsOfATaskAreTheSumOfItsChecksAndRubrics) {
  EXPECT_EQ(truth_error("\"task\":\"capture\",\"points\":10", "\"task\":\"capture\",\"points\":9"),
            "truth.json: checks: checks and rubrics of the task \"capture\" have 9 points; "
            "study.json says 10");
  EXPECT_EQ(truth_error("\"task\":\"kind\",\"points\":5", "\"task\":\"capture\",\"points\":5"),
            "truth.json: checks: checks and rubrics of the task \"capture\" have 15 points; "
            "study.json says 10");
  EXPECT_EQ(truth_error("\"points\":3}", "\"points\":2}"),
            "truth.json: rubrics[0].points: its criteria have 3 points");
}

TEST(TruthFile, EveryTaskIsMarked) {
  const std::string study = with(kStudyFile, "\"tasks\":[",
                                 R"("tasks":[{"id":"idle","title":{"en":"a","ur":"a"},)"
                                 R"("text":{"en":"a","ur":"a"},"points":1,"hints":[]},)");
  const auto truth = read_truth(kTruthFile, *read_study(study, expand_test), expand_test);
  ASSERT_FALSE(truth.ok());
  EXPECT_EQ(truth.error().message,
            "truth.json: checks: the task \"idle\" has neither a check nor a rubric");
}

TEST(TruthFile, NoNudgeHoldsAValue) {
  EXPECT_EQ(truth_error("Not this one.", "Not this one, but ${WALLET}."),
            "truth.json: checks[2].unmet.en: is told to a trainee who has not found it, so it "
            "holds no variable");
}

TEST(TruthFile, EveryConditionIsUnderstood) {
  EXPECT_EQ(truth_error("\"starts_with\":", "\"begins\":"),
            "truth.json: checks[0].holds.some.data.url.begins: is no way to compare a value");
  EXPECT_EQ(truth_error("\"some\":{\"kind\":\"capture.started\"",
                        "\"sum\":{\"kind\":\"capture.started\""),
            "truth.json: traps[0].falls: \"sum\" is none of: some, any_order, count, none, all, "
            "any, not");
  EXPECT_EQ(truth_error("{\"same_as\":\"E\"}", "{\"same_as\":\"F\"}"),
            "truth.json: checks[1].holds.some[1].data.exhibit.same_as: \"F\" has no value here; "
            "bind it before");
  EXPECT_EQ(truth_error("\"url\":{\"contains\"", "\"url..x\":{\"contains\""),
            "truth.json: traps[0].falls.some.data: \"url..x\" is no way to a member");
  EXPECT_EQ(truth_error("\"url\":{\"contains\"", "\"$when\":{\"contains\""),
            "truth.json: traps[0].falls.some.data: \"$when\" is none of: $time, $actor, $case, "
            "$roles[]");
  EXPECT_EQ(truth_error("\"at_least\":2", "\"least\":2"),
            "truth.json: traps[1].falls: \"least\" is no member of it");
  EXPECT_EQ(truth_error("\"kind\":\"expired\"", "\"kind\":\"exspired\""),
            "truth.json: traps[1].kind: must be one of: out-of-scope, journalist, counter-speech, "
            "namesake, fake, re-upload, time-zone, bystander, expired, emergency, standard");
  EXPECT_EQ(truth_error("\"id\":\"late\"", "\"id\":\"kind\""),
            "truth.json: traps[1].id: \"kind\" stands there twice");
  EXPECT_EQ(truth_error("\"task\":\"kind\",\"points\":5", "\"task\":\"kin\",\"points\":5"),
            "truth.json: checks[3].task: is no task of study.json");
}

TEST(DebriefFile, SpeaksOfEachTrap) {
  constexpr std::string_view kDebrief =
      R"({"format":"sanad-debrief/1","study":"lamps","sections":[{"title":{"en":"a","ur":"a"},
      "text":{"en":"It was ${WALLET}.","ur":"a"}}],"traps":[{"trap":"reporter","text":{"en":"a","ur":"a"}},
      {"trap":"late","text":{"en":"a","ur":"a"}}]})";
  const auto traps = truth_of_tests().trap_ids();
  const auto debrief = read_debrief(kDebrief, study_of_tests(), traps, expand_test);
  ASSERT_TRUE(debrief.ok()) << debrief.error().message;
  EXPECT_EQ(debrief->sections[0].text.en, "It was tb1qexampleexampleexample.");
  const auto error_of = [&](std::string_view from, std::string_view to) {
    return read_debrief(with(kDebrief, from, to), study_of_tests(), traps, expand_test)
        .error()
        .message;
  };
  const std::string one_less =
      with(kDebrief, ",\n      {\"trap\":\"late\",\"text\":{\"en\":\"a\",\"ur\":\"a\"}}", "");
  EXPECT_EQ(read_debrief(one_less, study_of_tests(), traps, expand_test).error().message,
            "debrief.json: traps: says nothing of the trap \"late\"");
  EXPECT_EQ(error_of("\"late\"", "\"early\""),
            "debrief.json: traps[1].trap: is no trap of this study");
  EXPECT_EQ(error_of("\"late\"", "\"reporter\""),
            "debrief.json: traps[1].trap: \"reporter\" stands there twice");
}

TEST(StudyFile, HintsAreToldOnceTheyAreTaken) {
  const auto told = json::format_canonical(format_study(
      study_of_tests(),
      [](std::string_view task, std::size_t hint) { return task == "capture" && hint == 1; }));
  EXPECT_EQ(told.find("lamp_keeper_7"), std::string::npos);
  EXPECT_NE(told.find("second page"), std::string::npos);
}

}  // namespace
}  // namespace sanad::training
