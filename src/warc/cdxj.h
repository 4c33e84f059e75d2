// Lines of the index (CDXJ): "KEY YYYYMMDDhhmmss {json}".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "warc/wacz.h"

namespace sanad::warc {

// The line with its line feed, or nothing for a record that is not indexed.
Result<std::optional<std::string>> format_index_line(const RecordHeader& header,
                                                     const BlockFacts& facts,
                                                     const WrittenRecord& written,
                                                     const IndexHints& hints);

}  // namespace sanad::warc
