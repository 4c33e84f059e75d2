#include "own_selectors.h"

#include <fmt/format.h>

#include <algorithm>

namespace sanad::service {
namespace {

using selectors::Hit;

constexpr std::string_view kPersonal[] = {"email", "phone", "handle", "cnic", "imei"};
// An identifier is a word or two; what is longer is a text, and no selector of its own.
constexpr std::size_t kMaxCalledBytes = 1'024;

std::string key_of(std::string_view kind, std::string_view value) {
  return fmt::format("{} {}", kind, value);
}

// Digits of ASCII, of Urdu and Arabic, and of full width.
std::size_t digits_in(std::string_view text) {
  std::size_t digits = 0;
  unsigned char before = 0, before_that = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_digit = (byte >= '0' && byte <= '9') ||
                          (before == 0xdb && byte >= 0xb0 && byte <= 0xb9) ||
                          (before == 0xd9 && byte >= 0xa0 && byte <= 0xa9) ||
                          (before_that == 0xef && before == 0xbc && byte >= 0x90 && byte <= 0x99);
    digits += is_digit ? 1 : 0;
    before_that = before;
    before = byte;
  }
  return digits;
}

// Addresses and handles have the sign, numbers have digits; most texts have neither, and a look is
// cheaper than a scan.
bool can_hold_any(std::string_view text) {
  constexpr std::size_t kLeastDigits = 6;
  // Encoded, either may be written otherwise.
  constexpr std::string_view kSigns = "@%&=";
  return text.find_first_of(kSigns) != std::string_view::npos || digits_in(text) >= kLeastDigits;
}

bool is_personal(const Hit& hit) {
  return hit.personal || is_personal_kind(selectors::kind_name(hit.kind));
}

}  // namespace

bool is_personal_kind(std::string_view kind) {
  return std::ranges::find(kPersonal, kind) != std::end(kPersonal);
}

void OwnSelectors::add_account(std::string_view called, bool is_masked) {
  if (called.size() > kMaxCalledBytes || !can_hold_any(called)) return;
  auto& to = is_masked ? hidden_ : open_;
  for (const Hit& hit : selectors::scan(called, {}))
    if (is_personal(hit)) to.insert(key_of(selectors::kind_name(hit.kind), hit.value));
}

void OwnSelectors::add_lifted(std::string_view kind, std::string_view value) {
  lifted_.insert(key_of(kind, value));
}

bool OwnSelectors::may_show(std::string_view kind, std::string_view value) const {
  const std::string key = key_of(kind, value);
  return lifted_.contains(key) || (open_.contains(key) && !hidden_.contains(key));
}

std::vector<Hit> OwnSelectors::hidden_in(std::string_view text) const {
  std::vector<Hit> hits = selectors::scan(text, {});
  std::erase_if(hits, [&](const Hit& hit) {
    return !is_personal(hit) || may_show(selectors::kind_name(hit.kind), hit.value);
  });
  return hits;
}

}  // namespace sanad::service
