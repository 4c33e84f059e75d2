// The account that a permit names.
#pragma once

#include "authority/person.h"
#include "rows.h"

namespace sanad::case_index {

// Its row. kNotFound: the case has no such account.
Result<std::int64_t> row_of(const sqlite::Database& database,
                            const authority::PersonPermit& permit);

}  // namespace sanad::case_index
