// Text: folding, term rules, the passage index over many documents, and how alterations are borne.
//   text_bench [DOCUMENTS]     of the index; default 1000000, 100 words each
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <set>

#include "test_texts.h"
#include "text/passage_index.h"
#include "text/rules.h"

namespace {

using namespace sanad;
using namespace sanad::text;

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// An article: words of an invented language, with a stock phrase that many share.
std::string document_text(std::uint32_t number, int words) {
  std::mt19937 random(number * 2654435761U + 1);
  std::string text = random_words(random, words);
  if (number % 4 == 0) text += " blessed be the first rain of the year and all who wait for it";
  return text;
}

void print_speeds() {
  std::mt19937 random(61);
  std::string latin;
  std::string arabic;
  while (latin.size() < 16U << 20) latin += random_words(random, 20) + ". ";
  while (arabic.size() < 16U << 20)
    arabic += "«كِتَابُ الماء فی تیرازان یُفتح عند الفجر، يا أهل القرية» ";
  const auto rate = [](const std::string& text, const std::function<void()>& work) {
    return static_cast<double>(text.size()) / 1e6 / seconds(work);
  };
  fmt::print("folding: Latin {:.0f} MB/s, Arabic {:.0f} MB/s\n",
             rate(latin, [&] { fold(latin).value(); }),
             rate(arabic, [&] { fold(arabic).value(); }));
  fmt::print("fingerprints: Latin {:.0f} MB/s, Arabic {:.0f} MB/s\n",
             rate(latin, [&] { fingerprint(latin).value(); }),
             rate(arabic, [&] { fingerprint(arabic).value(); }));
  std::string file = "sanad-rules 1\n";
  for (int i = 0; i < 1000; ++i) {
    file += fmt::format("rule r{}\nversion 1\nwhy w\nmatch a\nno-match b\n", i);
    for (int t = 0; t < 10; ++t) file += "any " + random_words(random, 2) + " tirazan\n";
  }
  const RuleMatcher matcher(parse_rules(file).value());
  std::string articles;
  std::vector<std::string> texts;
  for (std::uint32_t i = 0; i < 4000; ++i) texts.push_back(document_text(i, 400));
  std::size_t bytes = 0;
  for (const auto& text : texts) bytes += text.size();
  const double took = seconds([&] {
    for (const auto& text : texts) matcher.match(text).value();
  });
  fmt::print("1,000 rules of 10 phrases: {:.0f} MB/s\n", static_cast<double>(bytes) / 1e6 / took);
}

std::string mistyped(std::string text, std::mt19937& random, double share) {
  for (char& c : text) {
    if (c != ' ' && static_cast<double>(random() % 100'000) < share * 100'000) {
      c = static_cast<char>('a' + random() % 26);
    }
  }
  return text;
}

std::string some_words(const std::string& text, std::mt19937& random, int count) {
  std::size_t at = text.find(' ', random() % (text.size() / 2)) + 1;
  std::size_t end = at;
  for (int i = 0; i < count && end < text.size(); ++i)
    end = std::min(text.find(' ', end + 1), text.size());
  return text.substr(at, end - at);
}

// What MinHash estimates: Jaccard's index of the sets of three words in a row, of folded texts.
double word_jaccard(const std::string& a, const std::string& b) {
  const auto shingles = [](const std::string& text) {
    const std::string folded = fold_to_utf8(text).value();
    std::vector<std::size_t> begins = {0};
    for (std::size_t i = 0; i < folded.size(); ++i) {
      if (folded[i] == ' ') begins.push_back(i + 1);
    }
    begins.push_back(folded.size() + 1);
    std::set<std::string> out;
    for (std::size_t i = 0; i + 3 < begins.size(); ++i) {
      out.insert(folded.substr(begins[i], begins[i + 3] - 1 - begins[i]));
    }
    return out;
  };
  const auto of_a = shingles(a);
  const auto of_b = shingles(b);
  std::size_t both = 0;
  for (const auto& shingle : of_a) both += of_b.count(shingle);
  const std::size_t all = of_a.size() + of_b.size() - both;
  return all == 0 ? 0 : static_cast<double>(both) / static_cast<double>(all);
}

void print_robustness() {
  std::mt19937 random(62);
  const auto article = [&](const std::string& quote) {
    return random_words(random, 1000) + ' ' + quote + ' ' + random_words(random, 1000);
  };
  const auto retyped = [&](std::string text) {
    for (char& c : text) {
      if (random() % 3 == 0) c = static_cast<char>(std::toupper(c));
    }
    std::string out;
    for (const char c : text) {
      out += c;
      if (c == ' ' && random() % 5 == 0) out += "— ";
    }
    return out;
  };
  const std::pair<const char*, std::function<std::string(const std::string&)>> rows[] = {
      {"re-typed: case and punctuation", retyped},
      {"spaces left out",
       [](std::string t) {
         std::erase(t, ' ');
         return t;
       }},
      {"1 letter of 100 wrong", [&](const std::string& t) { return mistyped(t, random, .01); }},
      {"3 letters of 100 wrong", [&](const std::string& t) { return mistyped(t, random, .03); }},
      {"5 letters of 100 wrong", [&](const std::string& t) { return mistyped(t, random, .05); }},
      {"10 letters of 100 wrong", [&](const std::string& t) { return mistyped(t, random, .1); }},
      {"40 words quoted in an article of 2,000",
       [&](const std::string& t) { return article(some_words(t, random, 40)); }},
      {"20 words quoted in an article of 2,000",
       [&](const std::string& t) { return article(some_words(t, random, 20)); }},
      {"12 words quoted in an article of 2,000",
       [&](const std::string& t) { return article(some_words(t, random, 12)); }},
      {"6 words quoted in an article of 2,000",
       [&](const std::string& t) { return article(some_words(t, random, 6)); }},
      {"40 words quoted, 3 letters of 100 wrong",
       [&](const std::string& t) {
         return article(mistyped(some_words(t, random, 40), random, .03));
       }},
      {"unrelated", [&](const std::string&) { return article(random_words(random, 100)); }},
  };
  fmt::print(
      "\n| alteration of 100 words | found by the index | share shown by compare "
      "| Jaccard >= 0.5 |\n|---|---|---|---|\n");
  for (const auto& [what, alter] : rows) {
    int found = 0;
    int by_jaccard = 0;
    double shown = 0;
    constexpr int kRounds = 500;
    for (int i = 0; i < kRounds; ++i) {
      const std::string text = random_words(random, 100);
      const std::string altered = alter(text);
      found += containment(made(altered), made(text)) > 0 ? 1 : 0;
      by_jaccard += word_jaccard(text, altered) >= .5 ? 1 : 0;
      shown += compare(text, altered)->share_of_a;
    }
    fmt::print("| {} | {:.1f} % | {:.0f} % | {:.1f} % |\n", what, found * 100.0 / kRounds,
               shown * 100 / kRounds, by_jaccard * 100.0 / kRounds);
  }
}

void print_index(std::uint32_t documents) {
  constexpr int kWords = 100;
  PassageIndexBuilder builder;
  const double added = seconds([&] {
    for (std::uint32_t d = 0; d < documents; ++d) {
      if (!builder.add(made(document_text(d, kWords))).ok()) std::exit(3);
    }
  });
  MemorySink sink;
  const double written = seconds([&] {
    if (!builder.write(sink).ok()) std::exit(3);
  });
  const PassageIndex index = PassageIndex::open(sink.bytes()).value();
  std::mt19937 random(63);
  std::vector<double> times;
  int right = 0;
  constexpr int kLookups = 2000;
  for (int i = 0; i < kLookups; ++i) {
    const auto document = static_cast<std::uint32_t>(random() % documents);
    const std::string quote = some_words(document_text(document, kWords), random, 40);
    const Fingerprint query = made(random_words(random, 500) + ' ' + quote +
                                   " blessed be the first rain of the year and all who wait");
    Lookup found;
    times.push_back(seconds([&] { found = index.lookup(query, 2000).value(); }));
    right += std::any_of(found.candidates.begin(), found.candidates.end(),
                         [&](const Candidate& c) { return c.document == document; });
  }
  std::sort(times.begin(), times.end());
  fmt::print(
      "\nindex over {} documents: {} postings, {:.0f} bytes a document; fingerprints {:.0f} s, "
      "written in {:.1f} s\n",
      documents, index.postings(), static_cast<double>(sink.bytes().size()) / documents, added,
      written);
  fmt::print(
      "lookups: median {:.3f} ms, p99 {:.3f} ms, most {:.3f} ms; {} of {} quoted documents found\n",
      times[kLookups / 2] * 1e3, times[kLookups * 99 / 100] * 1e3, times.back() * 1e3, right,
      kLookups);
}

}  // namespace

int main(int count, char** arguments) {
  print_speeds();
  print_robustness();
  print_index(count > 1 ? static_cast<std::uint32_t>(std::atoi(arguments[1])) : 1'000'000);
}
