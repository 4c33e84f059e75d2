#include "chats/telegram.h"

#include <fmt/format.h>

#include "chats/records.h"
#include "telegram_message.h"

namespace sanad::chats {

struct TelegramReader::State {
  explicit State(Sink given) : sink(std::move(given)), records(handler(), kMaxTelegramMessage) {}

  Records::Handler handler() {
    return {.on_record = [this](std::size_t depth, std::string_view bytes,
                                std::uint64_t at) { return record(depth, bytes, at); },
            .on_object =
                [this](std::size_t depth) {
                  if (depth >= open.size()) open.resize(depth + 1);
                  open[depth] = {};
                },
            .on_member = [this](std::size_t depth, std::string_view name,
                                std::string_view value) { return member(depth, name, value); },
            .on_too_long =
                [this](std::uint64_t at, std::uint64_t length) {
                  return sink.on_unread(
                      {at, length, fmt::format("a message of {} bytes is too long", length)});
                }};
  }

  // "name", "type" and "id" of a chat stand before its "messages".
  Result<void> member(std::size_t depth, std::string_view name, std::string_view value) {
    if (depth >= open.size()) return {};
    Chat& chat = open[depth].chat;
    std::string* place = name == "\"name\""   ? &chat.name
                         : name == "\"type\"" ? &chat.kind
                         : name == "\"id\""   ? &chat.id
                                              : nullptr;
    if (place == nullptr) return {};
    if (!value.starts_with('"')) {
      *place = value == "null" ? "" : std::string(value);  // an account that was deleted has none
    } else if (const auto parsed = json::parse_foreign(value); parsed.ok()) {
      *place = parsed->string_or("");
    }
    return {};
  }

  Result<void> record(std::size_t depth, std::string_view bytes, std::uint64_t offset) {
    Open& holder = open[depth];
    if (!holder.is_announced) {
      holder.is_announced = true;
      ++chats;
      SANAD_CHECK(sink.on_chat(Chat(holder.chat)));
    }
    auto message = parse_telegram_message(bytes);
    if (!message.ok()) return sink.on_unread({offset, bytes.size(), message.error().message});
    message->offset = offset;
    message->length = bytes.size();
    message->chat = holder.chat.id.empty() ? holder.chat.name : holder.chat.id;
    return sink.on_message(std::move(*message));
  }

  struct Open {
    Chat chat;
    bool is_announced = false;
  };

  Sink sink;
  Records records;
  std::vector<Open> open = std::vector<Open>(1);  // the objects that are open, by depth
  std::uint64_t chats = 0;
};

TelegramReader::TelegramReader(Sink sink) : state_(std::make_unique<State>(std::move(sink))) {}
TelegramReader::~TelegramReader() = default;

Result<void> TelegramReader::write(ByteView chunk) { return state_->records.write(chunk); }

Result<void> TelegramReader::finish() {
  const std::string problem = state_->records.finish();
  const std::uint64_t end = state_->records.position();
  const std::uint64_t begin = state_->records.open_record().value_or(end);
  if (!problem.empty()) SANAD_CHECK(state_->sink.on_unread({begin, end - begin, problem}));
  if (state_->chats > 0) return {};
  return Error{ErrorCode::kInvalid,
               "no chat with messages was found; a Telegram Desktop export in JSON has a list "
               "called \"messages\""};
}

}  // namespace sanad::chats
