// International bank account numbers (ISO 13616): the length of each country, and mod 97.
#include <algorithm>

#include "core.h"

namespace sanad::selectors {
namespace {

// Country and length, ascending, from the registry's public table.
constexpr std::string_view kLengths =
    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24"
    "FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32"
    "LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24"
    "RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

// Without building the number: the remainder is carried along.
bool is_mod97(std::string_view iban) {
  unsigned remainder = 0;
  const auto take = [&](char c) {
    const unsigned value =
        c <= '9' ? static_cast<unsigned>(c - '0') : static_cast<unsigned>(c - 'A' + 10);
    remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
  };
  for (const char c : iban.substr(4)) take(c);
  for (const char c : iban.substr(0, 4)) take(c);
  return remainder == 1;
}

}  // namespace

int iban_length(std::string_view country) {
  for (std::size_t i = 0; i + 4 <= kLengths.size(); i += 4) {
    if (kLengths.substr(i, 2) == country) return to_int(kLengths.substr(i + 2, 2));
  }
  return 0;
}

void Core::find_iban(const Byte* begin) {
  if (begin[-1] == '_' || !wants(Kind::kIban)) return;
  const auto length = static_cast<std::size_t>(iban_length(text_of(begin, begin + 2)));
  if (length == 0) return;
  std::string value;
  const Byte* at = begin;
  while (value.size() < length) {
    const Digit digit = digit_at(at);
    if (digit.value >= 0) {
      value += static_cast<char>('0' + digit.value);
      at += digit.bytes;
    } else if (is(*at, kLetter)) {
      // Letters after the country are written large; a small one is a word that follows.
      if (!is(*at, kUpper)) return;
      value += static_cast<char>(*at++);
    } else {
      const int separator = number_separator(at);
      if (separator == 0 || *at == '.' || value.size() < 4) return;
      at += separator;
      if (number_separator(at) != 0) return;
    }
  }
  const bool check_digits =
      is(static_cast<Byte>(value[2]), kDigit) && is(static_cast<Byte>(value[3]), kDigit);
  if (!check_digits || is(*at, kWord) || digit_at(at).value >= 0 || !is_mod97(value)) return;
  if (Hit* hit = add(Kind::kIban, begin, at, value)) {
    for (std::size_t i = 0; i + 4 <= kLengths.size(); i += 4) {
      if (kLengths.substr(i, 2) == value.substr(0, 2)) hit->region = kLengths.substr(i, 2);
    }
  }
  number_ = std::max(number_, absolute(at));
  run_ = std::max(run_, absolute(at));
}

}  // namespace sanad::selectors
