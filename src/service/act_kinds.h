// Which kinds of entries there are.
#pragma once

#include <string_view>

namespace sanad::service {

// Whether the kind stands in the table of act_members.cc, as every kind of entries.md does.
bool is_entry_kind(std::string_view kind);

}  // namespace sanad::service
