#include "event_line.h"

#include <array>
#include <charconv>
#include <cstring>

namespace sanad::netlog {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr int kMaxNesting = 64;
constexpr std::int64_t kMaxTicks = std::int64_t{1} << 52;  // so that sums with them stay whole

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() &&
         (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n')) {
    ++at;
  }
  return at;
}

// at: the opening quote. Answers the position after the closing one.
std::size_t skip_string(std::string_view text, std::size_t at) {
  std::size_t from = at + 1;
  while (from < text.size()) {
    const void* found = std::memchr(text.data() + from, '"', text.size() - from);
    if (found == nullptr) return kNone;
    const auto quote = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    std::size_t slashes = 0;
    while (quote - slashes > at + 1 && text[quote - slashes - 1] == '\\') ++slashes;
    if (slashes % 2 == 0) return quote + 1;
    from = quote + 1;
  }
  return kNone;
}

// Skips an object or array by counting brackets outside strings.
std::size_t skip_nested(std::string_view text, std::size_t at) {
  int depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = skip_string(text, at);
      if (at == kNone) return kNone;
      continue;
    }
    if (c == '{' || c == '[') {
      if (++depth > kMaxNesting) return kNone;
    } else if (c == '}' || c == ']') {
      if (--depth == 0) return at + 1;
    }
    ++at;
  }
  return kNone;
}

std::size_t skip_value(std::string_view text, std::size_t at) {
  if (at >= text.size()) return kNone;
  if (text[at] == '"') return skip_string(text, at);
  if (text[at] == '{' || text[at] == '[') return skip_nested(text, at);
  const std::size_t begin = at;
  while (at < text.size() && text[at] != ',' && text[at] != '}' && text[at] != ']' &&
         text[at] != ' ') {
    ++at;
  }
  return at == begin ? kNone : at;
}

// Calls take(name, value) for each member of the outer level; false if the text is not one object.
template <typename Take>
bool for_each_member(std::string_view text, Take take) {
  std::size_t at = skip_space(text, 0);
  if (at >= text.size() || text[at] != '{') return false;
  at = skip_space(text, at + 1);
  if (at < text.size() && text[at] == '}') return skip_space(text, at + 1) == text.size();
  while (at < text.size() && text[at] == '"') {
    const std::size_t name_end = skip_string(text, at);
    if (name_end == kNone) return false;
    const std::string_view name = text.substr(at + 1, name_end - at - 2);
    at = skip_space(text, name_end);
    if (at >= text.size() || text[at] != ':') return false;
    at = skip_space(text, at + 1);
    const std::size_t value_end = skip_value(text, at);
    if (value_end == kNone) return false;
    take(name, text.substr(at, value_end - at));
    at = skip_space(text, value_end);
    if (at >= text.size()) return false;
    if (text[at] == '}') return skip_space(text, at + 1) == text.size();
    if (text[at] != ',') return false;
    at = skip_space(text, at + 1);
  }
  return false;
}

// A whole number, bare or in quotes.
bool read_number(std::string_view text, std::int64_t& out) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

bool read_source(std::string_view text, EventLine& line) {
  bool id = false;
  bool type = false;
  const bool whole = for_each_member(text, [&](std::string_view name, std::string_view value) {
    if (name == "id") id = read_number(value, line.source_id);
    if (name == "type") type = read_number(value, line.source_type);
  });
  return whole && id && type;
}

constexpr std::uint32_t kBad = 0xFF000000;

// For each place of a group of four, what a character adds to the 24 bits, so that one OR of four
// look-ups decodes a group and shows a character outside the alphabet.
struct DecodeTables {
  std::array<std::array<std::uint32_t, 256>, 4> place{};
};

constexpr DecodeTables make_decode_tables() {
  DecodeTables tables;
  for (auto& place : tables.place) {
    for (auto& entry : place) entry = kBad;
  }
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::uint32_t i = 0; i < 64; ++i) {
    for (std::size_t place = 0; place < 4; ++place) {
      tables.place[place][static_cast<unsigned char>(kAlphabet[i])] = i << (18 - 6 * place);
    }
  }
  return tables;
}

