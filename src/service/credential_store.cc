#include "credential_store.h"

#include <fmt/format.h>

#include <algorithm>

namespace sanad::service {
namespace {

constexpr std::size_t kAllEntries = 100'000;

Result<std::vector<records::Entry>> entries_of(Workspace& workspace, std::string kind) {
  return workspace.records().entries(
      {.kind = std::move(kind), .limit = kAllEntries, .oldest_first = true});
}

std::string text_in(const records::Entry& entry, std::string_view name) {
  return entry.data[name].string_or("");
}

bool rests_on(const json::Value& content, std::string_view issuer,
              const CountsNoMore& counts_no_more) {
  return content["issuer"].string_or("").ends_with(fmt::format("({})", issuer)) &&
         counts_no_more(content["certificate-id"].string_or(""));
}

}  // namespace

crypto::SigningKey training_signer(Workspace& workspace) {
  const keyring::Secret seed = workspace.keyring().workspace_subkey("training-signing-1");
  return crypto::SigningKey::from_seed(seed.view()).value();  // a derived key has 32 bytes
}

Result<std::vector<IssuedCredential>> read_issued(Workspace& workspace) {
  SANAD_TRY(const auto issued, entries_of(workspace, "credential.issued"));
  SANAD_TRY(const auto revoked, entries_of(workspace, "credential.revoked"));
  std::vector<IssuedCredential> all;
  for (const records::Entry& entry : issued) {
    if (entry.destroyed) continue;
    IssuedCredential one;
    one.id = text_in(entry, "credential");
    one.achieved = text_in(entry, "achieved");
    one.holder = text_in(entry, "holder");
    one.name = entry.data["document"]["name"].string_or("");
    one.issued_by = entry.actor;
    one.at = entry.at;
    SANAD_TRY(one.valid_until, parse_timestamp(text_in(entry, "valid_until")));
    one.status_index = static_cast<std::uint32_t>(entry.data["status_index"].int_or(0));
    one.document = entry.data["document"];
    all.push_back(std::move(one));
  }
  for (const records::Entry& entry : revoked) {
    const auto found = std::ranges::find(all, text_in(entry, "credential"), &IssuedCredential::id);
    if (found == all.end()) continue;
    found->revoked_at = entry.at;
    found->revoked_by = entry.actor;
    found->reason = text_in(entry, "reason");
  }
  return all;
}

Result<std::vector<TrustedIssuer>> read_issuers(Workspace& workspace) {
  SANAD_TRY(auto entries, entries_of(workspace, "issuer.trusted"));
  SANAD_TRY(auto ended, entries_of(workspace, "issuer.distrusted"));
  entries.insert(entries.end(), ended.begin(), ended.end());
  std::ranges::sort(entries, {}, &records::Entry::index);
  std::vector<TrustedIssuer> issuers;
  for (const records::Entry& entry : entries) {
    const std::string issuer = text_in(entry, "issuer");
    if (entry.kind == "issuer.distrusted") {
      std::erase_if(issuers, [&](const TrustedIssuer& one) { return one.issuer == issuer; });
    } else {
      issuers.push_back(
          {issuer, text_in(entry, "name"), text_in(entry, "how"), entry.actor, entry.at});
    }
  }
  return issuers;
}

Result<std::optional<KeptList>> read_list(Workspace& workspace, std::string_view issuer,
                                          std::string_view list) {
  SANAD_TRY(const auto taken, entries_of(workspace, "revocations.taken"));
  std::optional<KeptList> newest;
  for (const records::Entry& entry : taken) {
    if (text_in(entry, "issuer") != issuer || text_in(entry, "list") != list) continue;
    SANAD_TRY(const Timestamp at, parse_timestamp(text_in(entry, "list_at")));
    newest = KeptList{json::format_canonical(entry.data["document"]), at};
  }
  return newest;
}

std::string issuer_words(std::string_view name, std::string_view did) {
  return fmt::format("{} ({})", name, did);
}

Result<std::vector<std::string>> close_papers_on(Workspace& workspace,
                                                 const authority::Officer& caller,
                                                 std::string_view issuer,
                                                 const CountsNoMore& counts_no_more,
                                                 std::string_view reason) {
  SANAD_TRY(const auto papers, workspace.records().papers(""));
  std::vector<std::string> closed;
  for (const authority::Paper& paper : papers) {
    if (paper.document != kCompetencyDocument || paper.closed_at) continue;
    std::vector<const authority::PaperVersion*> versions{&paper.newest()};
    if (paper.standing() != nullptr) versions.push_back(paper.standing());
    bool rests = false;
    for (const authority::PaperVersion* version : versions) {
      SANAD_TRY(const json::Value content, content_of(workspace, caller, paper, *version));
      rests = rests || rests_on(content, issuer, counts_no_more);
    }
    if (!rests) continue;
    SANAD_CHECK(workspace.custody().record(
        {"paper.closed", caller.id, "", json::Object{{"paper", paper.id}, {"reason", reason}}}));
    closed.push_back(paper.id);
  }
  return closed;
}

}  // namespace sanad::service
