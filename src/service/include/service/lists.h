// Lists of known content: taking them in, handing them on, saying what one thinks of an entry,
// asking.
//
// A list is sealed in the vault in its canonical form, under a key of its own, and list.imported
// names its digest. The library (identify/library.h) follows from that and is made again where it
// lacks something.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identify/library.h"
#include "lists/export.h"
#include "lists/facets.h"
#include "lists/import.h"
#include "service/workspace.h"

namespace sanad::service {

struct ListOrder {
  std::optional<lists::Format> format;  // else guessed from the first bytes
  std::string name;                     // of an earlier list: a new version of it
  std::string owner;                    // else what the file says, else this agency
  std::string provenance;
  std::string licence;
  std::string version;
  std::optional<lists::Tlp> tlp;
  std::string signal;
  std::optional<Timestamp> expires_at;  // else what the file says
};
// A day, to whose end in UTC the list counts, or a time (RFC 3339). kInvalid: neither.
Result<Timestamp> parse_expiry(std::string_view text);
struct ImportedList {
  records::List list;
  lists::ImportCounts counts;
  std::vector<lists::Problem> problems;
  std::uint64_t problems_not_kept = 0;
  identify::Update update;
};
// What is new is looked for in the past: a job "identify" is queued for each case that has
// exhibits. By an investigator, a supervisor or a reviewer; recorded as list.imported. kInvalid:
// not of the format, or nothing in it could be taken.
Result<ImportedList> import_list(Workspace& workspace, const authority::Officer& caller,
                                 std::string_view bytes, const ListOrder& order);

// Puts a file of an exhibit, which a person has judged, into a list of the agency's own: a new
// version of it, or a new list (TLP:AMBER+STRICT). Recorded as exhibit.copied and list.imported,
// which names the exhibit as the entries' source. kInvalid: no reason.
struct BankOrder {
  std::string list;  // its name
  std::string exhibit;
  std::string file;
  std::string part;  // of it, as a match names it; empty for the whole
  std::string reason;
  std::vector<lists::Label> labels;
};
Result<ImportedList> bank(Workspace& workspace, const authority::Officer& caller,
                          const BankOrder& order);

Result<std::vector<records::List>> list_lists(Workspace& workspace,
                                              const authority::Officer& caller);
// Of its record only, by id or name.
Result<records::List> find_list(Workspace& workspace, const authority::Officer& caller,
                                std::string_view id);
// The newest version, with this agency's own feedback among that of others. id or name.
Result<lists::List> read_list(Workspace& workspace, const authority::Officer& caller,
                              std::string_view id);
// The same for reading in pages: kept in the workspace's cache while it stands.
Result<std::shared_ptr<const lists::List>> share_list(Workspace& workspace,
                                                      const authority::Officer& caller,
                                                      std::string_view id);
// In a format of others, or our own. signal: for plain files.
Result<lists::Exported> export_list(Workspace& workspace, const authority::Officer& caller,
                                    std::string_view id, lists::Format format,
                                    std::string_view signal);

// By an investigator, a supervisor or a reviewer; recorded as list.feedback. kNotFound: no such
// entry. kInvalid: no reason. kLimit: a longer reason, or more opinions, than a list can carry.
Result<void> give_feedback(Workspace& workspace, const authority::Officer& caller,
                           std::string_view list, std::string_view entry, lists::Opinion opinion,
                           std::string_view reason);

// Which entries resemble a value. list: id or name, or empty for all.
Result<std::vector<identify::Hit>> look_up(Workspace& workspace, const authority::Officer& caller,
                                           std::string_view signal, std::string_view value,
                                           unsigned radius, std::string_view list);

// Puts into the library what it lacks: after a crash, or where it was removed.
Result<void> complete_library(Workspace& workspace);

// kIntegrity names a list that is recorded and cannot be compared with.
Result<void> require_whole_library(Workspace& workspace);

}  // namespace sanad::service
