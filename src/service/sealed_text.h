// Lists and files of rules as they were taken in: sealed in the vault under a key of their own,
// since they belong to no case.
#pragma once

#include <string>
#include <string_view>

#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::string_view kListsKey = "case-0000000000000000";  // has a case's form

// Answers its SHA-256.
Result<std::string> seal_text(Workspace& workspace, std::string_view text);
// kIntegrity, kNotFound: what was sealed is damaged or gone.
Result<std::string> open_sealed_text(Workspace& workspace, std::string_view sha256);

}  // namespace sanad::service
