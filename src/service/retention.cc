#include "service/retention.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/numbers.h"
#include "clocks/clock.h"
#include "crypto/id.h"
#include "keeping_acts.h"
#include "reasons.h"
#include "service/law.h"
#include "service/running_clocks.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using records::RetentionRule;
namespace {

constexpr std::array<std::string_view, 3> kMaterials = {"everything", "captures", "imports"};
constexpr std::size_t kMaxNameBytes = 200;

clocks::Rule clock_rule(const clocks::Period& period, std::string_view key, std::string title,
                        clocks::Nature nature) {
  clocks::Rule rule;
  rule.key = key;
  rule.title = std::move(title);
  rule.nature = nature;
  rule.starts = "the setting of the rule, or its last review";
  rule.period = period;
  rule.due = "whether the rule is still right is reviewed";
  rule.on_duty = "supervisor";
  return rule;
}

Result<Timestamp> end_of(const std::optional<clocks::Period>& period, Timestamp start,
                         Timestamp now) {
  if (!period) return start;
  const clocks::Rule rule = clock_rule(*period, "retention", "Retention", clocks::Nature::kMinimum);
  SANAD_TRY(const clocks::Reading reading,
            clocks::read(rule, {start, {}, {}, {}}, Zone::utc(), clocks::every_day(), now));
  return reading.due;
}

// The clock of the next review, as a member of "clocks".
json::Object review_clock(const RetentionRule& rule, std::string_view confidence, Timestamp now) {
  return json::Object{
      {"clock", crypto::new_id("clock")},
      {"request", ""},
      {"pack", rule.pack},
      {"edition", rule.edition},
      {"provision", rule.provision},
      {"confidence", confidence},
      {"met_on", ""},
      {"rule", clocks::format_rule(clock_rule(rule.review_period, kRetentionReview,
                                              "Review of the retention rule: " + rule.name,
                                              clocks::Nature::kDeadline))},
      {"zone", "UTC"},
      {"calendar", nullptr},
      {"start", format_timestamp(now)},
      {"reason", rule.reason}};
}

json::Array met_review(const RetentionRule& rule, Timestamp now) {
  json::Array met;
  if (!rule.review_clock.empty())
    met.emplace_back(json::Object{{"clock", rule.review_clock}, {"at", format_timestamp(now)}});
  return met;
}

struct Basis {
  std::string edition;
  std::string confidence;
};
Result<Basis> basis_of(Workspace& workspace, std::string_view pack, std::string_view provision) {
  SANAD_TRY(const Law law, law_of(workspace));
  const authority::LawPack* found = law.library.latest(pack);
  if (found == nullptr)
    return Error{ErrorCode::kInvalid,
                 fmt::format("there is no law pack \"{}\"; \"sanad law list\" names them", pack)};
  SANAD_TRY(const authority::Cited cited,
            law.library.cite(pack, found->edition, provision, day_of(workspace.clock().now())));
  return Basis{found->edition, cited.provision->confidence};
}

Result<RetentionRule> standing_rule(Workspace& workspace, const Officer& caller,
                                    std::string_view id) {
  SANAD_TRY(RetentionRule rule, seen(workspace, caller, workspace.records().retention_rule(id)));
  if (rule.ended_at)
    return Error{ErrorCode::kConflict, fmt::format("the rule was ended on {}; set a new one",
                                                   format_timestamp(*rule.ended_at).substr(0, 10))};
  return rule;
}

int rank_of(const RetentionRule& rule) {
  return (rule.case_id.empty() ? 0 : 2) + (rule.material == "everything" ? 0 : 1);
}

// The one that counts for this kind of material; null: none does.
const RetentionRule* rule_for(const std::vector<RetentionRule>& rules, std::string_view material) {
  const RetentionRule* best = nullptr;
  for (const RetentionRule& rule : rules) {
    if (rule.ended_at || (rule.material != "everything" && rule.material != material)) continue;
    // Oldest first: of the same rank the later one counts.
    if (best == nullptr || rank_of(rule) >= rank_of(*best)) best = &rule;
  }
  return best;
}

std::string_view material_of(const records::Exhibit& exhibit) {
  return exhibit.is_import() ? "imports" : "captures";
}

Result<Kept> kept_by(const std::vector<RetentionRule>& rules, std::string_view material,
                     Timestamp start, Timestamp now) {
  const RetentionRule* rule = rule_for(rules, material);
  if (rule == nullptr) return Kept{};
  SANAD_TRY(const Timestamp until, end_of(rule->period, start, now));
  return Kept{*rule, until};
}

}  // namespace

