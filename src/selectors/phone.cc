// Telephone numbers: with a country code anywhere, without one where the caller names a region.
// The value is E.164's form.
#include <algorithm>

#include "core.h"

namespace sanad::selectors {
namespace {

// What a number may not touch: a longer number, a word, a decimal, an amount.
bool ends_number(const Byte* end) {
  if (is(*end, kWord) || digit_at(end).value >= 0) return false;
  const Byte after = *end;
  if ((after == '.' || after == ',' || after == ':' || after == '/' || after == '-' ||
       after == '=') &&
      digit_at(end + 1).value >= 0) {
    return after == ',' || after == '/';
  }
  return after != '%' && after != '@';
}

}  // namespace

// The longest prefix of groups that is a number of the plan. international: the calling code that
// the digits follow, or "" where they begin with it.
bool Core::add_phone(const Byte* begin, const PhoneDigits& digits, std::string_view international) {
  for (std::size_t i = digits.stops.size(); i-- > 0;) {
    const PhoneDigits::Stop& stop = digits.stops[i];
    const std::string all = std::string(international) + digits.digits.substr(0, stop.count);
    const CallingCode* code = find_calling_code(all);
    if (code == nullptr || all.size() > 15 || !ends_number(stop.end)) continue;
    const std::string_view national = std::string_view(all).substr(code->code.size());
    const std::string_view region = region_of(*code, national);
    if (region.empty()) continue;
    if (Hit* hit = add(Kind::kPhone, begin, stop.end, "+" + all)) hit->region = region;
    number_ = std::max(number_, absolute(stop.end));
    return true;
  }
  return false;
}

void Core::find_phone(const Byte* plus) {
  if (absolute(plus) < url_ || absolute(plus) < number_) return;
  if (is(plus[-1], kWord) || plus[-1] == '+' || plus[-1] == '/') return;
  const Byte* at = plus + 1;
  if (*at == '(') ++at;
  PhoneDigits digits = read_phone_digits(at);
  if (at > plus + 1 && !digits.stops.empty() && *digits.stops[0].end == ')') {
    // "+(92) 300 ...": the bracket closes what stood before the digits were read.
    PhoneDigits rest =
        read_phone_digits(digits.stops[0].end + 1 + number_separator(digits.stops[0].end + 1));
    for (PhoneDigits::Stop& stop : rest.stops) stop.count += digits.digits.size();
    rest.digits = digits.digits + rest.digits;
    digits = rest;
  }
  add_phone(plus, digits, "");
}

bool Core::find_national_phone(const Byte* begin) {
  const Byte before = begin[-1];
  if (before == '+' || before == '-' || before == '.' || before == '#' || before == '$')
    return false;
  const CallingCode* home = find_region(options_.region);
  PhoneDigits digits = read_phone_digits(begin);
  const Byte* first = begin;
  if (before == '(' && !digits.stops.empty() && *digits.stops[0].end == ')') {
    first = begin - 1;
    const Byte* after = digits.stops[0].end + 1;
    PhoneDigits rest = read_phone_digits(after + number_separator(after));
    for (PhoneDigits::Stop& stop : rest.stops) stop.count += digits.digits.size();
    rest.digits = digits.digits + rest.digits;
    digits = rest;
  }
  if (home == nullptr) return false;
  const std::string& all = digits.digits;
  std::size_t cut = 0;
  std::string_view code = home->code;
  if (all.substr(0, 2) == "00" && all.size() > 9 && all[2] != '0' && home->code != "1") {
    cut = 2;
    code = "";
  } else if (!home->trunk.empty() && home->code != "1") {
    cut = home->trunk.size();
    if (all.substr(0, cut) != home->trunk) return false;
    // A landline that is written in one could be any number; a mobile's length and lead say more.
    const bool mobile = home->code == "92" && all.size() > 10 && all[1] == '3';
    if (digits.stops.size() == 1 && home->code == "92" && !mobile) return false;
  } else if (digits.stops.size() < 2) {
    return false;
  }
  PhoneDigits national;
  national.digits = all.substr(cut);
  for (const PhoneDigits::Stop& stop : digits.stops) {
    if (stop.count > cut) national.stops.push_back({stop.count - cut, stop.end});
  }
  return add_phone(first, national, code);
}

}  // namespace sanad::selectors
