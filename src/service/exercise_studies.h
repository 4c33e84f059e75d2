// Where the studies of a seat lie, read with the values of that seat.
#pragma once

#include <string>
#include <string_view>

#include "service/exercises.h"

namespace sanad::service {

struct LoadedStudy {
  training::Study study;
  training::Truth truth;
  training::Debrief debrief;
  std::string study_sha256, truth_sha256;  // of the files
};

// What of a seat is in no ledger: the file `seat.json` in the workspace's directory.
struct SeatFile {
  std::uint64_t seed = 0;
  std::string studies_directory;
  StudyValues values;
};
// Answers the file's digest.
Result<std::string> write_seat_file(Workspace& workspace, const SeatFile& file);
// kIntegrity: the file is not the one that was written when the seat was assigned.
Result<SeatFile> read_seat_file(Workspace& workspace, const Seat& seat);
// What the program's own world gives the variables of its studies at this seat.
Result<StudyValues> told_values(std::uint64_t seed, std::int64_t seat);
std::string seed_digest(std::uint64_t seed);

// kInvalid also where a condition speaks of entries that there are not.
Result<LoadedStudy> load_study(Workspace& workspace, const SeatFile& file, std::string_view study);

}  // namespace sanad::service
