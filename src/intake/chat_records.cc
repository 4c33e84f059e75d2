#include "chat_records.h"

#include <memory>

#include "text_source.h"

namespace sanad::intake {
namespace {

// Of a stretch of text, in the source.
Result<void> set_place(const PlaceOf& place_of, std::uint64_t offset, std::uint64_t length,
                       json::Object& record) {
  SANAD_TRY(const auto begin, place_of(offset));
  SANAD_TRY(const auto end, place_of(offset + length));
  if (!begin || !end) return {};
  record.set("offset", *begin);
  record.set("length", *end - *begin);
  return {};
}

}  // namespace

json::Object record_of(const chats::Message& message, std::string_view platform,
                       const chats::Chat& chat) {
  json::Object record = chats::to_json(message);
  record.set("chat", well_formed(message.chat));
  record.set("kind", "message");
  record.set("platform", std::string(platform));
  if (!chat.name.empty()) record.set("chat_name", well_formed(chat.name));
  return record;
}

chats::Sink deliver_chats(std::string platform, PlaceOf place_of, Delivery& out) {
  const auto chat = std::make_shared<chats::Chat>();
  return {.on_chat = [chat](chats::Chat&& begun) -> Result<void> {
            *chat = std::move(begun);
            return {};
          },
          .on_message = [chat, platform = std::move(platform), place_of,
                         &out](chats::Message&& message) -> Result<void> {
            json::Object record = record_of(message, platform, *chat);
            SANAD_CHECK(set_place(place_of, message.offset, message.length, record));
            return out.record(std::move(record));
          },
          .on_unread = [place_of, &out](chats::Unread&& what) -> Result<void> {
            SANAD_TRY(const auto begin, place_of(what.offset));
            SANAD_TRY(const auto end, place_of(what.offset + what.length));
            if (!begin || !end) return out.unread(what.reason);
            return out.unread(what.reason, *begin, *end - *begin);
          }};
}

}  // namespace sanad::intake
