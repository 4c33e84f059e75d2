// WhatsApp's export of a chat: a text file in which each message begins with a date and a time in
// the way of the telephone's language, and ends where the next begins.
//
//   31/12/2025, 21:41 - Amal: the boat is late          Android
//   [31.12.25, 21:41:05] Amal: the boat is late         iOS
//
// Digits may be Arabic or Persian, hours counted to twelve, marks of direction anywhere. Whether
// 03/04 is the third of April or the fourth of March no line says: a first reading of the whole
// file (survey) finds out, where anything in it tells. The zone is never named.
//
// Source: exports of Android and iOS in several languages; there is no published description.
// Tested by whatsapp_test.cc, fuzzed by whatsapp_fuzz.cc. Not thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "chats/message.h"

namespace sanad::chats {

enum class DateOrder { kDayFirst, kMonthFirst, kYearFirst };

struct WhatsAppDates {
  DateOrder order = DateOrder::kDayFirst;
  bool is_certain = false;
  std::uint64_t messages = 0;  // that begin with a date
};

inline constexpr std::size_t kMaxWhatsAppMessage = 1U << 20U;  // longer ones are cut, and say so

// Lines of a file that comes in chunks of any size, without their ends.
class Lines {
 public:
  using OnLine = std::function<Result<void>(std::string_view line, std::uint64_t offset)>;
  explicit Lines(OnLine on_line) : on_line_(std::move(on_line)) {}
  Result<void> write(ByteView chunk);
  Result<void> finish();

 private:
  Result<void> emit(std::string_view line);

  OnLine on_line_;
  std::string rest_;
  std::uint64_t offset_ = 0;  // of the line that is being read
  std::uint64_t cut_ = 0;     // bytes of it that were not kept
};

class WhatsAppSurvey {
 public:
  WhatsAppSurvey();
  Result<void> write(ByteView chunk) { return lines_.write(chunk); }
  // kInvalid: no line begins as a message does.
  Result<WhatsAppDates> finish();

 private:
  Result<void> line(std::string_view text);

  Lines lines_;
  std::uint64_t messages_ = 0, day_first_ = 0, month_first_ = 0, year_first_ = 0;
  std::uint64_t back_if_day_first_ = 0, back_if_month_first_ = 0;  // dates that go backwards
  std::int64_t last_day_first_ = 0, last_month_first_ = 0;
};

class WhatsAppReader {
 public:
  // chat: its name, which the file does not hold.
  WhatsAppReader(const WhatsAppDates& dates, std::string chat, Sink sink);
  Result<void> write(ByteView chunk) { return lines_.write(chunk); }
  Result<void> finish();

 private:
  Result<void> line(std::string_view text, std::uint64_t offset);
  Result<void> flush();

  WhatsAppDates dates_;
  Sink sink_;
  Lines lines_;
  std::string chat_;
  std::optional<Message> open_;
  std::optional<Unread> stray_;  // lines before the first message
  bool is_cut_ = false;
  std::uint64_t end_ = 0;  // of the last line
};

}  // namespace sanad::chats
