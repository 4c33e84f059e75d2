#include "service/screening.h"

#include <fmt/format.h>

#include <set>

#include "base/utf8.h"
#include "crypto/id.h"
#include "people_lists.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {
namespace {

constexpr std::size_t kMaxShownBytes = 500;  // of what a list says in one field

std::string shown(std::string_view text) {
  if (text.size() <= kMaxShownBytes) return std::string(text);
  const std::string_view cut = text.substr(0, kMaxShownBytes);
  return std::string(cut.substr(0, utf8_prefix_length(cut))) + "…";
}

template <typename Items, typename Format>
std::string joined(const Items& items, Format format) {
  std::string text;
  for (const auto& item : items) {
    if (!text.empty()) text += "; ";
    text += format(item);
  }
  return shown(text);
}

const std::string& same(const std::string& text) { return text; }

std::string document_text(const screening::Document& document) {
  std::string text = document.type;
  for (const std::string* part : {&document.number, &document.country}) {
    if (!part->empty()) text += (text.empty() ? "" : " ") + *part;
  }
  return text;
}

std::string asked_in(const screening::Query& asked, std::string_view field) {
  if (field == "name") return asked.name;
  if (field == "father") return asked.father_name;
  if (field == "birth date") return asked.birth_date;
  if (field == "birth place") return asked.birth_place;
  if (field == "document") return asked.document;
  return asked.nationality;
}

std::string listed_in(const screening::Entry& entry, const screening::Lead& lead,
                      std::string_view field) {
  if (field == "name") return shown(entry.names[lead.name].text);
  if (field == "father") return shown(entry.father_name);
  if (field == "birth date") return joined(entry.births, screening::format_birth_date);
  if (field == "birth place") return joined(entry.birth_places, same);
  if (field == "document") return joined(entry.documents, document_text);
  return joined(entry.nationalities, same);
}

json::Object lead_json(const records::PeopleListVersion& version, const screening::Entry& entry,
                       const screening::Lead& lead, const screening::Query& asked) {
  json::Array fields;
  for (const screening::FieldAgreement& field : lead.fields) {
    fields.emplace_back(json::Object{{"field", field.field},
                                     {"asked", asked_in(asked, field.field)},
                                     {"listed", listed_in(entry, lead, field.field)},
                                     {"agreement", screening::agreement_word(field.agreement)},
                                     {"sentence", shown(field.sentence)}});
  }
  return json::Object{{"list", version.list},
                      {"list_name", version.name},
                      {"version_id", version.id},
                      {"list_version", version.version},
                      {"entry", entry.id},
                      {"reference", shown(entry.reference)},
                      {"is_entity", entry.kind == screening::EntryKind::kEntity},
                      {"primary_name", shown(entry.names.front().text)},
                      {"name", shown(entry.names[lead.name].text)},
                      {"name_kind", screening::name_kind_word(entry.names[lead.name].kind)},
                      {"weak_alias", lead.weak_alias},
                      {"score", lead.score},
                      {"listed_on", shown(entry.listed_on)},
                      {"fields", std::move(fields)},
                      {"algorithm", screening::kAlgorithm}};
}

struct Answer {
  std::vector<json::Object> leads;
  bool is_cut = false;
};

Result<Answer> ask(const screening::Screener& screener, const records::PeopleListVersion& version,
                   const screening::Query& asked, int min_score) {
  // One more than is kept shows whether there are more.
  SANAD_TRY(auto leads, screener.screen(asked, {min_score, kMaxLeadsAList + 1}));
  Answer answer;
  answer.is_cut = leads.size() > kMaxLeadsAList;
  if (answer.is_cut) leads.pop_back();
  for (const screening::Lead& lead : leads)
    answer.leads.push_back(lead_json(version, screener.list().entries[lead.entry], lead, asked));
  return answer;
}

Result<void> check_order(const ScreeningOrder& order) {
  if (order.reason.find_first_not_of(" \t\r\n") == std::string::npos) {
    return Error{ErrorCode::kInvalid,
                 "say why this person is screened; the reason stands in the record"};
  }
  if (order.reason.size() > kMaxScreeningReasonBytes) {
    return Error{ErrorCode::kInvalid, fmt::format("the reason is longer than {} bytes; shorten it",
                                                  kMaxScreeningReasonBytes)};
  }
  const screening::Query& asked = order.asked;
  if (asked.name.empty()) return Error{ErrorCode::kInvalid, "give the name to look for"};
  for (const std::string* text : {&asked.name, &asked.father_name, &asked.birth_date,
                                  &asked.birth_place, &asked.document, &asked.nationality}) {
    if (text->size() <= kMaxAskedBytes && is_utf8(*text)) continue;
    return Error{
        ErrorCode::kInvalid,
        fmt::format("each thing that is asked is UTF-8 of at most {} bytes", kMaxAskedBytes)};
  }
  if (order.min_score < 1 || order.min_score > 100)
    return Error{ErrorCode::kInvalid, "the least likeness of the name is 1 to 100"};
  return {};
}

json::Object asked_json(const screening::Query& asked) {
  return json::Object{{"name", asked.name},
                      {"father", asked.father_name},
                      {"birth_date", asked.birth_date},
                      {"birth_place", asked.birth_place},
                      {"document", asked.document},
                      {"nationality", asked.nationality}};
}

screening::Query parse_asked(const json::Value& asked) {
  const auto text = [&](std::string_view name) { return asked[name].string_or(""); };
  return {text("name"),        text("father"),   text("birth_date"),
          text("birth_place"), text("document"), text("nationality")};
}

Result<void> record_lead(Workspace& workspace, const std::string& actor, const std::string& case_id,
                         const std::string& screening, const char* origin, json::Object lead) {
  lead.set("lead", crypto::new_id("lead"));
  lead.set("screening", screening);
  lead.set("origin", origin);
  SANAD_CHECK(workspace.custody().record({"screening.lead", actor, case_id, std::move(lead)}));
  return {};
}

}  // namespace

