// Papers of a request: made, sealed, printed and opened.
#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "present/paper.h"
#include "printer.h"
#include "queue.h"
#include "request_acts.h"
#include "request_fields.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using records::Request;
namespace {

constexpr std::string_view kLanguages[] = {"en", "ur"};
constexpr std::uint64_t kMaxPaperBytes = 4ULL << 20;

const std::string& in(const authority::Label& label, std::string_view language) {
  return language == "ur" ? label.ur : label.en;
}

std::vector<present::PaperPart> parts_of(const std::vector<FilledField>& filled,
                                         std::string_view language) {
  std::vector<present::PaperPart> parts;
  for (const FilledField& one : filled) {
    if (parts.empty() || parts.back().name != one.field->part)
      parts.push_back({one.field->part, {}});
    parts.back().rows.push_back({in(one.field->label, language), one.values, one.is_open});
  }
  return parts;
}

std::vector<present::PaperExhibit> exhibits_of(const RequestFacts& facts) {
  std::vector<present::PaperExhibit> exhibits;
  for (const records::Exhibit& one : facts.exhibits)
    exhibits.push_back(
        {one.number, record_digest(one), format_timestamp(one.ended_at), one.sealed_index});
  return exhibits;
}

Result<std::string> reference_of(Workspace& workspace, const std::string& id) {
  if (id.empty()) return std::string();
  SANAD_TRY(const Request other, workspace.records().request(id));
  return other.reference;
}

// Only fields that a form beside the request's own has too are taken over into it.
RequestContent content_for(const authority::Form& form, const RequestContent& content) {
  RequestContent taken = content;
  std::erase_if(taken.fields,
                [&](const auto& field) { return form.field(field.first) == nullptr; });
  return taken;
}

std::string make_paper(Workspace& workspace, const Request& request,
                       const PreparedRequest& prepared, const authority::Form& form,
                       std::string_view language) {
  const bool is_own = &form == prepared.form.form;
  const RequestForm of{prepared.form.pack, &form};
  const authority::Imprint imprint =
      authority::imprint(*prepared.form.pack, form, prepared.facts.now_day);
  auto filled = fill_form(of, content_for(form, prepared.content), prepared.facts, language);
  present::Paper paper;
  paper.language = language;
  paper.title = in(form.title, language);
  paper.effect = form.effect;
  paper.agency = prepared.facts.agency;
  paper.reference = request.reference;
  paper.case_reference = prepared.facts.of_case.reference;
  if (is_own && prepared.facts.issued_at)
    paper.issued_at = format_timestamp(*prepared.facts.issued_at);
  if (is_own) paper.corrects = reference_of(workspace, request.corrects).value_or("");
  paper.beside =
      is_own ? reference_of(workspace, request.relates_to).value_or("") : request.reference;
  paper.pack = imprint.pack;
  paper.edition = imprint.edition;
  paper.form = form.key;
  paper.form_edition = imprint.form_edition;
  paper.citations = imprint.citations;
  paper.cautions = imprint.cautions;
  // Beside the request's own lies a paper that somebody fills in later.
  if (!is_own) {
    for (FilledField& one : filled) one.is_open = true;
  }
  paper.parts = parts_of(filled, language);
  for (const authority::Statement& one : form.statements)
    paper.statements.push_back(in(one.text, language));
  for (const authority::Signer& one : form.signers)
    paper.signers.push_back(in(one.label, language));
  paper.exhibits = exhibits_of(prepared.facts);
  return present::paper_html(paper);
}

Result<vault::SealedObject> seal_bytes(Workspace& workspace, const std::string& case_id,
                                       ByteView bytes) {
  SANAD_TRY(const auto writer, workspace.vault().begin(case_id));
  SANAD_CHECK(writer->write(bytes));
  return writer->seal();
}

// Replies belong to whoever answers; papers to a court and the like to the agency. Both lie beside.
std::vector<const authority::Form*> forms_of(const PreparedRequest& prepared) {
  std::vector<const authority::Form*> forms{prepared.form.form};
  for (const std::string& key : prepared.form.form->with) {
    if (const authority::Form* beside = prepared.form.pack->form(key)) forms.push_back(beside);
  }
  return forms;
}

Result<std::string> read_paper(Workspace& workspace, const std::string& case_id,
                               const records::RequestDocument& document) {
  SANAD_TRY(const Digest256 digest, parse_digest256(document.sha256));
  SANAD_TRY_WITH(const auto reader, workspace.vault().open_object(case_id, digest), document.name);
  if (reader->size() > kMaxPaperBytes)
    return Error{ErrorCode::kLimit, fmt::format("{} is too long to be printed", document.name)};
  Bytes bytes(reader->size());
  SANAD_TRY(const std::size_t got, reader->read_at(0, bytes));
  if (got != bytes.size())
    return Error{ErrorCode::kIntegrity, fmt::format("{} is cut short", document.name)};
  return std::string(as_text(bytes));
}

std::string printed_name(const std::string& page) {
  return page.substr(0, page.size() - std::string_view("html").size()) + "pdf";
}

bool is_printed(const Request& request, const std::string& name) {
  return std::ranges::any_of(request.documents,
                             [&](const records::RequestDocument& one) { return one.name == name; });
}

}  // namespace

