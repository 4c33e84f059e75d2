// The cross-examination of a bundle: take away any one proof, and exactly the answers that rest on
// it change; and verify.html's code answers each of these bundles alike, byte for byte.
#include "verifier/questions.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "craft.h"
#include "crypto/crypto.h"
#include "fixture.h"
#include "verifier/page.h"
#include "verifier/verifier.h"

namespace sanad::tamper {
namespace {

// From "exhibit question" ("question" alone of the bundle) to the answer.
using Answers = std::map<std::string, json::Value>;

constexpr const char* kFirstExhibit = "exhibit-1eeeeeeeeeeeeeee";

Answers answers_in(const verifier::Report& report) {
  Answers answers;
  const json::Array* list = report.answers["answers"].as_array();
  EXPECT_NE(list, nullptr);
  if (list == nullptr) return answers;
  for (const json::Value& one : *list) {
    const std::string exhibit = one["exhibit"].string_or("");
    const std::string name = exhibit.empty() ? "" : exhibit == kFirstExhibit ? "1 " : "2 ";
    EXPECT_TRUE(answers.emplace(name + one["id"].string_or(""), one).second);
  }
  return answers;
}

// What an answer says, in short.
std::string said(const json::Value& answer) {
  const std::string because = answer["because"].string_or("");
  return answer["answer"].string_or("") + (because.empty() ? "" : ": " + because);
}

// Each answer that is another than before, with what it says now. Numbers that count the entries of
// the bundle and the ledger ("since"), and those of entries behind the further ones ("withheld"),
// are not compared where entries_differ.
std::map<std::string, std::string> changes(const Answers& before, const Answers& now,
                                           bool entries_differ) {
  const auto text = [&](json::Value answer) {
    if (entries_differ && answer["id"].string_or("") == "since")
      for (const char* name : {"disclosed", "not_disclosed", "tree_size"})
        answer.as_object()->find("facts")->as_object()->erase(name);
    if (entries_differ && answer["id"].string_or("") == "withheld")
      for (json::Value& proof : *answer.as_object()->find("proof")->as_array())
        if (proof["kind"].string_or("") == "entry") proof.as_object()->erase("ref");
    return json::format_canonical(answer);
  };
  std::map<std::string, std::string> changed;
  EXPECT_EQ(before.size(), now.size());
  for (const auto& [name, answer] : now) {
    const auto at = before.find(name);
    if (at == before.end() || text(at->second) != text(answer)) changed[name] = said(answer);
  }
  return changed;
}

class QuestionsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { authority_ = new Authority(); }
  static void TearDownTestSuite() {
    delete authority_;
    authority_ = nullptr;
  }
  static Authority& authority() { return *authority_; }

  // The report on a bundle, which both verifiers must answer alike.
  verifier::Report examine(const Bytes& bundle, const verifier::Trust& trust) {
    MemorySource source(bundle);
    auto report = verifier::verify(source, trust, nullptr);
    EXPECT_TRUE(report.ok());
    if (!report.ok()) return {};
    const std::string file = fmt::format("{}.zip", ++bundles_);
    write_file(folder_.path() / file, bundle);
    std::string summary(verifier::verdict_name(report->verdict));
    for (const verifier::Check& check : report->checks)
      if (check.status != verifier::Status::kPass)
        summary += fmt::format("; {} {}", check.id, verifier::status_name(check.status));
    const json::Array changes{json::Object{{"name", file},
                                           {"file", file},
                                           {"summary", summary},
                                           {"answers", report->answers["answers"]}}};
    write_file(folder_.path() / "base.zip", bundle);
    write_file(folder_.path() / "changes.json", as_bytes(json::format_canonical(changes)));
    write_file(folder_.path() / "trust.json",
               as_bytes(json::format_canonical(json::Object{
                   {"key", format_base64(trust.agency_keys.front())},
                   {"root", format_base64(trust.roots.front())},
                   {"reader", format_hex(crypto::sha256(as_bytes(verifier::reader_page())))}})));
    std::string output;
    EXPECT_EQ(
        run_command(folder_.path(),
                    fmt::format("node '{}/tests/tamper/agree.mjs' .", SANAD_SOURCE_DIR), &output),
        0)
        << output;
    return std::move(report).value();
  }

