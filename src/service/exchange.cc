#include "service/exchange.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/id.h"
#include "reasons.h"
#include "service/acts.h"
#include "service/people.h"
#include "service/planning.h"

namespace sanad::service {

using authority::Officer;
using authority::RefusalCode;
using authority::Role;

namespace {

constexpr int kMaxSeedTries = 16;

tlog::VerifierKey key_of(const std::string& name, const crypto::SigningKey& signer) {
  return {name, tlog::SignatureType::kEd25519, signer.public_key()};
}

// One seed in 2^32 gives no key; the next does.
Result<cms::PrivateKey> exchange_key(Workspace& workspace, std::string_view use,
                                     std::int64_t number) {
  for (int attempt = 0; attempt < kMaxSeedTries; ++attempt) {
    const auto seed = workspace.keyring().workspace_subkey(
        fmt::format("exchange {} {} {}", use, number, attempt));
    auto key = cms::PrivateKey::from_seed(seed.view());
    if (key.ok() || key.error().code != ErrorCode::kInvalid) return key;
  }
  return Error{ErrorCode::kIntegrity, "no key follows from the workspace's key; check keys/"};
}

Result<sharing::Card> make_identity(Workspace& workspace, const Officer& caller,
                                    std::int64_t number, std::string_view reason) {
  SANAD_TRY(const cms::PrivateKey signing, exchange_key(workspace, "signing", number));
  SANAD_TRY(const cms::PrivateKey sealing, exchange_key(workspace, "sealing", number));
  SANAD_TRY(const std::string agency, workspace.records().agency());
  const Timestamp now = workspace.clock().now();
  const auto certificate = [&](const cms::PrivateKey& key, cms::Use use) {
    // Whole seconds, as certificates have them; a minute back for clocks that differ.
    const Timestamp from{now.unix_ms / 1000 * 1000 - 60'000};
    return cms::make_certificate(
        key,
        {agency, use, static_cast<std::uint64_t>(number), from, {from.unix_ms + kCertificateMs}});
  };
  sharing::Card card;
  card.agency = agency;
  const auto& keyring = workspace.keyring();
  card.agency_key = key_of(keyring.names().agency, keyring.agency_signer());
  card.ledger_key = key_of(keyring.names().ledger, keyring.ledger_signer());
  SANAD_TRY(card.signing, certificate(signing, cms::Use::kSign));
  SANAD_TRY(card.sealing, certificate(sealing, cms::Use::kSeal));
  SANAD_CHECK(workspace.custody().record(
      {"exchange.made", caller.id, "",
       json::Object{{"number", number},
                    {"card", sharing::format_card(card)},
                    {"fingerprint", format_hex(sharing::card_fingerprint(card))},
                    {"reason", reason}}}));
  return card;
}

Result<void> check_new(Workspace& workspace, const sharing::Card& card, const std::string& name) {
  const std::string fingerprint = format_hex(sharing::card_fingerprint(card));
  SANAD_TRY(const auto ours, workspace.records().exchange_identities());
  for (const auto& one : ours) {
    if (one.data["fingerprint"].string_or("") == fingerprint)
      return Error{ErrorCode::kConflict, "this is this agency's own card; ask the partner for its"};
  }
  SANAD_TRY(const auto partners, workspace.records().partners());
  for (const records::Partner& one : partners) {
    if (one.retired_at) continue;
    if (one.name == name)
      return Error{ErrorCode::kConflict,
                   fmt::format("there is a partner {} already; retire it first, or choose another "
                               "name",
                               name)};
    if (one.data["fingerprint"].string_or("") == fingerprint)
      return Error{ErrorCode::kConflict,
                   fmt::format("the same card stands under the name {} already", one.name)};
    // What a sender signs tells who it is.
    SANAD_TRY(const sharing::Card theirs, card_of(one));
    if (theirs.signing == card.signing)
      return Error{ErrorCode::kConflict,
                   fmt::format("the card signs with the certificate of {}; ask the partner for a "
                               "card of its own",
                               one.name)};
  }
  return {};
}

Error refuse_confirmation(Workspace& workspace, const Officer& caller,
                          const records::Partner& partner, RefusalCode code,
                          std::string_view reason) {
  return refuse(workspace, caller, "", "confirm-partner", partner.id,
                {code, std::string(reason), ""});
}

}  // namespace

Result<std::vector<OwnIdentity>> own_identities(Workspace& workspace) {
  SANAD_TRY(const auto recorded, workspace.records().exchange_identities());
  std::vector<OwnIdentity> all;
  for (const records::ExchangeIdentity& one : recorded) {
    SANAD_TRY(cms::PrivateKey signing, exchange_key(workspace, "signing", one.number));
    SANAD_TRY(cms::PrivateKey sealing, exchange_key(workspace, "sealing", one.number));
    SANAD_TRY_WITH(sharing::Card card, sharing::parse_card(one.data["card"].string_or("")),
                   "this agency's card in the records");
    all.push_back({one.number, std::move(signing), std::move(sealing), std::move(card)});
  }
  return all;
}

Result<sharing::Card> own_card(Workspace& workspace, const Officer& caller) {
  SANAD_TRY(const auto recorded, workspace.records().exchange_identities());
  if (!recorded.empty()) {
    if (!caller.active || !caller.has(Role::kAdministrator))
      SANAD_CHECK(require_act_reader(workspace, caller));
    return sharing::parse_card(recorded.front().data["card"].string_or(""));
  }
  const auto allowed =
      check_role(caller, {Role::kSupervisor, Role::kAdministrator}, "make this agency's card");
  if (!allowed.ok())
    return Error{ErrorCode::kNotFound,
                 "this agency has no card yet; a supervisor or an administrator makes it"};
  return make_identity(workspace, caller, 1, "the first");
}

Result<sharing::Card> renew_card(Workspace& workspace, const Officer& caller,
                                 std::string_view reason) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor, Role::kAdministrator},
                           "renew this agency's card"));
  SANAD_CHECK(require_words(reason, "the reason"));
  SANAD_TRY(const auto recorded, workspace.records().exchange_identities());
  const std::int64_t number = recorded.empty() ? 1 : recorded.front().number + 1;
  return make_identity(workspace, caller, number, reason);
}