std::string describe_keeping(const std::optional<clocks::Period>& period) {
  return period ? clocks::describe(*period) : "at once";
}

Result<std::optional<clocks::Period>> parse_keeping(std::string_view text) {
  if (text == "at once") return std::optional<clocks::Period>();
  const Error wrong{ErrorCode::kInvalid,
                    fmt::format("\"{}\" is no length of time; write it like \"30 days\", \"18 "
                                "months\", \"5 years\" or \"at once\"",
                                text)};
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return wrong;
  const auto count = parse_decimal(text.substr(0, space));
  if (!count.ok() || *count == 0 || *count > clocks::kMaxCount) return wrong;
  clocks::Period period{static_cast<std::int32_t>(*count)};
  std::string_view unit = text.substr(space + 1);
  if (unit.ends_with('s')) unit.remove_suffix(1);
  if (unit == "day") {
    period.unit = clocks::Unit::kDays;
  } else if (unit == "month") {
    period.unit = clocks::Unit::kMonths;
  } else if (unit == "year") {
    period.unit = clocks::Unit::kYears;
  } else {
    return wrong;
  }
  SANAD_CHECK_WITH(clocks::parse_period(clocks::format_period(period)), text);
  return std::optional<clocks::Period>(period);
}

Error refuse_keeping(Workspace& workspace, const Officer& caller, std::string_view case_id,
                     std::string_view activity, std::string_view target, std::string_view code,
                     const std::string& reason) {
  const auto recorded = workspace.custody().record({"act.refused", caller.id, std::string(case_id),
                                                    json::Object{{"activity", activity},
                                                                 {"target", target},
                                                                 {"authorisation", ""},
                                                                 {"code", code},
                                                                 {"reason", reason}}});
  if (!recorded.ok()) return recorded.error();
  return Error{ErrorCode::kDenied, reason};
}

Result<void> require_keeper(Workspace& workspace, const Officer& caller,
                            std::initializer_list<Role> any_of, std::string_view case_id,
                            std::string_view activity, std::string_view target,
                            std::string_view to_do) {
  const auto allowed = check_role(caller, any_of, to_do);
  if (allowed.ok()) return {};
  return refuse_keeping(workspace, caller, case_id, activity, target,
                        caller.active ? "wrong-role" : "officer-inactive", allowed.error().message);
}

std::string name_of(Workspace& workspace, const std::string& officer) {
  const auto found = workspace.records().officer(officer);
  return found.ok() ? found->name : officer;
}

