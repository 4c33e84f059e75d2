#include "text/rules.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "automaton.h"

namespace sanad::text {
namespace {

// Letters [begin, end) of the folded text, and the words that they lie in.
struct Hit {
  std::uint32_t begin;
  std::uint32_t end;
};
// By phrase: its hits, ascending.
using Hits = std::unordered_map<std::uint32_t, std::vector<Hit>>;

// How a phrase stands in the automaton: with the spaces around it where it must fill whole words.
struct Pattern {
  std::u32string letters;
  std::uint32_t before = 0;  // spaces at its begin: 0 or 1
  std::uint32_t after = 0;
};

Pattern pattern_of(const Phrase& phrase) {
  Pattern out;
  out.before = phrase.open_begin || is_unspaced(phrase.letters.front()) ? 0 : 1;
  out.after = phrase.open_end || is_unspaced(phrase.letters.back()) ? 0 : 1;
  if (out.before == 1) out.letters += U' ';
  out.letters += phrase.letters;
  if (out.after == 1) out.letters += U' ';
  return out;
}

struct CompiledTerm {
  std::vector<std::uint32_t> patterns;  // of each phrase
};

struct CompiledRule {
  std::vector<CompiledTerm> any;
  std::vector<CompiledTerm> all;
  std::vector<CompiledTerm> none;
};

// One text while its rules are judged.
class Reading {
 public:
  Reading(const Folded& folded, const Hits& hits) : folded_(folded), hits_(hits) {}

  // Every place where the term stands.
  std::vector<TermHit> find(const Term& term, const CompiledTerm& compiled) {
    std::vector<const std::vector<Hit>*> lists;
    for (const std::uint32_t pattern : compiled.patterns) {
      const auto found = hits_.find(pattern);
      if (found == hits_.end()) return {};
      lists.push_back(&found->second);
    }
    std::vector<TermHit> out;
    if (lists.size() == 1) {
      for (const Hit& hit : *lists[0]) out.push_back({term.text, bytes(hit), {bytes(hit)}});
    } else {
      for (const auto* list : lists) {
        for (const Hit& first : *list) add_window(term, lists, first, out);
      }
      std::sort(out.begin(), out.end(),
                [](const TermHit& a, const TermHit& b) { return a.range < b.range; });
      out.erase(std::unique(out.begin(), out.end(),
                            [](const TermHit& a, const TermHit& b) { return a.range == b.range; }),
                out.end());
    }
    return out;
  }

 private:
  ByteRange bytes(const Hit& hit) const { return folded_.range(hit.begin, hit.end); }

  std::uint32_t word_of(std::uint32_t letter) {
    if (words_.empty()) {
      std::uint32_t word = 0;
      words_.reserve(folded_.letters.size());
      for (const char32_t c : folded_.letters) words_.push_back(c == U' ' ? word++ : word);
    }
    return words_[letter];
  }

  // The narrowest window whose first phrase is first, if it is within the term's words. Hits of one
  // phrase end in the order in which they begin, so the next of each list is the best.
  void add_window(const Term& term, const std::vector<const std::vector<Hit>*>& lists,
                  const Hit& first, std::vector<TermHit>& out) {
    TermHit window{term.text, bytes(first), {}};
    std::uint32_t last_word = 0;
    for (const auto* list : lists) {
      const auto next = std::lower_bound(
          list->begin(), list->end(), first,
          [](const Hit& hit, const Hit& wanted) { return hit.begin < wanted.begin; });
      if (next == list->end()) return;
      last_word = std::max(last_word, word_of(next->end - 1));
      window.phrases.push_back(bytes(*next));
      window.range.end = std::max(window.range.end, window.phrases.back().end);
    }
    if (last_word - word_of(first.begin) + 1 <= term.within_words) out.push_back(std::move(window));
  }

  const Folded& folded_;
  const Hits& hits_;
  std::vector<std::uint32_t> words_;
};

}  // namespace

struct RuleMatcher::Compiled {
  RuleSet set;
  Automaton automaton;
  std::vector<Pattern> patterns;                       // by number in the automaton
  std::vector<std::vector<std::uint32_t>> rules_with;  // by pattern: rules with it in any or all
  std::vector<CompiledRule> rules;