Result<records::Partner> add_partner(Workspace& workspace, const Officer& caller,
                                     const PartnerOrder& order) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor, Role::kAdministrator},
                           "register a partner"));
  SANAD_TRY(const sharing::Card card, sharing::parse_card(order.card));
  const std::string name = order.name.empty() ? card.agency : order.name;
  SANAD_CHECK(require_words(name, "the partner's name", sharing::kMaxAgencyBytes));
  if (!order.note.empty()) SANAD_CHECK(require_words(order.note, "the note"));
  SANAD_CHECK(check_new(workspace, card, name));
  const std::string id = crypto::new_id("partner");
  SANAD_CHECK(workspace.custody().record(
      {"partner.added", caller.id, "",
       json::Object{{"partner", id},
                    {"name", name},
                    {"agency", card.agency},
                    {"card", sharing::format_card(card)},
                    {"fingerprint", format_hex(sharing::card_fingerprint(card))},
                    {"max_tlp", lists::tlp_name(order.max_tlp)},
                    {"max_pap", sharing::pap_name(order.max_pap)},
                    {"note", order.note}}}));
  return workspace.records().partner(id);
}

Result<records::Partner> confirm_partner(Workspace& workspace, const Officer& caller,
                                         std::string_view partner, std::string_view fingerprint,
                                         std::string_view how) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kSupervisor, Role::kAdministrator, Role::kEvidenceOfficer},
                           "confirm a partner"));
  SANAD_CHECK(require_words(how, "by which way the fingerprint came"));
  SANAD_TRY(const Digest256 told, sharing::parse_fingerprint(fingerprint));
  SANAD_TRY(const records::Partner found, workspace.records().partner(partner));
  if (found.confirmed_at || found.retired_at)
    return Error{ErrorCode::kConflict, fmt::format("{} is {} already", found.name,
                                                   found.retired_at ? "retired" : "confirmed")};
  if (found.added_by == caller.id)
    return refuse_confirmation(workspace, caller, found, RefusalCode::kFourEyes,
                               "whoever registered a partner does not confirm it; another officer "
                               "must");
  if (format_hex(told) != found.data["fingerprint"].string_or(""))
    return refuse_confirmation(workspace, caller, found, RefusalCode::kNotInForce,
                               "the fingerprint is another than that of the card; do not use the "
                               "card, and ask the partner how it came");
  SANAD_CHECK(workspace.custody().record(
      {"partner.confirmed", caller.id, "",
       json::Object{{"partner", found.id}, {"fingerprint", format_hex(told)}, {"how", how}}}));
  return workspace.records().partner(found.id);
}

