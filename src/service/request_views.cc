// Reading the register, and requests as JSON.
#include <algorithm>

#include "request_acts.h"
#include "request_fields.h"
#include "service/people.h"
#include "service/rechecks.h"
#include "service/running_clocks.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using records::Request;
namespace {

json::Value text_or_null(const std::string& text) {
  return text.empty() ? json::Value(nullptr) : json::Value(text);
}

std::string name_of(Workspace& workspace, const std::string& officer) {
  const auto found = workspace.records().officer(officer);
  return found.ok() ? found->name : officer;
}

json::Array texts(const std::vector<std::string>& items) {
  json::Array array;
  for (const std::string& one : items) array.emplace_back(one);
  return array;
}

// The latest event of a kind; null if there is none.
const records::RequestEvent* last(const Request& request, std::string_view kind) {
  for (auto it = request.events.rbegin(); it != request.events.rend(); ++it)
    if (it->kind == kind) return &*it;
  return nullptr;
}

json::Value time_of(const Request& request, std::string_view kind, std::string_view member) {
  const records::RequestEvent* event = last(request, kind);
  return event == nullptr ? json::Value(nullptr) : event->data[member];
}

json::Array events_of(Workspace& workspace, const Request& request) {
  json::Array events;
  for (const records::RequestEvent& one : request.events) {
    if (one.kind == "request.copied") continue;
    json::Object event{{"kind", one.kind},
                       {"recorded_at", format_timestamp(one.at)},
                       {"actor", one.actor},
                       {"actor_name", name_of(workspace, one.actor)},
                       {"index", one.index}};
    for (const char* member :
         {"at", "how", "note", "reason", "outcome", "their_reference", "version", "exhibits"})
      if (!one.data[member].is_null()) event.set(member, one.data[member]);
    events.emplace_back(std::move(event));
  }
  return events;
}

json::Array documents_of(const Request& request) {
  json::Array documents;
  for (const records::RequestDocument& one : request.documents)
    documents.emplace_back(json::Object{{"name", one.name},
                                        {"form", one.form},
                                        {"language", one.language},
                                        {"media_type", one.media_type},
                                        {"sha256", one.sha256},
                                        {"size", one.size}});
  return documents;
}

Result<json::Array> clocks_of(Workspace& workspace, const Request& request) {
  json::Array views;
  SANAD_TRY(const auto clocks, workspace.records().clocks_of_request(request.id));
  for (const records::RunningClock& one : clocks) {
    SANAD_TRY(const ReadClock read, read_clock(workspace, one));
    SANAD_TRY(json::Object object, view(workspace, read));
    views.emplace_back(std::move(object));
  }
  return views;
}

Result<json::Array> exhibits_of(Workspace& workspace, const Request& request) {
  json::Array exhibits;
  const json::Array* ids = request.content["exhibits"].as_array();
  for (const json::Value& id : ids == nullptr ? json::Array{} : *ids) {
    SANAD_TRY(const auto gone, workspace.records().tombstone(id.string_or("")));
    if (gone) {
      exhibits.emplace_back(json::Object{{"exhibit", gone->exhibit},
                                         {"number", gone->number},
                                         {"url", nullptr},
                                         {"record_sha256", ""},
                                         {"disposal", gone->id}});
      continue;
    }
    SANAD_TRY(const records::Exhibit one, workspace.records().exhibit(id.string_or("")));
    exhibits.emplace_back(json::Object{{"exhibit", one.id},
                                       {"number", one.number},
                                       {"url", text_or_null(one.url)},
                                       {"record_sha256", record_digest(one)}});
  }
  return exhibits;
}

Result<json::Value> other(Workspace& workspace, const std::string& id) {
  if (id.empty()) return json::Value(nullptr);
  SANAD_TRY(const Request found, workspace.records().request(id));
  return json::Value(json::Object{{"request", found.id}, {"reference", found.reference}});
}

json::Object field_json(const authority::FormField& field) {
  json::Array choices;
  for (const authority::Choice& one : field.choices)
    choices.emplace_back(
        json::Object{{"value", one.value}, {"en", one.label.en}, {"ur", one.label.ur}});
  return json::Object{{"key", field.key},           {"en", field.label.en},
                      {"ur", field.label.ur},       {"type", field.type},
                      {"required", field.required}, {"choices", std::move(choices)}};
}

// What officers type; the rest follows from the request and the record.
json::Array typed_fields(const RequestForm& form) {
  json::Array fields;
  for (const authority::FormField& field : form.form->fields)
    if (is_typed(field)) fields.emplace_back(field_json(field));
  return fields;
}

json::Object form_json(const RequestForm& form, bool has_power) {
  json::Array provisions;
  for (const authority::Provision& one : form.pack->provisions)
    provisions.emplace_back(
        json::Object{{"key", one.key}, {"section", one.section}, {"title", one.title}});
  return json::Object{{"pack", form.pack->id},
                      {"pack_title", form.pack->title},
                      {"edition", form.pack->edition},
                      {"form", form.form->key},
                      {"kind", form.form->document},
                      {"effect", form.form->effect},
                      {"en", form.form->title.en},
                      {"ur", form.form->title.ur},
                      {"addressee", form.form->addressee},
                      {"caution", form.pack->caution()},
                      {"confidence", form.form->confidence},
                      {"demands_removal", form.demands_removal()},
                      {"asks_for_data", form.asks_for_data()},
                      {"needs_power", form.needs_power()},
                      {"has_power", has_power},
                      {"needs", texts(form.form->needs)},
                      {"clocks", texts(form.form->clocks)},
                      {"fields", typed_fields(form)},
                      {"provisions", std::move(provisions)}};
}

}  // namespace

