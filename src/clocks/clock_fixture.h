#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "clocks/clock.h"

namespace sanad::clocks {

inline Zone zone_of(std::string name) {
  std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
  const Bytes bytes((std::istreambuf_iterator<char>(file)), {});
  return Zone::parse(std::move(name), bytes).value();
}

inline Timestamp at(std::string_view text) { return parse_timestamp(text).value(); }

inline Rule rule_of(Period period, Nature nature = Nature::kDeadline) {
  Rule rule{.key = "k", .nature = nature, .period = period, .suspended_by = {"a question"}};
  rule.extension = Extension{.by = "the court"};
  return rule;
}

}  // namespace sanad::clocks
