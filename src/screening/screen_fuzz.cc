// Lines as names, listed and asked about: scores within bounds, and a name is its own lead.
#include <cstdlib>

#include "screening/screen.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::screening;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  List list{"fuzz", "1", {}};
  while (!text.empty() && list.entries.size() < 20) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    Entry entry;
    entry.names = {{std::string(text.substr(0, std::min<std::size_t>(end, 900))), {}}};
    list.entries.push_back(std::move(entry));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  const auto screener = Screener::create(list);
  if (!screener.ok()) std::abort();
  for (const Entry& entry : list.entries) {
    const auto leads = screener->screen({.name = entry.names[0].text}, {.min_score = 1});
    if (!leads.ok()) continue;
    if (leads->empty() || leads->front().score < 99) std::abort();
    for (const Lead& lead : *leads) {
      if (lead.score < 1 || lead.score > 100 || lead.fields.size() != 6) std::abort();
    }
  }
  return 0;
}
