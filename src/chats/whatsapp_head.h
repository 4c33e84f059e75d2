// The beginning of a message in WhatsApp's export: "31/12/2025, 21:41 - " or "[31.12.25, 21:41:05]
// ".
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "chats/whatsapp.h"

namespace sanad::chats {

struct WhatsAppHead {
  std::array<int, 3> numbers{};  // of the date, in their order
  std::array<int, 3> digits{};   // how many each has
  int hour = 0, minute = 0;      // of the day, also where it was written to twelve
  std::optional<int> second;
  std::size_t length = 0;  // bytes up to what was written
};

std::optional<WhatsAppHead> parse_whatsapp_head(std::string_view line);

// Absent: no such day.
std::optional<LocalTime> local_time(const WhatsAppHead& head, DateOrder order);

// Past marks of direction and the mark of byte order.
std::string_view without_leading_marks(std::string_view text);
std::string without_marks(std::string_view text);

}  // namespace sanad::chats
