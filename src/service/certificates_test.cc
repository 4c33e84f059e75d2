#include "service/certificates.h"

#include <algorithm>
#include <map>
#include <set>

#include "authority/certificate_forms.h"
#include "certificate_acts.h"
#include "certificate_facts.h"
#include "planning_rig.h"
#include "service/acts.h"

namespace sanad::service {
namespace {

using authority::Role;

// An acquisition record as a capture writes it, with all that certificates ask for.
constexpr const char* kRecord = R"({
  "format": "sanad-acquisition/1",
  "collector": {"officer": "OFFICER", "name": "Amal Mirani", "agency": "Tirazan Cyber Wing"},
  "validation": {"state": "current", "environment": "e0e0", "newest": {"validation": "validation-1", "verdict": "passed", "version": "0.1.0", "environment": "e0e0", "sha256": "abcd", "entry": 3, "recorded_at": "2027-01-15T07:00:00.000Z"}},
  "url_requested": "https://forum.tirazan.example/",
  "target_ips": ["192.0.2.7"],
  "html_sha256": "1111",
  "start_utc": "2027-01-15T08:00:00.000Z",
  "end_utc": "2027-01-15T08:00:09.000Z",
  "clock": {"source": "ntp.tirazan.example", "synchronised": true, "offset_ms": 2, "max_error_ms": 9, "checked_at": "2027-01-15T07:59:58.000Z"},
  "clock_after": {"source": "ntp.tirazan.example", "synchronised": true, "offset_ms": 2, "max_error_ms": 9, "checked_at": "2027-01-15T08:00:10.000Z"},
  "egress_ip": "198.51.100.9",
  "browser": {"name": "Chromium", "version": "140"},
  "env": {"os": "Debian"},
  "software": [{"name": "Sanad", "version": "0.1.0"}],
  "services": {"time": "ntp.tirazan.example", "ip": null, "whois": null},
  "hashes": [],
  "errors": [],
  "health": {"before": {"at": "2027-01-15T07:59:57.000Z", "passed": true, "checks": [{"name": "hashes", "passed": true, "detail": ""}]}, "after": {"at": "2027-01-15T08:00:11.000Z", "passed": true, "checks": [{"name": "hashes", "passed": true, "detail": ""}]}},
  "network_log": {"lost_bytes": 0, "damaged_lines": 0},
  "reconciliation": {"requests": [{"explained_by": "exchange"}], "b_only": []}
})";

std::string record_of(const authority::Officer& collector) {
  std::string text = kRecord;
  return text.replace(text.find("OFFICER"), 7, collector.id);
}

records::Entry entry(std::uint64_t index, const char* at, const char* kind, json::Object data) {
  return {index,    parse_timestamp(at).value(),  kind, "officer-1",
          "case-1", json::Value(std::move(data)), false};
}

