// A message of a chat as its export has it, whatever program wrote the export.
//
// Every message knows its bytes in the export, so that whatever is said of it can be looked up
// there. Nothing is guessed: what an export does not say is absent here.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "json/json.h"

namespace sanad::chats {

// A time of day in a zone that the export does not name.
struct LocalTime {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0;
  std::optional<int> second;
  bool is_certain = true;  // false: day and month may be the other way round
  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

// "2026-11-24T16:50" with the second where there is one.
std::string format_local(const LocalTime& time);

struct Attachment {
  std::string kind;        // "photo", "video", "voice", "audio", "sticker", "file", "contact", …
  std::string path;        // inside the export, as it says; empty if absent
  std::string name;        // as it was called in the chat, where that differs
  std::string media_type;  // as the export says
  std::optional<std::int64_t> size_bytes;
  std::string absent;  // why it is not in the export, in the export's words
  friend bool operator==(const Attachment&, const Attachment&) = default;
};

// A stretch of the text that means more than its letters: a link, a mention, a telephone number.
struct Mark {
  std::string kind;        // as the export calls it
  std::size_t offset = 0;  // bytes of text
  std::size_t length = 0;
  std::string target;  // of a link whose text is another
  friend bool operator==(const Mark&, const Mark&) = default;
};

struct Message {
  std::uint64_t offset = 0;  // of its bytes in the export
  std::uint64_t length = 0;
  std::string chat;         // identifier, or name where there is none
  std::string id;           // in its chat; empty where the export numbers nothing
  bool is_service = false;  // written by the platform: somebody joined, a call
  std::optional<Timestamp> at;
  std::optional<LocalTime> local;
  std::optional<Timestamp> edited_at;
  std::string author;     // name as shown
  std::string author_id;  // the platform's
  std::string text;       // UTF-8
  std::vector<Mark> marks;
  std::string reply_to;        // id of the message that is answered
  std::string forwarded_from;  // name as shown
  std::string forwarded_from_id;
  std::vector<Attachment> attachments;
  json::Object other;  // what else the export says, as it says it
};

struct Chat {
  std::string id;
  std::string name;
  std::string kind;  // as the export calls it
};

// What could not be read. The bytes stay in the export, and are counted.
struct Unread {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::string reason;
};

// Takes what a reader finds, in the order of the export. An error ends the reading with it.
struct Sink {
  std::function<Result<void>(Chat&&)> on_chat;
  std::function<Result<void>(Message&&)> on_message;
  std::function<Result<void>(Unread&&)> on_unread;
};

// The form in which a message is kept as a part of its exhibit (docs/formats/chats.md).
json::Object to_json(const Message& message);

}  // namespace sanad::chats
