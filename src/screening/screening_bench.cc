// Screening: quality over generated variants, beside plain Levenshtein and Jaro-Winkler likeness of
// the folded names at the threshold where each has our share of false alarms; and speed.
//   screening_bench            both tables, as docs/screening.md has them
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <random>

#include "screening/screen.h"
#include "test_names.h"
#include "text/fold.h"

namespace {

using namespace sanad;
using namespace sanad::screening;

constexpr int kEntries = 1000;
constexpr int kUnrelated = 10'000;

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void replace_one(std::string& text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at != text.npos) text.replace(at, from.size(), to);
}

// Each of the ways in which transliterations differ, with even chance where it applies.
std::string transliterated(const InventedPerson& person, std::mt19937& random) {
  constexpr std::pair<const char*, const char*> kWays[] = {{"Abd al-", "Abdul "},
                                                           {"Abd Allah", "Abdullah"},
                                                           {" al-Din", "uddin"},
                                                           {"Muhammad", "Mohamed"},
                                                           {"q", "k"},
                                                           {"Q", "K"},
                                                           {"uthm", "usm"},
                                                           {"Uthm", "Osm"},
                                                           {"Dh", "Z"},
                                                           {"mad", "med"},
                                                           {"ay", "ai"},
                                                           {"aw", "au"},
                                                           {"u", "ou"},
                                                           {"i", "ee"},
                                                           {"J", "Dj"},
                                                           {"sh", "ch"},
                                                           {"Kh", "H"},
                                                           {"ah", "eh"},
                                                           {"a", "e"},
                                                           {"w", "v"},
                                                           {"y", "i"},
                                                           {"iy", "y"},
                                                           {"ss", "s"}};
  std::string out = person.latin();
  for (const auto& [from, to] : kWays) {
    if (random() % 2 == 0) replace_one(out, from, to);
  }
  return out;
}

std::string family_in_arabic(const std::string& family) {
  constexpr std::pair<const char*, const char*> kLetters[] = {
      {"sh", "ش"}, {"a", "ا"}, {"b", "ب"}, {"d", "د"}, {"e", ""},  {"g", "گ"},
      {"h", "ه"},  {"i", "ی"}, {"k", "ک"}, {"l", "ل"}, {"m", "م"}, {"n", "ن"},
      {"o", "و"},  {"p", "پ"}, {"q", "ق"}, {"r", "ر"}, {"s", "س"}, {"t", "ت"},
      {"u", "و"},  {"v", "و"}, {"w", "و"}, {"y", "ی"}, {"z", "ز"}};
  std::string lower = family;
  lower[0] = static_cast<char>(lower[0] - 'A' + 'a');
  std::string out;
  for (std::size_t at = 0; at < lower.size();) {
    for (const auto& [latin, arabic] : kLetters) {
      if (std::string_view(lower).substr(at).starts_with(latin)) {
        out += arabic;
        at += std::string_view(latin).size();
        break;
      }
    }
  }
  return out;
}

std::string in_arabic(const InventedPerson& person) {
  std::string out;
  for (const GivenName* name : person.given) out += std::string(name->arabic) + ' ';
  return out + family_in_arabic(person.family);
}

std::string turned(const InventedPerson& person) {
  std::string out = person.family + ',';
  for (const GivenName* name : person.given) out += ' ' + std::string(name->latin);
  return out;
}

std::string one_left_out(const InventedPerson& person, std::mt19937& random) {
  InventedPerson fewer = person;
  fewer.given.erase(fewer.given.begin() +
                    static_cast<std::ptrdiff_t>(random() % fewer.given.size()));
  return fewer.latin();
}

// The first two given names as one word, compounds without hyphen.
std::string joined_or_split(const InventedPerson& person) {
  std::string out = person.given[0]->latin;
  for (std::size_t i = 1; i < person.given.size(); ++i) {
    out += (i == 1 ? "" : " ") + std::string(person.given[i]->latin);
  }
  std::replace(out.begin(), out.end(), '-', ' ');
  return out + ' ' + person.family;
}

std::string with_title(const InventedPerson& person) {
  std::string out = "Haji " + std::string(person.given[0]->latin) + " bin";
  for (std::size_t i = 1; i < person.given.size(); ++i)
    out += ' ' + std::string(person.given[i]->latin);
  return out + " al-" + person.family;
}

