// Takes one line of the log apart without building a JSON value: most of a log is bodies in base64,
// which go straight from the line into bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace sanad::netlog {

struct EventLine {
  std::int64_t type = -1;
  std::int64_t phase = -1;
  std::int64_t source_type = -1;
  std::int64_t source_id = 0;
  std::int64_t time_ms = 0;  // ticks, not yet UTC
  std::string_view params;   // the object's text, empty if absent
};

// line: one JSON object, without the comma after it. Members may come in any order. nullopt if it
// is not such an object or a member that we need is absent.
std::optional<EventLine> parse_event_line(std::string_view line);

// The text of a member of an object's text, as it stands (a string keeps its quotes). Only the
// outer level is looked at. nullopt if absent or if the text is no object.
std::optional<std::string_view> find_member(std::string_view object, std::string_view name);

// Appends what the base64 text means. False if the text is not strict base64 (RFC 4648 section 4).
bool append_base64(std::string_view text, Bytes& out);

// NetLog writes strings that are not ASCII as "%ESCAPED:" U+200B " " and the text with
// percent-encoded bytes. Gives the bytes back; any other text is answered as it is.
std::string unescape(std::string_view text);

// DER of a PEM certificate; nullopt if it is none.
std::optional<Bytes> parse_pem(std::string_view pem);

}  // namespace sanad::netlog
