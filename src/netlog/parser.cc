#include "netlog/parser.h"

#include <fmt/format.h>

#include <cstring>
#include <optional>
#include <utility>

#include "assembler.h"

namespace sanad::netlog {

// Lines of the log, in order:
//   {"constants":{…},          kConstants
//   "events": [                kEventsStart
//   {…},                       kEvents, one each; the last ends with "}]," or "}]}"
//   "polledData": […]          kTrailer: of any length, unread
//   }
struct Parser::State {
  enum class Place { kConstants, kEventsStart, kEvents, kTrailer };

  explicit State(Listener& to) : listener(to) {}

  Result<void> take(std::string_view line);
  Result<void> take_event(std::string_view line);
  Result<void> take_part(std::string_view part);

  Listener& listener;
  std::optional<Assembler> assembler;
  std::optional<Error> failed;
  Place place = Place::kConstants;
  std::string partial;  // a line whose end has not come yet
  LogEnd end;
  std::uint64_t line_offset = 0;
  bool closed = false;  // a line that closes the document was seen
};

namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

Result<void> Parser::State::take(std::string_view line) {
  switch (place) {
    case Place::kConstants: {
      SANAD_TRY(Constants constants, parse_constants(trim(line)));
      SANAD_CHECK(listener.on_log(constants.info));
      assembler.emplace(listener, std::move(constants));
      place = Place::kEventsStart;
      return {};
    }
    case Place::kEventsStart:
      if (trim(line) != "\"events\": [" && trim(line) != "\"events\":[") {
        return Error{ErrorCode::kInvalid,
                     "This is not a network log of Chromium: no events follow its constants."};
      }
      place = Place::kEvents;
      return {};
    case Place::kEvents:
      return take_event(trim(line));
    case Place::kTrailer:
      break;
  }
  if (trim(line).ends_with('}')) closed = true;
  return {};
}

Result<void> Parser::State::take_event(std::string_view line) {
  if (line.empty()) return {};
  if (line.front() == ']') {
    place = Place::kTrailer;
    closed = line.ends_with('}');
    return {};
  }
  if (line.back() == ',') line.remove_suffix(1);
  auto event = parse_event_line(line);
  if (!event && line.ends_with("}]}")) {
    event = parse_event_line(line.substr(0, line.size() - 2));
    closed = event.has_value();
  } else if (!event && line.ends_with("}]")) {
    event = parse_event_line(line.substr(0, line.size() - 1));
  }
  if (!event) {
    ++end.damaged_lines;
    return listener.on_note(
        {line_offset, "A line of the network log is damaged and could not be read."});
  }
  if (line.back() == ']' || closed) place = Place::kTrailer;
  ++end.events;
  return assembler->event(*event, line_offset);
}

// Adds to the line that is not whole yet.
Result<void> Parser::State::take_part(std::string_view part) {
  if (place == Place::kTrailer) {  // of any length, and only its last bytes matter
    partial.append(part);
    if (partial.size() > 64) partial.erase(0, partial.size() - 64);
    return {};
  }
  if (partial.size() + part.size() > kMaxLineBytes) {
    return Error{ErrorCode::kLimit,
                 fmt::format("The line of the network log at offset {} is longer than {} bytes, so "
                             "the log cannot be read from there on.",
                             line_offset, kMaxLineBytes)};
  }
  partial.append(part);
  return {};
}

Parser::Parser(Listener& listener) : state_(std::make_unique<State>(listener)) {}
Parser::~Parser() = default;
Parser::Parser(Parser&&) noexcept = default;

Result<void> Parser::feed(ByteView bytes) {
  State& state = *state_;
  if (state.failed) return *state.failed;
  std::string_view text = as_text(bytes);
  const auto fail = [&state](const Error& error) {
    state.failed = error;
    return error;
  };
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    const std::string_view part = text.substr(0, newline);
    const bool whole = newline != std::string_view::npos;
    if (!whole || !state.partial.empty() || part.size() > kMaxLineBytes) {
      const auto taken = state.take_part(part);
      if (!taken.ok()) return fail(taken.error());
    }
    state.end.bytes += part.size() + (whole ? 1 : 0);
    if (!whole) return {};
    const auto taken = state.take(state.partial.empty() ? part : std::string_view(state.partial));
    if (!taken.ok()) return fail(taken.error());
    state.partial.clear();
    state.line_offset = state.end.bytes;
    text.remove_prefix(newline + 1);
  }
  return {};
}

Result<LogEnd> Parser::finish() {
  State& state = *state_;
  if (state.failed) return *state.failed;
  LogEnd& end = state.end;
  if (state.place == State::Place::kTrailer) {
    if (trim(state.partial).ends_with('}')) state.closed = true;
  } else {
    end.cut_bytes = state.partial.size();
  }
  end.complete = state.closed;
  if (state.assembler) {
    end.last_event = state.assembler->last_event();
    const auto ended = state.assembler->finish();
    if (!ended.ok()) return ended.error();
  }
  return end;
}

}  // namespace sanad::netlog
