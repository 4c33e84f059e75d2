#include "json_records.h"

#include "base/utf8.h"

namespace sanad::intake {

void set_place(json::Object& record, const JsonPlace& place) {
  if (!place.is_known) return;
  record.set("offset", place.offset);
  record.set("length", place.length);
}

std::string text_of(const json::Value& value) {
  if (const auto* text = value.as_string()) return *text;
  if (const auto* truth = value.as_bool()) return *truth ? "true" : "false";
  if (value.as_number() != nullptr) return json::format_canonical(value);
  return {};
}

Result<void> each_json(RandomSource& source, const Hints& hints, const JsonRecords& wanted,
                       Delivery& out) {
  SANAD_TRY(TextInput text, open_text(source, hints, out));
  const PlaceOf place_of = places_of(text);
  const auto place = [&](std::uint64_t offset, std::uint64_t length) -> Result<JsonPlace> {
    SANAD_TRY(const auto begin, place_of(offset));
    SANAD_TRY(const auto end, place_of(offset + length));
    if (!begin || !end) return JsonPlace{};
    return JsonPlace{*begin, *end - *begin, true};
  };
  const auto unread = [&](std::string_view why, std::uint64_t offset,
                          std::uint64_t length) -> Result<void> {
    SANAD_TRY(const JsonPlace at, place(offset, length));
    return at.is_known ? out.unread(why, at.offset, at.length) : out.unread(why);
  };
  chats::Records::Handler handler;
  handler.on_record = [&](std::size_t, std::string_view bytes,
                          std::uint64_t offset) -> Result<void> {
    auto value = json::parse_foreign(bytes);
    if (!value.ok() && utf8_prefix_length(bytes) != bytes.size())
      value = json::parse_foreign(replace_malformed_utf8(bytes));
    if (!value.ok()) return unread(value.error().message, offset, bytes.size());
    SANAD_TRY(const JsonPlace at, place(offset, bytes.size()));
    return wanted.take(std::move(*value), at);
  };
  handler.on_object = [](std::size_t) {};
  handler.on_member = [&](std::size_t, std::string_view name,
                          std::string_view value) -> Result<void> {
    return wanted.on_member ? wanted.on_member(name, value) : Result<void>();
  };
  handler.on_too_long = [&](std::uint64_t offset, std::uint64_t length) {
    return unread("an object is too long to be read", offset, length);
  };
  handler.on_other = [&](std::uint64_t end) {
    return unread("an element before this place is no object", end, 0);
  };
  chats::Records records(std::move(handler), kMaxJsonRecord, wanted.array);
  SANAD_CHECK(each_piece(text, [&](ByteView piece) { return records.write(piece); }));
  const std::string problem = records.finish();
  if (problem.empty()) return {};
  const std::uint64_t end = records.position(), begin = records.open_record().value_or(end);
  return unread(problem, begin, end - begin);
}

}  // namespace sanad::intake
