// Words that the MISP reader and writer share. Machine tags of our own ("sanad:quality=\"87\"")
// carry what MISP has no member for; other readers see them as tags.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lists/model.h"

namespace sanad::lists {

// "sanad:NAME=\"VALUE\""; nullopt if the tag is none of ours.
struct MachineTag {
  std::string name;
  std::string value;
};
std::optional<MachineTag> parse_machine_tag(std::string_view tag);
std::string format_machine_tag(std::string_view name, std::string_view value);

// MISP's opinions are 0 (against) to 100 (for).
int misp_opinion(Opinion opinion);

}  // namespace sanad::lists