// All that a certificate could want to know, of one capture.
CertificateRecord full_record() {
  CertificateRecord record;
  record.of_case.reference = "TZ-1";
  record.of_case.title = "Red Lantern Circle";
  record.ledger_name = "tirazan.example/ledger";
  record.agency_key_name = "tirazan.example/agency";
  CertifiedExhibit one;
  one.exhibit.id = "exhibit-1";
  one.exhibit.number = "TZ-1-001";
  one.exhibit.capture = "capture-1";
  one.exhibit.url = kForum;
  one.exhibit.started_at = parse_timestamp("2027-01-15T08:00:00.000Z").value();
  one.exhibit.ended_at = parse_timestamp("2027-01-15T08:00:09.000Z").value();
  one.exhibit.completeness = "complete";
  one.exhibit.sealed_index = 9;
  one.files = {{"capture.wacz", "archive", "application/wacz", 12, "aa", "bb", "", "", ""},
               {"screenshot.png", "screenshot", "image/png", 7, "cc", "dd", "", "", ""},
               {"acquisition.json", "acquisition", "application/json", 5, "ee", "ff", "", "", ""}};
  one.text = kRecord;
  one.acquisition = json::parse(kRecord).value();
  one.entries = {entry(5, "2027-01-14T08:00:00.000Z", "authorisation.requested",
                       {{"instrument", "order"},
                        {"instrument_reference", "17"},
                        {"issuing_authority", "Head"},
                        {"valid_from", "2027-01-14T00:00:00.000Z"},
                        {"valid_to", "2027-02-14T00:00:00.000Z"}}),
                 entry(6, "2027-01-14T09:00:00.000Z", "authorisation.approved", {}),
                 entry(8, "2027-01-15T08:00:00.000Z", "capture.started", {}),
                 entry(9, "2027-01-15T08:00:12.000Z", "exhibit.sealed", {}),
                 entry(11, "2027-01-15T09:00:00.000Z", "exhibit.copied", {})};
  record.exhibits.push_back(std::move(one));
  record.timestamps = {entry(12, "2027-01-15T10:00:00.000Z", "timestamp.received",
                             {{"tree_size", 10}, {"authority", "TSA"}, {"gen_time", "then"}})};
  record.fixity = {entry(4, "2027-01-15T06:00:00.000Z", "fixity.checked",
                         {{"checked", 4}, {"failed", json::Array{}}}),
                   entry(13, "2027-01-16T06:00:00.000Z", "fixity.checked",
                         {{"checked", 9}, {"failed", json::Array{}}})};
  record.bundle = CheckedBundle{entry(14, "2027-01-16T07:00:00.000Z", "bundle.exported",
                                      {{"bundle", "bundle-1"}, {"sha256", "bbbb"}, {"size", 100}}),
                                "intact",
                                21,
                                0,
                                0,
                                {}};
  record.notices = {{"certificate-9", "Defence", "then", "officer-1", 15}};
  return record;
}

void cut(CertificateRecord& record, std::initializer_list<const char*> way) {
  json::Value* at = &record.exhibits[0].acquisition;
  for (auto step = way.begin(); step != way.end(); ++step) {
    if (step + 1 == way.end()) {
      at->as_object()->set(*step, nullptr);
      return;
    }
    at = at->as_object()->find(*step);
  }
}

std::map<std::string, json::Array> all_facts(const CertificateRecord& record) {
  std::map<std::string, json::Array> all;
  for (const std::string_view asked : authority::certificate_answers())
    all.emplace(asked, facts_of(record, asked));
  return all;
}

std::set<std::string> codes(const json::Array& lines) {
  std::set<std::string> found;
  for (const json::Value& line : lines)
    if (!line["because"].string_or("").empty()) found.insert(line["because"].string_or(""));
  return found;
}

}  // namespace

TEST(CertificateFacts, TheFullRecordAnswersEverythingThatAPackMayAsk) {
  const std::set<std::string> never = {"ip-service", "whois-service"};
  for (const auto& [asked, lines] : all_facts(full_record())) {
    EXPECT_FALSE(lines.empty()) << asked;
    EXPECT_EQ(shows_something(lines), !never.contains(asked)) << asked;
    for (const json::Value& line : lines) EXPECT_FALSE(line["source"].is_null()) << asked;
  }
  // Only what nobody can show even of a full record is said not to be shown.
  EXPECT_EQ(codes(facts_of(full_record(), "custody-gaps")),
            std::set<std::string>{"before-collection"});
  EXPECT_TRUE(facts_of(full_record(), "stars").empty());
}