Result<std::vector<Request>> list_requests(Workspace& workspace, const Officer& caller,
                                           std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  std::string id;
  if (!case_id.empty()) {
    SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
    id = of_case.id;
  }
  SANAD_TRY(auto requests, workspace.records().requests(id));
  SANAD_CHECK(
      keep_seen(workspace, caller, requests, [](const Request& one) { return one.case_id; }));
  return requests;
}

Result<Request> find_request(Workspace& workspace, const Officer& caller, std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(Request found, workspace.records().request(id));
  SANAD_CHECK(require_sight(workspace, caller, found.case_id));
  return found;
}

Result<json::Array> request_shortfalls(Workspace& workspace, const Request& request) {
  json::Array array;
  if (request.state != "draft" && request.state != "approved") return array;
  SANAD_TRY(const auto prepared, prepare_request(workspace, request, "-", std::nullopt));
  for (const Shortfall& one : shortfalls(prepared->form, prepared->content, prepared->facts))
    array.emplace_back(json::Object{{"code", one.code}, {"reason", one.reason}});
  return array;
}

Result<json::Array> request_forms(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const authority::LawLibrary library, request_law(workspace));
  SANAD_TRY(const std::string powers, workspace.records().setting(kPowersSetting));
  json::Array forms;
  for (const authority::LawPack* pack : library.latest()) {
    for (const authority::Form& one : pack->forms) {
      if (!is_request_document(one.document)) continue;
      const RequestForm form{pack, &one};
      forms.emplace_back(form_json(form, !form.needs_power() || holds_power(form, powers)));
    }
  }
  return forms;
}

Result<json::Object> view(Workspace& workspace, const Request& request, bool whole) {
  SANAD_TRY(const records::Case of_case, workspace.records().find_case(request.case_id));
  SANAD_TRY(json::Value corrects, other(workspace, request.corrects));
  SANAD_TRY(json::Value corrected_by, other(workspace, request.corrected_by));
  SANAD_TRY(json::Value relates_to, other(workspace, request.relates_to));
  json::Object object{
      {"request", request.id},
      {"reference", request.reference},
      {"case", request.case_id},
      {"case_reference", of_case.reference},
      {"direction", request.direction},
      {"kind", request.kind},
      {"state", request.state},
      {"version", request.version},
      {"authors", texts(request.authors)},
      {"law", request.law},
      {"addressee", request.content["addressee"]},
      {"url", request.content["url"]},
      {"provision", request.content["provision"]},
      {"created_at", format_timestamp(request.created_at)},
      {"issued_at",
       request.issued_at ? json::Value(format_timestamp(*request.issued_at)) : nullptr},
      {"sent_at", time_of(request, "request.sent", "at")},
      {"received_at", request.direction == "in"
                          ? time_of(request, "request.registered", "received_at")
                          : time_of(request, "request.received", "at")},
      {"answered_at", time_of(request, "request.answered", "at")},
      {"outcome", time_of(request, "request.answered", "outcome")},
      {"their_reference", request.direction == "in"
                              ? time_of(request, "request.registered", "their_reference")
                              : time_of(request, "request.answered", "their_reference")},
      {"corrects", std::move(corrects)},
      {"corrected_by", std::move(corrected_by)},
      {"relates_to", std::move(relates_to)}};
  if (!whole) return object;
  SANAD_TRY(json::Array shortfalls, request_shortfalls(workspace, request));
  SANAD_TRY(json::Array clocks, clocks_of(workspace, request));
  SANAD_TRY(json::Array exhibits, exhibits_of(workspace, request));
  object.set("content", request.content);
  object.set("exhibits", std::move(exhibits));
  object.set("shortfalls", std::move(shortfalls));
  object.set("events", events_of(workspace, request));
  object.set("documents", documents_of(request));
  object.set("clocks", std::move(clocks));
  SANAD_CHECK(add_rechecks(workspace, request, object));
  return object;
}

}  // namespace sanad::service
