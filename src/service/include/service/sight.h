// Who may see which case and exhibit (service/marks.h). Every function of this layer that is given
// a caller and a case or exhibit asks here; lists leave out what the caller may not see.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "authority/types.h"
#include "base/id.h"
#include "service/workspace.h"

namespace sanad::service {

// exhibit: empty for the case as a whole.
Result<bool> may_see(Workspace& workspace, const authority::Officer& caller,
                     std::string_view case_id, std::string_view exhibit = "");
// kDenied: recorded as act.refused.
Result<void> require_sight(Workspace& workspace, const authority::Officer& caller,
                           std::string_view case_id, std::string_view exhibit = "");

// For views across a whole case (graph, search …), which would show what stands in each exhibit:
// kDenied, recorded, unless the caller may see every exhibit of it.
Result<void> require_whole_sight(Workspace& workspace, const authority::Officer& caller,
                                 std::string_view case_id);

// A case or an exhibit by its identifier, reference or number, if the caller may see it.
Result<records::Case> case_for(Workspace& workspace, const authority::Officer& caller,
                               std::string_view id);
Result<records::Exhibit> exhibit_for(Workspace& workspace, const authority::Officer& caller,
                                     std::string_view id);

// The exhibits that a record is about, by the members that it has; none: it is about its case.
template <typename T>
std::vector<std::string> exhibits_of(const T& one) {
  std::vector<std::string> all;
  const auto add = [&](const std::string& id) {
    if (is_id("exhibit", id)) all.push_back(id);
  };
  if constexpr (requires { one.subject.exhibit; }) add(one.subject.exhibit);
  if constexpr (requires { add(one.exhibit); }) add(one.exhibit);
  if constexpr (requires { one.data["about"]; }) add(one.data["about"].string_or(""));
  if constexpr (requires { one.cited.as_array(); }) {
    if (const json::Array* cited = one.cited.as_array())
      for (const json::Value& each : *cited) add(each["exhibit"].string_or(""));
  }
  return all;
}

// What the records answered for an identifier (a hold, a lead, a complaint ...), for a caller: as
// it is if they may see its case and what it is about, else kDenied, recorded. T has a case_id.
template <typename T>
Result<T> seen(Workspace& workspace, const authority::Officer& caller, Result<T> found) {
  if (!found.ok()) return found;
  SANAD_CHECK(require_sight(workspace, caller, found->case_id));
  for (const std::string& exhibit : exhibits_of(*found))
    SANAD_CHECK(require_sight(workspace, caller, found->case_id, exhibit));
  return found;
}

// The same of a list: what the caller may not see is left out of it.
template <typename T>
Result<std::vector<T>> seen_of(Workspace& workspace, const authority::Officer& caller,
                               Result<std::vector<T>> all) {
  if (!all.ok()) return all;
  std::vector<T> left;
  for (T& one : *all) {
    SANAD_TRY(bool is_seen, may_see(workspace, caller, one.case_id));
    for (const std::string& exhibit : exhibits_of(one)) {
      if (!is_seen) break;
      SANAD_TRY(is_seen, may_see(workspace, caller, one.case_id, exhibit));
    }
    if (is_seen) left.push_back(std::move(one));
  }
  return left;
}

// Leaves those that the caller may see; T has a member case_id, or id of a case.
template <typename T, typename CaseOf>
Result<void> keep_seen(Workspace& workspace, const authority::Officer& caller,
                       std::vector<T>& items, CaseOf case_of) {
  std::vector<T> seen;
  for (T& item : items) {
    const std::string case_id = case_of(item);
    if (case_id.empty()) {
      seen.push_back(std::move(item));
      continue;
    }
    SANAD_TRY(const bool is_seen, may_see(workspace, caller, case_id));
    if (is_seen) seen.push_back(std::move(item));
  }
  items = std::move(seen);
  return {};
}

}  // namespace sanad::service
