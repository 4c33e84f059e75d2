#include "bundle_content.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "bundle_corroborations.h"
#include "bundle_entries.h"
#include "certificate_acts.h"
#include "closed_files.h"
#include "present/bundle.h"
#include "report_acts.h"
#include "service/audit.h"
#include "service/blind.h"
#include "service/exhibits.h"
#include "service/part_excerpts.h"
#include "service/redactions.h"
#include "service/unused.h"
#include "service/validations.h"
#include "service/version.h"
#include "timestamp/timestamp.h"
#include "tlog/checkpoint.h"
#include "tlog/proof.h"
#include "verifier/page.h"

namespace sanad::service {
namespace {

constexpr std::size_t kAllEntries = SIZE_MAX / 4;

tlog::VerifierKey key_of(const std::string& name, const crypto::SigningKey& signer) {
  return {name, tlog::SignatureType::kEd25519, signer.public_key()};
}

// Which entries speak of the exhibits: the case, authority and its end, every act on the exhibit.
Result<std::set<std::uint64_t>> entries_to_disclose(Workspace& workspace,
                                                    const records::Case& of_case,
                                                    const std::vector<records::Exhibit>& exhibits,
                                                    const RedactedDisclosure& redacted) {
  std::set<std::string> exhibit_ids;
  std::set<std::string> authorisations;
  for (const auto& exhibit : exhibits) {
    exhibit_ids.insert(exhibit.id);
    authorisations.insert(exhibit.authorisation);
  }
  SANAD_TRY(auto case_entries,
            workspace.records().entries({.case_id = of_case.id, .limit = kAllEntries}));
  // What one of two wrote leaves once the other has written too.
  SANAD_CHECK(leave_out_unknown(workspace, nullptr, case_entries));
  // What speaks for somebody goes with what it cites.
  std::set<std::string> notes;
  SANAD_TRY(const auto all_notes, workspace.records().exculpatory_notes(of_case.id));
  for (const auto& note : all_notes) {
    for (const std::string& exhibit : exhibit_ids)
      if (note.cites(exhibit)) notes.insert(note.id);
  }
  std::set<std::uint64_t> chosen;
  for (const auto& entry : case_entries) {
    const bool of_exhibit = exhibit_ids.contains(entry.data["exhibit"].string_or("")) ||
                            notes.contains(entry.data["note"].string_or(""));
    const bool of_authority = entry.kind.starts_with("authorisation.") &&
                              authorisations.contains(entry.data["authorisation"].string_or(""));
    // Lists are lent under terms that forbid to pass them on; what an item resembles is disclosed
    // by a person's choice.
    const bool of_lists = entry.kind.starts_with("match.");
    if (entry.destroyed || of_lists || redacted.leaves_out(entry)) continue;
    if (!(of_exhibit || of_authority || entry.kind == "case.opened")) continue;
    chosen.insert(entry.index);
  }
  // Of what was disposed of, the tombstones.
  for (const char* kind : {"disposal.items", "disposal.begun", "disposal.done"}) {
    SANAD_TRY(const auto entries,
              workspace.records().entries({.kind = kind, .limit = kAllEntries}));
    for (const auto& entry : entries) {
      const bool tells =
          entry.kind != "disposal.items" || entry.data["what"].string_or("") == "digest";
      if (entry.data["case"].string_or("") == of_case.id && tells) chosen.insert(entry.index);
    }
  }
  SANAD_TRY(const auto created,
            workspace.records().entries({.kind = "workspace.created", .limit = kAllEntries}));
  for (const auto& entry : created) chosen.insert(entry.index);
  return chosen;
}

struct Anchor {
  std::string checkpoint;
  merkle::TreeHead head;
  std::optional<present::BundleTimestamp> timestamp;
};

// The newest timestamped checkpoint that covers all entries; without one the newest checkpoint, and
// the bundle says that it has no timestamp.
Result<Anchor> find_anchor(Workspace& workspace, std::uint64_t last_entry) {
  // An authority that does not answer delays nothing: the request stays queued.
  (void)timestamp_ledger(workspace);
  SANAD_TRY(const auto stored, workspace.ledger().timestamps());
  const ledger::StoredTimestamp* newest = nullptr;
  for (const auto& item : stored) {
    if (item.size.value > last_entry && (!newest || newest->size < item.size)) newest = &item;
  }
  if (!newest) {
    SANAD_TRY(ledger::SignedCheckpoint checkpoint, workspace.ledger().checkpoint());
    return Anchor{std::move(checkpoint.note), checkpoint.head, std::nullopt};
  }
  const auto& keyring = workspace.keyring();
  const std::string note = to_text(newest->checkpoint);
  SANAD_TRY(const auto opened,
            tlog::open_checkpoint(note, key_of(keyring.names().ledger, keyring.ledger_signer())));
  SANAD_TRY(const auto info, timestamp::parse_response(newest->response));
  return Anchor{note, opened.checkpoint.head,
                present::BundleTimestamp{newest->request, newest->response,
                                         timestamp::format_certificates_pem(info.certificates)}};
}

Result<present::DisclosedEntry> disclose(Workspace& workspace, std::uint64_t index,
                                         const Anchor& anchor) {
  SANAD_TRY(ledger::StoredEntry stored, workspace.ledger().entry({index}));
  if (!stored.body)
    return Error{
        ErrorCode::kNotFound,
        fmt::format("the body of entry {} was destroyed, so it cannot be disclosed", index)};
  SANAD_TRY(auto hashes, workspace.ledger().inclusion_proof({index}, anchor.head.size));
  return present::DisclosedEntry{
      {index},
      std::move(stored.leaf_text),
      std::move(stored.body->salt),
      std::move(stored.body->text),
      tlog::format_proof({std::nullopt, {index}, std::move(hashes), anchor.checkpoint})};
}

// Whoever acted in what is disclosed is named by an entry of their own.
Result<void> disclose_officers(Workspace& workspace, const Anchor& anchor,
                               std::vector<present::DisclosedEntry>& entries) {
  std::set<std::string> actors;
  std::set<std::uint64_t> there;
  for (const present::DisclosedEntry& entry : entries) {
    SANAD_TRY(const json::Value body, json::parse(entry.body));
    actors.insert(body["actor"].string_or(""));
    for (const char* of_a_disposal : {"proposed_by", "approved_by"})
      actors.insert(body["data"][of_a_disposal].string_or(""));
    there.insert(entry.index.value);
  }
  SANAD_TRY(const auto added,
            workspace.records().entries({.kind = "officer.added", .limit = kAllEntries}));
  for (const auto& entry : added) {
    if (!actors.contains(entry.data["officer"].string_or("")) || there.contains(entry.index))
      continue;
    SANAD_TRY(auto disclosed, disclose(workspace, entry.index, anchor));
    entries.push_back(std::move(disclosed));
  }
  std::ranges::sort(entries, {}, [](const auto& entry) { return entry.index.value; });
  return {};
}

// Of an import, files of which parts were set aside, each with the reason.
Result<std::map<std::string, std::string, std::less<>>> withheld_of(
    Workspace& workspace, const records::Exhibit& exhibit) {
  constexpr std::size_t kFilesAPage = 1000;
  std::map<std::string, std::string, std::less<>> withheld;
  SANAD_TRY(const ClosedFiles closed, ClosedFiles::of(workspace, exhibit));
  for (std::uint64_t first = 1; exhibit.is_import(); first += kFilesAPage) {
    SANAD_TRY(const auto files, workspace.records().imported_files(exhibit.id, first, kFilesAPage));
    for (const records::ExhibitFile& file : files)
      if (closed.holds(file)) withheld.emplace(file.name, kClosedReason);
    if (files.size() < kFilesAPage) break;
  }
  return withheld;
}

present::BundledExhibit bundled(Workspace& workspace, const records::Exhibit& exhibit,
                                json::Value acquisition) {
  present::BundledExhibit item;
  item.exhibit = exhibit.id;
  item.sealed = {exhibit.sealed_index};
  item.acquisition = std::move(acquisition);
  item.open = [&workspace, exhibit](std::string_view name) -> Result<std::unique_ptr<ByteSource>> {
    SANAD_TRY(auto opened, open_recorded(workspace, exhibit, name));
    return std::unique_ptr<ByteSource>(std::move(opened.reader));
  };
  return item;
}

bool is_disclosable(const json::Value& payload) {
  return payload["build"].string_or("") == present::build_name(present::Build::kDisclosable);
}

// What of a record of acquisition says who worked where is not told.
json::Value without_officers(json::Value acquisition) {
  json::Object* record = acquisition.as_object();
  if (record == nullptr) return acquisition;
  if (json::Value* collector = record->find("collector"); collector && collector->as_object())
    collector->as_object()->set("name", nullptr);
  for (const char* member : {"egress_ip", "physical_location"})
    if (record->find(member) != nullptr) record->set(member, nullptr);
  return acquisition;
}

constexpr std::string_view kNamesOfficers =
    "It names an officer and the place of work; what it says of the page stands in the report.";
constexpr std::string_view kAcquisition = "acquisition.json";

// The schedules of what is not in the bundle, once it is known what is.
Result<std::optional<present::BundledSchedules>> schedules_for(
    Workspace& workspace, const std::string& actor, const json::Value& payload,
    const records::Case& of_case, const std::vector<records::Exhibit>& exhibits,
    const std::set<std::uint64_t>& entries) {
  const auto build = present::parse_build(payload["build"].string_or(""));
  if (!build) return std::optional<present::BundledSchedules>();
  std::set<std::string> ids;
  for (const records::Exhibit& exhibit : exhibits) ids.insert(exhibit.id);
  SANAD_CHECK(require_decided(workspace, of_case, ids));
  SANAD_TRY(auto items, unused_items(workspace, of_case, ids, entries));
  SANAD_TRY(IssuedSchedules issued,
            issue_schedules(workspace, actor, of_case, payload["bundle"].string_or(""), *build,
                            std::move(items)));
  return std::optional(present::BundledSchedules{*build, {issued.entry}, std::move(issued.files)});
}

const json::Value* excerpt_of(const json::Value& payload, std::string_view exhibit) {
  const json::Array* excerpts = payload["excerpts"].as_array();
  if (excerpts == nullptr) return nullptr;
  const auto found = std::ranges::find_if(
      *excerpts, [&](const json::Value& one) { return one["exhibit"].string_or("") == exhibit; });
  return found == excerpts->end() ? nullptr : &*found;
}

}  // namespace

Result<std::vector<records::Exhibit>> bundled_exhibits(Workspace& workspace,
                                                       const records::Case& of_case,
                                                       const std::vector<std::string>& named) {
  if (named.empty()) {
    SANAD_TRY(auto all, workspace.records().exhibits(of_case.id));
    if (all.empty())
      return Error{ErrorCode::kInvalid,
                   "the case has no exhibits; capture a page or import material first"};
    return all;
  }
  std::vector<records::Exhibit> chosen;
  for (const auto& id : named) {
    SANAD_TRY(auto exhibit, workspace.records().exhibit(id));
    if (exhibit.case_id != of_case.id)
      return Error{ErrorCode::kInvalid,
                   fmt::format("the exhibit {} belongs to another case", exhibit.number)};
    const bool twice = std::any_of(chosen.begin(), chosen.end(),
                                   [&](const auto& other) { return other.id == exhibit.id; });
    if (!twice) chosen.push_back(std::move(exhibit));
  }
  return chosen;
}

std::vector<std::string> ids_of(const json::Value& value) {
  std::vector<std::string> ids;
  if (const auto* items = value.as_array()) {
    for (const auto& item : *items) ids.push_back(item.string_or(""));
  }
  return ids;
}

Result<present::BundleContent> gather_bundle(Workspace& workspace,
                                             const authority::Officer& officer,
                                             const json::Value& payload,
                                             const records::Case& of_case,
                                             const std::vector<records::Exhibit>& exhibits) {
  present::BundleContent content;
  content.bundle = payload["bundle"].string_or("");
  SANAD_TRY(content.agency, workspace.records().agency());
  content.case_id = of_case.id;
  content.case_reference = of_case.reference;
  content.case_title = of_case.title;
  content.created_at = workspace.clock().now();
  content.created_by = officer.id;
  content.software_version = std::string(kVersion);
  content.verify_page = verifier::verify_page();
  content.reader_page = verifier::reader_page();
  const auto redactions = ids_of(payload["redactions"]);
  SANAD_TRY(const auto redacted, redacted_disclosure(workspace, redactions, exhibits));
  SANAD_TRY(auto indexes, entries_to_disclose(workspace, of_case, exhibits, redacted));
  apply_entry_choice(payload["chosen"], indexes);
  if (const std::string report = payload["report"].string_or(""); !report.empty()) {
    SANAD_TRY(ReportForBundle of_report, report_for_bundle(workspace, of_case, report));
    content.report_pages = std::move(of_report.pages);
    indexes.insert(of_report.entries.begin(), of_report.entries.end());
  }
  if (const auto certificates = ids_of(payload["certificates"]); !certificates.empty()) {
    SANAD_TRY(CertificatesForBundle of,
              certificates_for_bundle(workspace, of_case, certificates, is_disclosable(payload)));
    content.certificates = std::move(of.certificates);
    indexes.insert(of.entries.begin(), of.entries.end());
  }
  std::vector<json::Value> acquisitions;
  for (const auto& exhibit : exhibits) {
    SANAD_TRY(json::Value acquisition, read_acquisition(workspace, officer, exhibit));
    SANAD_CHECK(add_validation_entries(workspace, acquisition, indexes));
    if (is_disclosable(payload)) acquisition = without_officers(std::move(acquisition));
    acquisitions.push_back(std::move(acquisition));
  }
  SANAD_TRY(content.schedules,
            schedules_for(workspace, officer.id, payload, of_case, exhibits, indexes));
  if (content.schedules) indexes.insert(content.schedules->entry.value);
  SANAD_TRY(Anchor anchor, find_anchor(workspace, *indexes.rbegin()));
  for (const std::uint64_t index : indexes) {
    SANAD_TRY(auto entry, disclose(workspace, index, anchor));
    content.entries.push_back(std::move(entry));
  }
  if (!is_disclosable(payload)) SANAD_CHECK(disclose_officers(workspace, anchor, content.entries));
  for (std::size_t i = 0; i < exhibits.size(); ++i) {
    const records::Exhibit& exhibit = exhibits[i];
    content.exhibits.push_back(bundled(workspace, exhibit, std::move(acquisitions[i])));
    SANAD_TRY(content.exhibits.back().withheld, withheld_of(workspace, exhibit));
    if (is_disclosable(payload))
      content.exhibits.back().withheld.emplace(kAcquisition, kNamesOfficers);
    if (const json::Value* excerpt = excerpt_of(payload, exhibit.id))
      SANAD_CHECK(show_in_part(workspace, exhibit, *excerpt, content.exhibits.back()));
    SANAD_CHECK(show_redacted(workspace, exhibit, redactions, content.exhibits.back()));
  }
  content.checkpoint = std::move(anchor.checkpoint);
  SANAD_TRY(content.corroborations, corroborations_of(workspace, of_case, content, anchor.head));
  content.timestamp = std::move(anchor.timestamp);
  content.log_key = key_of(workspace.keyring().names().ledger, workspace.keyring().ledger_signer());
  content.agency_key =
      key_of(workspace.keyring().names().agency, workspace.keyring().agency_signer());
  return content;
}

Result<present::BundleContent> bundle_content(Workspace& workspace,
                                              const authority::Officer& officer,
                                              const std::string& name, const records::Case& of_case,
                                              const std::vector<records::Exhibit>& exhibits) {
  return gather_bundle(workspace, officer, json::Object{{"bundle", name}}, of_case, exhibits);
}

}  // namespace sanad::service
