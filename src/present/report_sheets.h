// The verification sheets of an exhibit and its parts, as a section of its report.
#pragma once

#include <string>

#include "present/record.h"

namespace sanad::present {

// Nothing where there is none. The newest version of each sheet, and where the earlier ones stand.
void sheets_section(std::string& out, const CaseRecord& record, const ExhibitRecord& exhibit);

}  // namespace sanad::present
