// Texts sealed in the vault: lists, files of rules and law packs under a key of their own, since
// they belong to no case; what belongs to one, under the case's.
#pragma once

#include <string>
#include <string_view>

#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::string_view kListsKey = "case-0000000000000000";  // has a case's form

// Answers its SHA-256. key: kListsKey or a case.
Result<std::string> seal_text(Workspace& workspace, std::string_view text,
                              std::string_view key = kListsKey);
// kIntegrity, kNotFound: what was sealed is damaged or gone.
Result<std::string> open_sealed_text(Workspace& workspace, std::string_view sha256,
                                     std::string_view key = kListsKey);

}  // namespace sanad::service
