// Durable appends against bare SQLite (WAL, synchronous=FULL: one sync for each transaction) in the
// same batch sizes and on the same disk, in the same run; and the full verification of a large
// ledger.
//   ledger_bench [ENTRIES [DIRECTORY]]     default: 1000000 entries, the temporary directory
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>

#include "ledger/ledger.h"

namespace {

using namespace sanad;

constexpr const char* kCase = "case-7k2mq4x3a9b5c6d8";
constexpr int kRounds = 3;

double seconds(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

ledger::NewEntry make_entry(std::uint64_t number) {
  json::Object data;
  data.set("exhibit", fmt::format("exhibit-{:016}", number));
  data.set("purpose", "A harmless purpose of about the usual length, for measuring");
  json::Object body;
  body.set("v", 1);
  body.set("kind", "exhibit.viewed");
  body.set("actor", "officer-7k2mq4x3a9b5c6d8");
  body.set("case", kCase);
  body.set("data", std::move(data));
  return {"exhibit.viewed", kCase, std::move(body)};
}

void must(bool right) {
  if (!right) std::exit(3);
}

// The peer stores the same body's bytes in a table, `batch` rows a transaction.
double sqlite_rate(const files::Path& directory, std::uint64_t batch, std::uint64_t batches) {
  const std::string path = (directory / fmt::format("peer-{}.db", batch)).string();
  sqlite3* opened = nullptr;
  must(sqlite3_open(path.c_str(), &opened) == SQLITE_OK);
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> db(opened, sqlite3_close);
  const auto run = [&](const char* sql) {
    must(sqlite3_exec(db.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  };
  run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
      "CREATE TABLE IF NOT EXISTS entries(id INTEGER PRIMARY KEY, body BLOB)");
  sqlite3_stmt* prepared = nullptr;
  must(sqlite3_prepare_v2(db.get(), "INSERT INTO entries(body) VALUES(?)", -1, &prepared,
                          nullptr) == SQLITE_OK);
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> insert(prepared, sqlite3_finalize);
  const double took = seconds([&] {
    for (std::uint64_t b = 0; b < batches; ++b) {
      run("BEGIN");
      for (std::uint64_t i = 0; i < batch; ++i) {
        const std::string text = json::format_canonical(make_entry(i).body);
        sqlite3_bind_blob(insert.get(), 1, text.data(), static_cast<int>(text.size()),
                          SQLITE_TRANSIENT);
        must(sqlite3_step(insert.get()) == SQLITE_DONE);
        sqlite3_reset(insert.get());
      }
      run("COMMIT");
    }
  });
  return static_cast<double>(batch * batches) / took;
}

double ledger_rate(ledger::Ledger& log, std::uint64_t batch, std::uint64_t batches) {
  const double took = seconds([&] {
    for (std::uint64_t b = 0; b < batches; ++b) {
      std::vector<ledger::NewEntry> entries;
      entries.reserve(batch);
      for (std::uint64_t i = 0; i < batch; ++i) entries.push_back(make_entry(i));
      must(log.append_all(entries).ok());
    }
  });
  return static_cast<double>(batch * batches) / took;
}

// Single appends from many threads at once: what group commit is for.
double threads_rate(ledger::Ledger& log, int threads, std::uint64_t each) {
  const double took = seconds([&] {
    std::vector<std::jthread> running;
    for (int t = 0; t < threads; ++t) {
      running.emplace_back([&] {
        for (std::uint64_t i = 0; i < each; ++i) must(log.append(make_entry(i)).ok());
      });
    }
  });
  return static_cast<double>(each) * threads / took;
}

void verify_large(ledger::Ledger& log, std::uint64_t entries) {
  std::vector<ledger::NewEntry> batch;
  while (log.size().value < entries) {
    batch.clear();
    const std::uint64_t left = entries - log.size().value;
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(left, ledger::kMaxBatchEntries); ++i) {
      batch.push_back(make_entry(i));
    }
    must(log.append_all(batch).ok());
  }
  fmt::print("publishing {} entries     {:8.2f} s\n", entries,
             seconds([&] { must(log.checkpoint().ok()); }));
  for (const bool bodies : {false, true}) {
    double best = 1e9;
    for (int round = 0; round < (bodies ? 1 : kRounds); ++round) {
      best = std::min(best, seconds([&] {
                        const auto report =
                            log.verify({.bodies = bodies, .check_timestamp = {}, .progress = {}});
                        must(report.ok() && report->problems.empty() && report->unpublished == 0);
                      }));
    }
    fmt::print("verifying {} entries{}  {:8.2f} s\n", entries,
               bodies ? " and bodies" : "           ", best);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t entries = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  files::PosixFileSystem fs;
  const auto temp = files::TempDir::create("ledger-bench").value();
  const files::Path root = argc > 2 ? files::Path(argv[2]) / "ledger-bench" : temp.path();
  must(files::remove_tree(fs, root).ok() && files::make_directories(fs, root).ok());
  const auto keyring =
      keyring::Keyring::create(fs, root / "keys", keyring::KeyFile{}, {"log", "agency"}).value();
  must(keyring->create_case_key(kCase).ok());
  const SystemClock clock;
  const auto log =
      ledger::Ledger::open(fs, root / "ledger", *keyring, clock, ledger::Access::kWrite).value();
  for (const std::uint64_t batch : {1, 16, 256}) {
    double ours = 0, peer = 0;
    const std::uint64_t batches = batch == 256 ? 40 : 150;
    for (int round = 0; round < kRounds; ++round) {
      peer = std::max(peer, sqlite_rate(root, batch, batches));
      ours = std::max(ours, ledger_rate(*log, batch, batches));
    }
    fmt::print("batches of {:3}: SQLite {:8.0f}/s  ledger {:8.0f}/s  {:.2f}\n", batch, peer, ours,
               ours / peer);
  }
  fmt::print("16 threads, one entry each time: {:.0f}/s\n", threads_rate(*log, 16, 100));
  verify_large(*log, entries);
  must(files::remove_tree(fs, root).ok());
  return 0;
}
