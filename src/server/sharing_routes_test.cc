// Sharing over HTTP: what the workbench asks, and what a partner's TAXII client asks.
#include "list_test_rig.h"
#include "service/exchange.h"
#include "service/releases.h"
#include "service/tokens.h"
#include "service/worker.h"
#include "taxii_routes.h"

namespace sanad::server {
namespace {

class SharingRoutesTest : public ListRig {
 protected:
  void SetUp() override {
    ListRig::SetUp();
    case_ = open_case();
    json::Object asked = request();
    asked.set("activities", json::Array{"import", "share"});
    asked.set("targets", json::Array{});
    const std::string id =
        call(amal_, "POST", "/cases/" + case_ + "/authorisations", json::Value(asked))
            .body["authorisation"]
            .string_or("");
    ASSERT_EQ(call(behram_, "POST", "/authorisations/" + id + "/approve",
                   json::Object{{"note", "as asked"}})
                  .status,
              200);
    theirs_ = service::Workspace::create({(folder_.path() / "sahil").string(), keyring::KeyFile{}},
                                         "Sahil Cyber Unit", clock_)
                  .value();
    const auto head = service::add_officer(*theirs_, custody::kSystem, "Orhan Tel",
                                           {authority::Role::kSupervisor})
                          .value();
    card_ = sharing::format_card(service::own_card(*theirs_, head).value());
  }

  static json::Object marking(const char* tlp, const char* pap = "green") {
    return {{"tlp", tlp}, {"pap", pap}, {"caveats", json::Array{}}};
  }
  Reply add_partner(const Session& who, const char* most = "amber") {
    return call(who, "POST", "/exchange/partners",
                json::Object{{"card", card_}, {"max_tlp", most}, {"max_pap", "amber"}});
  }
  Reply release(const std::string& list, const std::string& value, const char* tlp) {
    return call(amal_, "POST", "/cases/" + case_ + "/releases",
                json::Object{{"list", list},
                             {"entry", entry_of(list, value)},
                             {"marking", marking(tlp)},
                             {"labels", json::Array{"unodc-use:propaganda"}},
                             {"reason", "partners ask for it"}});
  }
  std::string secret(std::vector<std::string> scopes) {
    const auto behram = workspace_->records().officer("Behram Sorani").value();
    std::vector<std::string> lists;
    if (scopes.front() == "lookup") lists = {"Lantern files"};
    return service::issue_token(*workspace_, behram,
                                {"Sahil Cyber Unit",
                                 "indicators",
                                 std::move(scopes),
                                 lists,
                                 {clock_.now().unix_ms + kDayMs},
                                 600})
        .value()
        .secret;
  }
  Reply taxii(const std::string& authorization, const std::string& path,
              http::Headers headers = {{"Accept", std::string(sharing::kTaxiiMediaType)}},
              std::string_view method = "GET") {
    if (!authorization.empty()) headers.push_back({"Authorization", authorization});
    Reply reply = send(method, server_->origin() + path, headers, "");
    EXPECT_EQ(reply.header("Content-Type"), sharing::kTaxiiMediaType) << path;
    reply.body = json::parse(reply.text).value();
    check_reply(std::string(method), path.substr(0, path.find('?')), reply);
    return reply;
  }

