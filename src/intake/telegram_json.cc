#include "chat_records.h"
#include "chats/telegram.h"
#include "importers.h"
#include "text_input.h"
#include "text_source.h"

namespace sanad::intake {

Result<void> import_telegram_json(RandomSource& source, const Hints& hints, Delivery& out) {
  SANAD_TRY(TextInput text, open_text(source, hints, out));
  chats::TelegramReader reader(deliver_chats("telegram", places_of(text), out));
  SANAD_CHECK(each_piece(text, [&](ByteView piece) { return reader.write(piece); }));
  const auto finished = reader.finish();
  if (finished.ok() || finished.error().code != ErrorCode::kInvalid) return finished;
  return out.unread(finished.error().message, 0, source.size());
}

}  // namespace sanad::intake
