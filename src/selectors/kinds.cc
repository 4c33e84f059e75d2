#include <algorithm>
#include <array>

#include "selectors/selectors.h"

namespace sanad::selectors {
namespace {

constexpr std::array<std::string_view, kKinds> kNames = {
    "url",     "domain",   "onion",  "email",   "phone",       "ipv4",   "ipv6",     "iban",
    "btc",     "btc-test", "eth",    "tron",    "monero",      "solana", "telegram", "whatsapp",
    "discord", "signal",   "handle", "hashtag", "coordinates", "date",   "mac",      "imei",
    "cnic",    "md5",      "sha1",   "sha256",  "sha512",      "pattern"};
constexpr std::array<std::string_view, 10> kLayerNames = {
    "html",   "percent",  "quoted-printable", "json",   "zero-width",
    "defang", "utf-16le", "utf-16be",         "base64", "gzip"};

}  // namespace

std::string_view kind_name(Kind kind) { return kNames[static_cast<std::size_t>(kind)]; }
std::string_view layer_name(Layer layer) { return kLayerNames[static_cast<std::size_t>(layer)]; }

std::optional<Kind> parse_kind(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Kind>(found - kNames.begin());
}

}  // namespace sanad::selectors
