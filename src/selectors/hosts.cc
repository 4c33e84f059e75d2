// Names of hosts: where they begin and end, their normal form, and onion names' checksums.
#include <algorithm>

#include "core.h"
#include "keccak.h"

namespace sanad::selectors {
namespace {

constexpr std::ptrdiff_t kMaxHostBytes = 253;

bool is_label_byte(Byte byte) { return is(byte, kAlnum) || byte == '-'; }

// Moves over label letters of any script.
const Byte* skip_label(const Byte* at) {
  const Byte* begin = at;
  while (at - begin < kMaxHostBytes) {
    if (is_label_byte(*at)) {
      ++at;
    } else if (*at >= 0x80) {
      const Code code = code_at(at);
      if (code.bytes == 0 || !is_word_code(code.value)) return at;
      at += code.bytes;
    } else {
      return at;
    }
  }
  return at;
}
const Byte* skip_label_back(const Byte* at, const Byte* lowest) {
  while (at > lowest) {
    if (is_label_byte(at[-1])) {
      --at;
    } else if (at[-1] >= 0x80) {
      const Code code = code_before(at);
      if (code.bytes == 0 || !is_word_code(code.value)) return at;
      at -= code.bytes;
    } else {
      return at;
    }
  }
  return at;
}

std::u32string decode(std::string_view label) {
  std::u32string out;
  const std::string padded = std::string(label) + std::string(4, '\0');
  const auto* at = reinterpret_cast<const Byte*>(padded.data());
  const Byte* end = at + label.size();
  while (at < end) {
    const Code code = code_at(at);
    if (code.bytes == 0) return {};
    char32_t value = code.value;
    if (value < 0x80) value = lower(static_cast<Byte>(value));
    if ((value >= 0x410 && value < 0x430) || (value >= 0xC0 && value < 0xDF && value != 0xD7))
      value += 0x20;
    if (value >= 0x391 && value <= 0x3A9) value += 0x20;
    out += value;
    at += code.bytes;
  }
  return out;
}

std::string label_value(std::string_view label) {
  const bool ascii =
      std::all_of(label.begin(), label.end(), [](char c) { return static_cast<Byte>(c) < 0x80; });
  if (ascii) return lower_text(label);
  const std::u32string code_points = decode(label);
  return code_points.empty() ? std::string() : "xn--" + punycode(code_points);
}

bool is_good_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-';
}

}  // namespace

std::string lower_text(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(lower(static_cast<Byte>(c)));
  return out;
}

std::string punycode(std::u32string_view label) {
  constexpr std::uint32_t kBase = 36, kTMin = 1, kTMax = 26, kSkew = 38, kDamp = 700;
  std::uint32_t n = 128;
  std::uint32_t delta = 0;
  std::uint32_t bias = 72;
  std::string out;
  for (const char32_t code : label) {
    if (code < 0x80) out += static_cast<char>(code);
  }
  std::uint32_t handled = static_cast<std::uint32_t>(out.size());
  const std::uint32_t basic = handled;
  if (basic > 0) out += '-';
  const auto digit = [](std::uint32_t d) {
    return static_cast<char>(d < 26 ? 'a' + d : '0' + d - 26);
  };
  while (handled < label.size()) {
    std::uint32_t least = 0x110000;
    for (const char32_t code : label) {
      if (code >= n) least = std::min<std::uint32_t>(least, code);
    }
    delta += (least - n) * (handled + 1);
    n = least;
    for (const char32_t code : label) {
      if (code < n) ++delta;
      if (code != n) continue;
      std::uint32_t q = delta;
      for (std::uint32_t k = kBase;; k += kBase) {
        const std::uint32_t t = k <= bias ? kTMin : k >= bias + kTMax ? kTMax : k - bias;
        if (q < t) break;
        out += digit(t + (q - t) % (kBase - t));
        q = (q - t) / (kBase - t);
      }
      out += digit(q);
      delta = handled == basic ? delta / kDamp : delta / 2;
      delta += delta / (handled + 1);
      std::uint32_t k = 0;
      for (; delta > ((kBase - kTMin) * kTMax) / 2; k += kBase) delta /= kBase - kTMin;
      bias = k + (kBase - kTMin + 1) * delta / (delta + kSkew);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return out;
}

Host host_from(const Byte* begin) {
  Host host{begin, begin, 0, true};
  const Byte* at = begin;
  while (at - begin <= kMaxHostBytes) {
    const Byte* end = skip_label(at);
    if (!is_good_label(text_of(at, end))) break;
    for (const Byte* b = at; b < end; ++b) host.ascii = host.ascii && *b < 0x80;
    ++host.labels;
    host.end = end;
    if (*end != '.') break;
    at = end + 1;
  }
  return host;
}

Host host_around(const Byte* at, const Byte* lowest) {
  lowest = std::max(lowest, at - kMaxHostBytes);
  const Byte* begin = skip_label_back(at, lowest);
  while (begin - 1 > lowest && begin[-1] == '.') {
    const Byte* label = skip_label_back(begin - 1, lowest);
    if (label == begin - 1) break;
    begin = label;
  }
  while (*begin == '-') ++begin;
  Host host = host_from(begin);
  // "example.comاور": a name that goes over into another script ends before it.
  const auto last_label = [&] {
    const Byte* label = host.end;
    while (label > host.begin && label[-1] != '.') --label;
    return label;
  };
  while (host.labels >= 2) {
    const Byte* label = last_label();
    const Byte* end = host.end;
    if (is(*label, kLetter)) {
      for (end = label; end < host.end && *end < 0x80; ++end) {
      }
    }
    if (is_top_level(label_value(text_of(label, end)))) {
      host.end = end;
      return host;
    }
    // "example.com.Then": a sentence that follows without a space.
    if (!is(*label, kUpper) || host.labels == 2) break;
    host.end = label - 1;
    --host.labels;
  }
  host.labels = 0;
  return host;
}

std::string host_value(const Host& host) {
  if (host.ascii) return lower_text(text_of(host.begin, host.end));
  std::string value;
  std::string_view rest = text_of(host.begin, host.end);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('.'), rest.size());
    const std::string label = label_value(rest.substr(0, end));
    if (label.empty()) return {};
    value += (value.empty() ? "" : ".") + label;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return value;
}

bool is_onion_v3(std::string_view label) {
  if (label.size() != 56) return false;
  std::array<std::uint8_t, 35> bytes{};
  std::uint32_t kept = 0;
  int bits = 0;
  std::size_t size = 0;
  for (const char c : label) {
    const Byte letter = lower(static_cast<Byte>(c));
    const bool digit = letter >= '2' && letter <= '7';
    if (!digit && !is(letter, kLower)) return false;
    kept = (kept << 5) | static_cast<std::uint32_t>(digit ? letter - '2' + 26 : letter - 'a');
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[size++] = static_cast<std::uint8_t>(kept >> bits);
    }
  }
  if (bytes[34] != 3) return false;
  std::string hashed = ".onion checksum";
  hashed.append(reinterpret_cast<const char*>(bytes.data()), 32);
  hashed += '\x03';
  const Digest256 digest = sha3_256(as_bytes(hashed));
  return digest[0] == bytes[32] && digest[1] == bytes[33];
}