  std::vector<CompiledTerm> compile(const std::vector<Term>& terms, std::uint32_t rule,
                                    bool positive) {
    std::vector<CompiledTerm> out;
    for (const Term& term : terms) {
      CompiledTerm compiled;
      for (const Phrase& phrase : term.phrases) {
        Pattern pattern = pattern_of(phrase);
        const std::uint32_t number = automaton.add(pattern.letters);
        if (number == patterns.size()) {
          patterns.push_back(std::move(pattern));
          rules_with.emplace_back();
        }
        auto& with = rules_with[number];
        if (positive && (with.empty() || with.back() != rule)) with.push_back(rule);
        compiled.patterns.push_back(number);
      }
      out.push_back(std::move(compiled));
    }
    return out;
  }

  Hits find_phrases(const Folded& folded) const {
    Hits hits;
    std::uint32_t state = 0;
    const auto size = static_cast<std::uint32_t>(folded.letters.size());
    // A space before and after, so that the outer words are whole too.
    for (std::uint32_t i = 0; i < size + 2; ++i) {
      const char32_t letter = i == 0 || i > size ? U' ' : folded.letters[i - 1];
      state = automaton.step(state, letter, [&](std::uint32_t number) {
        const Pattern& pattern = patterns[number];
        auto& list = hits[number];
        if (list.size() == kMaxHitsAPhrase) return;
        const auto length = static_cast<std::uint32_t>(pattern.letters.size());
        list.push_back({i - length + pattern.before, i - pattern.after});
      });
    }
    return hits;
  }

  std::optional<RuleMatch> judge(std::uint32_t number, Reading& reading) const {
    const Rule& rule = set.rules[number];
    const CompiledRule& compiled = rules[number];
    for (std::size_t i = 0; i < rule.none.size(); ++i) {
      if (!reading.find(rule.none[i], compiled.none[i]).empty()) return std::nullopt;
    }
    RuleMatch match{number, rule.name, rule.version, {}};
    const auto take = [&](std::vector<TermHit> hits) {
      const bool some = !hits.empty();
      for (TermHit& hit : hits) match.hits.push_back(std::move(hit));
      return some;
    };
    for (std::size_t i = 0; i < rule.all.size(); ++i) {
      if (!take(reading.find(rule.all[i], compiled.all[i]))) return std::nullopt;
    }
    bool any = rule.any.empty();
    for (std::size_t i = 0; i < rule.any.size(); ++i) {
      any |= take(reading.find(rule.any[i], compiled.any[i]));
    }
    if (!any) return std::nullopt;
    std::sort(match.hits.begin(), match.hits.end(), [](const TermHit& a, const TermHit& b) {
      return a.range != b.range ? a.range < b.range : a.term < b.term;
    });
    return match;
  }
};

RuleMatcher::RuleMatcher(RuleSet set) {
  auto compiled = std::make_unique<Compiled>();
  compiled->set = std::move(set);
  for (std::uint32_t i = 0; i < compiled->set.rules.size(); ++i) {
    const Rule& rule = compiled->set.rules[i];
    CompiledRule out;
    out.any = compiled->compile(rule.any, i, true);
    out.all = compiled->compile(rule.all, i, true);
    out.none = compiled->compile(rule.none, i, false);
    compiled->rules.push_back(std::move(out));
  }
  compiled->automaton.build();
  compiled_ = std::move(compiled);
}

RuleMatcher::RuleMatcher(RuleMatcher&&) noexcept = default;
RuleMatcher& RuleMatcher::operator=(RuleMatcher&&) noexcept = default;
RuleMatcher::~RuleMatcher() = default;

const RuleSet& RuleMatcher::set() const { return compiled_->set; }

Result<std::vector<RuleMatch>> RuleMatcher::match(std::string_view text) const {
  SANAD_TRY(const Folded folded, fold(text));
  const Hits hits = compiled_->find_phrases(folded);
  std::vector<std::uint32_t> touched;
  for (const auto& [pattern, list] : hits) {
    const auto& with = compiled_->rules_with[pattern];
    touched.insert(touched.end(), with.begin(), with.end());
  }
  std::sort(touched.begin(), touched.end());
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  Reading reading(folded, hits);
  std::vector<RuleMatch> out;
  for (const std::uint32_t rule : touched) {
    auto match = compiled_->judge(rule, reading);
    if (match) out.push_back(std::move(*match));
  }
  return out;
}

}  // namespace sanad::text