std::string mistyped(const InventedPerson& person, std::mt19937& random) {
  std::string out = person.latin();
  std::size_t at = 1 + random() % (out.size() - 2);
  const auto is_letter = [&](std::size_t i) { return out[i] != ' ' && out[i] != '-'; };
  while (!is_letter(at) || !is_letter(at - 1)) at = 1 + random() % (out.size() - 2);
  switch (random() % 3) {
    case 0:
      out.erase(at, 1);
      break;
    case 1:
      out[at] = static_cast<char>('a' + random() % 26);
      break;
    default:
      std::swap(out[at], out[at - 1]);
  }
  return out;
}

double levenshtein(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  const std::size_t longer = std::max(a.size(), b.size());
  return longer == 0 ? 0 : 1 - static_cast<double>(row.back()) / static_cast<double>(longer);
}

// Winkler's of 1990: prefix of at most 4, scale 0.1.
double jaro_winkler(std::string_view a, std::string_view b) {
  const std::size_t window = std::max<std::size_t>(std::max(a.size(), b.size()) / 2, 1) - 1;
  std::vector<bool> used(b.size());
  std::string from_a;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t end = std::min(i + window + 1, b.size());
    for (std::size_t j = i > window ? i - window : 0; j < end; ++j) {
      if (used[j] || a[i] != b[j]) continue;
      used[j] = true;
      from_a += a[i];
      break;
    }
  }
  if (from_a.empty()) return 0;
  std::size_t moved = 0;
  std::size_t k = 0;
  for (std::size_t j = 0; j < b.size(); ++j) {
    if (used[j] && from_a[k++] != b[j]) ++moved;
  }
  const auto m = static_cast<double>(from_a.size());
  const double jaro = (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) +
                       (m - static_cast<double>(moved) / 2) / m) /
                      3;
  std::size_t prefix = 0;
  while (prefix < 4 && prefix < a.size() && prefix < b.size() && a[prefix] == b[prefix]) ++prefix;
  return jaro + static_cast<double>(prefix) * .1 * (1 - jaro);
}

using Likeness = double (*)(std::string_view, std::string_view);
std::string folded(const std::string& name) { return text::fold_to_utf8(name).value(); }

// The threshold at which no more than this share of names has a hit in the list.
double threshold_for(const std::vector<double>& best_of_each, double share) {
  std::vector<double> sorted = best_of_each;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size()))] + 1e-9;
}

double best_in(Likeness likeness, const std::string& name, const std::vector<std::string>& list) {
  double best = 0;
  for (const std::string& other : list) best = std::max(best, likeness(name, other));
  return best;
}

