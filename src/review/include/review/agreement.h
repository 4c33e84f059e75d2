// How far two people who assessed the same things, each without the other, agree beyond chance.
//
// Cohen's kappa: J. Cohen, A Coefficient of Agreement for Nominal Scales, Educational and
// Psychological Measurement 20 (1960), 37-46: kappa = (po - pe) / (1 - pe), where po is the share
// of items on which both chose the same, and pe the sum over all choices of the product of the
// shares of both. It measures how well a form and its words are understood alike; it is never of
// one person. Pure. Tested by agreement_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sanad::review {

struct Choices {
  std::string first, second;
};

struct Agreement {
  std::uint64_t items = 0;
  std::uint64_t agreed = 0;
  double observed = 0;  // po; 0 without items
  double expected = 0;  // pe
  // Absent without items, and where both always chose the one same thing: then there is nothing
  // that chance could be told from.
  std::optional<double> kappa;
};

Agreement agreement(const std::vector<Choices>& items);

}  // namespace sanad::review
