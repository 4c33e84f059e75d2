#include "authority/form_content.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sanad::authority {
namespace {

const Form& form_of(std::string_view key) {
  static const std::vector<LawPack> packs = shipped_law_packs().value();
  return *std::ranges::find(packs, "international", &LawPack::id)->form(key);
}

Form every_type() {
  Form form;
  form.key = "all";
  for (const char* type :
       {"text", "long-text", "date", "time", "number", "yes-no", "choice", "choices", "list",
        "person", "identifier", "url", "hash", "exhibits", "signature"}) {
    FormField field;
    field.key = type;
    field.label = {type, type};
    field.type = type;
    if (std::string_view(type).starts_with("choice")) field.choices = {{"a", {}}, {"b", {}}};
    form.fields.push_back(field);
  }
  return form;
}

std::string fault(const Form& form, const char* content, FormStage stage = FormStage::kDraft) {
  const auto checked = check_content(form, json::parse(content).value(), stage);
  return checked.ok() ? "fine" : checked.error().message;
}

TEST(FormContent, EachTypeTakesItsOwnValuesAndNoOthers) {
  const Form form = every_type();
  for (const char* right :
       {R"({"text":"a"})", R"({"long-text":"a\nb"})", R"({"date":"2026-11-24"})",
        R"({"time":"2026-11-24T10:00:00Z"})", R"({"number":7})", R"({"yes-no":false})",
        R"({"choice":"a"})", R"({"choices":["a","b"]})", R"({"list":["x"]})",
        R"({"url":"https://forum.tirazan.example/"})", R"({"hash":"00ff"})",
        R"({"exhibits":["TZ-1-001"]})", "{}"})
    EXPECT_EQ(fault(form, right), "fine") << right;
  for (const char* wrong :
       {R"({"text":7})", R"({"text":["a"]})", R"({"date":"24 November"})", R"({"time":"noon"})",
        R"({"number":"7"})", R"({"number":1.5})", R"({"yes-no":"yes"})", R"({"choice":"c"})",
        R"({"choice":["a"]})", R"({"choices":["a","c"]})", R"({"choices":"a"})",
        R"({"list":["x",""]})", R"({"list":[7]})", R"({"url":"ftp://a"})", R"({"hash":"XY"})",
        R"({"signature":"me"})"})
    EXPECT_NE(fault(form, wrong), "fine") << wrong;
  EXPECT_NE(fault(form, R"({"surprise":"a"})").find("surprise"), std::string::npos);
  EXPECT_NE(fault(form, "[]").find("object"), std::string::npos);
  const json::Value longer(json::Object{{"text", std::string(kMaxFieldBytes + 1, 'x')}});
  EXPECT_FALSE(check_content(form, longer, FormStage::kDraft).ok());
}

TEST(FormContent, ADraftMayHaveGapsAndASubmissionMayNot) {
  const Form& form = form_of("bp-preliminary-assessment");
  EXPECT_EQ(fault(form, R"({"decision":"collect"})"), "fine");
  EXPECT_EQ(fault(form, R"({"decision":"perhaps"})").find("\"Decision\""), 0u);
  EXPECT_NE(fault(form, R"({"decision":"collect"})", FormStage::kSubmission).find("URL"),
            std::string::npos);
  EXPECT_NE(fault(form, R"({"url":"  "})", FormStage::kSubmission).find("empty"),
            std::string::npos);
}

TEST(FormContent, WhatIsEmptyIsLeftOut) {
  const auto checked = check_content(
      form_of("bp-annex-i"),
      json::parse(R"({"summary":" ","actors":[],"date":"2026-11-24"})").value(), FormStage::kDraft);
  ASSERT_TRUE(checked.ok());
  EXPECT_EQ(json::format_canonical(*checked), R"({"date":"2026-11-24"})");
}

TEST(FormContent, DifferencesNameEachFieldOnceWithBothSides) {
  const auto value = [](const char* text) { return json::parse(text).value(); };
  const auto changes = differences(
      form_of("bp-annex-i"), value(R"({"summary":"one","date":"2026-11-24","old":"x"})"),
      value(R"({"summary":"two","date":"2026-11-24","actors":["a"]})"));
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].key, "summary");
  EXPECT_EQ(changes[0].before.string_or(""), "one");
  EXPECT_EQ(changes[0].after.string_or(""), "two");
  EXPECT_FALSE(changes[0].label.ur.empty());
  EXPECT_EQ(changes[1].key, "actors");
  EXPECT_TRUE(changes[1].before.is_null());
  EXPECT_EQ(changes[2].label.en, "old");
}

// The headings of the Protocol's annexes, and of what decisions read, in both languages.
TEST(FormContent, TheFormsOfPlanningAreDataWithHelpInBothLanguages) {
  for (const auto& [key, fields] :
       std::vector<std::pair<const char*, std::size_t>>{{"bp-annex-i", 11},
                                                        {"bp-annex-ii", 16},
                                                        {"bp-annex-iii", 20},
                                                        {"bp-preliminary-assessment", 9},
                                                        {"lnp-record", 12},
                                                        {"monitored-source", 10},
                                                        {"virtual-identity", 8},
                                                        {"mandate", 7},
                                                        {"competency-certificate", 6}}) {
    const Form& form = form_of(key);
    EXPECT_EQ(form.fields.size(), fields) << key;
    EXPECT_TRUE(std::ranges::any_of(form.fields, [](const FormField& field) {
      return !field.help.en.empty() && !field.help.ur.empty();
    })) << key;
    const bool is_second_person_asked = std::ranges::count(form.needs, "second-person") > 0;
    EXPECT_EQ(is_second_person_asked, form.document != "preliminary-assessment") << key;
    EXPECT_EQ(form.restricted, form.document == "virtual-identity") << key;
  }
}

}  // namespace
}  // namespace sanad::authority
