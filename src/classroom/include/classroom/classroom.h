// A class on one machine: for each trainee a workspace of an agency of its own with a workbench and
// a range of its own, and a workspace of the trainer's; all run by one process, offline.
//
//   DIR/class.json        the plan
//   DIR/cards.json        who signs in where with which code: secret; cards.html, to print and cut
//   DIR/trainer/          the trainer's workspace
//   DIR/seats/07/         the workspace of seat 7
//   DIR/range/            keys of the range, one authority for all seats
//
// Seats hold invented evidence only; they are made for the class and destroyed with it.
// Tested by classroom_test.cc.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "classroom/plan.h"
#include "service/workspace.h"

namespace sanad::classroom {

// Makes the folder with everything in it; it appears whole or not at all. kConflict: it is there.
Result<void> make_class(const std::filesystem::path& directory, const Plan& plan,
                        const Clock& clock);

// kNotFound: no class lies there, and how one is made.
Result<Plan> read_plan(const std::filesystem::path& directory);

// Address, ports and captures of a class that does not run, with the cards made anew. kConflict: it
// runs. kNotFound: no class, or one that was closed.
Result<Plan> change_class(const std::filesystem::path& directory, const PlanChange& change);

struct SeatStatus {
  int number = 0;
  std::string origin;         // of its workbench
  std::uint64_t entries = 0;  // of its ledger
  std::uint64_t jobs_running = 0;
};

class Classroom {
 public:
  // Opens every seat and serves it. kConflict: another process runs the class, or a port is taken.
  static Result<std::unique_ptr<Classroom>> start(const std::filesystem::path& directory,
                                                  const Clock& clock);
  ~Classroom();  // stops; running captures end as interrupted

  const Plan& plan() const;
  std::string trainer_origin() const;
  service::Workspace& trainer_workspace();
  // number: from 1 to as many seats as there are.
  service::Workspace& seat_workspace(int number);
  Result<std::vector<SeatStatus>> status() const;

 private:
  struct State;
  explicit Classroom(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// What a seat has earned in one case study as far as a program marks it; rubrics are for people.
struct StudyMarks {
  int seat = 0;
  std::string study;
  bool is_submitted = false;
  std::int64_t points = 0;
  std::int64_t maximum = 0;
  std::vector<std::string> traps;  // fallen into, by their kinds
};
// Of every seat each case study that was started there, in the plan's order. Seats are read in
// private copies, so nothing of them changes, and the class may run. The neighbour is the
// colleague's own seat.
Result<std::vector<StudyMarks>> class_marks(const std::filesystem::path& directory,
                                            const Clock& clock);

struct Closed {
  int seats = 0;
  std::uint64_t entries = 0;  // of the seats' ledgers, destroyed with them
};
// Ends a class that does not run: records in the trainer's ledger how far each seat's ledger went,
// and its marks without a name (class.closing), destroys the seats' keys, then all else of theirs,
// the cards and the names in the plan, looks that nothing is left, and records class.closed. May be
// called again after it was cut off. kConflict: the class runs. kNotFound: no class, or closed
// already.
Result<Closed> close_class(const std::filesystem::path& directory, std::string_view reason,
                           const Clock& clock);

}  // namespace sanad::classroom
