// Random texts and queries: the index answers what reading every text answers, in both databases.
#include <algorithm>
#include <random>
#include <set>

#include "database_rig.h"
#include "search/spelling.h"

namespace sanad::search_index {
namespace {

using search::Node;
using search::Token;

struct Text {
  std::uint64_t id;
  std::string title;
  std::string text;
  std::string kind;
  std::int64_t at_ms;
};

// Looks into one document, word by word, without any index.
class Oracle {
 public:
  explicit Oracle(const Text& text) : text_(text) {
    tokens_ = search::tokenize(text.title).value();
    std::uint32_t from = 0;
    for (const Token& token : tokens_) from = std::max(from, token.position + token.words);
    if (from > 0) from += search::kFieldGap;
    for (Token token : search::tokenize(text.text).value()) {
      token.position += from;
      tokens_.push_back(std::move(token));
    }
  }

  bool answers(const Node& node) const {
    switch (node.kind) {
      case Node::Kind::kWords:
        return words(node);
      case Node::Kind::kFact:
        return std::find(node.values.begin(), node.values.end(), text_.kind) != node.values.end();
      case Node::Kind::kDates:
        return text_.at_ms >= node.from_ms && text_.at_ms < node.to_ms;
      case Node::Kind::kAnd:
        return std::all_of(node.children.begin(), node.children.end(),
                           [&](const Node& n) { return answers(n); });
      case Node::Kind::kOr:
        return std::any_of(node.children.begin(), node.children.end(),
                           [&](const Node& n) { return answers(n); });
      case Node::Kind::kNot:
        return !answers(node.children[0]);
      case Node::Kind::kNear:
        break;
    }
    return near(node);
  }

 private:
  bool words(const Node& node) const {
    const auto wanted = search::wanted(node).value();
    if (wanted.mode == search::Wanted::Mode::kTerms) return !begins(wanted).empty();
    const std::string& term = wanted.slots[0].terms[0];
    return std::any_of(tokens_.begin(), tokens_.end(), [&](const Token& token) {
      if (wanted.mode == search::Wanted::Mode::kPrefix) return token.term.starts_with(term);
      return token.term[0] == term[0] &&
             search::letters_apart(search::letters_of(token.term).substr(1),
                                   search::letters_of(term).substr(1), wanted.distance)
                 .has_value();
    });
  }

  bool stands(const search::Slot& slot, std::uint32_t position) const {
    return std::any_of(tokens_.begin(), tokens_.end(), [&](const Token& token) {
      const bool named =
          std::find(slot.terms.begin(), slot.terms.end(), token.term) != slot.terms.end();
      return token.position == position && named && !(slot.plain_only && token.rewritten);
    });
  }

  std::set<std::uint32_t> begins(const search::Wanted& wanted) const {
    std::set<std::uint32_t> out;
    for (const Token& token : tokens_) {
      const bool all = std::all_of(
          wanted.slots.begin(), wanted.slots.end(),
          [&](const search::Slot& slot) { return stands(slot, token.position + slot.offset); });
      if (all) out.insert(token.position);
    }
    return out;
  }

  bool near(const Node& node) const {
    const auto first = search::wanted(node.children[0]).value();
    const auto second = search::wanted(node.children[1]).value();
    for (const std::uint32_t a : begins(first)) {
      for (const std::uint32_t b : begins(second)) {
        if (b >= a + first.words && b - (a + first.words - 1) <= node.within) return true;
        if (a >= b + second.words && a - (b + second.words - 1) <= node.within) return true;
      }
    }
    return false;
  }

  Text text_;
  std::vector<Token> tokens_;
};

class Random {
 public:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  std::string word() {
    static constexpr const char* kWords[] = {
        "rain",   "rains", "Rain",   "field",         "fields", "first",  "فصل",
        "الفصل",  "کتاب",  "كتاب",   "می‌رود", "ميرود",  "中文字", "co-op",
        "#tag_a", "رشید",  "rashid", "عبدالله",       "عبد",    "الله",   "harvest"};
    // The first words far more often than the last.
    return kWords[below(below(std::size(kWords)) + 1)];
  }
  std::string words(std::size_t most) {
    std::string out;
    for (std::size_t i = 1 + below(most); i > 0; --i) out += word() + ' ';
    return out;
  }
  std::string query(int depth) {
    switch (below(depth > 2 ? 6 : 9)) {
      case 0:
      case 1:
        return word();
      case 2:
        return '"' + words(3) + '"';
      case 3:
        return "ra* kind:mail,post";
      case 4:
        return below(2) ? "fields~" : "strict:\"" + word() + '"';
      case 5:
        return word() + " NEAR/" + std::to_string(1 + below(4)) + " \"" + words(2) + '"';
      case 6:
        return '(' + query(depth + 1) + ") OR (" + query(depth + 1) + ')';
      case 7:
        return '(' + query(depth + 1) + ") -(" + query(depth + 1) + ')';
      default:
        return '(' + query(depth + 1) + ") (" + query(depth + 1) + ") after:1970-01-01T00:0" +
               std::to_string(below(9));
    }
  }

