// What the ledger says, arranged for reading. Every row follows from entries, in their order, and
// from nothing else: delete the file and apply() all entries again, and the same rows are back
// ("sanad rebuild"). Thread-safe. Tested by records_test.cc.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "base/result.h"
#include "records/assessments.h"
#include "records/entry.h"
#include "records/keeping.h"
#include "records/papers.h"
#include "records/requests.h"
#include "records/running_clocks.h"
#include "records/screening.h"
#include "records/sharing.h"
#include "records/sheets.h"

namespace sanad::records {

struct Case {
  std::string id;
  std::string reference;
  std::string title;
  std::string officer_in_charge;
  std::string law_pack;
  std::string law_edition;
  Timestamp opened_at;
  std::int64_t exhibits = 0;
  std::int64_t authorisations = 0;
};

struct ExhibitFile {
  std::string name;
  std::string role;
  std::string media_type;
  std::uint64_t size = 0;
  std::string sha256;
  std::string sha512;
  // Of a file that was imported, else empty:
  std::string path;         // from the folder that was imported, each step as in parts.md
  std::string modified_at;  // as the file system said, UTC
  std::string same_as;      // "exhibit-…/original-7": an earlier file of the case with these bytes
};

struct Exhibit {
  std::string id;
  std::string number;
  std::string case_id;
  std::string capture;  // capture-…, or import-… of one that was imported
  std::string authorisation;
  std::string url;  // empty for an import
  std::string title;
  std::string collector;
  Timestamp started_at;
  Timestamp ended_at;
  std::string completeness;  // "complete" or "incomplete"
  std::vector<std::string> reasons;
  std::vector<ExhibitFile> files;  // what its entry exhibit.sealed names
  std::uint64_t sealed_index = 0;
  std::string source;              // of an import: whence it came, in words; else empty
  std::int64_t further_files = 0;  // what was imported: files named by entries exhibit.files
  bool is_import() const { return capture.starts_with("import-"); }
};

// A capture that was begun: state "started" with no process behind it is what a crash leaves.
struct Capture {
  std::string id;
  std::string exhibit;
  std::string case_id;
  std::string url;
  std::string actor;
  std::string state;  // "started", "sealed" or "failed"
  std::string reason;
};

// An import that was begun, likewise.
struct Import {
  std::string id;
  std::string exhibit;
  std::string case_id;
  std::string source;
  std::string name;  // of the file or folder, as a step (parts.md)
  std::string authorisation;
  std::string number;  // of the exhibit
  std::string actor;
  std::string state;  // "started", "stopped" or "sealed"
  std::string reason;
};

// What was read in an exhibit, as its newest entry exhibit.parts says.
struct PartList {
  std::string exhibit;
  json::Value data;  // docs/formats/entries.md
  Timestamp at;
  std::uint64_t index = 0;
};

struct Bundle {
  std::string id;
  std::string case_id;
  std::vector<std::string> exhibits;
  std::string purpose;
  std::string sha256;
  std::uint64_t size = 0;
  Timestamp created_at;
  std::string created_by;
};

// A list of known content as it stands: its newest version. What it holds is sealed in the vault.
struct List {
  std::string id;
  std::string name;
  std::string owner;
  std::string version;
  std::string tlp;
  std::string provenance;
  std::string licence;
  std::string sha256;  // of its canonical form
  std::uint64_t size = 0;
  std::int64_t entries = 0;
  Timestamp imported_at;
  std::string imported_by;
  std::uint64_t changed_index = 0;  // of the last entry about it
  std::optional<Timestamp> expires_at;
};

// The exhibit of this workspace from which an entry was put into a list.
struct ListSource {
  std::string exhibit;
  std::string file;
  std::string part;  // within the file; empty for the whole
};

// What this agency's officers say of an entry.
struct ListFeedback {
  std::string entry;
  std::string opinion;
  std::string reason;
  std::string actor;
  Timestamp at;
};

// A file of rules as it stands: its newest version, sealed in the vault.
struct RuleSet {
  std::string id;
  std::string name;
  std::string kind;  // "term-rules" or "yara"
  std::string owner;
  std::string version;
  std::string tlp;
  std::string provenance;
  std::string licence;
  std::string sha256;
  std::uint64_t size = 0;
  std::int64_t rules = 0;
  std::int64_t examples = 0;
  Timestamp imported_at;
  std::string imported_by;
  std::optional<Timestamp> retired_at;  // absent: in force
  std::string retired_by;
  std::string reason;  // why it was retired
};

// An item that resembles an entry of a list: a lead, which a person reviews.
struct Match {
  std::string id;
  std::string case_id;
  std::string exhibit;
  std::string file;
  std::string part;  // within the file; empty for the whole
  std::string list;
  std::string list_name;
  std::string list_version;
  std::string entry;
  std::string signal;
  json::Value data;  // the body of its entry "match.found"
  Timestamp found_at;
  std::string state;  // "open", "confirmed" or "rejected"
  std::string reviewed_by;
  std::optional<Timestamp> reviewed_at;
  std::string reason;
};

// A page of a case's matches, newest first, then by identifier.
struct MatchFilter {
  std::string case_id;
  std::string state;    // empty: all
  std::string exhibit;  // empty: all
  std::string after;    // the match before the first one; empty: from the newest
  std::size_t limit = 100;
};

// What a partner's program may ask, and until when. Its secret is not among the records.
struct Token {
  std::string id;
  std::string partner;
  std::string purpose;
  std::vector<std::string> scopes;  // "lookup", "hash", "indicators"
  std::vector<std::string> lists;   // identifiers
  std::int64_t per_minute = 0;
  std::string prefix;  // of the secret, by which people tell tokens apart
  Timestamp issued_at;
  std::string issued_by;
  Timestamp expires_at;
  std::optional<Timestamp> revoked_at;
  std::string revoked_by;
  std::string reason;
  std::optional<Timestamp> used_at;  // as far as the ledger says
};

struct EntryFilter {
  std::string case_id;                  // empty: all
  std::string exhibit;                  // empty: all
  std::string kind;                     // empty: all
  std::optional<std::uint64_t> before;  // entries with a smaller index only
  std::size_t limit = 200;
  bool oldest_first = false;
};

class Records {
 public:
  // path: the database file. kIntegrity: damaged, rebuild it.
  static Result<std::unique_ptr<Records>> open(const std::string& path);
  ~Records();

