// Who signs in where, with which code: for the trainer to print and hand out.
#pragma once

#include <string>
#include <vector>

#include "json/json.h"

namespace sanad::classroom {

struct Place {
  std::string what;    // "your own seat", by its key: "own", "neighbour", "trainer"
  std::string origin;  // of the workbench
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

json::Value format_cards(const std::vector<Card>& cards);
// English and Urdu; eight cards on a page of A4, to be cut.
std::string cards_page(const std::string& title, const std::vector<Card>& cards);

}  // namespace sanad::classroom