 private:
  std::mt19937 random_{17};
};

TEST(Oracle, AgreesWithBothDatabasesOnEveryQuery) {
  Random random;
  std::vector<Text> texts;
  const TestFolder folder;
  SearchIndex sqlite = open_index(Kind::kSqlite, folder);
  SearchIndex postgres = open_index(Kind::kPostgres, folder);
  for (std::uint64_t id = 1; id <= 600; ++id) {
    texts.push_back({id, random.below(4) ? "" : random.words(3), random.words(12),
                     random.below(2) ? "mail" : "page",
                     static_cast<std::int64_t>(random.below(600'000))});
    const Text& text = texts.back();
    for (SearchIndex* index : {&sqlite, &postgres}) {
      ASSERT_TRUE(
          index->add(id, {text.title, text.text, "", ""}, {.at_ms = text.at_ms, .kind = text.kind})
              .ok());
      // Segments of different sizes in the two; the answers must not show it.
      if (id % (index == &sqlite ? 37 : 90) == 0) {
        ASSERT_TRUE(index->commit().ok());
      }
    }
  }
  ASSERT_TRUE(sqlite.commit().ok());
  ASSERT_TRUE(postgres.commit().ok());
  std::vector<Oracle> oracles(texts.begin(), texts.end());
  for (int round = 0; round < 500; ++round) {
    const std::string typed = random.query(0);
    const auto query = search::parse_query(typed);
    if (!query.ok()) continue;
    std::set<std::uint64_t> expected;
    for (const Text& text : texts) {
      if (oracles[text.id - 1].answers(*query)) expected.insert(text.id);
    }
    const PageRequest request{.hits = 1000, .transliterate = false};
    const auto answered = sqlite.search(*query, request);
    ASSERT_TRUE(answered.ok()) << typed << ": " << answered.error().message;
    const Page& page = *answered;
    std::set<std::uint64_t> got;
    for (const Hit& hit : page.hits) got.insert(hit.id);
    ASSERT_EQ(got, expected) << typed;
    ASSERT_TRUE(std::is_sorted(page.hits.begin(), page.hits.end(), [](const Hit& a, const Hit& b) {
      return a.score != b.score ? a.score > b.score : a.id < b.id;
    })) << typed;
    ASSERT_EQ(page.hits, postgres.search(*query, request).value().hits) << typed;
    const Page ten = sqlite.search(*query, {.hits = 10, .transliterate = false}).value();
    ASSERT_TRUE(std::equal(ten.hits.begin(), ten.hits.end(), page.hits.begin())) << typed;
  }
}

// Passing over blocks loses none of the best.
TEST(Oracle, AgreesThatTheBestAreTheBest) {
  Random random;
  const TestFolder folder;
  SearchIndex index = open_index(Kind::kSqlite, folder);
  for (std::uint64_t id = 1; id <= 40'000; ++id) {
    ASSERT_TRUE(index.add(id, {"", random.words(1 + random.below(9)), "", ""}, {}).ok());
    if (id % 15'000 == 0) {
      ASSERT_TRUE(index.commit().ok());
    }
  }
  ASSERT_TRUE(index.commit().ok());
  for (const char* typed : {"rain", "rain field", "rain OR field OR first", "ra* OR \"rain field\"",
                            "rain -fields", "rashid", "rain NEAR/2 first", "fields~ rain"}) {
    const auto query = search::parse_query(typed).value();
    const Page all = index.search(query, {.hits = 1000}).value();
    for (const std::size_t hits : {1U, 10U, 100U}) {
      const Page some = index.search(query, {.hits = hits}).value();
      ASSERT_EQ(some.hits.size(), hits) << typed;
      ASSERT_TRUE(std::equal(some.hits.begin(), some.hits.end(), all.hits.begin()))
          << typed << ' ' << hits;
    }
    const Page second =
        index.search(query, {.hits = 10, .after = index.search(query, {.hits = 10})->next}).value();
    ASSERT_TRUE(std::equal(second.hits.begin(), second.hits.end(), all.hits.begin() + 10)) << typed;
  }
}

}  // namespace
}  // namespace sanad::search_index
