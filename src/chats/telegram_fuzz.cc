#include <algorithm>

#include "chats/telegram.h"

// Any bytes, in chunks of a size that the first byte says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  if (size == 0) return 0;
  chats::TelegramReader reader({.on_chat = [](chats::Chat&&) { return Result<void>{}; },
                                .on_message =
                                    [&](chats::Message&& message) {
                                      if (message.offset + message.length > size) __builtin_trap();
                                      json::format_canonical(json::Value(chats::to_json(message)));
                                      return Result<void>{};
                                    },
                                .on_unread = [](chats::Unread&&) { return Result<void>{}; }});
  const std::size_t chunk = data[0] % 64 + 1U;
  const ByteView bytes(data + 1, size - 1);
  for (std::size_t at = 0; at < bytes.size(); at += chunk) {
    if (!reader.write(bytes.subspan(at, std::min(chunk, bytes.size() - at))).ok()) return 0;
  }
  (void)reader.finish().ok();
  return 0;
}