namespace {

// A bare name in running text, and not a file, a member in a program or a part of a longer word.
bool stands_bare(const Host& host, const Byte* after, std::string_view top) {
  const Byte before = host.begin[-1];
  const Byte next = *after;
  if (before == '_' || before == '@' || before == '\\' || before == '$' || before == '%' ||
      before == '-' || (before == '.' && is(host.begin[-2], kAlnum)) ||
      (before == '/' && host.begin[-2] != '/'))
    return false;
  if (next == '@' || next == '(' || next == '_' || next == '[' || next == '{' || next == '\\')
    return false;
  if (next == '=' && after[1] != '"') return false;
  if (before < 0x20 && before != '\n' && before != '\r' && before != '\t' && before != 0)
    return false;
  if (before >= 0x80 && code_before(host.begin).bytes == 0) return false;
  if (next >= 0x80 && code_at(after).bytes == 0) return false;
  const std::string_view text = text_of(host.begin, host.end);
  if (begins_with_any_case(host.begin, "www.") || host.labels >= 4) return true;
  if (next == '/' && (is(after[1], kAlnum))) return true;
  const std::string_view name = text.substr(0, text.size() - top.size() - 1);
  if (host.labels == 2 && (name.size() < 2 || std::all_of(name.begin(), name.end(), [](char c) {
                             return is(static_cast<Byte>(c), kDigit);
                           }))) {
    return false;
  }
  const TopLevelUse use = top_level_use(top);
  if (use == TopLevelUse::kPlain) return true;
  if (use == TopLevelUse::kAlsoFile) return false;
  const bool prose_before = before == ' ' || before == '\n' || before == 0 || before == '"' ||
                            before == '>' || before == '\r' || before == '\t';
  const bool prose_after = next == ' ' || next == '\n' || next == 0 || next == '"' || next == '<' ||
                           next == '.' || next == ',' || next == '\r' || next == '\t';
  return prose_before && prose_after && name.size() >= 4 && name != "this" && name != "self" &&
         name != "window";
}

}  // namespace

void Core::add_host(const Host& host, bool bare, const Byte* after) {
  const std::string_view text = text_of(host.begin, host.end);
  const std::size_t dot = text.rfind('.');
  if (dot == text.npos) return;
  std::string top = lower_text(text.substr(dot + 1));
  if (!host.ascii) top = label_value(text.substr(dot + 1));
  if (top == "onion") {
    const std::size_t before = text.rfind('.', dot - 1);
    const std::size_t label = before == text.npos ? 0 : before + 1;
    if (is_onion_v3(text.substr(label, dot - label))) {
      add(Kind::kOnion, host.begin, host.end, lower_text(text.substr(label)));
    }
    return;
  }
  if (bare && !stands_bare(host, after, top)) return;
  if (std::string value = host_value(host); !value.empty() && value.size() <= 253) {
    add(Kind::kDomain, host.begin, host.end, std::move(value));
  }
}

void Core::find_domain(const Byte* dot) {
  const std::uint64_t here = absolute(dot);
  if (here < domain_ || here < url_) return;
  // Most dots between letters are of programs: the name after the last one decides quickly.
  const Host host = host_around(dot + 1, window_.begin);
  if (host.labels < 2 || host.end <= dot) return;
  domain_ = absolute(host.end);
  if (!add_invite(host, host.begin, host.end)) add_host(host, true, host.end);
}

}  // namespace sanad::selectors
