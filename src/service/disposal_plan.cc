#include "disposal_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/bytes.h"
#include "named_digests.h"

namespace sanad::service {
namespace {

constexpr std::size_t kAllEntries = SIZE_MAX / 4;
constexpr std::size_t kFilesAPage = 1000;
constexpr std::size_t kMaxAccesses = 200;
// Acts about an exhibit that tell nothing of its content, and go on mattering.
constexpr std::array<std::string_view, 6> kKept = {"act.",     "disposal.", "hold.",
                                                   "recheck.", "request.",  "retention."};

bool names_among(const json::Value& list, std::string_view exhibit) {
  const json::Array* items = list.as_array();
  return items != nullptr && std::ranges::any_of(*items, [&](const json::Value& item) {
           return item.string_or("") == exhibit;
         });
}

bool was_unread(const records::Entry& entry, std::string_view exhibit) {
  const json::Array* items = entry.data["unread"].as_array();
  return items != nullptr && std::ranges::any_of(*items, [&](const json::Value& item) {
           return item["exhibit"].string_or("") == exhibit;
         });
}

// Whether the entry's body goes with the exhibit.
bool goes_with(const records::Entry& entry, std::string_view exhibit) {
  if (std::ranges::any_of(kKept, [&](auto prefix) { return entry.kind.starts_with(prefix); }))
    return false;
  return entry.data["exhibit"].string_or("") == exhibit ||
         (entry.kind == "identify.ran" && was_unread(entry, exhibit));
}

Result<std::vector<records::Entry>> entries_of(Workspace& workspace, const std::string& case_id) {
  return workspace.records().entries(
      {.case_id = case_id, .limit = kAllEntries, .oldest_first = true});
}

// Packages that came, from which the exhibit was taken.
std::set<std::string> packages_of(const std::vector<records::Entry>& entries,
                                  std::string_view exhibit) {
  std::set<std::string> packages;
  for (const records::Entry& entry : entries) {
    if (entry.kind == "package.taken" && entry.data["exhibit"].string_or("") == exhibit)
      packages.insert(entry.data["package"].string_or(""));
  }
  return packages;
}

// Whether what the entry names in the vault holds the exhibit beside other things: a bundle, a file
// of an export that is kept, a report, or a package that was sealed or came. The entry stays, what
// it names goes.
bool carries(const records::Entry& entry, std::string_view exhibit,
             const std::set<std::string>& packages) {
  if (entry.kind == "package.opened") return packages.contains(entry.data["package"].string_or(""));
  const bool is_kept_export = entry.kind == "case.exported" && entry.data["kept"].bool_or(false);
  return (is_kept_export || entry.kind == "bundle.exported" || entry.kind == "package.sealed" ||
          entry.kind == "report.made" || entry.kind.starts_with("certificate.")) &&
         names_among(entry.data["exhibits"], exhibit);
}

// Digests that entries name which stay, other than as left over.
std::set<std::string> named_otherwise(const std::vector<records::Entry>& entries,
                                      std::string_view exhibit) {
  std::set<std::string> named;
  const std::set<std::string> packages = packages_of(entries, exhibit);
  for (const records::Entry& entry : entries) {
    if (!carries(entry, exhibit, packages) && !goes_with(entry, exhibit))
      collect_digests(entry.data, named);
  }
  return named;
}

Result<void> add_originals(Workspace& workspace, const std::string& exhibit_id,
                           const std::vector<records::Entry>& entries,
                           std::set<std::string>& digests) {
  for (const records::Entry& entry : entries) {
    if (entry.kind == "exhibit.sealed" && entry.data["exhibit"].string_or("") == exhibit_id)
      collect_digests(entry.data["files"], digests);
  }
  for (std::uint64_t first = 1;; first += kFilesAPage) {
    SANAD_TRY(const auto files, workspace.records().imported_files(exhibit_id, first, kFilesAPage));
    for (const records::ExhibitFile& file : files) digests.insert(file.sha256);
    if (files.size() < kFilesAPage) return {};
  }
}

struct Access {
  std::int64_t viewed = 0, copied = 0;
  Timestamp first, last;
};

void add_accesses(const std::vector<records::Entry>& entries, std::string_view exhibit,
                  DisposalPlan& plan) {
  std::map<std::string, Access> by_officer;
  for (const records::Entry& entry : entries) {
    const bool viewed = entry.kind == "exhibit.viewed";
    if (!viewed && entry.kind != "exhibit.copied") continue;
    if (!exhibit.empty() && entry.data["exhibit"].string_or("") != exhibit) continue;
    Access& access = by_officer[entry.actor];
    if (access.viewed + access.copied == 0) access.first = entry.at;
    access.last = entry.at;
    ++(viewed ? access.viewed : access.copied);
  }
  for (const auto& [officer, access] : by_officer) {
    if (plan.accesses.size() == kMaxAccesses) {
      ++plan.more_accesses;
      continue;
    }
    plan.accesses.emplace_back(json::Object{{"officer", officer},
                                            {"viewed", access.viewed},
                                            {"copied", access.copied},
                                            {"first", format_timestamp(access.first)},
                                            {"last", format_timestamp(access.last)}});
  }
}

Result<std::vector<std::string>> vault_digests(Workspace& workspace, const std::string& case_id) {
  SANAD_TRY(const auto objects, workspace.vault().list(case_id));
  std::vector<std::string> digests;
  for (const auto& object : objects) {
    if (object.info.ok()) digests.push_back(format_hex(object.info->sha256));
  }
  std::ranges::sort(digests);
  return digests;
}

Result<DisposalPlan> plan_case(Workspace& workspace, const records::Disposal& disposal) {
  DisposalPlan plan;
  SANAD_TRY(const auto entries, entries_of(workspace, disposal.case_id));
  SANAD_TRY(const auto exhibits, workspace.records().exhibits(disposal.case_id));
  std::set<std::string> digests;
  for (const records::Exhibit& exhibit : exhibits) {
    plan.exhibits.push_back(exhibit.id);
    plan.exhibits.push_back(exhibit.number);
    SANAD_CHECK(add_originals(workspace, exhibit.id, entries, digests));
  }
  plan.digests.assign(digests.begin(), digests.end());
  SANAD_TRY(plan.objects, vault_digests(workspace, disposal.case_id));
  const std::set<std::string> named = named_otherwise(entries, "-");
  plan.leftovers = static_cast<std::uint64_t>(
      std::ranges::count_if(plan.objects, [&](const auto& one) { return !named.contains(one); }));
  add_accesses(entries, "", plan);
  return plan;
}

}  // namespace

Result<std::vector<std::string>> objects_to_destroy(Workspace& workspace,
                                                    const std::string& case_id,
                                                    const std::string& exhibit) {
  SANAD_TRY(const auto entries, entries_of(workspace, case_id));
  const std::set<std::string> named = named_otherwise(entries, exhibit);
  SANAD_TRY(auto objects, vault_digests(workspace, case_id));
  std::erase_if(objects, [&](const std::string& digest) { return named.contains(digest); });
  return objects;
}

Result<std::set<std::string>> digests_named_elsewhere(Workspace& workspace,
                                                      const std::string& case_id,
                                                      const std::string& exhibit) {
  SANAD_TRY(const auto entries, entries_of(workspace, case_id));
  return named_otherwise(entries, exhibit);
}

Result<std::vector<std::uint64_t>> entries_about(Workspace& workspace, const std::string& case_id,
                                                 const std::string& exhibit) {
  SANAD_TRY(const auto entries, entries_of(workspace, case_id));
  std::vector<std::uint64_t> indexes;
  for (const records::Entry& entry : entries) {
    if (!entry.destroyed && goes_with(entry, exhibit)) indexes.push_back(entry.index);
  }
  return indexes;
}

Result<DisposalPlan> plan_disposal(Workspace& workspace, const records::Disposal& disposal) {
  if (disposal.exhibit.empty()) return plan_case(workspace, disposal);
  DisposalPlan plan;
  SANAD_TRY(const auto entries, entries_of(workspace, disposal.case_id));
  std::set<std::string> digests, own;
  SANAD_CHECK(add_originals(workspace, disposal.exhibit, entries, digests));
  plan.digests.assign(digests.begin(), digests.end());
  const std::set<std::string> named = named_otherwise(entries, disposal.exhibit);
  std::vector<std::uint64_t> indexes;
  for (const records::Entry& entry : entries) {
    if (entry.destroyed || !goes_with(entry, disposal.exhibit)) continue;
    indexes.push_back(entry.index);
    collect_digests(entry.data, own);
  }
  plan.entries = format_ranges(indexes);
  SANAD_TRY(plan.objects, vault_digests(workspace, disposal.case_id));
  std::erase_if(plan.objects, [&](const std::string& digest) { return named.contains(digest); });
  const std::set<std::string> packages = packages_of(entries, disposal.exhibit);
  for (const records::Entry& entry : entries) {
    if (carries(entry, disposal.exhibit, packages)) collect_digests(entry.data, own);
  }
  plan.leftovers = static_cast<std::uint64_t>(
      std::ranges::count_if(plan.objects, [&](const auto& one) { return !own.contains(one); }));
  plan.shared = static_cast<std::uint64_t>(
      std::ranges::count_if(plan.digests, [&](const auto& one) { return named.contains(one); }));
  add_accesses(entries, disposal.exhibit, plan);
  return plan;
}

std::vector<std::string> format_ranges(const std::vector<std::uint64_t>& ascending) {
  std::vector<std::string> ranges;
  for (std::size_t i = 0; i < ascending.size();) {
    std::size_t last = i;
    while (last + 1 < ascending.size() && ascending[last + 1] == ascending[last] + 1) ++last;
    ranges.push_back(last == i ? fmt::format("{}", ascending[i])
                               : fmt::format("{}-{}", ascending[i], ascending[last]));
    i = last + 1;
  }
  return ranges;
}

Result<std::vector<std::uint64_t>> parse_ranges(const std::vector<std::string>& ranges) {
  std::vector<std::uint64_t> indexes;
  for (const std::string& range : ranges) {
    const char* const end = range.data() + range.size();
    std::uint64_t first = 0, last = 0;
    auto read = std::from_chars(range.data(), end, first);
    last = first;
    if (read.ec == std::errc() && read.ptr != end && *read.ptr == '-')
      read = std::from_chars(read.ptr + 1, end, last);
    if (read.ec != std::errc() || read.ptr != end || last < first)
      return Error{ErrorCode::kIntegrity,
                   fmt::format("\"{}\" does not say which entries were erased", range)};
    for (std::uint64_t index = first; index <= last; ++index) indexes.push_back(index);
  }
  return indexes;
}

}  // namespace sanad::service
