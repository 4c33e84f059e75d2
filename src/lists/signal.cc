#include "lists/signal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/numbers.h"
#include "lists/model.h"
#include "text.h"

namespace sanad::lists {

namespace {

struct HexSignal {
  std::string_view name;
  std::size_t digits;
};
constexpr std::array<HexSignal, 5> kHexSignals = {
    {{"md5", 32}, {"sha1", 40}, {"sha256", 64}, {"sha512", 128}, {"pdq", 64}}};
constexpr std::array<std::string_view, 8> kOtherSignals = {
    "tlsh", "ssdeep", "chromaprint", "landmarks", "points", "vpoints", "text", "url"};
constexpr std::size_t kMaxSignalNameBytes = 32;
constexpr std::size_t kTlshDigits = 70;  // 35 bytes: the 128-bucket form that every tool writes
constexpr std::size_t kMaxSsdeepPart = 64;

Error invalid(std::string sentence) { return {ErrorCode::kInvalid, std::move(sentence)}; }

Result<std::string> canonical_tlsh(std::string_view text) {
  if (text.size() == kTlshDigits + 2 && (text[0] == 'T' || text[0] == 't') && text[1] == '1')
    text.remove_prefix(2);
  if (text.size() != kTlshDigits || !all_hex(text))
    return invalid("a TLSH is \"T1\" and 70 hexadecimal digits");
  return "T1" + ascii_upper(text);
}

bool is_ssdeep_part(std::string_view part) {
  return part.size() <= kMaxSsdeepPart && std::all_of(part.begin(), part.end(), [](char c) {
           return is_digit(c) || is_lower(c) || is_upper(c) || c == '+' || c == '/';
         });
}

Result<std::string> canonical_ssdeep(std::string_view text) {
  const auto refused = invalid("an ssdeep hash is BLOCKSIZE:HASH:HASH, with a block size of 3*2^n");
  text = text.substr(0, text.find(','));
  const auto first = text.find(':');
  const auto second = first == std::string_view::npos ? first : text.find(':', first + 1);
  if (second == std::string_view::npos) return refused;
  const auto size = parse_decimal(text.substr(0, first));
  if (!size.ok() || *size == 0 || *size % 3 != 0) return refused;
  const std::uint64_t power = *size / 3;
  if ((power & (power - 1)) != 0 || !is_ssdeep_part(text.substr(first + 1, second - first - 1)) ||
      !is_ssdeep_part(text.substr(second + 1)))
    return refused;
  return std::string(text);
}

Result<std::string> canonical_chromaprint(std::string_view text) {
  const bool fits = text.size() >= 4 && std::all_of(text.begin(), text.end(), [](char c) {
                      return is_digit(c) || is_lower(c) || is_upper(c) || c == '-' || c == '_';
                    });
  if (!fits) return invalid("a Chromaprint fingerprint is URL-safe base64, as fpcalc prints it");
  return std::string(text);
}

// What is in it is checked where it is compared.
Result<std::string> canonical_packed(std::string_view text, std::string_view prefix,
                                     std::string_view what) {
  const auto is_base64 = [](char c) {
    return is_digit(c) || is_lower(c) || is_upper(c) || c == '+' || c == '/' || c == '=';
  };
  const bool fits = text.starts_with(prefix) && text.size() > prefix.size() &&
                    std::ranges::all_of(text.substr(prefix.size()), is_base64);
  if (!fits)
    return invalid(
        fmt::format("{} are \"{}\" and base64, as sanad fingerprint prints them", what, prefix));
  return std::string(text);
}

Result<std::string> canonical_video_points(std::string_view text) {
  constexpr std::string_view kPrefix = "sanad-vpoints-1:";
  const auto is_in_it = [](char c) {
    return is_digit(c) || is_lower(c) || is_upper(c) || c == '+' || c == '/' || c == '=' ||
           c == ',' || c == ';';
  };
  const bool fits = text.starts_with(kPrefix) && text.size() > kPrefix.size() &&
                    std::ranges::all_of(text.substr(kPrefix.size()), is_in_it);
  if (!fits)
    return invalid("points of a video are \"sanad-vpoints-1:\" and TIME_MS,BASE64 joined by \";\"");
  return std::string(text);
}

Result<std::string> canonical_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      if (i + 1 < text.size() && text[i + 1] == '\n') continue;
      out += '\n';
    } else {
      out += text[i];
    }
  }
  out = std::string(trim(out));
  if (out.empty() || !is_paragraph(out))
    return invalid("a text must hold something, in UTF-8 without control characters");
  return out;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

Result<std::string> canonical_url(std::string_view text) {
  const auto refused = invalid("an address needs a scheme, \"://\", a host and no white space");
  std::string out(text);
  if (out.starts_with("[h]") || out.starts_with("[H]")) out.replace(0, 3, "h");
  if (ascii_lower(out.substr(0, 4)) == "hxxp") out.replace(0, 4, "http");
  const auto colon = out.find("://");
  if (colon == std::string::npos || colon == 0) return refused;
  const auto scheme_ok =
      std::all_of(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
        return is_lower(c) || is_upper(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
      });
  const auto host_at = colon + 3;
  const auto host_end = std::min(out.find_first_of("/?#", host_at), out.size());
  std::string authority = out.substr(host_at, host_end - host_at);
  replace_all(authority, "[.]", ".");
  const auto user_end = authority.rfind('@');
  const auto host = user_end == std::string::npos ? 0 : user_end + 1;
  if (!scheme_ok || host == authority.size()) return refused;
  out = ascii_lower(out.substr(0, host_at)) + authority.substr(0, host) +
        ascii_lower(authority.substr(host)) + out.substr(host_end);
  if (!is_one_line(out) || out.find(' ') != std::string::npos) return refused;
  return out;
}

}  // namespace

bool is_signal_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxSignalNameBytes && is_lower(name[0]) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_known_signal(std::string_view name) {
  return std::any_of(kHexSignals.begin(), kHexSignals.end(),
                     [&](const HexSignal& s) { return s.name == name; }) ||
         std::find(kOtherSignals.begin(), kOtherSignals.end(), name) != kOtherSignals.end();
}

Result<std::string> canonical_value(std::string_view signal, std::string_view text) {
  if (!is_signal_name(signal))
    return invalid("a signal's name is lower-case letters, digits and hyphens, such as \"pdq\"");
  const std::size_t most = signal == "vpoints" ? kMaxVideoPointsBytes : kMaxValueBytes;
  if (text.size() > most)
    return Error{ErrorCode::kLimit, fmt::format("a value may have {} bytes; shorten it", most)};
  if (signal == "text") return canonical_text(text);
  text = trim(text);
  for (const auto& [name, digits] : kHexSignals) {
    if (name != signal) continue;
    if (text.size() != digits || !all_hex(text))
      return invalid(fmt::format("a value of {} is {} hexadecimal digits", name, digits));
    return ascii_lower(text);
  }
  if (signal == "tlsh") return canonical_tlsh(text);
  if (signal == "ssdeep") return canonical_ssdeep(text);
  if (signal == "chromaprint") return canonical_chromaprint(text);
  if (signal == "points") return canonical_packed(text, "sanad-points-1:", "points of a picture");
  if (signal == "landmarks")
    return canonical_packed(text, "sanad-landmarks-1:", "landmarks of sound");
  if (signal == "vpoints") return canonical_video_points(text);
  if (signal == "url") return canonical_url(text);
  if (text.empty() || !is_one_line(text))
    return invalid("a value must be one line of UTF-8 without control characters");
  return std::string(text);
}

}  // namespace sanad::lists
