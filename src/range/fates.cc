#include "fates.h"

#include <array>

namespace sanad::range {
namespace {

constexpr std::array<std::pair<Fate, std::string_view>, 6> kNames = {{
    {Fate::kThere, "there"},
    {Fate::kChanged, "changed"},
    {Fate::kGone, "gone"},
    {Fate::kGeoBlocked, "geo-blocked"},
    {Fate::kMoved, "moved"},
    {Fate::kCopied, "copied"},
}};

bool leads_elsewhere(Fate fate) { return fate == Fate::kMoved || fate == Fate::kCopied; }

}  // namespace

std::string_view fate_name(Fate fate) {
  for (const auto& [known, name] : kNames)
    if (known == fate) return name;
  return "";
}

std::optional<Fate> parse_fate(std::string_view name) {
  for (const auto& [fate, known] : kNames)
    if (known == name) return fate;
  return std::nullopt;
}

Result<void> Fates::set(std::string_view host, std::string_view path, Fate fate,
                        std::string_view to) {
  if (!path.starts_with('/')) return Error{ErrorCode::kInvalid, "a path begins with \"/\""};
  if (leads_elsewhere(fate) != !to.empty() || (!to.empty() && (!to.starts_with('/') || to == path)))
    return Error{ErrorCode::kInvalid,
                 "\"to\" is another path of the same host, for pages that were moved or copied"};
  const std::scoped_lock lock(mutex_);
  const Page page(host, path);
  const Page target(host, to);
  if (stands_for_.contains(page) || (!to.empty() && told_.contains(target)))
    return Error{ErrorCode::kInvalid, "one of the two paths already stands for another page"};
  if (const auto taken = stands_for_.find(target);
      !to.empty() && taken != stands_for_.end() && taken->second != path)
    return Error{ErrorCode::kInvalid, "another page already stands there"};
  const auto before = told_.find(page);
  if (before == told_.end() && told_.size() >= kMaxFates)
    return Error{ErrorCode::kLimit, "too many pages were told their fate; reset them"};
  if (before != told_.end()) {
    if (leads_elsewhere(before->second.fate)) stands_for_.erase(Page(host, before->second.to));
    told_.erase(before);
  }
  if (fate == Fate::kThere) return {};
  told_.emplace(page, Told{fate, std::string(to)});
  if (leads_elsewhere(fate)) stands_for_.emplace(target, path);
  return {};
}

void Fates::reset() {
  const std::scoped_lock lock(mutex_);
  told_.clear();
  stands_for_.clear();
}

FateOfPage Fates::of(std::string_view host, std::string_view path) const {
  const std::scoped_lock lock(mutex_);
  const Page page(host, path);
  if (const auto own = stands_for_.find(page); own != stands_for_.end())
    return {Fate::kThere, own->second};
  const auto told = told_.find(page);
  if (told == told_.end() || told->second.fate == Fate::kCopied)
    return {Fate::kThere, std::string(path)};
  return {told->second.fate,
          told->second.fate == Fate::kMoved ? told->second.to : std::string(path)};
}

json::Value Fates::list() const {
  const std::scoped_lock lock(mutex_);
  json::Array list;
  for (const auto& [page, told] : told_)
    list.push_back(json::Object{{"host", page.first},
                                {"path", page.second},
                                {"fate", fate_name(told.fate)},
                                {"to", told.to}});
  return list;
}

}  // namespace sanad::range
