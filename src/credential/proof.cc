#include "credential/proof.h"

#include <algorithm>
#include <array>

namespace sanad::credential {
namespace {

constexpr std::string_view kType = "DataIntegrityProof";
constexpr std::string_view kCryptosuite = "eddsa-jcs-2022";
constexpr std::string_view kPurpose = "assertionMethod";
constexpr std::size_t kSignatureSize = 64;
constexpr std::array<std::string_view, 8> kTaken = {
    "@context",           "id",           "type",      "cryptosuite", "created",
    "verificationMethod", "proofPurpose", "proofValue"};

constexpr std::array<std::pair<Proof, std::string_view>, 9> kNames = {
    {{Proof::kHolds, "holds"},
     {Proof::kAbsent, "absent"},
     {Proof::kNotTaken, "not-taken"},
     {Proof::kUnknownType, "unknown-type"},
     {Proof::kUnknownCryptosuite, "unknown-cryptosuite"},
     {Proof::kWrongPurpose, "wrong-purpose"},
     {Proof::kUnknownKey, "unknown-key"},
     {Proof::kMalformed, "malformed"},
     {Proof::kBroken, "broken"}}};

bool is(const json::Object& object, std::string_view name, std::string_view wanted) {
  const json::Value* value = object.find(name);
  return value != nullptr && value->as_string() != nullptr && *value->as_string() == wanted;
}

Bytes signed_bytes(const json::Value& configuration, const json::Value& document) {
  const Digest256 first = crypto::sha256(as_bytes(json::format_canonical(configuration)));
  const Digest256 second = crypto::sha256(as_bytes(json::format_canonical(document)));
  Bytes bytes(first.begin(), first.end());
  bytes.insert(bytes.end(), second.begin(), second.end());
  return bytes;
}

bool has_same_context(const json::Object& document, const json::Object& proof) {
  const json::Value* of_proof = proof.find("@context");
  if (of_proof == nullptr) return true;
  const json::Value* of_document = document.find("@context");
  return of_document != nullptr &&
         json::format_canonical(*of_proof) == json::format_canonical(*of_document);
}

}  // namespace

std::string_view proof_name(Proof proof) {
  for (const auto& [value, name] : kNames)
    if (value == proof) return name;
  return "unknown";
}

CheckedProof check_proof(const json::Object& document) {
  const json::Value* given = document.find("proof");
  if (given == nullptr) return {Proof::kAbsent};
  const json::Object* proof = given->as_object();
  if (proof == nullptr) return {Proof::kNotTaken};
  if (!is(*proof, "type", kType)) return {Proof::kUnknownType};
  if (!is(*proof, "cryptosuite", kCryptosuite)) return {Proof::kUnknownCryptosuite};
  if (!is(*proof, "proofPurpose", kPurpose)) return {Proof::kWrongPurpose};
  for (const json::Member& member : *proof)
    if (std::ranges::find(kTaken, member.name) == kTaken.end()) return {Proof::kNotTaken};
  const json::Value* method = proof->find("verificationMethod");
  const auto key = parse_method(method == nullptr ? "" : method->string_or(""));
  if (!key.ok()) return {Proof::kUnknownKey};
  const json::Value* created = proof->find("created");
  if (created != nullptr && !parse_timestamp(created->string_or("")).ok())
    return {Proof::kMalformed};
  const json::Value* value = proof->find("proofValue");
  const std::string text = value == nullptr ? "" : value->string_or("");
  if (!text.starts_with('z')) return {Proof::kMalformed};
  const auto signature = parse_base58(std::string_view(text).substr(1));
  if (!signature.ok() || signature->size() != kSignatureSize) return {Proof::kMalformed};
  json::Object configuration = *proof, words = document;
  configuration.erase("proofValue");
  words.erase("proof");
  if (!has_same_context(words, *proof)) return {Proof::kMalformed};
  const bool holds = crypto::verify_ed25519(
      *key, signed_bytes(std::move(configuration), std::move(words)), *signature);
  return {holds ? Proof::kHolds : Proof::kBroken, *key};
}

json::Object with_proof(json::Object document, const crypto::SigningKey& key, Timestamp created) {
  json::Object proof{{"type", kType},
                     {"cryptosuite", kCryptosuite},
                     {"created", format_second(created)},
                     {"verificationMethod", format_method(key.public_key())},
                     {"proofPurpose", kPurpose}};
  if (const json::Value* context = document.find("@context")) proof.set("@context", *context);
  const Bytes signature = key.sign(signed_bytes(proof, document));
  proof.set("proofValue", "z" + format_base58(signature));
  document.set("proof", std::move(proof));
  return document;
}

std::string format_second(Timestamp at) {
  constexpr std::size_t kToSeconds = 19;
  return format_timestamp(at).substr(0, kToSeconds) + "Z";
}

}  // namespace sanad::credential
