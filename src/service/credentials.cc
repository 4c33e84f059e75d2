// Certificates of training that this agency issues: issued, revoked, told.
#include "service/credentials.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "credential/compact.h"
#include "credential/encodings.h"
#include "credential/proof.h"
#include "credential/status_list.h"
#include "credential_store.h"
#include "present/credential_page.h"
#include "printer.h"
#include "reasons.h"
#include "refusing.h"
#include "service/people.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;

namespace {

constexpr std::size_t kUuidBytes = 16;
constexpr std::array<std::string_view, 5> kForms = {"json", "en.html", "en.pdf", "ur.html",
                                                    "ur.pdf"};

// Of its own label, so that it tells nothing of any key.
std::string own_list(Workspace& workspace) {
  return credential::format_uuid(
      workspace.keyring().workspace_subkey("training-list-1").view().first(kUuidBytes), 8);
}

// The same for whatever says the same, so that those who achieved it can be told to have achieved
// one thing.
std::string achievement_id(const std::string& issuer, const CredentialOrder& order) {
  json::Array words{issuer, achieved_name(order.achieved), order.name, order.description,
                    order.criteria};
  for (const credential::Skill& one : order.skills) words.emplace_back(one.code);
  const Digest256 digest = crypto::sha256(as_bytes(json::format_canonical(std::move(words))));
  return credential::format_uuid(ByteView(digest).first(kUuidBytes), 8);
}

// Any that is not given yet: a place in the list says nothing of who came when.
Result<std::uint32_t> free_index(const std::vector<IssuedCredential>& issued) {
  if (issued.size() >= kMaxCredentials)
    return Error{ErrorCode::kLimit,
                 fmt::format("an agency issues at most {} certificates", kMaxCredentials)};
  std::set<std::uint32_t> given;
  for (const IssuedCredential& one : issued) given.insert(one.status_index);
  for (;;) {
    std::uint32_t index = 0;
    for (const std::uint8_t byte : crypto::random_bytes(sizeof index)) index = (index << 8U) | byte;
    index %= credential::kStatusListBits;
    if (!given.contains(index)) return index;
  }
}

Result<credential::Badge> badge_of(Workspace& workspace, const CredentialOrder& order,
                                   Timestamp now) {
  if (order.valid_until <= now)
    return Error{ErrorCode::kInvalid, "the certificate would have ended; choose a later end"};
  credential::Badge badge;
  badge.id = credential::format_uuid(crypto::random_bytes(kUuidBytes));
  badge.achieved = order.achieved;
  badge.issuer = training_issuer(workspace);
  SANAD_TRY(badge.issuer_name, workspace.records().agency());
  badge.holder = order.holder;
  badge.achievement = achievement_id(badge.issuer, order);
  badge.name = order.name;
  badge.description = order.description;
  badge.criteria = order.criteria;
  badge.skills = order.skills;
  badge.outcomes = order.outcomes;
  badge.evidence = order.evidence;
  badge.valid_from = order.valid_from.value_or(now);
  badge.valid_until = order.valid_until;
  SANAD_TRY(const auto issued, read_issued(workspace));
  SANAD_TRY(const std::uint32_t index, free_index(issued));
  badge.status = credential::StatusEntry{own_list(workspace), index};
  return badge;
}

Result<IssuedCredential> issued_as(Workspace& workspace, std::string_view id) {
  SANAD_TRY(auto issued, read_issued(workspace));
  const auto found = std::ranges::find(issued, id, &IssuedCredential::id);
  if (found == issued.end())
    return Error{ErrorCode::kNotFound, fmt::format("this agency issued no certificate \"{}\"", id)};
  return std::move(*found);
}

}  // namespace

std::string training_issuer(Workspace& workspace) {
  return credential::format_did(training_signer(workspace).public_key());
}

Result<IssuedCredential> issue_credential(Workspace& workspace, const Officer& caller,
                                          const CredentialOrder& order) {
  SANAD_CHECK(
      require_role(workspace, caller, {Role::kSupervisor}, "issue a certificate of training"));
  if (order.holder == caller.name)
    return refuse_act(workspace, caller, "",
                      {"issue-credential", order.holder, "four-eyes",
                       "nobody certifies themselves; let another supervisor issue it", ""});
  const std::lock_guard lock(workspace.versioning());
  const Timestamp now = workspace.clock().now();
  SANAD_TRY(const credential::Badge badge, badge_of(workspace, order, now));
  SANAD_TRY(json::Object document, credential::format_badge(badge));
  document = credential::with_proof(std::move(document), training_signer(workspace), now);
  const std::string text = json::format_canonical(document);
  if (credential::format_compact(text).size() > credential::kMaxCompactCharacters)
    return Error{ErrorCode::kLimit,
                 "the certificate says more than the code on its page holds; shorten its words or "
                 "name fewer files"};
  SANAD_CHECK(workspace.custody().record(
      {"credential.issued", caller.id, "",
       json::Object{{"credential", badge.id},
                    {"achieved", achieved_name(badge.achieved)},
                    {"holder", badge.holder},
                    {"valid_until", format_timestamp(*badge.valid_until)},
                    {"status_index", badge.status->index},
                    {"document", std::move(document)}}}));
  return issued_as(workspace, badge.id);
}

