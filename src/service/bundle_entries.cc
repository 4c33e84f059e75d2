#include "bundle_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "service/blind.h"
#include "service/sight.h"

namespace sanad::service {
namespace {

constexpr std::size_t kAllEntries = SIZE_MAX / 4;
constexpr std::size_t kMostChosen = 1000;

// Acts that are told with an exhibit by themselves, and need not be: looks, copies, assessments and
// what was sent to whom. All others carry a proof, the chain of authority, or what helps the other
// side.
constexpr std::array<std::string_view, 6> kMayBeLeftOut = {
    "exhibit.viewed", "exhibit.copied", "assessment.", "package.", "bundle.", "request."};

bool may_be_left_out(std::string_view kind) {
  return std::ranges::any_of(kMayBeLeftOut,
                             [&](std::string_view one) { return kind.starts_with(one); });
}

Error no_such_entry(std::uint64_t index) {
  return {ErrorCode::kInvalid,
          fmt::format("entry {} is not one of this case that can be disclosed; its custody record "
                      "and \"sanad unused list\" name those that are",
                      index)};
}

Result<void> check_added(Workspace& workspace, const authority::Officer& caller,
                         const records::Entry& entry) {
  if (entry.destroyed || entry.kind.starts_with("match.")) return no_such_entry(entry.index);
  const std::string exhibit = entry.data["exhibit"].string_or("");
  return require_sight(workspace, caller, entry.case_id, exhibit);
}

}  // namespace

Result<void> check_entry_choice(Workspace& workspace, const authority::Officer& caller,
                                const records::Case& of_case, const BundleOrder& order) {
  if (order.entries.empty() && order.without.empty()) return {};
  if (order.entries.size() + order.without.size() > kMostChosen)
    return Error{ErrorCode::kLimit,
                 fmt::format("at most {} entries can be chosen one by one", kMostChosen)};
  if (!order.without.empty() && order.build.empty())
    return Error{ErrorCode::kInvalid,
                 "an entry is left out only of a bundle with schedules, which tell of it: name the "
                 "build"};
  SANAD_TRY(auto known, workspace.records().entries({.case_id = of_case.id, .limit = kAllEntries}));
  SANAD_CHECK(leave_out_unknown(workspace, nullptr, known));
  const auto find = [&](std::uint64_t index) -> const records::Entry* {
    const auto at = std::ranges::find(known, index, &records::Entry::index);
    return at == known.end() ? nullptr : &*at;
  };
  for (const std::uint64_t index : order.entries) {
    const records::Entry* entry = find(index);
    if (entry == nullptr) return no_such_entry(index);
    SANAD_CHECK(check_added(workspace, caller, *entry));
  }
  for (const std::uint64_t index : order.without) {
    const records::Entry* entry = find(index);
    if (entry == nullptr) return no_such_entry(index);
    if (!may_be_left_out(entry->kind))
      return Error{ErrorCode::kInvalid,
                   fmt::format("entry {} ({}) cannot be left out: a proof rests on it, or the "
                               "other side may need it",
                               index, entry->kind)};
  }
  return {};
}

json::Object format_entry_choice(const BundleOrder& order) {
  return {{"entries", json::Array(order.entries.begin(), order.entries.end())},
          {"without", json::Array(order.without.begin(), order.without.end())}};
}

void apply_entry_choice(const json::Value& payload, std::set<std::uint64_t>& entries) {
  const auto each = [](const json::Value& list, auto&& act) {
    const json::Array* items = list.as_array();
    if (items == nullptr) return;
    for (const json::Value& item : *items) act(static_cast<std::uint64_t>(item.int_or(0)));
  };
  each(payload["entries"], [&](std::uint64_t index) { entries.insert(index); });
  each(payload["without"], [&](std::uint64_t index) { entries.erase(index); });
}

}  // namespace sanad::service
