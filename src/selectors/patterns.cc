#include "selectors/patterns.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "base/bytes.h"
#include "base/numbers.h"

namespace sanad::selectors {

struct PatternSet::Compiled {
  struct Example {
    std::string text;
    bool must_match = false;
    std::size_t line = 0;
  };
  struct Pattern {
    std::string name;
    std::uint32_t version = 0;
    std::string why;
    bool personal = false;
    std::unique_ptr<re2::RE2> regex;
    std::vector<Example> examples;
    std::size_t line = 0;
  };
  std::vector<Pattern> patterns;
};

PatternSet::PatternSet() : compiled_(std::make_unique<Compiled>()) {}
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;
PatternSet::~PatternSet() = default;

std::size_t PatternSet::size() const { return compiled_->patterns.size(); }
const std::string& PatternSet::name(std::size_t pattern) const {
  return compiled_->patterns[pattern].name;
}
bool PatternSet::personal(std::size_t pattern) const {
  return compiled_->patterns[pattern].personal;
}

bool PatternSet::find(std::size_t pattern, std::string_view text, std::size_t from, std::size_t to,
                      PatternMatch& match) const {
  const re2::RE2& regex = *compiled_->patterns[pattern].regex;
  const re2::StringPiece whole(text.data(), text.size());
  re2::StringPiece groups[2];
  const int wanted = std::min(1, regex.NumberOfCapturingGroups()) + 1;
  while (from < to) {
    // The pattern stops at the end of text; the caller gives more than a match may be long.
    if (!regex.Match(whole, from, text.size(), re2::RE2::UNANCHORED, groups, wanted)) return false;
    const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
    if (begin >= to) return false;
    if (!groups[0].empty() && groups[0].size() <= kMaxPatternMatchBytes) {
      const re2::StringPiece& value =
          wanted == 2 && groups[1].data() != nullptr ? groups[1] : groups[0];
      match.begin = begin;
      match.end = begin + groups[0].size();
      match.value_begin = static_cast<std::size_t>(value.data() - text.data());
      match.value_end = match.value_begin + value.size();
      return true;
    }
    from = begin + std::max<std::size_t>(1, groups[0].size());
  }
  return false;
}

namespace {

constexpr std::string_view kFirstLine = "sanad-patterns 1";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Error at_line(std::size_t line, std::string_view what) {
  return {ErrorCode::kInvalid, fmt::format("line {}: {}.", line, what)};
}

using Pattern = PatternSet::Compiled::Pattern;

Result<void> set_regex(Pattern& pattern, std::string_view value, std::size_t line) {
  if (pattern.regex) return at_line(line, "a pattern has one \"regex\"");
  if (value.size() > kMaxPatternBytes)
    return at_line(line, "the expression is longer than 2000 bytes; split it");
  // A window of a stream has no true begin or end.
  if (value.find("\\A") != value.npos || value.find("\\z") != value.npos) {
    return at_line(line,
                   "\\A and \\z are not known here; ^ and $ stand for the begin and end of a line");
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(std::int64_t{8} << 20);
  pattern.regex = std::make_unique<re2::RE2>("(?m:" + std::string(value) + ")", options);
  if (!pattern.regex->ok()) {
    return at_line(
        line, fmt::format("the expression is not one that RE2 reads ({})", pattern.regex->error()));
  }
  return {};
}

Result<void> set_field(Pattern& pattern, std::string_view key, std::string_view value,
                       std::size_t line) {
  if (key == "regex") return set_regex(pattern, value, line);
  if (key == "match" || key == "no-match") {
    pattern.examples.push_back({std::string(value), key == "match", line});
    return {};
  }
  if (key == "why") {
    pattern.why += (pattern.why.empty() ? "" : " ") + std::string(value);
    return {};
  }
  if (key == "version") {
    const auto version = parse_decimal(value);
    if (!version.ok() || *version == 0 || *version > 1'000'000 || pattern.version != 0) {
      return at_line(line, "a pattern has one version, a whole number from 1 to 1000000");
    }
    pattern.version = static_cast<std::uint32_t>(*version);
    return {};
  }
  if (key == "personal") {
    if (value != "yes" && value != "no") return at_line(line, "\"personal\" is yes or no");
    pattern.personal = value == "yes";
    return {};
  }
  return at_line(
      line,
      fmt::format("\"{}\" is none of pattern, version, why, regex, personal, match and no-match",
                  key));
}

Result<void> check_pattern(const Pattern& pattern) {
  const auto lacks = [&](std::string_view what) {
    return at_line(pattern.line, fmt::format("the pattern {} needs {}", pattern.name, what));
  };
  const auto has = [&](bool must_match) {
    return std::any_of(pattern.examples.begin(), pattern.examples.end(),
                       [&](const auto& e) { return e.must_match == must_match; });
  };
  if (pattern.version == 0) return lacks("a \"version\"");
  if (pattern.why.empty()) return lacks("a \"why\"");
  if (!pattern.regex) return lacks("a \"regex\"");
  if (!has(true)) return lacks("a \"match\", an example that must match");
  if (!has(false)) return lacks("a \"no-match\", an example that must not");
  return {};
}

Result<void> begin_pattern(std::vector<Pattern>& patterns, std::string_view name,
                           std::size_t line) {
  const bool good =
      !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
      });
  if (!good) return at_line(line, "a pattern's name is up to 64 of a-z, 0-9 and -");
  if (std::any_of(patterns.begin(), patterns.end(),
                  [&](const Pattern& p) { return p.name == name; })) {
    return at_line(line, fmt::format("the name {} is taken by an earlier pattern", name));
  }
  if (patterns.size() == kMaxPatterns) {
    return Error{ErrorCode::kLimit,
                 fmt::format("line {}: a file holds at most {} patterns.", line, kMaxPatterns)};
  }
  if (!patterns.empty()) SANAD_CHECK(check_pattern(patterns.back()));
  patterns.emplace_back();
  patterns.back().name = name;
  patterns.back().line = line;
  return {};
}

Result<void> run_examples(const PatternSet& set, const std::vector<Pattern>& patterns) {
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    for (const auto& example : patterns[i].examples) {
      PatternMatch match;
      if (set.find(i, example.text, 0, example.text.size(), match) == example.must_match) continue;
      return at_line(example.line,
                     fmt::format("the example {} match, but the pattern {} {}; correct one of them",
                                 example.must_match ? "must" : "must not", patterns[i].name,
                                 example.must_match ? "does not find anything in it"
                                                    : "finds something in it"));
    }
  }
  return {};
}

}  // namespace