Result<records::Partner> retire_partner(Workspace& workspace, const Officer& caller,
                                        std::string_view partner, std::string_view reason) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor, Role::kAdministrator},
                           "retire a partner"));
  SANAD_CHECK(require_words(reason, "the reason"));
  SANAD_TRY(const records::Partner found, workspace.records().partner(partner));
  if (found.retired_at)
    return Error{ErrorCode::kConflict, fmt::format("{} was retired already", found.name)};
  SANAD_CHECK(workspace.custody().record(
      {"partner.retired", caller.id, "", json::Object{{"partner", found.id}, {"reason", reason}}}));
  return workspace.records().partner(found.id);
}

Result<std::vector<records::Partner>> list_partners(Workspace& workspace, const Officer& caller) {
  if (!caller.active || !caller.has(Role::kAdministrator))
    SANAD_CHECK(require_act_reader(workspace, caller));
  SANAD_TRY(auto partners, workspace.records().partners());
  if (reads_acts_only(caller)) {
    for (records::Partner& one : partners) {
      one.name = one.data["agency"].string_or("");  // as its card says
      one.reason.clear();
      if (json::Object* data = one.data.as_object()) data->set("note", "");
    }
  }
  return partners;
}

Result<sharing::Card> card_of(const records::Partner& partner) {
  SANAD_TRY_WITH(sharing::Card card, sharing::parse_card(partner.data["card"].string_or("")),
                 fmt::format("the card of {} in the records", partner.name));
  return card;
}

Result<sharing::Marking> most_of(const records::Partner& partner) {
  return sharing::parse_marking(json::Object{{"tlp", partner.data["max_tlp"]},
                                             {"pap", partner.data["max_pap"]},
                                             {"caveats", json::Array{}}});
}

json::Object view(const records::Partner& partner) {
  const auto time = [](const std::optional<Timestamp>& at) {
    return at ? json::Value(format_timestamp(*at)) : json::Value(nullptr);
  };
  const char* state = partner.retired_at     ? "retired"
                      : partner.confirmed_at ? "in-force"
                                             : "unconfirmed";
  json::Object object{{"partner", partner.id},
                      {"name", partner.name},
                      {"agency", partner.data["agency"]},
                      {"state", state},
                      {"fingerprint", partner.data["fingerprint"]},
                      {"max_tlp", partner.data["max_tlp"]},
                      {"max_pap", partner.data["max_pap"]},
                      {"note", partner.data["note"]},
                      {"added_at", format_timestamp(partner.added_at)},
                      {"added_by", partner.added_by},
                      {"confirmed_at", time(partner.confirmed_at)},
                      {"confirmed_by", partner.confirmed_by},
                      {"retired_at", time(partner.retired_at)},
                      {"retired_by", partner.retired_by},
                      {"reason", partner.reason}};
  const auto card = card_of(partner);
  const auto info =
      card.ok() ? cms::read_certificate(card->sealing) : Result<cms::CertificateInfo>(card.error());
  object.set("certificate_until",
             info.ok() ? json::Value(format_timestamp(info->to)) : json::Value(nullptr));
  return object;
}

}  // namespace sanad::service