  std::string case_, card_;
  std::unique_ptr<service::Workspace> theirs_;
};

TEST_F(SharingRoutesTest, APartnerIsRegisteredByOneAndConfirmedByAnother) {
  EXPECT_EQ(call(amal_, "GET", "/exchange/card").status, 404);
  const Reply card = call(behram_, "GET", "/exchange/card");
  EXPECT_EQ(card.status, 200);
  EXPECT_EQ(call(amal_, "GET", "/exchange/card").body["words"].string_or("?"),
            card.body["words"].string_or(""));
  EXPECT_EQ(call(amal_, "POST", "/exchange/card", json::Object{{"reason", "x"}}).status, 403);
  EXPECT_EQ(call(behram_, "POST", "/exchange/card", json::Object{{"reason", "lent"}}).status, 201);
  EXPECT_EQ(add_partner(amal_).status, 403);
  const Reply added = add_partner(behram_);
  ASSERT_EQ(added.status, 201) << added.text;
  EXPECT_EQ(add_partner(behram_).status, 409);
  EXPECT_EQ(call(behram_, "POST", "/exchange/partners",
                 json::Object{{"card", "{}"}, {"max_tlp", "amber"}, {"max_pap", "amber"}})
                .status,
            400);
  const std::string path = "/exchange/partners/" + added.body["partner"].string_or("");
  const json::Object said{{"fingerprint", added.body["fingerprint"]}, {"how", "by telephone"}};
  EXPECT_EQ(call(behram_, "POST", path + "/confirm", said).status, 403);
  EXPECT_EQ(call(chand_, "POST", path + "/confirm", said).body["state"].string_or(""), "in-force");
  EXPECT_EQ(call(dara_, "POST", path + "/retire", json::Object{{"reason", "their key was lost"}})
                .body["state"]
                .string_or(""),
            "retired");
  EXPECT_EQ(call(chand_, "GET", "/exchange/partners").body["items"].as_array()->size(), 1u);
}

TEST_F(SharingRoutesTest, AMarkingIsSetReadAndDecidesWhoSees) {
  const std::string path = "/markings/" + case_;
  EXPECT_TRUE(call(amal_, "GET", path).body["effective"].is_null());
  const json::Object red{{"marking", marking("red", "red")}, {"reason", "a source is named"}};
  EXPECT_EQ(call(amal_, "POST", path, red).status, 200);
  EXPECT_EQ(call(amal_, "GET", path).body["effective"]["tlp"].string_or(""), "red");
  EXPECT_EQ(call(behram_, "GET", path).status, 403);
  EXPECT_EQ(call(behram_, "GET", "/cases/" + case_).status, 403);
  EXPECT_TRUE(call(behram_, "GET", "/cases").body["items"].as_array()->empty());
  EXPECT_EQ(call(behram_, "GET", "/cases/" + case_ + "/entries").status, 403);
  EXPECT_EQ(call(esen_, "GET", "/cases/" + case_).status, 200);
  EXPECT_EQ(call(amal_, "POST", path, json::Object{{"marking", "red"}, {"reason", "x"}}).status,
            400);
}

TEST_F(SharingRoutesTest, PackagesAndReceiptsThatAreNoneAreRefusedAndRecorded) {
  EXPECT_TRUE(
      call(amal_, "GET", "/cases/" + case_ + "/packages").body["items"].as_array()->empty());
  EXPECT_EQ(call(amal_, "GET", "/packages/package-0123456789abcdef").status, 404);
  EXPECT_EQ(call(amal_, "POST", "/cases/" + case_ + "/packages",
                 json::Object{{"bundle", "bundle-0123456789abcdef"},
                              {"partners", json::Array{"nobody"}},
                              {"marking", marking("green")},
                              {"purpose", "x"},
                              {"expires_at", format_timestamp({clock_.now().unix_ms + kDayMs})}})
                .status,
            404);
  const Reply begun = call(
      amal_, "POST", "/cases/" + case_ + "/uploads",
      json::Object{{"name", "package.cms"},
                   {"files", json::Array{json::Object{{"path", "package.cms"}, {"size", 7}}}}});
  ASSERT_EQ(begun.status, 201) << begun.text;
  const std::string upload = begun.body["upload"].string_or("");
  http::Headers headers{{"Cookie", amal_.cookie}, {"X-Sanad-CSRF", amal_.csrf}};
  EXPECT_EQ(
      send("PUT", server_->origin() + "/api/v1/uploads/" + upload + "?offset=0", headers, "nothing")
          .status,
      200);
  const auto open = [&] {
    return call(amal_, "POST", "/cases/" + case_ + "/packages/open",
                json::Object{{"upload", upload}});
  };
  const Reply job = open();
  ASSERT_EQ(job.status, 202) << job.text;
  const std::string id = job.body["job"].string_or("");
  const std::atomic<bool> stop{false};
  EXPECT_FALSE(service::run_now(*workspace_, id, stop, {}).ok());
  const Reply ended = call(amal_, "GET", "/jobs/" + id);
  EXPECT_EQ(ended.body["kind"].string_or(""), "package-open");
  EXPECT_EQ(ended.body["state"].string_or(""), "failed");
  EXPECT_NE(ended.body["error"].string_or("").find("not a sealed package"), std::string::npos);
  EXPECT_EQ(open().status, 404);  // what was refused is not kept
  const Reply receipt = send("POST", server_->origin() + "/api/v1/receipts", headers, "no receipt");
  EXPECT_EQ(receipt.status, 400) << receipt.text;
  const auto count = [&](const char* kind) {
    return workspace_->records().entries({.kind = kind, .limit = 100})->size();
  };
  EXPECT_EQ(count("package.refused"), 1u);
  EXPECT_EQ(count("receipt.refused"), 1u);
}

TEST_F(SharingRoutesTest, ATaxiiClientFindsPagesAndFiltersWhatWasReleased) {
  const std::string list = import_two();
  ASSERT_EQ(release(list, kValue, "clear").status, 403);  // the list is stricter
  import(amal_, kValue + "\n" + kOther + "\n",
         {{"signal", "sha256"}, {"name", "Ours"}, {"tlp", "clear"}});
  std::string ours;
  const Reply lists = call(amal_, "GET", "/lists");
  for (const auto& one : *lists.body["items"].as_array())
    if (one["name"].string_or("") == "Ours") ours = one["list"].string_or("");
  const Reply first = release(ours, kValue, "green");
  ASSERT_EQ(first.status, 201) << first.text;
  EXPECT_EQ(release(ours, kValue, "green").status, 409);
  clock_.advance_ms(5000);
  ASSERT_EQ(release(ours, kOther, "green").status, 201);
  EXPECT_EQ(call(amal_, "GET", "/cases/" + case_ + "/releases").body["items"].as_array()->size(),
            2u);

  const std::string bearer = "Bearer " + secret({"indicators"});
  const Reply discovery = taxii(bearer, "/taxii2/");
  EXPECT_EQ(discovery.body["default"].string_or(""), "/taxii2/indicators/");
  EXPECT_EQ(taxii(bearer, "/taxii2").status, 200);
  EXPECT_EQ(taxii(bearer, "/taxii2/indicators/").body["versions"].as_array()->size(), 1u);
  const Reply collections = taxii(bearer, "/taxii2/indicators/collections/");
  ASSERT_EQ(collections.body["collections"].as_array()->size(), 2u);
  const json::Value& green = (*collections.body["collections"].as_array())[1];
  EXPECT_FALSE(green["can_write"].bool_or(true));
  const std::string base = "/taxii2/indicators/collections/" + green["id"].string_or("") + "/";
  EXPECT_EQ(taxii(bearer, base).body["id"].string_or("?"), green["id"].string_or(""));
  // Identity, marking, statement and two indicators.
  const Reply objects = taxii(bearer, base + "objects/");
  EXPECT_EQ(objects.body["objects"].as_array()->size(), 5u);
  EXPECT_FALSE(objects.header("X-TAXII-Date-Added-First").empty());
  EXPECT_EQ(objects.body["more"].bool_or(true), false);
  const Reply page = taxii(bearer, base + "objects/?limit=3");
  EXPECT_EQ(page.body["more"].bool_or(false), true);
  EXPECT_EQ(taxii(bearer, base + "objects/?limit=3&next=" + page.body["next"].string_or(""))
                .body["objects"]
                .as_array()
                ->size(),
            2u);
  const Reply indicators = taxii(bearer, base + "objects/?match%5Btype%5D=indicator");
  ASSERT_EQ(indicators.body["objects"].as_array()->size(), 2u);
  const std::string id = (*indicators.body["objects"].as_array())[0]["id"].string_or("");
  EXPECT_EQ(
      taxii(bearer, base + "objects/?added_after=" + objects.header("X-TAXII-Date-Added-First"))
          .body["objects"]
          .as_array()
          ->size(),
      1u);
  EXPECT_EQ(taxii(bearer, base + "objects/" + id + "/").body["objects"].as_array()->size(), 1u);
  EXPECT_EQ(taxii(bearer, base + "objects/indicator--none/").status, 404);
  EXPECT_EQ(taxii(bearer, base + "manifest/?match[id]=" + id)
                .body["objects"]
                .as_array()
                ->front()["media_type"]
                .string_or(""),
            sharing::kStixMediaType);

  const std::string withdraw = "/releases/" + first.body["release"].string_or("") + "/withdraw";
  clock_.advance_ms(5000);
  EXPECT_EQ(call(amal_, "POST", withdraw, json::Object{{"reason", "it was a newspaper's"}})
                .body["state"]
                .string_or(""),
            "withdrawn");
  EXPECT_EQ(
      taxii(bearer, base + "objects/" + id + "/versions/").body["versions"].as_array()->size(), 2u);
  EXPECT_TRUE(taxii(bearer, base + "objects/" + id + "/")
                  .body["objects"]
                  .as_array()
                  ->front()["revoked"]
                  .bool_or(false));
}

TEST_F(SharingRoutesTest, TaxiiOpensByTokenOfItsScopeAloneAndWritesNothing) {
  import(amal_, kValue + "\n", {{"signal", "sha256"}, {"tlp", "green"}});
  const std::string right = secret({"indicators"});
  const std::string other = secret({"lookup"});
  EXPECT_EQ(taxii("", "/taxii2/").status, 401);
  EXPECT_EQ(taxii("Bearer sanad_wrong", "/taxii2/").status, 401);
  EXPECT_EQ(taxii("Bearer " + other, "/taxii2/").status, 403);
  EXPECT_EQ(taxii("Basic " + format_base64(as_bytes("sahil:" + right)), "/taxii2/").status, 200);
  EXPECT_EQ(taxii("Basic !", "/taxii2/").status, 401);
  EXPECT_EQ(taxii("Bearer " + right, "/taxii2/", {{"Accept", "application/json"}}).status, 406);
  EXPECT_EQ(
      taxii("Bearer " + right, "/taxii2/", {{"Accept", "application/taxii+json; version=2.1"}})
          .status,
      200);
  EXPECT_EQ(taxii("Bearer " + right, "/taxii2/nothing/").status, 404);
  EXPECT_EQ(taxii("Bearer " + right, "/taxii2/indicators/collections/none/").status, 404);
  const std::string collections = taxii("Bearer " + right, "/taxii2/indicators/collections/")
                                      .body["collections"]
                                      .as_array()
                                      ->front()["id"]
                                      .string_or("");
  EXPECT_EQ(taxii("Bearer " + right,
                  "/taxii2/indicators/collections/" + collections + "/objects/?limit=none")
                .status,
            400);
  EXPECT_EQ(send("POST",
                 server_->origin() + "/taxii2/indicators/collections/" + collections + "/objects/",
                 {{"Authorization", "Bearer " + right}}, "{}")
                .status,
            405);
  // What opens TAXII does not open lookups.
  EXPECT_EQ(send("GET", server_->origin() + "/hma/m/lookup?signal_type=sha256&signal=" + kValue,
                 {{"Authorization", "Bearer " + right}}, "")
                .status,
            403);
}

TEST_F(SharingRoutesTest, AFileOfIndicatorsIsMadeForAPartner) {
  const Reply added = add_partner(behram_);
  const std::string id = added.body["partner"].string_or("");
  ASSERT_EQ(call(chand_, "POST", "/exchange/partners/" + id + "/confirm",
                 json::Object{{"fingerprint", added.body["fingerprint"]}, {"how", "in person"}})
                .status,
            200);
  const auto file = [&](const char* format) {
    return call(amal_, "POST", "/exchange/indicators",
                json::Object{{"format", format}, {"partner", id}, {"purpose", "agreement 7"}});
  };
  EXPECT_EQ(file("stix").body["name"].string_or(""), "indicators.stix.json");
  EXPECT_EQ(file("misp").status, 200);
  EXPECT_EQ(file("csv").status, 400);
}

}  // namespace
}  // namespace sanad::server
