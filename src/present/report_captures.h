// Captures that were compared with an exhibit, as a section of its report.
#pragma once

#include <string>

#include "present/record.h"

namespace sanad::present {

// Nothing where there is none.
void captures_section(std::string& out, const CaseRecord& record, const ExhibitRecord& exhibit);

}  // namespace sanad::present
