// A class is made in a folder beside its own, which gets its name when everything is in it.
#include <fmt/format.h>

#include "cards.h"
#include "classroom/classroom.h"
#include "crypto/crypto.h"
#include "files/files.h"
#include "layout.h"
#include "seat.h"
#include "service/classes.h"
#include "service/exercises.h"

namespace sanad::classroom {

using authority::Role;

namespace {

Result<void> make_trainer(const std::filesystem::path& directory, const Plan& plan,
                          std::vector<Card>& cards, const Clock& clock) {
  const std::string code = new_code();
  SANAD_TRY(const auto workspace,
            make_workspace(trainer_path(directory), fmt::format("Trainer of {}", plan.title),
                           {{plan.trainer, {Role::kAdministrator}, code}}, clock));
  cards.push_back({plan.trainer, 0, {{"trainer", 0, plan.trainer, code}}});
  SANAD_TRY(const auto trainer, workspace->records().officer(plan.trainer));
  return service::open_class(*workspace, trainer,
                             {.title = plan.title,
                              .seats = static_cast<int>(plan.seats.size()),
                              .seed_sha256 = format_hex(crypto::sha256(as_bytes(plan.seed))),
                              .captures_at_once = plan.captures_at_once});
}

Card& card_of(std::vector<Card>& cards, std::string_view name) {
  for (Card& card : cards) {
    if (card.name == name) return card;
  }
  return cards.emplace_back(Card{std::string(name), 0, {}});
}

Result<void> make_seat(const std::filesystem::path& directory, const Plan& plan, const Seat& seat,
                       std::vector<Card>& cards, const Clock& clock) {
  const Person trainee{
      seat.trainee, {Role::kInvestigator, Role::kEvidenceOfficer, Role::kReviewer}, new_code()};
  const Person colleague{seat.colleague, {Role::kSupervisor, Role::kReviewer}, new_code()};
  SANAD_TRY(const auto workspace, make_workspace(seat_path(directory, seat.number), seat.agency,
                                                 {trainee, colleague}, clock));
  SANAD_CHECK(service::assign_seat(*workspace, {.course = plan.title,
                                                .seat = seat.number,
                                                .studies = plan.studies,
                                                .seed = story_seed(plan)}));
  Card& own = card_of(cards, seat.trainee);
  own.seat = seat.number;
  own.places.insert(own.places.begin(), {"own", seat.number, trainee.name, trainee.code});
  card_of(cards, seat.colleague)
      .places.push_back({"neighbour", seat.number, colleague.name, colleague.code});
  return {};
}

// The plan last: it says that everything is there.
Result<void> write_plan_and_cards(files::FileSystem& fs, const std::filesystem::path& directory,
                                  const Plan& plan, const std::vector<Card>& cards) {
  SANAD_CHECK(files::write_file_atomic(
      fs, cards_path(directory), as_bytes(json::format_pretty(format_cards(plan, cards)) + "\n")));
  SANAD_CHECK(
      files::write_file_atomic(fs, cards_page_path(directory), as_bytes(cards_page(plan, cards))));
  return files::write_file_atomic(fs, plan_path(directory),
                                  as_bytes(json::format_pretty(format_plan(plan)) + "\n"));
}

Result<void> make_parts(files::FileSystem& fs, const std::filesystem::path& directory,
                        const Plan& plan, const Clock& clock) {
  SANAD_CHECK(files::make_directories(fs, seats_path(directory)));
  std::vector<Card> cards;
  SANAD_CHECK(make_trainer(directory, plan, cards, clock));
  for (const Seat& seat : plan.seats) {
    SANAD_CHECK(make_seat(directory, plan, seat, cards, clock));
  }
  return write_plan_and_cards(fs, directory, plan, cards);
}

}  // namespace

Result<void> make_class(const std::filesystem::path& directory, const Plan& plan,
                        const Clock& clock) {
  files::PosixFileSystem fs;
  SANAD_TRY(const auto there, fs.stat(directory));
  if (there) {
    return Error{ErrorCode::kConflict,
                 fmt::format("{} is there already; name another folder", directory.string())};
  }
  const std::filesystem::path parent =
      directory.has_parent_path() ? directory.parent_path() : std::filesystem::path(".");
  const std::filesystem::path making = directory.string() + std::string(files::kTemporarySuffix);
  // What a call left that was cut off has never been used.
  SANAD_CHECK(files::remove_tree(fs, making));
  SANAD_CHECK(files::make_directories(fs, making));
  if (const auto made = make_parts(fs, making, plan, clock); !made.ok()) {
    (void)files::remove_tree(fs, making);
    return made.error().with_context("making the class");
  }
  SANAD_CHECK(fs.rename(making, directory));
  return fs.sync_directory(parent);
}

Result<void> check_not_closed(files::FileSystem& fs, const std::filesystem::path& directory) {
  SANAD_TRY(const auto seats, fs.stat(seats_path(directory)));
  if (seats) return {};
  return Error{ErrorCode::kNotFound,
               fmt::format("the class in {} was closed, and its seats are gone; make another one",
                           directory.string())};
}

Result<Plan> change_class(const std::filesystem::path& directory, const PlanChange& change) {
  constexpr std::uint64_t kMaxCardsBytes = 1U << 20U;
  files::PosixFileSystem fs;
  SANAD_TRY(Plan before, read_plan(directory));
  SANAD_TRY(Plan plan, changed(std::move(before), change));
  SANAD_CHECK(check_not_closed(fs, directory));
  SANAD_TRY_WITH(const auto lock, fs.lock(lock_path(directory)), "changing the class");
  SANAD_TRY(const Bytes bytes, files::read_file(fs, cards_path(directory), kMaxCardsBytes));
  SANAD_TRY(const auto cards, parse_cards(as_text(bytes)));
  SANAD_CHECK(write_plan_and_cards(fs, directory, plan, cards));
  return plan;
}

Result<Plan> read_plan(const std::filesystem::path& directory) {
  constexpr std::uint64_t kMaxPlanBytes = 1U << 20U;
  files::PosixFileSystem fs;
  const auto bytes = files::read_file(fs, plan_path(directory), kMaxPlanBytes);
  if (!bytes.ok() && bytes.error().code == ErrorCode::kNotFound) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("there is no class in {}; \"sanad train start\" makes one",
                             directory.string())};
  }
  if (!bytes.ok()) return bytes.error();
  return parse_plan(to_text(*bytes));
}

}  // namespace sanad::classroom
