#include "service/workspace.h"

#include <fmt/format.h>
#include <unistd.h>

#include "browser/scratch.h"
#include "crypto/id.h"
#include "service/captures.h"
#include "service/disposal.h"
#include "service/imports.h"
#include "service/lists.h"
#include "service/tokens.h"
#include "tlog/note.h"

namespace sanad::service {
namespace {

constexpr std::size_t kMaxAgencyBytes = 200;

// A name for keys that nobody else has: origins of logs must differ (C2SP tlog-checkpoint).
keyring::SignerNames signer_names() {
  const std::string id = crypto::new_id("workspace");
  return {"sanad.ledger/" + id, "sanad.agency/" + id};
}

// Captures must not be begun again: what they saw is gone. So is the file of a package that was
// being opened. The rest only reads what is kept. A re-check that was due is queued anew by its
// schedule.
bool is_repeatable(std::string_view kind) {
  return kind != "capture" && kind != "recheck" && kind != "package-open";
}

}  // namespace

Workspace::~Workspace() = default;

Result<std::unique_ptr<Workspace>> Workspace::create(const WorkspaceOptions& options,
                                                     std::string_view agency, const Clock& clock) {
  if (agency.find_first_not_of(" \t\r\n") == std::string_view::npos ||
      agency.size() > kMaxAgencyBytes || !is_utf8(agency)) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("give the agency a name of at most {} bytes", kMaxAgencyBytes)};
  }
  std::unique_ptr<Workspace> workspace(new Workspace(options.directory, clock));
  SANAD_CHECK(files::make_directories(workspace->file_system_, options.directory));
  SANAD_TRY_WITH(workspace->keyring_,
                 keyring::Keyring::create(workspace->file_system_, options.directory + "/keys",
                                          options.protection, signer_names()),
                 fmt::format("making the workspace {}", options.directory));
  SANAD_CHECK(workspace->open_parts());
  SANAD_CHECK(workspace->custody_->record(
      {"workspace.created", std::string(custody::kSystem), "", json::Object{{"agency", agency}}}));
  return workspace;
}

Result<std::unique_ptr<Workspace>> Workspace::open(const WorkspaceOptions& options,
                                                   const Clock& clock) {
  std::unique_ptr<Workspace> workspace(new Workspace(options.directory, clock));
  SANAD_TRY(workspace->keyring_,
            keyring::Keyring::open(workspace->file_system_, options.directory + "/keys",
                                   options.protection));
  SANAD_CHECK(workspace->open_parts());
  SANAD_CHECK(workspace->settle_unfinished());
  return workspace;
}

Result<std::unique_ptr<Workspace>> Workspace::rebuild(
    const WorkspaceOptions& options, const Clock& clock,
    const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  std::unique_ptr<Workspace> workspace(new Workspace(options.directory, clock));
  SANAD_TRY(workspace->keyring_,
            keyring::Keyring::open(workspace->file_system_, options.directory + "/keys",
                                   options.protection));
  // The ledger's lock first: no other process may be using the records that are about to go.
  SANAD_TRY(workspace->ledger_,
            ledger::Ledger::open(workspace->file_system_, options.directory + "/ledger",
                                 *workspace->keyring_, clock, ledger::Access::kWrite));
  for (const char* name : {"/records.db", "/records.db-wal", "/records.db-shm"}) {
    const auto removed = workspace->file_system_.remove(options.directory + name);
    if (!removed.ok() && removed.error().code != ErrorCode::kNotFound) return removed.error();
  }
  SANAD_CHECK(workspace->case_indexes_.clear());
  SANAD_CHECK(workspace->open_records(progress));
  SANAD_CHECK(workspace->open_parts());
  SANAD_CHECK(complete_disposals(*workspace));
  SANAD_CHECK(complete_indexes(*workspace));
  return workspace;
}

Result<void> Workspace::open_records(
    const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  SANAD_TRY(records_, records::Records::open(directory_ + "/records.db"));
  SANAD_TRY(custody_, custody::Custody::open(*ledger_, *records_, progress));
  return {};
}

Result<void> Workspace::open_parts() {
  if (!ledger_) {
    SANAD_TRY(ledger_, ledger::Ledger::open(file_system_, directory_ + "/ledger", *keyring_, clock_,
                                            ledger::Access::kWrite));
  }
  SANAD_TRY(vault_, vault::Vault::open(file_system_, directory_ + "/vault", *keyring_));
  if (!records_) SANAD_CHECK(open_records({}));
  SANAD_TRY(auto operational, records::open_operational(directory_ + "/operational.db"));
  accounts_ = std::make_unique<records::Accounts>(operational);
  jobs_ = std::make_unique<records::JobQueue>(operational);
  token_secrets_ = std::make_unique<records::TokenSecrets>(operational);
  SANAD_CHECK(open_library());
  return files::make_directories(file_system_, working_directory());
}

// All of it follows from the lists in the vault: what is damaged, or of another version, is made
// again.
Result<void> Workspace::open_library() {
  const std::string directory = directory_ + "/identify";
  auto opened = identify::Library::open(file_system_, directory, extractor());
  const bool unusable = !opened.ok() && (opened.error().code == ErrorCode::kIntegrity ||
                                         opened.error().code == ErrorCode::kConflict ||
                                         opened.error().code == ErrorCode::kInvalid);
  if (unusable) {
    SANAD_CHECK(files::remove_tree(file_system_, directory));
    opened = identify::Library::open(file_system_, directory, extractor());
  }
  if (!opened.ok()) return opened.error().with_context("opening the library of lists");
  library_ = std::move(*opened);
  return {};
}

// Nobody else holds the ledger's lock, so whatever is unfinished has no process behind it.
Result<void> Workspace::settle_unfinished() {
  SANAD_CHECK(vault_->sweep_temporaries());
  browser::sweep_scratch();
  SANAD_TRY(const auto left, file_system_.list(working_directory()));
  for (const auto& item : left)
    SANAD_CHECK(files::remove_tree(file_system_, working_directory() + "/" + item.name));
  SANAD_CHECK(complete_disposals(*this));
  SANAD_CHECK(settle_interrupted_captures(*this));
  SANAD_CHECK(name_unclaimed_objects(*this));
  SANAD_CHECK(settle_interrupted_imports(*this));
  SANAD_CHECK(complete_library(*this));
  SANAD_CHECK(complete_indexes(*this));
  SANAD_CHECK(record_finished_days(*this));
  SANAD_CHECK(jobs_->recover(is_repeatable, {INT64_MAX / 2}));
  return {};
}

}  // namespace sanad::service
