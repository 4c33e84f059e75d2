// Lists belong to no case; they are sealed under a key of their own, which has a case's form.
#pragma once

#include <string>
#include <string_view>

#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::string_view kListsKey = "case-0000000000000000";

// Answers the SHA-256 in hexadecimal.
Result<std::string> seal_list(Workspace& workspace, std::string_view text);
Result<std::string> open_sealed_list(Workspace& workspace, std::string_view sha256);

}  // namespace sanad::service
