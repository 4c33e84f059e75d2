// Indexing and searching beside SQLite FTS5, PostgreSQL's own text search, and, from the files that
// it writes, Xapian (bench/search_vs_peers.sh). All are given the same folded words.
//   search_bench FOLDER [DOCUMENTS [CONNECTION]]     DOCUMENTS: default 1000000
//   CONNECTION: of a PostgreSQL server, as libpq takes it; ours and its own text search are run
//   there, instead of those in files.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>

#include "postgres.h"
#include "search/tokens.h"
#include "search_index/search_index.h"
#include "sqlite/sqlite.h"

namespace {

using namespace sanad;
using namespace sanad::search_index;

double clock_seconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// By the processor where the work is done in this process, so that others on the machine count
// little; by the wall where a server does it.
double seconds(const std::function<void()>& work, clockid_t clock = CLOCK_PROCESS_CPUTIME_ID) {
  const double start = clock_seconds(clock);
  work();
  return clock_seconds(clock) - start;
}

template <typename T>
T value_of(Result<T> result) {
  if (!result.ok()) {
    fmt::print(stderr, "{}\n", result.error().message);
    std::exit(3);
  }
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

// Questions of each sort to programs that take a good part of a second for one of a million texts.
constexpr std::size_t kAskedOfSlow = 25;
constexpr std::size_t kLanguages = 7;
constexpr std::size_t kWordsALanguage = 50'000;
constexpr const char* kCodes[kLanguages] = {"en", "ur", "ar", "fa", "ps", "sd", "ru"};
// Consonants and vowels of invented words.
constexpr const char32_t* kConsonants[kLanguages] = {
    U"bdfghklmnprstvz",     U"بپتٹجچحخدڈرڑسشکگلمنہ", U"بتثجحخدرسشصطعغفقكلمن", U"بپتجچخدرزژسشفکگلمن",
    U"بپتټجچځڅدډرړسښکګلمن", U"بٻپتٿجڄدڌرڙسشڪگڳلمن",  U"бвгджзклмнпрст"};
constexpr const char32_t* kVowels[kLanguages] = {U"aeiou", U"اویے", U"اوي",  U"اوی",
                                                 U"اوېۍ",  U"اوي",  U"аеиоу"};

struct Words {
  std::vector<std::string> of[kLanguages];
};

std::string made_word(std::mt19937& random, std::size_t language) {
  const std::u32string_view consonants = kConsonants[language];
  const std::u32string_view vowels = kVowels[language];
  std::u32string word;
  for (std::size_t i = 2 + random() % 2 + random() % 2; i > 0; --i) {
    word += consonants[random() % consonants.size()];
    if (random() % 4 != 0) word += vowels[random() % vowels.size()];
  }
  return text::to_utf8(word);
}

// The share of the word of rank r is about 1/r, as in a language.
std::size_t rank(std::mt19937& random, std::size_t words) {
  const double u = std::uniform_real_distribution<double>()(random);
  return std::min(words - 1, static_cast<std::size_t>(std::pow(static_cast<double>(words), u)) - 1);
}

std::string made_text(std::mt19937& random, const Words& words, std::size_t language) {
  std::string out;
  for (std::size_t i = 8 + random() % 18; i > 0; --i) {
    out += words.of[language][rank(random, kWordsALanguage)];
    out += ' ';
  }
  return out;
}

// The words as the index has them, for peers without a folding of their own.
std::string folded_words(const std::string& text) {
  std::string out;
  for (const search::Token& token : value_of(search::tokenize(text))) {
    if (token.term[0] == 'w') out += token.term.substr(1) + ' ';
  }
  return out;
}

struct Asked {
  const char* sort;
  std::string typed;               // in our language
  std::vector<std::string> words;  // folded
};

std::vector<Asked> made_queries(const Words& words, const std::vector<std::string>& samples) {
  std::mt19937 random(77);
  std::vector<Asked> out;
  const auto folded = [](const std::string& word) {
    std::string one = folded_words(word);
    return one.substr(0, one.find(' '));
  };
  const auto pick = [&](std::size_t from, std::size_t to) {
    return words.of[random() % kLanguages][from + random() % (to - from)];
  };
  for (int i = 0; i < 200; ++i) {
    const std::string rare = pick(10'000, kWordsALanguage);
    out.push_back({"rare", rare, {folded(rare)}});
    const std::string frequent = pick(0, 20);
    out.push_back({"frequent", frequent, {folded(frequent)}});
    const std::size_t language = random() % kLanguages;
    const std::string a = words.of[language][random() % 20];
    const std::string b = words.of[language][random() % 20];
    out.push_back({"and", a + ' ' + b, {folded(a), folded(b)}});
    out.push_back({"or", a + " OR " + b, {folded(a), folded(b)}});
    const std::string& sample = samples[random() % samples.size()];
    const std::size_t second = sample.find(' ') + 1;
    const std::size_t end = sample.find(' ', second);
    const std::string first_word = sample.substr(0, second - 1);
    const std::string second_word = sample.substr(second, end - second);
    out.push_back({"phrase",
                   fmt::format("\"{} {}\"", first_word, second_word),
                   {folded(first_word), folded(second_word)}});
    const auto letters = text::fold(pick(100, 5000)).value().letters;
    const std::string head = text::to_utf8(letters.substr(0, 3));
    out.push_back({"prefix", head + '*', {folded(head)}});
    auto wrong = text::fold(pick(0, 2000)).value().letters;
    std::swap(wrong[1], wrong[2]);
    out.push_back({"near", text::to_utf8(wrong) + '~', {folded(text::to_utf8(wrong))}});
  }
  return out;
}

// Of each sort as many as most are asked.
void print_times(const std::string& name, const std::vector<Asked>& asked,
                 const std::function<std::size_t(const Asked&)>& ask,
                 clockid_t clock = CLOCK_PROCESS_CPUTIME_ID, std::size_t most = SIZE_MAX) {
  for (const char* sort : {"rare", "frequent", "and", "or", "phrase", "prefix", "near"}) {
    std::vector<double> times;
    std::size_t answers = 0;
    for (const Asked& one : asked) {
      if (std::string_view(one.sort) != sort || times.size() == most) continue;
      times.push_back(seconds([&] { answers += ask(one); }, clock));
    }
    std::sort(times.begin(), times.end());
    if (answers == 0) continue;
    fmt::print("{:<12} {:<9} p50 {:8.3f} ms  p95 {:8.3f} ms  most {:8.3f} ms  ({} answers)\n", name,
               sort, times[times.size() / 2] * 1e3, times[times.size() * 95 / 100] * 1e3,
               times.back() * 1e3, answers);
  }
  std::fflush(stdout);
}

struct Corpus {
  Words words;
  std::size_t documents;

  explicit Corpus(std::size_t count) : documents(count) {
    std::mt19937 random(5);
    for (std::size_t l = 0; l < kLanguages; ++l) {
      for (std::size_t i = 0; i < kWordsALanguage; ++i) words.of[l].push_back(made_word(random, l));
    }
  }
  void each(const std::function<void(std::uint64_t, const std::string&, const char*)>& take) const {
    std::mt19937 random(6);
    for (std::size_t i = 1; i <= documents; ++i) {
      const std::size_t language = random() % kLanguages;
      take(i, made_text(random, words, language), kCodes[language]);
    }
  }
};

void run_ours(const std::string& name, SearchIndex index, const Corpus& corpus,
              const std::vector<Asked>& asked, clockid_t clock = CLOCK_PROCESS_CPUTIME_ID) {
  // Generating the texts is taken off.
  const double making =
      seconds([&] { corpus.each([](std::uint64_t, const std::string&, const char*) {}); }, clock);
  const double all = seconds(
      [&] {
        corpus.each([&](std::uint64_t id, const std::string& text, const char* language) {
          const Facts facts{.at_ms = static_cast<std::int64_t>(id) * 1000,
                            .kind = "message",
                            .exhibit = "A-1",
                            .languages = {language}};
          value_of(index.add(id, {"", text, "", ""}, facts));
        });
        value_of(index.commit());
      },
      clock);
  fmt::print("{}: {} documents in {:.1f} s: {:.0f} documents/s\n", name, corpus.documents,
             all - making, static_cast<double>(corpus.documents) / (all - making));
  const auto ask = [&](bool transliterate) {
    return [&index, transliterate](const Asked& one) {
      const auto query = value_of(search::parse_query(one.typed));
      return value_of(index.search(query, {.hits = 10, .transliterate = transliterate}))
          .hits.size();
    };
  };
  print_times(name, asked, ask(false), clock);
  print_times(name + "+sound", asked, ask(true), clock);
}

std::string fts_query(const Asked& one) {
  const std::string_view sort = one.sort;
  if (sort == "phrase") return fmt::format("\"{} {}\"", one.words[0], one.words[1]);
  if (sort == "prefix") return fmt::format("\"{}\" *", one.words[0]);
  std::string out;
  for (const std::string& word : one.words) {
    if (!out.empty()) out += sort == "or" ? " OR " : " AND ";
    out += '"' + word + '"';
  }
  return sort == "near" ? "" : out;
}

void run_fts5(const std::string& path, const Corpus& corpus, const std::vector<Asked>& asked) {
  auto database =
      value_of(sqlite::Database::open(path,
                                      "CREATE VIRTUAL TABLE t USING fts5(x, content='', "
                                      "tokenize=\"unicode61 remove_diacritics 0\")",
                                      1));
  double work = 0;
  value_of(database.run("BEGIN"));
  corpus.each([&](std::uint64_t id, const std::string& text, const char*) {
    const std::string words = folded_words(text);
    work += seconds([&] {
      auto statement = value_of(database.prepare("INSERT INTO t(rowid, x) VALUES (?, ?)"));
      value_of(statement.bind(static_cast<std::int64_t>(id)).bind(words).run());
      if (id % 65'536 == 0) value_of(database.run("COMMIT; BEGIN"));
    });
  });
  work += seconds([&] { value_of(database.run("COMMIT")); });
  fmt::print("FTS5: {:.0f} documents/s, folding not counted\n",
             static_cast<double>(corpus.documents) / work);
  print_times(
      "FTS5", asked,
      [&](const Asked& one) {
        const std::string query = fts_query(one);
        if (query.empty()) return std::size_t{0};
        auto statement = value_of(
            database.prepare("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10"));
        statement.bind(query);
        std::size_t answers = 0;
        while (value_of(statement.step())) ++answers;
        return answers;
      },
      CLOCK_PROCESS_CPUTIME_ID, kAskedOfSlow);
}

std::string ts_query(const Asked& one) {
  const std::string_view sort = one.sort;
  std::string out;
  for (const std::string& word : one.words) {
    if (!out.empty()) out += sort == "or" ? " | " : sort == "phrase" ? " <-> " : " & ";
    out += '\'' + word + '\'';
  }
  if (sort == "prefix") out += ":*";
  return sort == "near" ? "" : out;
}

void run_postgres(const std::string& connection, const Corpus& corpus,
                  const std::vector<Asked>& asked) {
  Postgres postgres = value_of(Postgres::connect(connection));
  value_of(postgres.run("CREATE TABLE bench_text (id bigint, words tsvector)"));
  const double filled = seconds(
      [&] {
        value_of(postgres.run("BEGIN"));
        corpus.each([&](std::uint64_t id, const std::string& text, const char*) {
          value_of(postgres.run("INSERT INTO bench_text VALUES ($1, to_tsvector('simple', $2))",
                                {parameter(id), parameter(folded_words(text))}));
        });
        value_of(postgres.run("COMMIT"));
        value_of(postgres.run("CREATE INDEX ON bench_text USING gin (words)"));
        value_of(postgres.run("VACUUM ANALYZE bench_text"));
      },
      CLOCK_MONOTONIC);
  fmt::print("PostgreSQL: {:.0f} documents/s, folding counted\n",
             static_cast<double>(corpus.documents) / filled);
  const Rows sizes = value_of(postgres.run("SELECT pg_total_relation_size('bench_text')"));
  fmt::print("PostgreSQL: {:.0f} MB\n", static_cast<double>(sizes.number(0, 0)) / 1e6);
  print_times(
      "PostgreSQL", asked,
      [&](const Asked& one) {
        const std::string query = ts_query(one);
        if (query.empty()) return std::size_t{0};
        return static_cast<std::size_t>(
            value_of(postgres.run("SELECT id FROM bench_text, to_tsquery('simple', $1) q WHERE "
                                  "words @@ q ORDER BY "
                                  "ts_rank(words, q) DESC LIMIT 10",
                                  {parameter(query)}))
                .size());
      },
      CLOCK_MONOTONIC, kAskedOfSlow);
}

void write_for_peers(const std::string& folder, const Corpus& corpus,
                     const std::vector<Asked>& asked) {
  std::ofstream documents(folder + "/documents.txt");
  corpus.each([&](std::uint64_t, const std::string& text, const char*) {
    documents << folded_words(text) << '\n';
  });
  std::ofstream queries(folder + "/queries.txt");
  for (const Asked& one : asked) {
    queries << one.sort;
    for (const std::string& word : one.words) queries << '\t' << word;
    queries << '\n';
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    fmt::print(stderr, "usage: search_bench FOLDER [DOCUMENTS [CONNECTION]]\n");
    return 2;
  }
  const std::string folder = arguments[1];
  const Corpus corpus(count > 2 ? std::stoul(arguments[2]) : 1'000'000);
  std::vector<std::string> samples;
  corpus.each([&](std::uint64_t id, const std::string& text, const char*) {
    if (id % (corpus.documents / 500 + 1) == 1) samples.push_back(text);
  });
  const std::vector<Asked> asked = made_queries(corpus.words, samples);
  if (count > 3) {
    run_ours("ours in PG", value_of(SearchIndex::open_postgres(arguments[3], folder)), corpus,
             asked, CLOCK_MONOTONIC);
    run_postgres(arguments[3], corpus, asked);
    return 0;
  }
  write_for_peers(folder, corpus, asked);
  run_ours("ours", value_of(SearchIndex::open_sqlite(folder + "/ours.db")), corpus, asked);
  fmt::print("ours: {:.0f} MB\n",
             static_cast<double>(std::filesystem::file_size(folder + "/ours.db")) / 1e6);
  run_fts5(folder + "/fts5.db", corpus, asked);
  fmt::print("FTS5: {:.0f} MB\n",
             static_cast<double>(std::filesystem::file_size(folder + "/fts5.db")) / 1e6);
}
