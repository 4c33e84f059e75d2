// Any text: what is read has the form that is promised, and reads back as itself.
#include <cstdint>
#include <cstdlib>

#include "metadata/times.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::metadata;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view half = text.substr(0, size / 2), rest = text.substr(size / 2);
  for (const auto& time :
       {parse_exif_time(half, rest, rest), parse_iso_time(text), parse_pdf_time(text),
        parse_mail_time(text), parse_iptc_time(half, rest)}) {
    if (time && parse_iso_time(time->value) != time) std::abort();
  }
  const auto place = parse_iso_place(text);
  if (place && !(place->latitude >= -90 && place->latitude <= 90 && place->longitude >= -180 &&
                 place->longitude <= 180))
    std::abort();
  return 0;
}
