#include "chats/whatsapp.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const ByteView bytes(data, size);
  chats::WhatsAppSurvey survey;
  if (!survey.write(bytes).ok()) return 0;
  const auto dates = survey.finish();
  if (!dates.ok()) return 0;
  chats::WhatsAppReader reader(*dates, "chat",
                               {.on_chat = nullptr,
                                .on_message =
                                    [&](chats::Message&& message) {
                                      if (message.offset + message.length > size) __builtin_trap();
                                      json::format_canonical(json::Value(chats::to_json(message)));
                                      return Result<void>{};
                                    },
                                .on_unread = [](chats::Unread&&) { return Result<void>{}; }});
  (void)(reader.write(bytes).ok() && reader.finish().ok());
  return 0;
}
