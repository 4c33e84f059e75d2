#include "screening/versions.h"

#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>

#include "base/utf8.h"

namespace sanad::screening {
namespace {

// Room for " (500000)".
constexpr std::size_t kMaxStemBytes = kMaxIdBytes - 16;

std::string cut(std::string text) {
  if (text.size() > kMaxStemBytes)
    text.resize(utf8_prefix_length(std::string_view(text).substr(0, kMaxStemBytes)));
  return text;
}

std::string stem_of(const Entry& entry) {
  // parse_csv_list() names an entry by its line where it has no reference; lines move.
  const bool is_line = entry.reference.empty() && entry.id.starts_with("line ");
  if (!entry.id.empty() && !is_line) return cut(entry.id);
  if (!entry.reference.empty()) return cut(entry.reference);
  std::string stem = entry.names.empty() ? "" : entry.names.front().text;
  for (const BirthDate& birth : entry.births) stem += ", " + format_birth_date(birth);
  return cut(std::move(stem));
}

}  // namespace

void name_entries(List& list) {
  std::unordered_set<std::string> taken;
  for (Entry& entry : list.entries) {
    const std::string stem = stem_of(entry);
    entry.id = stem;
    for (int n = 2; !taken.insert(entry.id).second; ++n) entry.id = fmt::format("{} ({})", stem, n);
  }
}

Changes compare(const List& before, const List& after) {
  const auto text_of = [](const Entry& entry) {
    return json::format_canonical(format_list({"", "", {entry}}));
  };
  std::unordered_map<std::string_view, const Entry*> earlier;
  for (const Entry& entry : before.entries) earlier.emplace(entry.id, &entry);
  Changes changes;
  std::unordered_set<std::string_view> there;
  for (const Entry& entry : after.entries) {
    there.insert(entry.id);
    const auto found = earlier.find(entry.id);
    if (found == earlier.end()) {
      changes.added.push_back(entry.id);
    } else if (text_of(*found->second) != text_of(entry)) {
      changes.changed.push_back(entry.id);
    }
  }
  for (const Entry& entry : before.entries)
    if (!there.contains(entry.id)) changes.removed.push_back(entry.id);
  return changes;
}

}  // namespace sanad::screening