Result<records::Screening> screen_person(Workspace& workspace, const authority::Officer& caller,
                                         const ScreeningOrder& order) {
  SANAD_CHECK(require_screener(workspace, caller, "screen a person"));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
  SANAD_CHECK(check_order(order));
  SANAD_TRY(const auto kept, workspace.records().people_lists());
  if (kept.empty()) {
    return Error{ErrorCode::kInvalid,
                 "no list of people is kept; import one with \"sanad screening import\""};
  }
  const std::string id = crypto::new_id("screening");
  json::Array lists;
  std::vector<json::Object> leads;
  for (const records::PeopleListVersion& version : kept) {
    SANAD_TRY(const auto screener, share_screener(workspace, version));
    SANAD_TRY(Answer answer, ask(*screener, version, order.asked, order.min_score));
    lists.emplace_back(json::Object{{"list", version.list},
                                    {"name", version.name},
                                    {"version_id", version.id},
                                    {"version", version.version},
                                    {"sha256", version.sha256},
                                    {"entries", version.entries},
                                    {"leads", static_cast<std::uint64_t>(answer.leads.size())},
                                    {"more_leads", answer.is_cut}});
    std::move(answer.leads.begin(), answer.leads.end(), std::back_inserter(leads));
  }
  SANAD_CHECK(workspace.custody().record(
      {"screening.ran", caller.id, of_case.id,
       json::Object{{"screening", id},
                    {"asked", asked_json(order.asked)},
                    {"reason", order.reason},
                    {"min_score", order.min_score},
                    {"algorithm", screening::kAlgorithm},
                    {"lists", std::move(lists)},
                    {"leads", static_cast<std::uint64_t>(leads.size())}}}));
  for (json::Object& lead : leads)
    SANAD_CHECK(record_lead(workspace, caller.id, of_case.id, id, "asked", std::move(lead)));
  return workspace.records().screening(id);
}

