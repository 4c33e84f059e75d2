// What a trainer's workspace records of a class: that it began, how far each trainee's ledger went,
// and that all of theirs was destroyed. No name of a trainee stands in it. Tested by
// classroom_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "base/result.h"
#include "service/workspace.h"

namespace sanad::service {

struct ClassOpening {
  std::string title;
  int seats = 0;
  std::string seed_sha256;  // of the class's seed: what the stories held follows from it
  int captures_at_once = 0;
};

// How far a seat's ledger went when the class was closed.
struct SeatEnd {
  int number = 0;
  std::uint64_t entries = 0;
  std::string checkpoint;  // the signed note, byte for byte
  json::Array results;     // {study, submitted, points, maximum, traps[]} of each study started
};

// Each by an administrator, who is the trainer there; recorded as class.opened, class.seat-ended
// for each seat and then class.closing, and class.closed.
// kConflict: the class before is not closed.
Result<void> open_class(Workspace& workspace, const authority::Officer& caller,
                        const ClassOpening& opening);
// kInvalid: no reason. kConflict: it is being closed already.
Result<void> begin_class_closing(Workspace& workspace, const authority::Officer& caller,
                                 std::string_view reason, const std::vector<SeatEnd>& seats);
// kConflict: its closing was not begun, or has ended.
Result<void> end_class_closing(Workspace& workspace, const authority::Officer& caller);

// Of the newest class.
struct ClassState {
  bool is_opened = false;
  bool is_closing = false;
  bool is_closed = false;
  int seats = 0;
  std::uint64_t entries = 0;  // of all seats, as class.closing has it
};
Result<ClassState> class_state(Workspace& workspace);

}  // namespace sanad::service
