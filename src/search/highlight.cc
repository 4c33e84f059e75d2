#include "search/highlight.h"

#include <algorithm>
#include <unordered_map>

#include "search/spelling.h"

namespace sanad::search {
namespace {

using text::ByteRange;

// A place where a leaf of the query stands: words [begin, end) of the text.
struct Place {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Highlight shown;
};

class Highlighter {
 public:
  Highlighter(std::string_view text, std::vector<Token> tokens, Field field, bool transliterate)
      : text_(text), tokens_(std::move(tokens)), field_(field), transliterate_(transliterate) {
    for (std::size_t i = 0; i < tokens_.size(); ++i) by_term_[tokens_[i].term].push_back(i);
  }

  Result<void> add(const Node& node) {
    switch (node.kind) {
      case Node::Kind::kWords: {
        SANAD_TRY(const std::vector<Place> places, places_of(node));
        for (const Place& place : places) found_.push_back(place.shown);
        return {};
      }
      case Node::Kind::kNear:
        return add_near(node);
      case Node::Kind::kAnd:
      case Node::Kind::kOr:
        for (const Node& child : node.children) SANAD_CHECK(add(child));
        return {};
      case Node::Kind::kFact:
      case Node::Kind::kDates:
      case Node::Kind::kNot:
        break;
    }
    return {};
  }

  std::vector<Highlight> run() {
    std::sort(found_.begin(), found_.end(), [](const Highlight& a, const Highlight& b) {
      const auto length = [](const Highlight& h) { return h.range.end - h.range.begin; };
      if (a.how != b.how) return a.how < b.how;
      if (length(a) != length(b)) return length(a) > length(b);
      return a.range.begin < b.range.begin;
    });
    std::vector<Highlight> kept;
    const auto before = [](const Highlight& a, const Highlight& b) {
      return a.range.begin < b.range.begin;
    };
    for (const Highlight& one : found_) {
      const auto next = std::lower_bound(kept.begin(), kept.end(), one, before);
      const bool over_next = next != kept.end() && next->range.begin < one.range.end;
      const bool over_last = next != kept.begin() && (next - 1)->range.end > one.range.begin;
      if (!over_next && !over_last) kept.insert(next, one);
    }
    return kept;
  }

 private:
  bool looks_here(const Node& node) const {
    return node.field == field_ || (node.field == Field::kText && field_ == Field::kTitle);
  }

  Result<std::vector<Place>> places_of(const Node& node) {
    std::vector<Place> places;
    if (!looks_here(node)) return places;
    Node leaf = node;
    leaf.field = node_class_field(node);
    SANAD_TRY(const Wanted asked, wanted(leaf));
    if (asked.mode == Wanted::Mode::kPrefix) add_beginnings(asked, places);
    if (asked.mode == Wanted::Mode::kNear) add_near_spellings(asked, places);
    if (asked.mode == Wanted::Mode::kTerms) add_phrases(asked, places);
    if (asked.transliterate && transliterate_) add_transliterated(asked, places);
    for (Place& place : places) {
      const ByteRange range = place.shown.range;
      const auto bytes = text_.substr(range.begin, range.end - range.begin);
      if (place.shown.how == How::kFolded && as_written(bytes) == as_written(node.text)) {
        place.shown.how = How::kExact;
      }
    }
    return places;
  }

  // The text was cut into words of kText; a title's words are looked up as such.
  static Field node_class_field(const Node& node) {
    return node.field == Field::kTitle ? Field::kText : node.field;
  }

  Place place_at(const Token& token, How how) const {
    return {token.position, token.position + token.words, {token.range, how}};
  }

  void add_beginnings(const Wanted& asked, std::vector<Place>& places) const {
    for (const Token& token : tokens_) {
      if (token.term.starts_with(asked.slots[0].terms[0]))
        places.push_back(place_at(token, How::kFolded));
    }
  }

  template <typename Accept>
  void add_words(char term_class, How how, std::vector<Place>& places, const Accept& accept) const {
    for (const auto& [term, at] : by_term_) {
      if (term[0] != term_class) continue;
      const How found = accept(term, how);
      if (found == How::kExact) continue;
      for (const std::size_t i : at) places.push_back(place_at(tokens_[i], found));
    }
  }