  // How many entries have been applied: the index of the next one.
  Result<std::uint64_t> applied() const;
  // One transaction for all of them. Entries begin at applied(); kConflict otherwise. An entry of
  // unknown kind is listed, not projected.
  Result<void> apply(const std::vector<Entry>& entries);
  // Throws every row away and makes them again from all entries that source gives, in one
  // transaction; then the file is written anew, so that no page of it holds what went. Others wait
  // meanwhile. source: calls what it is given once for each entry, in order, from the first.
  using Taker = std::function<Result<void>(const Entry&)>;
  Result<void> renew(const std::function<Result<void>(const Taker&)>& source);

  Result<std::vector<authority::Officer>> officers() const;
  Result<authority::Officer> officer(std::string_view id) const;  // kNotFound
  Result<std::vector<Case>> cases() const;
  Result<Case> find_case(std::string_view id) const;  // kNotFound; id or reference
  Result<std::vector<authority::Authorisation>> authorisations(
      std::string_view case_id) const;                                        // empty: all cases
  Result<authority::Authorisation> authorisation(std::string_view id) const;  // kNotFound
  Result<std::vector<Exhibit>> exhibits(std::string_view case_id) const;
  Result<Exhibit> exhibit(std::string_view id) const;  // kNotFound; id or number
  Result<std::vector<Capture>> captures(std::string_view state) const;
  // Captures and imports begun in the case, however they ended.
  Result<std::int64_t> count_acquisitions(std::string_view case_id) const;
  Result<std::vector<Import>> imports(std::string_view state) const;
  Result<Import> find_import(std::string_view id) const;  // kNotFound; id, or that of its exhibit
  // Files that were imported, in their order, the first of them the file number first (from 1). An
  // exhibit that is not sealed yet has those that are recorded already.
  Result<std::vector<ExhibitFile>> imported_files(std::string_view exhibit, std::uint64_t first,
                                                  std::size_t limit) const;
  // A file of an exhibit, by its name: sealed with it, or imported. kNotFound.
  Result<ExhibitFile> file(const Exhibit& exhibit, std::string_view name) const;
  // "exhibit-…/original-7" of the first imported file with this digest in a sealed exhibit of the
  // case, or in this exhibit; empty if there is none.
  Result<std::string> imported_before(std::string_view case_id, std::string_view sha256,
                                      std::string_view exhibit) const;
  // kNotFound: nothing was read in it yet.
  Result<PartList> part_list(std::string_view exhibit) const;
  Result<std::vector<PartList>> part_lists(std::string_view case_id) const;  // oldest first
  Result<std::vector<Bundle>> bundles(std::string_view case_id) const;
  Result<Bundle> bundle(std::string_view id) const;  // kNotFound
  Result<std::vector<Entry>> entries(const EntryFilter& filter) const;
  Result<std::vector<List>> lists() const;
  Result<List> list(std::string_view id) const;  // kNotFound; id or name
  Result<std::vector<ListFeedback>> feedback(std::string_view list) const;
  // Absent where the entry came otherwise.
  Result<std::optional<ListSource>> list_source(std::string_view list,
                                                std::string_view entry) const;
  Result<std::vector<RuleSet>> rule_sets() const;       // the retired ones too
  Result<RuleSet> rule_set(std::string_view id) const;  // kNotFound; id or name
  Result<std::vector<Match>> matches(std::string_view case_id) const;
  // kNotFound: there is no match after.
  Result<std::vector<Match>> matches(const MatchFilter& filter) const;
  Result<Match> match(std::string_view id) const;  // kNotFound
  // Lists of people: the newest version of each, by name.
  Result<std::vector<PeopleListVersion>> people_lists() const;
  Result<PeopleListVersion> people_list(std::string_view id) const;  // kNotFound; id or name
  Result<std::vector<PeopleListVersion>> people_list_versions(
      std::string_view list) const;                                           // newest first
  Result<std::vector<Screening>> screenings(std::string_view case_id) const;  // newest first
  Result<Screening> screening(std::string_view id) const;                     // kNotFound
  Result<std::vector<ScreeningLead>> screening_leads(std::string_view screening) const;
  Result<std::vector<ScreeningLead>> leads_of_list(std::string_view list) const;
  Result<ScreeningLead> screening_lead(std::string_view id) const;  // kNotFound
  Result<LeadCounts> lead_counts(std::string_view list) const;      // empty: all lists
  // Newest first.
  Result<std::vector<SheetVersion>> sheet_versions(const SheetSubject& subject) const;
  Result<SheetVersion> sheet_version(std::string_view sheet,
                                     std::int64_t version) const;  // kNotFound
  // The newest version of each sheet of a case, by exhibit and part. exhibit: empty for all.
  Result<std::vector<SheetVersion>> sheets(std::string_view case_id,
                                           std::string_view exhibit) const;
  // Assessments (records/assessments.h). An empty case_id: of all cases.
  Result<std::vector<AssessmentAsk>> assessment_asks(std::string_view case_id) const;
  Result<Assessment> assessment(std::string_view id) const;  // kNotFound
  // Also those that are open or were given back.
  Result<std::vector<Assessment>> assessments_of_pair(std::string_view pair) const;
  Result<std::vector<Assessment>> assessments_by(std::string_view officer) const;  // newest first
  Result<AssessmentPair> assessment_pair(std::string_view id) const;               // kNotFound
  Result<std::vector<AssessmentPair>> assessment_pairs(
      std::string_view case_id) const;  // newest first
  Result<std::vector<AssessmentPair>> assessment_pairs_of(const SheetSubject& subject) const;
  Result<std::vector<ExculpatoryNote>> exculpatory_notes(std::string_view case_id) const;
  Result<ExculpatoryNote> exculpatory_note(std::string_view id) const;  // kNotFound
  Result<std::vector<Complaint>> complaints(std::string_view case_id) const;
  Result<Complaint> complaint(std::string_view id) const;  // kNotFound; id or reference
  // When an officer looked at covered material after since, ascending.
  Result<std::vector<Timestamp>> looks(std::string_view officer, Timestamp since) const;
  // Limits that are still reached at that time, oldest first.
  Result<std::vector<ReachedLimit>> reached_limits(Timestamp since) const;
  // Somebody said that they look at the exhibit together with the officer, until later than now.
  Result<bool> is_accompanied(std::string_view officer, std::string_view exhibit,
                              Timestamp now) const;
  // The register of a case, oldest first; of all cases if it is empty.
  Result<std::vector<Request>> requests(std::string_view case_id) const;
  Result<Request> request(std::string_view id) const;  // kNotFound; id or reference
  // Requests of the case that there ever were: the number of the next one follows.
  Result<std::int64_t> count_requests(std::string_view case_id) const;
  Result<std::vector<RunningClock>> clocks(std::string_view case_id) const;  // empty: all cases
  // Of all cases: neither met nor known to have passed.
  Result<std::vector<RunningClock>> open_clocks() const;
  Result<std::vector<RunningClock>> clocks_of_request(std::string_view request) const;
  Result<RunningClock> clock(std::string_view id) const;           // kNotFound
  Result<Recheck> recheck(std::string_view request) const;         // kNotFound: none was scheduled
  Result<std::vector<Recheck>> rechecks_due(Timestamp now) const;  // those that have not ended
  Result<std::vector<RecheckResult>> recheck_results(
      std::string_view request) const;  // oldest first
  // Of a case, or with an empty identifier of the agency; oldest first, each with all its versions.
  Result<std::vector<authority::Paper>> papers(std::string_view case_id) const;
  Result<authority::Paper> paper(std::string_view id) const;            // kNotFound
  Result<std::vector<Review>> reviews(std::string_view subject) const;  // newest first
  // Newest first. case_id: empty for all.
  Result<std::vector<authority::Emergency>> emergencies(std::string_view case_id) const;
  Result<authority::Emergency> emergency(std::string_view id) const;  // kNotFound
  // The emergency under which an exhibit was collected; empty: none.
  Result<std::string> emergency_of(std::string_view exhibit) const;
  Result<std::vector<std::string>> exhibits_of_emergency(std::string_view emergency) const;
  Result<std::vector<LawPackFile>> law_packs() const;      // that were added, oldest first
  Result<std::vector<LawAdoption>> law_adoptions() const;  // oldest first
  Result<std::vector<Token>> tokens() const;               // newest first
  Result<Token> token(std::string_view id) const;          // kNotFound
  // Where something refers to an exhibit that may be gone by now: absent if it was disposed of.
  Result<std::optional<Exhibit>> standing_exhibit(std::string_view id) const;
  // Of a case (with those of the agency), or with an empty identifier all; oldest first, the ended
  // ones too.
  Result<std::vector<RetentionRule>> retention_rules(std::string_view case_id) const;
  Result<RetentionRule> retention_rule(std::string_view id) const;  // kNotFound
  // Of a case, or with an empty identifier all; newest first, the lifted ones too.
  Result<std::vector<Hold>> holds(std::string_view case_id) const;
  Result<Hold> hold(std::string_view id) const;  // kNotFound
  // Of a case, or with an empty identifier all; newest first.
  Result<std::vector<Disposal>> disposals(std::string_view case_id) const;
  Result<Disposal> disposal(std::string_view id) const;  // kNotFound
  // What was disposed of under this identifier or number (of an exhibit), or reference (of a case),
  // alone or with its case; absent if it was not.
  Result<std::optional<Disposal>> tombstone(std::string_view id) const;
  // What the entries disposal.items of one list, of one kind ("digest", "entry" or "exhibit"), in
  // their order.
  Result<std::vector<std::string>> disposal_items(std::string_view disposal,
                                                  std::string_view what) const;
  // Lists that have an entry which was banked from the exhibit.
  Result<std::vector<std::string>> lists_from(std::string_view exhibit) const;

