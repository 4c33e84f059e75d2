// What a certificate is drawn from, gathered; and the draft that is sealed.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "authority/certificate_forms.h"
#include "certificate_acts.h"
#include "service/exhibits.h"
#include "service/law.h"
#include "verifier/verifier.h"

namespace sanad::service {
namespace {

constexpr std::size_t kAllEntries = SIZE_MAX / 4;
constexpr std::size_t kFilesShown = 200;  // of one import
constexpr std::uint64_t kMaxRecordBytes = 64ULL << 20;
// A bundle that is longer is not verified while an officer waits.
constexpr std::uint64_t kMaxVerifiedBytes = 256ULL << 20;

Result<std::vector<records::Entry>> entries_of(Workspace& workspace, const std::string& case_id,
                                               const char* kind) {
  SANAD_TRY(auto entries,
            workspace.records().entries(
                {.case_id = case_id, .kind = kind, .limit = kAllEntries, .oldest_first = true}));
  std::erase_if(entries, [](const records::Entry& entry) { return entry.destroyed; });
  return entries;
}

Result<std::string> read_record(Workspace& workspace, const records::Exhibit& exhibit) {
  SANAD_TRY(const OpenedFile opened, open_recorded(workspace, exhibit, "acquisition.json"));
  if (opened.file.size > kMaxRecordBytes)
    return Error{ErrorCode::kLimit, "the acquisition record is too long"};
  std::string text(opened.file.size, '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    SANAD_TRY(const std::size_t got,
              opened.reader->read(
                  {reinterpret_cast<std::uint8_t*>(text.data()) + filled, text.size() - filled}));
    if (got == 0) break;
    filled += got;
  }
  return text;
}

Result<CertifiedExhibit> gather_exhibit(Workspace& workspace, const authority::Officer& caller,
                                        const records::Exhibit& exhibit) {
  CertifiedExhibit of;
  of.exhibit = exhibit;
  of.files = exhibit.files;
  if (exhibit.further_files > 0) {
    SANAD_TRY(auto imported, workspace.records().imported_files(exhibit.id, 1, kFilesShown));
    of.files.insert(of.files.end(), std::make_move_iterator(imported.begin()),
                    std::make_move_iterator(imported.end()));
    of.more_files =
        exhibit.files.size() + static_cast<std::size_t>(exhibit.further_files) - of.files.size();
  }
  auto text = read_record(workspace, exhibit);
  // Damage is never passed over; what is not there is said.
  if (!text.ok() && text.error().code == ErrorCode::kIntegrity) return text.error();
  if (text.ok()) {
    of.text = std::move(*text);
    auto parsed = json::parse(of.text);
    if (parsed.ok()) of.acquisition = std::move(*parsed);
  }
  SANAD_TRY(of.entries, custody_record(workspace, caller, exhibit));
  std::erase_if(of.entries, [](const records::Entry& entry) { return entry.destroyed; });
  return of;
}

bool holds_all(const json::Value& list, const std::vector<records::Exhibit>& exhibits) {
  std::set<std::string> named;
  if (const json::Array* all = list.as_array())
    for (const json::Value& one : *all) named.insert(one.string_or(""));
  return std::ranges::all_of(exhibits, [&](const auto& one) { return named.contains(one.id); });
}

void verify(Workspace& workspace, const records::Case& of_case, CheckedBundle& of) {
  const auto digest = parse_digest256(of.entry.data["sha256"].string_or(""));
  if (!digest.ok()) return;
  const auto reader = workspace.vault().open_object(of_case.id, *digest);
  if (!reader.ok() || (*reader)->size() > kMaxVerifiedBytes) return;
  verifier::Trust trust;
  trust.agency_keys.push_back(workspace.keyring().agency_signer().public_key());
  const auto report = verifier::verify(**reader, trust, nullptr);
  if (!report.ok()) return;
  of.verdict = std::string(verifier::verdict_name(report->verdict));
  for (const verifier::Check& check : report->checks) {
    of.passed += check.status == verifier::Status::kPass ? 1 : 0;
    of.failed += check.status == verifier::Status::kFail ? 1 : 0;
    if (check.status != verifier::Status::kWarn) continue;
    ++of.warned;
    of.warnings.push_back(check.id);
  }
}

Result<void> gather_bundle(Workspace& workspace, const records::Case& of_case,
                           const std::vector<records::Exhibit>& exhibits,
                           CertificateRecord& record) {
  SANAD_TRY(const auto bundles, entries_of(workspace, of_case.id, "bundle.exported"));
  for (const records::Entry& entry : bundles)
    if (holds_all(entry.data["exhibits"], exhibits)) record.bundle = CheckedBundle{.entry = entry};
  if (record.bundle) verify(workspace, of_case, *record.bundle);
  return {};
}

// What a notice says that was signed for these exhibits.
Result<void> gather_notices(Workspace& workspace, const records::Case& of_case,
                            const std::vector<records::Exhibit>& exhibits,
                            CertificateRecord& record) {
  SANAD_TRY(const auto certificates, read_certificates(workspace, of_case.id));
  for (const Certificate& one : certificates) {
    const json::Array named(one.exhibits.begin(), one.exhibits.end());
    if (!one.withdrawn.empty() || !one.is_signed() || !holds_all(json::Value(named), exhibits))
      continue;
    SANAD_TRY(const json::Value whole, read_certificate(workspace, one));
    if (whole["form"]["document"].string_or("") != "notice") continue;
    CertificateNotice notice;
    notice.certificate = one.id;
    notice.by = one.signatures.back().by;
    notice.entry = one.signatures.back().index;
    for (const json::Value& field : *whole["fields"].as_array()) {
      const std::string value = field["stated"]["value"].string_or("");
      if (field["key"].string_or("") == "addressee") notice.addressee = value;
      if (field["key"].string_or("") == "served-at") notice.served_at = value;
    }
    record.notices.push_back(std::move(notice));
  }
  return {};
}

json::Object label_of(const authority::Label& label) {
  return json::Object{{"en", label.en}, {"ur", label.ur}};
}

bool is_name_of_signer(const authority::FormField& field) {
  return field.type == "person" && field.source == "officer";
}

json::Object format_field(const authority::FormField& field,
                          const std::vector<authority::Signer>& signers,
                          const CertificateRecord& record) {
  json::Array choices;
  for (const authority::Choice& one : field.choices)
    choices.emplace_back(json::Object{{"value", one.value}, {"label", label_of(one.label)}});
  const bool is_name = is_name_of_signer(field);
  const std::string_view answer = authority::answer_of(field);
  return json::Object{{"key", field.key},
                      {"label", label_of(field.label)},
                      {"part", field.part},
                      {"type", field.type},
                      {"choices", std::move(choices)},
                      {"owner", owner_of(signers, field.part).key},
                      {"record", answer},
                      {"names_signer", is_name},
                      {"personal", field.source == "officer" && !is_name},
                      {"asked", answer.empty() && !is_name},
                      {"required", field.required},
                      {"annex", false},
                      {"lines", answer.empty() ? json::Array{} : facts_of(record, answer)},
                      {"stated", nullptr}};
}

json::Array texts(const std::vector<std::string>& all) {
  return json::Array(all.begin(), all.end());
}

// What stands beside a form, as the pack's certificate says, where the form itself does not ask.
struct Annexed {
  std::string_view attachment, record;
  authority::Label label;
};
const std::vector<Annexed>& annexes() {
  static const std::vector<Annexed> all = {
      {"verifier-report", "verifier-report", {"Report of the verifier", "تصدیق کار کی رپورٹ"}},
      {"hash-list", "exhibit-hashes", {"Hash values", "ہیش اقدار"}},
      {"hash-list", "hash-list", {"Hash list", "ہیش فہرست"}},
      {"security-procedure", "security-procedure", {"Security procedure", "حفاظتی طریقہ"}},
      {"health-record", "health-before", {"Checks before", "پہلے کی جانچ"}},
      {"health-record", "health-after", {"Checks after", "بعد کی جانچ"}},
      {"health-record", "incidents", {"Incidents", "واقعات"}},
      {"custody-record", "custody", {"Custody", "تحویل"}},
      {"custody-record", "custody-gaps", {"Gaps in custody", "تحویل میں خلا"}},
      {"exhibit-list", "exhibits", {"Exhibits", "شہادتیں"}}};
  return all;
}

void add_annexes(const authority::LawPack& pack, const authority::Form& form,
                 const CertificateRecord& record, json::Array& fields) {
  std::set<std::string, std::less<>> asked, attached;
  for (const authority::FormField& field : form.fields) asked.emplace(authority::answer_of(field));
  for (const authority::Certificate& one : pack.certificates)
    if (std::ranges::find(one.forms, form.key) != one.forms.end())
      attached.insert(one.attachments.begin(), one.attachments.end());
  for (const Annexed& one : annexes()) {
    if (!attached.contains(one.attachment) || asked.contains(one.record)) continue;
    fields.emplace_back(json::Object{{"key", fmt::format("annex-{}", one.record)},
                                     {"label", label_of(one.label)},
                                     {"part", ""},
                                     {"type", "list"},
                                     {"choices", json::Array{}},
                                     {"owner", ""},
                                     {"record", one.record},
                                     {"names_signer", false},
                                     {"personal", false},
                                     {"asked", false},
                                     {"required", false},
                                     {"annex", true},
                                     {"lines", facts_of(record, one.record)},
                                     {"stated", nullptr}});
  }
}

json::Object format_form(const authority::LawPack& pack, const authority::Form& form,
                         const std::string& day) {
  const authority::Imprint shown = authority::imprint(pack, form, day);
  return json::Object{{"pack", pack.id},
                      {"edition", pack.edition},
                      {"key", form.key},
                      {"document", form.document},
                      {"title", label_of(form.title)},
                      {"citations", json::Array(shown.citations.begin(), shown.citations.end())},
                      {"cautions", json::Array(shown.cautions.begin(), shown.cautions.end())}};
}

}  // namespace

