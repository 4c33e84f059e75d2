// Acts of the permission matrix that share with other agencies, as a browser asks for them.
#pragma once

#include "permission_ask_rig.h"

namespace sanad::server::matrix {

inline json::Object marking_body(const char* tlp) {
  return {{"tlp", tlp}, {"pap", tlp}, {"caveats", json::Array{}}};
}
// A package that came, uploaded and opened; whoever may not open it is refused before it is looked
// for.
inline Reply open_upload(const Asker& a) {
  const std::string& bytes = a.s.more;
  const Reply begun = a.ask(
      "POST", a.filled("/cases/{case}/uploads"),
      json::Object{
          {"name", "package.cms"},
          {"files", json::Array{json::Object{{"path", "package.cms"}, {"size", bytes.size()}}}}});
  if (begun.status != 201) return begun;
  const std::string id = begun.body["upload"].string_or("");
  EXPECT_EQ(a.put("/uploads/" + id, bytes).status, 200);
  return a.ask("POST", a.filled("/cases/{case}/packages/open"), json::Object{{"upload", id}});
}

inline void add_sharing_acts(std::map<std::string, RouteAct>& acts) {
  using W = PermissionWorld;
  acts.merge(std::map<std::string, RouteAct>{
      {"read-card", {&W::own_exchange, {get("/exchange/card")}}},
      {"renew-card", {&W::nothing, {post("/exchange/card", because("it was lent"))}}},
      {"add-partner",
       {&W::nothing,
        {post_with("/exchange/partners",
                   [](const Asker& a) {
                     const auto order = a.world.partner_order();
                     return json::Object{{"card", order.card},
                                         {"name", order.name},
                                         {"max_tlp", "amber"},
                                         {"max_pap", "amber"}};
                   })}}},
      {"confirm-partner",
       {&W::new_partner,
        {post_with("/exchange/partners/{id}/confirm",
                   [](const Asker& a) {
                     return json::Object{{"fingerprint", a.s.more}, {"how", "by telephone"}};
                   })}}},
      {"retire-partner",
       {&W::new_partner, {post("/exchange/partners/{id}/retire", because("a key was lost"))}}},
      {"read-partners", {&W::nothing, {get("/exchange/partners")}}},
      {"set-marking",
       {&W::new_exhibit,
        {post("/markings/{id}",
              {{"marking", marking_body("amber")}, {"reason", "a source is named"}})}}},
      {"read-marking", {&W::new_exhibit, {get("/markings/{id}")}}},
      {"seal-package",
       {&W::bundle_to_share,
        {post_with("/cases/{case}/packages",
                   [](const Asker& a) {
                     return json::Object{{"bundle", a.s.id},
                                         {"partners", json::Array{a.s.more}},
                                         {"marking", marking_body("amber")},
                                         {"purpose", "joint inquiry 7/2026"},
                                         {"expires_at", a.world.in(7 * W::kDayMs)}};
                   })}}},
      {"copy-package", {&W::sealed_package, {get("/packages/{id}/file")}}},
      {"open-package",
       {&W::package_that_came,
        {{open_upload, false},
         {post("/cases/{case}/packages/open", {{"upload", "upload-0000000000000000"}}).send,
          true}}}},
      {"take-package", {&W::opened_package, {post("/packages/{id}/take")}}},
      {"issue-receipt", {&W::taken_package, {post("/packages/{id}/receipt")}}},
      {"take-receipt",
       {&W::receipt_that_came,
        {{[](const Asker& a) { return a.post_bytes("/receipts", a.s.more); }, false}}}},
      {"read-packages",
       {&W::issued_receipt_file,
        {get("/cases/{case}/packages"), get("/packages/{id}"), get("/receipts/{more}/file")}}},
      {"release-indicator",
       {&W::to_release,
        {post_with("/cases/{case}/releases",
                   [](const Asker& a) {
                     return json::Object{{"list", a.s.id},
                                         {"entry", a.s.more},
                                         {"marking", marking_body("green")},
                                         {"reason", "partners ask for it"}};
                   })}}},
      {"withdraw-release",
       {&W::release, {post("/releases/{id}/withdraw", because("it was a newspaper's"))}}},
      {"read-releases", {&W::home, {get("/cases/{case}/releases")}}},
      {"export-indicators",
       {&W::partner_in_force,
        {post_with("/exchange/indicators",
                   [](const Asker& a) {
                     return json::Object{
                         {"format", "stix"}, {"partner", a.s.id}, {"purpose", "agreement 7"}};
                   })}}},
  });
}

}  // namespace sanad::server::matrix
