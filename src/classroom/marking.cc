#include "marking.h"

#include <fmt/format.h>

#include "files/files.h"
#include "layout.h"
#include "service/exercises.h"

namespace sanad::classroom {
namespace {

// A seat as it is now, in a folder that goes with it.
struct Copy {
  files::TempDir folder;
  std::unique_ptr<service::Workspace> workspace;
};

Result<Copy> copy_of(const std::filesystem::path& directory, int number, const Clock& clock) {
  files::PosixFileSystem fs;
  SANAD_TRY(files::TempDir folder, files::TempDir::create("sanad-marks"));
  SANAD_CHECK(
      service::copy_to_read(fs, seat_path(directory, number).string(), folder.path().string()));
  SANAD_TRY(auto workspace,
            service::Workspace::open({folder.path().string(), keyring::KeyFile{}}, clock));
  return Copy{std::move(folder), std::move(workspace)};
}

StudyMarks summary_of(int number, const training::Marks& marks) {
  StudyMarks summary{.seat = number,
                     .study = marks.study,
                     .is_submitted = marks.is_submitted,
                     .points = marks.total,
                     .maximum = marks.maximum};
  for (const training::TrapMark& trap : marks.traps)
    if (trap.is_fallen) summary.traps.push_back(trap.kind);
  return summary;
}

}  // namespace

int neighbour_of(const Plan& plan, int number) {
  const Seat& seat = plan.seats[static_cast<std::size_t>(number - 1)];
  for (const Seat& other : plan.seats) {
    if (other.trainee == seat.colleague) return other.number;
  }
  return 0;
}

Result<std::vector<StudyMarks>> marks_of(const Plan& plan, int number, service::Workspace& seat,
                                         service::Workspace* neighbour) {
  std::vector<StudyMarks> all;
  for (const std::string& study : plan.studies) {
    const auto grade = service::grade_seat(seat, neighbour, study, "");
    if (!grade.ok() && grade.error().code == ErrorCode::kNotFound) continue;  // never started
    if (!grade.ok()) return grade.error().with_context(fmt::format("marking \"{}\"", study));
    all.push_back(summary_of(number, grade->marks));
  }
  return all;
}

Result<std::vector<StudyMarks>> class_marks(const std::filesystem::path& directory,
                                            const Clock& clock) {
  SANAD_TRY(const Plan plan, read_plan(directory));
  files::PosixFileSystem fs;
  SANAD_CHECK(check_not_closed(fs, directory));
  std::vector<StudyMarks> all;
  for (const Seat& seat : plan.seats) {
    const std::string where = fmt::format("seat {}", seat.number);
    SANAD_TRY_WITH(const Copy own, copy_of(directory, seat.number, clock), where);
    std::optional<Copy> neighbour;
    if (const int other = neighbour_of(plan, seat.number); other != 0) {
      SANAD_TRY_WITH(Copy opened, copy_of(directory, other, clock), where);
      neighbour.emplace(std::move(opened));
    }
    SANAD_TRY_WITH(const auto marks,
                   marks_of(plan, seat.number, *own.workspace,
                            neighbour ? neighbour->workspace.get() : nullptr),
                   where);
    all.insert(all.end(), marks.begin(), marks.end());
  }
  return all;
}

}  // namespace sanad::classroom
