#include "chats/whatsapp.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/utf8.h"
#include "whatsapp_head.h"

namespace sanad::chats {
namespace {

// Comparable, not a count of anything.
std::int64_t order_key(const LocalTime& time) {
  return (((time.year * 13LL + time.month) * 32 + time.day) * 24 + time.hour) * 60 + time.minute;
}

// As Android and iOS write them in English; in other languages the sentence stays text.
constexpr std::array<std::string_view, 10> kLeftOut = {
    "<Media omitted>",    "image omitted", "video omitted",    "audio omitted",
    "sticker omitted",    "GIF omitted",   "document omitted", "Contact card omitted",
    "video note omitted", "null"};

std::string kind_of_file(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kKinds = {
      {{"IMG-", "photo"},
       {"VID-", "video"},
       {"AUD-", "audio"},
       {"PTT-", "voice"},
       {"STK-", "sticker"},
       {"DOC-", "file"},
       {"-PHOTO-", "photo"},
       {"-VIDEO-", "video"},
       {"-AUDIO-", "audio"},
       {"-STICKER-", "sticker"},
       {"-GIF-", "animation"},
       {".jpg", "photo"},
       {".mp4", "video"},
       {".opus", "voice"}}};
  for (const auto& [part, kind] : kKinds) {
    if (name.find(part) != std::string_view::npos) return std::string(kind);
  }
  return name.ends_with(".vcf") ? "contact" : "file";
}

bool looks_like_a_file_name(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name.size() > 255) return false;
  const std::string_view ending = name.substr(dot + 1);
  return !ending.empty() && ending.size() <= 5 &&
         std::ranges::all_of(ending, [](unsigned char c) { return std::isalnum(c) != 0; }) &&
         name.find_first_of("/\\<>") == std::string_view::npos;
}

// "NAME (file attached)" after a mark of direction, or of WhatsApp's own naming; "<attached:
// NAME>".
std::optional<std::string> attached_file(std::string_view line) {
  const bool marked = without_leading_marks(line).size() != line.size();
  const std::string_view text = without_leading_marks(line);
  if (text.starts_with('<') && text.ends_with('>')) {
    const std::size_t colon = text.find(": ");
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view name = text.substr(colon + 2, text.size() - colon - 3);
    if (looks_like_a_file_name(name)) return std::string(name);
    return std::nullopt;
  }
  const std::size_t bracket = text.rfind(" (");
  if (bracket == std::string_view::npos || !text.ends_with(')')) return std::nullopt;
  const std::string_view name = text.substr(0, bracket);
  const bool named_by_whatsapp = name.find("-WA") != std::string_view::npos;
  if (!(marked || named_by_whatsapp) || !looks_like_a_file_name(name)) return std::nullopt;
  return std::string(name);
}

void take_attachment(Message& message) {
  const std::size_t end = std::min(message.text.find('\n'), message.text.size());
  const std::string_view first = std::string_view(message.text).substr(0, end);
  if (auto name = attached_file(first)) {
    message.attachments.push_back({.kind = kind_of_file(*name), .path = *name});
    return;
  }
  const std::string plain = without_marks(first);
  if (end == message.text.size() && std::ranges::count(kLeftOut, plain) > 0)
    message.attachments.push_back({.kind = "file", .absent = plain});
}

}  // namespace

Result<void> Lines::write(ByteView chunk) {
  std::string_view rest = as_text(chunk);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view piece = rest.substr(0, end);
    if (end == std::string_view::npos) {
      const std::size_t room = kMaxWhatsAppMessage - std::min(rest_.size(), kMaxWhatsAppMessage);
      rest_.append(piece.substr(0, room));
      cut_ += piece.size() - std::min(piece.size(), room);
      return {};
    }
    if (rest_.empty()) {
      SANAD_CHECK(emit(piece));
    } else {
      const std::size_t room = kMaxWhatsAppMessage - std::min(rest_.size(), kMaxWhatsAppMessage);
      rest_.append(piece.substr(0, room));
      cut_ += piece.size() - std::min(piece.size(), room);
      const std::string line = std::move(rest_);
      rest_.clear();
      SANAD_CHECK(emit(line));
    }
    rest.remove_prefix(end + 1);
  }
  return {};
}

Result<void> Lines::emit(std::string_view line) {
  const std::uint64_t offset = offset_;
  offset_ += line.size() + cut_ + 1;
  cut_ = 0;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return on_line_(line, offset);
}

Result<void> Lines::finish() {
  if (rest_.empty() && cut_ == 0) return {};
  const std::string line = std::move(rest_);
  rest_.clear();
  return emit(line);
}

