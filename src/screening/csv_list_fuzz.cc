// Any bytes, mapped by the example's titles: a list whose entries all have names, or an error.
#include <cstdlib>

#include "screening/list.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::screening;
  const std::string_view csv(reinterpret_cast<const char*>(data), size);
  const CsvColumns columns{.name = "Name",
                           .aliases = "Also known as",
                           .weak_aliases = "Nicknames",
                           .birth_date = "Born"};
  const auto list = parse_csv_list(csv, columns, "fuzz", "1");
  if (!list.ok()) {
    if (list.error().message.empty()) std::abort();
    return 0;
  }
  for (const Entry& entry : list->entries) {
    if (entry.names.empty() || entry.names[0].text.empty()) std::abort();
  }
  return 0;
}