Result<std::vector<std::string>> revoke_credential(Workspace& workspace, const Officer& caller,
                                                   std::string_view id, std::string_view reason) {
  SANAD_CHECK(
      require_role(workspace, caller, {Role::kSupervisor}, "revoke a certificate of training"));
  SANAD_CHECK(require_words(reason, "the reason"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const IssuedCredential one, issued_as(workspace, id));
  if (one.revoked_at) return Error{ErrorCode::kConflict, "this certificate was revoked already"};
  SANAD_CHECK(workspace.custody().record(
      {"credential.revoked", caller.id, "",
       json::Object{
           {"credential", one.id}, {"status_index", one.status_index}, {"reason", reason}}}));
  return close_papers_on(
      workspace, caller, training_issuer(workspace),
      [&](std::string_view named) { return named == one.id; },
      "the certificate of training that it rests on was revoked");
}

Result<std::vector<IssuedCredential>> list_credentials(Workspace& workspace,
                                                       const Officer& caller) {
  SANAD_CHECK(
      require_role(workspace, caller, {Role::kSupervisor}, "read certificates of training"));
  SANAD_TRY(auto issued, read_issued(workspace));
  std::ranges::reverse(issued);
  return issued;
}

Result<IssuedCredential> find_credential(Workspace& workspace, const Officer& caller,
                                         std::string_view id) {
  SANAD_CHECK(
      require_role(workspace, caller, {Role::kSupervisor}, "read certificates of training"));
  return issued_as(workspace, id);
}

json::Object view(const IssuedCredential& one) {
  json::Object object{{"credential", one.id},
                      {"achieved", one.achieved},
                      {"holder", one.holder},
                      {"name", one.name},
                      {"issued_by", one.issued_by},
                      {"at", format_timestamp(one.at)},
                      {"valid_until", format_timestamp(one.valid_until)},
                      {"state", one.revoked_at ? "revoked" : "issued"},
                      {"document", one.document}};
  if (one.revoked_at) {
    object.set("revoked_at", format_timestamp(*one.revoked_at));
    object.set("revoked_by", one.revoked_by);
    object.set("reason", one.reason);
  }
  return object;
}

Result<Bytes> copy_credential(Workspace& workspace, const Officer& caller, std::string_view id,
                              std::string_view form) {
  SANAD_CHECK(
      require_role(workspace, caller, {Role::kSupervisor}, "read certificates of training"));
  if (std::ranges::find(kForms, form) == kForms.end())
    return Error{ErrorCode::kInvalid,
                 "a certificate is taken as json, en.html, en.pdf, ur.html or ur.pdf"};
  SANAD_TRY(const IssuedCredential one, issued_as(workspace, id));
  Bytes bytes = to_bytes(json::format_canonical(one.document));
  if (form != "json") {
    SANAD_TRY(const std::string html, present::credential_html(one.document, form.substr(0, 2)));
    bytes = to_bytes(html);
    if (form.ends_with(".pdf")) {
      SANAD_TRY(const std::string browser, workspace.records().setting("capture.browser_path"));
      Printer printer(browser, workspace.clock());
      SANAD_TRY_WITH(bytes, printer.print(html, PrintStyle::kDocument), "printing the certificate");
    }
  }
  SANAD_CHECK(
      workspace.custody().record({"credential.copied", caller.id, "",
                                  json::Object{{"credential", one.id},
                                               {"form", form},
                                               {"sha256", format_hex(crypto::sha256(bytes))},
                                               {"size", std::uint64_t{bytes.size()}}}}));
  return bytes;
}

Result<std::string> make_revocations(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor}, "sign the list of revocations"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const auto issued, read_issued(workspace));
  std::vector<std::uint32_t> revoked;
  for (const IssuedCredential& one : issued)
    if (one.revoked_at) revoked.push_back(one.status_index);
  const Timestamp now = workspace.clock().now();
  const std::string id = own_list(workspace);
  std::string text = json::format_canonical(credential::with_proof(
      credential::format_status_list(id, training_issuer(workspace), revoked, now),
      training_signer(workspace), now));
  SANAD_CHECK(workspace.custody().record(
      {"revocations.made", caller.id, "",
       json::Object{{"list", id},
                    {"revoked", std::uint64_t{revoked.size()}},
                    {"sha256", format_hex(crypto::sha256(as_bytes(text)))}}}));
  return text;
}

}  // namespace sanad::service
