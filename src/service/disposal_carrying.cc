// Carrying a disposal out. Every step can be done again: after a crash all of them are.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "disposal_plan.h"
#include "keeping_acts.h"
#include "service/disposal.h"
#include "service/retention.h"
#include "service/shred.h"

namespace sanad::service {

using records::Disposal;
namespace {

constexpr std::size_t kItemsAnEntry = 400;

Result<void> record_items(Workspace& workspace, const Disposal& disposal, std::string_view what,
                          const std::vector<std::string>& items) {
  for (std::size_t first = 0; first < items.size(); first += kItemsAnEntry) {
    const std::size_t end = std::min(items.size(), first + kItemsAnEntry);
    json::Array some;
    for (std::size_t i = first; i < end; ++i) some.emplace_back(items[i]);
    SANAD_CHECK(workspace.custody().record({"disposal.items", std::string(custody::kSystem), "",
                                            json::Object{{"disposal", disposal.id},
                                                         {"case", disposal.case_id},
                                                         {"what", what},
                                                         {"items", std::move(some)}}}));
  }
  return {};
}

// What the rule said, for the tombstone: a rule of the case goes with the case.
Result<json::Value> rule_json(Workspace& workspace, const Disposal& disposal) {
  SANAD_TRY(const records::RetentionRule rule, workspace.records().retention_rule(disposal.rule));
  Kept kept;
  if (disposal.exhibit.empty()) {
    SANAD_TRY(const records::Case of_case, workspace.records().find_case(disposal.case_id));
    SANAD_TRY(kept, kept_until(workspace, of_case));
  } else {
    SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(disposal.exhibit));
    SANAD_TRY(kept, kept_until(workspace, exhibit));
  }
  return json::Value(json::Object{{"rule", rule.id},
                                  {"name", rule.name},
                                  {"pack", rule.pack},
                                  {"edition", rule.edition},
                                  {"provision", rule.provision},
                                  {"period", describe_keeping(rule.period)},
                                  {"kept_until", format_timestamp(kept.until)}});
}

Result<void> stop(Workspace& workspace, const Disposal& disposal, std::string reasons) {
  SANAD_CHECK(workspace.custody().record({"disposal.stopped", std::string(custody::kSystem),
                                          disposal.case_id,
                                          json::Object{{"disposal", disposal.id},
                                                       {"exhibit", disposal.exhibit},
                                                       {"note", std::move(reasons)}}}));
  return {};
}

// The decision anew, in earnest, and the tombstone. Answers whether it was begun.
Result<bool> begin(Workspace& workspace, const Disposal& disposal) {
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const auto objections, objections_to(workspace, disposal.case_id, disposal.exhibit));
  if (!objections.empty()) {
    std::string reasons;
    for (const Objection& one : objections) reasons += (reasons.empty() ? "" : "; ") + one.reason;
    SANAD_CHECK(stop(workspace, disposal, std::move(reasons)));
    return false;
  }
  SANAD_TRY(const DisposalPlan plan, plan_disposal(workspace, disposal));
  SANAD_TRY(json::Value rule, rule_json(workspace, disposal));
  json::Value sealed_at(nullptr), authorisation("");
  if (!disposal.exhibit.empty()) {
    SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(disposal.exhibit));
    sealed_at = format_timestamp(exhibit.ended_at);
    authorisation = exhibit.authorisation;
  }
  SANAD_TRY(const auto erased, parse_ranges(plan.entries));
  SANAD_CHECK(record_items(workspace, disposal, "digest", plan.digests));
  SANAD_CHECK(record_items(workspace, disposal, "entry", plan.entries));
  SANAD_CHECK(record_items(workspace, disposal, "exhibit", plan.exhibits));
  SANAD_CHECK(workspace.custody().record(
      {"disposal.begun", std::string(custody::kSystem), "",
       json::Object{{"disposal", disposal.id},
                    {"case", disposal.case_id},
                    {"case_reference", disposal.case_reference},
                    {"exhibit", disposal.exhibit},
                    {"number", disposal.number},
                    {"rule", std::move(rule)},
                    {"reason", disposal.reason},
                    {"proposed_by", disposal.proposed_by},
                    {"proposed_at", format_timestamp(disposal.proposed_at)},
                    {"approved_by", disposal.decided_by},
                    {"approved_at", format_timestamp(disposal.decided_at.value_or(Timestamp{}))},
                    {"note", disposal.note},
                    {"sealed_at", std::move(sealed_at)},
                    {"authorisation", std::move(authorisation)},
                    {"exhibits", static_cast<std::uint64_t>(plan.exhibits.size() / 2)},
                    {"digests", static_cast<std::uint64_t>(plan.digests.size())},
                    {"objects", static_cast<std::uint64_t>(plan.objects.size())},
                    {"bodies", static_cast<std::uint64_t>(erased.size())},
                    {"shared", plan.shared},
                    {"leftovers", plan.leftovers},
                    {"accesses", plan.accesses},
                    {"more_accesses", plan.more_accesses}}}));
  return true;
}