std::vector<authority::Signer> signers_of(const authority::Form& form) {
  if (!form.signers.empty()) return form.signers;
  return {{"officer", {"Officer", "افسر"}, ""}};
}

const authority::Signer& owner_of(const std::vector<authority::Signer>& signers,
                                  std::string_view part) {
  for (const authority::Signer& one : signers)
    if (one.part == part) return one;
  for (const authority::Signer& one : signers)
    if (one.part.empty()) return one;
  return signers.front();
}

Result<CertificateRecord> gather_record(Workspace& workspace, const authority::Officer& caller,
                                        const records::Case& of_case,
                                        const std::vector<records::Exhibit>& exhibits,
                                        bool with_bundle) {
  CertificateRecord record;
  record.of_case = of_case;
  record.ledger_name = workspace.keyring().names().ledger;
  record.agency_key_name = workspace.keyring().names().agency;
  for (const records::Exhibit& exhibit : exhibits) {
    SANAD_TRY(CertifiedExhibit of, gather_exhibit(workspace, caller, exhibit));
    record.exhibits.push_back(std::move(of));
  }
  SANAD_TRY(record.timestamps, entries_of(workspace, "", "timestamp.received"));
  SANAD_TRY(record.fixity, entries_of(workspace, "", "fixity.checked"));
  SANAD_CHECK(gather_notices(workspace, of_case, exhibits, record));
  if (with_bundle) SANAD_CHECK(gather_bundle(workspace, of_case, exhibits, record));
  return record;
}

