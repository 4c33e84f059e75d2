// What a class is: title, seed, places and who sits there. The file class.json of its folder
// (docs/formats/class.md). Tested by plan_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace sanad::classroom {

inline constexpr std::size_t kMaxSeats = 60;
inline constexpr std::size_t kMaxNameBytes = 100;
inline constexpr int kMaxCapturesAtOnce = 16;

// One trainee's place: a workspace of an agency of its own, with a range of its own.
struct Seat {
  int number = 0;  // from 1, without gaps
  std::string agency;
  std::string trainee;
  // Who approves, assesses a second time and checks the bundle there: the neighbour; where one sits
  // alone, the trainer.
  std::string colleague;
};

struct Plan {
  std::string title;
  std::string seed;     // 64 hex digits; what stands in the stories follows from it and the seat
  std::string address;  // which the workbenches listen on; browsers must call them so
  // The trainer's workbench has it and the next one, seat n has first_port + 2 n and the next one.
  std::uint16_t first_port = 0;
  int captures_at_once = 0;  // over all seats
  std::string trainer;
  std::vector<std::string> studies;  // of the program; at least one
  std::vector<Seat> seats;
};

struct PlanOrder {
  std::string title;
  std::string seed;  // empty: a random one
  std::string address = "127.0.0.1";
  std::uint16_t first_port = 8500;
  int captures_at_once = 2;
  std::string trainer;
  std::vector<std::string> trainees;  // in the order of seats; two may not have one name
  std::vector<std::string> studies;   // empty: all of the program
  std::vector<std::string> agencies;  // taken in turns; empty: one invented for the country
};
// kInvalid says what to change.
Result<Plan> make_plan(const PlanOrder& order);

// What of a plan may change from one day to the next: a laptop has another address then.
struct PlanChange {
  std::optional<std::string> address;
  std::optional<std::uint16_t> first_port;
  std::optional<int> captures_at_once;
};
Result<Plan> changed(Plan plan, const PlanChange& change);

// Strict: kInvalid names the member.
Result<Plan> parse_plan(std::string_view text);
json::Value format_plan(const Plan& plan);

// From which, with the number of a seat, the range makes what its stories say.
std::uint64_t story_seed(const Plan& plan);

// Of a seat, or of the trainer (0).
std::string origin_of(const Plan& plan, int seat);
constexpr std::uint16_t port_of(const Plan& plan, int seat) {
  return static_cast<std::uint16_t>(plan.first_port + 2 * seat);
}

}  // namespace sanad::classroom
