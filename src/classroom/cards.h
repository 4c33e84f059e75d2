// Who signs in where, with which code: for the trainer to print and hand out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "classroom/plan.h"

namespace sanad::classroom {

struct Place {
  std::string what;  // "your own seat", by its key: "own", "neighbour", "trainer"
  int seat = 0;      // where; its address follows from the plan
  std::string officer;
  std::string code;  // the password
};

struct Card {
  std::string name;
  int seat = 0;  // 0: the trainer
  std::vector<Place> places;
};

// 12 letters and digits in groups of four, of 60 random bits; none that look alike.
std::string new_code();

// With the addresses that the plan gives them.
json::Value format_cards(const Plan& plan, const std::vector<Card>& cards);
// kInvalid: not what format_cards() wrote. Addresses are passed over.
Result<std::vector<Card>> parse_cards(std::string_view text);
// English and Urdu; cards in two columns on A4, to be cut.
std::string cards_page(const Plan& plan, const std::vector<Card>& cards);

}  // namespace sanad::classroom
