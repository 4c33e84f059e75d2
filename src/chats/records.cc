#include "chats/records.h"

#include <fmt/format.h>

#include <optional>

namespace sanad::chats {
namespace {

constexpr std::size_t kMaxWord = 4096;  // of a name or value outside of records
constexpr std::size_t kMaxLevels = 64;

// How much of a string comes before what could end it.
std::size_t plain_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && text[length] != '"' && text[length] != '\\') ++length;
  return length;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

Records::Records(Handler handler, std::size_t max_record, std::string_view array)
    : handler_(std::move(handler)),
      max_record_(max_record),
      array_(array.empty() ? "" : fmt::format("\"{}\"", array)) {}

bool Records::begins_records(char c) const {
  if (c != '[') return false;
  if (array_.empty()) return levels_.empty();
  return after_colon_ && !levels_.empty() && levels_.back().is_object &&
         levels_.back().name == array_;
}

Result<void> Records::write(ByteView chunk) {
  const std::string_view text = as_text(chunk);
  std::size_t kept = 0;  // of this chunk, where the record goes on
  const auto keep = [&](std::size_t end) {
    if (record_is_long_) return;
    if (record_.size() + (end - kept) > max_record_) {
      record_is_long_ = true;
      std::string().swap(record_);
      return;
    }
    record_.append(text.substr(kept, end - kept));
  };
  for (std::size_t i = 0; i < text.size(); ++i, ++position_) {
    if (in_record_ && in_string_ && !escaped_) {
      const std::size_t plain = plain_length(text.substr(i));
      i += plain;
      position_ += plain;
      if (i == text.size()) break;
    }
    const char c = text[i];
    if (in_record_) {
      if (in_string_) {
        if (escaped_) {
          escaped_ = false;
        } else if (c == '\\') {
          escaped_ = true;
        } else if (c == '"') {
          in_string_ = false;
        }
      } else if (c == '"') {
        in_string_ = true;
      } else if (c == '{' || c == '[') {
        ++record_depth_;
      } else if ((c == '}' || c == ']') && --record_depth_ == 0) {
        keep(i + 1);
        SANAD_CHECK(end_of_record(position_ + 1));
      }
      continue;
    }
    if (!in_string_ && c == '{' && !levels_.empty() && levels_.back().holds_records) {
      in_record_ = true;
      record_depth_ = 1;
      record_begin_ = position_;
      kept = i;
      continue;
    }
    SANAD_CHECK(outside(c));
  }
  if (in_record_) keep(text.size());
  return {};
}

Result<void> Records::outside(char c) {
  if (in_string_) {
    if (word_.size() < kMaxWord) word_ += c;
    if (escaped_) {
      escaped_ = false;
    } else if (c == '\\') {
      escaped_ = true;
    } else if (c == '"') {
      in_string_ = false;
    }
    return {};
  }
  if (is_space(c)) return {};
  switch (c) {
    case '"':
      in_string_ = true;
      word_ = c;
      return {};
    case ':':
      if (!levels_.empty()) levels_.back().name = std::move(word_);
      word_.clear();
      after_colon_ = true;
      return {};
    case '{':
    case '[': {
      if (levels_.size() >= kMaxLevels)
        return Error{ErrorCode::kInvalid, "the document is nested too deeply for an export"};
      const bool begins = begins_records(c);
      levels_.push_back({c == '{', begins, {}});
      if (c == '{') handler_.on_object(levels_.size());
      after_colon_ = false;
      word_.clear();
      return {};
    }
    case '}':
    case ']':
      SANAD_CHECK(end_of_word());
      if (!levels_.empty()) levels_.pop_back();
      return {};
    case ',':
      return end_of_word();
    default:
      if (word_.size() < kMaxWord) word_ += c;
      return {};
  }
}

Result<void> Records::end_of_word() {
  if (after_colon_ && !levels_.empty() && !word_.empty())
    SANAD_CHECK(handler_.on_member(levels_.size(), levels_.back().name, word_));
  const bool is_other =
      !after_colon_ && !levels_.empty() && levels_.back().holds_records && !word_.empty();
  after_colon_ = false;
  word_.clear();
  return is_other && handler_.on_other ? handler_.on_other(position_) : Result<void>();
}

Result<void> Records::end_of_record(std::uint64_t end) {
  in_record_ = false;
  const bool is_long = record_is_long_;
  record_is_long_ = false;
  if (is_long) return handler_.on_too_long(record_begin_, end - record_begin_);
  SANAD_CHECK(handler_.on_record(levels_.size() - 1, record_, record_begin_));
  record_.clear();
  return {};
}

std::string Records::finish() const {
  if (in_record_) return fmt::format("the file ends inside the message at byte {}", record_begin_);
  if (in_string_ || !levels_.empty()) return "the file ends before its last bracket";
  return "";
}

std::optional<std::uint64_t> Records::open_record() const {
  return in_record_ ? std::optional(record_begin_) : std::nullopt;
}

}  // namespace sanad::chats
