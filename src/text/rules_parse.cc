#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/bytes.h"
#include "base/numbers.h"
#include "text/rules.h"

namespace sanad::text {
namespace {

constexpr std::string_view kFirstLine = "sanad-rules 1";
constexpr std::size_t kMaxNameBytes = 64;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_word(std::string_view text, std::size_t max, std::string_view also) {
  return !text.empty() && text.size() <= max && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || also.find(c) != also.npos;
  });
}

class Parser {
 public:
  Result<RuleSet> run(std::string_view file) {
    if (file.size() > kMaxRuleFileBytes) {
      return Error{ErrorCode::kLimit, fmt::format("The rule file is longer than {} MiB; split it.",
                                                  kMaxRuleFileBytes >> 20)};
    }
    if (file.substr(0, 3) == "\xEF\xBB\xBF") file.remove_prefix(3);
    while (!file.empty()) {
      const std::size_t end = std::min(file.find('\n'), file.size());
      line_ = file.substr(0, end);
      file.remove_prefix(std::min(end + 1, file.size()));
      ++number_;
      if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
      SANAD_CHECK(take_line());
    }
    if (!begun_) return at_line(std::max<std::size_t>(number_, 1), "begin with \"sanad-rules 1\"");
    SANAD_CHECK(end_rule());
    return std::move(set_);
  }

 private:
  // part: the piece of the present line that is wrong.
  Error wrong(std::string_view part, std::string_view what) const {
    const auto before = static_cast<std::size_t>(part.data() - line_.data());
    const auto column =
        std::count_if(line_.begin(), line_.begin() + static_cast<std::ptrdiff_t>(before),
                      [](char c) { return (c & 0xC0) != 0x80; });
    return Error{ErrorCode::kInvalid,
                 fmt::format("line {}, column {}: {}.", number_, column + 1, what)};
  }
  static Error at_line(std::size_t line, std::string_view what) {
    return Error{ErrorCode::kInvalid, fmt::format("line {}, column 1: {}.", line, what)};
  }

