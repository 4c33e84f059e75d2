#include "search.h"

#include <zlib.h>

#include <algorithm>
#include <functional>

#include "base/bytes.h"

namespace sanad::disclosure {
namespace {

constexpr std::size_t kLongRun = 40;  // of base64: no word of a text is that long
constexpr std::uint64_t kLetters = 26;
constexpr std::size_t kSieve = std::size_t{1} << 20;
constexpr std::size_t kMostUnpacked = std::size_t{8} << 20;

constexpr std::uint64_t power(std::uint64_t base, std::size_t of) {
  return of == 0 ? 1 : base * power(base, of - 1);
}

bool is_letter(unsigned char c) { return (c | 0x20U) >= 'a' && (c | 0x20U) <= 'z'; }
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
bool is_base64(unsigned char c) {
  return is_letter(c) || is_digit(c) || c == '+' || c == '/' || c == '-' || c == '_' || c == '=';
}
int hex_value(unsigned char c) {
  if (is_digit(c)) return c - '0';
  const unsigned char low = c | 0x20U;
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

// What a stream holds that begins there; nothing if it is none.
std::string unpacked(std::string_view bytes, int window) {
  z_stream z{};
  if (::inflateInit2(&z, window) != Z_OK) return {};
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  std::string stream, out(1 << 16, '\0');
  int state = Z_OK;
  while (state == Z_OK && stream.size() < kMostUnpacked) {
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    state = ::inflate(&z, Z_NO_FLUSH);
    stream.append(out.data(), out.size() - z.avail_out);
  }
  ::inflateEnd(&z);
  return stream;
}

using OnText = std::function<void(const std::string&)>;

void each_stream(std::string_view bytes, const OnText& on_text) {
  for (std::size_t at = 0; at + 2 < bytes.size(); ++at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
    std::string stream;
    const bool is_zlib =
        (byte(0) & 0x0FU) == 8 && (byte(0) >> 4U) <= 7 && (byte(0) * 256U + byte(1)) % 31 == 0;
    if (is_zlib || (byte(0) == 0x1F && byte(1) == 0x8B)) stream = unpacked(bytes.substr(at), 47);
    if (byte(0) == 'P' && bytes.substr(at).starts_with("PK\x03\x04") && at + 30 < bytes.size()) {
      const std::size_t head = 30U + byte(26) + byte(27) * 256U + byte(28) + byte(29) * 256U;
      if (byte(8) == 8 && at + head < bytes.size()) stream = unpacked(bytes.substr(at + head), -15);
    }
    if (stream.size() >= kPiece) on_text(stream);
  }
}

// Stretches of at least so many of these bytes.
void each_run(std::string_view bytes, bool (*is_of_it)(unsigned char), std::size_t least,
              const std::function<void(std::string_view)>& on_run) {
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t end = at;
    while (end < bytes.size() && is_of_it(static_cast<unsigned char>(bytes[end]))) ++end;
    if (end - at >= least) on_run(bytes.substr(at, end - at));
    at = end + 1;
  }
}

std::string from_hex(std::string_view run, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i + 2 <= run.size(); i += 2)
    out += static_cast<char>(hex_value(static_cast<unsigned char>(run[i])) * 16 +
                             hex_value(static_cast<unsigned char>(run[i + 1])));
  return out;
}

std::string from_base64(std::string_view run) {
  std::string out;
  std::uint32_t bits = 0;
  int have = 0;
  for (const char letter : run) {
    const auto c = static_cast<unsigned char>(letter);
    std::uint32_t value = 0;
    if (c >= 'A' && c <= 'Z') value = c - 'A';
    if (c >= 'a' && c <= 'z') value = c - 'a' + 26U;
    if (is_digit(c)) value = c - '0' + 52U;
    if (c == '+' || c == '-') value = 62;
    if (c == '/' || c == '_') value = 63;
    bits = bits << 6U | value;
    have += 6;
    if (have < 8) continue;
    have -= 8;
    out += static_cast<char>(bits >> static_cast<unsigned>(have) & 0xFFU);
  }
  return out;
}

// %41, =41, \x41, \u0041, &#65;, &#x41; as the letters that they stand for, and = before the end of
// a line left out.
std::string plain(std::string_view text) {
  std::string out;
  const auto number = [&](std::size_t at, std::size_t length, int base) {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + length; ++i) {
      const int digit = i < text.size() ? hex_value(static_cast<unsigned char>(text[i])) : -1;
      if (digit < 0 || digit >= base) return -1;
      value = value * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit);
    }
    return static_cast<int>(value & 0xFFU);
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    std::size_t skip = 0, length = 0;
    int base = 16;
    if (rest[0] == '%' || rest[0] == '=') skip = 1, length = 2;
    if (rest.starts_with("\\x")) skip = 2, length = 2;
    if (rest.starts_with("\\u")) skip = 2, length = 4;
    if (rest.starts_with("&#")) {
      skip = rest.starts_with("&#x") ? 3 : 2;
      base = skip == 3 ? 16 : 10;
      const std::size_t end = rest.find(';');
      length = end == std::string_view::npos || end > 9 ? 0 : end - skip;
    }
    const int value = length == 0 ? -1 : number(at + skip, length, base);
    if (value >= 0) {
      out += static_cast<char>(value);
      at += skip + length + (rest[0] == '&' ? 1 : 0);
    } else if (rest.starts_with("=\r\n") || rest.starts_with("=\n")) {
      at += rest[1] == '\r' ? 3 : 2;
    } else {
      out += rest[0];
      ++at;
    }
  }
  return out;
}

