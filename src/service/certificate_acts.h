// What the acts on certificates share.
#pragma once

#include "authority/law_pack.h"
#include "certificate_facts.h"
#include "present/bundle.h"
#include "service/certificates.h"

namespace sanad::service {

// What the entries say, for whoever may see it; withdrawn ones too, the newest first.
Result<std::vector<Certificate>> read_certificates(Workspace& workspace,
                                                   const std::string& case_id);

// Of certificate_record.cc: all that facts are drawn from. with_bundle: whether the newest bundle
// is looked for and verified.
Result<CertificateRecord> gather_record(Workspace& workspace, const authority::Officer& caller,
                                        const records::Case& of_case,
                                        const std::vector<records::Exhibit>& exhibits,
                                        bool with_bundle);
// The draft as it is sealed: fields with their lines, statements and signers.
Result<json::Object> format_draft(Workspace& workspace, const records::Case& of_case,
                                  const authority::LawPack& pack, const authority::Form& form,
                                  const CertificateRecord& record, const std::string& id);

// Those whom a form asks for; of a form that names nobody, the officer who signs for it.
std::vector<authority::Signer> signers_of(const authority::Form& form);
// The signer to whom a field or a statement of that part belongs.
const authority::Signer& owner_of(const std::vector<authority::Signer>& signers,
                                  std::string_view part);

// What a bundle holds of certificates that were made. kNotFound; kInvalid: not made, withdrawn, or
// about an exhibit that is not in the bundle.
Result<void> check_certificates_for_bundle(Workspace& workspace, const records::Case& of_case,
                                           const std::vector<std::string>& certificates,
                                           const std::vector<records::Exhibit>& exhibits);
struct CertificatesForBundle {
  std::vector<present::BundledCertificate> certificates;
  std::vector<std::uint64_t> entries;
};
// disclosable: with pages that name no officer.
Result<CertificatesForBundle> certificates_for_bundle(Workspace& workspace,
                                                      const records::Case& of_case,
                                                      const std::vector<std::string>& certificates,
                                                      bool disclosable);

}  // namespace sanad::service
