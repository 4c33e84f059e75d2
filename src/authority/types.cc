#include "authority/types.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "authority/scope.h"

namespace sanad::authority {
namespace {

template <typename Enum, std::size_t N>
using Names = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Names<Role, 6> kRoles = {{{Role::kInvestigator, "investigator"},
                                    {Role::kSupervisor, "supervisor"},
                                    {Role::kEvidenceOfficer, "evidence-officer"},
                                    {Role::kReviewer, "reviewer"},
                                    {Role::kAdministrator, "administrator"},
                                    {Role::kAuditor, "auditor"}}};
constexpr Names<Activity, 6> kActivities = {
    {{Activity::kCapture, "capture"},
     {Activity::kCaptureSeries, "capture.series"},
     {Activity::kImport, "import"},
     {Activity::kShare, "share"},
     {Activity::kAcceptInvalidCertificate, "accept-invalid-certificate"},
     {Activity::kContactPrivateAddress, "contact-private-address"}}};
constexpr Names<TargetKind, 5> kTargetKinds = {{{TargetKind::kHost, "host"},
                                                {TargetKind::kUrl, "url"},
                                                {TargetKind::kAccount, "account"},
                                                {TargetKind::kAddress, "address"},
                                                {TargetKind::kIdentifier, "identifier"}}};
constexpr Names<AuthorisationState, 4> kStates = {{{AuthorisationState::kRequested, "requested"},
                                                   {AuthorisationState::kApproved, "approved"},
                                                   {AuthorisationState::kRejected, "rejected"},
                                                   {AuthorisationState::kRevoked, "revoked"}}};
constexpr std::array<std::string_view, 5> kInstruments = {
    "own-motion", "supervisor-order", "warrant", "court-order", "joint-investigation-team"};
constexpr std::array<std::string_view, 6> kProtectedGroups = {
    "journalist", "lawyer", "child", "clergy", "elected", "human-rights-defender"};

template <typename Enum, std::size_t N>
std::string_view name_of(const Names<Enum, N>& names, Enum value) {
  for (const auto& [item, name] : names) {
    if (item == value) return name;
  }
  return "unknown";
}

template <typename Enum, std::size_t N>
Result<Enum> parse_name(const Names<Enum, N>& names, std::string_view text, std::string_view what) {
  std::string known;
  for (const auto& [item, name] : names) {
    if (name == text) return item;
    known += fmt::format("{}{}", known.empty() ? "" : ", ", name);
  }
  return Error{ErrorCode::kInvalid,
               fmt::format("\"{}\" is not {}; use one of: {}", text, what, known)};
}

template <std::size_t N>
Result<std::string> one_of(const std::array<std::string_view, N>& words, std::string_view text,
                           std::string_view member) {
  if (std::find(words.begin(), words.end(), text) != words.end()) return std::string(text);
  return Error{ErrorCode::kInvalid, fmt::format("\"{}\" cannot be \"{}\"; use one of: {}", member,
                                                text, fmt::join(words, ", "))};
}

Result<std::string> require_reason(const json::Value& value, std::string_view member) {
  std::string text = value[member].string_or("");
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return Error{ErrorCode::kInvalid, fmt::format("\"{}\" is empty; say it in a sentence", member)};
  }
  if (text.size() > kMaxReasonBytes) {
    return Error{ErrorCode::kLimit,
                 fmt::format("\"{}\" is longer than {} bytes", member, kMaxReasonBytes)};
  }
  return text;
}

Result<Timestamp> require_time(const json::Value& value, std::string_view member) {
  SANAD_TRY(const std::string text, json::require_string(value, member));
  SANAD_TRY_WITH(const Timestamp at, parse_timestamp(text), member);
  return at;
}

Result<std::optional<Timestamp>> optional_time(const json::Value& value, std::string_view member) {
  if (value[member].is_null()) return std::optional<Timestamp>();
  SANAD_TRY(const Timestamp at, require_time(value, member));
  return std::optional(at);
}

Result<std::vector<Target>> parse_targets(const json::Value& value,
                                          const std::vector<Activity>& activities) {
  std::vector<Target> targets;
  const auto* items = value["targets"].as_array();
  // What is handed over has no address of its own: an import, or sharing, may be for all of it.
  const bool may_be_empty = !activities.empty() && std::ranges::all_of(activities, has_no_address);
  if (!items || (items->empty() && !may_be_empty) || items->size() > kMaxTargets) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"targets\" must list 1 to {} targets", kMaxTargets)};
  }
  for (const auto& item : *items) {
    Target target;
    SANAD_TRY(target.kind,
              parse_name(kTargetKinds, item["kind"].string_or(""), "a kind of target"));
    target.value = item["value"].string_or("");
    SANAD_CHECK_WITH(check_target(target), fmt::format("the target \"{}\"", target.value));
    targets.push_back(std::move(target));
  }
  return targets;
}

Result<std::vector<Activity>> parse_activities(const json::Value& value) {
  std::vector<Activity> activities;
  const auto* items = value["activities"].as_array();
  if (!items || items->empty()) {
    return Error{ErrorCode::kInvalid, "\"activities\" must list at least one activity"};
  }
  for (const auto& item : *items) {
    SANAD_TRY(const Activity activity, parse_activity(item.string_or("")));
    if (std::find(activities.begin(), activities.end(), activity) == activities.end())
      activities.push_back(activity);
  }
  return activities;
}

