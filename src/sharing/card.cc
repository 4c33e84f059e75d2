#include "sharing/card.h"

#include <fmt/format.h>

#include "cms/cms.h"
#include "crypto/crypto.h"
#include "json/json.h"
#include "members.h"
#include "timestamp/timestamp.h"

namespace sanad::sharing {
namespace {

Result<tlog::VerifierKey> key_member(const json::Value& value, std::string_view name) {
  const std::string text = value[name].string_or("");
  auto key = tlog::parse_vkey(text);
  if (!key.ok() || key->type != tlog::SignatureType::kEd25519 || tlog::format_vkey(*key) != text)
    return wrong_member(name, "must be a note key (\"name+id+base64\") of Ed25519");
  return key;
}

Result<Bytes> certificate_member(const json::Value& value, std::string_view name, bool is_signing) {
  const std::string text = value[name].string_or("");
  SANAD_TRY_WITH(const auto certificates, timestamp::parse_certificates_pem(text), name);
  if (certificates.size() != 1 || timestamp::format_certificates_pem(certificates) != text)
    return wrong_member(name, "must be one certificate in PEM and nothing else");
  SANAD_TRY_WITH(const cms::CertificateInfo info, cms::read_certificate(certificates.front()),
                 name);
  if (is_signing ? !info.may_sign : !info.may_seal)
    return wrong_member(name, is_signing ? "is a certificate that may not sign"
                                         : "is a certificate that nothing may be sealed for");
  return certificates.front();
}

std::string pem_of(const Bytes& der) {
  const Bytes one[] = {der};
  return timestamp::format_certificates_pem(one);
}

}  // namespace

std::string format_card(const Card& card) {
  return json::format_canonical(json::Object{{"v", 1},
                                             {"agency", card.agency},
                                             {"agency_key", tlog::format_vkey(card.agency_key)},
                                             {"ledger_key", tlog::format_vkey(card.ledger_key)},
                                             {"signing", pem_of(card.signing)},
                                             {"sealing", pem_of(card.sealing)}});
}

Result<Card> parse_card(std::string_view text) {
  if (text.size() > kMaxCardBytes)
    return Error{ErrorCode::kLimit, fmt::format("a card has at most {} bytes", kMaxCardBytes)};
  if (text.ends_with('\n')) text.remove_suffix(1);
  SANAD_TRY_WITH(const json::Value value, json::parse_canonical(text), "the card");
  SANAD_CHECK(check_members(
      value, {"v", "agency", "agency_key", "ledger_key", "signing", "sealing"}, "a card"));
  if (value["v"].int_or(0) != 1) return wrong_member("v", "must be 1");
  Card card;
  SANAD_TRY(card.agency, text_member(value, "agency", kMaxAgencyBytes));
  SANAD_TRY(card.agency_key, key_member(value, "agency_key"));
  SANAD_TRY(card.ledger_key, key_member(value, "ledger_key"));
  SANAD_TRY(card.signing, certificate_member(value, "signing", true));
  SANAD_TRY(card.sealing, certificate_member(value, "sealing", false));
  return card;
}

Digest256 card_fingerprint(const Card& card) { return crypto::sha256(as_bytes(format_card(card))); }

std::string fingerprint_words(const Digest256& fingerprint) {
  const std::string hex = format_hex(fingerprint);
  std::string words;
  for (std::size_t i = 0; i < hex.size(); i += 4) words += (i > 0 ? "-" : "") + hex.substr(i, 4);
  return words;
}

Result<Digest256> parse_fingerprint(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c == ' ' || c == '-' || c == ':' || c == '\n') continue;
    digits += (c >= 'A' && c <= 'F') ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const auto digest = parse_digest256(digits);
  if (!digest.ok())
    return Error{ErrorCode::kInvalid,
                 "a fingerprint has 64 hexadecimal digits, with or without dashes between them"};
  return *digest;
}

}  // namespace sanad::sharing
