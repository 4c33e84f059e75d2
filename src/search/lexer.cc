#include "lexer.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "fields.h"
#include "search/query.h"

namespace sanad::search {
namespace {

char32_t next_scalar(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<std::uint8_t>(text[at++]);
  if (lead < 0x80) return lead;
  char32_t code = lead & (lead >= 0xF0 ? 0x07U : lead >= 0xE0 ? 0x0FU : 0x1FU);
  while (at < text.size() && (static_cast<std::uint8_t>(text[at]) & 0xC0) == 0x80) {
    code = (code << 6) | (static_cast<std::uint8_t>(text[at++]) & 0x3FU);
  }
  return code;
}

bool is_quote(char32_t c) {
  return c == U'"' || c == 0xAB || c == 0xBB || (c >= 0x201C && c <= 0x201F) || c == 0xFF02;
}

// Typed from right to left, an opening mark may be either one of its pair.
bool closes(char32_t opening, char32_t c) {
  if (opening == 0xAB) return c == 0xBB;
  if (opening == 0xBB) return c == 0xAB;
  if (opening >= 0x201C && opening <= 0x201F) return c >= 0x201C && c <= 0x201F;
  return c == opening;
}

bool is_space(char32_t c) {
  return c <= 0x20 || c == 0xA0 || c == 0x85 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}
bool is_mark_of_direction(char32_t c) {
  return c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}
bool is_open(char32_t c) { return c == U'(' || c == 0xFF08 || c == 0xFD3E; }
bool is_close(char32_t c) { return c == U')' || c == 0xFF09 || c == 0xFD3F; }
bool is_or(char32_t c) { return c == U'|' || c == 0xFF5C; }
bool is_and(char32_t c) { return c == U'&' || c == 0xFF06; }
bool is_not(char32_t c) { return c == U'-' || c == U'!' || c == 0x2212; }
bool is_comma(char32_t c) { return c == U',' || c == U'،' || c == U'؛' || c == U';'; }
bool ends_word(char32_t c) {
  return is_space(c) || is_mark_of_direction(c) || is_open(c) || is_close(c) || is_or(c) ||
         is_and(c) || is_quote(c);
}

class Reader {
 public:
  explicit Reader(std::string_view query) : query_(query) {}

  Result<std::vector<Sign>> run() {
    while (at_ < query_.size()) {
      const std::size_t begin = at_;
      const char32_t c = next_scalar(query_, at_);
      if (is_space(c) || is_mark_of_direction(c) || is_comma(c)) continue;
      if (is_open(c)) {
        add(Sign::Kind::kOpen);
      } else if (is_close(c)) {
        add(Sign::Kind::kClose);
      } else if (is_or(c)) {
        add(Sign::Kind::kOr);
      } else if (is_and(c)) {
        add(Sign::Kind::kAnd);
      } else if (is_quote(c)) {
        SANAD_CHECK(read_quoted(c));
      } else if (is_not(c)) {
        if (at_ < query_.size() && !is_space(peek())) add(Sign::Kind::kNot);
      } else {
        at_ = begin;
        SANAD_CHECK(read_word(false));
      }
    }
    add(Sign::Kind::kEnd);
    return std::move(signs_);
  }

 private:
  char32_t peek() const {
    std::size_t at = at_;
    return next_scalar(query_, at);
  }
  void add(Sign::Kind kind, std::string text = {}, std::uint32_t within = 0) {
    signs_.push_back({kind, std::move(text), within});
  }

  Result<void> read_quoted(char32_t opening) {
    const std::size_t begin = at_;
    while (at_ < query_.size()) {
      const std::size_t end = at_;
      if (!closes(opening, next_scalar(query_, at_))) continue;
      add(Sign::Kind::kQuoted, without_quotes(query_.substr(begin, end - begin)));
      return {};
    }
    return Error{ErrorCode::kInvalid,
                 fmt::format("The quotation that begins {} does not end; close it.",
                             query_.substr(begin, utf8_prefix_length(query_.substr(begin, 40))))};
  }