Result<std::vector<std::string>> parse_protected_groups(const json::Value& value) {
  std::vector<std::string> groups;
  const auto* items = value["protected_groups"].as_array();
  if (!items)
    return Error{ErrorCode::kInvalid,
                 "\"protected_groups\" must be a list; give an empty one if none is affected"};
  for (const auto& item : *items) {
    SANAD_TRY(std::string group, one_of(kProtectedGroups, item.string_or(""), "protected_groups"));
    groups.push_back(std::move(group));
  }
  return groups;
}

Result<void> check_period(const AuthorisationRequest& request) {
  if (!(request.valid_from < request.valid_to)) {
    return Error{ErrorCode::kInvalid, "\"valid_to\" must be later than \"valid_from\""};
  }
  if (request.review_on < request.valid_from || request.valid_to < request.review_on) {
    return Error{ErrorCode::kInvalid,
                 "\"review_on\" must lie between \"valid_from\" and \"valid_to\""};
  }
  if (request.material_from && request.material_to &&
      !(*request.material_from < *request.material_to)) {
    return Error{ErrorCode::kInvalid, "\"material_to\" must be later than \"material_from\""};
  }
  return {};
}

template <typename T, typename Name>
json::Array names_array(const std::vector<T>& items, Name name) {
  json::Array array;
  for (const auto& item : items) array.emplace_back(std::string(name(item)));
  return array;
}

}  // namespace

std::string_view role_name(Role role) { return name_of(kRoles, role); }
Result<Role> parse_role(std::string_view name) { return parse_name(kRoles, name, "a role"); }
std::string_view activity_name(Activity activity) { return name_of(kActivities, activity); }
Result<Activity> parse_activity(std::string_view name) {
  return parse_name(kActivities, name, "an activity");
}
std::string_view target_kind_name(TargetKind kind) { return name_of(kTargetKinds, kind); }
std::string_view state_name(AuthorisationState state) { return name_of(kStates, state); }

bool Officer::has(Role role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

Result<AuthorisationRequest> parse_request(const json::Value& value) {
  AuthorisationRequest request;
  SANAD_TRY(request.instrument,
            one_of(kInstruments, value["instrument"].string_or(""), "instrument"));
  request.instrument_reference = value["instrument_reference"].string_or("");
  if (request.instrument != "own-motion") {
    SANAD_CHECK(require_reason(value, "instrument_reference"));
  }
  SANAD_TRY(request.issuing_authority, require_reason(value, "issuing_authority"));
  const json::Value& law = value["law"];
  SANAD_TRY_WITH(request.law_pack, require_reason(law, "pack"), "law");
  SANAD_TRY_WITH(request.law_edition, require_reason(law, "edition"), "law");
  SANAD_TRY_WITH(request.law_provision, require_reason(law, "provision"), "law");
  SANAD_TRY(request.activities, parse_activities(value));
  SANAD_TRY(request.targets, parse_targets(value, request.activities));
  SANAD_TRY(request.legitimate_aim, require_reason(value, "legitimate_aim"));
  SANAD_TRY(request.necessity, require_reason(value, "necessity"));
  SANAD_TRY(request.less_intrusive_means, require_reason(value, "less_intrusive_means"));
  SANAD_TRY(request.adequacy, require_reason(value, "adequacy"));
  SANAD_TRY(request.proportionality, require_reason(value, "proportionality"));
  SANAD_TRY(request.collateral_intrusion, require_reason(value, "collateral_intrusion"));
  SANAD_TRY(request.protected_groups, parse_protected_groups(value));
  SANAD_TRY(request.valid_from, require_time(value, "valid_from"));
  SANAD_TRY(request.valid_to, require_time(value, "valid_to"));
  SANAD_TRY(request.review_on, require_time(value, "review_on"));
  SANAD_TRY(request.material_from, optional_time(value, "material_from"));
  SANAD_TRY(request.material_to, optional_time(value, "material_to"));
  SANAD_CHECK(check_period(request));
  return request;
}

json::Object format_request(const AuthorisationRequest& r) {
  json::Array targets;
  for (const auto& t : r.targets) {
    targets.emplace_back(
        json::Object{{"kind", std::string(target_kind_name(t.kind))}, {"value", t.value}});
  }
  json::Object object{
      {"instrument", r.instrument},
      {"instrument_reference", r.instrument_reference},
      {"issuing_authority", r.issuing_authority},
      {"law",
       json::Object{
           {"pack", r.law_pack}, {"edition", r.law_edition}, {"provision", r.law_provision}}},
      {"targets", std::move(targets)},
      {"activities", names_array(r.activities, activity_name)},
      {"legitimate_aim", r.legitimate_aim},
      {"necessity", r.necessity},
      {"less_intrusive_means", r.less_intrusive_means},
      {"adequacy", r.adequacy},
      {"proportionality", r.proportionality},
      {"collateral_intrusion", r.collateral_intrusion},
      {"protected_groups", names_array(r.protected_groups, [](const std::string& s) { return s; })},
      {"valid_from", format_timestamp(r.valid_from)},
      {"valid_to", format_timestamp(r.valid_to)},
      {"review_on", format_timestamp(r.review_on)},
  };
  if (r.material_from) object.set("material_from", format_timestamp(*r.material_from));
  if (r.material_to) object.set("material_to", format_timestamp(*r.material_to));
  return object;
}

}  // namespace sanad::authority
