// Words of ThreatExchange and HMA, which the importers and exporters share. Sources: Meta's
// public description of ThreatDescriptor, and what python-threatexchange and HMA write.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lists/model.h"

namespace sanad::lists {

// "HASH_PDQ", "pdq", "VideoMD5" and other spellings; empty if the type has no signal here.
std::string signal_from_type(std::string_view type);
// ThreatExchange's indicator type ("HASH_SHA256"); empty if it has none.
std::string_view indicator_type(std::string_view signal);

// DEVIATION: there is no AMBER+STRICT among share levels, so it is written as RED: stricter, never
// looser.
std::string_view share_level(Tlp tlp);

}  // namespace sanad::lists
