// The technical report on one exhibit: the data collection form of the Berkeley Protocol (Annex
// IV), filled in from the sealed record, and the whole acquisition record after it.
#pragma once

#include <string>

#include "present/record.h"

namespace sanad::present {

// One page of HTML without scripts or references to elsewhere, made to be printed. Every value is
// escaped; what the record does not hold is said to be not recorded.
std::string format_report_html(const CaseRecord& record, const ExhibitRecord& exhibit);

}  // namespace sanad::present
