#include "lists/diff.h"

#include <string>
#include <unordered_map>

namespace sanad::lists {

namespace {

std::string content_key(const Entry& entry) { return entry.signal + "\n" + entry.value; }

// True if something that ends at after lasts longer than it did with before.
bool lasts_longer(const std::optional<Timestamp>& before, const std::optional<Timestamp>& after) {
  return before && (!after || *after > *before);
}

std::vector<std::string_view> header_changes(const List& before, const List& after) {
  std::vector<std::string_view> members;
  const auto compare = [&](const auto& a, const auto& b, std::string_view member) {
    if (!(a == b)) members.push_back(member);
  };
  compare(before.name, after.name, "name");
  compare(before.owner, after.owner, "owner");
  compare(before.provenance, after.provenance, "provenance");
  compare(before.licence, after.licence, "licence");
  compare(before.tlp, after.tlp, "tlp");
  compare(before.version, after.version, "version");
  compare(before.published_at, after.published_at, "published_at");
  compare(before.expires_at, after.expires_at, "expires_at");
  return members;
}

std::vector<std::string_view> entry_changes(const Entry& before, const Entry& after) {
  std::vector<std::string_view> members;
  const auto compare = [&](const auto& a, const auto& b, std::string_view member) {
    if (!(a == b)) members.push_back(member);
  };
  compare(before.id, after.id, "id");
  compare(before.quality, after.quality, "quality");
  compare(before.labels, after.labels, "labels");
  compare(before.note, after.note, "note");
  compare(before.added_at, after.added_at, "added_at");
  compare(before.expires_at, after.expires_at, "expires_at");
  compare(before.provenance, after.provenance, "provenance");
  compare(before.feedback, after.feedback, "feedback");
  return members;
}

}  // namespace

Diff diff_lists(const List& before, const List& after) {
  Diff diff{.header = header_changes(before, after)};
  std::unordered_map<std::string, std::size_t> places;
  places.reserve(before.entries.size());
  for (std::size_t i = 0; i < before.entries.size(); ++i)
    places.emplace(content_key(before.entries[i]), i);
  std::vector<bool> kept(before.entries.size(), false);
  const bool list_lasts_longer = lasts_longer(before.expires_at, after.expires_at);
  for (std::size_t i = 0; i < after.entries.size(); ++i) {
    const auto found = places.find(content_key(after.entries[i]));
    if (found == places.end()) {
      diff.added.push_back(i);
      diff.rescan.push_back(i);
      continue;
    }
    const Entry& old = before.entries[found->second];
    kept[found->second] = true;
    auto members = entry_changes(old, after.entries[i]);
    if (!members.empty()) diff.changed.push_back({found->second, i, std::move(members)});
    if (list_lasts_longer || lasts_longer(old.expires_at, after.entries[i].expires_at))
      diff.rescan.push_back(i);
  }
  for (std::size_t i = 0; i < before.entries.size(); ++i) {
    if (!kept[i]) diff.removed.push_back(i);
  }
  return diff;
}

}  // namespace sanad::lists
