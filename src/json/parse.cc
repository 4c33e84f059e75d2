// A recursive-descent parser of RFC 8259 within the limits of I-JSON (RFC 7493).
//
// The text is checked to be UTF-8 once at the start, so the parser itself sees only structure.
// Strings without escapes are copied in one step. Tested by json_test.cc.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "base/utf8.h"
#include "json/json.h"
#include "number.h"

namespace sanad::json {
namespace {

enum class Manner { kStrict, kForeign };

// Objects with more members are checked for duplicates by sorting.
constexpr std::size_t kLinearSearchMax = 16;

constexpr std::uint64_t repeat(std::uint8_t byte) { return 0x0101010101010101u * byte; }

// Not 0 if one of the eight bytes is a quote, a backslash or a control character. A borrow may mark
// bytes above a true hit as well; the caller then looks at single bytes.
std::uint64_t special_bytes(std::uint64_t block) {
  const auto zero_bytes = [](std::uint64_t x) { return (x - repeat(1)) & ~x & repeat(0x80); };
  const std::uint64_t controls = (block - repeat(0x20)) & ~block & repeat(0x80);
  return zero_bytes(block ^ repeat('"')) | zero_bytes(block ^ repeat('\\')) | controls;
}

class Parser {
 public:
  Parser(std::string_view text, Manner manner) : text_(text), manner_(manner) {}

  Result<Value> run() {
    if (const std::size_t good = utf8_prefix_length(text_); good != text_.size()) {
      at_ = good;
      return failure("the text is not UTF-8");
    }
    Value value;
    skip_space();
    if (!read_value(value, 0)) return failure(reason_);
    skip_space();
    if (at_ != text_.size()) return failure("nothing may follow the value");
    return value;
  }

 private:
  Error failure(std::string_view reason) const {
    return Error{ErrorCode::kInvalid, fmt::format("JSON at byte {}: {}", at_, reason)};
  }
  bool fail(std::string_view reason) {
    reason_ = reason;
    return false;
  }

  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }

