#include "chats/whatsapp.h"

#include "chat_records.h"
#include "importers.h"
#include "text_source.h"

namespace sanad::intake {
namespace {

// "WhatsApp Chat with Amal.txt", "WhatsApp-Chat mit Amal.txt": the file says nowhere whose chat it
// is, and iOS names every file "_chat.txt".
std::string chat_of(std::string_view path) {
  std::string_view name = path.substr(path.find_last_of("/\\") + 1);
  if (name == "_chat.txt") return {};
  if (name.ends_with(".txt")) name.remove_suffix(4);
  return std::string(name);
}

}  // namespace

Result<void> import_whatsapp(RandomSource& source, const Hints& hints, Delivery& out) {
  SANAD_TRY(TextInput text, open_text(source, hints, out));
  chats::WhatsAppSurvey survey;
  SANAD_CHECK(each_piece(text, [&](ByteView piece) { return survey.write(piece); }));
  const auto dates = survey.finish();
  if (!dates.ok()) return out.unread(dates.error().message, 0, source.size());
  text.rewind();
  chats::Sink sink = deliver_chats("whatsapp", places_of(text), out);
  const std::string chat = well_formed(chat_of(hints.name));
  SANAD_CHECK(sink.on_chat({chat, chat, ""}));
  chats::WhatsAppReader reader(*dates, chat, std::move(sink));
  SANAD_CHECK(each_piece(text, [&](ByteView piece) { return reader.write(piece); }));
  return reader.finish();
}

}  // namespace sanad::intake