  // Own certificates, the newest first.
  Result<std::vector<ExchangeIdentity>> exchange_identities() const;
  Result<std::vector<Partner>> partners() const;       // by name, the retired ones too
  Result<Partner> partner(std::string_view id) const;  // kNotFound; id or name
  // Of a case or an exhibit; absent: none was set.
  Result<std::optional<SetMarking>> marking(std::string_view subject) const;
  Result<std::vector<SetMarking>> markings(std::string_view case_id) const;
  // direction: "out" or "in". Newest first; of all cases if case_id is empty.
  Result<std::vector<Package>> packages(std::string_view case_id, std::string_view direction) const;
  Result<Package> package(std::string_view id, std::string_view direction) const;  // kNotFound
  Result<std::vector<TakenExhibit>> taken_exhibits(std::string_view package) const;
  Result<std::vector<StoredReceipt>> receipts(std::string_view package) const;  // oldest first
  Result<StoredReceipt> receipt(std::string_view id) const;                     // kNotFound
  Result<std::vector<Release>> releases(std::string_view case_id) const;  // oldest first; of all
  Result<Release> release(std::string_view id) const;                     // kNotFound
  // Whether this version of a release was told to the token already.
  Result<bool> was_told(std::string_view token, std::string_view release,
                        std::string_view version) const;
  // The value last recorded for a setting; empty if never set.
  Result<std::string> setting(std::string_view name) const;
  Result<std::string> agency() const;

 private:
  struct State;
  explicit Records(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sanad::records
