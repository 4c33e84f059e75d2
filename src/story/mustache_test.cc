#include "mustache.h"

#include <gtest/gtest.h>

namespace sanad::story {
namespace {

Result<std::string> fill(const std::string& text, const std::string& context,
                         Escape escape = Escape::kHtml) {
  return render(text, json::parse(context).value(), escape,
                [](const std::string& name) { return "<" + name + ":{{a}}>"; });
}

TEST(Mustache, FillsInValuesSectionsAndPartials) {
  EXPECT_EQ(fill("{{a}} {{{a}}}", R"({"a": "<&>"})").value(), "&lt;&amp;&gt; <&>");
  EXPECT_EQ(fill("{{a}}", R"({"a": "x\"y\n"})", Escape::kJson).value(), "x\\\"y\\n");
  EXPECT_EQ(
      fill("{{#l}}{{n}}{{^last}},{{/last}}{{/l}}", R"({"l": [{"n": 1}, {"n": 2, "last": true}]})")
          .value(),
      "1,2");
  EXPECT_EQ(fill("{{#o}}{{b.c}}{{/o}}{{^o}}no{{/o}}", R"({"o": {"b": {"c": "yes"}}})").value(),
            "yes");
  EXPECT_EQ(fill("{{> part}}", R"({"a": "x"})").value(), "<part:x>");
  EXPECT_EQ(fill("{{#a}}x{{/a}}{{^a}}none{{/a}}", R"({"a": ""})").value(), "none");
  EXPECT_EQ(fill("{{a.b}}{{missing}}", R"({"a": {"c": 1}, "b": 2})").value(), "")
      << "what follows a dot is looked up there and nowhere else";
}

TEST(Mustache, FindsWhatIsNoTemplate) {
  for (const char* text : {"{{a", "{{{a}}", "{{#a}}", "{{/a}}", "{{#a}}{{#b}}{{/a}}{{/b}}",
                           "{{=<% %>=}}", "{{a b}}", "{{}}", "{{é}}", "{{> ../secret/x}}"})
    EXPECT_FALSE(check_template(text).ok()) << text;
  std::string deep;
  for (std::size_t i = 0; i <= kMaxSectionDepth; ++i) deep += "{{#a}}";
  for (std::size_t i = 0; i <= kMaxSectionDepth; ++i) deep += "{{/a}}";
  EXPECT_FALSE(check_template(deep).ok());
  EXPECT_FALSE(check_template(std::string(kMaxTemplateBytes + 1, 'x')).ok());
  EXPECT_EQ(check_template("{{> one}} {{! said }} {{> two}}").value(),
            (std::vector<std::string>{"one", "two"}));
}

TEST(Mustache, WhatWritesTooMuchEndsWithAnError) {
  json::Array list;
  for (int i = 0; i < 1000; ++i) list.emplace_back(json::Object{{"n", i}});
  const json::Value context(json::Object{{"l", std::move(list)}});
  const std::string nested = "{{#l}}{{#l}}{{#l}}{{#l}}{{n}}{{/l}}{{/l}}{{/l}}{{/l}}";
  const auto page = render(nested, context, Escape::kHtml, [](const std::string&) { return ""; });
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace sanad::story
