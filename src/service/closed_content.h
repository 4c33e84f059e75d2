// Content that stays closed to the officer who asked for it: recorded, then refused.
#pragma once

#include <fmt/format.h>

#include "refusals.h"

namespace sanad::service {

inline Error refuse_content(Workspace& workspace, const authority::Officer& caller,
                            const records::Exhibit& exhibit, std::string_view file,
                            std::string_view code, std::string reason) {
  return refuse_as(workspace, caller.id, exhibit.case_id, "read content",
                   fmt::format("{} of {}", file, exhibit.number), code, std::move(reason));
}

// Passes on what was read of the file; a kDenied of it is recorded: a network log stays sealed,
// anything else was set aside.
template <typename T>
Result<T> readable(Workspace& workspace, const authority::Officer& caller,
                   const records::Exhibit& exhibit, std::string_view file, Result<T> read) {
  if (read.ok() || read.error().code != ErrorCode::kDenied) return read;
  const auto found = workspace.records().file(exhibit, file);
  const bool is_log = found.ok() && found->role == "netlog";
  return refuse_content(workspace, caller, exhibit, file, is_log ? kStaysSealed : kSetAside,
                        read.error().message);
}

}  // namespace sanad::service
