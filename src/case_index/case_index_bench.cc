// The index of a case: taking documents in, opening a graph, a chat and a timeline,
// near-duplicates. Beside each the bound of the same run: rows put into one SQLite table without
// any index, the bytes of the edges read from SQLite in order, all pairs compared.
//   case_index_bench [DOCUMENTS] [EDGES]      default 1000000 1000000; needs about 1 GB of disk
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <random>

#include "case_index/case_index.h"
#include "near.h"
#include "sqlite/sqlite.h"

namespace {

using namespace sanad;
using namespace sanad::case_index;

const Unmasked kNobody;

// Of the processor's time, so that other work on the machine does not count.
double seconds(const std::function<void()>& work) {
  const auto now = [] { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; };
  const double start = now();
  work();
  return now() - start;
}

// The median of three.
double usual_seconds(const std::function<void()>& work) {
  std::vector<double> times = {seconds(work), seconds(work), seconds(work)};
  std::ranges::sort(times);
  return times[1];
}

void must(const Result<void>& result) {
  if (result.ok()) return;
  fmt::print(stderr, "{}\n", result.error().message);
  std::exit(1);
}

// Few write much and many little, as in groups: numbers by a power law.
std::int64_t skewed(std::mt19937_64& random, std::int64_t count) {
  const double share = static_cast<double>(random() >> 11U) * 0x1p-53;
  return static_cast<std::int64_t>(static_cast<double>(count) * share * share * share);
}

Document message(std::int64_t id, std::mt19937_64& random) {
  Document document;
  document.id = id;
  document.kind = Kind::kMessage;
  document.platform = "telegram";
  document.source = {.exhibit = "exhibit-1",
                     .original_name = "export/result.json",
                     .part = static_cast<std::uint64_t>(id),
                     .list_offset = static_cast<std::uint64_t>(id) * 400,
                     .list_length = 380,
                     .offset = static_cast<std::uint64_t>(id) * 500,
                     .length = 480};
  const std::int64_t chat = skewed(random, 200);
  document.chat = {fmt::format("c{}", chat), fmt::format("Chat {}", chat)};
  document.number = fmt::format("{}", id);
  const std::int64_t author = skewed(random, 20'000);
  document.author = {fmt::format("user{}", author), fmt::format("Name {}", author)};
  document.sent_ms = 1'700'000'000'000 + id * 20'000;
  document.content = random() | 3U;
  if (random() % 4 == 0) document.reply_to = fmt::format("{}", id - 1 - skewed(random, 200));
  if (random() % 10 == 0)
    document.forwarded_from = {fmt::format("user{}", skewed(random, 20'000)), ""};
  if (random() % 5 == 0) {
    document.selectors.push_back(
        {.kind = "url",
         .value = fmt::format("https://p{}.example/", skewed(random, 50'000)),
         .offset = 4,
         .length = 20});
  }
  return document;
}

long peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

// The same numbers as rows of one table, nothing else: what SQLite gives at best.
double plain_rate(const std::filesystem::path& folder, std::int64_t count) {
  auto database = sqlite::Database::open(
                      folder / "plain.db",
                      "CREATE TABLE d (id INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h, i, j)", 1,
                      "the plain table", sqlite::Durability::kWhole)
                      .value();
  return static_cast<double>(count) / seconds([&] {
           auto transaction = sqlite::Transaction::begin(database).value();
           auto insert =
               database.prepare("INSERT INTO d VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").value();
           for (std::int64_t id = 1; id <= count; ++id) {
             insert.bind(id);
             for (int i = 0; i < 10; ++i) insert.bind(id * 400 + i);
             must(insert.run_again());
           }
           must(transaction.commit());
         });
}

void print_taking_in(const std::filesystem::path& folder, std::int64_t count) {
  const double plain = plain_rate(folder, count);
  std::vector<Document> documents;
  std::mt19937_64 random(1);
  auto index = CaseIndex::open(folder / "case.index", Bytes(32, 1)).value();
  double taken = 0;
  constexpr std::int64_t kBatch = 50'000;
  for (std::int64_t id = 1; id <= count;) {
    documents.clear();
    for (std::int64_t i = 0; i < kBatch && id <= count; ++i)
      documents.push_back(message(id++, random));
    taken += seconds([&] {
      for (const Document& document : documents) must(index->add(document));
      must(index->commit());
    });
  }
  const double rate = static_cast<double>(count) / taken;
  fmt::print(
      "taking in: {:.0f} documents/s in commits of 50,000; plain rows {:.0f}/s; ratio {:.2f}; "
      "{:.0f} bytes a document; peak memory {} MB\n",
      rate, plain, rate / plain,
      static_cast<double>(std::filesystem::file_size(folder / "case.index") +
                          std::filesystem::file_size(folder / "case.index-wal")) /
          static_cast<double>(count),
      peak_mb());
  const double scroll = usual_seconds([&] {
    for (std::int64_t at = 0; at < 20; ++at)
      if (!index->chat_rows(1, at * 997, 50, kNobody).ok()) std::exit(1);
  });
  fmt::print("chat: 50 rows anywhere in {:.2f} ms\n", scroll / 20 * 1000);
  const double timeline = usual_seconds([&] {
    if (!index->timeline({}, ClockKind::kSent, Step::kDay, Zone::utc()).ok()) std::exit(1);
  });
  const double activity = usual_seconds([&] {
    if (!index->activity({}, Zone::utc()).ok()) std::exit(1);
  });
  fmt::print("timeline of all by day {:.2f} s, activity {:.2f} s\n", timeline, activity);
}

void print_graph(const std::filesystem::path& folder, std::int64_t edges) {
  const std::filesystem::path path = folder / "graph.index";
  {
    auto index = CaseIndex::open(path, Bytes(32, 1)).value();
    std::int64_t id = 0;
    // Each account shares links of its own and of others: mostly distinct pairs.
    while (true) {
      for (int i = 0; i < 50'000; ++i) {
        Document document;
        document.id = ++id;
        document.kind = Kind::kMessage;
        document.platform = "telegram";
        document.source = {.exhibit = "exhibit-1", .original_name = "result.json"};
        document.author = {fmt::format("user{}", id % 50'000), ""};
        document.sent_ms = 1'700'000'000'000 + id * 1000;
        for (int j = 0; j < 4; ++j) {
          document.selectors.push_back(
              {.kind = "url",
               .value = fmt::format("https://p{}.example/", (id * 4 + j) * 7919 % 199'999)});
        }
        must(index->add(document));
      }
      must(index->commit());
      if (index->graph({.edges = 1}, kNobody).value().matching >= edges) break;
    }
  }
  std::int64_t count = 0;
  const double opened = usual_seconds([&] {
    const auto index = CaseIndex::open(path, Bytes(32, 1)).value();
    const Graph graph = index->graph({.edges = 500}, kNobody).value();
    count = graph.matching;
  });
  const double all = usual_seconds([&] {
    const auto database = sqlite::Database::open(path, "", 1, "the case index").value();
    auto rows =
        database.prepare("SELECT source, kind, target, weight, first_ms, last_ms FROM edges")
            .value();
    std::int64_t sum = 0;
    while (rows.step().value()) {
      for (int i = 0; i < 6; ++i) sum += rows.number(i);
    }
    if (sum == 0) std::exit(1);
  });
  fmt::print(
      "graph of {} edges: opens with its 500 heaviest in {:.3f} s; reading all edges from "
      "SQLite {:.3f} s; ratio {:.2f}\n",
      count, opened, all, opened / all);
  const auto index = CaseIndex::open(path, Bytes(32, 1)).value();
  const double around = usual_seconds([&] {
    if (!index->neighbours({NodeType::kSelector, 7}, {}, kNobody).ok()) std::exit(1);
  });
  fmt::print("graph: what is around one node in {:.2f} ms\n", around * 1000);
}

void print_clusters(std::size_t count) {
  std::mt19937_64 random(3);
  std::vector<Marks> texts;
  while (texts.size() < count) {  // families of up to ten, and marks that many share
    Marks first;
    for (int i = 0; i < 12; ++i) first.push_back(random() % 50 == 0 ? random() % 100 : random());
    for (std::size_t member = 0; member < 1 + random() % 10; ++member) {
      Marks marks = first;
      marks[random() % 12] = random();
      std::ranges::sort(marks);
      texts.push_back(std::move(marks));
    }
  }
  texts.resize(count);
  const auto never = [] { return false; };
  const double joined =
      seconds([&] { must(join_texts(texts, 60, never).ok() ? Result<void>{} : Error{}); });
  constexpr std::size_t kSlow = 3000;
  std::size_t sum = 0;
  const double pairs = seconds([&] {
    for (std::size_t a = 0; a < kSlow; ++a) {
      for (std::size_t b = a + 1; b < kSlow; ++b) sum += common(texts[a], texts[b]);
    }
  });
  const double all_pairs = pairs / (kSlow * (kSlow - 1) / 2.0) *
                           (static_cast<double>(count) * static_cast<double>(count - 1) / 2);
  fmt::print(
      "near-duplicates: {} texts of 12 marks in {:.2f} s; all pairs would take {:.0f} s; ratio "
      "{:.0f} ({})\n",
      count, joined, all_pairs, all_pairs / joined, sum);
  std::vector<PictureForms> pictures(count / 10);
  for (PictureForms& picture : pictures) {
    picture.upright = {random(), random(), random(), random()};
    picture.turned.assign(8, picture.upright);
    for (auto& form : picture.turned) form[0] ^= random();
  }
  const double seen =
      seconds([&] { must(join_pictures(pictures, 31, never).ok() ? Result<void>{} : Error{}); });
  const double picture_pairs = seconds([&] {
    for (std::size_t a = 0; a < 1000; ++a) {
      for (std::size_t b = 0; b < 1000; ++b) sum += distance_of(pictures[a], pictures[b]);
    }
  });
  const double all_pictures = picture_pairs / 1e6 * static_cast<double>(pictures.size()) *
                              static_cast<double>(pictures.size());
  fmt::print(
      "near-duplicates: {} pictures in 9 forms in {:.2f} s; all pairs would take {:.0f} s; ratio "
      "{:.0f} ({})\n",
      pictures.size(), seen, all_pictures, all_pictures / seen, sum);
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t documents = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  const std::int64_t edges = argc > 2 ? std::atoll(argv[2]) : 1'000'000;
  const auto folder = std::filesystem::temp_directory_path() / "sanad_case_index_bench";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  print_taking_in(folder, documents);
  print_graph(folder, edges);
  print_clusters(static_cast<std::size_t>(documents));
  std::filesystem::remove_all(folder);
  return 0;
}