WhatsAppSurvey::WhatsAppSurvey()
    : lines_([this](std::string_view text, std::uint64_t) { return line(text); }) {}

Result<void> WhatsAppSurvey::line(std::string_view text) {
  const auto head = parse_whatsapp_head(text);
  if (!head) return {};
  const auto day_first = local_time(*head, DateOrder::kDayFirst);
  const auto month_first = local_time(*head, DateOrder::kMonthFirst);
  if (head->digits[0] == 4) {
    year_first_ += local_time(*head, DateOrder::kYearFirst) ? 1 : 0;
  } else if (day_first && month_first) {
    const std::int64_t day_key = order_key(*day_first), month_key = order_key(*month_first);
    back_if_day_first_ += day_key < last_day_first_ ? 1 : 0;
    back_if_month_first_ += month_key < last_month_first_ ? 1 : 0;
    last_day_first_ = day_key;
    last_month_first_ = month_key;
  } else if (day_first) {
    ++day_first_;
  } else if (month_first) {
    ++month_first_;
  } else {
    return {};
  }
  ++messages_;
  return {};
}

Result<WhatsAppDates> WhatsAppSurvey::finish() {
  SANAD_CHECK(lines_.finish());
  if (messages_ == 0) {
    return Error{
        ErrorCode::kInvalid,
        "no line begins with a date and a time as a WhatsApp export has them; look whether "
        "this is such an export"};
  }
  WhatsAppDates dates;
  dates.messages = messages_;
  if (year_first_ > day_first_ + month_first_) {
    dates.order = DateOrder::kYearFirst;
    dates.is_certain = true;
  } else if (day_first_ != month_first_) {
    dates.order = day_first_ > month_first_ ? DateOrder::kDayFirst : DateOrder::kMonthFirst;
    dates.is_certain = day_first_ == 0 || month_first_ == 0;
  } else if (back_if_day_first_ != back_if_month_first_) {
    // Messages stand in the order of their times, save where a clock was set.
    dates.order =
        back_if_day_first_ < back_if_month_first_ ? DateOrder::kDayFirst : DateOrder::kMonthFirst;
    dates.is_certain = std::min(back_if_day_first_, back_if_month_first_) == 0;
  }
  return dates;
}

WhatsAppReader::WhatsAppReader(const WhatsAppDates& dates, std::string chat, Sink sink)
    : dates_(dates),
      sink_(std::move(sink)),
      lines_([this](std::string_view text, std::uint64_t offset) { return line(text, offset); }),
      chat_(std::move(chat)) {}

Result<void> WhatsAppReader::line(std::string_view text, std::uint64_t offset) {
  const auto head = parse_whatsapp_head(text);
  auto time = head ? local_time(*head, dates_.order) : std::nullopt;
  if (!time) {
    if (!open_) {
      if (!stray_) stray_ = Unread{offset, 0, "before the first message"};
      stray_->length = offset + text.size() - stray_->offset;
    } else if (open_->text.size() + text.size() < kMaxWhatsAppMessage) {
      open_->text.append("\n").append(text);
    } else {
      is_cut_ = true;
    }
    end_ = offset + text.size();
    return {};
  }
  SANAD_CHECK(flush());
  time->is_certain = dates_.is_certain || time->day == time->month;
  Message message;
  message.offset = offset;
  message.chat = chat_;
  message.local = time;
  const std::string_view written = text.substr(head->length);
  std::size_t colon = written.find(": ");
  if (colon == std::string_view::npos && written.ends_with(':')) colon = written.size() - 1;
  if (colon == std::string_view::npos) {
    message.is_service = true;
    message.text = std::string(written);
  } else {
    message.author = without_marks(written.substr(0, colon));
    message.text = std::string(written.substr(std::min(colon + 2, written.size())));
  }
  open_ = std::move(message);
  end_ = offset + text.size();
  return {};
}

Result<void> WhatsAppReader::flush() {
  if (stray_) {
    SANAD_CHECK(sink_.on_unread(std::move(*stray_)));
    stray_.reset();
  }
  if (!open_) return {};
  Message message = std::move(*open_);
  open_.reset();
  message.length = end_ - message.offset;
  take_attachment(message);
  if (is_cut_) message.other.set("cut", true);
  is_cut_ = false;
  for (std::string* text : {&message.text, &message.author}) {
    if (utf8_prefix_length(*text) == text->size()) continue;
    *text = replace_malformed_utf8(*text);
    message.other.set("malformed", true);
  }
  return sink_.on_message(std::move(message));
}

Result<void> WhatsAppReader::finish() {
  SANAD_CHECK(lines_.finish());
  return flush();
}

}  // namespace sanad::chats
