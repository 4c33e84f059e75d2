// What a trainee really did: entries of the ledger and facts that follow from them, in their order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "json/json.h"

namespace sanad::training {

enum class Side { kOwn, kNeighbour };

// An entry, or a fact (kind `fact.…`) derived from one.
struct Event {
  Side side = Side::kOwn;
  std::uint64_t index = 0;  // of the entry in its ledger
  std::string kind;
  std::string actor;               // an officer, or "system"
  std::vector<std::string> roles;  // of the actor
  Timestamp at;
  std::string case_id;  // or empty
  json::Object data;
};

// One exercise's. Events of both ledgers stand by time, each ledger's in its order; a fact stands
// behind the entry that it is derived from.
class Record {
 public:
  explicit Record(std::string trainee, bool is_submitted = false)
      : trainee_(std::move(trainee)), is_submitted_(is_submitted) {}

  // Behind all that was added. `$time`, `$actor`, `$case` and `$roles` join the event's data, where
  // conditions find them.
  void add(Event event);

  const std::string& trainee() const { return trainee_; }
  bool is_submitted() const { return is_submitted_; }
  const std::vector<Event>& events() const { return events_; }

 private:
  std::string trainee_;
  bool is_submitted_;
  std::vector<Event> events_;
};

}  // namespace sanad::training
