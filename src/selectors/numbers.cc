#include "numbers.h"

#include <vector>

#include "core.h"

namespace sanad::selectors {

NumberText read_number(const Byte* at) {
  NumberText number;
  while (true) {
    const Digit digit = digit_at(at);
    if (digit.value < 0) break;
    if (digit.bytes == 2 && at[0] == 0xDB) number.persian = true;
    if (number.count < 24) number.digits += static_cast<char>('0' + digit.value);
    if (++number.count > 64) break;
    at += digit.bytes;
  }
  number.end = at;
  return number;
}

int to_int(std::string_view digits) {
  int value = 0;
  for (const char c : digits.substr(0, 9)) value = value * 10 + (c - '0');
  return value;
}

int number_separator(const Byte* at) {
  if (*at == ' ' || *at == '-' || *at == '.') return 1;
  if (at[0] == 0xC2 && at[1] == 0xA0) return 2;                                      // U+00A0
  if (at[0] == 0xE2 && at[1] == 0x80 && at[2] >= 0x90 && at[2] <= 0x93) return 3;    // dashes
  if (at[0] == 0xE2 && at[1] == 0x80 && (at[2] == 0xAF || at[2] == 0x89)) return 3;  // thin spaces
  return 0;
}

PhoneDigits read_phone_digits(const Byte* at) {
  PhoneDigits phone;
  bool open = false;
  while (phone.digits.size() < kMaxPhoneDigits) {
    const Digit digit = digit_at(at);
    if (digit.value >= 0) {
      phone.digits += static_cast<char>('0' + digit.value);
      at += digit.bytes;
      if (digit_at(at).value < 0) phone.stops.push_back({phone.digits.size(), at});
      continue;
    }
    if (open && *at == ')') {
      open = false;
      phone.stops.back().end = ++at;
    }
    int separator = number_separator(at);
    // "+44 - 20": a dash between spaces.
    if (separator == 1 && *at == ' ' && at[1] == '-' && at[2] == ' ') separator = 3;
    const Byte* after = at + separator;
    if (!open && begins_with(after, "(0)") && phone.digits.size() <= 3) {
      phone.bracketed_zero = true;
      at = after + 3;
      at += number_separator(at);
      continue;
    }
    if (!open && *after == '(' && digit_at(after + 1).value >= 0) {
      open = true;
      at = after + 1;
      continue;
    }
    if (digit_at(after).value < 0 || (separator == 0 && !(after > at) && after[-1] != ')')) break;
    at = after;
  }
  if (open && !phone.stops.empty()) phone.stops.pop_back();
  return phone;
}

bool is_luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

namespace {

// Forms that are worth trying can be told from what follows the first group.
bool is_glued(const Byte* end) {
  return is(*end, kWord) && !(is(*end, kLetter) && is(end[1], kLetter) && !is(end[2], kWord)) &&
         *end != 'T' && *end != 'N' && *end != 'S' && *end != 'E' && *end != 'W';
}

}  // namespace

void Core::find_number(const Byte* first) {
  const std::uint64_t here = absolute(first);
  if (here < number_ || here < url_) return;
  const Byte before = first[-1];
  if (before == '_' ||
      ((before == '.' || before == ',' || before == '/') && ends_with_digit(first - 1)))
    return;
  const NumberText number = read_number(first);
  const Byte* end = number.end;
  const Byte next = *end;
  if (number.count > 24 || is_glued(end)) return;
  if (next == '.' && digit_at(end + 1).value >= 0) {
    if (find_ipv4(first) || (number.count <= 3 && find_coordinates(first)) || find_date(first))
      return;
  } else if (next == 0xD9 && end[1] == 0xAB) {  // U+066B, the Arabic decimal separator
    if (find_coordinates(first)) return;
  } else if (number.count <= 3 && next == 0xC2 && (end[1] == 0xB0 || end[1] == 0xBA)) {
    if (find_coordinates(first)) return;
  } else if (next == '-' || next == '/') {
    if (number.count == 5 && find_cnic(first, number)) return;
    if (find_date(first)) return;
  }
  if (number.count == 13 && find_cnic(first, number)) return;
  if ((number.count == 2 || number.count == 6 || number.count == 8 || number.count == 15) &&
      find_imei(first, number)) {
    return;
  }
  if (number.count <= 4 && find_named_date(first, number)) return;
  if (number.digits[0] == '0' || number.count == 3 || number.count == 10)
    find_national_phone(first);
}

bool Core::find_cnic(const Byte* first, const NumberText& number) {
  static const std::vector<std::string_view> kWords = {"cnic",    "nicop",  "identity card",
                                                       "id card", "شناختی", "nadra"};
  if (number.digits[0] < '1' || number.digits[0] > '8') return false;
  std::string digits = number.digits;
  const Byte* end = number.end;
  if (number.count == 5) {
    if (*end != '-') return false;
    const NumberText serial = read_number(end + 1);
    if (serial.count != 7 || *serial.end != '-') return false;
    const NumberText last = read_number(serial.end + 1);
    if (last.count != 1) return false;
    digits += serial.digits + last.digits;
    end = last.end;
  } else if (!has_context(first, end, kWords)) {
    return false;
  }
  if (is(*end, kWord) || *end == '-' || first[-1] == '-' || first[-1] == '+') return false;
  const std::string value =
      digits.substr(0, 5) + '-' + digits.substr(5, 7) + '-' + digits.substr(12);
  if (Hit* hit = add(Kind::kCnic, first, end, value)) hit->personal = true;
  number_ = absolute(end);
  return true;
}

// Fifteen digits, as one or as AA-BBBBBB-CCCCCC-D, of a reporting body that exists (GSMA TS.06).
bool Core::find_imei(const Byte* first, const NumberText& number) {
  static const std::vector<std::string_view> kWords = {"imei", "handset", "device"};
  std::string digits = number.digits;
  const Byte* end = number.end;
  while (digits.size() < 15) {
    const int separator = *end == '/' ? 1 : number_separator(end);
    if (separator == 0) return false;
    const NumberText group = read_number(end + separator);
    if (group.count == 0 || group.count > 7) return false;
    digits += group.digits;
    end = group.end;
  }
  if (digits.size() != 15 || is(*end, kWord) || digits.substr(0, 2) == "00" || !is_luhn(digits))
    return false;
  if (first[-1] == '-' || first[-1] == '+' || (*end == '.' && is(end[1], kDigit))) return false;
  const std::string_view body = std::string_view(digits).substr(0, 2);
  const bool usual = body == "35" || body == "86" || body == "01" || body == "99";
  if (!usual && !has_context(first, end, kWords)) return false;
  add(Kind::kImei, first, end, digits);
  number_ = absolute(end);
  return true;
}

}  // namespace sanad::selectors
