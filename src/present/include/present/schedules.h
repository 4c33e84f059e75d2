// The schedules of unused material: what of a case is not in a bundle, each item described and with
// a number of its own, which it keeps in later schedules too (docs/formats/schedules.md). Pure.
// Tested by schedules_test.cc; that a bundle holds those that the ledger names is checked by the
// verifier.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::present {

struct ScheduledItem {
  std::uint64_t number = 0;
  std::string item;  // "exhibit-…", or "entry 17"
  std::string description;
  std::string at;
  std::uint64_t entry = 0;  // where the ledger has it
  // Why it is sensitive; empty: it is not.
  std::string sensitive;
  // "undermines" the case of the prosecution, "assists" the accused, "neither"; empty: nobody has
  // looked at it for that.
  std::string test;
  std::string note;
  std::string decided_by;  // officer; empty: as the program lists such entries
};

// For the defence: what is not sensitive. For the prosecution: all three.
enum class Build { kOperational, kDisclosable };
std::string_view build_name(Build build);
std::optional<Build> parse_build(std::string_view name);

struct Schedules {
  std::string bundle, agency, case_id, case_reference, at;
  std::vector<ScheduledItem> items;  // ascending by number
};
struct ScheduleFile {
  std::string name;  // "non-sensitive", "sensitive", "report"
  std::string json;  // canonical
  std::string html;  // for reading and for printing
};
std::vector<ScheduleFile> format_schedules(const Schedules& schedules, Build build);

}  // namespace sanad::present