TEST(CertificateFacts, WhatIsTakenAwayChangesJustTheFieldsThatRestOnIt) {
  struct Loss {
    const char* what;
    std::function<void(CertificateRecord&)> take;
    std::set<std::string> fields;
    const char* because;
  };
  const std::vector<Loss> losses = {
      {"the self-test before",
       [](auto& r) { cut(r, {"health", "before"}); },
       {"health-before"},
       "no-health-record"},
      {"the self-test after",
       [](auto& r) { cut(r, {"health", "after"}); },
       {"health-after"},
       "no-health-record"},
      {"the validation",
       [](auto& r) { cut(r, {"validation", "newest"}); },
       {"validation"},
       "no-validation"},
      {"the timestamp", [](auto& r) { r.timestamps.clear(); }, {"timestamp"}, "no-timestamp"},
      {"the clock before", [](auto& r) { cut(r, {"clock"}); }, {"clock"}, "not-recorded"},
      {"the collector", [](auto& r) { cut(r, {"collector"}); }, {"collector"}, "not-recorded"},
      {"the machine's address",
       [](auto& r) { cut(r, {"egress_ip"}); },
       {"collector-ip"},
       "not-recorded"},
      {"the software", [](auto& r) { cut(r, {"software"}); }, {"software"}, "not-recorded"},
      {"the servers",
       [](auto& r) { cut(r, {"target_ips"}); },
       {"origin", "target-ips"},
       "not-recorded"},
      {"the page's digest",
       [](auto& r) { cut(r, {"html_sha256"}); },
       {"html-hash"},
       "not-recorded"},
      {"the approval",
       [](auto& r) { r.exhibits[0].entries.erase(r.exhibits[0].entries.begin() + 1); },
       {"authority"},
       "no-authority"},
      {"the bundle",
       [](auto& r) { r.bundle.reset(); },
       {"bundle-hash", "verifier-report"},
       "no-bundle"},
      {"the notice", [](auto& r) { r.notices.clear(); }, {"notice"}, "no-notice"},
      {"the re-hashing before",
       [](auto& r) { r.fixity.erase(r.fixity.begin()); },
       {"health-before"},
       "no-fixity-run"},
      {"the re-hashing after",
       [](auto& r) { r.fixity.pop_back(); },
       {"health-after", "custody-gaps"},
       "no-fixity-run"},
  };
  const auto before = all_facts(full_record());
  for (const Loss& loss : losses) {
    CertificateRecord record = full_record();
    loss.take(record);
    std::set<std::string> changed;
    for (const auto& [asked, lines] : all_facts(record)) {
      if (json::format_canonical(json::Value(lines)) ==
          json::format_canonical(json::Value(before.at(asked))))
        continue;
      changed.insert(asked);
      EXPECT_TRUE(codes(lines).contains(loss.because)) << loss.what << ": " << asked;
    }
    EXPECT_EQ(changed, loss.fields) << loss.what;
  }
}

TEST(CertificateFacts, WhatWentWrongIsTold) {
  CertificateRecord record = full_record();
  json::Value& health = *record.exhibits[0].acquisition.as_object()->find("health");
  health.as_object()->find("before")->as_object()->set(
      "checks", json::Array{json::Object{{"name", "disk"}, {"passed", false}}});
  record.fixity.back().data.as_object()->set(
      "failed", json::Array{json::Object{{"sha256", "aa"}, {"reason", "cut"}}});
  const std::string told = json::format_canonical(json::Value(facts_of(record, "incidents")));
  EXPECT_NE(told.find("incident.checks"), std::string::npos) << told;
  EXPECT_NE(told.find("incident.fixity"), std::string::npos) << told;
  EXPECT_EQ(told.find("incident.none"), std::string::npos);
  // "passed" is not believed against the checks that stand beside it.
  EXPECT_NE(json::format_canonical(json::Value(facts_of(record, "health-before")))
                .find("health.before.failed"),
            std::string::npos);
  CertificateRecord unsynchronised = full_record();
  unsynchronised.exhibits[0].acquisition.as_object()->find("clock")->as_object()->set(
      "synchronised", false);
  EXPECT_TRUE(codes(facts_of(unsynchronised, "clock")).contains("clock-not-synchronised"));
  CertificateRecord failed = full_record();
  failed.exhibits[0]
      .acquisition.as_object()
      ->find("validation")
      ->as_object()
      ->find("newest")
      ->as_object()
      ->set("verdict", "failed");
  EXPECT_EQ(facts_of(failed, "validation")[0]["says"].string_or(""), "validation.failed");
}

class CertificatesTest : public PlanningRig {
 protected:
  void SetUp() override {
    PlanningRig::SetUp();
    authorisation_ = approved(case_);
    exhibit_ = seal_captured(record_of(amal_));
  }

  // As seal_one(), with the record given.
  records::Exhibit seal_captured(const std::string& record) {
    const auto capture = start_capture(case_);
    const std::string page = "<title>" + capture.id + "</title>";
    json::Array files{
        file("dom.html", "dom", page, put_object(case_.id, page)),
        file("acquisition.json", "acquisition", record, put_object(case_.id, record))};
    EXPECT_TRUE(
        workspace()
            .custody()
            .record({"exhibit.sealed", amal_.id, case_.id,
                     json::Object{{"exhibit", capture.exhibit},
                                  {"number", "TZ-2026-0001-" + capture.exhibit.substr(8, 4)},
                                  {"capture", capture.id},
                                  {"authorisation", authorisation_},
                                  {"url", kForum},
                                  {"title", "Threads"},
                                  {"started_at", format_timestamp(clock_.now())},
                                  {"ended_at", format_timestamp(clock_.now())},
                                  {"files", std::move(files)},
                                  {"completeness", json::Object{{"status", "complete"},
                                                                {"reasons", json::Array{}}}}}})
            .ok());
    return workspace().records().exhibit(capture.exhibit).value();
  }

