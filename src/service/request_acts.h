// What the acts on a request share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "request_forms.h"
#include "service/requests.h"

namespace sanad::service {

// Records act.refused about a request and answers the kDenied error for it. On failure of the
// ledger that error instead.
Error refuse_request(Workspace& workspace, const authority::Officer& caller,
                     const records::Request& request, std::string_view activity,
                     std::string_view code, const std::string& reason);

// kInvalid: empty, too long or no UTF-8.
Result<void> check_request_text(std::string_view text, std::string_view what);

// A request with its form and the facts that its form is filled in from. Zones lie in here, so it
// is not copied.
struct PreparedRequest {
  authority::LawLibrary library;
  RequestForm form;
  RequestContent content;
  RequestFacts facts;
  Zone zone = Zone::utc(), law_zone = Zone::utc();
};
Result<std::unique_ptr<PreparedRequest>> prepare_request(Workspace& workspace,
                                                         const records::Request& request,
                                                         std::string_view officer_name,
                                                         std::optional<Timestamp> issued_at);

// The exhibits that a content names, each of the case, in their order. kInvalid.
Result<std::vector<records::Exhibit>> cited_exhibits(Workspace& workspace, std::string_view case_id,
                                                     const std::vector<std::string>& ids);

// The papers of a prepared request: its form and those beside it, in both languages, sealed; as
// members of "documents".
Result<json::Array> seal_papers(Workspace& workspace, const records::Request& request,
                                const PreparedRequest& prepared);
// One of them, not sealed.
std::string paper_of(Workspace& workspace, const records::Request& request,
                     const PreparedRequest& prepared, std::string_view language);

// A member of "documents".
json::Object document_json(std::string_view name, std::string_view form, std::string_view language,
                           std::string_view media_type, const vault::SealedObject& sealed);

}  // namespace sanad::service