// Whether letters with others between them may be a piece: as UTF-16 or samples of pixels they may,
// where a letter is followed by none or by itself; every second letter of another word is none.
bool stands_apart(std::string_view bytes, std::size_t last, std::size_t step) {
  const std::size_t first = last - (kPiece - 1) * step;
  for (std::size_t at = first; at < last; ++at) {
    const auto here = static_cast<unsigned char>(bytes[at]);
    const auto before = static_cast<unsigned char>(bytes[at - (at - first) % step]);
    if (is_letter(here) && (here | 0x20U) != (before | 0x20U)) return false;
  }
  return true;
}

std::uint64_t number_of(std::string_view piece) {
  std::uint64_t value = 0;
  for (const char c : piece)
    value = is_digit(static_cast<unsigned char>(c))
                ? value * 10 + static_cast<std::uint64_t>(c - '0')
                : value * kLetters + static_cast<std::uint64_t>(c - 'a');
  return value;
}

}  // namespace

Search::Search(const std::vector<Secret>& secrets) : may_be_(kSieve), secrets_(secrets) {
  reversed_.reserve(secrets_.size());
  for (std::size_t i = 0; i < secrets_.size(); ++i) {
    const std::string& text = secrets_[i].text;
    reversed_.emplace_back(text.rbegin(), text.rend());
    const bool is_number = secrets_[i].is_number;
    const std::size_t length = is_number ? kNumberPiece : kPiece;
    for (const std::string* way : {&text, &std::as_const(reversed_.back())}) {
      for (std::size_t at = 0; at + length <= way->size(); ++at) {
        const std::uint64_t piece = number_of(std::string_view(*way).substr(at, length));
        (is_number ? numbers_ : words_).emplace(piece, i);
        if (!is_number) may_be_[piece % kSieve] = true;
      }
      for (std::size_t at = 0; !is_number && at + kCodedPiece <= way->size(); ++at)
        coded_.emplace(std::string_view(*way).substr(at, kCodedPiece), i);
    }
  }
}

void Search::scan(std::string_view bytes, std::size_t step, std::set<std::size_t>& found) const {
  constexpr std::uint64_t kWordFull = power(kLetters, kPiece - 1);
  constexpr std::uint64_t kNumberFull = power(10, kNumberPiece - 1);
  for (std::size_t from = 0; from < step; ++from) {
    std::uint64_t word = 0, number = 0;
    std::size_t letters = 0, digits = 0;
    std::size_t coded_until = 0;
    for (std::size_t at = from; at < bytes.size(); at += step) {
      const auto c = static_cast<unsigned char>(bytes[at]);
      if (is_letter(c)) {
        word = word % kWordFull * kLetters + ((c | 0x20U) - 'a');
        digits = 0;
        if (++letters < kPiece || !may_be_[word % kSieve]) continue;
        const auto of = words_.find(word);
        if (of == words_.end() || found.contains(of->second)) continue;
        if (step > 1 && !stands_apart(bytes, at, step)) continue;
        // Base64 and the like has its own measure.
        if (step == 1 && at >= coded_until) {
          std::size_t begin = at, end = at;
          while (begin > 0 && is_base64(static_cast<unsigned char>(bytes[begin - 1]))) --begin;
          while (end < bytes.size() && is_base64(static_cast<unsigned char>(bytes[end]))) ++end;
          if (end - begin >= kLongRun) coded_until = end;
        }
        if (at >= coded_until) found.insert(of->second);
      } else if (is_digit(c)) {
        letters = 0;
        number = number % kNumberFull * 10 + (c - '0');
        if (++digits < kNumberPiece) continue;
        if (const auto of = numbers_.find(number); of != numbers_.end()) found.insert(of->second);
      } else {
        letters = 0;
        // Numbers are written in groups.
        if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')' && c != '+') digits = 0;
      }
    }
  }
}

void Search::scan_coded(std::string_view run, std::set<std::size_t>& found) const {
  for (std::size_t at = 0; at + kCodedPiece <= run.size(); ++at)
    if (const auto of = coded_.find(run.substr(at, kCodedPiece)); of != coded_.end())
      found.insert(of->second);
}

void Search::look(std::string_view bytes, int depth, std::set<std::size_t>& found) const {
  for (const std::size_t step : {1U, 2U, 3U}) scan(bytes, step, found);
  if (bytes.find_first_of("%=\\&") != std::string_view::npos) scan(plain(bytes), 1, found);
  const auto deeper = [&](const std::string& text) {
    if (depth > 0) look(text, depth - 1, found);
  };
  each_stream(bytes, deeper);
  each_run(
      bytes, [](unsigned char c) { return hex_value(c) >= 0; }, 2 * kPiece,
      [&](std::string_view run) {
        for (const std::size_t from : {0U, 1U}) scan(from_hex(run, from), 1, found);
      });
  each_run(bytes, is_base64, kCodedPiece, [&](std::string_view run) {
    if (run.size() >= kLongRun) scan_coded(run, found);
    for (std::size_t from = 0; from < 4; ++from) {
      const std::string text = from_base64(run.substr(from));
      for (const std::size_t step : {1U, 2U}) scan(text, step, found);
      if (from == 0 && run.size() >= kLongRun) each_stream(text, deeper);
    }
  });
}

std::set<std::size_t> Search::in(std::string_view bytes) const {
  std::set<std::size_t> found;
  look(bytes, kDepth, found);
  return found;
}

}  // namespace sanad::disclosure
