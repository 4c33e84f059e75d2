#include "extract/way.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace sanad::extract {
namespace {

// The length of the character at the front of text, 0 if it is none.
std::size_t character(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  return size <= text.size() && utf8_prefix_length(text.substr(0, size)) == size ? size : 0;
}

bool is_plain(std::string_view one) {
  if (one.size() == 1) {
    const auto byte = static_cast<unsigned char>(one[0]);
    return byte >= 0x20 && byte != 0x7F;
  }
  if (one.size() == 2) {
    // U+0080 to U+009F are controls, U+061C turns directions.
    const bool is_control = one[0] == '\xC2' && static_cast<unsigned char>(one[1]) < 0xA0;
    return !is_control && one != "\xD8\x9C";
  }
  // U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069, and U+2192.
  if (one.starts_with("\xE2\x80")) {
    const auto last = static_cast<unsigned char>(one[2]);
    return last != 0x8E && last != 0x8F && (last < 0xA8 || last > 0xAE);
  }
  if (one.starts_with("\xE2\x81")) {
    const auto last = static_cast<unsigned char>(one[2]);
    return last < 0xA6 || last > 0xA9;
  }
  return one != "\xE2\x86\x92";
}

}  // namespace

std::string escape_step(std::string_view name, std::size_t most, bool* is_cut) {
  std::string step;
  while (!name.empty()) {
    const std::size_t size = character(name);
    const std::string_view one = name.substr(0, std::max<std::size_t>(size, 1));
    std::string escaped;
    if (one == "\\") {
      escaped = "\\\\";
    } else if (size > 0 && is_plain(one)) {
      escaped = one;
    } else {
      for (const char byte : one)
        escaped += fmt::format("\\x{:02X}", static_cast<unsigned char>(byte));
    }
    if (step.size() + escaped.size() > most) {
      if (is_cut != nullptr) *is_cut = true;
      return step;
    }
    step += escaped;
    name.remove_prefix(one.size());
  }
  return step;
}

Result<std::string> unescape_step(std::string_view step) {
  const Error wrong{ErrorCode::kInvalid,
                    "a step of a way has only \"\\\\\", \"\\xHH\" and \"\\#N\" after a backslash"};
  std::string name;
  while (!step.empty()) {
    if (step.front() != '\\') {
      name += step.front();
      step.remove_prefix(1);
      continue;
    }
    if (step.size() < 2) return wrong;
    if (step[1] == '#') return name;
    if (step[1] == '\\') {
      name += '\\';
      step.remove_prefix(2);
      continue;
    }
    if (step[1] != 'x' || step.size() < 4) return wrong;
    std::string digits(step.substr(2, 2));
    for (char& c : digits) {
      if (c >= 'A' && c <= 'F') c = static_cast<char>(c | 0x20);
    }
    const auto byte = parse_hex(digits);
    if (!byte.ok()) return wrong;
    name += static_cast<char>(byte->front());
    step.remove_prefix(4);
  }
  return name;
}

std::string join_way(std::string_view way, std::string_view step) {
  if (way.empty()) return std::string(step);
  if (step.empty()) return std::string(way);
  return std::string(way).append(kArrow).append(step);
}

std::string Steps::of(const Part& part) {
  bool is_cut = false;
  std::string step = escape_step(part.name, kMaxStepBytes, &is_cut);
  if (is_cut || step.empty() || !seen_.insert(step).second)
    step += fmt::format("\\#{}", part.number);
  return step;
}

}  // namespace sanad::extract