void print_quality() {
  std::mt19937 random(51);
  std::vector<InventedPerson> people;
  List list{"bench", "1", {}};
  std::vector<std::string> listed;
  for (int i = 0; i < kEntries; ++i) {
    people.push_back(invent_person(random));
    Entry entry;
    entry.names = {{people.back().latin(), NameKind::kPrimary}};
    list.entries.push_back(entry);
    listed.push_back(folded(people.back().latin()));
  }
  const Screener screener = Screener::create(std::move(list)).value();
  int alarms = 0;
  std::size_t leads = 0;
  std::vector<int> best_scores;  // of each unrelated name; 0 for no lead at all
  std::vector<double> levenshtein_best;
  std::vector<double> jaro_best;
  for (int i = 0; i < kUnrelated; ++i) {
    const std::string name = invent_person(random).latin();
    const auto found = screener.screen({.name = name}, {}).value();
    alarms += found.empty() ? 0 : 1;
    leads += found.size();
    const auto any = screener.screen({.name = name}, {.min_score = 1}).value();
    best_scores.push_back(any.empty() ? 0 : any.front().score);
    if (i % 10 != 0) continue;
    levenshtein_best.push_back(best_in(levenshtein, folded(name), listed));
    jaro_best.push_back(best_in(jaro_winkler, folded(name), listed));
  }
  const double share = alarms / static_cast<double>(kUnrelated);
  const double levenshtein_least = threshold_for(levenshtein_best, share);
  const double jaro_least = threshold_for(jaro_best, share);
  fmt::print("false alarms: {:.2f} % of unrelated names have a lead; {:.5f} % of pairs\n",
             share * 100, 100.0 * static_cast<double>(leads) / (double{kUnrelated} * kEntries));
  fmt::print("| least likeness | unrelated names with a lead |\n|---|---|\n");
  for (int least = 60; least <= 95; least += 5) {
    const auto with_lead = std::count_if(best_scores.begin(), best_scores.end(),
                                         [least](int score) { return score >= least; });
    fmt::print("| {} | {:.2f} % |\n", least, static_cast<double>(with_lead) * 100.0 / kUnrelated);
  }
  fmt::print("peers' thresholds at that share: Levenshtein {:.2f}, Jaro-Winkler {:.3f}\n\n",
             levenshtein_least, jaro_least);
  const std::pair<const char*, std::function<std::string(const InventedPerson&)>> rows[] = {
      {"as listed", [](const auto& p) { return p.latin(); }},
      {"other transliteration", [&](const auto& p) { return transliterated(p, random); }},
      {"in Arabic script", [](const auto& p) { return in_arabic(p); }},
      {"family name first", [](const auto& p) { return turned(p); }},
      {"a given name left out", [&](const auto& p) { return one_left_out(p, random); }},
      {"parts joined and split", [](const auto& p) { return joined_or_split(p); }},
      {"title, bin and article added", [](const auto& p) { return with_title(p); }},
      {"one typing error", [&](const auto& p) { return mistyped(p, random); }},
  };
  fmt::print("| variant | Sanad | Levenshtein | Jaro-Winkler |\n|---|---|---|---|\n");
  for (const auto& [what, vary] : rows) {
    int ours = 0;
    int by_levenshtein = 0;
    int by_jaro = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
      const std::string name = vary(people[i]);
      const auto found = screener.screen({.name = name}, {.max_leads = 1000}).value();
      const bool hit = std::any_of(found.begin(), found.end(),
                                   [&](const Lead& lead) { return lead.entry == i; });
      ours += hit ? 1 : 0;
      if (!hit && std::getenv("SHOW_MISSES") != nullptr) {
        fmt::print(stderr, "{}: {} / {}\n", what, people[i].latin(), name);
      }
      by_levenshtein += levenshtein(folded(name), listed[i]) >= levenshtein_least ? 1 : 0;
      by_jaro += jaro_winkler(folded(name), listed[i]) >= jaro_least ? 1 : 0;
    }
    fmt::print("| {} | {:.1f} % | {:.1f} % | {:.1f} % |\n", what, ours * 100.0 / kEntries,
               by_levenshtein * 100.0 / kEntries, by_jaro * 100.0 / kEntries);
  }
}

void print_speed() {
  std::mt19937 random(52);
  List list{"bench", "1", {}};
  std::vector<std::string> listed;
  for (int i = 0; i < kEntries; ++i) {
    const InventedPerson person = invent_person(random);
    Entry entry;
    entry.names = {{person.latin(), NameKind::kPrimary},
                   {in_arabic(person), NameKind::kOriginalScript}};
    for (int a = 0; a < 4; ++a) {
      entry.names.push_back({transliterated(person, random), NameKind::kAlias});
    }
    for (const ListedName& name : entry.names) listed.push_back(folded(name.text));
    list.entries.push_back(std::move(entry));
  }
  std::vector<std::string> names;
  for (int i = 0; i < 10'000; ++i) names.push_back(transliterated(invent_person(random), random));
  std::optional<Screener> screener;
  const double built =
      seconds([&] { screener.emplace(Screener::create(std::move(list)).value()); });
  std::size_t leads = 0;
  const double ours = seconds([&] {
    for (const auto& name : names) leads += screener->screen({.name = name}, {}).value().size();
  });
  double sink = 0;
  constexpr int kPeerNames = 300;
  const auto peer = [&](Likeness likeness) {
    return seconds([&] {
             for (int i = 0; i < kPeerNames; ++i)
               sink += best_in(likeness, names[static_cast<std::size_t>(i)], listed);
           }) *
           10'000 / kPeerNames;
  };
  const double by_levenshtein = peer(levenshtein);
  const double by_jaro = peer(jaro_winkler);
  fmt::print(
      "\n10,000 names x {} entries with 5 aliases each: {:.2f} s, index {:.2f} s, {} leads\n",
      kEntries, ours, built, leads);
  fmt::print("comparing with every name: Levenshtein {:.1f} s, Jaro-Winkler {:.1f} s ({:.0f})\n",
             by_levenshtein, by_jaro, sink);
}

}  // namespace

int main() {
  print_quality();
  print_speed();
}
