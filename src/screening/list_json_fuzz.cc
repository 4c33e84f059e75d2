// Any JSON: a list that is written and read again as the same, with entries that can be told apart;
// or an error that says something.
#include <cstdlib>
#include <set>

#include "screening/versions.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const auto value = json::parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!value.ok()) return 0;
  auto list = screening::parse_list(*value);
  if (!list.ok()) {
    if (list.error().message.empty()) std::abort();
    return 0;
  }
  const json::Value written = screening::format_list(*list);
  const std::string text = json::format_canonical(written);
  const auto again = screening::parse_list(written);
  if (!again.ok() || json::format_canonical(screening::format_list(*again)) != text) std::abort();
  screening::name_entries(*list);
  std::set<std::string> ids;
  for (const screening::Entry& entry : list->entries) {
    if (entry.id.size() > screening::kMaxIdBytes || !ids.insert(entry.id).second) std::abort();
  }
  const auto changes = screening::compare(*list, *list);
  if (!changes.added.empty() || !changes.removed.empty() || !changes.changed.empty()) std::abort();
  return 0;
}
