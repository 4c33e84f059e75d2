// Any bytes: what is read as a query is printed so that it is read as the same.
#include <cstdlib>

#include "search/query.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::search;
  const auto query = parse_query({reinterpret_cast<const char*>(data), size});
  if (!query.ok()) return 0;
  const auto again = parse_query(print_query(*query));
  // Printing may add signs, so that only the limit of length may be met.
  if (!again.ok() && again.error().code == sanad::ErrorCode::kLimit) return 0;
  if (!again.ok() || !(*again == *query)) std::abort();
  return 0;
}
