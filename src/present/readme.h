// README.txt of a bundle.
#pragma once

#include <string>

#include "base/result.h"
#include "present/record.h"

namespace sanad::present {

// agency_vkey: the note key that the reader is to compare.
std::string format_readme(const CaseRecord& record, const std::string& agency_vkey,
                          bool has_timestamp);

}  // namespace sanad::present
