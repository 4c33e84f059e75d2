#include "story/telling.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "kinds.h"
#include "media_items.h"
#include "present.h"
#include "variables.h"

namespace sanad::story {
namespace {

ValueOf known_values(const Values& values) {
  return [&values](std::string_view name) -> std::optional<std::string> {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
  };
}

// Items that lead to pages: each has the member by which its path names it, and of those that are
// there whatever happens no two have the same.
Result<void> check_places(const Site& site, const SiteKind& kind) {
  for (const Route& route : kind.routes) {
    const auto items = site.collections.find(route.collection);
    if (items == site.collections.end()) continue;
    std::set<std::string> taken;
    for (std::size_t i = 0; i < items->second.size(); ++i) {
      const json::Value& item = items->second[i];
      const Place place =
          Place{fmt::format("{}, {}", site.host, route.collection)}.at(i).at(route.member);
      const std::string value = member_text(item, route.member);
      if (value.empty() || value.find('/') != std::string::npos)
        return place.error("a text without \"/\", or a whole number, is needed: a path names it");
      const bool is_always_there = item["after"].is_null() && item["until"].is_null();
      if (is_always_there && !taken.insert(value).second)
        return place.error(fmt::format("another item has the same, \"{}\"", value));
    }
  }
  return {};
}

Result<void> check_snapshots(const World& world, const Site& site, const SiteKind& kind) {
  for (const Route& route : kind.routes) {
    const auto items = site.collections.find(route.collection);
    if (!route.has_snapshot || items == site.collections.end()) continue;
    for (std::size_t i = 0; i < items->second.size(); ++i) {
      const json::Value& item = items->second[i];
      const Place place = Place{fmt::format("{}, {}", site.host, route.collection)}.at(i);
      const auto other = world.sites().find(item["host"].string_or(""));
      if (other == world.sites().end())
        return place.at("host").error("a host of the world is needed here");
      for (const Route& shown : world.kinds().find(other->second.kind)->second.routes)
        if (shown.has_snapshot)
          return place.at("host").error("an archive does not show an archive");
      if (!item["path"].string_or("").starts_with('/'))
        return place.at("path").error("a path is needed here");
    }
  }
  return {};
}

Result<Site> fill_in_site(const Site& site, const Values& values) {
  Site filled{site.host, site.kind, {}, {}};
  const ValueOf value_of = known_values(values);
  const std::int64_t offset = site.members["offset_minutes"].int_or(0);
  const std::string lang = site.members["lang"].string_or("en");
  const Place head{site.host};
  SANAD_TRY(const json::Value members, fill_in_all(site.members, head, value_of));
  SANAD_TRY(filled.members, with_derived(members, head, lang, offset));
  for (const auto& [name, items] : site.collections) {
    const Place place{fmt::format("{}, {}", site.host, name)};
    for (std::size_t i = 0; i < items.size(); ++i) {
      SANAD_TRY(const json::Value item, fill_in_all(items[i], place.at(i), value_of));
      SANAD_TRY(json::Value derived, with_derived(item, place.at(i), lang, offset));
      filled.collections[name].push_back(std::move(derived));
    }
  }
  return filled;
}

}  // namespace

Result<Telling> Telling::of(std::shared_ptr<const World> world, std::uint64_t seed,
                            std::uint32_t seat) {
  Telling telling;
  telling.world_ = std::move(world);
  for (const auto& [id, study] : telling.world_->studies()) {
    SANAD_TRY(const Values values, values_of(study, seed, seat));
    telling.values_.insert(values.begin(), values.end());
  }
  for (const auto& [host, site] : telling.world_->sites()) {
    SANAD_TRY(Site filled, fill_in_site(site, telling.values_));
    const SiteKind& kind = telling.world_->kinds().find(site.kind)->second;
    SANAD_CHECK(check_places(filled, kind));
    SANAD_CHECK(check_snapshots(*telling.world_, filled, kind));
    SANAD_CHECK(check_media(*telling.world_, filled));
    telling.sites_.emplace(host, std::move(filled));
  }
  return telling;
}

Result<json::Value> Telling::paper(std::string_view study, std::string_view name) const {
  const auto found = world_->studies().find(study);
  if (found == world_->studies().end())
    return Error{ErrorCode::kNotFound, fmt::format("no study is called \"{}\"", study)};
  const auto paper = found->second.papers.find(name);
  if (paper == found->second.papers.end())
    return Error{ErrorCode::kNotFound, fmt::format("the study \"{}\" has no {}.json", study, name)};
  return fill_in_all(paper->second, Place{fmt::format("studies/{}/{}.json", study, name)},
                     known_values(values_));
}

}  // namespace sanad::story
