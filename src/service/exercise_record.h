// The record of an exercise: what docs/formats/study.md says that conditions are about.
#pragma once

#include "service/exercises.h"

namespace sanad::service {

// Entries of the seat from start to submission, of this and of earlier tries of the same study,
// with what follows from them; and entries of the neighbour's ledger, if there is one. Reads only.
Result<training::Record> exercise_record(Workspace& seat, Workspace* neighbour,
                                         const std::vector<Exercise>& all,
                                         const Exercise& exercise);

}  // namespace sanad::service
