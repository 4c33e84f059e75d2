#include "service/classes.h"

#include "reasons.h"
#include "service/people.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;

namespace {

Result<std::optional<records::Entry>> newest(Workspace& workspace, std::string_view kind) {
  SANAD_TRY(auto entries, workspace.records().entries({.kind = std::string(kind), .limit = 1}));
  if (entries.empty()) return std::optional<records::Entry>();
  return std::optional<records::Entry>(std::move(entries.front()));
}

Result<void> record(Workspace& workspace, const Officer& caller, std::string_view kind,
                    json::Object data) {
  SANAD_CHECK(workspace.custody().record({std::string(kind), caller.id, "", std::move(data)}));
  return {};
}

}  // namespace

Result<ClassState> class_state(Workspace& workspace) {
  ClassState state;
  SANAD_TRY(const auto opened, newest(workspace, "class.opened"));
  SANAD_TRY(const auto closing, newest(workspace, "class.closing"));
  SANAD_TRY(const auto closed, newest(workspace, "class.closed"));
  state.is_opened = opened.has_value();
  state.is_closing = closing && closing->index > opened->index;
  state.is_closed = closed && closed->index > opened->index;
  if (opened) state.seats = static_cast<int>(opened->data["seats"].int_or(0));
  if (state.is_closing)
    state.entries = static_cast<std::uint64_t>(closing->data["entries"].int_or(0));
  return state;
}

Result<void> open_class(Workspace& workspace, const Officer& caller, const ClassOpening& opening) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kAdministrator}, "open a class"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const ClassState state, class_state(workspace));
  if (state.is_opened && !state.is_closed)
    return Error{ErrorCode::kConflict, "a class of this workspace is open; close it first"};
  return record(workspace, caller, "class.opened",
                json::Object{{"title", opening.title},
                             {"seats", opening.seats},
                             {"seed_sha256", opening.seed_sha256},
                             {"captures_at_once", opening.captures_at_once}});
}

Result<void> begin_class_closing(Workspace& workspace, const Officer& caller,
                                 std::string_view reason, const std::vector<SeatEnd>& seats) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kAdministrator}, "close a class"));
  SANAD_CHECK(require_words(reason, "why the class is closed"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const ClassState state, class_state(workspace));
  if (!state.is_opened) return Error{ErrorCode::kConflict, "no class was opened in this workspace"};
  if (state.is_closing) return Error{ErrorCode::kConflict, "the class is being closed already"};
  std::uint64_t entries = 0;
  for (const SeatEnd& seat : seats) {
    entries += seat.entries;
    SANAD_CHECK(record(workspace, caller, "class.seat-ended",
                       json::Object{{"number", seat.number},
                                    {"entries", seat.entries},
                                    {"checkpoint", seat.checkpoint},
                                    {"results", seat.results}}));
  }
  return record(workspace, caller, "class.closing",
                json::Object{{"reason", reason}, {"seats", seats.size()}, {"entries", entries}});
}

Result<void> end_class_closing(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kAdministrator}, "close a class"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const ClassState state, class_state(workspace));
  if (!state.is_closing || state.is_closed)
    return Error{ErrorCode::kConflict, "the class is not being closed"};
  return record(workspace, caller, "class.closed",
                json::Object{{"seats", state.seats}, {"entries", state.entries}});
}

}  // namespace sanad::service
