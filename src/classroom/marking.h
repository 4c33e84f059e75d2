// Marks of seats whose workspaces are open.
#pragma once

#include <vector>

#include "classroom/classroom.h"

namespace sanad::classroom {

// The seat of the trainee who is that seat's colleague; 0: the trainer is.
int neighbour_of(const Plan& plan, int number);
// neighbour: null where there is none.
Result<std::vector<StudyMarks>> marks_of(const Plan& plan, int number, service::Workspace& seat,
                                         service::Workspace* neighbour);

}  // namespace sanad::classroom
