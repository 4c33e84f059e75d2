// Places on the Earth: decimal pairs, degrees with minutes and seconds, geo: URIs (RFC 5870), Open
// Location Codes and map links. The value is "latitude,longitude" in degrees with six decimals.
#include <fmt/format.h>

#include <cmath>

#include "core.h"

namespace sanad::selectors {
namespace {

constexpr std::size_t kLeastDecimals = 4;  // of a pair that nothing else marks: about 11 m

struct Angle {
  double degrees = 0;
  std::size_t decimals = 0;
  char hemisphere = 0;  // N, S, E or W
  bool marked = false;  // has a degree sign
  const Byte* end = nullptr;
};

int sign_length(const Byte* at, std::initializer_list<std::string_view> signs) {
  for (const std::string_view sign : signs) {
    if (begins_with(at, sign)) return static_cast<int>(sign.size());
  }
  return 0;
}

const Byte* skip_one_space(const Byte* at) { return *at == ' ' ? at + 1 : at; }

// Digits with an optional fraction; '.' or U+066B.
bool read_decimal(const Byte*& at, double& value, std::size_t& decimals) {
  const NumberText whole = read_number(at);
  if (whole.count == 0 || whole.count > 3) return false;
  value = to_int(whole.digits);
  decimals = 0;
  at = whole.end;
  const int point = sign_length(at, {".", "٫"});
  if (point == 0 || digit_at(at + point).value < 0) return true;
  const NumberText fraction = read_number(at + point);
  if (fraction.count > 20) return false;
  double unit = 0.1;
  for (const char c : fraction.digits) {
    value += (c - '0') * unit;
    unit /= 10;
  }
  decimals = fraction.count;
  at = fraction.end;
  return true;
}

char hemisphere_at(const Byte* at) {
  const auto letter = static_cast<char>(*at & 0xDF);
  const bool known = letter == 'N' || letter == 'S' || letter == 'E' || letter == 'W';
  return known && !is(at[1], kWord) ? letter : '\0';
}

// 24.8607, -24.8607, 24.8607° N, 24°51'36.5"N, 24° 51.6' N
// letter: a hemisphere may follow.
bool read_angle(const Byte* at, Angle& angle, bool letter = true) {
  const bool negative = *at == '-' || begins_with(at, "−");
  at += *at == '-' || *at == '+' ? 1 : negative ? 3 : 0;
  if (!read_decimal(at, angle.degrees, angle.decimals)) return false;
  if (const int degree = sign_length(at, {"°", "º"})) {
    angle.marked = true;
    at = skip_one_space(at + degree);
    for (const double unit : {60.0, 3600.0}) {
      if (angle.decimals != 0) break;
      const Byte* part = at;
      double value = 0;
      std::size_t decimals = 0;
      if (!read_decimal(part, value, decimals) || value >= 60) break;
      const int mark = unit == 60.0 ? sign_length(part, {"'", "′", "’", "`"})
                                    : sign_length(part, {"\"", "″", "”", "''", "′′", "’’"});
      if (mark == 0) break;
      angle.degrees += value / unit;
      angle.decimals = decimals;
      at = skip_one_space(part + mark);
    }
    if ((!letter || hemisphere_at(at) == 0) && at[-1] == ' ') --at;
  }
  const Byte* after = skip_one_space(at);
  angle.hemisphere = letter ? hemisphere_at(after) : '\0';
  if (angle.hemisphere != 0) at = after + 1;
  if (negative) angle.degrees = -angle.degrees;
  if (angle.hemisphere == 'S' || angle.hemisphere == 'W') angle.degrees = -angle.degrees;
  angle.end = at;
  return true;
}

bool is_place(double latitude, double longitude) {
  return std::abs(latitude) <= 90 && std::abs(longitude) <= 180;
}
std::string place(double latitude, double longitude) {
  return fmt::format("{:.6f},{:.6f}", latitude, longitude);
}

// Two numbers with a comma; "%2C" is one in links.
bool read_pair(const Byte* at, Angle& latitude, Angle& longitude) {
  if (!read_angle(at, latitude) || latitude.marked) return false;
  int comma = sign_length(latitude.end, {",+", ", ", ",", "%2C", "%2c", "/"});
  return comma != 0 && read_angle(latitude.end + comma, longitude) && latitude.decimals > 0 &&
         longitude.decimals > 0 && is_place(latitude.degrees, longitude.degrees);
}

}  // namespace

bool Core::find_coordinates(const Byte* first) {
  if (!wants(Kind::kCoordinates)) return false;
  const Byte* begin = first;
  if (begin[-1] == '-' || begin[-1] == '+')
    --begin;
  else if (begins_with(begin - 3, "−"))
    begin -= 3;
  Angle one;
  Angle two;
  // "N 24° 51.6', E 67° ...": the letter stands before.
  const Byte* letter = begin[-1] == ' ' ? begin - 2 : begin - 1;
  const auto is_hemisphere = [](Byte b) { return b == 'N' || b == 'S' || b == 'E' || b == 'W'; };
  const bool leading = !is(letter[-1], kWord | kHigh) && is_hemisphere(*letter);
  if (!read_angle(begin, one, !leading)) return false;
  const bool geo = begins_with_any_case(begin - 4, "geo:");
  const Byte* at = one.end;
  int comma = sign_length(at, {", ", ",", "; ", ";", "، ", "،", " , ", " - ", " / "});
  if (comma == 0)
    comma = one.marked || one.hemisphere != 0 || leading ? sign_length(at, {"  ", " "}) : 0;
  if (comma == 0 && one.hemisphere == 0) return false;
  at += comma;
  char second_letter = 0;
  if (leading) {
    if (!is_hemisphere(*at)) return false;
    second_letter = static_cast<char>(*at);
    at = skip_one_space(at + 1);
    one.hemisphere = static_cast<char>(*letter);
    if (one.hemisphere == 'S' || one.hemisphere == 'W') one.degrees = -one.degrees;
    begin = letter;
  }
  if (!read_angle(at, two, !leading)) return false;
  if (leading) {
    two.hemisphere = second_letter;
    if (second_letter == 'S' || second_letter == 'W') two.degrees = -two.degrees;
  }
  const auto is_latitude = [](char c) { return c == 'N' || c == 'S'; };
  if ((one.hemisphere != 0) != (two.hemisphere != 0)) return false;
  if (one.hemisphere != 0) {
    if (is_latitude(one.hemisphere) == is_latitude(two.hemisphere)) return false;
    if (is_latitude(two.hemisphere)) std::swap(one.degrees, two.degrees);
  } else if (!geo && !(one.marked && two.marked)) {
    // A bare pair stands alone: no third number, no letter beside it, as lists and drawings have.
    if (one.decimals < kLeastDecimals || two.decimals < kLeastDecimals) return false;
    const Byte before = begin[-1];
    if (is(before, kWord) || before == ',' || before == ';' || before == '.') return false;
    if (before == ' ' && (begin[-2] == ',' || ends_with_digit(begin - 1))) return false;
    const Byte* after = skip_one_space(two.end);
    if (*after == ',' || (after > two.end && digit_at(after).value >= 0) || *after == '-') {
      if (digit_at(after + 1).value >= 0 || digit_at(skip_one_space(after + 1)).value >= 0 ||
          *after != ',')
        return false;
    }
  }
  if (is(*two.end, kWord) || (*two.end == '.' && digit_at(two.end + 1).value >= 0) ||
      !is_place(one.degrees, two.degrees)) {
    return false;
  }
  add(Kind::kCoordinates, geo ? begin - 4 : begin, two.end, place(one.degrees, two.degrees));
  number_ = std::max(number_, absolute(two.end));
  return true;
}

// A full code: eight letters, '+', two to seven more (Open Location Code specification).
void Core::find_open_code(const Byte* plus) {
  constexpr std::string_view kLetters = "23456789CFGHJMPQRVWX";
  if (!wants(Kind::kCoordinates) || absolute(plus) < url_) return;
  const Byte* begin = plus - 8;
  const Byte* end = plus + 1;
  while (end < plus + 8 && is(*end, kOpenCode)) ++end;
  if (end < plus + 3 || is(*end, kWord) || is(begin[-1], kWord | kHigh)) return;
  std::string digits;
  for (const Byte* at = begin; at < end; ++at) {
    if (at == plus) continue;
    if (!is(*at, kOpenCode)) return;
    digits += static_cast<char>(*at);
  }
  double latitude = -90;
  double longitude = -180;
  double height = 400;
  double width = 400;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto value = static_cast<double>(kLetters.find(digits[i]));
    if (i < 10) {
      (i % 2 == 0 ? height : width) /= 20;
      (i % 2 == 0 ? latitude : longitude) += value * (i % 2 == 0 ? height : width);
    } else {
      height /= 5;
      width /= 4;
      latitude += std::floor(value / 4) * height;
      longitude += std::fmod(value, 4) * width;
    }
  }
  latitude += height / 2;
  longitude += width / 2;
  if (latitude > 90 || longitude > 180) return;
  add(Kind::kCoordinates, begin, end, place(latitude, longitude));
}

