// One agency's workspace on disk, opened: the objects that all use cases work with.
//
//   keys/  vault/  ledger/            the truth
//   records.db                        follows from the ledger; "sanad rebuild" makes it again
//   operational.db                    accounts, sessions, jobs
//   identify/                         follows from the lists in the vault; made again where it
//   lacks something work/                             profiles and spools of captures under way;
//   emptied when opened for writing
// One process at a time may hold it open for writing (the ledger's lock); kConflict names the other
// one.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "cage/pool.h"
#include "custody/custody.h"
#include "extract/extract.h"
#include "files/files.h"
#include "identify/library.h"
#include "keyring/keyring.h"
#include "ledger/ledger.h"
#include "lists/model.h"
#include "records/accounts.h"
#include "records/jobs.h"
#include "records/records.h"
#include "records/tokens.h"
#include "screening/screen.h"
#include "service/analysis.h"
#include "service/byte_cache.h"
#include "service/case_gates.h"
#include "service/part_marks.h"
#include "service/uploads.h"
#include "vault/vault.h"

namespace sanad::service {

struct WorkspaceOptions {
  std::string directory;
  keyring::Protection protection = keyring::KeyFile{};
};

class Workspace {
 public:
  // kConflict: there is a workspace already.
  static Result<std::unique_ptr<Workspace>> create(const WorkspaceOptions& options,
                                                   std::string_view agency, const Clock& clock);
  // kNotFound: no workspace there; "sanad init" makes one. What an earlier process left unfinished
  // is recorded as such.
  static Result<std::unique_ptr<Workspace>> open(const WorkspaceOptions& options,
                                                 const Clock& clock);
  // Throws the records away and makes them again from the ledger.
  static Result<std::unique_ptr<Workspace>> rebuild(
      const WorkspaceOptions& options, const Clock& clock,
      const std::function<void(std::uint64_t, std::uint64_t)>& progress);
  ~Workspace();

  const std::string& directory() const { return directory_; }
  const Clock& clock() const { return clock_; }
  files::FileSystem& file_system() { return file_system_; }
  keyring::Keyring& keyring() { return *keyring_; }
  vault::Vault& vault() { return *vault_; }
  ledger::Ledger& ledger() { return *ledger_; }
  records::Records& records() { return *records_; }
  custody::Custody& custody() { return *custody_; }
  records::Accounts& accounts() { return *accounts_; }
  records::JobQueue& jobs() { return *jobs_; }
  records::TokenSecrets& token_secrets() { return *token_secrets_; }
  // By identifier, and the entry that changed the list last.
  ByteCache<lists::List, std::uint64_t>& list_cache() { return list_cache_; }
  // Lists of people by identifier, and their version's.
  ByteCache<screening::Screener, std::string>& screener_cache() { return screener_cache_; }
  identify::Library& library() { return *library_; }
  // Whatever parses hostile bytes for this workspace; as many at once as the machine computes.
  extract::Extractor extractor() {
    extract::Extractor made;
    made.pool = &parsers_;
    return made;
  }
  CaseIndexes& case_indexes() { return case_indexes_; }
  PartMarks& part_marks() { return part_marks_; }
  Uploads& uploads() { return uploads_; }
  // Held while an exhibit's number is given and recorded.
  std::mutex& numbering() { return numbering_; }
  // Held while a new version of a list of people or of a verification sheet is compared with the
  // one before and recorded.
  std::mutex& versioning() { return versioning_; }
  // Held by who works with a case's material.
  CaseGates& gates() { return gates_; }
  // Private, for profiles and spools.
  std::string working_directory() const { return directory_ + "/work"; }

 private:
  Workspace(std::string directory, const Clock& clock)
      : directory_(std::move(directory)), clock_(clock) {}
  Result<void> open_parts();
  Result<void> open_records(const std::function<void(std::uint64_t, std::uint64_t)>& progress);
  Result<void> open_library();
  Result<void> settle_unfinished();

  std::string directory_;
  const Clock& clock_;
  std::mutex numbering_;
  std::mutex versioning_;
  CaseGates gates_;
  files::PosixFileSystem file_system_;
  cage::Pool parsers_{extract::Extractor().program};
  std::unique_ptr<keyring::Keyring> keyring_;
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<records::Records> records_;
  std::unique_ptr<custody::Custody> custody_;
  std::unique_ptr<records::Accounts> accounts_;
  std::unique_ptr<records::JobQueue> jobs_;
  std::unique_ptr<records::TokenSecrets> token_secrets_;
  ByteCache<lists::List, std::uint64_t> list_cache_;
  CaseIndexes case_indexes_{*this};
  PartMarks part_marks_;
  Uploads uploads_;
  std::unique_ptr<identify::Library> library_;
  ByteCache<screening::Screener, std::string> screener_cache_;
};

}  // namespace sanad::service
