#include "rule_passages.h"

#include <cstdint>

namespace sanad::service {
namespace {

std::uint64_t length_of(const json::Value& array) {
  return array.as_array() == nullptr ? 0 : array.as_array()->size();
}

}  // namespace

void leave_out_passages(json::Object& match) {
  const json::Value whole(match);
  const std::string signal = whole["signal"].string_or("");
  const json::Value& details = whole["details"];
  std::uint64_t count = 0;
  if (details.as_object() != nullptr && (signal == "term-rule" || signal == "yara")) {
    count = length_of(details["phrases"]);
    for (std::uint64_t i = 0; i < length_of(details["strings"]); ++i)
      count += length_of((*details["strings"].as_array())[i]["places"]);
    json::Object shown = *details.as_object();
    shown.erase("phrases");
    shown.erase("strings");
    match.set("details", std::move(shown));
  }
  match.set("passages_not_shown", count);
}

}  // namespace sanad::service
