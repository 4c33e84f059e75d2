#include "decode.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "core.h"

namespace sanad::selectors {
namespace {

int hex_value(Byte byte) {
  if (!is(byte, kHexDigit)) return -1;
  return is(byte, kDigit) ? byte - '0' : (byte | 0x20) - 'a' + 10;
}

// May be of a selector, or join its parts.
bool matters(char32_t code) {
  if (code >= 0x80) return is_word_code(code) || is_invisible(code) || code == 0xA0 || code == 0xB0;
  return is(static_cast<Byte>(code), kAlnum) ||
         std::string_view(".@:/+-_#").find(static_cast<char>(code)) != std::string_view::npos;
}

std::string utf8(char32_t code) {
  std::string text;
  append_utf8(text, code);
  return text;
}

std::optional<Construct> make(Layer layer, const Byte* begin, const Byte* end, std::string text) {
  return Construct{layer, begin, end, std::move(text), false};
}

struct Named {
  std::string_view name;
  std::string_view text;
};

std::optional<Construct> entity_at(const Byte* at, bool in_url) {
  if (at[1] == '#') {
    const bool hex = (at[2] | 0x20) == 'x';
    const Byte* digit = at + (hex ? 3 : 2);
    const Byte* first = digit;
    char32_t code = 0;
    while (digit - first < 8 && (hex ? is(*digit, kHexDigit) : is(*digit, kDigit))) {
      code = code * (hex ? 16 : 10) + static_cast<char32_t>(hex_value(*digit++));
    }
    if (digit == first || code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
      return std::nullopt;
    if (!matters(code) && !(in_url && code == '&')) return std::nullopt;
    return make(Layer::kHtml, at, *digit == ';' ? digit + 1 : digit,
                is_invisible(code) ? "" : utf8(code));
  }
  constexpr std::array<Named, 15> kNamed = {{{"commat;", "@"},
                                             {"period;", "."},
                                             {"colon;", ":"},
                                             {"sol;", "/"},
                                             {"num;", "#"},
                                             {"plus;", "+"},
                                             {"lowbar;", "_"},
                                             {"hyphen;", "-"},
                                             {"dash;", "-"},
                                             {"shy;", ""},
                                             {"zwnj;", ""},
                                             {"zwj;", ""},
                                             {"ZeroWidthSpace;", ""},
                                             {"deg;", "°"},
                                             {"nbsp;", " "}}};
  for (const Named& named : kNamed) {
    if (!begins_with(at + 1, named.name)) continue;
    const Byte* end = at + 1 + named.name.size();
    // A space matters between digits.
    if (named.name == "nbsp;" && (!ends_with_digit(at) || (digit_at(end).value < 0 && *end != '(')))
      return std::nullopt;
    return make(Layer::kHtml, at, end, std::string(named.text));
  }
  if (begins_with(at + 1, "amp;") && (in_url || at[5] == '#'))
    return make(Layer::kHtml, at, at + 5, "&");
  return std::nullopt;
}

std::optional<Construct> json_escape_at(const Byte* at, bool in_url) {
  if (at[1] == '/') {
    const bool joins = (at[-1] == ':' || at[-1] == '/' || is(at[-1], kAlnum)) &&
                       (is(at[2], kAlnum | kHigh) || at[2] == '\\' || at[2] == '+' || at[2] == '@');
    if (joins) return make(Layer::kJson, at, at + 2, "/");
    return std::nullopt;
  }
  const auto unit_at = [](const Byte* from) -> int {
    if (from[0] != '\\' || from[1] != 'u') return -1;
    int value = 0;
    for (int i = 2; i < 6; ++i) {
      if (!is(from[i], kHexDigit)) return -1;
      value = value * 16 + hex_value(from[i]);
    }
    return value;
  };
  int unit = unit_at(at);
  if (unit <= 0) return std::nullopt;
  const Byte* end = at + 6;
  auto code = static_cast<char32_t>(unit);
  if (unit >= 0xD800 && unit < 0xDC00) {
    const int low = unit_at(end);
    if (low < 0xDC00 || low > 0xDFFF) return std::nullopt;
    code = 0x10000 + ((code - 0xD800) << 10) + static_cast<char32_t>(low - 0xDC00);
    end += 6;
  } else if (unit >= 0xDC00 && unit < 0xE000) {
    return std::nullopt;
  }
  if (!matters(code) && !(in_url && (code == '&' || code == '=')) && code != ' ' && code != 0x60C)
    return std::nullopt;
  return make(Layer::kJson, at, end, is_invisible(code) && code != 0x200C ? "" : utf8(code));
}

std::optional<Construct> quoted_at(const Byte* at, bool quoted, bool in_url) {
  const int line = at[1] == '\n' ? 1 : at[1] == '\r' && at[2] == '\n' ? 2 : 0;
  if (line != 0) {
    const Byte next = at[1 + line];
    // Base64 ends in '=' as well, but nothing goes on after that.
    if (!is(at[-1], kUrlByte) || at[-1] == '=' || !is(next, kUrlByte) || next == '=')
      return std::nullopt;
    return make(Layer::kQuotedPrintable, at, at + 1 + line, "");
  }
  const int high = hex_value(at[1]);
  const int low = hex_value(at[2]);
  if (high < 0 || low < 0 || is(at[1], kLower) || is(at[2], kLower)) return std::nullopt;
  const int byte = high * 16 + low;
  const bool between = is(at[-1], kAlnum) && is(at[3], kAlnum) && !in_url;
  const bool sign =
      byte == '@' || byte == '.' || byte == ':' || byte == '/' || byte == '+' || byte == '#';
  if (!(sign && between) && !(quoted && byte >= '!' && byte != 0x7F)) return std::nullopt;
  return make(Layer::kQuotedPrintable, at, at + 3, std::string(1, static_cast<char>(byte)));
}

std::optional<Construct> defang_at(const Byte* at) {
  const Byte close = *at == '(' ? ')' : *at == '[' ? ']' : '}';
  constexpr std::array<Named, 9> kInside = {{{".", "."},
                                             {"dot", "."},
                                             {"d0t", "."},
                                             {"@", "@"},
                                             {"at", "@"},
                                             {":", ":"},
                                             {"://", "://"},
                                             {"/", "/"},
                                             {":/", ":/"}}};
  for (const Named& inside : kInside) {
    if (!begins_with_any_case(at + 1, inside.name) || at[1 + inside.name.size()] != close) continue;
    const Byte* end = at + 2 + inside.name.size();
    const Byte* before = at[-1] == ' ' ? at - 2 : at - 1;
    const Byte* after = *end == ' ' ? end + 1 : end;
    if (!is(*before, kAlnum | kHigh | kUnderscore | kLocalPart) && *before != ']')
      return std::nullopt;
    if (!is(*after, kAlnum | kHigh) && *after != '/' && *after != '[') return std::nullopt;
    // "f(.)" and "(at)" with spaces in prose are not joined unless written as a word in brackets.
    Construct construct{Layer::kDefang, at, end, std::string(inside.text), inside.name.size() > 1};
    if (at[-1] == ' ' && !construct.takes_spaces) return std::nullopt;
    return construct;
  }
  return std::nullopt;
}

std::optional<Construct> invisible_at(const Byte* at) {
  const Byte* end = at;
  while (*end >= 0x80) {
    const Code code = code_at(end);
    if (code.bytes == 0 || !is_invisible(code.value)) break;
    end += code.bytes;
  }
  // In words of Arabic script a joiner is spelling, and at the edge of a number a mark hides
  // nothing.
  const bool before = (at[-1] > 0x20 && at[-1] < 0x7F) || ends_with_digit(at);
  const bool after = (*end > 0x20 && *end < 0x7F) || digit_at(end).value >= 0;
  if (end == at || !before || !after) return std::nullopt;
  return make(Layer::kZeroWidth, at, end, "");
}

}  // namespace

std::optional<Construct> construct_at(const Byte* at, bool in_url, bool quoted) {
  switch (*at) {
    case '&':
      return entity_at(at, in_url);
    case '\\':
      return at[1] == '/' || at[1] == 'u' ? json_escape_at(at, in_url) : std::nullopt;
    case '=':
      return quoted_at(at, quoted, in_url);
    case '(':
    case '[':
    case '{':
      return defang_at(at);
    case 0xE2:
    case 0xC2:
    case 0xEF:
      return invisible_at(at);
    case '%': {
      const int high = hex_value(at[1]);
      const int low = high < 0 ? -1 : hex_value(at[2]);
      const int byte = high * 16 + low;
      if (low < 0 || byte >= 0x80 || (!matters(static_cast<char32_t>(byte)) && byte != '%'))
        return std::nullopt;
      return make(Layer::kPercent, at, at + 3, std::string(1, static_cast<char>(byte)));
    }
    case 'h':
    case 'H': {
      if (!begins_with_any_case(at, "hxxp") || is(at[-1], kAlnum)) return std::nullopt;
      const Byte* after = (at[4] | 0x20) == 's' ? at + 5 : at + 4;
      if (*after != ':' && *after != '[') return std::nullopt;
      return make(Layer::kDefang, at, at + 4, "http");
    }
    default:
      return std::nullopt;
  }
}

int base64_value(Byte byte) {
  if (is(byte, kUpper)) return byte - 'A';
  if (is(byte, kLower)) return byte - 'a' + 26;
  if (is(byte, kDigit)) return byte - '0' + 52;
  if (byte == '+' || byte == '-') return 62;
  if (byte == '/' || byte == '_') return 63;
  return -1;
}

namespace {

// Units of one order, all of ASCII, Cyrillic, Arabic script or punctuation.
bool is_utf16_text(const Byte* bytes, std::size_t size, bool little) {
  for (std::size_t i = 0; i + 1 < size; i += 2) {
    const Byte low = bytes[little ? i : i + 1];
    const Byte high = bytes[little ? i + 1 : i];
    const bool ascii =
        high == 0 && (low >= 0x20 || low == '\n' || low == '\r' || low == '\t') && low != 0x7F;
    const bool script = high == 4 || high == 6 || high == 0x20;
    if (!ascii && !script) return false;
  }
  return true;
}

}  // namespace

bool is_base64_of_text(const Byte* begin, const Byte* end) {
  constexpr std::size_t kLeast = 16;  // bytes of text
  std::array<Byte, 72> bytes{};
  std::size_t size = 0;
  bool plain = true;
  for (; end - begin >= 4 && size < 48; begin += 4) {
    std::uint32_t group = 0;
    for (int i = 0; i < 4; ++i) {
      group = (group << 6) | static_cast<std::uint32_t>(base64_value(begin[i]) & 63);
    }
    for (int shift = 16; shift >= 0; shift -= 8) bytes[size++] = static_cast<Byte>(group >> shift);
    // Most runs are told by their first bytes.
    for (std::size_t i = size - 3; i < size; ++i) {
      plain =
          plain && (bytes[i] >= 0x20 || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t');
    }
    const bool gzip = bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8;
    if (!plain && !gzip && !is_utf16_text(bytes.data(), size, true) &&
        !is_utf16_text(bytes.data(), size, false)) {
      return false;
    }
  }
  if (size < kLeast) return false;
  if (!plain) return true;
  std::size_t letters = 0;
  for (std::size_t i = 0; i + 4 < size;) {
    const Code code = code_at(bytes.data() + i);
    if (code.bytes == 0 || code.value == 0x7F || (code.value >= 0x80 && code.value < 0xA0))
      return false;
    letters += code.value > 0x20 ? 1U : 0U;
    i += static_cast<std::size_t>(code.bytes);
  }
  return letters >= 6;
}

}  // namespace sanad::selectors