  Certificate draft(const char* pack, const char* form, const authority::Officer* who = nullptr) {
    const auto made = draft_certificate(workspace(), who == nullptr ? amal_ : *who,
                                        {case_.reference, pack, form, {exhibit_.number}});
    EXPECT_TRUE(made.ok()) << made.error().message;
    return made.ok() ? *made : Certificate{};
  }

  // All that is asked of the signer, stated; the statements made.
  CertificateSaying all_of(const Certificate& one, const char* signer) {
    const json::Value whole = read_certificate(workspace(), one).value();
    json::Object fields, statements;
    for (const json::Value& field : *whole["fields"].as_array()) {
      if (field["owner"].string_or("") != signer || !field["asked"].bool_or(false)) continue;
      fields.set(field["key"].string_or(""), json::Object{{"open", "not known to me"}});
    }
    for (const json::Value& statement : *whole["statements"].as_array())
      if (statement["owner"].string_or("") == signer)
        statements.set(statement["key"].string_or(""), json::Object{{"made", true}});
    return {signer, json::Value(std::move(fields)), json::Value(std::move(statements))};
  }

  std::string code(const Result<Certificate>& result) {
    EXPECT_FALSE(result.ok());
    return result.ok() || result.error().code != ErrorCode::kDenied
               ? ""
               : entries("act.refused").back().data["code"].string_or("");
  }
  ErrorCode fault(const Result<Certificate>& result) {
    EXPECT_FALSE(result.ok());
    return result.ok() ? ErrorCode::kIo : result.error().code;
  }

  void certify_competency(const authority::Officer& who) {
    const auto paper = fill_for_agency(
        "competency-certificate",
        {{"officer", who.name}, {"valid-from", in(-kDayMs)}, {"expires", in(20 * kDayMs)}});
    ASSERT_TRUE(paper.ok()) << paper.error().message;
    ASSERT_TRUE(submit_paper(workspace(), amal_, paper->id, 1).ok());
    ASSERT_TRUE(decide_paper(workspace(), behram_, paper->id, 1, Verdict::kApprove, "").ok());
  }

  std::string authorisation_;
  records::Exhibit exhibit_;
};

TEST_F(CertificatesTest, EveryFormThatAPackCallsACertificateCanBeDrafted) {
  const auto forms = certificate_forms(workspace(), amal_).value();
  std::set<std::string> names;
  for (const json::Value& form : forms) {
    const std::string name = form["pack"].string_or("") + "/" + form["form"].string_or("");
    names.insert(name);
    const Certificate one =
        draft(form["pack"].string_or("").c_str(), form["form"].string_or("").c_str());
    EXPECT_GT(one.shown + one.not_shown, 0) << name;
    EXPECT_EQ(one.state(), "draft");
    for (const char* language : {"en", "ur"}) {
      const auto page = preview_certificate(workspace(), amal_, one.id, language);
      ASSERT_TRUE(page.ok()) << page.error().message;
      EXPECT_EQ(page->find("[["), std::string::npos) << name;
    }
  }
  EXPECT_EQ(names, (std::set<std::string>{"in/bsa-63", "international/bp-annex-iv",
                                          "international/bp-annex-v", "pk/ifta-22-certificate",
                                          "pk/mirza-checklist", "pk/qso-system-statement",
                                          "uk/exhibit-list", "uk/s9-statement", "us/fre-902-13",
                                          "us/fre-902-14", "us/fre-902-notice"}));
  EXPECT_EQ(fault(draft_certificate(workspace(), amal_, {case_.id, "pk", "peca-31-notice", {}})),
            ErrorCode::kInvalid);
}

