// A record made from a condition: the least that somebody must have done for it to hold.
//
// It shows that a check can be met, and what meeting it drags along: a study whose checks can only
// be met by falling into one of its traps is a broken study. It is no proof that the product writes
// such entries; docs/formats/entries.md says which it writes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "json/json.h"
#include "training/record.h"

namespace sanad::studies {

inline constexpr const char* kTrainee = "officer-trainee";
inline constexpr const char* kOther = "officer-other";

class MadeRecord {
 public:
  // What makes the condition hold; of "any" its choice-th alternative. Values are in place.
  void add(const json::Value& condition, std::size_t choice = 0);
  void submit();

  training::Record record() const;

 private:
  using Bound = std::map<std::string, json::Value>;

  void add_condition(const json::Value& condition, std::size_t choice, Bound& bound);
  void add_match(const json::Value& match, Bound& bound);

  std::vector<training::Event> events_;
  std::size_t made_ = 0;
};

// How many alternatives an "any" at the top has, else 1.
std::size_t choices_of(const json::Value& condition);

}  // namespace sanad::studies
