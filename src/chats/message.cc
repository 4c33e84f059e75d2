#include "chats/message.h"

#include <fmt/format.h>

namespace sanad::chats {
namespace {

void set_text(json::Object& object, const char* name, const std::string& text) {
  if (!text.empty()) object.set(name, text);
}

json::Object to_json(const Attachment& attachment) {
  json::Object object{{"kind", attachment.kind}};
  set_text(object, "path", attachment.path);
  set_text(object, "name", attachment.name);
  set_text(object, "media_type", attachment.media_type);
  if (attachment.size_bytes) object.set("size", *attachment.size_bytes);
  set_text(object, "absent", attachment.absent);
  return object;
}

json::Object to_json(const Mark& mark) {
  json::Object object{{"kind", mark.kind}, {"offset", mark.offset}, {"length", mark.length}};
  set_text(object, "target", mark.target);
  return object;
}

}  // namespace

std::string format_local(const LocalTime& time) {
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", time.year, time.month, time.day,
                                 time.hour, time.minute);
  if (time.second) text += fmt::format(":{:02}", *time.second);
  return text;
}

json::Object to_json(const Message& message) {
  json::Object object{{"chat", message.chat}};
  set_text(object, "id", message.id);
  if (message.is_service) object.set("service", true);
  if (message.at) object.set("at", format_timestamp(*message.at));
  if (message.local) {
    object.set("local", format_local(*message.local));
    if (!message.local->is_certain) object.set("local_uncertain", true);
  }
  if (message.edited_at) object.set("edited_at", format_timestamp(*message.edited_at));
  set_text(object, "author", message.author);
  set_text(object, "author_id", message.author_id);
  set_text(object, "text", message.text);
  json::Array marks;
  for (const Mark& mark : message.marks) marks.emplace_back(to_json(mark));
  if (!marks.empty()) object.set("marks", std::move(marks));
  set_text(object, "reply_to", message.reply_to);
  set_text(object, "forwarded_from", message.forwarded_from);
  set_text(object, "forwarded_from_id", message.forwarded_from_id);
  json::Array attachments;
  for (const Attachment& one : message.attachments) attachments.emplace_back(to_json(one));
  if (!attachments.empty()) object.set("attachments", std::move(attachments));
  if (!message.other.empty()) object.set("other", message.other);
  return object;
}

}  // namespace sanad::chats