TEST_F(CertificatesTest, ALineLeadsToTheBytesOfTheSealedRecordThatSayIt) {
  const Certificate one = draft("pk", "qso-system-statement");
  const json::Value whole = read_certificate(workspace(), one).value();
  const std::string record = record_of(amal_);
  int followed = 0;
  for (const json::Value& field : *whole["fields"].as_array())
    for (const json::Value& line : *field["lines"].as_array()) {
      if (line["source"]["file"].string_or("").empty()) continue;
      const auto offset = static_cast<std::size_t>(line["source"]["offset"].int_or(-1));
      const auto length = static_cast<std::size_t>(line["source"]["length"].int_or(0));
      const std::string bytes = record.substr(offset, length);
      for (const json::Value& value : *line["values"].as_array()) {
        const std::string shown = value["officer"].string_or(value.string_or(""));
        const std::string says = line["says"].string_or("");
        if (says != "validation.passed" && says != "collector") continue;
        EXPECT_NE(bytes.find(shown), std::string::npos) << bytes << " / " << shown;
      }
      ++followed;
    }
  EXPECT_GE(followed, 6);
}

TEST_F(CertificatesTest, NothingIsStatedForAnybody) {
  const Certificate one = draft("pk", "qso-system-statement");
  const json::Value whole = read_certificate(workspace(), one).value();
  for (const json::Value& field : *whole["fields"].as_array())
    EXPECT_TRUE(field["stated"].is_null());
  for (const json::Value& statement : *whole["statements"].as_array())
    EXPECT_TRUE(statement["said"].is_null());
  CertificateSaying saying = all_of(one, "officer");
  saying.statements.as_object()->erase("working");
  EXPECT_EQ(fault(sign_certificate(workspace(), amal_, one.id, saying)), ErrorCode::kInvalid);
  // Not making a statement takes a reason, and is told.
  saying.statements.as_object()->set("working", json::Object{{"made", false}});
  EXPECT_EQ(fault(sign_certificate(workspace(), amal_, one.id, saying)), ErrorCode::kInvalid);
  saying.statements.as_object()->set("working",
                                     json::Object{{"made", false}, {"reason", "I was on leave"}});
  saying.statements.as_object()->set("healthy", json::Object{{"made", true}});
  EXPECT_EQ(fault(sign_certificate(workspace(), amal_, one.id, saying)), ErrorCode::kInvalid);
  saying.statements.as_object()->erase("healthy");
  const auto made = sign_certificate(workspace(), amal_, one.id, saying);
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ(made->state(), "signed");
  const std::string page = preview_certificate(workspace(), chand_, one.id, "en").value();
  EXPECT_NE(page.find("NOT stated by"), std::string::npos);
  EXPECT_NE(page.find("I was on leave"), std::string::npos);
  EXPECT_NE(page.find("Amal Mirani"), std::string::npos);
  EXPECT_EQ(fault(sign_certificate(workspace(), amal_, one.id, saying)), ErrorCode::kConflict);
  // What is stated is sealed, and the ledger holds its digest alone.
  EXPECT_EQ(json::format_canonical(entries("certificate.signed").back().data).find("on leave"),
            std::string::npos);
}

TEST_F(CertificatesTest, WhoSignsIsWhomTheFormAsksFor) {
  const Certificate system = draft("pk", "qso-system-statement");
  EXPECT_EQ(code(sign_certificate(workspace(), behram_, system.id, all_of(system, "officer"))),
            "not-in-charge");
  EXPECT_TRUE(sign_certificate(workspace(), chand_, system.id, all_of(system, "officer")).ok());

  const Certificate collection = draft("international", "bp-annex-iv");
  EXPECT_EQ(
      code(sign_certificate(workspace(), chand_, collection.id, all_of(collection, "collector"))),
      "not-collector");
  EXPECT_TRUE(
      sign_certificate(workspace(), amal_, collection.id, all_of(collection, "collector")).ok());

  const Certificate generated = draft("us", "fre-902-13", &behram_);
  const auto saying = all_of(generated, "qualified-person");
  EXPECT_EQ(code(sign_certificate(workspace(), behram_, generated.id, saying)), "four-eyes");
  EXPECT_EQ(code(sign_certificate(workspace(), farid_, generated.id, saying)), "not-competent");
  certify_competency(farid_);
  const auto made = sign_certificate(workspace(), farid_, generated.id, saying);
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_TRUE(made->signatures[0].basis.as_array()->front()["reference"].string_or("").starts_with(
      "paper-"));
}

