// RFC 8785 (JCS) and a form for people.
#include <algorithm>
#include <cmath>

#include "json/json.h"
#include "number.h"

namespace sanad::json {
namespace {

// RFC 8785 section 3.2.2.2: the short escapes, \u00xx for other controls, everything else as it is.
void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  std::size_t written = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out.append(text, written, i - written);
    written = i + 1;
    out += '\\';
    switch (byte) {
      case '"':
      case '\\':
        out += text[i];
        break;
      case '\b':
        out += 'b';
        break;
      case '\t':
        out += 't';
        break;
      case '\n':
        out += 'n';
        break;
      case '\f':
        out += 'f';
        break;
      case '\r':
        out += 'r';
        break;
      default:
        out += "u00";
        out += kHex[byte >> 4];
        out += kHex[byte & 15u];
    }
  }
  out.append(text, written, std::string_view::npos);
  out += '"';
}

// Order of UTF-16 code units (RFC 8785 section 3.2.3) without converting: UTF-8 bytes have the
// order of code points, and the two differ only where U+E000..U+FFFF (lead bytes EE, EF) meets a
// code point above U+FFFF (lead bytes from F0), whose surrogates are smaller.
bool utf16_less(std::string_view a, std::string_view b) {
  const std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i) {
    const auto x = static_cast<unsigned char>(a[i]);
    const auto y = static_cast<unsigned char>(b[i]);
    if (x == y) continue;
    if (x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0)) return x >= 0xF0;
    return x < y;
  }
  return a.size() < b.size();
}

// True if value was a scalar and has been written.
bool append_scalar(std::string& out, const Value& value) {
  if (const std::string* text = value.as_string()) {
    append_string(out, *text);
  } else if (const double* number = value.as_number()) {
    if (std::isfinite(*number)) {
      append_number(out, *number);
    } else {
      out += "null";
    }
  } else if (const bool* truth = value.as_bool()) {
    out += *truth ? "true" : "false";
  } else if (value.is_null()) {
    out += "null";
  } else {
    return false;
  }
  return true;
}

void append_canonical(std::string& out, const Value& value) {
  if (append_scalar(out, value)) return;
  if (const Array* array = value.as_array()) {
    out += '[';
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (i > 0) out += ',';
      append_canonical(out, (*array)[i]);
    }
    out += ']';
    return;
  }
  const Object& object = *value.as_object();
  std::vector<const Member*> members;
  members.reserve(object.size());
  for (const Member& member : object) members.push_back(&member);
  const auto less = [](const Member* a, const Member* b) { return utf16_less(a->name, b->name); };
  if (!std::is_sorted(members.begin(), members.end(), less)) {
    std::sort(members.begin(), members.end(), less);
  }
  out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) out += ',';
    append_string(out, members[i]->name);
    out += ':';
    append_canonical(out, members[i]->value);
  }
  out += '}';
}

void append_line(std::string& out, std::size_t indent) {
  out += '\n';
  out.append(2 * indent, ' ');
}

void append_pretty(std::string& out, const Value& value, std::size_t indent) {
  if (append_scalar(out, value)) return;
  if (const Array* array = value.as_array()) {
    out += '[';
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (i > 0) out += ',';
      append_line(out, indent + 1);
      append_pretty(out, (*array)[i], indent + 1);
    }
    if (!array->empty()) append_line(out, indent);
    out += ']';
    return;
  }
  const Object& object = *value.as_object();
  out += '{';
  bool first = true;
  for (const Member& member : object) {
    if (!first) out += ',';
    first = false;
    append_line(out, indent + 1);
    append_string(out, member.name);
    out += ": ";
    append_pretty(out, member.value, indent + 1);
  }
  if (!object.empty()) append_line(out, indent);
  out += '}';
}

}  // namespace

std::string format_canonical(const Value& value) {
  std::string out;
  append_canonical(out, value);
  return out;
}

std::string format_pretty(const Value& value) {
  std::string out;
  append_pretty(out, value, 0);
  return out;
}

}  // namespace sanad::json