Result<std::vector<records::Screening>> list_screenings(Workspace& workspace,
                                                        const authority::Officer& caller,
                                                        std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  return workspace.records().screenings(of_case.id);
}

Result<ReadScreening> read_screening(Workspace& workspace, const authority::Officer& caller,
                                     std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  ReadScreening read;
  SANAD_TRY(read.screening, workspace.records().screening(id));
  SANAD_CHECK(require_sight(workspace, caller, read.screening.case_id));
  SANAD_TRY(read.leads, workspace.records().screening_leads(id));
  return read;
}

Result<records::ScreeningLead> review_lead(Workspace& workspace, const authority::Officer& caller,
                                           std::string_view lead, std::string_view outcome,
                                           std::string_view reason) {
  SANAD_CHECK(require_screener(workspace, caller, "review a lead"));
  if (outcome != "same" && outcome != "not-same" && outcome != "undecided") {
    return Error{ErrorCode::kInvalid,
                 "the outcome of a review is \"same\", \"not-same\" or \"undecided\""};
  }
  if (reason.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return Error{ErrorCode::kInvalid, "give a reason: others will rely on it"};
  if (reason.size() > kMaxScreeningReasonBytes) {
    return Error{ErrorCode::kInvalid, fmt::format("the reason is longer than {} bytes; shorten it",
                                                  kMaxScreeningReasonBytes)};
  }
  SANAD_TRY(const records::ScreeningLead found,
            seen(workspace, caller, workspace.records().screening_lead(lead)));
  SANAD_CHECK(workspace.custody().record({"screening.reviewed", caller.id, found.case_id,
                                          json::Object{{"lead", found.id},
                                                       {"screening", found.screening},
                                                       {"outcome", outcome},
                                                       {"reason", reason}}}));
  return workspace.records().screening_lead(found.id);
}

Result<LeadRecord> lead_record(Workspace& workspace, int min_score) {
  LeadRecord record;
  record.min_score = min_score;
  SANAD_TRY(record.counts, workspace.records().lead_counts(""));
  return record;
}

Result<json::Value> run_screening_again(Workspace& workspace, const records::Job& job,
                                        capture::Monitor& monitor) {
  SANAD_TRY(const auto version, workspace.records().people_list(job.payload["list"].string_or("")));
  SANAD_TRY(const auto screener, share_screener(workspace, version));
  SANAD_TRY(const auto screenings, workspace.records().screenings(job.case_id));
  std::uint64_t done = 0, found = 0;
  for (const records::Screening& one : screenings) {
    if (monitor.is_cancelled()) return Error{ErrorCode::kConflict, "stopped by the officer"};
    monitor.on_progress({"screening-again", 0, ++done,
                         fmt::format("{} of {} screenings", done, screenings.size())});
    SANAD_TRY(const auto known, workspace.records().screening_leads(one.id));
    std::set<std::string> entries;
    for (const records::ScreeningLead& lead : known)
      if (lead.list == version.list) entries.insert(lead.entry);
    SANAD_TRY(Answer answer,
              ask(*screener, version, parse_asked(one.data["asked"]),
                  static_cast<int>(one.data["min_score"].int_or(screening::kDefaultMinScore))));
    for (json::Object& lead : answer.leads) {
      if (entries.contains(lead.find("entry")->string_or(""))) continue;
      SANAD_CHECK(
          record_lead(workspace, job.actor, job.case_id, one.id, "list-update", std::move(lead)));
      ++found;
    }
  }
  SANAD_CHECK(workspace.custody().record({"screening.ran-again", job.actor, job.case_id,
                                          json::Object{{"list", version.list},
                                                       {"name", version.name},
                                                       {"version_id", version.id},
                                                       {"version", version.version},
                                                       {"screenings", done},
                                                       {"found", found}}}));
  return json::Value(json::Object{{"screenings", done}, {"found", found}});
}

}  // namespace sanad::service