  void add_near_spellings(const Wanted& asked, std::vector<Place>& places) const {
    const std::string& term = asked.slots[0].terms[0];
    const std::u32string word = letters_of(term).substr(1);
    add_words(term[0], How::kNear, places, [&](std::string_view other, How how) {
      const auto apart = letters_apart(word, letters_of(other).substr(1), asked.distance);
      return !apart ? How::kExact : *apart == 0 ? How::kFolded : how;
    });
  }

  void add_transliterated(const Wanted& asked, std::vector<Place>& places) const {
    const std::string& term = asked.slots[0].terms[0];
    const OtherScript sounds(letters_of(term).substr(1));
    if (!sounds.usable()) return;
    add_words(term[0], How::kTransliterated, places, [&](std::string_view other, How how) {
      const std::u32string word = letters_of(other).substr(1);
      const std::uint32_t key = sound_key(word);
      const bool filed = std::binary_search(sounds.keys().begin(), sounds.keys().end(), key);
      return filed && sounds.alike(word) > 0 ? how : How::kExact;
    });
  }

  // Tokens of the slot, by position.
  std::vector<std::size_t> tokens_of(const Slot& slot) const {
    std::vector<std::size_t> out;
    for (const std::string& term : slot.terms) {
      const auto found = by_term_.find(term);
      if (found == by_term_.end()) continue;
      for (const std::size_t i : found->second) {
        if (!slot.plain_only || !tokens_[i].rewritten) out.push_back(i);
      }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  void add_phrases(const Wanted& asked, std::vector<Place>& places) const {
    std::vector<std::vector<std::size_t>> slots;
    for (const Slot& slot : asked.slots) slots.push_back(tokens_of(slot));
    for (const std::size_t first : slots[0]) {
      Place place = place_at(tokens_[first], How::kFolded);
      bool whole = true;
      for (std::size_t s = 1; s < slots.size() && whole; ++s) {
        const std::uint32_t position = tokens_[first].position + asked.slots[s].offset;
        const auto next = std::lower_bound(
            slots[s].begin(), slots[s].end(), position,
            [&](std::size_t i, std::uint32_t value) { return tokens_[i].position < value; });
        whole = next != slots[s].end() && tokens_[*next].position == position;
        if (!whole) break;
        place.end = position + tokens_[*next].words;
        place.shown.range.end = std::max(place.shown.range.end, tokens_[*next].range.end);
      }
      if (whole) places.push_back(place);
    }
  }

  Result<void> add_near(const Node& node) {
    SANAD_TRY(std::vector<Place> first, places_of(node.children[0]));
    SANAD_TRY(std::vector<Place> second, places_of(node.children[1]));
    keep_near(first, second, node.within);
    keep_near(second, first, node.within);
    return {};
  }

  // Shows those of these that have one of those near them.
  void keep_near(std::vector<Place>& these, std::vector<Place>& those, std::uint32_t within) {
    std::sort(those.begin(), those.end(),
              [](const Place& a, const Place& b) { return a.begin < b.begin; });
    std::uint32_t longest = 0;
    for (const Place& one : those) longest = std::max(longest, one.end - one.begin);
    for (const Place& one : these) {
      const std::uint32_t reach = within + longest;
      const std::uint32_t from = one.begin > reach ? one.begin - reach : 0;
      auto other = std::lower_bound(those.begin(), those.end(), from,
                                    [](const Place& p, std::uint32_t at) { return p.begin < at; });
      for (; other != those.end() && other->begin < one.end + within; ++other) {
        if (!are_near(one, *other, within)) continue;
        found_.push_back(one.shown);
        break;
      }
    }
  }

  static bool are_near(const Place& a, const Place& b, std::uint32_t within) {
    if (a.end <= b.begin) return b.begin - (a.end - 1) <= within;
    return b.end <= a.begin && a.begin - (b.end - 1) <= within;
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  Field field_;
  bool transliterate_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_term_;
  std::vector<Highlight> found_;
};

TermClass class_of(Field field) {
  if (field == Field::kAuthor) return TermClass::kAuthorWord;
  return field == Field::kChat ? TermClass::kChatWord : TermClass::kWord;
}

}  // namespace

Result<std::vector<Highlight>> highlight(const Node& query, std::string_view text, Field field,
                                         bool transliterate) {
  SANAD_TRY(std::vector<Token> tokens, tokenize(text, class_of(field)));
  Highlighter highlighter(text, std::move(tokens), field, transliterate);
  SANAD_CHECK(highlighter.add(query));
  return highlighter.run();
}

}  // namespace sanad::search
