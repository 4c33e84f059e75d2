// How well altered text is found again, and how often other text is found by mistake, beside what
// peers say of the same pairs: Jaccard's index of sets of three words (what MinHash estimates),
// TLSH and ssdeep. All of it is invented.
//   text_robustness_bench     the table of docs/robustness.md
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "piecewise/piecewise.h"
#include "similarity/similarity.h"
#include "test_texts.h"
#include "text/fold.h"

namespace {

using namespace sanad;

constexpr int kTexts = 300;
constexpr int kWords = 100;
constexpr double kJaccardLeast = 0.5;

ByteView bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Each method's own digest of a text, so that each pair costs only its comparison.
struct Digests {
  text::Fingerprint marks;
  std::vector<std::size_t> words;  // hashes of three folded words in a row; ascending, distinct
  std::optional<std::string> tlsh;
  std::string ssdeep;
};

std::vector<std::size_t> word_shingles(const std::string& text) {
  const std::string folded = text::fold_to_utf8(text).value();
  std::vector<std::size_t> begins = {0};
  for (std::size_t i = 0; i < folded.size(); ++i) {
    if (folded[i] == ' ') begins.push_back(i + 1);
  }
  begins.push_back(folded.size() + 1);
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i + 3 < begins.size(); ++i) {
    out.push_back(std::hash<std::string_view>{}(
        std::string_view(folded).substr(begins[i], begins[i + 3] - 1 - begins[i])));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

double jaccard(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  std::vector<std::size_t> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  const std::size_t all = a.size() + b.size() - both.size();
  return all == 0 ? 0 : static_cast<double>(both.size()) / static_cast<double>(all);
}

Digests digests(const std::string& text) {
  return {text::made(text), word_shingles(text), similarity::tlsh(bytes_of(text)),
          piecewise::ssdeep(bytes_of(text))};
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
  const std::size_t at = text.find(' ', random() % (text.size() / 2)) + 1;
  std::size_t end = at;
  for (int i = 0; i < count && end < text.size(); ++i)
    end = std::min(text.find(' ', end + 1), text.size());
  return text.substr(at, end - at);
}

// The same words in Arabic letters, short vowels left out.
std::string in_arabic(const std::string& latin) {
  constexpr std::pair<char, const char*> kLetters[] = {
      {'a', "ا"}, {'b', "ب"}, {'d', "د"}, {'h', "ه"}, {'i', "ي"}, {'k', "ك"},
      {'l', "ل"}, {'m', "م"}, {'n', "ن"}, {'o', "و"}, {'p', "پ"}, {'r', "ر"},
      {'s', "س"}, {'t', "ت"}, {'u', "و"}, {'v', "ڤ"}, {'z', "ز"}, {' ', " "}};
  std::string out;
  for (const char c : latin) {
    const auto* found = std::find_if(std::begin(kLetters), std::end(kLetters),
                                     [&](auto& l) { return l.first == c; });
    if (found != std::end(kLetters)) out += found->second;
  }
  return out;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
    text.replace(at, from.size(), to);
}

// As another keyboard and a careful typist give it: Persian letters, vowel signs, stretched words.
std::string retyped_arabic(std::string text) {
  replace_all(text, "ي", "ی");
  replace_all(text, "ك", "ک");
  replace_all(text, "ب", "بَ");
  replace_all(text, "م", "مُ");
  replace_all(text, "ت", "تـ");
  return text;
}

std::string retyped(std::string text, std::mt19937& random) {
  for (char& c : text) {
    if (random() % 3 == 0) c = static_cast<char>(std::toupper(c));
  }
  std::string out;
  for (const char c : text) {
    out += c;
    if (c == ' ' && random() % 5 == 0) out += "— ";
  }
  return out;
}

struct Alteration {
  const char* name;
  std::function<std::string(const std::string&)> apply;
  bool is_arabic = false;  // the original too is written in Arabic letters
};

std::vector<Alteration> alterations(std::mt19937& random) {
  const auto article = [&random](const std::string& quote) {
    return text::random_words(random, 1000) + ' ' + quote + ' ' + text::random_words(random, 1000);
  };
  std::vector<Alteration> out = {
      {"unaltered", [](const std::string& t) { return t; }},
      {"re-typed: case and punctuation", [&](const std::string& t) { return retyped(t, random); }},
      {"re-typed in Arabic: vowel signs, Persian letters", retyped_arabic, true},
      {"spaces left out", [](std::string t) {
         std::erase(t, ' ');
         return t;
       }}};
  for (const auto& [name, share] : {std::pair("1 letter of 100 wrong", .01),
                                    {"3 letters of 100 wrong", .03},
                                    {"5 letters of 100 wrong", .05},
                                    {"10 letters of 100 wrong", .1}}) {
    const double wrong = share;
    out.push_back(
        {name, [&random, wrong](const std::string& t) { return mistyped(t, random, wrong); }});
  }
  for (const auto& [name, count] : {std::pair("40 words quoted in 2,000", 40),
                                    {"20 words quoted in 2,000", 20},
                                    {"12 words quoted in 2,000", 12},
                                    {"6 words quoted in 2,000", 6}}) {
    const int words = count;
    out.push_back({name, [&random, article, words](const std::string& t) {
                     return article(some_words(t, random, words));
                   }});
  }
  out.push_back(
      {"40 words quoted, 3 letters of 100 wrong", [&random, article](const std::string& t) {
         return article(mistyped(some_words(t, random, 40), random, .03));
       }});
  out.push_back({"transliterated into Arabic letters", in_arabic});
  return out;
}

struct Found {
  int own = 0;
  int mistaken = 0;
};

void print_row(const Alteration& alteration, std::mt19937& random) {
  std::vector<std::string> texts;
  std::vector<Digests> originals;
  for (int i = 0; i < kTexts; ++i) {
    const std::string words = text::random_words(random, kWords);
    texts.push_back(alteration.is_arabic ? in_arabic(words) : words);
    originals.push_back(digests(texts.back()));
  }
  Found ours, by_jaccard, by_tlsh, by_ssdeep;
  double shown = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string altered = alteration.apply(texts[i]);
    const Digests of = digests(altered);
    shown += text::compare(texts[i], altered)->share_of_a;
    for (std::size_t j = 0; j < texts.size(); ++j) {
      const Digests& other = originals[j];
      const auto count = [&](Found& found, bool is_match) {
        if (is_match) ++(i == j ? found.own : found.mistaken);
      };
      count(ours, text::containment(of.marks, other.marks) > 0);
      count(by_jaccard, jaccard(of.words, other.words) >= kJaccardLeast);
      count(by_tlsh,
            of.tlsh && other.tlsh &&
                similarity::tlsh_distance(*of.tlsh, *other.tlsh) <= similarity::kTlshMatchDistance);
      count(by_ssdeep, piecewise::ssdeep_score(of.ssdeep, other.ssdeep) >= piecewise::kMatchScore);
    }
  }
  fmt::print("| {} ", alteration.name);
  const auto percent = [](double count) { return count * 100.0 / kTexts; };
  fmt::print("| {:.1f} %, {} ", percent(ours.own), ours.mistaken);
  fmt::print("| {:.0f} % ", percent(shown));
  for (const Found& peer : {by_jaccard, by_tlsh, by_ssdeep})
    fmt::print("| {:.1f} %, {} ", percent(peer.own), peer.mistaken);
  fmt::print("|\n");
}

}  // namespace

int main() {
  fmt::print("{} texts of {} words; recall, mistaken of {} other pairs\n", kTexts, kWords,
             kTexts * (kTexts - 1));
  fmt::print(
      "| alteration | found | shown | Jaccard | TLSH | ssdeep |\n|---|---|---|---|---|---|\n");
  std::mt19937 random(62);
  for (const Alteration& alteration : alterations(random)) print_row(alteration, random);
}
