#include "people_masks.h"

#include <algorithm>

#include "import_rig.h"
#include "part_lines.h"
#include "part_list/excerpt.h"
#include "service/analysis.h"
#include "service/people_of_material.h"

namespace sanad::service {
namespace {

constexpr std::string_view kExport =
    R"({"name":"Harbour Watch","type":"private_group","id":77,"messages":[
{"id":1,"type":"message","date":"2026-03-02T10:00:00","date_unixtime":"1772445600","from":"Samira Tolan","from_id":"user4521","text":"The boat is late, says the harbour master."},
{"id":2,"type":"message","date":"2026-03-02T10:05:00","date_unixtime":"1772445900","from":"Behzad Corm","from_id":"user88","text":"Ask Samira Tolan's brother, or SAMIRA TOLAN herself: samira@pier.tirazan.example"},
{"id":3,"type":"message","date":"2026-03-02T10:06:00","date_unixtime":"1772445960","from":"Samira Tolan","from_id":"user4521","forwarded_from":"Behzad Corm","text":"The lantern of Pier Nine is out."}]})";

class PeopleMasksTest : public ImportRig {
 protected:
  void SetUp() override {
    ImportRig::SetUp();
    permit_imports();
    write("result.json", kExport);
    exhibit_ = import_folder();
    index_all();
  }

  // The excerpt, which must verify.
  std::string excerpt(PartExcerpt asked) {
    asked.exhibit = exhibit_.id;
    if (asked.shown.empty()) asked.shown = {kAllParts};
    const auto value = check_excerpt(workspace(), exhibit_, asked);
    if (!value.ok()) return "refused: " + value.error().message;
    present::BundledExhibit item;
    EXPECT_TRUE(show_in_part(workspace(), exhibit_, *value, item).ok());
    MemorySink sink;
    const auto written = item.write_excerpt(sink);
    if (!written.ok()) return "failed: " + written.error().message;
    const records::PartList list = workspace().records().part_list(exhibit_.id).value();
    part_list::ExcerptReader reader(
        part_list::kAlgorithm,
        {{static_cast<std::uint64_t>(list.data["parts"].int_or(0))},
         parse_digest256(list.data["root"].string_or("")).value()},
        [](std::uint64_t, std::string_view) -> Result<void> { return {}; });
    EXPECT_TRUE(reader.update(sink.bytes()).ok());
    EXPECT_TRUE(reader.finish().ok());
    masked_ = reader.masked_for();
    return std::string(as_text(sink.bytes()));
  }
  static bool holds(const std::string& text, std::string_view what) {
    return text.find(what) != std::string::npos;
  }
  // Under an authorisation that names the account.
  void lift(const std::string& identifier) {
    json::Object asked = request();
    asked.set("activities", json::Array{"import"});
    asked.set("targets", json::Array{json::Object{{"kind", "identifier"}, {"value", identifier}}});
    const auto made =
        request_authorisation(workspace(), amal_, case_.id, json::Value(asked)).value();
    EXPECT_TRUE(approve_authorisation(workspace(), behram_, made.id, "as asked").ok());
    const auto lifted = unmask(
        workspace(), amal_, {case_.id, Masked::kAccount, pseudonym_named(identifier), "charged"});
    ASSERT_TRUE(lifted.ok()) << lifted.error().message;
  }
  std::int64_t pseudonym_of(std::string_view id) {
    return pseudonym_named("telegram:" + std::string(id));
  }
  std::int64_t pseudonym_named(const std::string& identifier) {
    const auto facts = workspace().case_indexes().facts(case_.id).value();
    for (const auto& account : facts->accounts(0, 100, {}).value()) {
      const auto known = facts->account_identifier(account.row);
      if (known.ok() && *known == identifier) return account.pseudonym;
    }
    ADD_FAILURE() << "the case has no account " << identifier;
    return 0;
  }

  records::Exhibit exhibit_;
  std::map<std::string, part_list::ExcerptReader::MaskedCount> masked_;
};

TEST_F(PeopleMasksTest, ThirdPartiesAreNamedNowhereAndTheirPseudonymsStay) {
  const std::string text = excerpt({"", {}, "", ""});
  for (const char* secret : {"Samira", "SAMIRA", "Tolan", "TOLAN", "user4521", "Behzad", "Corm",
                             "user88", "samira@pier", "pier.tirazan"})
    EXPECT_FALSE(holds(text, secret)) << secret << '\n' << text;
  EXPECT_TRUE(holds(text, "The boat is late, says the harbour master."));
  EXPECT_TRUE(holds(text, "The lantern of Pier Nine is out."));
  const std::string samira = "\"as\":\"Person " + std::to_string(pseudonym_of("user4521")) + "\"";
  EXPECT_GE(std::count(text.begin(), text.end(), '\n'), 3);
  // As author of two messages, and in the text of the third.
  std::size_t told = 0;
  for (std::size_t at = 0; (at = text.find(samira, at)) != std::string::npos; ++at) ++told;
  EXPECT_GE(told, 6u) << text;
  EXPECT_GT(masked_[std::string(kThirdParty)].words, 10u);
  EXPECT_GT(masked_[std::string(kTellsMasked)].words, 0u);
}

TEST_F(PeopleMasksTest, WhoseMaskWasLiftedIsNamed) {
  lift("telegram:user88");
  const std::string text = excerpt({"", {}, "", ""});
  EXPECT_TRUE(holds(text, "Behzad Corm"));
  EXPECT_FALSE(holds(text, "Samira Tolan"));
}