TEST_F(CertificatesTest, BothPartsAreSignedByDifferentPersonsAndTheExpertCollectedNothing) {
  const Certificate one = draft("in", "bsa-63");
  const auto expert = all_of(one, "expert");
  EXPECT_EQ(fault(sign_certificate(workspace(), amal_, one.id, {"", {}, {}})), ErrorCode::kInvalid);
  certify_competency(amal_);
  EXPECT_EQ(code(sign_certificate(workspace(), amal_, one.id, expert)), "is-collector");
  CertificateSaying party = all_of(one, "party");
  party.fields.as_object()->set("a-place", json::Object{{"value", "Zarmin"}});
  // Part B is not for the party to state.
  CertificateSaying both = party;
  both.fields.as_object()->set("b-place", json::Object{{"value", "Zarmin"}});
  EXPECT_EQ(fault(sign_certificate(workspace(), chand_, one.id, both)), ErrorCode::kInvalid);
  const auto half = sign_certificate(workspace(), chand_, one.id, party);
  ASSERT_TRUE(half.ok()) << half.error().message;
  EXPECT_EQ(half->state(), "partly");
  EXPECT_FALSE(order_certificate(workspace(), amal_, one.id).ok());
  certify_competency(chand_);
  EXPECT_EQ(code(sign_certificate(workspace(), chand_, one.id, expert)), "same-person");
  certify_competency(behram_);
  EXPECT_EQ(sign_certificate(workspace(), behram_, one.id, expert).value().state(), "signed");
}

TEST_F(CertificatesTest, ADraftIsVoidOnceTheRecordSaysOtherwise) {
  const Certificate one = draft("pk", "qso-system-statement");
  ASSERT_TRUE(workspace()
                  .custody()
                  .record({"timestamp.received", std::string(custody::kSystem), "",
                           json::Object{{"tree_size", std::uint64_t{exhibit_.sealed_index + 1}},
                                        {"authority", "TSA"},
                                        {"gen_time", format_timestamp(clock_.now())},
                                        {"serial", "1"}}})
                  .ok());
  EXPECT_EQ(code(sign_certificate(workspace(), amal_, one.id, all_of(one, "officer"))),
            "record-moved");
  const Certificate again = draft("pk", "qso-system-statement");
  EXPECT_EQ(again.not_shown + 1, one.not_shown);
  EXPECT_TRUE(sign_certificate(workspace(), amal_, again.id, all_of(again, "officer")).ok());
  ASSERT_TRUE(withdraw_certificate(workspace(), behram_, one.id, "a timestamp came").ok());
  EXPECT_EQ(fault(sign_certificate(workspace(), amal_, one.id, all_of(one, "officer"))),
            ErrorCode::kConflict);
  EXPECT_EQ(list_certificates(workspace(), amal_, case_.id).value().size(), 2U);
}

TEST_F(CertificatesTest, ANoticeThatWasSignedIsShownOnTheCertificateBesideIt) {
  const auto lines = [&](const Certificate& one) {
    const json::Value whole = read_certificate(workspace(), one).value();
    for (const json::Value& field : *whole["fields"].as_array())
      if (field["record"].string_or("") == "notice") return *field["lines"].as_array();
    return json::Array{};
  };
  EXPECT_EQ(codes(lines(draft("us", "fre-902-14"))), std::set<std::string>{"no-notice"});
  const Certificate notice = draft("us", "fre-902-notice");
  CertificateSaying saying = all_of(notice, "party");
  saying.fields.as_object()->set("addressee", json::Object{{"value", "Counsel for Zarmina"}});
  saying.fields.as_object()->set("served-at", json::Object{{"value", "2027-01-15T09:00:00.000Z"}});
  const auto served = sign_certificate(workspace(), amal_, notice.id, saying);
  ASSERT_TRUE(served.ok()) << served.error().message;
  const std::string told = json::format_canonical(json::Value(lines(draft("us", "fre-902-14"))));
  EXPECT_NE(told.find("Counsel for Zarmina"), std::string::npos) << told;
  EXPECT_NE(told.find("2027-01-15T09:00:00.000Z"), std::string::npos) << told;
}

}  // namespace sanad::service
