// A parser by descent: OR holds ANDs, AND holds what may be left out, NEAR binds closest.
#include "search/query.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/stable_sort.h"
#include "fields.h"
#include "lexer.h"
#include "search/terms.h"

namespace sanad::search {
namespace {

// What is left out comes after the rest.
bool is_kept_before(const Node& a, const Node& b) {
  return a.kind != Node::Kind::kNot && b.kind == Node::Kind::kNot;
}

using Kind = Sign::Kind;

Error invalid(std::string message) { return {ErrorCode::kInvalid, std::move(message)}; }

Result<bool> has_words(std::string_view text) {
  SANAD_TRY(const auto folded, text::fold(text));
  return !folded.letters.empty();
}

class Parser {
 public:
  explicit Parser(std::vector<Sign> signs) : signs_(std::move(signs)) {}

  Result<Node> run() {
    SANAD_TRY(std::vector<Node> found, read_or(0));
    if (here().kind == Kind::kClose) return invalid("A bracket is closed that was not opened.");
    if (found.empty()) return invalid("Type at least one word to look for.");
    return std::move(found[0]);
  }

 private:
  const Sign& here() const { return signs_[at_]; }
  bool take(Kind kind) {
    if (here().kind != kind) return false;
    ++at_;
    return true;
  }

  // Each reader gives one node, or none where the signs hold no words.
  Result<std::vector<Node>> read_or(int depth) {
    if (depth > kMaxQueryDepth) {
      return Error{
          ErrorCode::kLimit,
          fmt::format("More than {} brackets within brackets; leave some out.", kMaxQueryDepth)};
    }
    std::vector<Node> parts;
    do {
      const bool first = parts.empty();
      SANAD_TRY(std::vector<Node> part, read_and(depth));
      if (part.empty() && (!first || here().kind == Kind::kOr)) {
        return invalid("OR needs words on both sides.");
      }
      for (Node& node : part) {
        if (node.kind == Node::Kind::kNot) {
          return invalid(
              "A search needs something to look for besides what it leaves out; add a word or a "
              "field.");
        }
        parts.push_back(std::move(node));
      }
    } while (take(Kind::kOr));
    return grouped(Node::Kind::kOr, std::move(parts));
  }

  Result<std::vector<Node>> read_and(int depth) {
    std::vector<Node> parts;
    for (;;) {
      if (take(Kind::kAnd)) {
        if (parts.empty() || ends_here()) return invalid("AND needs words on both sides.");
      }
      if (ends_here()) break;
      SANAD_TRY(std::vector<Node> part, read_not(depth));
      for (Node& node : part) parts.push_back(std::move(node));
    }
    // What is left out comes last, so that one form prints every query.
    sanad::stable_sort(parts, is_kept_before);
    if (parts.size() > 1 && parts[0].kind == Node::Kind::kNot) {
      return invalid(
          "A search needs something to look for besides what it leaves out; add a word or a "
          "field.");
    }
    return grouped(Node::Kind::kAnd, std::move(parts));
  }

  bool ends_here() const {
    return here().kind == Kind::kEnd || here().kind == Kind::kClose || here().kind == Kind::kOr;
  }

  Result<std::vector<Node>> read_not(int depth) {
    if (!take(Kind::kNot)) return read_near(depth);
    if (here().kind == Kind::kNot) return invalid("Leave out one NOT.");
    if (ends_here() || here().kind == Kind::kAnd) return invalid("NOT needs a word after it.");
    SANAD_TRY(std::vector<Node> part, read_near(depth));
    if (part.empty()) return part;
    return one({.kind = Node::Kind::kNot, .children = std::move(part)});
  }

  Result<std::vector<Node>> read_near(int depth) {
    if (here().kind == Kind::kNear) return invalid("NEAR needs a word or phrase on both sides.");
    SANAD_TRY(std::vector<Node> first, read_primary(depth));
    if (here().kind != Kind::kNear) return first;
    const std::uint32_t within = here().within;
    ++at_;
    if (ends_here() || here().kind == Kind::kNear || here().kind == Kind::kAnd ||
        here().kind == Kind::kNot) {
      return invalid("NEAR needs a word or phrase on both sides.");
    }
    SANAD_TRY(std::vector<Node> second, read_primary(depth));
    if (here().kind == Kind::kNear) {
      return invalid("NEAR joins two; write (a NEAR b) AND (b NEAR c).");
    }
    if (first.empty() || second.empty() || !can_be_near(first[0]) || !can_be_near(second[0]) ||
        first[0].field != second[0].field) {
      return invalid("NEAR joins two words or phrases of one field, without * or ~.");
    }
    Node near{.kind = Node::Kind::kNear, .within = within};
    near.children.push_back(std::move(first[0]));
    near.children.push_back(std::move(second[0]));
    return one(std::move(near));
  }

  static bool can_be_near(const Node& node) {
    return node.kind == Node::Kind::kWords &&
           (node.spelling == Spelling::kFolded || node.spelling == Spelling::kAsWritten);
  }

  Result<std::vector<Node>> read_primary(int depth) {
    if (take(Kind::kOpen)) {
      SANAD_TRY(std::vector<Node> inside, read_or(depth + 1));
      if (!take(Kind::kClose)) return invalid("A bracket is not closed; add ).");
      return inside;
    }
    if (here().kind == Kind::kField) return read_field(depth);
    if (here().kind == Kind::kQuoted) return read_words(signs_[at_++], true);
    if (here().kind == Kind::kWord) return read_words(signs_[at_++], false);
    return invalid("NOT needs a word after it.");
  }

