// What was read in a case's imports, ready to be asked: an index of facts and one of words for each
// case, made from the sealed lists of parts. Nothing in them is evidence: they can be deleted, and
// "sanad rebuild" makes them again. Tested by analysis_test.cc.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "capture/capture.h"
#include "case_index/case_index.h"
#include "records/jobs.h"
#include "search_index/search_index.h"
#include "vault/vault.h"

namespace sanad::service {

class Workspace;

// The indexes of the cases that are asked. Thread-safe.
class CaseIndexes {
 public:
  explicit CaseIndexes(Workspace& workspace) : workspace_(workspace) {}
  // Opened on first use and kept. kNotFound: the case's key was destroyed.
  Result<std::shared_ptr<case_index::CaseIndex>> facts(const std::string& case_id);
  // One for each use; not thread-safe.
  Result<search_index::SearchIndex> words(const std::string& case_id);
  // Held by who writes to a case's indexes.
  std::mutex& writing() { return writing_; }
  // Deletes those of all cases.
  Result<void> clear();
  // Deletes those of one case, and overwrites what they were.
  Result<void> forget(const std::string& case_id);

 private:
  Result<std::string> folder_of(const std::string& case_id);
  Workspace& workspace_;
  std::mutex mutex_;
  std::mutex writing_;
  std::map<std::string, std::shared_ptr<case_index::CaseIndex>> open_;  // guarded by mutex_
};

// Queues the indexing of an exhibit whose parts are listed. Answers the job.
Result<std::string> queue_indexing(Workspace& workspace, const std::string& case_id,
                                   const std::string& exhibit, const std::string& actor);
// Runs a job of kind "index": takes the exhibit out of the indexes, and its list of parts in. Parts
// that were set aside are not indexed. Answers {"exhibit", "documents"}.
Result<json::Value> run_indexing(Workspace& workspace, const records::Job& job,
                                 capture::Monitor& monitor);
// Queues what was listed and is in no index, for example after a crash or a rebuild.
Result<void> complete_indexes(Workspace& workspace);

// Whose masks an officer's reasons have lifted in a case.
Result<case_index::Unmasked> unmasked_in(Workspace& workspace, const std::string& case_id);

// A part's line in the sealed list: its JSON, by what an index says of where it lies. kIntegrity:
// the index does not fit the list; rebuild.
Result<json::Value> read_part(Workspace& workspace, const std::string& case_id,
                              const case_index::Citation& cite);
// The same from a list that is open already.
Result<json::Value> read_part(vault::ObjectReader& list, const case_index::Citation& cite);

}  // namespace sanad::service
