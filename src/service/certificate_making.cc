// A certificate that everybody signed: its pages in both languages, printed and sealed; taken out;
// and in a bundle.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "certificate_acts.h"
#include "keeping_acts.h"
#include "present/certificate.h"
#include "printer.h"
#include "queue.h"
#include "sealed_text.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
namespace {

constexpr std::array<std::string_view, 2> kLanguages = {"en", "ur"};
constexpr std::uint64_t kMaxPageBytes = 64ULL << 20;

Result<void> require_ready(const Certificate& one) {
  if (!one.withdrawn.empty())
    return Error{ErrorCode::kConflict, "the certificate was withdrawn; draft it again"};
  if (one.is_signed()) return {};
  std::string missing;
  for (const std::string& signer : one.signers)
    if (std::ranges::find(one.signatures, signer, &CertificateSignature::signer) ==
        one.signatures.end())
      missing += (missing.empty() ? "" : ", ") + signer;
  return Error{ErrorCode::kConflict, fmt::format("it is not signed yet by: {}", missing)};
}

class Making {
 public:
  Making(Workspace& workspace, const std::string& case_id, Printer& printer)
      : workspace_(workspace), case_id_(case_id), printer_(printer) {}

  Result<void> add(const std::string& stem, const json::Value& whole) {
    const std::string text = json::format_canonical(whole);
    SANAD_CHECK(seal(stem + ".json", "application/json", as_bytes(text)));
    const Bytes signature = workspace_.keyring().agency_signer().sign(as_bytes(text));
    documents_.back().as_object()->set("signature", format_base64(signature));
    for (const std::string_view language : kLanguages) {
      const std::string html = present::certificate_html(whole, language);
      SANAD_CHECK(seal(fmt::format("{}.{}.html", stem, language), "text/html", as_bytes(html)));
      SANAD_TRY_WITH(const Bytes pdf, printer_.print(html, PrintStyle::kDocument),
                     "printing the certificate");
      SANAD_CHECK(seal(fmt::format("{}.{}.pdf", stem, language), "application/pdf", pdf));
    }
    return {};
  }
  json::Array take() { return std::move(documents_); }

 private:
  Result<void> seal(const std::string& name, std::string_view media_type, ByteView bytes) {
    SANAD_TRY(const auto writer, workspace_.vault().begin(case_id_));
    SANAD_CHECK(writer->write(bytes));
    SANAD_TRY(const vault::SealedObject sealed, writer->seal());
    documents_.emplace_back(json::Object{{"name", name},
                                         {"media_type", media_type},
                                         {"sha256", format_hex(sealed.info.sha256)},
                                         {"size", sealed.info.size_bytes}});
    return {};
  }

  Workspace& workspace_;
  const std::string& case_id_;
  Printer& printer_;
  json::Array documents_;
};

Result<Certificate> certificate_in(Workspace& workspace, const records::Case& of_case,
                                   std::string_view id) {
  SANAD_TRY(auto all, read_certificates(workspace, of_case.id));
  const auto found = std::ranges::find(all, id, &Certificate::id);
  if (found == all.end())
    return Error{ErrorCode::kNotFound, fmt::format("the case has no certificate \"{}\"", id)};
  return std::move(*found);
}

}  // namespace

Result<std::string> order_certificate(Workspace& workspace, const Officer& caller,
                                      std::string_view certificate) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
                           "make and sign certificates"));
  SANAD_TRY(const Certificate one, find_certificate(workspace, caller, certificate));
  SANAD_CHECK(require_ready(one));
  return queue_job(workspace, "certificate-print", one.case_id, caller.id,
                   json::Object{{"certificate", one.id}});
}

Result<json::Value> run_certificate(Workspace& workspace, const records::Job& job,
                                    capture::Monitor& monitor) {
  const std::string id = job.payload["certificate"].string_or("");
  SANAD_TRY(const Officer officer, workspace.records().officer(job.actor));
  SANAD_TRY(const Certificate one, find_certificate(workspace, officer, id));
  if (one.made) return json::Value(json::Object{{"certificate", id}});
  SANAD_CHECK(require_ready(one));
  SANAD_TRY(const json::Value whole, read_certificate(workspace, one));
  SANAD_TRY(const std::string browser, workspace.records().setting("capture.browser_path"));
  Printer printer(browser, workspace.clock());
  monitor.on_progress({"printing", 0, 0, ""});
  Making making(workspace, one.case_id, printer);
  SANAD_CHECK(making.add("certificate", whole));
  if (monitor.is_cancelled()) return Error{ErrorCode::kConflict, "stopped by the officer"};
  SANAD_CHECK(making.add("disclosable", present::disclosable_certificate(whole)));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Certificate now, find_certificate(workspace, officer, id));
  SANAD_CHECK(require_ready(now));
  SANAD_CHECK(workspace.custody().record(
      {"certificate.made", job.actor, one.case_id,
       json::Object{{"certificate", one.id},
                    {"exhibits", json::Array(one.exhibits.begin(), one.exhibits.end())},
                    {"documents", making.take()}}}));
  return json::Value(json::Object{{"certificate", id}});
}

