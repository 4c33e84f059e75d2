// E-mail addresses, handles and hashtags.
#include <algorithm>

#include "core.h"

namespace sanad::selectors {
namespace {

constexpr std::ptrdiff_t kMaxLocalPart = 64;
constexpr std::ptrdiff_t kMaxHandle = 32;
constexpr int kMaxHashtagBytes = 300;

// Rules of style sheets and marks in the comments of programs, which begin as handles do.
bool is_keyword(std::string_view name) {
  constexpr std::array<std::string_view, 24> kWords = {
      "media",   "import",    "charset",  "font",       "keyframes", "supports",
      "page",    "namespace", "layer",    "container",  "property",  "param",
      "return",  "returns",   "override", "deprecated", "author",    "since",
      "version", "include",   "mixin",    "extend",     "type",      "types"};
  return std::find(kWords.begin(), kWords.end(), name) != kWords.end();
}

// "#include" and the like begin lines of programs.
bool is_directive(std::string_view tag) {
  constexpr std::array<std::string_view, 11> kWords = {"#include", "#define", "#undef", "#if",
                                                       "#ifdef",   "#ifndef", "#elif",  "#else",
                                                       "#endif",   "#pragma", "#error"};
  return std::find(kWords.begin(), kWords.end(), tag) != kWords.end();
}

bool is_local_part(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.back() != '.' &&
         text.find("..") == text.npos && text.front() != '%' && text.front() != '+' &&
         text.front() != '-';
}

}  // namespace

void Core::find_email_or_handle(const Byte* at_sign) {
  const std::uint64_t here = absolute(at_sign);
  if (here < authority_) return;
  const Byte* begin = at_sign;
  while (at_sign - begin <= kMaxLocalPart && is(begin[-1], kLocalPart)) --begin;
  while (begin < at_sign && (*begin == '.' || *begin == '%' || *begin == '+' || *begin == '-'))
    ++begin;
  if (begin < at_sign) {
    if (at_sign - begin > kMaxLocalPart || !is_local_part(text_of(begin, at_sign)) ||
        is(begin[-1], kHigh))
      return;
    const Host host = host_around(at_sign + 1, at_sign);
    // The host's first letter must follow the sign.
    Host whole = host.labels >= 2 ? host : Host{};
    if (whole.labels < 2 || whole.begin != at_sign + 1) return;
    const std::string value = host_value(whole);
    if (value.empty() || *whole.end == '_' || *whole.end == '@') return;
    add(Kind::kEmail, begin, whole.end, lower_text(text_of(begin, at_sign)) + '@' + value);
    domain_ = std::max(domain_, absolute(whole.end));
    return;
  }
  if (is(at_sign[-1], kWord | kHigh) && !is(at_sign[-1], kHigh)) return;
  if (const Code code = code_before(at_sign);
      at_sign[-1] >= 0x80 && code.bytes != 0 && is_word_code(code.value))
    return;
  if (at_sign[-1] == '@' || at_sign[-1] == '\\' || at_sign[-1] == '.' || at_sign[-1] == '=' ||
      at_sign[-1] == '&')
    return;
  if (absolute(at_sign) < url_ && at_sign[-1] != '/') return;
  const Byte* end = at_sign + 1;
  while (end - at_sign <= kMaxHandle + 1 && (is(*end, kWord) || (*end == '.' && is(end[1], kWord))))
    ++end;
  const std::string name = lower_text(text_of(at_sign + 1, end));
  const bool letters = std::any_of(name.begin(), name.end(),
                                   [](char c) { return is(static_cast<Byte>(c), kLetter); });
  if (name.size() < 3 || name.size() > static_cast<std::size_t>(kMaxHandle) || !letters ||
      is_keyword(name))
    return;
  if (*end == '@' || *end == '(' || *end == '-' || *end >= 0x80) {
    const Code code = *end >= 0x80 ? code_at(end) : Code{};
    if (*end < 0x80 || code.bytes == 0 || is_word_code(code.value)) return;
  }
  if (*end == '/' && absolute(at_sign) >= url_) return;
  add(Kind::kHandle, at_sign, end, '@' + name);
  domain_ = std::max(domain_, absolute(end));
}

void Core::find_hashtag(const Byte* hash) {
  if (absolute(hash) < url_ || !wants(Kind::kHashtag)) return;
  const Byte before = hash[-1];
  if (before == '/' || before == '#' || before == '=' || before == '?' || before == '\\' ||
      before == '-' || before == '_' || before == '$')
    return;
  if (before >= 0x80) {
    const Code code = code_before(hash);
    if (code.bytes == 0 || is_word_code(code.value)) return;
  }
  const Byte* end = hash + 1;
  bool letter = false;
  bool hex = true;
  std::string value = "#";
  while (end - hash < kMaxHashtagBytes) {
    const Code code = code_at(end);
    if (code.bytes == 0 || code.value == 0 || !is_word_code(code.value)) break;
    letter = letter || (code.value < 0x80 ? is(static_cast<Byte>(code.value), kLetter)
                                          : digit_at(end).value < 0 && !is_invisible(code.value));
    hex = hex && code.value < 0x80 && is(static_cast<Byte>(code.value), kHexDigit);
    // Joiners stay: they change how a word reads.
    if (code.value < 0x80)
      value += static_cast<char>(lower(static_cast<Byte>(code.value)));
    else
      value.append(reinterpret_cast<const char*>(end), static_cast<std::size_t>(code.bytes));
    end += code.bytes;
  }
  const auto length = end - hash - 1;
  if (!letter || length < 2 || length >= kMaxHashtagBytes - 4) return;
  // A colour.
  const bool colour = hex && (length == 3 || length == 4 || length == 6 || length == 8);
  if (colour && (std::any_of(hash + 1, end, [](Byte b) { return is(b, kDigit); }) ||
                 before == ':' || before == '"' || before == '\'' || before == '(' || *end == ';' ||
                 *end == '"' || (before == ' ' && hash[-2] == ':')))
    return;
  // A place in a page or a rule of a style sheet: href="#top", #menu { ... }
  if ((before == '"' || before == '\'') && hash[-2] == '=') return;
  if (*end == '{' || (*end == ' ' && end[1] == '{') || *end == '(') return;
  if (begins_with_any_case(hash - 4, "url(")) return;  // url(#name)
  if ((before == '\n' || before == 0) && is_directive(value)) return;
  add(Kind::kHashtag, hash, end, value);
}

}  // namespace sanad::selectors
