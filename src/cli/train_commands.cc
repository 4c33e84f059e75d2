// Classes: begun with one command, ended with another.
#include <fmt/format.h>
#include <stdio.h>

#include <chrono>
#include <thread>

#include "base/numbers.h"
#include "classroom/classroom.h"
#include "command.h"

namespace sanad::cli {
namespace {

constexpr auto kWaitStep = std::chrono::milliseconds(100);
constexpr std::uint64_t kMaxNamesBytes = 64 * 1024;

// A name in each line; empty lines are passed over.
Result<std::vector<std::string>> read_names(const std::string& file) {
  SANAD_TRY(const std::string text, read_text(file, kMaxNamesBytes));
  std::vector<std::string> names;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) names.push_back(std::move(line));
    at = end + 1;
  }
  return names;
}

Result<std::vector<std::string>> trainees(const Arguments& arguments) {
  if (arguments.has("--names") == arguments.has("--seats")) {
    return Error{ErrorCode::kInvalid,
                 "a new class needs either --names FILE, with a name in each line, or --seats N"};
  }
  if (arguments.has("--names")) return read_names(arguments.value("--names"));
  SANAD_TRY(const std::uint64_t count, arguments.number("--seats", 0));
  std::vector<std::string> names;
  for (std::uint64_t i = 1; i <= std::min<std::uint64_t>(count, classroom::kMaxSeats + 1); ++i)
    names.push_back(fmt::format("Trainee {}", i));
  return names;
}

Result<classroom::PlanChange> change_of(const Arguments& arguments) {
  classroom::PlanChange change;
  if (arguments.has("--address")) change.address = arguments.value("--address");
  if (arguments.has("--port")) {
    SANAD_TRY(const std::uint64_t port, arguments.number("--port", 0));
    if (port > 65535) return Error{ErrorCode::kInvalid, "--port must be at most 65535"};
    change.first_port = static_cast<std::uint16_t>(port);
  }
  if (arguments.has("--captures")) {
    SANAD_TRY(const std::uint64_t captures, arguments.number("--captures", 0));
    change.captures_at_once =
        static_cast<int>(std::min<std::uint64_t>(captures, classroom::kMaxCapturesAtOnce + 1));
  }
  return change;
}

Result<classroom::Plan> plan_of(const Arguments& arguments) {
  classroom::PlanOrder order;
  SANAD_TRY(const classroom::PlanChange change, change_of(arguments));
  SANAD_TRY(order.trainees, trainees(arguments));
  order.title = arguments.value("--title", "Countering terrorist use of the internet");
  order.trainer = arguments.value("--trainer", "Trainer");
  order.seed = arguments.value("--seed");
  order.agencies = arguments.all("--agency");
  order.studies = arguments.all("--study");
  order.address = change.address.value_or(order.address);
  order.first_port = change.first_port.value_or(order.first_port);
  order.captures_at_once = change.captures_at_once.value_or(order.captures_at_once);
  return classroom::make_plan(order);
}

// A class that is there goes on; what stands in its workspaces stays as it is.
Result<void> go_on(const std::string& directory, const Arguments& arguments) {
  for (const char* fixed :
       {"--names", "--seats", "--title", "--trainer", "--seed", "--agency", "--study"}) {
    if (arguments.has(fixed)) {
      return Error{
          ErrorCode::kInvalid,
          fmt::format("the class in {} is made, and {} stays as it was then; leave it out, "
                      "or name another folder",
                      directory, fixed)};
    }
  }
  SANAD_TRY(const classroom::PlanChange change, change_of(arguments));
  if (!change.address && !change.first_port && !change.captures_at_once) return {};
  SANAD_CHECK(classroom::change_class(directory, change));
  return {};
}

json::Value describe(const std::string& directory, const classroom::Classroom& running,
                     const std::vector<classroom::SeatStatus>& seats) {
  json::Array places;
  for (const auto& seat : seats)
    places.push_back(json::Object{{"number", seat.number}, {"origin", seat.origin}});
  return json::Object{{"directory", directory},
                      {"trainer", running.trainer_origin()},
                      {"seats", std::move(places)}};
}

