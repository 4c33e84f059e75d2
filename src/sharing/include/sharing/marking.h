// How far something may go, and what may be done with it: the Traffic Light Protocol 2.0 and the
// Permissible Actions Protocol, with caveats in words.
//
//   TLP  clear < green < amber < amber+strict < red     who may see it
//   PAP  clear < green < amber < red                    what may be done that others could notice
// A marking is exceeded by one that is stricter in either. Tested by sharing_test.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "lists/model.h"

namespace sanad::sharing {

using lists::Tlp;

enum class Pap { kClear, kGreen, kAmber, kRed };
std::string_view pap_name(Pap pap);                   // "amber"
std::optional<Pap> parse_pap(std::string_view text);  // also "PAP:AMBER", and "white" for clear

inline constexpr std::size_t kMaxCaveats = 16;
inline constexpr std::size_t kMaxCaveatBytes = 500;

struct Marking {
  Tlp tlp = Tlp::kAmberStrict;
  Pap pap = Pap::kAmber;
  std::vector<std::string> caveats;  // "not for use in court without the sender's leave"
  friend bool operator==(const Marking&, const Marking&) = default;
};

// Whether inner is stricter than outer allows.
bool exceeds(const Marking& inner, const Marking& outer);
// "TLP:AMBER+STRICT PAP:RED".
std::string marking_words(const Marking& marking);

// {"tlp","pap","caveats":[…]}.
json::Object format_marking(const Marking& marking);
Result<Marking> parse_marking(const json::Value& value);  // kInvalid says what is wrong

}  // namespace sanad::sharing
