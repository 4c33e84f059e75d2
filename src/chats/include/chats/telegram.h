// Telegram Desktop's export in JSON (result.json): of one chat, or of a whole account. Read as it
// comes, a message at a time, whatever the length of the file.
//
// The local "date" goes wrong where clocks change, so "date_unixtime" counts; where it is missing
// (versions before 2021) there is only the local time. Versions of 2023 wrote "\xNN" inside
// strings, which is no JSON: such a message is repaired, and says so in other.repaired.
//
// Source: the export of Telegram Desktop 1.3 to 5; its writer is public (export_output_json.cpp),
// there is no specification. Tested by telegram_test.cc, fuzzed by telegram_fuzz.cc.
#pragma once

#include <memory>

#include "base/bytes.h"
#include "chats/message.h"

namespace sanad::chats {

inline constexpr std::size_t kMaxTelegramMessage = std::size_t{16} << 20;

class TelegramReader {
 public:
  explicit TelegramReader(Sink sink);
  ~TelegramReader();
  // kInvalid: the document is no export. Otherwise what the sink answers.
  Result<void> write(ByteView chunk);
  // After the last byte. kInvalid: nothing in it was a chat.
  Result<void> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sanad::chats
