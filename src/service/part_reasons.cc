#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "part_lines.h"
#include "service/part_views.h"
#include "service/people.h"

namespace sanad::service {
namespace {

// Beyond these, further reasons are counted together.
constexpr std::size_t kMaxReasons = 200;

struct Counted {
  std::uint64_t count = 0;
  std::uint64_t first = 0;
};

}  // namespace

Result<json::Value> part_reasons(Workspace& workspace, const authority::Officer& caller,
                                 const records::Exhibit& exhibit) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(OpenList open, open_list(workspace, exhibit));
  std::map<std::pair<std::string, std::string>, Counted> reasons;
  std::uint64_t number = 0, further = 0;
  SANAD_CHECK(read_lines(*open.object, 0, [&](std::string_view text) -> Result<bool> {
    const std::uint64_t at = number++;
    // Most parts were read, and are not taken apart here.
    const bool may_say = text.find("\"set_aside\"") != std::string_view::npos ||
                         text.find("\"unread\"") != std::string_view::npos;
    if (!may_say) return true;
    SANAD_TRY_WITH(const json::Value line, json::parse(text), "the list of parts");
    const bool is_aside = !line["set_aside"].is_null();
    if (!is_aside && line["unread"].is_null()) return true;
    std::pair key{
        std::string(is_aside ? "set-aside" : "unread"),
        is_aside ? line["set_aside"].string_or("") : line["unread"]["reason"].string_or("")};
    if (reasons.size() >= kMaxReasons && !reasons.contains(key)) {
      ++further;
      return true;
    }
    Counted& counted = reasons[std::move(key)];
    if (counted.count++ == 0) counted.first = at;
    return true;
  }));
  std::vector<std::pair<std::pair<std::string, std::string>, Counted>> sorted(reasons.begin(),
                                                                              reasons.end());
  std::ranges::sort(sorted, [](const auto& a, const auto& b) {
    return std::tuple(b.second.count, a.second.first) < std::tuple(a.second.count, b.second.first);
  });
  json::Array items;
  for (const auto& [key, counted] : sorted)
    items.emplace_back(json::Object{{"state", key.first},
                                    {"reason", key.second},
                                    {"count", counted.count},
                                    {"first", counted.first}});
  return json::Value(json::Object{{"items", std::move(items)}, {"further", further}});
}

}  // namespace sanad::service
