#include "service/material.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "queue.h"
#include "service/people.h"
#include "service/search_views.h"
#include "service/sight.h"

namespace sanad::service {
namespace {

constexpr std::uint64_t kMaxZoneBytes = 1024 * 1024;
constexpr std::size_t kMaxZoneName = 64;
constexpr std::size_t kJobsLookedAt = 200;

Error no_zone(std::string_view name) {
  return {ErrorCode::kInvalid,
          fmt::format("there is no time zone \"{}\"; write one such as \"UTC\", \"UTC+05:00\" or "
                      "\"Asia/Karachi\"",
                      name)};
}

bool is_zone_name(std::string_view name) {
  const auto is_part = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '+' || c == '/';
  };
  return !name.empty() && name.size() <= kMaxZoneName && name.front() != '/' &&
         std::ranges::all_of(name, is_part);
}

// "+05:00" in minutes.
std::optional<int> offset_of(std::string_view text) {
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto digit = [&](std::size_t at) -> int {
    return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : -1;
  };
  for (const std::size_t at : {1, 2, 4, 5})
    if (digit(at) < 0) return std::nullopt;
  const int minutes = digit(4) * 10 + digit(5);
  if (minutes >= 60) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * ((digit(1) * 10 + digit(2)) * 60 + minutes);
}

case_index::ClusterRule rule_of(const json::Value& payload) {
  return {.share = static_cast<int>(payload["share"].int_or(0)),
          .bits = static_cast<unsigned>(payload["bits"].int_or(0)),
          .quality = static_cast<int>(payload["quality"].int_or(0))};
}

json::Object payload_of(const case_index::ClusterRule& rule) {
  return {{"share", rule.share}, {"bits", std::int64_t{rule.bits}}, {"quality", rule.quality}};
}

}  // namespace

Result<Material> Material::open(Workspace& workspace, const authority::Officer& caller,
                                std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  Material material(workspace);
  SANAD_TRY(material.of_case_, case_for(workspace, caller, case_id));
  SANAD_CHECK(require_whole_sight(workspace, caller, material.of_case_.id));
  SANAD_TRY(material.facts_, workspace.case_indexes().facts(material.of_case_.id));
  SANAD_TRY(material.unmasked_, unmasked_in(workspace, material.of_case_.id));
  return material;
}

Result<json::Object> Material::view(const case_index::Row& row) const {
  SANAD_TRY(const records::Exhibit exhibit, workspace_->records().exhibit(row.cite.exhibit));
  return service::view(row, exhibit.number);
}

Result<json::Array> Material::view(const std::vector<case_index::Row>& rows) const {
  std::map<std::string, std::string> numbers;
  json::Array array;
  for (const case_index::Row& row : rows) {
    std::string& number = numbers[row.cite.exhibit];
    if (number.empty()) {
      SANAD_TRY(const records::Exhibit exhibit, workspace_->records().exhibit(row.cite.exhibit));
      number = exhibit.number;
    }
    array.emplace_back(service::view(row, number));
  }
  return array;
}

Result<Zone> find_zone(Workspace& workspace, std::string_view name) {
  if (name.empty() || name == "UTC") return Zone::utc();
  if (name.starts_with("UTC")) {
    const auto minutes = offset_of(name.substr(3));
    if (!minutes) return no_zone(name);
    return Zone::fixed(*minutes);
  }
  if (!is_zone_name(name)) return no_zone(name);
  const auto file = files::read_file(workspace.file_system(),
                                     fmt::format("/usr/share/zoneinfo/{}", name), kMaxZoneBytes);
  if (!file.ok()) return no_zone(name);
  return Zone::parse(std::string(name), *file);
}

Result<std::string> order_clusters(Workspace& workspace, const authority::Officer& caller,
                                   std::string_view case_id, const case_index::ClusterRule& rule) {
  using authority::Role;
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kSupervisor, Role::kReviewer},
                           "look for what is alike"));
  if (rule.share < 50 || rule.share > 100 || rule.bits > 64 || rule.quality < 0 ||
      rule.quality > 100) {
    return Error{ErrorCode::kInvalid,
                 "texts share 50 to 100 percent, pictures differ in at most 64 bits and have a "
                 "quality of 0 to 100"};
  }
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  const json::Value payload = payload_of(rule);
  SANAD_TRY(const auto jobs, workspace.jobs().of_case(of_case.id, kJobsLookedAt));
  for (const records::Job& job : jobs) {
    if (job.kind == "cluster" && job.state == records::JobState::kQueued &&
        json::format_canonical(job.payload) == json::format_canonical(payload))
      return job.id;
  }
  return queue_job(workspace, "cluster", of_case.id, caller.id, payload);
}

Result<json::Value> run_clustering(Workspace& workspace, const records::Job& job,
                                   capture::Monitor& monitor) {
  CaseIndexes& indexes = workspace.case_indexes();
  const std::lock_guard lock(indexes.writing());
  SANAD_TRY(const auto facts, indexes.facts(job.case_id));
  monitor.on_progress({"comparing", 0, 0, "texts and pictures"});
  SANAD_TRY(const case_index::ClusterRun run,
            facts->build_clusters(rule_of(job.payload), [&] { return monitor.is_cancelled(); }));
  return json::Value(json::Object{{"texts", run.texts},
                                  {"pictures", run.pictures},
                                  {"text_clusters", run.text_clusters},
                                  {"picture_clusters", run.picture_clusters}});
}

}  // namespace sanad::service