constexpr DecodeTables kDecode = make_decode_tables();

std::uint32_t decode_group(const unsigned char* in) {
  return kDecode.place[0][in[0]] | kDecode.place[1][in[1]] | kDecode.place[2][in[2]] |
         kDecode.place[3][in[3]];
}

void put_group(std::uint32_t bits, std::uint8_t* out) {
  out[0] = static_cast<std::uint8_t>(bits >> 16);
  out[1] = static_cast<std::uint8_t>(bits >> 8);
  out[2] = static_cast<std::uint8_t>(bits);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::optional<EventLine> parse_event_line(std::string_view text) {
  EventLine line;
  bool source = false;
  bool good = true;
  const bool whole = for_each_member(text, [&](std::string_view name, std::string_view value) {
    if (name == "params") {
      line.params = value;
    } else if (name == "source") {
      source = read_source(value, line);
    } else if (name == "type") {
      good = read_number(value, line.type) && good;
    } else if (name == "phase") {
      good = read_number(value, line.phase) && good;
    } else if (name == "time") {
      good = read_number(value, line.time_ms) && good;
    }
  });
  if (line.time_ms > kMaxTicks || line.time_ms < -kMaxTicks) return std::nullopt;
  if (!whole || !good || !source || line.type < 0 || line.phase < 0) return std::nullopt;
  return line;
}

std::optional<std::string_view> find_member(std::string_view object, std::string_view name) {
  std::optional<std::string_view> found;
  const bool whole = for_each_member(object, [&](std::string_view member, std::string_view value) {
    if (member == name) found = value;
  });
  return whole ? found : std::nullopt;
}

bool append_base64(std::string_view text, Bytes& out) {
  if (text.size() % 4 != 0) return false;
  if (text.empty()) return true;
  const auto* in = reinterpret_cast<const unsigned char*>(text.data());
  const std::size_t groups = text.size() / 4 - 1;  // the last may be padded
  const std::size_t start = out.size();
  out.resize(start + text.size() / 4 * 3);
  std::uint8_t* to = out.data() + start;
  std::uint32_t seen = 0;
  for (std::size_t i = 0; i < groups; ++i, in += 4, to += 3) {
    const std::uint32_t bits = decode_group(in);
    seen |= bits;
    put_group(bits, to);
  }
  unsigned char last[4] = {in[0], in[1], in[2], in[3]};
  const std::size_t padding = last[3] != '=' ? 0U : last[2] != '=' ? 1U : 2U;
  for (std::size_t i = 0; i < padding; ++i) last[3 - i] = 'A';
  const std::uint32_t bits = decode_group(last);
  const std::uint32_t unused = padding == 0 ? 0U : padding == 1 ? 0xFFU : 0xFFFFU;
  seen |= bits;
  if ((seen & kBad) != 0 || (bits & unused) != 0) {
    out.resize(start);
    return false;
  }
  put_group(bits, to);
  out.resize(out.size() - padding);
  return true;
}

std::string unescape(std::string_view text) {
  constexpr std::string_view kMark = "%ESCAPED:\xE2\x80\x8B ";
  if (!text.starts_with(kMark)) return std::string(text);
  text.remove_prefix(kMark.size());
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high >= 0 && low >= 0) {
        out.push_back(static_cast<char>(high * 16 + low));
        i += 2;
        continue;
      }
    }
    out.push_back(text[i]);
  }
  return out;
}

std::optional<Bytes> parse_pem(std::string_view pem) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  constexpr std::string_view kEnd = "-----END CERTIFICATE-----";
  const std::size_t begin = pem.find(kBegin);
  if (begin == kNone) return std::nullopt;
  const std::size_t end = pem.find(kEnd, begin);
  if (end == kNone) return std::nullopt;
  std::string base64;
  for (const char c : pem.substr(begin + kBegin.size(), end - begin - kBegin.size())) {
    if (c != '\n' && c != '\r') base64.push_back(c);
  }
  Bytes der;
  if (base64.empty() || !append_base64(base64, der)) return std::nullopt;
  return der;
}

}  // namespace sanad::netlog
