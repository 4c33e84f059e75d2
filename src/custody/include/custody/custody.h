// The one door through which anything becomes part of the record.
//
// An act is written to the ledger first; only then do the records follow from it. So without the
// entry nothing happened, and an audit trail is not something that code must remember to write.
// Originals are in the vault before the entry that speaks of them: a crash between the two leaves
// an object that nothing names; the service layer lists those when it opens a workspace.
// Thread-safe. Tested by custody_test.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "authority/decide.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "records/records.h"

namespace sanad::custody {

// The actor of what no person did.
inline constexpr std::string_view kSystem = "system";

struct Act {
  std::string kind;  // docs/formats/entries.md
  std::string actor;
  std::string case_id;  // empty for the workspace
  json::Object data;
};

struct ImportStart {
  std::string import;
  std::string exhibit;
  std::string source;  // whence the material came
  std::string name;    // of the file or folder, as a step (extract/way.h)
  std::string number;  // of the exhibit
};

class Custody {
 public:
  using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;
  // Both are borrowed. Brings the records up to the ledger. progress may be empty.
  static Result<std::unique_ptr<Custody>> open(ledger::Ledger& ledger, records::Records& records,
                                               const Progress& progress = {});

  // Returns once the act cannot be lost and the records show it. kLimit: the act is too long,
  // kInvalid: a text in it is not UTF-8; nothing was recorded. kIo from the ledger: whether it was
  // kept is known only after reopening.
  Result<std::uint64_t> record(const Act& act);

  // The acts of authority that a permit or refusal stands for.
  Result<std::uint64_t> record_refusal(const authority::Officer& officer,
                                       const authority::ActRequest& request,
                                       const authority::Refusal& refusal);
  Result<std::uint64_t> record_capture_started(const authority::Permit& permit,
                                               std::string_view capture, std::string_view exhibit);

  Result<std::uint64_t> record_import_started(const authority::Permit& permit,
                                              const ImportStart& start);

  // Applies what the ledger has and the records have not (after a crash between the two, or a
  // rebuild). progress may be empty.
  Result<void> catch_up(const Progress& progress = {});

  // Makes all records again from what the ledger can still say, and leaves no trace of the rest in
  // their file: after bodies were destroyed. Acts wait meanwhile.
  Result<void> renew_records();

 private:
  Custody(ledger::Ledger& ledger, records::Records& records) : ledger_(ledger), records_(records) {}
  ledger::Ledger& ledger_;
  records::Records& records_;
  std::mutex mutex_;  // one projection at a time, in the ledger's order
};

// What an entry says of a permit: the members given, and the grounds that there are.
json::Object format_grounds(json::Object permit, const authority::Grounds& grounds);

// The body of an entry, and back (kIntegrity: not of the form of entries.md).
json::Value format_body(const Act& act);
Result<Act> parse_body(const json::Value& body);

}  // namespace sanad::custody
