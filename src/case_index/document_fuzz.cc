#include <cstdint>
#include <cstdlib>

#include "case_index/document.h"

// Any JSON is a document, and keeps to its limits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  using namespace sanad::case_index;
  const auto value = json::parse(as_text({data, size}));
  if (!value.ok()) return 0;
  const auto document = read_document(*value, 1, {});
  if (!document.ok()) return 0;
  if (document->selectors.size() > kMaxSelectorHits || document->places.size() > kMaxPlaces ||
      document->author.name.size() > kMaxNameBytes)
    std::abort();
  for (const Place& place : document->places) {
    if (!(place.latitude >= -90 && place.latitude <= 90 && place.longitude >= -180 &&
          place.longitude <= 180))
      std::abort();
  }
  return 0;
}