Result<OpenedCertificate> open_certificate(Workspace& workspace, const Officer& caller,
                                           std::string_view certificate, std::string_view name) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
                           "take a certificate"));
  SANAD_TRY(Certificate one, find_certificate(workspace, caller, certificate));
  if (!one.made)
    return Error{ErrorCode::kNotFound, "the certificate was not made yet; sign it, then make it"};
  const auto document = std::ranges::find(one.made->documents, name, &CertificateDocument::name);
  if (document == one.made->documents.end())
    return Error{ErrorCode::kNotFound, fmt::format("the certificate has no page \"{}\"", name)};
  for (const std::string& exhibit : one.exhibits) {
    SANAD_TRY(const auto gone, workspace.records().tombstone(exhibit));
    if (gone)
      return Error{ErrorCode::kNotFound,
                   fmt::format("the certificate is about {}, which was disposed of ({})",
                               gone->number, gone->id)};
  }
  SANAD_TRY(const Digest256 digest, parse_digest256(document->sha256));
  SANAD_TRY_WITH(auto reader, workspace.vault().open_object(one.case_id, digest), document->name);
  SANAD_CHECK(workspace.custody().record(
      {"certificate.copied", caller.id, one.case_id,
       json::Object{{"certificate", one.id},
                    {"exhibits", json::Array(one.exhibits.begin(), one.exhibits.end())},
                    {"file", document->name}}}));
  const CertificateDocument copied = *document;
  return OpenedCertificate{std::move(one), copied, std::move(reader)};
}

Result<json::Object> view(Workspace& workspace, const Certificate& certificate) {
  json::Array exhibits, signatures, documents;
  for (const std::string& id : certificate.exhibits) {
    SANAD_TRY(const auto gone, workspace.records().tombstone(id));
    std::string number = gone ? gone->number : std::string();
    if (!gone) {
      SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(id));
      number = exhibit.number;
    }
    exhibits.emplace_back(json::Object{{"exhibit", id}, {"number", number}});
  }
  for (const CertificateSignature& one : certificate.signatures)
    signatures.emplace_back(json::Object{{"signer", one.signer},
                                         {"by", one.by},
                                         {"by_name", name_of(workspace, one.by)},
                                         {"at", format_timestamp(one.at)},
                                         {"index", one.index}});
  if (certificate.made)
    for (const CertificateDocument& one : certificate.made->documents)
      documents.emplace_back(json::Object{{"name", one.name},
                                          {"media_type", one.media_type},
                                          {"sha256", one.sha256},
                                          {"size", one.size}});
  return json::Object{
      {"certificate", certificate.id},
      {"case", certificate.case_id},
      {"pack", certificate.pack},
      {"edition", certificate.edition},
      {"form", certificate.form},
      {"state", certificate.state()},
      {"at", format_timestamp(certificate.at)},
      {"index", certificate.index},
      {"drafted_by", certificate.drafted_by},
      {"drafted_by_name", name_of(workspace, certificate.drafted_by)},
      {"shown", certificate.shown},
      {"not_shown", certificate.not_shown},
      {"exhibits", std::move(exhibits)},
      {"signers", json::Array(certificate.signers.begin(), certificate.signers.end())},
      {"signatures", std::move(signatures)},
      {"withdrawn", certificate.withdrawn},
      {"documents", std::move(documents)}};
}

Result<void> check_certificates_for_bundle(Workspace& workspace, const records::Case& of_case,
                                           const std::vector<std::string>& certificates,
                                           const std::vector<records::Exhibit>& exhibits) {
  for (const std::string& id : certificates) {
    SANAD_TRY(const Certificate one, certificate_in(workspace, of_case, id));
    if (std::ranges::count(certificates, id) != 1)
      return Error{ErrorCode::kInvalid, fmt::format("{} is named twice", id)};
    if (!one.made || !one.withdrawn.empty())
      return Error{ErrorCode::kInvalid,
                   fmt::format("{} is {}, not made; a bundle takes certificates that were signed "
                               "and made",
                               id, one.state())};
    for (const std::string& exhibit : one.exhibits)
      if (std::ranges::find(exhibits, exhibit, &records::Exhibit::id) == exhibits.end())
        return Error{ErrorCode::kInvalid,
                     fmt::format("{} is about an exhibit that is not in the bundle", id)};
  }
  return {};
}

Result<CertificatesForBundle> certificates_for_bundle(Workspace& workspace,
                                                      const records::Case& of_case,
                                                      const std::vector<std::string>& certificates,
                                                      bool disclosable) {
  CertificatesForBundle found;
  for (const std::string& id : certificates) {
    SANAD_TRY(const Certificate one, certificate_in(workspace, of_case, id));
    if (!one.made || !one.withdrawn.empty())
      return Error{ErrorCode::kConflict, fmt::format("{} was withdrawn meanwhile", id)};
    present::BundledCertificate bundled{id, {one.made->index}, disclosable, {}};
    const std::string_view stem = disclosable ? "disclosable." : "certificate.";
    for (const CertificateDocument& document : one.made->documents) {
      if (!document.name.starts_with(stem)) continue;
      SANAD_TRY(Bytes bytes, open_sealed_page(workspace, of_case.id, document.name, document.sha256,
                                              kMaxPageBytes));
      bundled.pages.push_back({document.name, std::move(bytes)});
    }
    found.certificates.push_back(std::move(bundled));
    found.entries.push_back(one.index);
    found.entries.push_back(one.made->index);
    for (const CertificateSignature& signature : one.signatures)
      found.entries.push_back(signature.index);
  }
  std::ranges::sort(found.certificates, {}, &present::BundledCertificate::certificate);
  return found;
}

}  // namespace sanad::service
