#pragma once

#include "chats/message.h"

namespace sanad::chats {

// One message of Telegram's export. kInvalid: it is no JSON, also after repair.
Result<Message> parse_telegram_message(std::string_view record);

// "\xNN", as some versions wrote, into the character with that number.
std::string repair_escapes(std::string_view record);

}  // namespace sanad::chats