Result<void> destroy_objects(Workspace& workspace, const Disposal& disposal) {
  if (disposal.exhibit.empty()) {
    SANAD_CHECK(workspace.keyring().destroy_case_key(disposal.case_id));
    return workspace.vault().destroy_case(disposal.case_id);
  }
  SANAD_TRY(const auto objects, objects_to_destroy(workspace, disposal.case_id, disposal.exhibit));
  for (const std::string& object : objects) {
    SANAD_TRY(const Digest256 digest, parse_digest256(object));
    SANAD_CHECK(workspace.vault().destroy_object(disposal.case_id, digest));
  }
  // One that a crash left half destroyed is not listed any more.
  SANAD_TRY(const auto digests, workspace.records().disposal_items(disposal.id, "digest"));
  SANAD_TRY(const auto stays,
            digests_named_elsewhere(workspace, disposal.case_id, disposal.exhibit));
  for (const std::string& object : digests) {
    if (stays.contains(object)) continue;
    SANAD_TRY(const Digest256 digest, parse_digest256(object));
    SANAD_CHECK(workspace.vault().destroy_object(disposal.case_id, digest));
  }
  return {};
}

// Everything that follows from content and is made again from what stays.
Result<void> forget_derived(Workspace& workspace, const Disposal& disposal) {
  SANAD_CHECK(workspace.case_indexes().forget(disposal.case_id));
  SANAD_CHECK(workspace.library().forget_items());
  return workspace.jobs().forget(disposal.case_id, [&](const records::Job& job) {
    return !disposal.exhibit.empty() &&
           json::format_canonical(job.payload).find(disposal.exhibit) == std::string::npos;
  });
}

Result<void> erase_bodies(Workspace& workspace, const Disposal& disposal) {
  if (disposal.exhibit.empty()) return {};  // they went with the key
  // What was written about it between the plan and the tombstone, by who had it in hand already.
  SANAD_TRY(const auto about, entries_about(workspace, disposal.case_id, disposal.exhibit));
  SANAD_TRY(const auto ranges, workspace.records().disposal_items(disposal.id, "entry"));
  SANAD_TRY(auto planned, parse_ranges(ranges));
  std::vector<std::uint64_t> late;
  std::ranges::sort(planned);
  std::ranges::set_difference(about, planned, std::back_inserter(late));
  if (!late.empty()) {
    SANAD_CHECK(record_items(workspace, disposal, "entry", format_ranges(late)));
    planned.insert(planned.end(), late.begin(), late.end());
  }
  std::vector<ledger::LeafIndex> indexes;
  indexes.reserve(planned.size());
  for (const std::uint64_t index : planned) indexes.push_back({index});
  return workspace.ledger().erase_bodies(indexes);
}