  Result<void> take_line() {
    const std::string_view text = trimmed(line_);
    if (!is_utf8(line_)) return wrong(line_, "this line is not UTF-8; save the file as UTF-8");
    if (text.empty() || text[0] == '#') return {};
    if (!begun_) {
      if (text != kFirstLine) return wrong(text, "begin the file with \"sanad-rules 1\"");
      begun_ = true;
      return {};
    }
    const std::size_t key_end = std::min(text.find_first_of(" \t"), text.size());
    const std::string_view key = text.substr(0, key_end);
    const std::string_view rest = text.substr(key_end);
    const std::string_view value =
        rest.substr(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (value.empty()) return wrong(key, fmt::format("write something after \"{}\"", key));
    if (key == "rule") return begin_rule(value);
    if (!in_rule_) return wrong(key, "begin a rule with \"rule NAME\" first");
    return take_field(key, value);
  }

  Result<void> begin_rule(std::string_view name) {
    SANAD_CHECK(end_rule());
    if (!is_word(name, kMaxNameBytes, "-0123456789")) {
      return wrong(name, "a rule's name is up to 64 of a-z, 0-9 and -");
    }
    if (!names_.insert(std::string(name)).second) {
      return wrong(name, fmt::format("the name {} is taken by an earlier rule", name));
    }
    if (set_.rules.size() == kMaxRules) {
      return Error{ErrorCode::kLimit,
                   fmt::format("line {}: a file holds at most {} rules.", number_, kMaxRules)};
    }
    in_rule_ = true;
    rule_ = Rule();
    rule_.name = name;
    rule_.line = number_;
    return {};
  }

  Result<void> end_rule() {
    if (!in_rule_) return {};
    const auto lacks = [&](std::string_view what) {
      return at_line(rule_.line, fmt::format("the rule {} needs {}", rule_.name, what));
    };
    if (rule_.version == 0) return lacks("a \"version\"");
    if (rule_.why.empty()) return lacks("a \"why\"");
    if (rule_.any.empty() && rule_.all.empty()) return lacks("an \"any\" or an \"all\"");
    if (rule_.must_match.empty()) return lacks("a \"match\", an example that must match");
    if (rule_.must_not_match.empty()) return lacks("a \"no-match\", an example that must not");
    set_.rules.push_back(std::move(rule_));
    in_rule_ = false;
    return {};
  }

  Result<void> take_field(std::string_view key, std::string_view value) {
    if (key == "any") return add_term(rule_.any, value);
    if (key == "all") return add_term(rule_.all, value);
    if (key == "none") return add_term(rule_.none, value);
    if (key == "match") return add_example(rule_.must_match, value);
    if (key == "no-match") return add_example(rule_.must_not_match, value);
    if (key == "languages") return set_languages(value);
    if (key == "why") {
      if (!rule_.why.empty()) rule_.why += ' ';
      rule_.why += value;
      return {};
    }
    if (key == "version") {
      const auto version = parse_decimal(value);
      if (!version.ok() || *version == 0 || *version > 1'000'000 || rule_.version != 0) {
        return wrong(value, "a rule has one version, a whole number from 1 to 1000000");
      }
      rule_.version = static_cast<std::uint32_t>(*version);
      return {};
    }
    return wrong(key, fmt::format("\"{}\" is none of rule, version, why, languages, any, all, "
                                  "none, match and no-match",
                                  key));
  }

  Result<void> add_example(std::vector<Example>& examples, std::string_view value) {
    if (examples.size() == kMaxTermsARule) return too_many(value);
    examples.push_back({std::string(value), number_});
    return {};
  }

  Result<void> set_languages(std::string_view value) {
    while (!value.empty()) {
      const std::size_t end = std::min(value.find_first_of(" \t"), value.size());
      const std::string_view language = value.substr(0, end);
      if (!is_word(language, 3, "") || language.size() < 2) {
        return wrong(value, "languages are codes of two or three letters, as in \"en ur\"");
      }
      rule_.languages.emplace_back(language);
      value.remove_prefix(end);
      value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    }
    return {};
  }

  Error too_many(std::string_view value) const {
    return Error{
        ErrorCode::kLimit,
        wrong(value, fmt::format("a rule has at most {} lines of a kind", kMaxTermsARule)).message};
  }

  Result<void> add_term(std::vector<Term>& terms, std::string_view value) {
    if (terms.size() == kMaxTermsARule) return too_many(value);
    Term term;
    term.text = value;
    std::string_view rest = value;
    if (value.substr(0, 7) == "within ") {
      const std::size_t colon = value.find(':');
      if (colon == value.npos) return wrong(value, "write \"within N: one + another\"");
      const std::string_view words = trimmed(value.substr(7, colon - 7));
      const auto number = parse_decimal(words);
      if (!number.ok() || *number < 2 || *number > kMaxWithinWords) {
        return wrong(value.substr(7), "the stretch is a number of words from 2 to 200");
      }
      term.within_words = static_cast<std::uint32_t>(*number);
      rest = value.substr(colon + 1);
      SANAD_CHECK(add_phrases(term, rest));
    } else {
      SANAD_TRY(Phrase phrase, parse_phrase(rest));
      term.phrases.push_back(std::move(phrase));
    }
    terms.push_back(std::move(term));
    return {};
  }

  Result<void> add_phrases(Term& term, std::string_view rest) {
    const std::string_view all = rest;
    while (true) {
      const std::size_t plus = std::min(rest.find('+'), rest.size());
      SANAD_TRY(Phrase phrase, parse_phrase(rest.substr(0, plus)));
      if (std::find(term.phrases.begin(), term.phrases.end(), phrase) != term.phrases.end()) {
        return wrong(rest, "this phrase stands in the term already");
      }
      term.phrases.push_back(std::move(phrase));
      if (plus == rest.size()) break;
      rest.remove_prefix(plus + 1);
    }
    if (term.phrases.size() < 2) return wrong(all, "name two phrases or more, with + between them");
    if (term.phrases.size() > kMaxPhrasesATerm) return wrong(all, "name at most eight phrases");
    return {};
  }

  Result<Phrase> parse_phrase(std::string_view raw) const {
    std::string_view text = trimmed(raw);
    Phrase phrase;
    const std::string_view whole = text.empty() ? raw : text;
    if (!text.empty() && text.front() == '*') {
      phrase.open_begin = true;
      text.remove_prefix(1);
    }
    if (!text.empty() && text.back() == '*') {
      phrase.open_end = true;
      text.remove_suffix(1);
    }
    if (text.find('*') != text.npos) {
      return wrong(text.substr(text.find('*')), "a * stands only at the begin or end of a phrase");
    }
    SANAD_TRY(Folded folded, fold(text));
    if (folded.letters.empty()) return wrong(whole, "a phrase needs a letter or a digit");
    if (folded.letters.size() > kMaxPhraseLetters) {
      return wrong(whole, "a phrase has at most 200 letters");
    }
    phrase.letters = std::move(folded.letters);
    return phrase;
  }

  RuleSet set_;
  Rule rule_;
  std::unordered_set<std::string> names_;
  std::string_view line_;
  std::size_t number_ = 0;
  bool begun_ = false;
  bool in_rule_ = false;
};

}  // namespace

Result<RuleSet> parse_rules(std::string_view file) { return Parser().run(file); }

}  // namespace sanad::text
