// The program "sanad". Each command is a row of a table; what it does is in the service layer.
#include <fmt/format.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/time.h"
#include "certificate_commands.h"
#include "command.h"
#include "credential_commands.h"
#include "exercise_commands.h"
#include "export_commands.h"
#include "redaction_commands.h"
#include "report_commands.h"
#include "service/version.h"
#include "validation_commands.h"

namespace sanad::cli {

std::atomic<bool> stop_requested{false};

namespace {

const std::array kCommonOptions = {
    Option{"--workspace", "DIR", "the workspace's folder (or SANAD_WORKSPACE; else ./workspace)",
           false},
    Option{"--as", "OFFICER", "who acts: identifier or name (or SANAD_AS)", false},
    Option{"--json", "", "answer in JSON, for machines", false},
    Option{"--help", "", "this help", false},
};

extern "C" void on_stop_signal(int signal_number) {
  if (stop_requested.exchange(true)) _exit(128 + signal_number);
}

void catch_stop_signals() {
  struct sigaction action{};
  action.sa_handler = on_stop_signal;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

std::vector<Command> all_commands() {
  std::vector<Command> commands;
  for (const auto& table : {workspace_commands(),   case_commands(),       assessment_commands(),
                            fairness_commands(),    unused_commands(),     analysis_commands(),
                            clock_commands(),       describe_commands(),   exhibit_commands(),
                            form_commands(),        identify_commands(),   import_commands(),
                            search_commands(),      ledger_commands(),     list_commands(),
                            lookup_commands(),      planning_commands(),   recheck_commands(),
                            request_commands(),     rules_commands(),      screen_commands(),
                            screening_commands(),   selector_commands(),   serve_commands(),
                            sheet_commands(),       token_commands(),      train_commands(),
                            keeping_commands(),     oversight_commands(),  release_commands(),
                            sharing_commands(),     validation_commands(), corroboration_commands(),
                            export_commands(),      redaction_commands(),  report_commands(),
                            certificate_commands(), credential_commands(), exercise_commands()}) {
    commands.insert(commands.end(), table.begin(), table.end());
  }
  return commands;
}

std::size_t count_words(std::string_view words) {
  return 1 + static_cast<std::size_t>(std::count(words.begin(), words.end(), ' '));
}

bool begins_with_words(const std::vector<std::string>& given, std::string_view words) {
  std::string joined;
  for (std::size_t i = 0; i < count_words(words) && i < given.size(); ++i)
    joined += (i ? " " : "") + given[i];
  return joined == words;
}

void print_overview(const std::vector<Command>& commands) {
  fmt::print("sanad {}: permitted captures, sealed, and checked by anyone\n\n", service::kVersion);
  for (const auto& command : commands)
    fmt::print("  sanad {:<42} {}\n", fmt::format("{} {}", command.words, command.usage),
               command.summary);
  fmt::print(
      "\nEach command explains itself with --help. Bundles are checked by the separate program "
      "sanad-verify.\n");
}

void print_help(const Command& command, std::span<const Option> options) {
  fmt::print("sanad {} {}\n\n{}\n\n", command.words, command.usage, command.summary);
  for (const auto& option : options)
    fmt::print("  {:<28} {}\n", fmt::format("{} {}", option.name, option.value), option.help);
  fmt::print("\nExample:\n  {}\n", command.example);
}

int fail(const Error& error) {
  fmt::print(stderr, "error: {}\n", error.message);
  return exit_status(error.code);
}

int run_command(const Command& command, std::span<const std::string> words) {
  std::vector<Option> options = command.options;
  options.insert(options.end(), kCommonOptions.begin(), kCommonOptions.end());
  if (std::find(words.begin(), words.end(), "--help") != words.end()) {
    print_help(command, options);
    return 0;
  }
  auto arguments = Arguments::parse(words, options);
  if (!arguments.ok()) return fail(arguments.error());
  const SystemClock clock;
  Context context(std::move(*arguments), clock);
  const Result<int> status = command.run(context);
  return status.ok() ? *status : fail(status.error());
}

int run(const std::vector<std::string>& words) {
  const std::vector<Command> commands = all_commands();
  if (words.empty() || words[0] == "--help" || words[0] == "help") {
    print_overview(commands);
    return words.empty() ? 2 : 0;
  }
  if (words[0] == "--version") {
    fmt::print("sanad {}\n", service::kVersion);
    return 0;
  }
  const Command* best = nullptr;
  for (const auto& command : commands) {
    if (begins_with_words(words, command.words) &&
        (!best || count_words(best->words) < count_words(command.words)))
      best = &command;
  }
  if (!best)
    return fail({ErrorCode::kInvalid,
                 fmt::format("there is no command \"{}\"; see sanad --help", words[0])});
  return run_command(*best, std::span(words).subspan(count_words(best->words)));
}

}  // namespace

int exit_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::kDenied:
    case ErrorCode::kIntegrity:
      return 1;
    case ErrorCode::kInvalid:
    case ErrorCode::kNotFound:
    case ErrorCode::kConflict:
      return 2;
    case ErrorCode::kIo:
    case ErrorCode::kUnavailable:
    case ErrorCode::kLimit:
      return 3;
  }
  return 3;
}

}  // namespace sanad::cli

int main(int argc, char** argv) {
  sanad::cli::catch_stop_signals();
  try {
    return sanad::cli::run(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: the program failed: {}\n", error.what());
    return 3;
  }
}