Result<PatternSet> parse_patterns(std::string_view file) {
  if (file.size() > kMaxPatternFileBytes) {
    return Error{ErrorCode::kLimit, "The pattern file is longer than 1 MiB; split it."};
  }
  if (!is_utf8(file)) return at_line(1, "the file is not UTF-8; save it as UTF-8");
  if (file.substr(0, 3) == "\xEF\xBB\xBF") file.remove_prefix(3);
  PatternSet set;
  std::vector<Pattern>& patterns = set.compiled_->patterns;
  bool begun = false;
  for (std::size_t number = 1; !file.empty(); ++number) {
    const std::size_t end = std::min(file.find('\n'), file.size());
    std::string_view line = file.substr(0, end);
    file.remove_prefix(std::min(end + 1, file.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const std::string_view text = trimmed(line);
    if (text.empty() || text[0] == '#') continue;
    if (!begun) {
      if (text != kFirstLine) return at_line(number, "begin the file with \"sanad-patterns 1\"");
      begun = true;
      continue;
    }
    const std::size_t key_end = std::min(text.find_first_of(" \t"), text.size());
    const std::string_view key = text.substr(0, key_end);
    const std::string_view value = trimmed(text.substr(key_end));
    if (value.empty()) return at_line(number, fmt::format("write something after \"{}\"", key));
    if (key == "pattern") {
      SANAD_CHECK(begin_pattern(patterns, value, number));
      continue;
    }
    if (patterns.empty()) return at_line(number, "begin a pattern with \"pattern NAME\" first");
    SANAD_CHECK(set_field(patterns.back(), key, value, number));
  }
  if (!begun) return at_line(1, "begin the file with \"sanad-patterns 1\"");
  if (patterns.empty())
    return at_line(1, "the file holds no pattern; add one with \"pattern NAME\"");
  SANAD_CHECK(check_pattern(patterns.back()));
  SANAD_CHECK(run_examples(set, patterns));
  return set;
}

}  // namespace sanad::selectors
