// One sentence for people on an entry about assessments, what speaks for somebody, complaints or
// looks together; absent of other kinds.
#pragma once

#include <optional>
#include <string>

#include "records/entry.h"

namespace sanad::service {

std::optional<std::string> assessment_summary_of(const records::Entry& entry);

}  // namespace sanad::service
