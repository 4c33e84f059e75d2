#include "sharing/taxii.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/numbers.h"

namespace sanad::sharing {
namespace {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (comma > 0) parts.emplace_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

bool is_one_of(const std::vector<std::string>& wanted, std::string_view value) {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

// The spec_version of an object; all of ours have one.
std::string spec_of(const StixVersion& one) {
  return json::Value(one.object)["spec_version"].string_or("2.1");
}

// Sorted, each once.
std::vector<Timestamp> times_of(std::span<const StixVersion> versions, std::string_view id) {
  std::vector<Timestamp> times;
  for (const StixVersion& one : versions)
    if (one.id == id) times.push_back(one.version);
  std::ranges::sort(times);
  return times;
}

// "last" where the query asks for none (3.4.1.4).
bool has_version(std::span<const StixVersion> all, const StixVersion& one,
                 const std::vector<std::string>& wanted) {
  const auto times = times_of(all, one.id);
  if (wanted.empty()) return one.version == times.back();
  return std::ranges::any_of(wanted, [&](const std::string& word) {
    if (word == "all") return true;
    if (word == "first") return one.version == times.front();
    if (word == "last") return one.version == times.back();
    const auto at = parse_timestamp(word);
    return at.ok() && *at == one.version;
  });
}

struct Chosen {
  std::vector<const StixVersion*> page;
  bool has_more = false;
  std::size_t next = 0;
};

Chosen choose(std::span<const StixVersion> versions, const TaxiiQuery& query,
              const std::vector<std::string>& wanted_versions) {
  Chosen chosen;
  std::size_t passed = 0;
  for (const StixVersion& one : versions) {
    if (query.added_after && one.date_added <= *query.added_after) continue;
    if (!is_one_of(query.ids, one.id) || !is_one_of(query.types, one.type) ||
        !is_one_of(query.spec_versions, spec_of(one)) ||
        !has_version(versions, one, wanted_versions))
      continue;
    if (passed++ < query.next) continue;
    if (chosen.page.size() == query.limit) {
      chosen.has_more = true;
      break;
    }
    chosen.page.push_back(&one);
  }
  chosen.next = query.next + chosen.page.size();
  return chosen;
}

TaxiiPage page_of(const Chosen& chosen, const char* member, json::Array items) {
  TaxiiPage page;
  page.body.set("more", chosen.has_more);
  if (chosen.has_more) page.body.set("next", std::to_string(chosen.next));
  // An empty resource has no list (3.7, 5.3): "objects" is there only with something in it.
  if (!items.empty()) page.body.set(member, std::move(items));
  if (!chosen.page.empty()) {
    page.added_first = format_timestamp(chosen.page.front()->date_added);
    page.added_last = format_timestamp(chosen.page.back()->date_added);
  }
  return page;
}

Result<void> take_list(std::vector<std::string>& into, std::string_view name,
                       std::string_view value) {
  into = split(value);
  if (into.empty() || into.size() > kMaxMatched)
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} takes 1 to {} values with commas between", name, kMaxMatched)};
  return {};
}

}  // namespace

Result<void> take_parameter(TaxiiQuery& query, std::string_view name, std::string_view value) {
  if (name == "added_after") {
    SANAD_TRY_WITH(query.added_after, parse_timestamp(value), "added_after");
  } else if (name == "limit") {
    const auto limit = parse_decimal(value);
    if (!limit.ok() || *limit == 0)
      return Error{ErrorCode::kInvalid, "limit is a whole number above 0"};
    query.limit = static_cast<std::size_t>(std::min<std::uint64_t>(*limit, kMaxTaxiiPage));
  } else if (name == "next") {
    const auto next = parse_decimal(value);
    if (!next.ok() || *next > UINT32_MAX)
      return Error{ErrorCode::kInvalid, "next is what the page before said"};
    query.next = static_cast<std::size_t>(*next);
  } else if (name == "match[id]") {
    return take_list(query.ids, name, value);
  } else if (name == "match[type]") {
    return take_list(query.types, name, value);
  } else if (name == "match[spec_version]") {
    return take_list(query.spec_versions, name, value);
  } else if (name == "match[version]") {
    SANAD_CHECK(take_list(query.versions, name, value));
    for (const std::string& word : query.versions) {
      if (word != "all" && word != "first" && word != "last" && !parse_timestamp(word).ok())
        return Error{ErrorCode::kInvalid, "match[version] is last, first, all or a time"};
    }
  }
  return {};
}

TaxiiPage taxii_objects(std::span<const StixVersion> versions, const TaxiiQuery& query) {
  const Chosen chosen = choose(versions, query, query.versions);
  json::Array objects;
  for (const StixVersion* one : chosen.page) objects.emplace_back(one->object);
  return page_of(chosen, "objects", std::move(objects));
}

TaxiiPage taxii_manifest(std::span<const StixVersion> versions, const TaxiiQuery& query) {
  const Chosen chosen = choose(versions, query, query.versions);
  json::Array records;
  for (const StixVersion* one : chosen.page) {
    records.emplace_back(json::Object{{"id", one->id},
                                      {"date_added", format_timestamp(one->date_added)},
                                      {"version", format_timestamp(one->version)},
                                      {"media_type", kStixMediaType}});
  }
  return page_of(chosen, "objects", std::move(records));
}

TaxiiPage taxii_versions(std::span<const StixVersion> versions, const TaxiiQuery& query) {
  const Chosen chosen = choose(versions, query, {"all"});
  json::Array times;
  for (const StixVersion* one : chosen.page) times.emplace_back(format_timestamp(one->version));
  return page_of(chosen, "versions", std::move(times));
}

}  // namespace sanad::sharing
