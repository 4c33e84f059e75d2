// Each study, for several seats: it is read, doing nothing earns nothing, doing what the checks ask
// for earns all that a program can give and falls into no trap, and each trap costs what it says.
#include <gtest/gtest.h>

#include <set>

#include "made_record.h"
#include "study_rig.h"

namespace sanad::studies {
namespace {

using training::Marks;

Marks graded(const Read& read, const training::Record& record) {
  auto marks = training::grade(read.study, read.truth, record, {});
  EXPECT_TRUE(marks.ok()) << marks.error().message;
  return marks.ok() ? std::move(marks).value() : Marks{};
}

std::set<std::string> fallen(const Marks& marks) {
  std::set<std::string> ids;
  for (const training::TrapMark& trap : marks.traps)
    if (trap.is_fallen) ids.insert(trap.id);
  return ids;
}

std::int64_t for_people(const Read& read) {
  std::int64_t points = 0;
  for (const training::Rubric& rubric : read.truth.rubrics) points += rubric.points;
  return points;
}

void do_all(const Read& read, MadeRecord& made) {
  for (const json::Value& check : *read.truth_file["checks"].as_array()) made.add(check["holds"]);
  made.submit();
}

TEST(StudyMarks, EachUseHasAStudyOfAHundredPointsAndFourKindsOfTraps) {
  std::set<std::string> uses, kinds;
  const Seat seat(1, 1);
  for (const char* name : kStudies) {
    const Read read = seat.read(name);
    EXPECT_EQ(read.study.id, name);
    uses.insert(read.study.use);
    EXPECT_EQ(read.study.points(), 100) << name;
    EXPECT_EQ(read.study.law_pack, "international");
    std::set<std::string> of_this;
    for (const training::Trap& trap : read.truth.traps) of_this.insert(trap.kind);
    EXPECT_GE(of_this.size(), 4u) << name;
    kinds.insert(of_this.begin(), of_this.end());
    EXPECT_GE(read.debrief.sections.size(), 3u) << name;
  }
  EXPECT_EQ(uses.size(), std::size(training::kUses));
  EXPECT_EQ(kinds.size(), std::size(training::kTrapKinds));
}

TEST(StudyMarks, DoingNothingEarnsNothingAndViolatesNothing) {
  for (const auto& [seed, number] : seats()) {
    const Seat seat(seed, number);
    for (const char* name : kStudies) {
      const Marks marks = graded(seat.read(name), training::Record(kTrainee));
      EXPECT_EQ(marks.total, 0) << name;
      EXPECT_EQ(marks.maximum, 100) << name;
      EXPECT_TRUE(fallen(marks).empty()) << name;
    }
  }
}

TEST(StudyMarks, WhatTheChecksAskForCanAllBeDoneWithoutFallingIntoATrap) {
  for (const auto& [seed, number] : seats()) {
    const Seat seat(seed, number);
    for (const char* name : kStudies) {
      const Read read = seat.read(name);
      MadeRecord made;
      do_all(read, made);
      const Marks marks = graded(read, made.record());
      for (const training::TaskMarks& task : marks.tasks)
        for (const training::CheckMark& check : task.checks)
          EXPECT_TRUE(check.is_met) << name << ", " << check.id;
      EXPECT_EQ(fallen(marks), std::set<std::string>()) << name;
      EXPECT_EQ(marks.total, 100 - for_people(read)) << name;
    }
  }
}

TEST(StudyMarks, EachWayIntoATrapCostsWhatThatTrapSays) {
  const Seat seat(1, 2);
  for (const char* name : kStudies) {
    const Read read = seat.read(name);
    for (const json::Value& trap : *read.truth_file["traps"].as_array()) {
      const std::string id = trap["id"].string_or("");
      for (std::size_t way = 0; way < choices_of(trap["falls"]); ++way) {
        SCOPED_TRACE(std::string(name) + ", " + id + ", " + std::to_string(way));
        MadeRecord made;
        do_all(read, made);
        // The danger that nobody told is what is left when nobody told it.
        if (id == "emergency-missed") {
          made = MadeRecord();
          for (const json::Value& check : *read.truth_file["checks"].as_array())
            if (check["task"].string_or("") != "emergency") made.add(check["holds"]);
          made.submit();
        }
        const std::int64_t before = [&] {
          const Marks marks = graded(read, made.record());
          std::int64_t earned = 0;
          for (const training::TaskMarks& task : marks.tasks) earned += task.earned;
          return earned;
        }();
        if (id != "emergency-missed") made.add(trap["falls"], way);
        const Marks marks = graded(read, made.record());
        EXPECT_EQ(fallen(marks), std::set<std::string>({id}));
        // A wrong try may also use up the tries that a task allows.
        EXPECT_LE(marks.total, before - trap["costs"].int_or(0));
      }
    }
  }
}

TEST(StudyMarks, NeighboursHaveDifferentAnswers) {
  const Seat one(3, 11), other(3, 12);
  for (const char* name : kStudies) {
    std::size_t same = 0, all = 0;
    for (const auto& [variable, value] : one.telling().values()) {
      if (!variable.starts_with(std::string(name) + ".")) continue;
      const story::Study& study = one.telling().world().studies().find(name)->second;
      // Two instants may fall on one day, so what is shown of them may be alike.
      if (study.variables.find(variable.substr(variable.find('.') + 1))->second.kind ==
          story::Variable::Kind::kLocal)
        continue;
      ++all;
      if (other.telling().values().at(variable) == value) ++same;
    }
    EXPECT_GE(all, 10u) << name;
    EXPECT_EQ(same, 0u) << name;
  }
}

}  // namespace
}  // namespace sanad::studies
