// Queries as text.
#include <fmt/format.h>

#include <algorithm>

#include "fields.h"
#include "lexer.h"
#include "search/query.h"

namespace sanad::search {
namespace {

// True if the text typed without quotation marks is read as one word again.
bool is_plain_word(const std::string& text, bool value) {
  const auto signs = read_signs(value ? "author:" + text : text);
  const std::size_t words = value ? 1 : 0;
  return signs.ok() && signs->size() == words + 2 && (*signs)[words].kind == Sign::Kind::kWord &&
         (*signs)[words].text == text;
}

std::string quoted(const std::string& text) { return '"' + without_quotes(text) + '"'; }

std::string print_words(const Node& node) {
  if (node.spelling == Spelling::kAsWritten) return "strict:" + quoted(node.text);
  const FieldRule* rule = field_of(node);
  const std::string field = rule ? fmt::format("{}:", rule->name) : std::string();
  std::string ending;
  if (node.spelling == Spelling::kPrefix) ending = "*";
  if (node.spelling == Spelling::kNear) ending = fmt::format("~{}", node.distance);
  if (node.quoted || !is_plain_word(node.text + ending, rule != nullptr))
    return field + quoted(node.text);
  return field + node.text + ending;
}

std::string print_fact(const Node& node) {
  std::string out = fmt::format("{}:", field_of(node)->name);
  const auto plain = [](const std::string& value) {
    return is_plain_word(value, true) && value.find(',') == std::string::npos &&
           value.find("،") == std::string::npos;
  };
  if (node.values.size() == 1 && !plain(node.values[0])) return out + quoted(node.values[0]);
  for (std::size_t i = 0; i < node.values.size(); ++i) out += (i ? "," : "") + node.values[i];
  return out;
}

std::string print_joined(const Node& node, std::string_view joint) {
  std::string out;
  for (const Node& child : node.children) {
    const bool bracket = child.kind == Node::Kind::kAnd || child.kind == Node::Kind::kOr;
    if (!out.empty()) out += joint;
    out += bracket ? '(' + print_query(child) + ')' : print_query(child);
  }
  return out;
}

}  // namespace

std::string print_query(const Node& query) {
  switch (query.kind) {
    case Node::Kind::kWords:
      return print_words(query);
    case Node::Kind::kFact:
      return print_fact(query);
    case Node::Kind::kDates:
      return query.text;
    case Node::Kind::kAnd:
      return print_joined(query, " ");
    case Node::Kind::kOr:
      return print_joined(query, " OR ");
    case Node::Kind::kNear:
      return print_joined(query, fmt::format(" NEAR/{} ", query.within));
    case Node::Kind::kNot:
      break;
  }
  return "-" + print_joined(query, "");
}

}  // namespace sanad::search
