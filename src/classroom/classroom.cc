#include "classroom/classroom.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

#include "files/files.h"
#include "layout.h"
#include "seat.h"

namespace sanad::classroom {

namespace {

// Databases, sockets and logs of an idle seat are 31 open files; captures and requests need more.
constexpr rlim_t kFilesOfSeat = 64;
constexpr rlim_t kFilesBesides = 256;

// The usual limit of 1,024 open files is for programs with one workspace.
Result<void> raise_file_limit(std::size_t seats) {
  const rlim_t needed = kFilesBesides + kFilesOfSeat * static_cast<rlim_t>(seats);
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return io_error("reading the limit of files", errno);
  if (limit.rlim_cur >= needed) return {};
  if (limit.rlim_max < needed) {
    return Error{ErrorCode::kLimit,
                 fmt::format("{} seats need {} open files, and this account may have {}; raise the "
                             "limit (ulimit -Hn) or make a smaller class",
                             seats, needed, limit.rlim_max)};
  }
  limit.rlim_cur = needed;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) return io_error("raising the limit of files", errno);
  return {};
}

}  // namespace

struct Classroom::State {
  explicit State(Plan read) : plan(std::move(read)), slots(plan.captures_at_once) {}
  Plan plan;
  files::PosixFileSystem fs;
  std::unique_ptr<files::FileLock> lock;
  service::CaptureSlots slots;
  std::vector<std::unique_ptr<OpenSeat>> seats;
  std::unique_ptr<service::Workspace> trainer;
  std::unique_ptr<server::WorkbenchServer> desk;  // last: it uses all of the above
};

Classroom::Classroom(std::unique_ptr<State> state) : state_(std::move(state)) {}
Classroom::~Classroom() = default;

Result<std::unique_ptr<Classroom>> Classroom::start(const std::filesystem::path& directory,
                                                    const Clock& clock) {
  SANAD_TRY(Plan plan, read_plan(directory));
  auto state = std::make_unique<State>(std::move(plan));
  SANAD_CHECK(check_not_closed(state->fs, directory));
  SANAD_CHECK(raise_file_limit(state->plan.seats.size()));
  SANAD_TRY_WITH(state->lock, state->fs.lock(lock_path(directory)), "starting the class");
  SANAD_TRY(const auto world, story::World::embedded());
  const Common common{directory, state->plan, world, state->slots, clock};
  for (const Seat& seat : state->plan.seats) {
    SANAD_TRY_WITH(auto opened, OpenSeat::open(common, seat.number),
                   fmt::format("seat {}", seat.number));
    state->seats.push_back(std::move(opened));
  }
  SANAD_TRY(state->trainer, service::Workspace::open(
                                {trainer_path(directory).string(), keyring::KeyFile{}}, clock));
  SANAD_TRY_WITH(state->desk, serve(*state->trainer, state->plan, 0), "the trainer's desk");
  return std::unique_ptr<Classroom>(new Classroom(std::move(state)));
}

const Plan& Classroom::plan() const { return state_->plan; }
std::string Classroom::trainer_origin() const { return state_->desk->origin(); }
service::Workspace& Classroom::trainer_workspace() { return *state_->trainer; }
service::Workspace& Classroom::seat_workspace(int number) {
  return state_->seats[static_cast<std::size_t>(number - 1)]->workspace();
}

Result<std::vector<SeatStatus>> Classroom::status() const {
  std::vector<SeatStatus> all;
  for (const auto& seat : state_->seats) {
    SeatStatus status;
    status.number = static_cast<int>(all.size()) + 1;
    status.origin = seat->origin();
    status.entries = seat->workspace().ledger().size().value;
    SANAD_TRY(const auto running, seat->workspace().jobs().running());
    status.jobs_running = running.size();
    all.push_back(std::move(status));
  }
  return all;
}

}  // namespace sanad::classroom
