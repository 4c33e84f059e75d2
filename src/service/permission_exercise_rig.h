// A training seat, for the tests of the permission matrix.
#pragma once

#include "permission_cases_rig.h"
#include "service/exercises.h"

namespace sanad::service {

// Values of a study's truth; no route may tell them.
inline constexpr const char* kStudyWallet = "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx";
inline constexpr const char* kStudyHolder = "Zarmast-e-Qalam";
inline constexpr const char* kStudy = "lantern";

inline SeatOrder seat_of_tests() {
  return {"Sahil 2026",
          1,
          {kStudy},
          8'412'907'331'004'127'961U,
          {{kStudy, {{"wallet", kStudyWallet}, {"holder", kStudyHolder}}}},
          SANAD_SOURCE_DIR "/src/service/testdata/studies"};
}

// Until one is open, none can be worked on; while one is, none can be started.
inline void close_exercises(Workspace& workspace) {
  for (const Exercise& one : exercises_of(workspace).value()) {
    if (one.submitted) continue;
    const auto trainee = workspace.records().officer(one.trainee).value();
    EXPECT_TRUE(submit_exercise(workspace, trainee, one.study).ok());
  }
}
inline void open_exercise(Workspace& workspace, const authority::Officer& trainee) {
  close_exercises(workspace);
  EXPECT_TRUE(start_exercise(workspace, trainee, kStudy).ok());
}

}  // namespace sanad::service
