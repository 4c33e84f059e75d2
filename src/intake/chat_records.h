// Messages of chats as records.
#pragma once

#include <functional>
#include <string>

#include "chats/message.h"
#include "delivery.h"

namespace sanad::intake {

// The record without its place.
json::Object record_of(const chats::Message& message, std::string_view platform,
                       const chats::Chat& chat);

// Where bytes of the text stand in the source; absent where that cannot be said.
using PlaceOf = std::function<Result<std::optional<std::uint64_t>>(std::uint64_t)>;

// Gives a reader's messages on.
chats::Sink deliver_chats(std::string platform, PlaceOf place_of, Delivery& out);

}  // namespace sanad::intake
