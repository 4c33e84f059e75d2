#include "verifier/aliases.h"

#include <fmt/format.h>

#include "context.h"
#include "crypto/crypto.h"
#include "shape.h"
#include "tlog/checkpoint.h"
#include "tlog/proof.h"

namespace sanad::verifier {
namespace {

constexpr std::string_view kWhatItIs =
    "this is not the key to a bundle's aliases, as it stands in the sealed file once that is "
    "opened";

Error not_proven(std::string_view officer) {
  return {
      ErrorCode::kIntegrity,
      fmt::format("that {} is who the key says is not proven by the bundle's checkpoint", officer)};
}

Result<std::string> digest_of(RandomSource& source) {
  crypto::Hasher hash(crypto::Hasher::Algorithm::kSha256);
  Bytes piece(1 << 20);
  for (std::uint64_t at = 0; at < source.size();) {
    SANAD_TRY(const std::size_t got, source.read_at(at, piece));
    if (got == 0) return Error{ErrorCode::kIo, "the bundle changed while it was read"};
    hash.update(ByteView(piece).first(got));
    at += got;
  }
  return format_hex(hash.finish());
}

Result<NamedOfficer> proven(const json::Value& item, std::string_view checkpoint,
                            const merkle::TreeHead& head) {
  if (!has_members(item, {"officer", "index", "leaf", "salt", "body", "proof"}))
    return Error{ErrorCode::kInvalid, std::string(kWhatItIs)};
  const std::string officer = item["officer"].string_or("");
  const auto index = count_in(item["index"]);
  const auto salt = parse_base64(item["salt"].string_or(""));
  const auto proof = tlog::parse_proof(item["proof"].string_or(""));
  const std::string leaf = item["leaf"].string_or("");
  if (!index || !salt.ok() || !proof.ok()) return not_proven(officer);
  const Opened opened =
      open_entry(*index, to_bytes(leaf), *salt, to_bytes(item["body"].string_or("")));
  if (!opened.entry || opened.entry->kind != "officer.added" ||
      opened.entry->data["officer"].string_or("") != officer || proof->checkpoint != checkpoint ||
      proof->index.value != *index ||
      !merkle::verify_inclusion(merkle::leaf_hash(as_bytes(leaf)), proof->index, head.size,
                                proof->hashes, head.root)
           .ok())
    return not_proven(officer);
  NamedOfficer named{officer, opened.entry->data["name"].string_or(""), {}};
  if (const json::Array* roles = opened.entry->data["roles"].as_array())
    for (const json::Value& role : *roles) named.roles.push_back(role.string_or(""));
  return named;
}

}  // namespace

Result<std::vector<NamedOfficer>> open_alias_key(RandomSource& bundle, const Report& report,
                                                 std::string_view key) {
  if (report.verdict != Verdict::kIntact && report.verdict != Verdict::kIntactWithWarnings)
    return Error{ErrorCode::kIntegrity,
                 "the bundle is not intact, so that no key can say who acted in it"};
  const auto value = json::parse(key);
  if (!value.ok() || !has_members(*value, {"v", "bundle", "sha256", "officers"}) ||
      (*value)["v"].as_int() != 1 || (*value)["officers"].as_array() == nullptr)
    return Error{ErrorCode::kInvalid, std::string(kWhatItIs)};
  SANAD_TRY(const std::string digest, digest_of(bundle));
  if ((*value)["bundle"].string_or("") != report.bundle ||
      (*value)["sha256"].string_or("") != digest)
    return Error{ErrorCode::kIntegrity, "the key is of another bundle"};
  const Trust trust;
  Context context{.source = bundle, .trust = trust};
  SANAD_TRY(context.container, read_container(bundle));
  SANAD_TRY(const Bytes note_bytes, context.required("ledger/checkpoint"));
  SANAD_TRY(const auto note, tlog::parse_note(as_text(note_bytes)));
  SANAD_TRY(const auto checkpoint, tlog::parse_checkpoint(note.text));
  std::vector<NamedOfficer> named;
  for (const json::Value& item : *(*value)["officers"].as_array()) {
    SANAD_TRY(NamedOfficer one, proven(item, as_text(note_bytes), checkpoint.head));
    named.push_back(std::move(one));
  }
  return named;
}

}  // namespace sanad::verifier
