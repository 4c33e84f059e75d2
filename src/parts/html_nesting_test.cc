#include "parts/html_nesting.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "parts/html_tree.h"

namespace sanad::parts::nesting {
namespace {

std::string repeated(std::string_view what, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += what;
  return out;
}

struct Seen {
  std::size_t elements = 0, deepest = 0;
  std::uint64_t steps = 0;  // from each element to the page: what a parser walks when it asks
  std::string text;
};

// As gumbo reads it, whatever less_nested() makes of it.
Seen seen_by_gumbo(std::string_view html) {
  Seen seen;
  GumboOutput* output = ::gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
  struct Step {
    const GumboNode* node;
    std::size_t depth;
  };
  std::vector<Step> steps = {{output->root, 0}};
  while (!steps.empty()) {
    const auto [node, depth] = steps.back();
    steps.pop_back();
    if (node->type == GUMBO_NODE_TEXT) seen.text += node->v.text.text;
    if (!is_element(*node)) continue;
    ++seen.elements;
    seen.steps += depth;
    seen.deepest = std::max(seen.deepest, depth);
    const GumboVector& children = node->v.element.children;
    for (unsigned i = children.length; i-- > 0;)
      steps.push_back({static_cast<const GumboNode*>(children.data[i]), depth + 1});
  }
  if (seen.deepest < 5000) ::gumbo_destroy_output(&kGumboDefaultOptions, output);
  return seen;
}

TEST(HtmlNesting, OpenedElementsCostTheirNumberTimesTheLimitAndNotItsSquare) {
  constexpr std::size_t kCount = 5'000;
  std::string distinct;
  for (std::size_t i = 0; i < kCount; ++i) distinct += "<b a" + std::to_string(i) + "><p>x</p>";
  const std::array<std::string, 8> pages = {
      repeated("<div>", 10 * kCount),   repeated("<div><p>", kCount),
      repeated("<b><div></b>", kCount), repeated("<span><div></span>", kCount),
      repeated("<li><dd>", kCount),     repeated("<table><tr><td>", kCount),
      repeated("<td><div>", kCount),    distinct};
  for (const std::string& page : pages) {
    const std::string html = "<p>first</p>" + page + "last";
    const auto less = less_nested(html);
    ASSERT_TRUE(less) << page.substr(0, 40);
    const Seen seen = seen_by_gumbo(*less);
    EXPECT_LE(seen.deepest, 4 * kMaxNesting) << page.substr(0, 40);
    EXPECT_LE(seen.elements, 100'000U) << page.substr(0, 40);
    EXPECT_LE(seen.steps, 4 * kMaxNesting * seen.elements) << page.substr(0, 40);
    EXPECT_TRUE(seen.text.starts_with("first")) << page.substr(0, 40);
    EXPECT_TRUE(seen.text.ends_with("last")) << page.substr(0, 40);
  }
}

TEST(HtmlNesting, APageAsPeopleWriteThemStaysAsItIs) {
  const std::array<std::string_view, 12> blocks = {
      "<div><p>a<b>b</b><br><img src=x></div>",
      "<p>a paragraph without its end",
      "<ul><li>one<li>two</ul>",
      "<dl><dt>a<dd>b<dt>c</dl>",
      "<table><tr><td>a<td>b<tr><td><font color=red>c</table>",
      "<table><thead><tr><th>a<tbody><tr><td>b</table>",
      "<a name=x><p>an anchor without its end",
      "<p><a name=y>within",
      "<select><option>a<option>b</select>",
      "<svg viewBox='0 0 1 1'><path d='M0'/><g><path/></g></svg>",
      "<script>document.write('<div><div><div>')</script><style>a>b{}</style>",
      "<!-- <div> --><textarea><div></textarea><input value='<div>'>"};
  for (const std::string_view block : blocks)
    EXPECT_FALSE(less_nested(repeated(block, 5000))) << block;
}

TEST(HtmlNesting, WhatStandsTooDeepKeepsItsTextAndItsWordsApart) {
  EXPECT_EQ(less_nested("<div><div>a<div>b</div>c<p>d</div></div>e", 2).value_or(""),
            "<div><div>a\nb\nc\nd</div></div>e");
  EXPECT_EQ(less_nested("<div><div>wo<b>rd</b></div></div>", 2).value_or(""),
            "<div><div>word</div></div>");
  EXPECT_FALSE(less_nested("<div><div>a</div><div>b</div></div>", 2));
  EXPECT_FALSE(less_nested("", 0));
  // What has no end goes on to that of the page.
  for (const std::string_view tail : {"<", "</", "<!", "<!--", "<script><p>"})
    EXPECT_EQ(less_nested("<p>a" + std::string(tail), 0).value_or(""), "a" + std::string(tail));
  for (const std::string_view tail : {"<b a='>", "<b a=", "<b ", "<b/", "<b"})
    EXPECT_EQ(less_nested("<p>a" + std::string(tail), 0).value_or(""), "a");
}

// Against what gumbo makes of it: all sorts of markup, put together by chance.
TEST(HtmlNesting, NoMarkupNestsMuchDeeperThanTheLimit) {
  constexpr std::array<std::string_view, 30> kPieces = {
      "<div>", "</div>", "<p>",     "</p>",     "<b>",  "</b>",  "<i a>", "</i>",
      "<a>",   "</a>",   "<span>",  "</span>",  "<li>", "</li>", "<ul>",  "</ul>",
      "<dd>",  "<dt>",   "<table>", "</table>", "<tr>", "<td>",  "</td>", "<tbody>",
      "<h1>",  "</h1>",  "<x>",     "</x>",     "w ",   "<br>"};
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    // A few pieces at a time, so that they come again and again.
    std::array<std::string_view, 4> few;
    for (std::string_view& one : few) one = kPieces[random() % kPieces.size()];
    std::string html;
    for (int i = 0; i < 400; ++i) html += few[random() % few.size()];
    const std::string less = less_nested(html, 20).value_or(html);
    EXPECT_LE(seen_by_gumbo(less).deepest, 100U) << few[0] << few[1] << few[2] << few[3];
  }
}

}  // namespace
}  // namespace sanad::parts::nesting
