// Any bytes: a list, or an error that says something.
#include <cstdlib>

#include "screening/list.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::screening;
  const std::string_view xml(reinterpret_cast<const char*>(data), size);
  const auto list = parse_un_list(xml, "fuzz");
  if (!list.ok()) {
    if (list.error().message.empty()) std::abort();
    return 0;
  }
  for (const Entry& entry : list->entries) {
    if (entry.names.empty() || entry.names[0].text.empty()) std::abort();
  }
  return 0;
}
