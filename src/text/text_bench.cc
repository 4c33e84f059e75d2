// Text: folding, term rules and the passage index over many documents. How alterations are borne:
// text_robustness_bench.
//   text_bench [DOCUMENTS]     of the index; default 1000000, 100 words each
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>

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

std::string some_words(const std::string& text, std::mt19937& random, int count) {
  std::size_t at = text.find(' ', random() % (text.size() / 2)) + 1;
  std::size_t end = at;
  for (int i = 0; i < count && end < text.size(); ++i)
    end = std::min(text.find(' ', end + 1), text.size());
  return text.substr(at, end - at);
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
  print_index(count > 1 ? static_cast<std::uint32_t>(std::atoi(arguments[1])) : 1'000'000);
}