  Result<void> read_word(bool is_value) {
    const std::size_t begin = at_;
    while (at_ < query_.size()) {
      const std::size_t here = at_;
      const char32_t c = next_scalar(query_, at_);
      if (c == U':' && !is_value) {
        const std::string_view name = query_.substr(begin, here - begin);
        if (find_field(name)) return read_value(name);
        SANAD_CHECK(check_unknown(name, query_.substr(at_)));
      }
      if (ends_word(c) || (!is_value && (c == U'،' || c == U'؛'))) {
        at_ = here;
        break;
      }
    }
    const std::string_view word = query_.substr(begin, at_ - begin);
    return is_value ? (add(Sign::Kind::kWord, std::string(word)), Result<void>{}) : add_word(word);
  }

  Result<void> read_value(std::string_view name) {
    add(Sign::Kind::kField, std::string(name));
    while (at_ < query_.size() && is_mark_of_direction(peek())) next_scalar(query_, at_);
    if (at_ < query_.size() && !ends_word(peek())) return read_word(true);
    return {};  // a quotation or a bracket follows, or the parser says that the value is missing
  }

  // What stands before a colon and is no field: a scheme, a time of day, or a mistake.
  static Result<void> check_unknown(std::string_view name, std::string_view rest) {
    const bool letters =
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
        std::string_view::npos;
    if (!letters || name.empty() || rest.empty() || rest.starts_with("//")) return {};
    if (rest[0] == ' ' || rest[0] == ':' || rest[0] == ')') return {};
    return Error{
        ErrorCode::kInvalid,
        fmt::format("\"{}\" is no field; use one of {}, or put \"{}:…\" in quotation marks "
                    "to look for these words.",
                    name, field_names(), name)};
  }

  Result<void> add_word(std::string_view word) {
    if (word == "OR") return add(Sign::Kind::kOr), Result<void>{};
    if (word == "AND") return add(Sign::Kind::kAnd), Result<void>{};
    if (word == "NOT") return add(Sign::Kind::kNot), Result<void>{};
    if (word == "NEAR") return add(Sign::Kind::kNear, {}, kDefaultNearWords), Result<void>{};
    if (!word.starts_with("NEAR/"))
      return add(Sign::Kind::kWord, std::string(word)), Result<void>{};
    const std::string digits = with_ascii_digits(word.substr(5));
    std::uint32_t within = 0;
    for (const char c : digits) {
      within = c < '0' || c > '9' || within > kMaxNearWords
                   ? kMaxNearWords + 1
                   : within * 10 + static_cast<std::uint32_t>(c - '0');
    }
    if (digits.empty() || within == 0 || within > kMaxNearWords) {
      return Error{ErrorCode::kInvalid, fmt::format("Write NEAR/1 to NEAR/{}.", kMaxNearWords)};
    }
    return add(Sign::Kind::kNear, {}, within), Result<void>{};
  }

  std::string_view query_;
  std::size_t at_ = 0;
  std::vector<Sign> signs_;
};

}  // namespace

std::string with_ascii_digits(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_scalar(text, at);
    const bool eastern = (c >= 0x660 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9);
    if (eastern) {
      out += static_cast<char>('0' + (c & 0xF));
    } else if (c == 0x2212 || (c >= 0x2010 && c <= 0x2013)) {
      out += '-';
    } else if (!is_mark_of_direction(c)) {
      out += text.substr(begin, at - begin);
    }
  }
  return out;
}

std::string without_quotes(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const bool quote = is_quote(next_scalar(text, at));
    if (quote) {
      out += ' ';
    } else {
      out += text.substr(begin, at - begin);
    }
  }
  return out;
}

Result<std::vector<Sign>> read_signs(std::string_view query) {
  if (query.size() > kMaxQueryBytes) {
    return Error{ErrorCode::kLimit,
                 fmt::format("The search is longer than {} bytes; shorten it.", kMaxQueryBytes)};
  }
  if (!is_utf8(query)) {
    return Error{ErrorCode::kInvalid, "The search is not UTF-8; type it in a UTF-8 terminal."};
  }
  return Reader(query).run();
}

}  // namespace sanad::search