  void skip_space() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return;
      ++at_;
    }
  }

  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool read_word(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return fail("a value is expected");
    at_ += word.size();
    return true;
  }

  bool read_value(Value& value, int depth) {
    switch (peek()) {
      case '{':
        return read_object(value, depth);
      case '[':
        return read_array(value, depth);
      case '"':
        return read_string(value.emplace_string());
      case 't':
        value = true;
        return read_word("true");
      case 'f':
        value = false;
        return read_word("false");
      case 'n':
        value = nullptr;
        return read_word("null");
      default:
        return read_number_value(value);
    }
  }

  bool read_number_value(Value& value) {
    const std::size_t length = scan_number(text_.substr(at_));
    if (length == 0) return fail("a value is expected");
    const std::optional<double> number = read_number(text_.substr(at_, length));
    if (!number) return fail("the number is too large");
    at_ += length;
    value = *number;
    return true;
  }

  bool read_array(Value& value, int depth) {
    if (depth >= kMaxDepth) return fail("too many arrays and objects inside one another");
    ++at_;
    Array& array = value.emplace_array();
    skip_space();
    if (take(']')) return true;
    while (true) {
      if (!read_value(array.emplace_back(), depth + 1)) return false;
      skip_space();
      if (take(']')) return true;
      if (!take(',')) return fail("a comma or the end of the array is expected");
      skip_space();
    }
  }

  bool read_object(Value& value, int depth) {
    if (depth >= kMaxDepth) return fail("too many arrays and objects inside one another");
    ++at_;
    Object& object = value.emplace_object();
    skip_space();
    if (take('}')) return true;
    while (true) {
      if (peek() != '"') return fail("a member's name in quotes is expected");
      std::string name;
      if (!read_string(name)) return false;
      skip_space();
      if (!take(':')) return fail("a colon is expected");
      skip_space();
      if (!read_value(object.append_unchecked(std::move(name), Value()), depth + 1)) return false;
      skip_space();
      if (take('}')) return settle_duplicates(object);
      if (!take(',')) return fail("a comma or the end of the object is expected");
      skip_space();
    }
  }

  static bool has_duplicates(const Object& object) {
    if (object.size() <= kLinearSearchMax) {
      for (auto a = object.begin(); a != object.end(); ++a) {
        for (auto b = object.begin(); b != a; ++b) {
          if (a->name == b->name) return true;
        }
      }
      return false;
    }
    std::vector<std::string_view> names;
    names.reserve(object.size());
    for (const Member& member : object) names.push_back(member.name);
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
  }

  bool settle_duplicates(Object& object) {
    if (!has_duplicates(object)) return true;
    if (manner_ == Manner::kStrict) return fail("the object before here names a member twice");
    Object kept;
    std::unordered_map<std::string_view, const Member*> latest;
    for (const Member& member : object) latest[member.name] = &member;
    for (const Member& member : object) {
      if (latest[member.name] == &member) kept.append_unchecked(member.name, member.value);
    }
    object = std::move(kept);
    return true;
  }

  // Moves to the next quote, backslash or control character.
  void skip_plain() {
    while (at_ + 8 <= text_.size()) {
      std::uint64_t block = 0;
      std::memcpy(&block, text_.data() + at_, 8);
      if (special_bytes(block) != 0) break;
      at_ += 8;
    }
    while (at_ < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"' || c == '\\' || c < 0x20) return;
      ++at_;
    }
  }

  bool read_string(std::string& out) {
    ++at_;
    while (true) {
      const std::size_t start = at_;
      skip_plain();
      out.append(text_, start, at_ - start);
      if (at_end()) return fail("the text has no closing quote");
      if (take('"')) return true;
      if (!take('\\')) return fail("control characters in a text must be escaped");
      if (!read_escape(out)) return false;
    }
  }

  bool read_escape(std::string& out) {
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const char name = peek();
    if (name == 'u') return read_unicode_escape(out);
    const std::size_t index = at_end() ? std::string_view::npos : kNames.find(name);
    if (index == std::string_view::npos) return fail("an unknown escape");
    out += kMeanings[index];
    ++at_;
    return true;
  }

  // The four digits after "\u", at_ standing on the u; -1 if they are not there.
  int read_code_unit() {
    if (text_.size() - at_ < 5) return -1;
    int unit = 0;
    for (std::size_t i = at_ + 1; i < at_ + 5; ++i) {
      const char c = text_[i];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return -1;
      unit = unit * 16 + digit;
    }
    at_ += 5;
    return unit;
  }

  bool read_unicode_escape(std::string& out) {
    const int first = read_code_unit();
    if (first < 0) return fail("four hexadecimal digits must follow \\u");
    auto code = static_cast<std::uint32_t>(first);
    if (code >= 0xD800 && code <= 0xDFFF) {
      const std::size_t before = at_;
      std::uint32_t low = 0;
      if (code <= 0xDBFF && text_.substr(at_, 2) == "\\u") {
        ++at_;
        const int unit = read_code_unit();
        low = unit < 0 ? 0 : static_cast<std::uint32_t>(unit);
      }
      if (low >= 0xDC00 && low <= 0xDFFF) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      } else if (manner_ == Manner::kForeign) {
        at_ = before;
        code = 0xFFFD;
      } else {
        return fail("a surrogate must be one of a pair");
      }
    }
    append_utf8(out, code);
    return true;
  }

  std::string_view text_;
  Manner manner_;
  std::size_t at_ = 0;
  std::string_view reason_;
};

}  // namespace

Result<Value> parse(std::string_view text) { return Parser(text, Manner::kStrict).run(); }

Result<Value> parse_foreign(std::string_view text) { return Parser(text, Manner::kForeign).run(); }

Result<Value> parse_canonical(std::string_view text) {
  SANAD_TRY(Value value, parse(text));
  if (format_canonical(value) != text) {
    return Error{ErrorCode::kInvalid, "the JSON is not in its canonical form (RFC 8785)"};
  }
  return value;
}

}  // namespace sanad::json
