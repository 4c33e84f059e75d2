#include <fmt/format.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "command.h"
#include "files/files.h"

namespace sanad::cli {
namespace {

std::string environment(const char* name) {
  const char* value = ::getenv(name);
  return value ? value : "";
}

// Reads a line without showing it.
std::string ask_hidden(std::string_view prompt) {
  termios before{};
  ::tcgetattr(STDIN_FILENO, &before);
  termios hidden = before;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  fmt::print(stderr, "{}", prompt);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  std::string line;
  std::getline(std::cin, line);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
  fmt::print(stderr, "\n");
  return line;
}

}  // namespace

std::string Context::directory() const {
  const std::string named = environment("SANAD_WORKSPACE");
  return arguments.value("--workspace", named.empty() ? "workspace" : named);
}

Result<keyring::Protection> Context::protection(bool is_new) const {
  bool wanted = is_new && arguments.has("--passphrase");
  if (!is_new) {
    files::PosixFileSystem file_system;
    const auto needed = keyring::Keyring::needs_passphrase(file_system, directory() + "/keys");
    if (!needed.ok() && needed.error().code == ErrorCode::kNotFound) {
      return Error{ErrorCode::kNotFound, fmt::format("there is no workspace at {}; make one with "
                                                     "\"sanad init\", or name it with --workspace",
                                                     directory())};
    }
    SANAD_TRY(wanted, Result<bool>(needed));
  }
  if (!wanted) return keyring::Protection(keyring::KeyFile{environment("SANAD_KEY_FILE")});
  std::string passphrase = environment("SANAD_PASSPHRASE");
  if (passphrase.empty() && ::isatty(STDIN_FILENO))
    passphrase = ask_hidden("Passphrase of the workspace: ");
  if (passphrase.empty()) {
    return Error{
        ErrorCode::kInvalid,
        "the workspace needs its passphrase; set SANAD_PASSPHRASE, or run this on a terminal"};
  }
  return keyring::Protection(keyring::Passphrase{passphrase});
}

Result<service::Workspace*> Context::workspace() {
  if (!workspace_) {
    SANAD_TRY(const auto key, protection(false));
    SANAD_TRY(workspace_, service::Workspace::open({directory(), key}, clock_));
  }
  return workspace_.get();
}

Result<authority::Officer> Context::officer() {
  const std::string name = arguments.value("--as", environment("SANAD_AS"));
  if (name.empty())
    return Error{ErrorCode::kInvalid, "say who acts with --as OFFICER; every act is some person's"};
  SANAD_TRY(auto* opened, workspace());
  return opened->records().officer(name);
}

void Context::print(const json::Value& value, const std::string& text) const {
  if (json()) {
    fmt::print("{}\n", json::format_pretty(value));
  } else {
    fmt::print("{}\n", text);
  }
}

void Context::print_list(json::Array items, const std::vector<std::string>& lines) const {
  if (json()) {
    fmt::print("{}\n", json::format_pretty(std::move(items)));
    return;
  }
  for (const auto& line : lines) fmt::print("{}\n", line);
}

Result<std::string> read_text(const std::string& name, std::uint64_t most) {
  files::PosixFileSystem fs;
  SANAD_TRY(const auto info, fs.stat(name));
  if (!info) {
    return Error{ErrorCode::kNotFound, fmt::format("there is no file {}; look at its name", name)};
  }
  if (info->is_directory) {
    return Error{ErrorCode::kInvalid, fmt::format("{} is a folder; name a file", name)};
  }
  SANAD_TRY(const Bytes bytes, files::read_file(fs, name, most));
  return std::string(as_text(bytes));
}

}  // namespace sanad::cli
