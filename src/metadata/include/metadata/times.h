// Times as files write them, in one form. Pure. Tested by times_test.cc; fuzzed by times_fuzz.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sanad::metadata {

// "2026-03-05T08:30:00.250+05:00"; "Z" for UTC; without an offset where the file states none: then
// it is the local time of a place that is not known.
struct Time {
  std::string value;
  bool has_zone = false;
  friend bool operator==(const Time&, const Time&) = default;
};

// Absent for whatever is no time: zeros, blanks, a 30th of February. Seconds may be absent in XMP.
std::optional<Time> parse_exif_time(std::string_view text, std::string_view offset,
                                    std::string_view subseconds);  // "2026:03:05 08:30:00"
std::optional<Time> parse_iso_time(std::string_view text);   // ISO 8601: XMP, office, containers
std::optional<Time> parse_pdf_time(std::string_view text);   // "D:20260305083000+05'00'"
std::optional<Time> parse_mail_time(std::string_view text);  // RFC 5322, 3.3
std::optional<Time> parse_iptc_time(std::string_view date, std::string_view time);

struct Place {
  double latitude = 0;   // degrees north, -90 to 90
  double longitude = 0;  // degrees east, -180 to 180
};
// ISO 6709, annex H: "+08.5000+065.2500+010/". Degrees only, as cameras write it.
std::optional<Place> parse_iso_place(std::string_view text);

}  // namespace sanad::metadata
