// An outline as it leaves the cage, and as the server takes it: JSON of our own, read strictly.
#include "cms/outline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "json/json.h"
#include "object_ids.h"

namespace sanad::cms {
namespace {

constexpr std::size_t kMaxWrappedBytes = 32 + kWrapBytes, kMaxMaterialBytes = 1024;
constexpr std::size_t kNonceBytes = 12, kTagBytes = 16;
constexpr std::size_t kMaxSignatureBytes = 2048, kMaxOidBytes = 64;
constexpr std::array<std::string_view, 4> kHashNames = {"sha1", "sha256", "sha384", "sha512"};

Error wrong(std::string_view member) {
  return {ErrorCode::kInvalid,
          fmt::format("the outline of a package is not as it must be (\"{}\")", member)};
}

std::string text_of(Hash hash) { return std::string(kHashNames[static_cast<std::size_t>(hash)]); }

Result<Hash> hash_of(const json::Value& value, std::string_view member) {
  const auto at = std::ranges::find(kHashNames, value[member].string_or(""));
  if (at == kHashNames.end()) return wrong(member);
  return static_cast<Hash>(at - kHashNames.begin());
}

Result<Bytes> bytes_of(const json::Value& value, std::string_view member, std::size_t least,
                       std::size_t most) {
  const std::string* text = value[member].as_string();
  if (text == nullptr) return wrong(member);
  auto bytes = parse_base64(*text);
  if (!bytes.ok() || bytes->size() < least || bytes->size() > most) return wrong(member);
  return bytes;
}

Result<std::size_t> place_of(const json::Value& value, std::string_view member) {
  const auto number = value.as_int();
  if (!number || *number < 0 || *number >= static_cast<std::int64_t>(kMaxNames))
    return wrong(member);
  return static_cast<std::size_t>(*number);
}

// Whoever reads gives back what was written, or does not read.
template <typename Outline>
Result<Outline> as_written(Outline outline, std::string_view text) {
  if (format_outline(outline) != text) return wrong("form");
  return outline;
}

}  // namespace

std::string format_outline(const EnvelopeOutline& outline) {
  if (!outline.place) return json::format_canonical(json::Object{{"place", nullptr}});
  return json::format_canonical(
      json::Object{{"place", static_cast<std::uint64_t>(*outline.place)},
                   {"point", format_base64(outline.point)},
                   {"derivation", text_of(outline.derivation)},
                   {"wrapping", static_cast<std::uint64_t>(outline.wrapping)},
                   {"material", format_base64(outline.material)},
                   {"wrapped", format_base64(outline.wrapped)},
                   {"nonce", format_base64(outline.nonce)},
                   {"tag", format_base64(outline.tag)}});
}

Result<EnvelopeOutline> parse_envelope_outline(std::string_view text) {
  SANAD_TRY_WITH(const json::Value value, json::parse_canonical(text), "a package's outline");
  EnvelopeOutline outline;
  if (value["place"].is_null()) return as_written(outline, text);
  SANAD_TRY(outline.place, place_of(value["place"], "place"));
  SANAD_TRY(outline.point, bytes_of(value, "point", kPointBytes, kPointBytes));
  if (outline.point[0] != 0x04) return wrong("point");
  SANAD_TRY(outline.derivation, hash_of(value, "derivation"));
  const std::int64_t wrapping = value["wrapping"].int_or(0);
  if (wrapping != 16 && wrapping != 24 && wrapping != 32) return wrong("wrapping");
  outline.wrapping = static_cast<std::size_t>(wrapping);
  SANAD_TRY(outline.material, bytes_of(value, "material", 0, kMaxMaterialBytes));
  SANAD_TRY(outline.wrapped, bytes_of(value, "wrapped", 16 + kWrapBytes, kMaxWrappedBytes));
  if (outline.wrapped.size() % 8 != 0) return wrong("wrapped");
  SANAD_TRY(outline.nonce, bytes_of(value, "nonce", kNonceBytes, kNonceBytes));
  SANAD_TRY(outline.tag, bytes_of(value, "tag", kTagBytes, kTagBytes));
  return as_written(std::move(outline), text);
}

std::string format_outline(const SignedOutline& outline) {
  json::Array places, attributes;
  for (const std::size_t place : outline.places)
    places.emplace_back(static_cast<std::uint64_t>(place));
  for (const auto& one : outline.attributes)
    attributes.emplace_back(
        json::Object{{"type", format_base64(one.type)}, {"values", format_base64(one.values)}});
  return json::format_canonical(json::Object{{"places", std::move(places)},
                                             {"hash", text_of(outline.hash)},
                                             {"attributes", std::move(attributes)},
                                             {"rsa", outline.is_rsa},
                                             {"signature", format_base64(outline.signature)},
                                             {"signature_s", format_base64(outline.signature_s)}});
}

Result<SignedOutline> parse_signed_outline(std::string_view text) {
  SANAD_TRY_WITH(const json::Value value, json::parse_canonical(text), "a package's outline");
  SignedOutline outline;
  const json::Array* places = value["places"].as_array();
  if (places == nullptr || places->size() > kMaxNames) return wrong("places");
  for (const json::Value& one : *places) {
    SANAD_TRY(const std::size_t place, place_of(one, "places"));
    outline.places.push_back(place);
  }
  SANAD_TRY(outline.hash, hash_of(value, "hash"));
  if (outline.hash == Hash::kSha1) return wrong("hash");
  const json::Array* attributes = value["attributes"].as_array();
  if (attributes == nullptr || attributes->size() > kMaxAttributes) return wrong("attributes");
  for (const json::Value& one : *attributes) {
    SignedOutline::Attribute attribute;
    SANAD_TRY(attribute.type, bytes_of(one, "type", 1, kMaxOidBytes));
    SANAD_TRY(attribute.values, bytes_of(one, "values", 0, kMaxAttributeBytes));
    outline.attributes.push_back(std::move(attribute));
  }
  outline.is_rsa = value["rsa"].bool_or(false);
  SANAD_TRY(outline.signature, bytes_of(value, "signature", 1, kMaxSignatureBytes));
  SANAD_TRY(outline.signature_s, bytes_of(value, "signature_s", outline.is_rsa ? 0 : 1,
                                          outline.is_rsa ? 0 : kMaxSignatureBytes));
  return as_written(std::move(outline), text);
}

}  // namespace sanad::cms