  Result<std::vector<Node>> read_field(int depth) {
    const Sign name = signs_[at_++];
    const FieldRule& rule = *find_field(name.text);
    if (rule.kind == FieldRule::Kind::kWords && here().kind == Kind::kOpen) {
      const Field outer = field_;
      field_ = rule.field;
      auto inside = read_primary(depth);
      field_ = outer;
      return inside;
    }
    if (here().kind != Kind::kWord && here().kind != Kind::kQuoted) {
      return invalid(fmt::format("\"{}:\" needs a value right after it.", name.text));
    }
    const Sign value = signs_[at_++];
    switch (rule.kind) {
      case FieldRule::Kind::kWords:
      case FieldRule::Kind::kStrict:
        return read_field_words(rule, value);
      case FieldRule::Kind::kFact:
        return read_fact(rule, value);
      case FieldRule::Kind::kDates:
        break;
    }
    SANAD_TRY(const Period period, parse_period(rule.name, value.text));
    return one({.kind = Node::Kind::kDates,
                .text = period.text,
                .from_ms = period.from_ms,
                .to_ms = period.to_ms});
  }

  Result<std::vector<Node>> read_field_words(const FieldRule& rule, const Sign& value) {
    const Field outer = field_;
    if (rule.kind == FieldRule::Kind::kWords) field_ = rule.field;
    auto nodes = rule.kind == FieldRule::Kind::kStrict
                     ? read_strict(value)
                     : read_words(value, value.kind == Kind::kQuoted);
    field_ = outer;
    return nodes;
  }

  Result<std::vector<Node>> read_strict(const Sign& value) {
    if (field_ != Field::kText) return invalid("strict: looks in title and text only.");
    SANAD_TRY(const bool any, has_words(value.text));
    if (!any) return invalid("strict: needs words.");
    return one({.text = value.text, .spelling = Spelling::kAsWritten, .quoted = true});
  }

  Result<std::vector<Node>> read_fact(const FieldRule& rule, const Sign& value) {
    Node node{.kind = Node::Kind::kFact, .fact = rule.fact};
    std::string text = value.text;
    if (value.kind == Kind::kWord) {
      for (std::size_t at = text.find("،"); at != std::string::npos; at = text.find("،")) {
        text.replace(at, 2, ",");
      }
    }
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end =
          value.kind == Kind::kWord ? std::min(text.find(',', at), text.size()) : text.size();
      std::string one_value = text.substr(at, end - at);
      if (rule.fact != TermClass::kExhibit) {
        std::transform(one_value.begin(), one_value.end(), one_value.begin(), [](char c) {
          return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
      }
      if (!one_value.empty()) node.values.push_back(std::move(one_value));
      at = end + 1;
    }
    if (node.values.empty())
      return invalid(fmt::format("\"{}:\" needs a value right after it.", rule.name));
    return one(std::move(node));
  }

  Result<std::vector<Node>> read_words(const Sign& sign, bool quoted) {
    Node node{.text = sign.text, .field = field_, .quoted = quoted};
    if (!quoted) SANAD_CHECK(read_endings(node));
    SANAD_TRY(const bool any, has_words(node.text));
    if (!any) return std::vector<Node>{};
    SANAD_CHECK(wanted(node));
    return one(std::move(node));
  }

  // "*" and "~2" at the end of a word.
  static Result<void> read_endings(Node& node) {
    constexpr std::string_view kArabicStar = "٭";
    std::string& text = node.text;
    if (text.ends_with('*') || text.ends_with(kArabicStar)) {
      text.resize(text.size() - (text.ends_with('*') ? 1 : kArabicStar.size()));
      node.spelling = Spelling::kPrefix;
    } else if (const std::size_t tilde = text.rfind('~'); tilde != std::string::npos) {
      const std::string digits = with_ascii_digits(std::string_view(text).substr(tilde + 1));
      if (!digits.empty() && digits != "1" && digits != "2") {
        return invalid(fmt::format("Write {0}~, {0}~1 or {0}~2.", text.substr(0, tilde)));
      }
      text.resize(tilde);
      node.spelling = Spelling::kNear;
      node.distance = digits.empty() ? 0 : digits[0] - '0';
    }
    if (text.find('*') != std::string::npos || text.find('~') != std::string::npos) {
      return invalid("* and ~ stand at the end of a word only.");
    }
    if (node.spelling == Spelling::kNear && node.distance == 0) {
      SANAD_TRY(const auto folded, text::fold(text));
      node.distance = folded.letters.size() <= kShortWordLetters ? 1 : 2;
    }
    return {};
  }

  Result<std::vector<Node>> one(Node node) {
    if (++nodes_ > kMaxQueryNodes) {
      return Error{ErrorCode::kLimit,
                   fmt::format("The search has more than {} parts; shorten it.", kMaxQueryNodes)};
    }
    std::vector<Node> out;
    out.push_back(std::move(node));
    return out;
  }

  // Parts of the same kind become parts of the group, so that (a b) c is a b c.
  Result<std::vector<Node>> grouped(Node::Kind kind, std::vector<Node> parts) {
    if (parts.size() <= 1) return parts;
    Node group{.kind = kind};
    for (Node& part : parts) {
      if (part.kind != kind) {
        group.children.push_back(std::move(part));
        continue;
      }
      for (Node& child : part.children) group.children.push_back(std::move(child));
    }
    sanad::stable_sort(group.children, is_kept_before);
    return one(std::move(group));
  }

  std::vector<Sign> signs_;
  std::size_t at_ = 0;
  std::size_t nodes_ = 0;
  Field field_ = Field::kText;
};

}  // namespace

Result<Node> parse_query(std::string_view text) {
  SANAD_TRY(std::vector<Sign> signs, read_signs(text));
  return Parser(std::move(signs)).run();
}

}  // namespace sanad::search
