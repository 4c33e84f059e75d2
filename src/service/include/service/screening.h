// Lists of people kept in the workspace, persons screened against them, and what became of the
// leads.
//
// A list is its publisher's file, sealed in the vault as it came and read in the cage each time
// that it is asked; screening.list-imported names its digest, and what it changed against the
// version before stands in screening.list-changes. So a lead whose entry was de-listed says so from
// the version that dropped it, as far back as leads go. A screening is recorded before its leads
// are: who asked, for which case, why, and for what. Nothing acts on a lead by itself. Tested by
// screening_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "capture/capture.h"
#include "extract/extract.h"
#include "records/jobs.h"
#include "screening/screen.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kMaxAskedBytes = 400;  // of each thing that is asked
inline constexpr std::size_t kMaxScreeningReasonBytes = 4096;
inline constexpr std::size_t kMaxLeadsAList = 50;

struct PeopleListOrder {
  std::string name;       // of an earlier list: a new version of it
  std::string publisher;  // else as for the version before
  std::string format;     // "un-xml", "csv", or empty: by the first bytes
  // Of a CSV: without columns, those of the version before.
  std::string version;
  screening::CsvColumns columns;
};
struct ImportedPeopleList {
  records::PeopleListVersion list;
  bool is_first = false;
  // False where the version before is damaged or gone: then only leads were compared with.
  bool is_compared = true;
  // Leads of earlier screenings whose entry this version dropped or changed.
  std::int64_t leads_delisted = 0, leads_changed = 0;
  std::vector<std::string> cases;  // of those leads
  std::vector<std::string> jobs;   // that compare earlier screenings with what is new
};
// By an investigator, a supervisor or a reviewer. Recorded as screening.list-changes, then
// screening.list-imported. kInvalid: the file is no such list, or holds no entry. kConflict: the
// version is there already, or a newer one of the UN list is.
Result<ImportedPeopleList> import_people_list(Workspace& workspace,
                                              const authority::Officer& caller,
                                              std::string_view bytes, const PeopleListOrder& order);

// The newest version of each, by name.
Result<std::vector<records::PeopleListVersion>> list_people_lists(Workspace& workspace,
                                                                  const authority::Officer& caller);
// Newest first. list: identifier or name.
Result<std::vector<records::PeopleListVersion>> people_list_versions(
    Workspace& workspace, const authority::Officer& caller, std::string_view list);

struct ScreeningOrder {
  std::string case_id;
  screening::Query asked;
  std::string reason;
  int min_score = screening::kDefaultMinScore;
};
// Against all kept lists. By an investigator, a supervisor or a reviewer; recorded as
// screening.ran, then each lead as screening.lead. kInvalid: no list is kept, no name, no reason, a
// date that cannot be read. kIntegrity names a list that cannot be read: then nobody is screened.
Result<records::Screening> screen_person(Workspace& workspace, const authority::Officer& caller,
                                         const ScreeningOrder& order);

Result<std::vector<records::Screening>> list_screenings(Workspace& workspace,
                                                        const authority::Officer& caller,
                                                        std::string_view case_id);
struct ReadScreening {
  records::Screening screening;
  std::vector<records::ScreeningLead> leads;  // likest name first within each list
};
Result<ReadScreening> read_screening(Workspace& workspace, const authority::Officer& caller,
                                     std::string_view id);

// outcome: "same", "not-same" or "undecided". By an investigator, a supervisor or a reviewer;
// recorded as screening.reviewed. kInvalid: no reason, or another outcome.
Result<records::ScreeningLead> review_lead(Workspace& workspace, const authority::Officer& caller,
                                           std::string_view lead, std::string_view outcome,
                                           std::string_view reason);

// How often a lead turned out to be wrong, here and where it was measured.
struct LeadRecord {
  records::LeadCounts counts;
  int min_score = screening::kDefaultMinScore;
};
Result<LeadRecord> lead_record(Workspace& workspace, int min_score);

// Runs a job of kind "screen-again": the case's screenings against the newest version of a list.
// Answers {"screenings", "found"}; recorded as screening.ran-again.
Result<json::Value> run_screening_again(Workspace& workspace, const records::Job& job,
                                        capture::Monitor& monitor);

// As the HTTP API and --json have it.
json::Object view(const records::PeopleListVersion& version);
json::Object view(const ImportedPeopleList& imported);
json::Object view(const records::Screening& screening);
json::Object view(const records::ScreeningLead& lead);
json::Object view(const ReadScreening& read, const LeadRecord& record);
// In a sentence for people, without which no lead is shown.
std::string how_often_wrong(const LeadRecord& record);

}  // namespace sanad::service