Result<json::Object> format_draft(Workspace& workspace, const records::Case& of_case,
                                  const authority::LawPack& pack, const authority::Form& form,
                                  const CertificateRecord& record, const std::string& id) {
  const std::vector<authority::Signer> signers = signers_of(form);
  const Timestamp now = workspace.clock().now();
  SANAD_TRY(const std::string agency, workspace.records().agency());
  SANAD_TRY(const auto newest, workspace.records().entries({.limit = 1}));
  json::Array exhibits, fields, statements, asked;
  for (const CertifiedExhibit& one : record.exhibits)
    exhibits.emplace_back(json::Object{{"exhibit", one.exhibit.id},
                                       {"number", one.exhibit.number},
                                       {"sealed", one.exhibit.sealed_index}});
  for (const authority::FormField& field : form.fields)
    fields.emplace_back(format_field(field, signers, record));
  add_annexes(pack, form, record, fields);
  for (const authority::Statement& one : form.statements)
    statements.emplace_back(json::Object{{"key", one.key},
                                         {"part", one.part},
                                         {"owner", owner_of(signers, one.part).key},
                                         {"text", label_of(one.text)},
                                         {"said", nullptr}});
  for (const authority::Signer& one : signers)
    asked.emplace_back(json::Object{{"signer", one.key},
                                    {"label", label_of(one.label)},
                                    {"part", one.part},
                                    {"demands", texts(authority::demands_of(form, one))},
                                    {"by", nullptr},
                                    {"at", ""},
                                    {"entry", nullptr},
                                    {"basis", json::Array{}}});
  return json::Object{
      {"format", "sanad-certificate/1"},
      {"certificate", id},
      {"build", "operational"},
      {"state", "unsigned"},
      {"agency", agency},
      {"case",
       json::Object{
           {"id", of_case.id}, {"reference", of_case.reference}, {"title", of_case.title}}},
      {"form", format_form(pack, form, day_of(now))},
      {"ledger", json::Object{{"origin", record.ledger_name},
                              {"size", newest.empty() ? 0 : newest.front().index + 1}}},
      {"at", format_timestamp(now)},
      {"exhibits", std::move(exhibits)},
      {"fields", std::move(fields)},
      {"statements", std::move(statements)},
      {"signers", std::move(asked)},
      {"names", json::Object{}}};
}

}  // namespace sanad::service
