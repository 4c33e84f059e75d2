// Certificates: drafted, signed by those whom their form asks for, withdrawn, and read.
#include "service/certificates.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "authority/certificate_forms.h"
#include "authority/form_content.h"
#include "base/bytes.h"
#include "certificate_acts.h"
#include "crypto/crypto.h"
#include "crypto/id.h"
#include "keeping_acts.h"
#include "present/certificate.h"
#include "reasons.h"
#include "refusing.h"
#include "sealed_text.h"
#include "service/law.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
namespace {

constexpr std::size_t kAllEntries = SIZE_MAX / 4;
constexpr std::size_t kMaxReasonInFieldBytes = 1'024;

// What goes on changing without anything being wrong: it is as of the draft, which says when that
// was.
constexpr std::array<std::string_view, 5> kMoving = {"bundle-hash", "custody", "custody-gaps",
                                                     "notice", "verifier-report"};

Result<void> require_certifier(Workspace& workspace, const Officer& caller) {
  return require_role(workspace, caller,
                      {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
                      "make and sign certificates");
}

std::vector<std::string> texts_of(const json::Value& list) {
  std::vector<std::string> texts;
  if (const json::Array* items = list.as_array())
    for (const json::Value& one : *items) texts.push_back(one.string_or(""));
  return texts;
}

Certificate drafted(const records::Entry& entry) {
  Certificate one;
  one.id = entry.data["certificate"].string_or("");
  one.case_id = entry.case_id;
  one.pack = entry.data["pack"].string_or("");
  one.edition = entry.data["edition"].string_or("");
  one.form = entry.data["form"].string_or("");
  one.drafted_by = entry.actor;
  one.facts_sha256 = entry.data["facts"]["sha256"].string_or("");
  one.at = entry.at;
  one.index = entry.index;
  one.shown = entry.data["shown"].int_or(0);
  one.not_shown = entry.data["not_shown"].int_or(0);
  one.exhibits = texts_of(entry.data["exhibits"]);
  one.signers = texts_of(entry.data["signers"]);
  return one;
}

MadeCertificate made_of(const records::Entry& entry) {
  MadeCertificate made{entry.index, entry.at, {}};
  if (const json::Array* all = entry.data["documents"].as_array())
    for (const json::Value& one : *all)
      made.documents.push_back({one["name"].string_or(""), one["media_type"].string_or(""),
                                one["sha256"].string_or(""),
                                static_cast<std::uint64_t>(one["size"].int_or(0))});
  return made;
}

void apply(const records::Entry& entry, Certificate& one) {
  if (entry.kind == "certificate.signed")
    one.signatures.push_back({entry.data["signer"].string_or(""), entry.actor,
                              entry.data["stated"]["sha256"].string_or(""), entry.at, entry.index,
                              entry.data["basis"]});
  if (entry.kind == "certificate.withdrawn") one.withdrawn = entry.data["reason"].string_or("");
  if (entry.kind == "certificate.made") one.made = made_of(entry);
}

Result<bool> sees_all(Workspace& workspace, const Officer& caller, const Certificate& one) {
  for (const std::string& exhibit : one.exhibits) {
    SANAD_TRY(const bool sees, may_see(workspace, caller, one.case_id, exhibit));
    if (!sees) return false;
  }
  return true;
}

// The case of a certificate is in its entry alone.
Result<Certificate> certificate_of(Workspace& workspace, const Officer& caller,
                                   std::string_view id) {
  const auto none = [&] {
    return Error{ErrorCode::kNotFound, fmt::format("there is no certificate \"{}\"", id)};
  };
  SANAD_TRY(const auto drafts,
            workspace.records().entries({.kind = "certificate.drafted", .limit = kAllEntries}));
  const auto draft = std::ranges::find_if(drafts, [&](const records::Entry& entry) {
    return !entry.destroyed && entry.data["certificate"].string_or("") == id;
  });
  if (draft == drafts.end()) return none();
  SANAD_CHECK(require_sight(workspace, caller, draft->case_id));
  for (const std::string& exhibit : texts_of(draft->data["exhibits"]))
    SANAD_CHECK(require_sight(workspace, caller, draft->case_id, exhibit));
  SANAD_TRY(auto all, read_certificates(workspace, draft->case_id));
  const auto found = std::ranges::find(all, id, &Certificate::id);
  if (found == all.end()) return none();
  return std::move(*found);
}

Result<std::vector<records::Exhibit>> exhibits_named(Workspace& workspace, const Officer& caller,
                                                     const records::Case& of_case,
                                                     const std::vector<std::string>& named) {
  std::vector<records::Exhibit> chosen;
  if (named.empty()) {
    SANAD_CHECK(require_whole_sight(workspace, caller, of_case.id));
    SANAD_TRY(chosen, workspace.records().exhibits(of_case.id));
  }
  for (const std::string& id : named) {
    SANAD_TRY(auto one, exhibit_for(workspace, caller, id));
    if (one.case_id != of_case.id)
      return Error{ErrorCode::kInvalid,
                   fmt::format("the exhibit {} belongs to another case", one.number)};
    if (std::ranges::find(chosen, one.id, &records::Exhibit::id) == chosen.end())
      chosen.push_back(std::move(one));
  }
  if (chosen.empty())
    return Error{ErrorCode::kInvalid,
                 "the case has no exhibits; capture a page or import material first"};
  if (chosen.size() > kMaxCertificateExhibits)
    return Error{ErrorCode::kLimit,
                 fmt::format("a certificate is about at most {} exhibits; name those that it is "
                             "about",
                             kMaxCertificateExhibits)};
  std::ranges::sort(chosen, {}, &records::Exhibit::sealed_index);
  return chosen;
}

bool is_certified(const authority::LawPack& pack, std::string_view form) {
  return std::ranges::any_of(pack.certificates, [&](const authority::Certificate& one) {
    return std::ranges::find(one.forms, form) != one.forms.end();
  });
}

std::pair<std::int64_t, std::int64_t> count_lines(const json::Object& draft) {
  std::int64_t shown = 0, not_shown = 0;
  for (const json::Value& field : *draft.find("fields")->as_array())
    for (const json::Value& line : *field["lines"].as_array())
      ++(line["because"].string_or("").empty() ? shown : not_shown);
  return {shown, not_shown};
}

json::Value sealed_as(const std::string& sha256, std::size_t size) {
  return json::Object{{"sha256", sha256}, {"size", std::uint64_t{size}}};
}

// The form as it was when the certificate was drafted.
struct DraftedForm {
  Law law;
  const authority::Form* form = nullptr;
  std::vector<authority::Signer> signers;
};

Result<DraftedForm> form_of_draft(Workspace& workspace, const Certificate& one) {
  SANAD_TRY(Law law, law_of(workspace));
  DraftedForm of{std::move(law), nullptr, {}};
  const authority::LawPack* pack = of.law.library.find(one.pack, one.edition);
  of.form = pack == nullptr ? nullptr : pack->form(one.form);
  if (of.form == nullptr)
    return Error{ErrorCode::kConflict,
                 fmt::format("the law pack {} has no form \"{}\" of the edition {} any more; draft "
                             "the certificate again",
                             one.pack, one.form, one.edition)};
  of.signers = signers_of(*of.form);
  return of;
}

Error refuse_signing(Workspace& workspace, const Officer& caller, const Certificate& one,
                     std::string code, std::string reason) {
  return refuse_act(workspace, caller, one.case_id,
                    {"sign-certificate", one.id, std::move(code), std::move(reason), ""});
}

bool names(const json::Value& value, const Officer& officer) {
  if (const json::Array* all = value.as_array())
    return std::ranges::any_of(*all, [&](const json::Value& one) { return names(one, officer); });
  const std::string text = value.string_or("");
  return text == officer.id || text == officer.name;
}

// The agency's certificate of competency in force that names the officer; empty: none.
Result<std::string> competency_of(Workspace& workspace, const Officer& officer) {
  SANAD_TRY(const auto papers, workspace.records().papers(""));
  const Timestamp now = workspace.clock().now();
  for (const authority::Paper& paper : papers) {
    const authority::PaperVersion* counts = paper.standing();
    if (paper.document != "competency-certificate" || counts == nullptr ||
        !paper.is_in_force(now) || !names(counts->content["officer"], officer))
      continue;
    const auto from = parse_timestamp(counts->content["valid-from"].string_or(""));
    if (from.ok() && *from <= now) return paper.reference();
  }
  return std::string();
}

class Signing {
 public:
  Signing(Workspace& workspace, const Officer& caller, const Certificate& one,
          const DraftedForm& of, const CertificateSaying& saying)
      : workspace_(workspace), caller_(caller), one_(one), of_(of), saying_(saying) {}

  Result<void> find_signer() {
    if (saying_.signer.empty() && of_.signers.size() == 1) signer_ = &of_.signers.front();
    for (const authority::Signer& signer : of_.signers)
      if (signer.key == saying_.signer) signer_ = &signer;
    if (signer_ == nullptr)
      return Error{ErrorCode::kInvalid,
                   fmt::format("say as whom: the form is signed by {}", keys())};
    if (!one_.withdrawn.empty())
      return Error{ErrorCode::kConflict, "the certificate was withdrawn; draft it again"};
    if (std::ranges::find(one_.signatures, signer_->key, &CertificateSignature::signer) !=
        one_.signatures.end())
      return Error{ErrorCode::kConflict, fmt::format("it was signed by {} already", signer_->key)};
    return {};
  }

  // Whether the record has the person as the form demands; the basis for it.
  Result<json::Array> check_person() {
    for (const CertificateSignature& other : one_.signatures)
      if (of_.form->distinct_signers && other.by == caller_.id)
        return refuse("same-person", "nobody signs both parts of it; another officer must");
    const bool is_alone = of_.signers.size() == 1;
    if (is_alone && of_.form->effect == "statement" && wants_second() &&
        one_.drafted_by == caller_.id)
      return refuse("four-eyes", "whoever drafted it does not sign it; another officer must");
    json::Array basis;
    for (const std::string& demand : authority::demands_of(*of_.form, *signer_)) {
      SANAD_TRY(std::string reference, meet(demand));
      basis.emplace_back(json::Object{{"demand", demand}, {"reference", std::move(reference)}});
    }
    return basis;
  }

  // What is said, complete and as it is sealed.
  Result<json::Object> check_saying() {
    SANAD_TRY(json::Object fields, check_fields());
    SANAD_TRY(json::Object statements, check_statements());
    const Bytes nonce = crypto::random_bytes(32);
    return json::Object{{"nonce", format_hex(nonce)},
                        {"fields", std::move(fields)},
                        {"statements", std::move(statements)}};
  }

  const authority::Signer& signer() const { return *signer_; }
  std::int64_t made() const { return made_; }
  std::int64_t not_made() const { return not_made_; }
  std::int64_t open() const { return open_; }

 private:
  std::string keys() const {
    std::vector<std::string> all;
    for (const authority::Signer& one : of_.signers) all.push_back(one.key);
    return fmt::format("{}", fmt::join(all, ", "));
  }

  Error refuse(std::string code, std::string reason) {
    return refuse_signing(workspace_, caller_, one_, std::move(code), std::move(reason));
  }

  bool wants_second() const {
    return std::ranges::find(of_.form->needs, "second-person") != of_.form->needs.end();
  }

  Result<std::string> meet(std::string_view demand) {
    if (demand == "competent") {
      SANAD_TRY(std::string reference, competency_of(workspace_, caller_));
      if (reference.empty())
        return refuse("not-competent",
                      fmt::format("{} has no certificate of competency in force; have one recorded "
                                  "and approved first",
                                  caller_.name));
      return reference;
    }
    if (demand == "in-charge") return in_charge();
    bool has_any = false, has_all = true;
    for (const std::string& id : one_.exhibits) {
      SANAD_TRY(const records::Exhibit exhibit, workspace_.records().exhibit(id));
      (exhibit.collector == caller_.id ? has_any : has_all) = exhibit.collector == caller_.id;
    }
    if (demand == "collector" && !has_all)
      return refuse("not-collector",
                    "who collected the exhibits signs this, and the record names somebody else");
    if (demand == "not-collector" && has_any)
      return refuse("is-collector",
                    "who collected an exhibit does not sign as its expert; another officer must");
    return std::string();
  }

  Result<std::string> in_charge() {
    SANAD_TRY(const records::Case of_case, workspace_.records().find_case(one_.case_id));
    if (of_case.officer_in_charge == caller_.id || caller_.has(Role::kEvidenceOfficer))
      return std::string();
    return refuse("not-in-charge",
                  "the officer in charge of the case or an evidence officer signs this");
  }

  bool is_mine(std::string_view part) const {
    return owner_of(of_.signers, part).key == signer_->key;
  }

  Result<json::Object> check_fields() {
    json::Object values, fields;
    const json::Object* given = saying_.fields.as_object();
    if (given == nullptr && !saying_.fields.is_null())
      return Error{ErrorCode::kInvalid, "\"fields\" is an object"};
    for (const json::Member& member : given == nullptr ? json::Object{} : *given) {
      const authority::FormField* field = of_.form->field(member.name);
      if (field == nullptr || !is_mine(field->part))
        return Error{ErrorCode::kInvalid, fmt::format("there is no field \"{}\" for you to state "
                                                      "in this form",
                                                      member.name)};
      if (!member.value["value"].is_null()) {
        values.set(member.name, member.value["value"]);
      } else {
        const std::string why = member.value["open"].string_or("");
        SANAD_CHECK(require_words(why, fmt::format("why \"{}\" is left open", field->label.en),
                                  kMaxReasonInFieldBytes));
        fields.set(member.name, json::Object{{"open", why}});
        ++open_;
      }
    }
    SANAD_TRY(const json::Object checked,
              authority::check_content(*of_.form, values, authority::FormStage::kDraft));
    for (const json::Member& member : checked)
      fields.set(member.name, json::Object{{"value", member.value}});
    return require_complete(std::move(fields));
  }

  Result<json::Object> require_complete(json::Object fields) const {
    std::string missing;
    for (const authority::FormField& field : of_.form->fields) {
      const bool is_name = field.type == "person" && field.source == "officer";
      if (!field.required || !authority::answer_of(field).empty() || is_name ||
          !is_mine(field.part))
        continue;
      if (fields.find(field.key) == nullptr) missing += (missing.empty() ? "" : ", ") + field.key;
    }
    if (missing.empty()) return fields;
    return Error{ErrorCode::kInvalid,
                 fmt::format("state these, or leave them open with a reason: {}", missing)};
  }

  Result<json::Object> check_statements() {
    json::Object statements;
    if (const json::Object* given = saying_.statements.as_object())
      for (const json::Member& member : *given)
        if (std::ranges::none_of(of_.form->statements, [&](const authority::Statement& one) {
              return one.key == member.name && is_mine(one.part);
            }))
          return Error{ErrorCode::kInvalid, fmt::format("there is no statement \"{}\" for you to "
                                                        "make in this form",
                                                        member.name)};
    for (const authority::Statement& one : of_.form->statements) {
      if (!is_mine(one.part)) continue;
      const json::Value& said = saying_.statements[one.key];
      const bool* made = said["made"].as_bool();
      if (made == nullptr)
        return Error{ErrorCode::kInvalid,
                     fmt::format("say of the statement \"{}\" whether you make it: {}", one.key,
                                 one.text.en)};
      const std::string reason = said["reason"].string_or("");
      if (!*made)
        SANAD_CHECK(require_words(reason, fmt::format("why \"{}\" is not stated", one.key),
                                  kMaxReasonInFieldBytes));
      ++(*made ? made_ : not_made_);
      statements.set(one.key,
                     json::Object{{"made", *made}, {"reason", *made ? std::string() : reason}});
    }
    return statements;
  }

  Workspace& workspace_;
  const Officer& caller_;
  const Certificate& one_;
  const DraftedForm& of_;
  const CertificateSaying& saying_;
  const authority::Signer* signer_ = nullptr;
  std::int64_t made_ = 0, not_made_ = 0, open_ = 0;
};

// The label of the first field of which the record says something else than the draft; empty: none.
Result<std::string> moved_since(Workspace& workspace, const Officer& caller,
                                const Certificate& one) {
  SANAD_TRY(const records::Case of_case, workspace.records().find_case(one.case_id));
  std::vector<records::Exhibit> exhibits;
  for (const std::string& id : one.exhibits) {
    SANAD_TRY(auto exhibit, workspace.records().exhibit(id));
    exhibits.push_back(std::move(exhibit));
  }
  SANAD_TRY(const auto record, gather_record(workspace, caller, of_case, exhibits, false));
  SANAD_TRY(const std::string text, open_sealed_text(workspace, one.facts_sha256, one.case_id));
  SANAD_TRY(const json::Value draft, json::parse(text));
  for (const json::Value& field : *draft["fields"].as_array()) {
    const std::string asked = field["record"].string_or("");
    if (asked.empty() || std::ranges::find(kMoving, asked) != kMoving.end()) continue;
    if (json::format_canonical(json::Value(facts_of(record, asked))) !=
        json::format_canonical(field["lines"]))
      return field["label"]["en"].string_or(asked);
  }
  return std::string();
}

// Fills what one signer said into the draft.
Result<void> fill_signature(Workspace& workspace, const Certificate& one,
                            const CertificateSignature& signature, json::Object& whole) {
  SANAD_TRY(const std::string text,
            open_sealed_text(workspace, signature.stated_sha256, one.case_id));
  SANAD_TRY(const json::Value said, json::parse(text));
  for (json::Value& field : *whole.find("fields")->as_array()) {
    if (field["owner"].string_or("") != signature.signer) continue;
    if (field["names_signer"].bool_or(false))
      field.as_object()->set(
          "lines",
          json::Array{json::Object{{"exhibit", ""},
                                   {"says", "signer"},
                                   {"values", json::Array{json::Object{{"officer", signature.by}}}},
                                   {"because", ""},
                                   {"operational", false},
                                   {"source", json::Object{{"entry", signature.index}}}}});
    const json::Value& stated = said["fields"][field["key"].string_or("")];
    if (stated.is_null()) continue;
    json::Object filled{{"by", signature.by}};
    for (const json::Member& member : *stated.as_object()) filled.set(member.name, member.value);
    field.as_object()->set("stated", std::move(filled));
  }
  for (json::Value& statement : *whole.find("statements")->as_array()) {
    const json::Value& made = said["statements"][statement["key"].string_or("")];
    if (statement["owner"].string_or("") != signature.signer || made.is_null()) continue;
    statement.as_object()->set(
        "said",
        json::Object{{"by", signature.by}, {"made", made["made"]}, {"reason", made["reason"]}});
  }
  for (json::Value& signer : *whole.find("signers")->as_array()) {
    if (signer["signer"].string_or("") != signature.signer) continue;
    signer.as_object()->set("by", signature.by);
    signer.as_object()->set("at", format_timestamp(signature.at));
    signer.as_object()->set("entry", signature.index);
    signer.as_object()->set("basis", signature.basis);
  }
  return {};
}

// Every officer who is named anywhere in it.
void collect_officers(const json::Value& value, std::set<std::string>& officers) {
  if (const json::Array* all = value.as_array())
    for (const json::Value& one : *all) collect_officers(one, officers);
  const json::Object* members = value.as_object();
  if (members == nullptr) return;
  for (const json::Member& member : *members) {
    const std::string* id = member.value.as_string();
    if ((member.name == "officer" || member.name == "by") && id != nullptr) officers.insert(*id);
    collect_officers(member.value, officers);
  }
}

}  // namespace

std::string Certificate::state() const {
  if (!withdrawn.empty()) return "withdrawn";
  if (made) return "made";
  if (is_signed()) return "signed";
  return signatures.empty() ? "draft" : "partly";
}

Result<std::vector<Certificate>> read_certificates(Workspace& workspace,
                                                   const std::string& case_id) {
  std::vector<Certificate> all;
  for (const char* kind :
       {"certificate.drafted", "certificate.signed", "certificate.withdrawn", "certificate.made"}) {
    SANAD_TRY(const auto entries,
              workspace.records().entries(
                  {.case_id = case_id, .kind = kind, .limit = kAllEntries, .oldest_first = true}));
    for (const records::Entry& entry : entries) {
      if (entry.destroyed) continue;
      if (entry.kind == "certificate.drafted") {
        all.push_back(drafted(entry));
        continue;
      }
      const auto found =
          std::ranges::find(all, entry.data["certificate"].string_or(""), &Certificate::id);
      if (found != all.end()) apply(entry, *found);
    }
  }
  std::ranges::reverse(all);
  return all;
}

Result<json::Value> read_certificate(Workspace& workspace, const Certificate& certificate) {
  SANAD_TRY(const std::string text,
            open_sealed_text(workspace, certificate.facts_sha256, certificate.case_id));
  SANAD_TRY(json::Value draft, json::parse(text));
  if (draft.as_object() == nullptr)
    return Error{ErrorCode::kIntegrity, "the draft of the certificate is not what was sealed"};
  json::Object& whole = *draft.as_object();
  for (const CertificateSignature& one : certificate.signatures)
    SANAD_CHECK(fill_signature(workspace, certificate, one, whole));
  whole.set("state", !certificate.withdrawn.empty()   ? "withdrawn"
                     : certificate.is_signed()        ? "signed"
                     : certificate.signatures.empty() ? "unsigned"
                                                      : "partly");
  std::set<std::string> officers;
  collect_officers(draft, officers);
  json::Object named;
  for (const std::string& id : officers) named.set(id, name_of(workspace, id));
  draft.as_object()->set("names", std::move(named));
  return draft;
}

Result<json::Value> describe_certificate(Workspace& workspace, const Certificate& certificate) {
  SANAD_TRY(json::Value whole, read_certificate(workspace, certificate));
  present::add_line_texts(whole);
  return whole;
}

Result<json::Array> certificate_forms(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const Law law, law_of(workspace));
  json::Array forms;
  for (const authority::LawPack* pack : law.library.latest())
    for (const authority::Form& form : pack->forms) {
      if (!is_certified(*pack, form.key)) continue;
      json::Array signers;
      for (const authority::Signer& one : signers_of(form)) {
        const auto demands = authority::demands_of(form, one);
        signers.emplace_back(
            json::Object{{"signer", one.key},
                         {"label", json::Object{{"en", one.label.en}, {"ur", one.label.ur}}},
                         {"demands", json::Array(demands.begin(), demands.end())}});
      }
      forms.emplace_back(
          json::Object{{"pack", pack->id},
                       {"edition", pack->edition},
                       {"form", form.key},
                       {"document", form.document},
                       {"title", json::Object{{"en", form.title.en}, {"ur", form.title.ur}}},
                       {"caution", pack->caution()},
                       {"signers", std::move(signers)}});
    }
  return forms;
}

