#include "text_source.h"

#include "base/utf8.h"
#include "looks.h"

namespace sanad::intake {

Result<TextInput> open_text(RandomSource& source, const Hints& hints, Delivery& out) {
  SANAD_TRY(const Bytes head, head_of(source, kHeadBytes));
  TextInput text(source, charset_of(head, hints.charset));
  if (!text.charset().empty() && text.charset() != "UTF-8") out.set_charset(text.charset());
  return text;
}

PlaceOf places_of(TextInput& text) {
  return [&text](std::uint64_t offset) -> Result<std::optional<std::uint64_t>> {
    if (!text.has_places()) return std::optional<std::uint64_t>();
    SANAD_TRY(const std::uint64_t place, text.place_of(offset));
    return std::optional(place);
  };
}

std::string well_formed(std::string_view text, std::size_t most, bool* is_cut) {
  if (text.size() > most) {
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
    text = text.substr(0, end);
    if (is_cut != nullptr) *is_cut = true;
  }
  return utf8_prefix_length(text) == text.size() ? std::string(text) : replace_malformed_utf8(text);
}

void set_text(json::Object& object, const char* name, std::string_view text) {
  if (!text.empty()) object.set(name, well_formed(text));
}

}  // namespace sanad::intake
