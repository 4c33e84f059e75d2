// CDP messages as they travel on --remote-debugging-pipe: JSON texts, each ended by a NUL byte.
// Pure: bytes in, values out. Fuzzed by cdp_fuzz.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "json/json.h"

namespace sanad::browser {

// The largest message that is kept whole. An MHTML snapshot is one message, so this is large; a
// longer message is dropped, counted, and its caller told kLimit.
inline constexpr std::size_t kMaxMessageBytes = 128 * 1024 * 1024;

struct Message {
  std::optional<std::int64_t> id;    // set: an answer; absent: an event
  std::string method;                // of an event
  std::string session;               // empty: the browser itself
  json::Value body;                  // "result" of an answer, "params" of an event
  std::optional<std::string> error;  // of an answer: the browser's words
  bool oversized = false;            // only the id is known, the rest was longer than the limit
};

// kInvalid if the text is not a CDP message. Chromium may write lone surrogates of a page's
// strings; they are read as U+FFFD.
Result<Message> parse_message(std::string_view text);

// text with each lone surrogate escape (\ud800 without its pair) replaced by \ufffd.
std::string replace_lone_surrogates(std::string_view text);

// The number after {"id": at the front of a message, if it stands there.
std::optional<std::int64_t> leading_id(std::string_view front);

// Cuts a byte stream into messages. Memory: at most one message of max_bytes.
class Framer {
 public:
  explicit Framer(std::size_t max_bytes = kMaxMessageBytes) : max_bytes_(max_bytes) {}
  // on_text is called for each complete text, in order; oversized texts arrive as their first
  // kFrontBytes bytes with cut = true.
  void push(ByteView data, const std::function<void(std::string_view text, bool cut)>& on_text);

  static constexpr std::size_t kFrontBytes = 64;

 private:
  std::size_t max_bytes_;
  std::string buffer_;
  bool cut_ = false;
};

// One command, ready to be written (with its NUL).
std::string format_command(std::int64_t id, std::string_view method, json::Object params,
                           std::string_view session);

}  // namespace sanad::browser