json::Object document_json(std::string_view name, std::string_view form, std::string_view language,
                           std::string_view media_type, const vault::SealedObject& sealed) {
  return json::Object{{"name", name},
                      {"form", form},
                      {"language", language},
                      {"media_type", media_type},
                      {"sha256", format_hex(sealed.info.sha256)},
                      {"size", sealed.info.size_bytes}};
}

std::string paper_of(Workspace& workspace, const Request& request, const PreparedRequest& prepared,
                     std::string_view language) {
  return make_paper(workspace, request, prepared, *prepared.form.form, language);
}

Result<json::Array> seal_papers(Workspace& workspace, const Request& request,
                                const PreparedRequest& prepared) {
  json::Array documents;
  for (const authority::Form* form : forms_of(prepared)) {
    for (const std::string_view language : kLanguages) {
      const std::string html = make_paper(workspace, request, prepared, *form, language);
      SANAD_TRY_WITH(const vault::SealedObject sealed,
                     seal_bytes(workspace, request.case_id, as_bytes(html)), "sealing the papers");
      documents.emplace_back(document_json(fmt::format("{}.{}.html", form->key, language),
                                           form->key, language, "text/html", sealed));
    }
  }
  return documents;
}

Result<std::string> preview_request(Workspace& workspace, const Officer& caller,
                                    std::string_view id, std::string_view language) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  if (std::ranges::find(kLanguages, language) == std::end(kLanguages))
    return Error{ErrorCode::kInvalid, "papers are in English (en) and Urdu (ur)"};
  SANAD_TRY(const Request request, workspace.records().request(id));
  SANAD_CHECK(require_sight(workspace, caller, request.case_id));
  if (request.direction != "out")
    return Error{ErrorCode::kConflict, "this request came in; Sanad makes no paper of it"};
  SANAD_TRY(const auto prepared,
            prepare_request(workspace, request, caller.name, request.issued_at));
  return paper_of(workspace, request, *prepared, language);
}

Result<OpenedPaper> open_paper(Workspace& workspace, const Officer& caller, std::string_view id,
                               std::string_view name) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const Request request, workspace.records().request(id));
  SANAD_CHECK(require_sight(workspace, caller, request.case_id));
  const auto found =
      std::ranges::find(request.documents, std::string(name), &records::RequestDocument::name);
  if (found == request.documents.end())
    return Error{ErrorCode::kNotFound,
                 fmt::format("{} has no paper \"{}\"", request.reference, name)};
  SANAD_TRY(const Digest256 digest, parse_digest256(found->sha256));
  SANAD_TRY_WITH(auto reader, workspace.vault().open_object(request.case_id, digest), found->name);
  SANAD_CHECK(workspace.custody().record(
      {"request.copied", caller.id, request.case_id,
       json::Object{
           {"request", request.id}, {"reference", request.reference}, {"file", found->name}}}));
  return OpenedPaper{*found, std::move(reader)};
}

Result<std::string> order_request_printing(Workspace& workspace, const Officer& caller,
                                           std::string_view id) {
  SANAD_CHECK(require_role(workspace, caller,
                           {authority::Role::kInvestigator, authority::Role::kSupervisor},
                           "print a request"));
  SANAD_TRY(const Request request, workspace.records().request(id));
  SANAD_CHECK(require_sight(workspace, caller, request.case_id));
  if (request.documents.empty())
    return Error{ErrorCode::kConflict,
                 fmt::format("{} has no sealed papers yet; issue it first", request.reference)};
  return queue_job(workspace, "request-print", request.case_id, caller.id,
                   json::Object{{"request", request.id}});
}

Result<json::Value> run_request_printing(Workspace& workspace, const records::Job& job,
                                         capture::Monitor& monitor) {
  SANAD_TRY(const Request request,
            workspace.records().request(job.payload["request"].string_or("")));
  SANAD_TRY(const std::string browser, workspace.records().setting("capture.browser_path"));
  Printer printer(browser, workspace.clock());
  json::Array documents;
  for (const records::RequestDocument& page : request.documents) {
    if (page.media_type != "text/html" || is_printed(request, printed_name(page.name))) continue;
    monitor.on_progress({"printing", 0, 0, page.name});
    if (monitor.is_cancelled()) return Error{ErrorCode::kConflict, "stopped by the officer"};
    SANAD_TRY(const std::string html, read_paper(workspace, request.case_id, page));
    SANAD_TRY(const Bytes pdf, printer.print(html));
    SANAD_TRY(const vault::SealedObject sealed, seal_bytes(workspace, request.case_id, pdf));
    json::Object one =
        document_json(printed_name(page.name), page.form, page.language, "application/pdf", sealed);
    one.set("page_sha256", page.sha256);
    documents.emplace_back(std::move(one));
  }
  const std::size_t count = documents.size();
  if (count > 0)
    SANAD_CHECK(workspace.custody().record({"request.printed", job.actor, request.case_id,
                                            json::Object{{"request", request.id},
                                                         {"reference", request.reference},
                                                         {"documents", std::move(documents)}}}));
  return json::Value(json::Object{{"request", request.id}, {"documents", std::uint64_t{count}}});
}

}  // namespace sanad::service
