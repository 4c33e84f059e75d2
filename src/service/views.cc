#include "service/views.h"

#include <fmt/format.h>

#include <algorithm>

#include "acting_summary.h"
#include "assessment_summaries.h"
#include "base/bytes.h"
#include "credential_summaries.h"
#include "excerpt.h"
#include "exercise_summaries.h"
#include "keeping_summaries.h"
#include "merkle/merkle.h"
#include "planning_summaries.h"
#include "report_summaries.h"
#include "rule_passages.h"
#include "sharing_summaries.h"

namespace sanad::service {
namespace {

json::Array strings(const std::vector<std::string>& items) {
  json::Array array;
  for (const auto& item : items) array.emplace_back(item);
  return array;
}

json::Value optional_time(const std::optional<Timestamp>& at) {
  return at ? json::Value(format_timestamp(*at)) : json::Value(nullptr);
}

json::Value text_or_null(const std::string& text) {
  return text.empty() ? json::Value(nullptr) : json::Value(text);
}

// What a job works on, of what was ordered.
json::Object subject_of(const records::Job& job) {
  json::Object subject;
  for (const char* name : {"url", "capture", "exhibit", "bundle", "export"}) {
    if (job.payload[name].as_string()) subject.set(name, job.payload[name]);
  }
  return subject;
}

// One sentence for people; the members themselves stand in data.
std::string summary_of(const records::Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  if (entry.destroyed) return "The body of this entry was destroyed.";
  if (auto summary = planning_summary_of(entry)) return *summary;
  if (auto summary = assessment_summary_of(entry)) return *summary;
  if (auto summary = keeping_summary_of(entry)) return *summary;
  if (auto summary = report_summary_of(entry)) return *summary;
  if (auto summary = sharing_summary_of(entry)) return *summary;
  if (auto summary = credential_summary_of(entry)) return *summary;
  if (auto summary = exercise_summary_of(entry)) return *summary;
  if (entry.kind == "act.refused") return fmt::format("Refused: {}", member("reason"));
  if (entry.kind == "capture.started") return fmt::format("Capture of {} began.", member("url"));
  if (entry.kind == "capture.failed")
    return fmt::format("The capture failed: {}", member("reason"));
  if (entry.kind == "objects.unclaimed")
    return "Objects that interrupted work left in the vault were listed.";
  if (entry.kind == "import.started") return fmt::format("The import of {} began.", member("name"));
  if (entry.kind == "import.stopped")
    return fmt::format("The import stopped: {}", member("reason"));
  if (entry.kind == "exhibit.files") return "Files of an import were sealed.";
  if (entry.kind == "exhibit.parts")
    return fmt::format("{} parts were read in the exhibit.", entry.data["parts"].int_or(0));
  if (entry.kind == "exhibit.ocr")
    return fmt::format("Text in {} pictures or documents was read by machine.",
                       entry.data["items"].int_or(0));
  if (entry.kind == "exhibit.tiles") return "A picture was committed to, tile by tile.";
  if (entry.kind == "exhibit.segments")
    return "Sound was committed to, tenth by tenth of a second.";
  if (entry.kind == "exhibit.frames")
    return "The pictures of a video were committed to, second by second.";
  if (entry.kind == "exhibit.redacted")
    return fmt::format("{} of {} {} redacted.",
                       !entry.data["segments"].is_null() ? "Sound"
                       : entry.data["frames"].is_null()  ? "A picture"
                                                         : "Pictures of the video",
                       member("file"), entry.data["frames"].is_null() ? "was" : "were");
  if (entry.kind == "exhibit.sealed")
    return fmt::format("Exhibit {} was sealed.", member("number"));
  if (entry.kind == "exhibit.viewed") return fmt::format("{} was viewed.", member("file"));
  if (entry.kind == "exhibit.copied") return fmt::format("{} was copied.", member("file"));
  if (entry.kind == "rules.imported")
    return fmt::format("The rules {}, version {}, were taken in.", member("name"),
                       member("version"));
  if (entry.kind == "rules.retired") return "A set of rules was retired.";
  if (entry.kind == "person.unmasked")
    return fmt::format("The mask of {} {} was lifted: {}", member("what"),
                       entry.data["pseudonym"].int_or(0), member("reason"));
  if (entry.kind == "person.viewed")
    return fmt::format("All of Person {} was looked at.", entry.data["pseudonym"].int_or(0));
  if (entry.kind == "sheet.saved")
    return fmt::format("Version {} of a verification sheet was saved.",
                       entry.data["version"].int_or(0));
  if (entry.kind.starts_with("request.") || entry.kind.starts_with("clock.") ||
      entry.kind.starts_with("recheck."))
    return summary_of_acting(entry);
  if (entry.kind == "case.exported")
    return fmt::format("The case was exported as {}: {}", entry.data["format"].string_or(""),
                       entry.data["purpose"].string_or(""));
  if (entry.kind == "corroboration.recorded")
    return fmt::format(
        "{} was compared with {}: of {} parts {} are the same, {} dynamic, {} differ where the "
        "askers do, {} unexplained, {} missing here and {} there.",
        entry.data["here"]["number"].string_or(""), entry.data["there"]["number"].string_or(""),
        entry.data["parts"].int_or(0), entry.data["same"].int_or(0),
        entry.data["dynamic"].int_or(0), entry.data["context"].int_or(0),
        entry.data["unexplained"].int_or(0), entry.data["missing_here"].int_or(0),
        entry.data["missing_there"].int_or(0));
  if (entry.kind == "bundle.exported") return "A bundle was exported.";
  if (entry.kind == "aliases.sealed")
    return fmt::format("The key to the aliases of {} was sealed: {} officers.", member("bundle"),
                       entry.data["officers"].int_or(0));
  if (entry.kind == "schedules.issued")
    return fmt::format("Schedules of unused material were made: {} items, {} more sensitive.",
                       entry.data["non_sensitive"].int_or(0), entry.data["sensitive"].int_or(0));
  if (entry.kind == "unused.decided")
    return fmt::format("It was decided on {} as unused material.", member("item"));
  if (entry.kind == "unused.numbered") return "Unused material was given numbers.";
  if (entry.kind == "case.opened") return fmt::format("Case {} was opened.", member("reference"));
  if (entry.kind == "authorisation.requested") return "An authorisation was asked for.";
  if (entry.kind == "authorisation.approved") return "The authorisation was approved.";
  if (entry.kind == "authorisation.rejected")
    return fmt::format("The authorisation was rejected: {}", member("reason"));
  if (entry.kind == "authorisation.revoked")
    return fmt::format("The authorisation was revoked: {}", member("reason"));
  if (entry.kind == "list.imported")
    return fmt::format("The list {}, version {}, was taken in.", member("name"), member("version"));
  if (entry.kind == "list.exported")
    return fmt::format("The list {} was written out as {}.", member("name"), member("format"));
  if (entry.kind == "list.feedback")
    return fmt::format("An opinion on entry {} of a list: {}.", member("entry"), member("opinion"));
  if (entry.kind == "identify.ran") return "The case was compared with the lists.";
  if (entry.kind == "match.found" &&
      (member("signal") == "yara" || member("signal") == "term-rule"))
    return fmt::format("An item matches rule {} of {}: a lead to be reviewed.", member("entry"),
                       member("list_name"));
  if (entry.kind == "match.found")
    return fmt::format("An item resembles entry {} of the list {}: a lead to be reviewed.",
                       member("entry"), member("list_name"));
  if (entry.kind == "facets.replaced")
    return fmt::format("The words that labels may use were replaced, edition {}.",
                       member("edition"));
  if (entry.kind == "match.reviewed")
    return fmt::format("A match was {}: {}", member("outcome"), member("reason"));
  if (entry.kind == "screening.list-imported")
    return fmt::format("The list of people {}, version {}, was taken in.", member("name"),
                       member("version"));
  if (entry.kind == "screening.list-changes") return "What a version of a list of people changes.";
  if (entry.kind == "screening.ran") return "A person was screened against the lists of people.";
  if (entry.kind == "screening.ran-again")
    return fmt::format("Earlier screenings were compared with version {} of the list {}.",
                       member("version"), member("name"));
  if (entry.kind == "screening.lead")
    return fmt::format("Entry {} of the list {} may be the person asked about: a lead.",
                       member("reference"), member("list_name"));
  if (entry.kind == "screening.reviewed")
    return fmt::format("A lead was reviewed ({}): {}", member("outcome"), member("reason"));
  if (entry.kind == "class.opened") return fmt::format("A class began: {}.", member("title"));
  if (entry.kind == "class.seat-ended")
    return fmt::format("Seat {} of the class ended.", entry.data["number"].int_or(0));
  if (entry.kind == "class.closing")
    return fmt::format("A class is being closed: {}", member("reason"));
  if (entry.kind == "class.closed") return "A class was closed; nothing of its seats is left.";
  if (entry.kind == "token.issued")
    return fmt::format("A token was issued to {}.", member("partner"));
  if (entry.kind == "token.revoked")
    return fmt::format("A partner's token was revoked: {}", member("reason"));
  if (entry.kind == "token.used")
    return fmt::format("What a partner's token was used for on {} was counted.", member("day"));
  if (entry.kind == "lookup.disclosed")
    return fmt::format("{} was told which entries a fingerprint resembles.", member("partner"));
  if (entry.kind == "validation.recorded")
    return fmt::format("The tool was validated ({} of {} tests passed): {}.",
                       entry.data["passed"].int_or(0), entry.data["tests"].int_or(0),
                       member("verdict"));
  if (entry.kind == "timestamp.received")
    return fmt::format("{} confirmed the ledger's state at {}.", member("authority"),
                       member("gen_time"));
  return entry.kind;
}

}  // namespace

json::Object view(const authority::Officer& officer) {
  json::Array roles;
  for (const auto role : officer.roles) roles.emplace_back(std::string(authority::role_name(role)));
  return json::Object{{"officer", officer.id},
                      {"name", officer.name},
                      {"roles", std::move(roles)},
                      {"active", officer.active}};
}

json::Object view(const records::Case& c) {
  return json::Object{{"case", c.id},
                      {"reference", c.reference},
                      {"title", c.title},
                      {"officer_in_charge", c.officer_in_charge},
                      {"law_pack", json::Object{{"id", c.law_pack}, {"edition", c.law_edition}}},
                      {"opened_at", format_timestamp(c.opened_at)},
                      {"exhibits", c.exhibits},
                      {"authorisations", c.authorisations}};
}

json::Object view(const authority::Authorisation& a, Timestamp now) {
  json::Object object = authority::format_request(a.request);
  const bool expired =
      a.state == authority::AuthorisationState::kApproved && a.request.valid_to <= now;
  object.set("authorisation", a.id);
  object.set("case", a.case_id);
  object.set("requester", a.requester);
  object.set("requested_at", format_timestamp(a.requested_at));
  object.set("state", expired ? "expired" : std::string(authority::state_name(a.state)));
  object.set("approver", text_or_null(a.decided_by));
  object.set("decided_at", optional_time(a.decided_at));
  object.set("note", text_or_null(a.note));
  object.set("law_warnings", strings(a.law_warnings));
  object.set("review_due", format_timestamp(a.review_due()));
  return object;
}

json::Object view(const authority::Decision& decision) {
  if (!decision.allowed()) {
    const auto& refusal = decision.refusal();
    return json::Object{{"allowed", false},
                        {"code", std::string(authority::refusal_code_name(refusal.code))},
                        {"reason", refusal.reason},
                        {"authorisation", text_or_null(refusal.authorisation)}};
  }
  const auto& permit = decision.permit();
  json::Object object{
      {"allowed", true},
      {"code", "allowed"},
      {"reason", fmt::format("{} covers this address", permit.matched().value)},
      {"authorisation", permit.authorisation()},
      {"valid_to", format_timestamp(permit.valid_to())},
      {"matched",
       json::Object{{"kind", std::string(authority::target_kind_name(permit.matched().kind))},
                    {"value", permit.matched().value}}}};
  if (!permit.grounds().warnings.empty())
    object.set("warnings", strings(permit.grounds().warnings));
  if (!permit.grounds().emergency.empty()) object.set("emergency", permit.grounds().emergency);
  return object;
}

json::Object view(const records::Exhibit& e) {
  json::Array files;
  for (const auto& f : e.files) {
    files.emplace_back(json::Object{{"name", f.name},
                                    {"role", f.role},
                                    {"media_type", f.media_type},
                                    {"size", f.size},
                                    {"sha256", f.sha256},
                                    {"sha512", f.sha512}});
  }
  return json::Object{
      {"exhibit", e.id},
      {"number", e.number},
      {"case", e.case_id},
      {"kind", e.is_import() ? "import" : "capture"},
      {"url", e.url},
      {"source", e.source},
      {"title", e.title},
      {"started_at", format_timestamp(e.started_at)},
      {"ended_at", format_timestamp(e.ended_at)},
      {"completeness", json::Object{{"status", e.completeness}, {"reasons", strings(e.reasons)}}},
      {"files", std::move(files)},
      {"further_files", e.further_files},
      {"sealed_index", e.sealed_index},
      {"authorisation", e.authorisation},
      {"collector", e.collector}};
}

json::Object view(const records::Job& job) {
  const bool has_begun = !job.progress["phase"].is_null();
  return json::Object{{"job", job.id},
                      {"kind", job.kind},
                      {"case", text_or_null(job.case_id)},
                      {"state", std::string(records::job_state_name(job.state))},
                      {"subject", subject_of(job)},
                      {"progress", has_begun ? job.progress : json::Value(nullptr)},
                      {"result", job.result},
                      {"error", text_or_null(job.error)},
                      {"created_at", format_timestamp(job.created_at)},
                      {"started_at", optional_time(job.started_at)},
                      {"ended_at", optional_time(job.ended_at)},
                      {"actor", job.actor}};
}

json::Object view(const records::Bundle& b) {
  return json::Object{{"bundle", b.id},
                      {"case", b.case_id},
                      {"exhibits", strings(b.exhibits)},
                      {"created_at", format_timestamp(b.created_at)},
                      {"created_by", b.created_by},
                      {"sha256", b.sha256},
                      {"size", b.size},
                      {"purpose", b.purpose},
                      {"state", "ready"}};
}

json::Object view(const records::List& list) {
  return json::Object{{"list", list.id},
                      {"name", list.name},
                      {"owner", list.owner},
                      {"version", list.version},
                      {"tlp", list.tlp},
                      {"provenance", list.provenance},
                      {"licence", list.licence},
                      {"entries", list.entries},
                      {"sha256", list.sha256},
                      {"imported_at", format_timestamp(list.imported_at)},
                      {"imported_by", list.imported_by},
                      {"expires_at", optional_time(list.expires_at)}};
}

json::Object view(const ImportedList& imported) {
  json::Array problems;
  for (const lists::Problem& problem : imported.problems)
    problems.emplace_back(json::Object{{"where", problem.where}, {"sentence", problem.sentence}});
  json::Object object = view(imported.list);
  object.set("added", imported.update.added);
  object.set("removed", imported.update.removed);
  object.set("unusable", imported.update.unusable);
  object.set("wants_rescan", imported.update.wants_rescan);
  object.set("read", imported.counts.read);
  object.set("taken", imported.counts.taken);
  object.set("not_understood", imported.counts.not_understood);
  object.set("duplicate", imported.counts.duplicate);
  object.set("problems", std::move(problems));
  object.set("problems_not_kept", imported.problems_not_kept);
  return object;
}

json::Object view(const lists::List& list, const lists::Entry& entry) {
  json::Array labels;
  for (const lists::Label& label : entry.labels) labels.emplace_back(lists::format_label(label));
  json::Array feedback;
  const std::size_t shown = std::min(entry.feedback.size(), kFeedbackShown);
  for (std::size_t i = entry.feedback.size() - shown; i < entry.feedback.size(); ++i) {
    const lists::Feedback& one = entry.feedback[i];
    feedback.emplace_back(json::Object{{"by", one.by},
                                       {"opinion", lists::opinion_name(one.opinion)},
                                       {"reason", one.reason},
                                       {"at", format_timestamp(one.at)}});
  }
  const std::string_view value = first_letters(entry.value, kValueCharacters);
  json::Array disputed_by;
  for (const std::string_view by : lists::standing_disputes(list, entry))
    disputed_by.emplace_back(by);
  return json::Object{
      {"entry", entry.id},
      {"signal", entry.signal},
      {"value", value},
      {"value_cut", value.size() < entry.value.size()},
      {"quality", entry.quality ? json::Value(*entry.quality) : json::Value(nullptr)},
      {"labels", std::move(labels)},
      {"note", entry.note},
      {"provenance", entry.provenance},
      {"added_at", optional_time(entry.added_at)},
      {"expires_at", optional_time(entry.expires_at)},
      {"dispute", lists::dispute_state_name(lists::dispute_state(list, entry))},
      {"disputed_by", std::move(disputed_by)},
      {"feedback", std::move(feedback)},
      {"feedback_count", static_cast<std::uint64_t>(entry.feedback.size())}};
}

json::Object view(const lists::Facet& facet) {
  json::Array values;
  for (const lists::FacetValue& one : facet.values)
    values.emplace_back(json::Object{{"value", one.value}, {"title", one.title}});
  return json::Object{{"facet", facet.facet},
                      {"title", facet.title},
                      {"source", facet.source},
                      {"status", facet.status},
                      {"values", std::move(values)}};
}

json::Object view(const records::RuleSet& set) {
  return json::Object{{"rule_set", set.id},
                      {"name", set.name},
                      {"kind", set.kind},
                      {"owner", set.owner},
                      {"version", set.version},
                      {"tlp", set.tlp},
                      {"provenance", set.provenance},
                      {"licence", set.licence},
                      {"sha256", set.sha256},
                      {"rules", set.rules},
                      {"examples", set.examples},
                      {"imported_at", format_timestamp(set.imported_at)},
                      {"imported_by", set.imported_by},
                      {"retired_at", optional_time(set.retired_at)},
                      {"retired_by", text_or_null(set.retired_by)},
                      {"reason", text_or_null(set.reason)}};
}

json::Object view(const identify::Hit& hit) {
  const std::string_view value = first_letters(hit.value, kHitValueLetters);
  return json::Object{{"list", hit.list},
                      {"list_name", hit.list_name},
                      {"list_version", hit.list_version},
                      {"entry", hit.entry},
                      {"signal", hit.signal},
                      {"value", value},
                      {"value_cut", value.size() < hit.value.size()},
                      {"algorithm", hit.algorithm},
                      {"distance", hit.distance},
                      {"threshold", hit.threshold},
                      {"disputed", hit.disputed},
                      {"labels", strings(hit.labels)},
                      {"details", bounded(hit.details, kMaxHitDetailsBytes)}};
}

json::Object view(const CurrentMatch& current) {
  const records::Match& match = current.match;
  const json::Object* data = match.data.as_object();
  json::Object object = data ? *data : json::Object{};
  leave_out_passages(object);
  object.set("case", match.case_id);
  object.set("state", match.state);
  object.set("found_at", format_timestamp(match.found_at));
  object.set("disputed", current.disputed);
  object.set("disputed_when_found", match.data["disputed"].bool_or(false));
  object.set("reviewed_by", text_or_null(match.reviewed_by));
  object.set("reviewed_at", optional_time(match.reviewed_at));
  object.set("reason", text_or_null(match.reason));
  return object;
}

json::Object view(const TokenState& state) {
  const records::Token& token = state.token;
  const auto time_or_null = [](const std::optional<Timestamp>& at) {
    return at ? json::Value(format_timestamp(*at)) : json::Value(nullptr);
  };
  json::Array scopes;
  for (const std::string& scope : token.scopes) scopes.emplace_back(scope);
  json::Array lists;
  for (const std::string& list : token.lists) lists.emplace_back(list);
  return json::Object{{"token", token.id},
                      {"partner", token.partner},
                      {"purpose", token.purpose},
                      {"scopes", std::move(scopes)},
                      {"lists", std::move(lists)},
                      {"per_minute", token.per_minute},
                      {"prefix", token.prefix},
                      {"state", state.state},
                      {"issued_at", format_timestamp(token.issued_at)},
                      {"issued_by", token.issued_by},
                      {"expires_at", format_timestamp(token.expires_at)},
                      {"last_used", time_or_null(state.last_used)},
                      {"revoked_at", time_or_null(token.revoked_at)},
                      {"revoked_by", token.revoked_by},
                      {"reason", token.reason}};
}

Result<json::Object> view(Workspace& workspace, const records::Entry& entry) {
  const auto officer = workspace.records().officer(entry.actor);
  SANAD_TRY(const auto stored, workspace.ledger().entry({entry.index}));
  json::Value data = entry.data;
  if (entry.kind == "match.found" && data.as_object()) leave_out_passages(*data.as_object());
  const std::string leaf_hash = format_base64(merkle::leaf_hash(as_bytes(stored.leaf_text)));
  return json::Object{{"index", entry.index},
                      {"at", format_timestamp(entry.at)},
                      {"kind", entry.kind},
                      {"actor", entry.actor},
                      {"actor_name", officer.ok() ? officer->name : entry.actor},
                      {"summary", summary_of(entry)},
                      {"data", std::move(data)},
                      {"leaf_hash", leaf_hash}};
}

}  // namespace sanad::service
