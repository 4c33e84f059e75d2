// Reads the content of a bundle into records, and refuses content that could not verify.
#pragma once

#include "base/result.h"
#include "present/bundle.h"
#include "present/record.h"

namespace sanad::present {

// kInvalid names what is missing or contradictory; kLimit.
Result<CaseRecord> gather(const BundleContent& content);

}  // namespace sanad::present
