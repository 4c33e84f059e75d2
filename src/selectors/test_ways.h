// Ways of writing a text so that a plain search does not see it.
#pragma once

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "characters.h"

namespace sanad::selectors {

inline std::string gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(text.size() + 1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline std::string utf16(std::string_view text, bool little) {
  const std::string padded = std::string(text) + std::string(4, '\0');
  const auto* at = reinterpret_cast<const Byte*>(padded.data());
  const Byte* end = at + text.size();
  std::string out;
  while (at < end) {
    const Code code = code_at(at);
    at += code.bytes;
    const auto low = static_cast<char>(code.value & 255);
    const auto high = static_cast<char>(code.value >> 8);
    out += little ? low : high;
    out += little ? high : low;
  }
  return out;
}

inline std::string base64(std::string_view text) { return format_base64(as_bytes(text)); }

// Each code point by a format; what_too: also letters and digits.
inline std::string escaped(std::string_view text, bool letters, std::string_view before, int base,
                           std::string_view after) {
  const std::string padded = std::string(text) + std::string(4, '\0');
  const auto* at = reinterpret_cast<const Byte*>(padded.data());
  const Byte* end = at + text.size();
  std::string out;
  while (at < end) {
    const Code code = code_at(at);
    const bool sign =
        code.value < 0x80 &&
        std::string_view(".@:/+-_#").find(static_cast<char>(code.value)) != std::string_view::npos;
    if (sign || (letters && (code.value >= 0x80 || is(static_cast<Byte>(code.value), kAlnum)))) {
      out += before;
      const auto number = static_cast<unsigned>(code.value);
      out += base == 10      ? fmt::format("{}", number)
             : before == "%" ? fmt::format("{:02X}", number)
                             : fmt::format("{:04x}", number);
      out += after;
    } else {
      out.append(reinterpret_cast<const char*>(at), static_cast<std::size_t>(code.bytes));
    }
    at += code.bytes;
  }
  return out;
}

// A zero-width space after each letter of ASCII that another follows.
inline std::string split_invisibly(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    const auto visible = [&](std::size_t at) {
      return at < text.size() && text[at] > 0x20 && text[at] < 0x7F;
    };
    if (visible(i) && visible(i + 1)) out += "\u200B";
  }
  return out;
}

inline constexpr std::array<std::string_view, 12> kWays = {
    "entities of signs", "entities of all letters",
    "percent signs",     "JSON escapes",
    "zero-width",        "UTF-16LE",
    "UTF-16BE",          "base64",
    "base64 twice",      "gzip",
    "base64 of gzip",    "base64 of UTF-16LE"};

// text: what is hidden, with words around it.
inline std::string written(std::size_t way, std::string_view before, std::string_view text,
                           std::string_view after) {
  const std::string whole = std::string(before) + std::string(text) + std::string(after);
  const auto inside = [&](std::string hidden) {
    return std::string(before) + std::move(hidden) + std::string(after);
  };
  switch (way) {
    case 0:
      return inside(escaped(text, false, "&#", 10, ";"));
    case 1:
      return inside(escaped(text, true, "&#", 10, ";"));
    case 2:
      return inside(escaped(text, false, "%", 16, ""));
    case 3:
      return inside(escaped(text, true, "\\u", 16, ""));
    case 4:
      return inside(split_invisibly(text));
    case 5:
      return utf16(whole, true);
    case 6:
      return utf16(whole, false);
    case 7:
      return base64(whole);
    case 8:
      return base64(base64(whole));
    case 9:
      return gzip(whole);
    case 10:
      return base64(gzip(whole));
    default:
      return base64(utf16(whole, true));
  }
}

}  // namespace sanad::selectors
