#include "service/alias_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "cms/cms.h"
#include "package_parts.h"
#include "reasons.h"
#include "service/bundles.h"
#include "service/people.h"
#include "timestamp/timestamp.h"
#include "tlog/checkpoint.h"
#include "tlog/proof.h"
#include "zip/reader.h"

namespace sanad::service {
namespace {

constexpr std::size_t kAllEntries = SIZE_MAX / 4;
constexpr std::uint64_t kMaxEntryBytes = 1ULL << 20;
constexpr std::string_view kAdded = "officer.added";

// Of what a bundle discloses: who acts in it, and where its proofs lead.
struct Disclosed {
  std::set<std::string> named;    // by entries of their own
  std::set<std::string> unnamed;  // all others who stand in an entry
  std::string checkpoint;
};

Result<std::string> read_text(const zip::Reader& bag, const zip::Entry& entry) {
  SANAD_TRY_WITH(const Bytes bytes, bag.read_all(entry, kMaxEntryBytes), "the bundle's entries");
  return to_text(bytes);
}

Result<Disclosed> disclosed_by(const OpenedBundle& opened, const std::vector<std::string>& known) {
  SANAD_TRY_WITH(const zip::Reader bag, zip::Reader::open(*opened.reader, zip::Limits{}),
                 "the bundle");
  Disclosed found;
  std::set<std::string> standing;
  const std::string entries = opened.bundle.id + "/entries/";
  for (const zip::Entry& entry : bag.entries()) {
    if (!entry.name.starts_with(entries) || !entry.name.ends_with(".body")) continue;
    SANAD_TRY(const std::string body, read_text(bag, entry));
    for (const std::string& officer : known)
      if (body.find('"' + officer + '"') != std::string::npos) standing.insert(officer);
    SANAD_TRY(const json::Value value, json::parse(body));
    if (value["kind"].string_or("") == kAdded)
      found.named.insert(value["data"]["officer"].string_or(""));
  }
  std::ranges::set_difference(standing, found.named,
                              std::inserter(found.unnamed, found.unnamed.end()));
  const zip::Entry* note = bag.find(opened.bundle.id + "/ledger/checkpoint");
  if (note == nullptr)
    return Error{ErrorCode::kIntegrity, fmt::format("{} has no checkpoint", opened.bundle.id)};
  SANAD_TRY(found.checkpoint, read_text(bag, *note));
  return found;
}

Result<json::Array> proven_names(Workspace& workspace, const Disclosed& disclosed) {
  const auto& keyring = workspace.keyring();
  SANAD_TRY_WITH(const auto opened,
                 tlog::open_checkpoint(disclosed.checkpoint,
                                       {keyring.names().ledger, tlog::SignatureType::kEd25519,
                                        keyring.ledger_signer().public_key()}),
                 "the bundle's checkpoint");
  SANAD_TRY(const auto added,
            workspace.records().entries(
                {.kind = std::string(kAdded), .limit = kAllEntries, .oldest_first = true}));
  json::Array names;
  for (const auto& entry : added) {
    const std::string officer = entry.data["officer"].string_or("");
    if (!disclosed.unnamed.contains(officer)) continue;
    SANAD_TRY(const auto stored, workspace.ledger().entry({entry.index}));
    if (!stored.body)
      return Error{ErrorCode::kNotFound,
                   fmt::format("the entry that names {} was destroyed", officer)};
    SANAD_TRY(auto hashes,
              workspace.ledger().inclusion_proof({entry.index}, opened.checkpoint.head.size));
    names.emplace_back(json::Object{
        {"officer", officer},
        {"index", entry.index},
        {"leaf", stored.leaf_text},
        {"salt", format_base64(stored.body->salt)},
        {"body", stored.body->text},
        {"proof", tlog::format_proof(
                      {std::nullopt, {entry.index}, std::move(hashes), disclosed.checkpoint})}});
  }
  return names;
}

struct Recipients {
  std::vector<Bytes> certificates;
  json::Array told;  // for the entry
};
Result<Recipients> recipients_in(const std::string& pem) {
  Recipients all;
  const auto certificates = timestamp::parse_certificates_pem(pem);
  if (!certificates.ok() || certificates->empty())
    return Error{ErrorCode::kInvalid,
                 "say for whom: a file of certificates in PEM, such as the court's"};
  for (const Bytes& der : *certificates) {
    SANAD_TRY(const cms::CertificateInfo info, cms::read_certificate(der));
    if (!info.may_seal)
      return Error{ErrorCode::kInvalid,
                   fmt::format("nothing can be sealed for the certificate of \"{}\": its key or "
                               "its usage does not allow it",
                               info.subject)};
    all.told.emplace_back(
        json::Object{{"subject", info.subject}, {"sha256", format_hex(info.sha256)}});
    all.certificates.push_back(der);
  }
  return all;
}

Result<Bytes> sealed_for(Workspace& workspace, const std::vector<Bytes>& recipients,
                         const json::Value& key) {
  SANAD_TRY(const OwnIdentity identity, identity_in_force(workspace));
  MemorySink sink;
  SANAD_TRY(const auto sealer,
            cms::Sealer::create(sink, {&identity.signing, identity.card.signing}, recipients));
  SANAD_CHECK(sealer->write(as_bytes(json::format_canonical(key) + "\n")));
  SANAD_CHECK(sealer->finish());
  return sink.take();
}

}  // namespace

Result<SealedAliasKey> seal_alias_key(Workspace& workspace, const authority::Officer& caller,
                                      const AliasKeyOrder& order) {
  SANAD_CHECK(require_role(workspace, caller, {authority::Role::kSupervisor},
                           "seal the key to a bundle's aliases"));
  SANAD_TRY(const OpenedBundle opened, open_bundle(workspace, caller, order.bundle));
  SANAD_CHECK(require_words(order.reason, "the reason"));
  SANAD_TRY(Recipients to, recipients_in(order.recipients));
  SANAD_TRY(const auto officers, workspace.records().officers());
  std::vector<std::string> known;
  for (const auto& officer : officers) known.push_back(officer.id);
  SANAD_TRY(const Disclosed disclosed, disclosed_by(opened, known));
  if (disclosed.unnamed.empty())
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} names its officers itself; only a bundle for the defence has "
                             "aliases",
                             opened.bundle.id)};
  SANAD_TRY(json::Array names, proven_names(workspace, disclosed));
  SealedAliasKey key{opened.bundle.id + ".aliases.cms", {}, names.size()};
  SANAD_TRY(key.sealed, sealed_for(workspace, to.certificates,
                                   json::Object{{"v", 1},
                                                {"bundle", opened.bundle.id},
                                                {"sha256", opened.bundle.sha256},
                                                {"officers", std::move(names)}}));
  SANAD_CHECK(workspace.custody().record(
      {"aliases.sealed", caller.id, opened.bundle.case_id,
       json::Object{{"bundle", opened.bundle.id},
                    {"officers", key.officers},
                    {"recipients", std::move(to.told)},
                    {"reason", order.reason},
                    {"sha256", format_hex(crypto::sha256(key.sealed))}}}));
  return key;
}

}  // namespace sanad::service
