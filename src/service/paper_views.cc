#include <fmt/format.h>

#include "authority/form_content.h"
#include "sealed_text.h"
#include "service/papers.h"

namespace sanad::service {
namespace {

using authority::Form;
using authority::LawPack;
using authority::Officer;
using authority::Paper;
using authority::PaperVersion;

constexpr std::size_t kNotesShown = 200;

json::Value time_or_null(const std::optional<Timestamp>& at) {
  return at ? json::Value(format_timestamp(*at)) : json::Value(nullptr);
}

json::Object label_json(const authority::Label& label) {
  return json::Object{{"en", label.en}, {"ur", label.ur}};
}

std::string name_of(Workspace& workspace, const std::string& officer) {
  const auto found = workspace.records().officer(officer);
  return found.ok() ? found->name : officer;
}

json::Array changes_json(const Form& form, const json::Value& before, const json::Value& after) {
  json::Array items;
  for (const auto& change : authority::differences(form, before, after))
    items.emplace_back(json::Object{{"key", change.key},
                                    {"label", label_json(change.label)},
                                    {"before", change.before},
                                    {"after", change.after}});
  return items;
}

Result<json::Array> versions_json(Workspace& workspace, const Officer& caller, const Form* form,
                                  const Paper& paper) {
  json::Array items;
  json::Value before(json::Object{});
  for (const PaperVersion& one : paper.versions) {
    json::Object item{{"version", one.version},
                      {"edition", one.edition},
                      {"state", authority::paper_state_name(one.state)},
                      {"author", one.author},
                      {"author_name", name_of(workspace, one.author)},
                      {"at", format_timestamp(one.at)},
                      {"reason", one.reason},
                      {"submitted_by", one.submitted_by},
                      {"decided_by", one.decided_by},
                      {"decided_by_name", name_of(workspace, one.decided_by)},
                      {"decided_at", time_or_null(one.decided_at)},
                      {"note", one.note},
                      {"index", one.index}};
    if (may_read(caller, paper)) {
      SANAD_TRY(json::Value content, content_of(workspace, caller, paper, one));
      if (form) item.set("changes", changes_json(*form, before, content));
      item.set("content", content);
      before = std::move(content);
    }
    items.emplace_back(std::move(item));
  }
  return items;
}

Result<json::Array> notes_json(Workspace& workspace, const Officer& caller, const Paper& paper) {
  json::Array items;
  if (!may_read(caller, paper)) return items;
  SANAD_TRY(const auto entries,
            workspace.records().entries(
                {.case_id = paper.case_id, .kind = "paper.noted", .limit = 10'000}));
  for (const auto& entry : entries) {
    if (entry.data["paper"].string_or("") != paper.id) continue;
    if (items.size() == kNotesShown) break;
    std::string text = entry.data["text"].string_or("");
    if (const std::string sealed = entry.data["sealed"]["sha256"].string_or(""); !sealed.empty()) {
      SANAD_TRY(text, open_sealed_text(workspace, sealed, paper.case_id));
    }
    items.emplace_back(json::Object{{"at", format_timestamp(entry.at)},
                                    {"actor", entry.actor},
                                    {"actor_name", name_of(workspace, entry.actor)},
                                    {"text", std::move(text)},
                                    {"emergency", entry.data["permit"]["emergency"].string_or("")},
                                    {"index", entry.index}});
  }
  return items;
}

Result<json::Array> reviews_json(Workspace& workspace, const Paper& paper) {
  SANAD_TRY(const auto reviews, workspace.records().reviews(paper.id));
  json::Array items;
  for (const auto& review : reviews)
    items.emplace_back(json::Object{{"at", format_timestamp(review.at)},
                                    {"actor", review.actor},
                                    {"actor_name", name_of(workspace, review.actor)},
                                    {"finding", review.finding},
                                    {"next_review", format_timestamp(review.next_review)}});
  return items;
}

json::Array cautions_of(const Law& law, const Paper& paper, Timestamp now) {
  json::Array cautions;
  const std::string& edition = paper.newest().edition;
  const LawPack* pack = law.library.find(paper.pack, edition);
  const LawPack* newest = law.library.latest(paper.pack);
  if (newest && newest->edition != edition)
    cautions.emplace_back(fmt::format("edition {} of the law pack \"{}\" is superseded by {}",
                                      edition, paper.pack, newest->edition));
  const Form* form = pack ? pack->form(paper.form) : nullptr;
  if (!form) return cautions;
  for (const auto& caution : authority::imprint(*pack, *form, day_of(now)).cautions)
    cautions.emplace_back(caution);
  return cautions;
}

}  // namespace

Result<json::Object> view(Workspace& workspace, const Officer& caller, const Law& law,
                          const Paper& paper, bool whole) {
  const Timestamp now = workspace.clock().now();
  const Form* form = form_of(law, paper);
  const PaperVersion* counts = paper.standing();
  const authority::Label untitled{paper.form, paper.form};
  json::Object object{{"paper", paper.id},
                      {"case", paper.case_id},
                      {"pack", paper.pack},
                      {"edition", paper.newest().edition},
                      {"form", paper.form},
                      {"document", paper.document},
                      {"title", label_json(form ? form->title : untitled)},
                      {"restricted", paper.restricted},
                      {"readable", may_read(caller, paper)},
                      {"version", paper.newest().version},
                      {"state", authority::paper_state_name(paper.newest().state)},
                      {"standing", counts ? json::Value(counts->version) : json::Value(nullptr)},
                      {"in_force", paper.is_in_force(now)},
                      {"why_not", paper.why_not_in_force(now)},
                      {"expires", time_or_null(counts ? counts->expires : paper.newest().expires)},
                      {"review_due", time_or_null(paper.review_due())},
                      {"author", paper.versions.front().author},
                      {"author_name", name_of(workspace, paper.versions.front().author)},
                      {"at", format_timestamp(paper.newest().at)},
                      {"closed_at", time_or_null(paper.closed_at)},
                      {"close_reason", paper.close_reason},
                      {"cautions", cautions_of(law, paper, now)}};
  if (may_read(caller, paper)) {
    // What tells papers of one kind apart in a list.
    SANAD_TRY(const json::Value content, content_of(workspace, caller, paper, paper.newest()));
    std::string subject;
    for (const char* key : {"url", "source", "identity", "officer", "statute", "act", "summary"}) {
      if (subject.empty()) subject = content[key].string_or("");
    }
    object.set("subject", subject);
    object.set("decision", content["decision"].string_or(""));
  } else {
    object.set("subject", "");
    object.set("decision", "");
  }
  if (!whole) return object;
  SANAD_TRY(json::Array versions, versions_json(workspace, caller, form, paper));
  SANAD_TRY(json::Array notes, notes_json(workspace, caller, paper));
  SANAD_TRY(json::Array reviews, reviews_json(workspace, paper));
  object.set("versions", std::move(versions));
  object.set("notes", std::move(notes));
  object.set("reviews", std::move(reviews));
  object.set("may_decide", authority::may_decide(caller, paper, paper.newest().version).ok());
  return object;
}

json::Array view_forms(const Law& law, std::string_view document) {
  json::Array items;
  for (const LawPack* pack : law.library.latest()) {
    const json::Object written = authority::format_law_pack(*pack);
    const json::Value* forms = written.find("forms");
    for (std::size_t i = 0; i < pack->forms.size(); ++i) {
      const Form& form = pack->forms[i];
      if (form.effect != "record" || (!document.empty() && form.document != document)) continue;
      json::Object item = *(*forms->as_array())[i].as_object();
      item.set("pack", pack->id);
      item.set("pack_edition", pack->edition);
      item.set("caution", std::string(pack->caution()));
      item.set("form", form.key);
      items.emplace_back(std::move(item));
    }
  }
  return items;
}

}  // namespace sanad::service