Result<int> train_start(Context& context) {
  SANAD_TRY(const std::string directory, context.arguments.only("the folder of the class"));
  const auto there = classroom::read_plan(directory);
  if (!there.ok() && there.error().code != ErrorCode::kNotFound) return there.error();
  if (!there.ok()) {
    SANAD_TRY(const classroom::Plan plan, plan_of(context.arguments));
    SANAD_CHECK(classroom::make_class(directory, plan, context.clock()));
  } else {
    SANAD_CHECK(go_on(directory, context.arguments));
  }
  SANAD_TRY(const auto running, classroom::Classroom::start(directory, context.clock()));
  SANAD_TRY(const auto seats, running->status());
  context.print(
      describe(directory, *running, seats),
      fmt::format("The class runs with {} seats; the trainer's desk is at {}.\n"
                  "Print {}/cards.html: who signs in where, with which code.\n"
                  "Stop it with Ctrl-C; \"sanad train start {}\" goes on with it. \"sanad train "
                  "close {}\" ends it and destroys the trainees' data.",
                  seats.size(), running->trainer_origin(), directory, directory, directory));
  fflush(stdout);
  while (!stop_requested) std::this_thread::sleep_for(kWaitStep);
  return 0;
}

Result<int> train_show(Context& context) {
  SANAD_TRY(const std::string directory, context.arguments.only("the folder of the class"));
  SANAD_TRY(const classroom::Plan plan, classroom::read_plan(directory));
  std::string text =
      fmt::format("{}, {} seats, trainer: {}", plan.title, plan.seats.size(), plan.trainer);
  for (const auto& seat : plan.seats) {
    text += fmt::format("\n{:2}  http://{}:{}  {} (approves: {})", seat.number, plan.address,
                        classroom::port_of(plan, seat.number), seat.trainee, seat.colleague);
  }
  context.print(classroom::format_plan(plan), text);
  return 0;
}

Result<int> train_marks(Context& context) {
  SANAD_TRY(const std::string directory, context.arguments.only("the folder of the class"));
  SANAD_TRY(const auto all, classroom::class_marks(directory, context.clock()));
  json::Array items;
  std::vector<std::string> lines;
  for (const classroom::StudyMarks& marks : all) {
    items.push_back(json::Object{{"seat", marks.seat},
                                 {"study", marks.study},
                                 {"submitted", marks.is_submitted},
                                 {"points", marks.points},
                                 {"maximum", marks.maximum},
                                 {"traps", json::Array(marks.traps.begin(), marks.traps.end())}});
    lines.push_back(fmt::format(
        "{:2}  {:24} {:3} of {:3}{}{}", marks.seat, marks.study, marks.points, marks.maximum,
        marks.is_submitted ? "" : "  not handed in",
        marks.traps.empty() ? std::string()
                            : fmt::format("  traps: {}", fmt::join(marks.traps, ", "))));
  }
  if (lines.empty()) lines.emplace_back("No case study was started yet.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> train_close(Context& context) {
  SANAD_TRY(const std::string directory, context.arguments.only("the folder of the class"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const classroom::Closed closed,
            classroom::close_class(directory, reason, context.clock()));
  context.print(
      json::Object{{"seats", closed.seats}, {"entries", closed.entries}},
      fmt::format("Closed: {} seats with {} entries of their ledgers were destroyed. What "
                  "is left is the trainer's workspace, {}/trainer.",
                  closed.seats, closed.entries, directory));
  return 0;
}

}  // namespace

std::vector<Command> train_commands() {
  return {
      {"train start",
       "FOLDER [--names FILE | --seats N]",
       "Makes a class, or goes on with it: a workspace and a fictional internet for each trainee.",
       "sanad train start class --names trainees.txt --trainer \"A. Mirani\" --address 192.168.1.5",
       {{"--names", "FILE", "trainees' names, one in each line", false},
        {"--seats", "N", "as many trainees without names", false},
        {"--title", "TEXT", "of the class", false},
        {"--trainer", "NAME", "who trains", false},
        {"--agency", "NAME", "agencies of the seats, taken in turns", true},
        {"--study", "STUDY", "case studies of the class (all six)", true},
        {"--address", "ADDR", "by which browsers reach this machine (127.0.0.1)", false},
        {"--port", "PORT", "of the trainer's desk (8500); each seat has the next two", false},
        {"--captures", "N", "captures at once, over all seats (2)", false},
        {"--seed", "HEX", "64 hex digits; the stories follow from it (random)", false}},
       train_start},
      {"train show", "FOLDER", "Shows who sits where.", "sanad train show class", {}, train_show},
      {"train marks",
       "FOLDER",
       "Shows what each seat has earned, as far as a program marks it.",
       "sanad train marks class",
       {},
       train_marks},
      {"train close",
       "FOLDER --reason TEXT",
       "Ends a class and destroys the trainees' data.",
       "sanad train close class --reason \"the course is over\"",
       {{"--reason", "TEXT", "why, for the record", false}},
       train_close},
  };
}

}  // namespace sanad::cli
