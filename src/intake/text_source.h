// What importers of texts share.
#pragma once

#include <string>
#include <string_view>

#include "chat_records.h"
#include "delivery.h"
#include "text_input.h"

namespace sanad::intake {

// The source as UTF-8; the delivery is told where it is something else.
Result<TextInput> open_text(RandomSource& source, const Hints& hints, Delivery& out);
// text outlives the answer.
PlaceOf places_of(TextInput& text);

// As records need it, cut between characters after most bytes.
std::string well_formed(std::string_view text, std::size_t most = kMaxRecordText,
                        bool* is_cut = nullptr);
void set_text(json::Object& object, const char* name, std::string_view text);

}  // namespace sanad::intake