Result<RetentionRule> set_retention(Workspace& workspace, const Officer& caller,
                                    const RetentionOrder& order) {
  RetentionRule rule;
  if (!order.case_id.empty()) {
    SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
    rule.case_id = of_case.id;
  }
  SANAD_CHECK(require_keeper(workspace, caller, {Role::kSupervisor}, rule.case_id, "retention.set",
                             order.name, "set how long material is kept"));
  SANAD_CHECK(require_words(order.name, "the name of the rule", kMaxNameBytes));
  SANAD_CHECK(require_words(order.reason, "the reason"));
  if (std::ranges::find(kMaterials, order.material) == kMaterials.end())
    return Error{ErrorCode::kInvalid, fmt::format("\"{}\" is no kind of material; use one of: {}",
                                                  order.material, fmt::join(kMaterials, ", "))};
  SANAD_TRY(const Basis basis, basis_of(workspace, order.pack, order.provision));
  const Timestamp now = workspace.clock().now();
  if (!order.review_period)
    return Error{ErrorCode::kInvalid, "say how often the rule is reviewed, like \"1 year\""};
  SANAD_CHECK_WITH(end_of(order.period, now, now), "how long it is kept");
  SANAD_CHECK_WITH(end_of(order.review_period, now, now), "when it is reviewed");
  rule.id = crypto::new_id("retention");
  rule.material = order.material;
  rule.name = order.name;
  rule.pack = order.pack;
  rule.edition = basis.edition;
  rule.provision = order.provision;
  rule.period = order.period;
  rule.review_period = *order.review_period;
  rule.reason = order.reason;
  json::Array clocks{json::Value(review_clock(rule, basis.confidence, now))};
  SANAD_CHECK(workspace.custody().record(
      {"retention.set", caller.id, rule.case_id,
       json::Object{{"rule", rule.id},
                    {"material", rule.material},
                    {"name", rule.name},
                    {"pack", rule.pack},
                    {"edition", rule.edition},
                    {"provision", rule.provision},
                    {"period", rule.period ? json::Value(clocks::format_period(*rule.period))
                                           : json::Value(nullptr)},
                    {"review_period", clocks::format_period(rule.review_period)},
                    {"reason", rule.reason},
                    {"clocks", std::move(clocks)}}}));
  return workspace.records().retention_rule(rule.id);
}

Result<RetentionRule> review_retention(Workspace& workspace, const Officer& caller,
                                       std::string_view id, std::string_view finding) {
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const RetentionRule rule, standing_rule(workspace, caller, id));
  SANAD_CHECK(require_keeper(workspace, caller, {Role::kSupervisor}, rule.case_id,
                             "retention.review", rule.id, "review how long material is kept"));
  SANAD_CHECK(require_words(finding, "what the review found"));
  SANAD_TRY(const Basis basis, basis_of(workspace, rule.pack, rule.provision));
  const Timestamp now = workspace.clock().now();
  json::Array clocks{json::Value(review_clock(rule, basis.confidence, now))};
  SANAD_CHECK(workspace.custody().record({"retention.reviewed", caller.id, rule.case_id,
                                          json::Object{{"rule", rule.id},
                                                       {"finding", finding},
                                                       {"met", met_review(rule, now)},
                                                       {"clocks", std::move(clocks)}}}));
  return workspace.records().retention_rule(rule.id);
}

Result<RetentionRule> end_retention(Workspace& workspace, const Officer& caller,
                                    std::string_view id, std::string_view reason) {
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const RetentionRule rule, standing_rule(workspace, caller, id));
  SANAD_CHECK(require_keeper(workspace, caller, {Role::kSupervisor}, rule.case_id, "retention.end",
                             rule.id, "end a rule of retention"));
  SANAD_CHECK(require_words(reason, "the reason"));
  SANAD_CHECK(workspace.custody().record(
      {"retention.ended", caller.id, rule.case_id,
       json::Object{{"rule", rule.id},
                    {"reason", reason},
                    {"met", met_review(rule, workspace.clock().now())}}}));
  return workspace.records().retention_rule(rule.id);
}

Result<std::vector<RetentionRule>> list_retention(Workspace& workspace, const Officer& caller,
                                                  std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  if (case_id.empty()) return seen_of(workspace, caller, workspace.records().retention_rules(""));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  return workspace.records().retention_rules(of_case.id);
}

Result<Kept> kept_until(Workspace& workspace, const records::Exhibit& exhibit) {
  SANAD_TRY(const auto rules, workspace.records().retention_rules(exhibit.case_id));
  return kept_by(rules, material_of(exhibit), exhibit.ended_at, workspace.clock().now());
}