// Where a link to a map points to: "@24.86,67.00,15z", "q=24.86,67.00", "#map=15/24.86/67.00",
// "mlat=24.86&mlon=67.00".
void Core::add_map_link(const Host& host, const Byte* begin, const Byte* end) {
  if (!wants(Kind::kCoordinates)) return;
  const std::string name = lower_text(text_of(host.begin, host.end));
  if (name.find("google.") == name.npos && name.find("maps") == name.npos &&
      name.find("openstreetmap.") == name.npos && name.find("waze.") == name.npos &&
      name.find("osm.") == name.npos && name.find("yandex.") == name.npos) {
    return;
  }
  for (const Byte* at = begin; at < end; ++at) {
    Angle latitude;
    Angle longitude;
    const Byte* pair = nullptr;
    for (const std::string_view key :
         {"@", "q=", "ll=", "center=", "destination=", "query=", "loc:", "place/"}) {
      if (begins_with(at, key)) pair = at + key.size();
    }
    if (begins_with(at, "map=")) {
      pair = at + 4;
      while (is(*pair, kDigit)) ++pair;
      if (*pair == '/') ++pair;
    }
    bool found = pair != nullptr && read_pair(pair, latitude, longitude);
    if (begins_with(at, "mlat=") && read_angle(at + 5, latitude) &&
        begins_with(latitude.end, "&mlon=") && read_angle(latitude.end + 6, longitude) &&
        is_place(latitude.degrees, longitude.degrees)) {
      pair = at + 5;
      found = true;
    }
    if (!found) continue;
    add(Kind::kCoordinates, pair, longitude.end, place(latitude.degrees, longitude.degrees));
    return;
  }
}

}  // namespace sanad::selectors