  verifier::Report examine(const Case& of_case, bool with_timestamp = true) {
    return examine(of_case.bundle(with_timestamp ? &authority() : nullptr),
                   of_case.trust(authority()));
  }

 private:
  static Authority* authority_;
  TemporaryFolder folder_;
  int bundles_ = 0;
};
Authority* QuestionsTest::authority_ = nullptr;

const verifier::Check& answers_check(const verifier::Report& report) {
  return *std::ranges::find(report.checks, "answers", &verifier::Check::id);
}

// The time of a stamp is of now, so answers that name it are compared without it.
Answers without_stamp(Answers answers) {
  for (auto& [name, answer] : answers)
    for (const char* member : {"at", "timestamp_at"})
      if (name.ends_with("latest") || name == "rewritten")
        if (json::Value* at = answer.as_object()->find("facts")->as_object()->find(member))
          if (!at->is_null()) *at = "a time";
  return answers;
}

TEST_F(QuestionsTest, EveryQuestionIsAnsweredOrSaysWhyNot) {
  const verifier::Report report = examine(Case());
  EXPECT_EQ(report.verdict, verifier::Verdict::kIntact) << verifier::format_report_text(report);
  const std::map<std::string, std::string> of_exhibit = {
      {"altered", "no"},
      {"latest", "shown"},
      {"earliest", "shown"},
      {"collector", "shown"},
      {"authority", "yes"},
      {"complete", "yes"},
      {"signed-in", "no"},
      {"software", "shown"},
      {"validated", "yes"},
      {"health", "yes"},
      {"clock", "yes"},
      {"server", "shown"},
      {"corroborated", "cannot_be_shown: no-second-capture"},
      {"withheld", "yes"},
      {"since", "shown"}};
  std::map<std::string, std::string> expected = {{"rewritten", "cannot_be_shown: no-witness"}};
  for (const auto& [id, answer] : of_exhibit) {
    expected["1 " + id] = answer;
    expected["2 " + id] = answer;
  }
  std::map<std::string, std::string> found;
  for (const auto& [name, answer] : answers_in(report)) found[name] = said(answer);
  EXPECT_EQ(found, expected);
}

struct Removal {
  std::string name;
  Story story;
  std::map<std::string, std::string> changed;
  bool with_timestamp = true;
};

json::Object& member(json::Object& record, std::string_view name) {
  return *record.find(name)->as_object();
}

std::vector<Removal> removals() {
  using Record = json::Object;
  const std::string no = "cannot_be_shown: ";
  std::vector<Removal> list;
  list.push_back({"no timestamp",
                  {},
                  {{"1 latest", no + "no-timestamp"},
                   {"2 latest", no + "no-timestamp"},
                   {"rewritten", no + "no-witness"}},
                  false});
  const auto record = [&](std::string name, std::function<void(Record&)> edit,
                          std::map<std::string, std::string> changed) {
    list.push_back({std::move(name), {.edit_record = std::move(edit)}, std::move(changed)});
  };
  record("no health record", [](Record& r) { r.erase("health"); },
         {{"1 health", no + "no-health-record"}});
  record("no self-test after", [](Record& r) { member(r, "health").erase("after"); },
         {{"1 health", no + "no-health-record"}});
  record("a self-test that failed",
         [](Record& r) { member(member(r, "health"), "after").set("passed", false); },
         {{"1 health", "no"}});
  record("no validation", [](Record& r) { r.erase("validation"); },
         {{"1 validated", no + "no-validation"}});
  record("validated in another environment",
         [](Record& r) { member(r, "validation").set("state", "of-another-environment"); },
         {{"1 validated", no + "validated-otherwise"}});
  record("a validation that failed",
         [](Record& r) { member(member(r, "validation"), "newest").set("verdict", "failed"); },
         {{"1 validated", "no"}});
  record("signed in", [](Record& r) { member(r, "scope").set("logins", 1); },
         {{"1 signed-in", "yes"}});
  record("under a virtual identity", [](Record& r) { r.set("virtual_identity_id", "identity-3"); },
         {{"1 signed-in", "yes"}});
  record("a profile that was used before",
         [](Record& r) { member(r, "env").set("profile_fresh", false); },
         {{"1 signed-in", no + "profile-not-fresh"}});
  record("sign-ins not recorded", [](Record& r) { r.erase("scope"); },
         {{"1 signed-in", no + "not-recorded"}});
  record("no software", [](Record& r) { r.set("software", json::Array{}); },
         {{"1 software", no + "not-recorded"}});
  record("a clock that runs free",
         [](Record& r) { member(r, "clock_after").set("synchronised", false); },
         {{"1 clock", no + "clock-not-synchronised"}});
  record("no clock", [](Record& r) { r.erase("clock"); }, {{"1 clock", no + "not-recorded"}});
  record("no certificate", [](Record& r) { r.set("tls_chain_sha256", nullptr); },
         {{"1 server", no + "no-certificate"}});
  record("no address", [](Record& r) { r.set("target_ips", json::Array{}); },
         {{"1 server", no + "not-recorded"}});
  record("another thing that was not kept", [](Record& r) { r.set("not_kept", json::Array{}); },
         {{"1 complete", "yes"}});
  record("a record that names a member twice is not read",
         [](Record& r) { r.append_unchecked("env", json::Object{{"profile_fresh", true}}); },
         {{"1 complete", "yes"},
          {"1 signed-in", no + "record-unreadable"},
          {"1 software", no + "record-unreadable"},
          {"1 validated", no + "record-unreadable"},
          {"1 health", no + "record-unreadable"},
          {"1 clock", no + "record-unreadable"},
          {"1 server", no + "record-unreadable"}});
  list.push_back({"an incomplete capture",
                  {.completeness = "incomplete"},
                  {{"1 complete", "no"}, {"2 complete", "no"}}});
  list.push_back({"completeness not told",
                  {.completeness = ""},
                  {{"1 complete", no + "not-recorded"}, {"2 complete", no + "not-recorded"}}});
  list.push_back({"a witness", {.witnessed = true}, {{"rewritten", no + "witness-unknown"}}});
  const json::Value about = json::Object{{"exhibit", kFirstExhibit}, {"outcome", "alike"}};
  list.push_back({"a second capture",
                  {.further = {{"corroboration.recorded", about}}},
                  {{"1 corroborated", "shown"}, {"1 since", "shown"}}});
  list.push_back(
      {"a look and a bundle",
       {.further = {{"exhibit.viewed", about},
                    {"exhibit.viewed", about},
                    {"bundle.exported", json::Object{{"exhibits", json::Array{kFirstExhibit}}}}}},
       {{"1 since", "shown"}}});
  return list;
}

TEST_F(QuestionsTest, TakeAwayAProofAndExactlyTheRightAnswersChange) {
  const Answers before = without_stamp(answers_in(examine(Case())));
  for (const Removal& removal : removals()) {
    SCOPED_TRACE(removal.name);
    const verifier::Report report = examine(Case(removal.story), removal.with_timestamp);
    EXPECT_NE(report.verdict, verifier::Verdict::kTampered) << verifier::format_report_text(report);
    EXPECT_EQ(answers_check(report).status, verifier::Status::kPass);
    const bool entries_differ = !removal.story.further.empty();
    EXPECT_EQ(changes(before, without_stamp(answers_in(report)), entries_differ), removal.changed);
  }
}

TEST_F(QuestionsTest, WhatWasDoneSinceIsCountedAndTheUndisclosedAreToo) {
  const json::Value about = json::Object{{"exhibit", kFirstExhibit}};
  const Answers answers = answers_in(
      examine(Case({.further = {{"exhibit.viewed", about}, {"exhibit.viewed", about}}})));
  const json::Value& facts = answers.at("1 since")["facts"];
  EXPECT_EQ(json::format_canonical(facts["acts"]),
            R"([{"count":2,"first":"2024-03-02T09:42:00.000Z","kind":"exhibit.redacted",)"
            R"("last":"2024-03-02T09:42:00.000Z"},)"
            R"({"count":2,"first":"2024-03-02T09:41:00.000Z","kind":"exhibit.tiles",)"
            R"("last":"2024-03-02T09:41:00.000Z"},)"
            R"({"count":2,"first":"2024-03-02T09:50:00.000Z","kind":"exhibit.viewed",)"
            R"("last":"2024-03-02T09:50:00.000Z"}])");
  EXPECT_EQ(facts["disclosed"].int_or(0) + facts["not_disclosed"].int_or(0),
            facts["tree_size"].int_or(0));
  EXPECT_GT(facts["not_disclosed"].int_or(0), 0);
}

TEST_F(QuestionsTest, WhatARedactionClosesCountsAsWithheld) {
  const Answers answers = answers_in(examine(Case()));
  EXPECT_EQ(answers.at("1 withheld")["answer"].string_or(""), "yes");
  const json::Array redactions = *answers.at("1 withheld")["facts"]["redactions"].as_array();
  ASSERT_EQ(redactions.size(), 2U) << "two pages";
  const ToldRedaction told = honest_redaction({});
  const redaction::Grid grid{told.original.width, told.original.height};
  for (const json::Value& one : redactions) {
    EXPECT_GT(one["closed"].int_or(0), 0);
    EXPECT_EQ(static_cast<std::uint64_t>(one["closed"].int_or(0) + one["open"].int_or(0)),
              grid.tiles());
  }
  EXPECT_EQ(answers.at("2 withheld")["facts"]["redactions"].as_array()->size(), 0U);
}

TEST_F(QuestionsTest, ARecordThatIsWithheldIsSaidToBe) {
  const Case original;
  const Answers before = without_stamp(answers_in(examine(original)));
  present::BundleContent content = original.content(&authority(), "page");
  content.exhibits.front().withheld["acquisition.json"] = "Not relevant.";
  auto assembler = present::BundleAssembler::create(
      std::move(content),
      [&](ByteView data) -> Result<Bytes> { return original.agency_key().sign(data); }, {});
  ASSERT_TRUE(assembler.ok());
  MemorySink sink;
  ASSERT_TRUE(assembler->write(sink).ok());
  const verifier::Report report = examine(sink.take(), original.trust(authority()));
  EXPECT_EQ(answers_check(report).status, verifier::Status::kPass);
  std::map<std::string, std::string> expected = {
      {"1 altered", "no"}, {"1 complete", "yes"}, {"1 withheld", "yes"}};
  for (const char* id : {"signed-in", "software", "validated", "health", "clock", "server"})
    expected[fmt::format("1 {}", id)] = "cannot_be_shown: record-withheld";
  EXPECT_EQ(changes(before, without_stamp(answers_in(report)), false), expected);
}

// What a forger leaves: the bundle is tampered, and what rests on the failed check is not shown.
TEST_F(QuestionsTest, AFailedCheckTakesTheAnswersThatRestOnIt) {
  const Case original;
  const Bytes intact = original.bundle(&authority());
  const verifier::Trust trust = original.trust(authority());
  const Answers before = answers_in(examine(intact, trust));
  const auto after = [&](const std::function<void(Bag&)>& change) {
    Bag bag = unpack(intact);
    change(bag);
    resign(bag, original.agency_key());
    const verifier::Report report = examine(pack(bag), trust);
    EXPECT_EQ(report.verdict, verifier::Verdict::kTampered);
    EXPECT_EQ(answers_check(report).status, verifier::Status::kSkipped);
    return changes(before, answers_in(report), true);
  };
  using Changed = std::map<std::string, std::string>;
  const std::string no = "cannot_be_shown: check:";
  EXPECT_EQ(after([&](Bag& bag) {
              const std::uint64_t approved = index_of(bag, "authorisation.approved");
              for (const char* kind : {"leaf", "salt", "body", "tlog-proof"})
                bag.files.erase(fmt::format("entries/{}.{}", approved, kind));
              edit_index(bag, [&](json::Object& index) {
                std::erase_if(list_in(index, "entries"), [&](const json::Value& value) {
                  return value.as_int() == static_cast<std::int64_t>(approved);
                });
              });
            }),
            (Changed{{"1 authority", no + "authority"}, {"2 authority", no + "authority"}}));
  const std::string path = fmt::format("data/exhibits/{}/", kFirstExhibit);
  EXPECT_EQ(after([&](Bag& bag) { bag.files.at(path + "dom.html")[0] ^= 1; }),
            (Changed{{"1 altered", no + "exhibits"},
                     {"2 altered", no + "exhibits"},
                     {"1 withheld", no + "exhibits"},
                     {"2 withheld", no + "exhibits"}}));
  Changed record{{"1 altered", no + "exhibits"},
                 {"2 altered", no + "exhibits"},
                 {"1 withheld", no + "exhibits"},
                 {"2 withheld", no + "exhibits"},
                 {"1 complete", "yes"}};
  for (const char* id : {"signed-in", "software", "validated", "health", "clock", "server"})
    record[fmt::format("1 {}", id)] = no + "exhibits";
  EXPECT_EQ(after([&](Bag& bag) { bag.files.at(path + "acquisition.json")[1] ^= 1; }), record);
  EXPECT_EQ(after([&](Bag& bag) { bag.files.at("ledger/timestamp.tsr").back() ^= 1; }),
            (Changed{{"1 latest", no + "timestamp"},
                     {"2 latest", no + "timestamp"},
                     {"rewritten", "cannot_be_shown: no-witness"}}));
  const Changed all = after([&](Bag& bag) {
    bag.files.at(fmt::format("entries/{}.salt", index_of(bag, "case.opened")))[0] ^= 1;
  });
  EXPECT_EQ(all.size(), before.size());
  for (const auto& [name, answer] : all) EXPECT_EQ(answer, no + "entries") << name;
}

// The format in full. The golden file was written by verify.html's code.
TEST_F(QuestionsTest, TheAnswersAreThoseOfTheGoldenFile) {
  const verifier::Report report = examine(Case(), false);
  const Bytes golden =
      read_file(std::filesystem::path(SANAD_SOURCE_DIR) / "tests/tamper/testdata/answers.json");
  const auto value = json::parse(as_text(golden));
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(json::format_canonical(report.answers["answers"]), json::format_canonical(*value));
}

TEST_F(QuestionsTest, EveryCodeHasItsTextInBothLanguages) {
  for (const Removal& removal : removals()) {
    const Answers answers = answers_in(examine(Case(removal.story), removal.with_timestamp));
    for (const auto& [name, answer] : answers) {
      std::vector<std::string> codes = {"question:" + answer["id"].string_or(""),
                                        "answer:" + answer["answer"].string_or("")};
      if (const std::string* because = answer["because"].as_string())
        codes.push_back("because:" + *because);
      for (const json::Member& fact : *answer["facts"].as_object())
        codes.push_back("fact:" + fact.name);
      for (const std::string& code : codes) {
        const auto text = [&](verifier::Language language) {
          return verifier::question_text(language, code);
        };
        EXPECT_NE(text(verifier::Language::kUrdu), code.substr(code.find(':') + 1)) << code;
        EXPECT_FALSE(text(verifier::Language::kEnglish).empty()) << code;
      }
    }
  }
}

TEST_F(QuestionsTest, ThePageToReadHoldsBothLanguagesAndNoMarkupOfOthers) {
  const Bag bag = unpack(Case({.edit_record = [](json::Object& record) {
                           record.set("url_final", "https://x/<script>");
                         }}).bundle(&authority()));
  const std::string page = bag.text("data/cross-examination.html");
  EXPECT_NE(page.find("Was it altered since it was sealed in the ledger?"), std::string::npos);
  EXPECT_NE(page.find("<section lang=\"ur\">"), std::string::npos);
  EXPECT_NE(page.find("https://x/&lt;script&gt;"), std::string::npos);
  EXPECT_EQ(page.find("<script>"), std::string::npos);
}

}  // namespace
}  // namespace sanad::tamper