// Looks for what must be gone; kIntegrity if it is there.
Result<std::uint64_t> check_gone(Workspace& workspace, const Disposal& disposal) {
  SANAD_TRY(const auto digests, workspace.records().disposal_items(disposal.id, "digest"));
  if (disposal.exhibit.empty()) {
    SANAD_TRY(const bool destroyed, workspace.keyring().case_key_destroyed(disposal.case_id));
    if (destroyed) return static_cast<std::uint64_t>(digests.size());
    return Error{ErrorCode::kIntegrity, "the case's key is still there"};
  }
  SANAD_TRY(const auto stays,
            digests_named_elsewhere(workspace, disposal.case_id, disposal.exhibit));
  std::uint64_t checked = 0;
  for (const std::string& text : digests) {
    if (stays.contains(text)) continue;
    SANAD_TRY(const Digest256 digest, parse_digest256(text));
    SANAD_TRY(const bool there, workspace.vault().contains(disposal.case_id, digest));
    if (there)
      return Error{ErrorCode::kIntegrity, fmt::format("the object {} is still in the vault", text)};
    ++checked;
  }
  return checked;
}

Result<void> complete(Workspace& workspace, const Disposal& disposal) {
  SANAD_CHECK_WITH(destroy_objects(workspace, disposal), "destroying what is in the vault");
  SANAD_CHECK_WITH(forget_derived(workspace, disposal), "forgetting what follows from it");
  SANAD_CHECK_WITH(erase_bodies(workspace, disposal), "erasing what the ledger says of it");
  SANAD_CHECK_WITH(workspace.custody().renew_records(), "making the records anew");
  SANAD_TRY(const std::uint64_t checked, check_gone(workspace, disposal));
  SANAD_CHECK(workspace.custody().record({"disposal.done", std::string(custody::kSystem), "",
                                          json::Object{{"disposal", disposal.id},
                                                       {"case", disposal.case_id},
                                                       {"exhibit", disposal.exhibit},
                                                       {"number", disposal.number},
                                                       {"key_destroyed", disposal.exhibit.empty()},
                                                       {"checked", checked}}}));
  return {};
}

Result<bool> carry_out(Workspace& workspace, const Disposal& approved) {
  const auto closed = workspace.gates().try_close(approved.case_id);
  if (!closed) return false;
  if (approved.state == "approved") {
    SANAD_TRY(const bool begun, begin(workspace, approved));
    if (!begun) return false;
  }
  SANAD_CHECK_WITH(complete(workspace, approved), approved.id);
  return true;
}

}  // namespace

Result<std::size_t> carry_out_disposals(Workspace& workspace) {
  SANAD_TRY(const auto all, workspace.records().disposals(""));
  std::size_t done = 0;
  for (const Disposal& one : all) {
    if (one.state != "approved" && one.state != "begun") continue;
    SANAD_TRY(const bool carried, carry_out(workspace, one));
    done += carried ? 1 : 0;
  }
  if (done > 0) SANAD_CHECK(complete_indexes(workspace));
  return done;
}

Result<void> complete_disposals(Workspace& workspace) {
  SANAD_TRY(const auto all, workspace.records().disposals(""));
  for (const Disposal& one : all) {
    if (one.state == "begun") SANAD_CHECK_WITH(complete(workspace, one), one.id);
  }
  return {};
}

Result<void> check_erasures(Workspace& workspace, const std::vector<std::uint64_t>& erased) {
  if (erased.empty()) return {};
  std::set<std::uint64_t> named;
  SANAD_TRY(const auto all, workspace.records().disposals(""));
  for (const Disposal& one : all) {
    if (!one.is_tombstone()) continue;
    SANAD_TRY(const auto ranges, workspace.records().disposal_items(one.id, "entry"));
    SANAD_TRY(const auto indexes, parse_ranges(ranges));
    named.insert(indexes.begin(), indexes.end());
  }
  for (const std::uint64_t index : erased) {
    if (!named.contains(index))
      return Error{ErrorCode::kIntegrity,
                   fmt::format("the body of entry {} was erased, and no disposal names it", index)};
  }
  return {};
}

}  // namespace sanad::service
