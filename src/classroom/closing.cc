// How a class ends: what the ledgers came to is recorded first, then the keys go, then the rest.
#include <fmt/format.h>

#include "classroom/classroom.h"
#include "files/files.h"
#include "layout.h"
#include "marking.h"
#include "service/classes.h"
#include "service/shred.h"

namespace sanad::classroom {
namespace {

json::Value view(const StudyMarks& marks) {
  return json::Object{{"study", marks.study},
                      {"submitted", marks.is_submitted},
                      {"points", marks.points},
                      {"maximum", marks.maximum},
                      {"traps", json::Array(marks.traps.begin(), marks.traps.end())}};
}

Result<std::unique_ptr<service::Workspace>> open_seat(const std::filesystem::path& directory,
                                                      int number, const Clock& clock) {
  return service::Workspace::open({seat_path(directory, number).string(), keyring::KeyFile{}},
                                  clock);
}

Result<service::SeatEnd> end_of(const std::filesystem::path& directory, const Plan& plan,
                                int number, const Clock& clock) {
  SANAD_TRY(const auto workspace, open_seat(directory, number, clock));
  std::unique_ptr<service::Workspace> neighbour;
  if (const int other = neighbour_of(plan, number); other != 0) {
    SANAD_TRY(neighbour, open_seat(directory, other, clock));
  }
  SANAD_TRY(const auto marks, marks_of(plan, number, *workspace, neighbour.get()));
  SANAD_TRY(const auto checkpoint, workspace->ledger().checkpoint());
  service::SeatEnd end{number, checkpoint.head.size.value, checkpoint.note, {}};
  for (const StudyMarks& one : marks) end.results.push_back(view(one));
  return end;
}

Result<void> record_ends(const std::filesystem::path& directory, const Plan& plan,
                         service::Workspace& trainer, const authority::Officer& officer,
                         std::string_view reason, const Clock& clock) {
  std::vector<service::SeatEnd> ends;
  for (const Seat& seat : plan.seats) {
    SANAD_TRY_WITH(service::SeatEnd end, end_of(directory, plan, seat.number, clock),
                   fmt::format("seat {}", seat.number));
    ends.push_back(std::move(end));
  }
  return service::begin_class_closing(trainer, officer, reason, ends);
}

// The keys first: without them what is sealed is unreadable, whatever becomes of its bytes. Then
// what stands in clear is overwritten; the vault is sealed and only removed.
Result<void> destroy_seat(files::FileSystem& fs, const std::filesystem::path& seat) {
  SANAD_CHECK(service::shred_tree(fs, seat / "keys"));
  SANAD_CHECK(files::remove_tree(fs, seat / "vault"));
  return service::shred_tree(fs, seat);
}

Result<void> shred_file(files::FileSystem& fs, const std::filesystem::path& path) {
  SANAD_TRY(const auto there, fs.stat(path));
  if (!there) return {};
  const Bytes zeros(there->size_bytes, 0);
  {
    SANAD_TRY(const auto file, fs.open(path, files::OpenMode::kOverwrite));
    SANAD_CHECK(file->write_at(0, zeros));
    SANAD_CHECK(file->sync());
  }
  SANAD_CHECK(fs.remove(path));
  return fs.sync_directory(path.parent_path());
}

// The plan stays without the trainees' names.
Plan without_names(Plan plan) {
  const std::size_t count = plan.seats.size();
  for (Seat& seat : plan.seats) {
    seat.trainee = fmt::format("Seat {}", seat.number);
    seat.colleague = count == 1 ? plan.trainer
                                : fmt::format("Seat {}", seat.number % static_cast<int>(count) + 1);
  }
  return plan;
}

Result<void> destroy(files::FileSystem& fs, const std::filesystem::path& directory,
                     const Plan& plan) {
  for (const Seat& seat : plan.seats)
    SANAD_CHECK(destroy_seat(fs, seat_path(directory, seat.number)));
  SANAD_CHECK(files::remove_tree(fs, seats_path(directory)));
  SANAD_CHECK(shred_file(fs, cards_path(directory)));
  SANAD_CHECK(shred_file(fs, cards_page_path(directory)));
  const std::string text = json::format_pretty(format_plan(without_names(plan))) + "\n";
  return files::write_file_atomic(fs, plan_path(directory), as_bytes(text));
}

Result<void> check_nothing_left(files::FileSystem& fs, const std::filesystem::path& directory) {
  for (const auto& path :
       {seats_path(directory), cards_path(directory), cards_page_path(directory)}) {
    SANAD_TRY(const auto left, fs.stat(path));
    if (left) {
      return Error{ErrorCode::kIo, fmt::format("{} is still there; remove it and close the class "
                                               "again",
                                               path.string())};
    }
  }
  return {};
}

}  // namespace

Result<Closed> close_class(const std::filesystem::path& directory, std::string_view reason,
                           const Clock& clock) {
  SANAD_TRY(const Plan plan, read_plan(directory));
  files::PosixFileSystem fs;
  SANAD_TRY_WITH(const auto lock, fs.lock(lock_path(directory)),
                 "closing the class; stop it first");
  SANAD_TRY(const auto trainer, service::Workspace::open(
                                    {trainer_path(directory).string(), keyring::KeyFile{}}, clock));
  SANAD_TRY(const auto officer, trainer->records().officer(plan.trainer));
  SANAD_TRY(service::ClassState state, service::class_state(*trainer));
  if (state.is_closed) return Error{ErrorCode::kNotFound, "the class is closed already"};
  if (!state.is_closing)
    SANAD_CHECK(record_ends(directory, plan, *trainer, officer, reason, clock));
  SANAD_CHECK(destroy(fs, directory, plan));
  SANAD_CHECK(check_nothing_left(fs, directory));
  SANAD_CHECK(service::end_class_closing(*trainer, officer));
  SANAD_TRY(state, service::class_state(*trainer));
  return Closed{static_cast<int>(plan.seats.size()), state.entries};
}

}  // namespace sanad::classroom
