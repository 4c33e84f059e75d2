#include "telegram_message.h"

#include <array>
#include <charconv>

#include "base/utf8.h"

namespace sanad::chats {
namespace {

// Names that are read into members of Message, or say the same twice.
constexpr std::array<std::string_view, 27> kRead = {"id",
                                                    "type",
                                                    "date",
                                                    "date_unixtime",
                                                    "edited",
                                                    "edited_unixtime",
                                                    "from",
                                                    "from_id",
                                                    "actor",
                                                    "actor_id",
                                                    "text",
                                                    "text_entities",
                                                    "reply_to_message_id",
                                                    "forwarded_from",
                                                    "forwarded_from_id",
                                                    "photo",
                                                    "photo_file_size",
                                                    "file",
                                                    "file_name",
                                                    "file_size",
                                                    "media_type",
                                                    "mime_type",
                                                    "contact_vcard",
                                                    "contact_vcard_file_size",
                                                    "thumbnail",
                                                    "thumbnail_file_size",
                                                    "sticker_emoji"};

std::string text_of(const json::Value& value) {
  if (const auto* text = value.as_string()) return *text;
  if (const auto number = value.as_int()) return std::to_string(*number);
  return "";
}

std::optional<Timestamp> unix_time(const json::Value& value) {
  const std::string text = text_of(value);
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (seconds <= 0 || seconds > 253'402'300'799) return std::nullopt;
  return Timestamp{seconds * 1000};
}

// "2025-12-31T21:41:05"
std::optional<LocalTime> local_time(const std::string& text) {
  LocalTime time;
  int second = 0;
  char rest = 0;
  if (text.size() != 19 ||
      std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%c", &time.year, &time.month, &time.day,
                  &time.hour, &time.minute, &second, &rest) != 6)
    return std::nullopt;
  time.second = second;
  return time;
}

// A text is a string, or pieces: strings, and objects that say what they are.
void take_text(const json::Value& text, Message& message) {
  if (const auto* plain = text.as_string()) {
    message.text = *plain;
    return;
  }
  const auto* pieces = text.as_array();
  if (pieces == nullptr) return;
  for (const json::Value& piece : *pieces) {
    if (const auto* plain = piece.as_string()) {
      message.text += *plain;
      continue;
    }
    Mark mark;
    mark.kind = piece["type"].string_or("");
    mark.offset = message.text.size();
    mark.target = piece["href"].string_or("");
    const std::string shown = piece["text"].string_or("");
    mark.length = shown.size();
    message.text += shown;
    if (!mark.kind.empty() && mark.kind != "plain") message.marks.push_back(std::move(mark));
  }
}

// Instead of a path the export may say, in brackets, why there is none.
Attachment attachment(const json::Value& record, std::string_view path_name,
                      std::string_view size_name, std::string kind) {
  Attachment made;
  made.kind = std::move(kind);
  const std::string path = record[path_name].string_or("");
  if (path.starts_with('(') && path.ends_with(')')) {
    made.absent = path;
  } else {
    made.path = path;
  }
  if (const auto size = record[size_name].as_int(); size && *size >= 0) made.size_bytes = size;
  return made;
}

std::string kind_of(const std::string& media_type) {
  if (media_type == "voice_message") return "voice";
  if (media_type == "video_file" || media_type == "video_message") return "video";
  if (media_type == "audio_file") return "audio";
  return media_type.empty() ? "file" : media_type;  // "sticker", "animation"
}

void take_attachments(const json::Value& record, Message& message) {
  if (!record["photo"].is_null())
    message.attachments.push_back(attachment(record, "photo", "photo_file_size", "photo"));
  if (!record["file"].is_null()) {
    Attachment made =
        attachment(record, "file", "file_size", kind_of(record["media_type"].string_or("")));
    made.name = record["file_name"].string_or("");
    made.media_type = record["mime_type"].string_or("");
    message.attachments.push_back(std::move(made));
  }
  if (!record["contact_vcard"].is_null()) {
    message.attachments.push_back(
        attachment(record, "contact_vcard", "contact_vcard_file_size", "contact"));
  }
}

}  // namespace

std::string repair_escapes(std::string_view record) {
  std::string out;
  out.reserve(record.size());
  const auto hex = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (record[i] != '\\' || i + 1 >= record.size()) {
      out += record[i];
      continue;
    }
    if (record[i + 1] == 'x' && i + 3 < record.size() && hex(record[i + 2]) >= 0 &&
        hex(record[i + 3]) >= 0) {
      out.append("\\u00").append(record.substr(i + 2, 2));
      i += 3;
    } else {
      out.append(record.substr(i, 2));
      ++i;
    }
  }
  return out;
}

Result<Message> parse_telegram_message(std::string_view record) {
  auto parsed = json::parse_foreign(record);
  bool repaired = false, malformed = false;
  if (!parsed.ok()) {
    std::string mended = repair_escapes(record);
    repaired = mended != record;
    malformed = utf8_prefix_length(mended) != mended.size();
    if (malformed) mended = replace_malformed_utf8(mended);
    if (!repaired && !malformed) return parsed.error();
    parsed = json::parse_foreign(mended);
    if (!parsed.ok()) return parsed.error();
  }
  const json::Value& value = *parsed;
  if (value.as_object() == nullptr) return Error{ErrorCode::kInvalid, "it is no object"};
  Message message;
  message.id = text_of(value["id"]);
  message.is_service = value["type"].string_or("message") != "message";
  message.at = unix_time(value["date_unixtime"]);
  message.local = local_time(value["date"].string_or(""));
  message.edited_at = unix_time(value["edited_unixtime"]);
  const bool acts = !value["actor"].is_null() || !value["actor_id"].is_null();
  message.author = value[acts ? "actor" : "from"].string_or("");
  message.author_id = text_of(value[acts ? "actor_id" : "from_id"]);
  take_text(value["text"], message);
  message.reply_to = text_of(value["reply_to_message_id"]);
  message.forwarded_from = value["forwarded_from"].string_or("");
  message.forwarded_from_id = text_of(value["forwarded_from_id"]);
  take_attachments(value, message);
  for (const json::Member& member : *value.as_object()) {
    if (std::find(kRead.begin(), kRead.end(), member.name) == kRead.end())
      message.other.set(member.name, member.value);
  }
  if (repaired) message.other.set("repaired", "escapes");
  if (malformed) message.other.set("malformed", true);
  return message;
}

}  // namespace sanad::chats
