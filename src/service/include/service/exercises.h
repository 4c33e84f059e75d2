// Exercises of a training seat: what a trainee starts, answers and hands in, as entries of their
// ledger like any other act; and marks, from everything else that they did there.
//
//   assign_seat → start → work as on a real case, answer, take hints → submit → marks
//
// A workspace is a training seat only if it was made one while it had no case; everywhere else each
// of these acts is refused, for real workspaces take no exercises. The truth of a study is read by
// this process to mark, and told to nobody on the trainee's side. docs/training.md,
// docs/formats/study.md. Tested by exercises_test.cc.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "service/workspace.h"
#include "training/grade.h"

namespace sanad::service {

inline constexpr std::size_t kMaxAnswerBytes = 2000;
// Of one task; each is kept, the newest counts.
inline constexpr std::size_t kMaxTries = 20;
inline constexpr std::size_t kMaxSeatStudies = 20;

struct Seat {
  std::string course;
  std::int64_t number = 0;
  std::vector<std::string> studies;
  std::string seed_sha256, file_sha256;
};
// Of each study, the values of its variables for one seat.
using StudyValues = std::map<std::string, std::map<std::string, std::string>>;
struct SeatOrder {
  std::string course;
  std::int64_t seat = 0;
  std::vector<std::string> studies;
  // The class's seed and what follows from it; kept in the workspace's directory, not in the
  // ledger, which has their digests.
  std::uint64_t seed = 0;
  StudyValues values;
  // STUDY/{study,truth,debrief}.json. Empty: the studies that are part of the program; their
  // values follow from seed and seat then, as the range tells them.
  std::string studies_directory;
};
// By whoever holds the workspace's key. kConflict: the workspace has cases, or is a seat already.
// kInvalid, kNotFound: a study is not there, or not right.
Result<Seat> assign_seat(Workspace& workspace, const SeatOrder& order);
Result<std::optional<Seat>> seat_of(Workspace& workspace);

struct Exercise {
  std::string id, study, trainee;
  std::string study_sha256, truth_sha256;  // of the files when it was started
  std::uint64_t started = 0;               // the entry
  Timestamp started_at;
  std::optional<std::uint64_t> submitted;
  std::optional<Timestamp> submitted_at;
  int attempt = 1;                                          // of this study, by this seat
  std::map<std::string, std::vector<std::string>> answers;  // of each task, the newest last
  std::map<std::string, std::set<std::int64_t>> hints;      // taken, of each task
};
// All of them, oldest first.
Result<std::vector<Exercise>> exercises_of(Workspace& workspace);

// For case readers. kDenied: no training seat, recorded; kNotFound: no such study here.
Result<json::Object> list_exercises(Workspace& workspace, const authority::Officer& caller);
// The study as it may be told now, and how far the newest exercise of it is.
Result<json::Object> show_exercise(Workspace& workspace, const authority::Officer& caller,
                                   std::string_view study);
// By an investigator. kConflict: another exercise is open.
Result<json::Object> start_exercise(Workspace& workspace, const authority::Officer& caller,
                                    std::string_view study);
// By whoever started it; others are refused, recorded. kConflict: not started, or handed in.
// kInvalid: not what the task asks for. kLimit: more than kMaxTries.
Result<json::Object> answer_exercise(Workspace& workspace, const authority::Officer& caller,
                                     std::string_view study, std::string_view task,
                                     std::string_view answer);
// Answers the exercise with the text of this hint in it. Taken before: it costs nothing again.
Result<json::Object> take_hint(Workspace& workspace, const authority::Officer& caller,
                               std::string_view study, std::string_view task, std::int64_t hint);
Result<json::Object> submit_exercise(Workspace& workspace, const authority::Officer& caller,
                                     std::string_view study);
// What a trainee may be told of the newest exercise of that study.
Result<json::Object> exercise_marks(Workspace& workspace, const authority::Officer& caller,
                                    std::string_view study);

// A workspace's truth (keys, ledger, vault) copied into a folder, so that it can be opened there
// and nothing of it is changed; also while its own process goes on.
Result<void> copy_to_read(files::FileSystem& fs, const std::string& from, const std::string& to);

// For a trainer who holds the key of the seat's workspace. neighbour: of the seat that verified
// their bundles, or null. Nothing is recorded in either. kNotFound: it was never started.
struct SeatGrade {
  Exercise exercise;
  training::Marks marks;
  bool same_files = false;  // study.json and truth.json are those of when it was started
};
Result<SeatGrade> grade_seat(Workspace& seat, Workspace* neighbour, std::string_view study,
                             std::string_view rubric_marks);
// All of it, for the trainer.
json::Object view(const SeatGrade& grade);

}  // namespace sanad::service
