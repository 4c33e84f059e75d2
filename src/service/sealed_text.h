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

// A page that was made and sealed in a case, whole. name: of it, for the error. kLimit: longer than
// most, in bytes. Else as open_sealed_text().
Result<Bytes> open_sealed_page(Workspace& workspace, const std::string& case_id,
                               std::string_view name, std::string_view sha256, std::uint64_t most);

}  // namespace sanad::service