TEST_F(PeopleMasksTest, LiftingAMaskShowsThatPersonsOwnSelectorsAndNoOthers) {
  std::filesystem::remove(folder() / "result.json");
  const auto mail = [&](const char* name, const char* from, const char* text) {
    write(name,
          std::string("From: ") + from +
              "\r\nTo: Samira <samira@pier.tirazan.example>\r\nDate: Mon, 02 Mar 2026 10:00:00 "
              "+0000\r\nMessage-ID: <" +
              name + ">\r\nSubject: Oil\r\n\r\n" + text + "\r\n");
  };
  mail("one.eml", "Behzad <behzad@mill.tirazan.example>",
       "Write to behzad@mill.tirazan.example, samira@pier.tirazan.example, "
       "corm@quay.tirazan.example or +92 300 1234567.");
  mail("two.eml", "Corm <corm@quay.tirazan.example>", "I am corm@quay.tirazan.example.");
  exhibit_ = import_folder();
  index_all();
  const std::string before = excerpt({"", {}, "", ""});
  for (const char* secret : {"behzad@", "samira@", "corm@", "1234567"})
    EXPECT_FALSE(holds(before, secret)) << secret << '\n' << before;
  lift("mail:behzad@mill.tirazan.example");
  const std::string after = excerpt({"", {}, "", ""});
  EXPECT_TRUE(holds(after, "behzad@mill.tirazan.example, ")) << after;
  for (const char* secret : {"samira@", "corm@", "1234567"})
    EXPECT_FALSE(holds(after, secret)) << secret << '\n' << after;
}

TEST_F(PeopleMasksTest, ASelectorWhoseOwnMaskWasLiftedIsShown) {
  write("result.json",
        R"({"name":"Harbour Watch","type":"private_group","id":77,"messages":[
{"id":1,"type":"message","date":"2026-03-02T10:00:00","date_unixtime":"1772445600","from":"Samira Tolan","from_id":"user4521","text":"The card is 42101-1234567-1 and the other 42101-7654321-3, she says."}]})");
  exhibit_ = import_folder();
  index_all();
  EXPECT_FALSE(holds(excerpt({"", {}, "", ""}), "42101-1234567-1"));
  const auto facts = workspace().case_indexes().facts(case_.id).value();
  case_index::Unmasked all;
  for (const auto& one : facts->selectors("cnic", 0, 10, {}).value())
    all.selectors.insert(one.pseudonym);
  for (const auto& one : facts->selectors("cnic", 0, 10, all).value()) {
    if (one.value.find("1234567") == std::string::npos) continue;
    const auto lifted = unmask(workspace(), amal_,
                               {case_.id, Masked::kSelector, one.pseudonym, "it is the charge"});
    ASSERT_TRUE(lifted.ok()) << lifted.error().message;
  }
  const std::string text = excerpt({"", {}, "", ""});
  EXPECT_TRUE(holds(text, "42101-1234567-1")) << text;
  EXPECT_FALSE(holds(text, "7654321"));
  EXPECT_FALSE(holds(text, "Samira Tolan"));
}

TEST_F(PeopleMasksTest, WhatElseTheSourceSaysOfAnOpenPersonShowsNoOtherPersonsNumber) {
  write("result.json",
        R"({"name":"Harbour Watch","type":"private_group","id":77,"messages":[
{"id":1,"type":"message","date":"2026-03-02T10:00:00","date_unixtime":"1772445600","from":"Behzad Corm","from_id":"user88","contact_information":{"first_name":"Nadir","last_name":"","phone_number":"+92 300 1234567"},"text":"Call him."}]})");
  exhibit_ = import_folder();
  index_all();
  lift("telegram:user88");
  const std::string text = excerpt({"", {}, "", ""});
  EXPECT_TRUE(holds(text, "Behzad Corm"));
  EXPECT_FALSE(holds(text, "1234567")) << text;
}

TEST_F(PeopleMasksTest, PeopleAreNamedForAReasonOnlyAndTermsAreMaskedAllTheSame) {
  const std::string named = excerpt({"", {}, "", "the court asked for the names"});
  EXPECT_TRUE(holds(named, "Samira Tolan"));
  EXPECT_TRUE(masked_.empty());
  const std::string terms =
      excerpt({"", {}, "", "the court asked for the names", {{"harbour master", "an official"}}});
  EXPECT_FALSE(holds(terms, "harbour master"));
  EXPECT_TRUE(holds(terms, R"("as":"an official")"));
  EXPECT_TRUE(holds(terms, "Samira Tolan"));
  EXPECT_EQ(masked_[std::string(kMaskedByOfficer)].words, 2u);
}

TEST_F(PeopleMasksTest, WhatCannotBeMaskedIsRefused) {
  EXPECT_TRUE(holds(excerpt({"", {}, "", "", {{"...", "x"}}}), "cannot be masked"));
  EXPECT_TRUE(holds(excerpt({"", {}, "", "", {{"lamp", ""}}}), "cannot be masked"));
  EXPECT_TRUE(holds(excerpt({"", {}, "", "", {{"lamp", std::string(101, 'x')}}}), "masked"));
  EXPECT_TRUE(holds(excerpt({"", {{0, 0}}, "", ""}), "why the other parts"));
  EXPECT_TRUE(holds(excerpt({"", {}, "", std::string(501, 'x')}), "500 bytes"));
}

}  // namespace
}  // namespace sanad::service
