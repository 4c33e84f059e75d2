// Certificates and statements (docs/formats/certificate.md): a form of a law pack of which the
// record fills in what it can show, each line with where it stands, and a person states the rest
// and signs. Nothing is ticked for anybody. Each act is an entry, and there is no other store of
// them. Tested by certificates_test.cc.
//
//   draft ── what the record shows is sealed as it stood then
//   sign  ── by each person whom the form asks for; void where the record says otherwise meanwhile
//   make  ── pages in English and in Urdu, as HTML and as tagged PDF, signed by the agency, sealed
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "capture/capture.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kMaxCertificateExhibits = 100;
inline constexpr std::size_t kMaxCertificates = 500;  // of one case, withdrawn ones included

struct CertificateOrder {
  std::string case_id;                // identifier or reference
  std::string pack, form;             // the newest edition of the pack
  std::vector<std::string> exhibits;  // identifiers or numbers; none: all of the case
};

struct CertificateSignature {
  std::string signer, by, stated_sha256;
  Timestamp at;
  std::uint64_t index = 0;
  json::Value basis;  // [{"demand", "reference"}]
};

struct CertificateDocument {
  std::string name;  // "certificate.en.pdf", "disclosable.json"
  std::string media_type, sha256;
  std::uint64_t size = 0;
};

struct MadeCertificate {
  std::uint64_t index = 0;
  Timestamp at;
  std::vector<CertificateDocument> documents;
};

struct Certificate {
  std::string id;  // certificate-…
  std::string case_id, pack, edition, form, drafted_by, facts_sha256;
  Timestamp at;
  std::uint64_t index = 0;
  std::int64_t shown = 0, not_shown = 0;  // lines of the record
  std::vector<std::string> exhibits;      // identifiers
  std::vector<std::string> signers;       // whom the form asks for
  std::vector<CertificateSignature> signatures;
  std::string withdrawn;  // why; empty: it stands
  std::optional<MadeCertificate> made;

  bool is_signed() const { return signatures.size() == signers.size(); }
  std::string state() const;  // "draft", "partly", "signed", "made" or "withdrawn"
};

// What a signer says. fields: {KEY: {"value": …}} or {KEY: {"open": why}}. statements: {KEY:
// {"made": true}} or {KEY: {"made": false, "reason": why}}.
struct CertificateSaying {
  std::string signer;  // key of the form; may be empty where it asks for one only
  json::Value fields, statements;
};

// Forms that a pack's certificates name: {"pack","edition","form","document","title","caution",
// "signers","fields","statements"}. By any officer whose account is open.
Result<json::Array> certificate_forms(Workspace& workspace, const authority::Officer& caller);

// By an investigator, a supervisor or an evidence officer, as all that acts here; kDenied is
// recorded. Recorded as certificate.drafted. kInvalid: no such form, or no exhibit.
Result<Certificate> draft_certificate(Workspace& workspace, const authority::Officer& caller,
                                      const CertificateOrder& order);
// Recorded as certificate.signed. kDenied, recorded, with a code: "not-collector", "is-collector",
// "not-in-charge", "not-competent", "same-person", "four-eyes", "record-moved" (what the record
// says has changed since the draft). kInvalid: something that must be said is neither stated nor
// left open with a reason. kConflict: signed already, or withdrawn.
Result<Certificate> sign_certificate(Workspace& workspace, const authority::Officer& caller,
                                     std::string_view certificate, const CertificateSaying& saying);
// It stands no more, and stays in the ledger.
Result<void> withdraw_certificate(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view certificate, std::string_view reason);

// By whoever reads the case and every exhibit that a certificate is about.
Result<std::vector<Certificate>> list_certificates(Workspace& workspace,
                                                   const authority::Officer& caller,
                                                   std::string_view case_id);
Result<Certificate> find_certificate(Workspace& workspace, const authority::Officer& caller,
                                     std::string_view certificate);
// The whole of it, as it stands: {"format": "sanad-certificate/1", …}.
Result<json::Value> read_certificate(Workspace& workspace, const Certificate& certificate);
// The same with a text in both languages for each line, for people who look at it.
Result<json::Value> describe_certificate(Workspace& workspace, const Certificate& certificate);
// As a page of HTML. language: "en" or "ur".
Result<std::string> preview_certificate(Workspace& workspace, const authority::Officer& caller,
                                        std::string_view certificate, std::string_view language);

// kConflict: not everybody has signed, or it was withdrawn. Answers the job.
Result<std::string> order_certificate(Workspace& workspace, const authority::Officer& caller,
                                      std::string_view certificate);
// Runs a job "certificate-print". Recorded as certificate.made.
Result<json::Value> run_certificate(Workspace& workspace, const records::Job& job,
                                    capture::Monitor& monitor);

struct OpenedCertificate {
  Certificate certificate;
  CertificateDocument document;
  std::unique_ptr<vault::ObjectReader> reader;
};
// Recorded as certificate.copied. kNotFound: not made, no such page, or an exhibit was disposed of.
Result<OpenedCertificate> open_certificate(Workspace& workspace, const authority::Officer& caller,
                                           std::string_view certificate, std::string_view name);

Result<json::Object> view(Workspace& workspace, const Certificate& certificate);

}  // namespace sanad::service
