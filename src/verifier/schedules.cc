// The schedules of unused material that a bundle holds (docs/formats/schedules.md), after its
// certificates.
#include <fmt/format.h>

#include "context.h"
#include "crypto/crypto.h"
#include "shape.h"

namespace sanad::verifier {
namespace {

constexpr std::uint64_t kMaxScheduleBytes = 64ULL << 20;
constexpr std::string_view kAll[] = {"non-sensitive", "report", "sensitive"};

bool is_item(const json::Value& item, bool sensitive) {
  const bool has_all = sensitive
                           ? has_members(item, {"at", "decided_by", "description", "entry", "item",
                                                "note", "number", "sensitive", "test"})
                           : has_members(item, {"at", "decided_by", "description", "entry", "item",
                                                "note", "number", "test"});
  if (!has_all || !count_in(item["entry"]) || count_in(item["number"]).value_or(0) == 0)
    return false;
  for (const std::string_view name : {"at", "decided_by", "description", "item", "note", "test"})
    if (!is_text(item[name])) return false;
  return !sensitive || !item["sensitive"].string_or("").empty();
}

// How many items a schedule has, its numbers ascending; nullopt: it is none.
std::optional<std::uint64_t> items_in(const json::Value& value, std::string_view name,
                                      const Index& index) {
  const json::Array* items = value["items"].as_array();
  if (!has_members(value, {"v", "schedule", "bundle", "case", "at", "items"}) ||
      value["v"].as_int() != 1 || value["schedule"].string_or("") != name ||
      value["bundle"].string_or("") != index.bundle ||
      value["case"].string_or("") != index.case_id || items == nullptr)
    return std::nullopt;
  std::uint64_t last = 0;
  for (const json::Value& item : *items) {
    if (!is_item(item, name == "sensitive")) return std::nullopt;
    const std::uint64_t number = *count_in(item["number"]);
    if (number <= last) return std::nullopt;
    last = number;
  }
  return items->size();
}

// The digest that the ledger's entry has for a schedule.
std::string digest_of(const Entry& entry, std::string_view name) {
  const json::Array* schedules = entry.data["schedules"].as_array();
  if (schedules == nullptr) return "";
  for (const json::Value& one : *schedules)
    if (one["name"].string_or("") == name) return one["sha256"].string_or("");
  return "";
}

}  // namespace

std::vector<std::string> schedules_of(const Index& index) {
  if (!index.schedules) return {};
  if (index.build == "disclosable") return {"non-sensitive"};
  return {std::begin(kAll), std::end(kAll)};
}

std::string schedule_path(std::string_view name, std::string_view type) {
  return fmt::format("data/schedules/{}.{}", name, type);
}

Result<Outcome> check_schedules(Context& context) {
  const Index& index = context.index;
  SANAD_TRY(std::vector<std::string> wrong, certificate_problems(context));
  if (!wrong.empty())
    return fail("The certificates are not those that were signed and made.", std::move(wrong));
  if (!index.schedules) {
    for (const auto& [at, entry] : context.entries)
      if (entry.kind == "schedules.issued" && entry.data["bundle"].string_or("") == index.bundle)
        return fail("The ledger tells of schedules that the bundle does not have.");
    return pass("The bundle says nothing of what is not in it.");
  }
  const auto at = context.entries.find(*index.schedules);
  if (at == context.entries.end() || at->second.kind != "schedules.issued" ||
      at->second.case_id != index.case_id ||
      at->second.data["bundle"].string_or("") != index.bundle ||
      at->second.data["build"].string_or("") != index.build)
    return fail("The entry that should tell of the schedules does not.");
  const Entry& entry = at->second;
  const auto open = count_in(entry.data["non_sensitive"]);
  const auto sensitive = count_in(entry.data["sensitive"]);
  if (!open || !sensitive) return fail("The entry that should tell of the schedules does not.");
  std::vector<std::string> problems;
  for (const std::string& name : schedules_of(index)) {
    const std::string path = schedule_path(name, "json");
    if (context.container.find(path)->size > kMaxScheduleBytes) {
      problems.push_back(fmt::format("The schedule \"{}\" is too long.", name));
      continue;
    }
    SANAD_TRY(const Bytes bytes, context.required(path));
    if (format_hex(crypto::sha256(bytes)) != digest_of(entry, name)) {
      problems.push_back(fmt::format("The schedule \"{}\" is not the one that was issued.", name));
      continue;
    }
    if (name == "report") continue;
    const auto value = json::parse_canonical(as_text(bytes));
    const auto items = value.ok() ? items_in(*value, name, index) : std::nullopt;
    if (items != (name == "sensitive" ? sensitive : open))
      problems.push_back(
          fmt::format("The schedule \"{}\" does not have the items that it should have.", name));
  }
  if (!problems.empty())
    return fail("The schedules of unused material are not those that were issued.",
                std::move(problems));
  return pass(fmt::format(
      "{} items of the case that are not in the bundle are scheduled; {} more are said to be "
      "sensitive.",
      *open, *sensitive));
}

}  // namespace sanad::verifier
