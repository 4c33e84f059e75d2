// Names of STIX 2.1 that lists and released indicators share.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lists/model.h"

namespace sanad::lists {

// A pattern for one value; nullopt if STIX has no place for that signal.
std::optional<std::string> format_stix_pattern(std::string_view signal, std::string_view value);

// Identifiers of the markings that OASIS and FIRST published for TLP 2.0.
std::string_view tlp_marking_id(Tlp tlp);
inline constexpr std::string_view kTlpExtension =
    "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

// A name-based UUID (RFC 9562, version 5) in this program's own namespace.
std::string name_uuid(std::string_view name);
bool is_uuid(std::string_view text);

}  // namespace sanad::lists