Result<Certificate> draft_certificate(Workspace& workspace, const Officer& caller,
                                      const CertificateOrder& order) {
  SANAD_CHECK(require_certifier(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
  SANAD_TRY(const auto exhibits, exhibits_named(workspace, caller, of_case, order.exhibits));
  SANAD_TRY(const Law law, law_of(workspace));
  const authority::LawPack* pack = law.library.latest(order.pack);
  const authority::Form* form = pack == nullptr ? nullptr : pack->form(order.form);
  if (form == nullptr || !is_certified(*pack, order.form))
    return Error{ErrorCode::kInvalid,
                 fmt::format("no law pack has a certificate \"{}/{}\"; \"sanad certificate forms\" "
                             "lists them",
                             order.pack, order.form)};
  SANAD_TRY(const auto before, read_certificates(workspace, of_case.id));
  if (before.size() >= kMaxCertificates)
    return Error{ErrorCode::kLimit,
                 fmt::format("a case has at most {} certificates", kMaxCertificates)};
  SANAD_TRY(const auto record, gather_record(workspace, caller, of_case, exhibits, true));
  const std::string id = crypto::new_id("certificate");
  SANAD_TRY(json::Object draft, format_draft(workspace, of_case, *pack, *form, record, id));
  const auto [shown, not_shown] = count_lines(draft);
  json::Array signers, ids;
  for (const authority::Signer& one : signers_of(*form)) signers.emplace_back(one.key);
  for (const records::Exhibit& one : exhibits) ids.emplace_back(one.id);
  const std::string text = json::format_canonical(json::Value(std::move(draft)));
  SANAD_TRY(const std::string sha256, seal_text(workspace, text, of_case.id));
  SANAD_CHECK(workspace.custody().record({"certificate.drafted", caller.id, of_case.id,
                                          json::Object{{"certificate", id},
                                                       {"pack", pack->id},
                                                       {"edition", pack->edition},
                                                       {"form", form->key},
                                                       {"exhibits", std::move(ids)},
                                                       {"signers", std::move(signers)},
                                                       {"facts", sealed_as(sha256, text.size())},
                                                       {"shown", shown},
                                                       {"not_shown", not_shown}}}));
  return certificate_of(workspace, caller, id);
}

Result<Certificate> sign_certificate(Workspace& workspace, const Officer& caller,
                                     std::string_view certificate,
                                     const CertificateSaying& saying) {
  SANAD_CHECK(require_certifier(workspace, caller));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Certificate one, certificate_of(workspace, caller, certificate));
  SANAD_TRY(const DraftedForm of, form_of_draft(workspace, one));
  Signing signing(workspace, caller, one, of, saying);
  SANAD_CHECK(signing.find_signer());
  SANAD_TRY(json::Array basis, signing.check_person());
  SANAD_TRY(json::Object said, signing.check_saying());
  SANAD_TRY(const std::string moved, moved_since(workspace, caller, one));
  if (!moved.empty())
    return refuse_signing(workspace, caller, one, "record-moved",
                          fmt::format("the record says something else of \"{}\" than when this was "
                                      "drafted; draft it again",
                                      moved));
  const std::string text = json::format_canonical(json::Value(std::move(said)));
  SANAD_TRY(const std::string sha256, seal_text(workspace, text, one.case_id));
  SANAD_CHECK(workspace.custody().record(
      {"certificate.signed", caller.id, one.case_id,
       json::Object{{"certificate", one.id},
                    {"signer", signing.signer().key},
                    {"exhibits", json::Array(one.exhibits.begin(), one.exhibits.end())},
                    {"facts", one.facts_sha256},
                    {"stated", sealed_as(sha256, text.size())},
                    {"made", signing.made()},
                    {"not_made", signing.not_made()},
                    {"left_open", signing.open()},
                    {"basis", std::move(basis)}}}));
  return certificate_of(workspace, caller, certificate);
}

Result<void> withdraw_certificate(Workspace& workspace, const Officer& caller,
                                  std::string_view certificate, std::string_view reason) {
  SANAD_CHECK(require_certifier(workspace, caller));
  SANAD_CHECK(require_words(reason, "the reason"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Certificate one, certificate_of(workspace, caller, certificate));
  if (!one.withdrawn.empty()) return Error{ErrorCode::kConflict, "it was withdrawn already"};
  SANAD_CHECK(workspace.custody().record(
      {"certificate.withdrawn", caller.id, one.case_id,
       json::Object{{"certificate", one.id},
                    {"exhibits", json::Array(one.exhibits.begin(), one.exhibits.end())},
                    {"reason", reason}}}));
  return {};
}

Result<std::vector<Certificate>> list_certificates(Workspace& workspace, const Officer& caller,
                                                   std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_TRY(auto all, read_certificates(workspace, of_case.id));
  std::vector<Certificate> seen;
  for (Certificate& one : all) {
    SANAD_TRY(const bool sees, sees_all(workspace, caller, one));
    if (sees) seen.push_back(std::move(one));
  }
  return seen;
}

Result<Certificate> find_certificate(Workspace& workspace, const Officer& caller,
                                     std::string_view certificate) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  return certificate_of(workspace, caller, certificate);
}

Result<std::string> preview_certificate(Workspace& workspace, const Officer& caller,
                                        std::string_view certificate, std::string_view language) {
  if (language != "en" && language != "ur")
    return Error{ErrorCode::kInvalid, "certificates are in English (en) and Urdu (ur)"};
  SANAD_TRY(const Certificate one, find_certificate(workspace, caller, certificate));
  SANAD_TRY(const json::Value whole, read_certificate(workspace, one));
  return present::certificate_html(whole, language);
}

}  // namespace sanad::service
