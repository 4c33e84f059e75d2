// What entries about exercises say in one sentence.
#pragma once

#include <optional>
#include <string>

#include "records/entry.h"

namespace sanad::service {

// Absent for every other kind.
std::optional<std::string> exercise_summary_of(const records::Entry& entry);

}  // namespace sanad::service
