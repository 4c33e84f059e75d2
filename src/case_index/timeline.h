// Time in buckets and activity, of any documents.
#pragma once

#include "base/zone.h"
#include "rows.h"

namespace sanad::case_index {

Result<Timeline> read_timeline(const sqlite::Database& database, const Where& where,
                               ClockKind clock, Step step, const Zone& zone);
Result<Activity> read_activity(const sqlite::Database& database, const Where& where,
                               const Zone& zone);

}  // namespace sanad::case_index