Result<Kept> kept_until(Workspace& workspace, const records::Case& of_case) {
  SANAD_TRY(const auto rules, workspace.records().retention_rules(of_case.id));
  SANAD_TRY(const auto exhibits, workspace.records().exhibits(of_case.id));
  const Timestamp now = workspace.clock().now();
  SANAD_TRY(Kept last, kept_by(rules, "everything", of_case.opened_at, now));
  if (!exhibits.empty()) last = {};
  for (const records::Exhibit& exhibit : exhibits) {
    SANAD_TRY(Kept kept, kept_by(rules, material_of(exhibit), exhibit.ended_at, now));
    if (!kept.rule) return kept;
    if (!last.rule || kept.until > last.until) last = std::move(kept);
  }
  return last;
}

Result<json::Array> kept_exhibits(Workspace& workspace, const Officer& caller,
                                  std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_TRY(const auto exhibits, workspace.records().exhibits(of_case.id));
  json::Array items;
  for (const records::Exhibit& exhibit : exhibits) {
    SANAD_TRY(const bool is_seen, may_see(workspace, caller, of_case.id, exhibit.id));
    if (!is_seen) continue;
    SANAD_TRY(const Kept kept, kept_until(workspace, exhibit));
    SANAD_TRY(const auto holds, standing_holds(workspace, of_case.id, exhibit.id));
    json::Array covering;
    for (const records::Hold& one : holds) covering.emplace_back(one.id);
    json::Value rule(nullptr), until(nullptr);
    if (kept.rule) {
      rule = json::Object{{"rule", kept.rule->id}, {"name", kept.rule->name}};
      until = format_timestamp(kept.until);
    }
    items.emplace_back(json::Object{
        {"exhibit", exhibit.id},
        {"number", exhibit.number},
        {"title", exhibit.title},
        {"material", material_of(exhibit)},
        {"sealed_at", format_timestamp(exhibit.ended_at)},
        {"rule", std::move(rule)},
        {"kept_until", std::move(until)},
        {"may_go", kept.rule && kept.until <= workspace.clock().now() && holds.empty()},
        {"holds", std::move(covering)}});
  }
  return items;
}

Result<json::Object> view(Workspace& workspace, const RetentionRule& rule) {
  const auto time = [](const std::optional<Timestamp>& at) {
    return at ? json::Value(format_timestamp(*at)) : json::Value(nullptr);
  };
  json::Value next(nullptr), overdue(false);
  if (!rule.ended_at && !rule.review_clock.empty()) {
    SANAD_TRY(const records::RunningClock clock, workspace.records().clock(rule.review_clock));
    SANAD_TRY(const ReadClock read, read_clock(workspace, clock));
    next = format_timestamp(read.reading.due);
    overdue = read.reading.state == clocks::State::kOverdue;
  }
  json::Value reference(nullptr);
  if (!rule.case_id.empty()) {
    SANAD_TRY(const records::Case of_case, workspace.records().find_case(rule.case_id));
    reference = of_case.reference;
  }
  return json::Object{
      {"rule", rule.id},
      {"case", rule.case_id.empty() ? json::Value(nullptr) : json::Value(rule.case_id)},
      {"case_reference", std::move(reference)},
      {"material", rule.material},
      {"name", rule.name},
      {"pack", rule.pack},
      {"edition", rule.edition},
      {"provision", rule.provision},
      {"period", describe_keeping(rule.period)},
      {"review_period", clocks::describe(rule.review_period)},
      {"reason", rule.reason},
      {"set_at", format_timestamp(rule.set_at)},
      {"set_by", rule.set_by},
      {"set_by_name", name_of(workspace, rule.set_by)},
      {"reviewed_at", time(rule.reviewed_at)},
      {"finding", rule.finding},
      {"next_review", std::move(next)},
      {"review_overdue", std::move(overdue)},
      {"ended_at", time(rule.ended_at)},
      {"end_reason", rule.end_reason}};
}

}  // namespace sanad::service
