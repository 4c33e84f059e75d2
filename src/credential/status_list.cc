#include "credential/status_list.h"

#include <algorithm>
#include <array>

#include "credential/badge.h"
#include "credential/encodings.h"
#include "credential/proof.h"
#include "packing.h"

namespace sanad::credential {
namespace {

constexpr std::uint32_t kBitsOfByte = 8;
constexpr std::string_view kListType = "BitstringStatusList";
constexpr std::string_view kRevocation = "revocation";

Error invalid(std::string_view message) { return {ErrorCode::kInvalid, std::string(message)}; }

}  // namespace

bool StatusList::is_revoked(std::uint32_t index) const {
  const std::size_t byte = index / kBitsOfByte;
  if (byte >= bits.size()) return true;
  return ((bits[byte] >> (kBitsOfByte - 1 - index % kBitsOfByte)) & 1U) != 0;
}

json::Object format_status_list(std::string_view id, std::string_view issuer,
                                const std::vector<std::uint32_t>& revoked, Timestamp at) {
  Bytes bits(kStatusListBits / kBitsOfByte, 0);
  for (const std::uint32_t index : revoked)
    bits[index % kStatusListBits / kBitsOfByte] |=
        static_cast<std::uint8_t>(1U << (kBitsOfByte - 1 - index % kBitsOfByte));
  return json::Object{
      {"@context", json::Array{kCredentialContext}},
      {"id", id},
      {"type", json::Array{"VerifiableCredential", "BitstringStatusListCredential"}},
      {"issuer", issuer},
      {"validFrom", format_second(at)},
      {"credentialSubject",
       json::Object{{"id", std::string(id) + "#list"},
                    {"type", kListType},
                    {"statusPurpose", kRevocation},
                    {"encodedList", "u" + format_base64url(pack(bits, Packing::kGzip))}}}};
}

Result<StatusList> read_status_list(const json::Value& document) {
  const json::Array* types = document["type"].as_array();
  const json::Array* contexts = document["@context"].as_array();
  const bool is_list = contexts != nullptr && !contexts->empty() &&
                       contexts->front().string_or("") == kCredentialContext && types != nullptr &&
                       std::ranges::any_of(*types, [](const json::Value& one) {
                         return one.string_or("") == "BitstringStatusListCredential";
                       });
  const json::Value& subject = document["credentialSubject"];
  if (!is_list || subject["type"].string_or("") != kListType ||
      subject["statusPurpose"].string_or("") != kRevocation)
    return invalid("it is not a BitstringStatusListCredential for revocation");
  StatusList list;
  list.id = document["id"].string_or("");
  list.issuer = document["issuer"].string_or(document["issuer"]["id"].string_or(""));
  const auto at = parse_timestamp(document["validFrom"].string_or(""));
  if (list.id.empty() || list.issuer.empty() || !at.ok())
    return invalid("its \"id\", \"issuer\" or \"validFrom\" is missing or of another form");
  list.at = *at;
  const std::string encoded = subject["encodedList"].string_or("");
  if (!encoded.starts_with('u')) return invalid("its \"encodedList\" is not base64url (\"u\")");
  SANAD_TRY(const Bytes packed, parse_base64url(std::string_view(encoded).substr(1)));
  SANAD_TRY(list.bits, unpack(packed, Packing::kGzip, kMaxStatusListBytes));
  if (list.bits.size() < kStatusListBits / kBitsOfByte)
    return invalid("its list is shorter than the standard allows");
  return list;
}

}  // namespace sanad::credential
