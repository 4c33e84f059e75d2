// A folder for a test, and a PostgreSQL server of its own, reached by a socket in its folder only.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "search_index/search_index.h"

namespace sanad::search_index {

class TestFolder {
 public:
  TestFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "sanad-search-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class PostgresServer {
 public:
  PostgresServer() {
    // The server runs for no administrator.
    if (::geteuid() == 0) {
      as_ = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
      run("", "chown 65534 " + folder_.path());
    }
    run(as_, fmt::format("{}/initdb -D {}/data -U sanad -A trust --no-sync -E UTF8 --locale=C",
                         programs(), folder_.path()));
    run(as_, fmt::format(
                 "{}/pg_ctl -D {}/data -w -l {}/log -o \"-k {} -c listen_addresses='' -c fsync=off "
                 "-c shared_buffers=16MB\" start",
                 programs(), folder_.path(), folder_.path(), folder_.path()));
  }
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  ~PostgresServer() {
    run(as_, fmt::format("{}/pg_ctl -D {}/data -m immediate stop", programs(), folder_.path()));
  }
  std::string connection() const {
    return fmt::format("host={} user=sanad dbname=postgres", folder_.path());
  }

 private:
  static std::string programs() {
    std::string newest;
    for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql")) {
      newest = std::max(newest, entry.path().string());
    }
    return newest + "/bin";
  }
  static void run(const std::string& as, const std::string& command) {
    const int status = std::system(("cd / && " + as + command + " >/dev/null 2>&1").c_str());
    EXPECT_EQ(status, 0) << command;
  }

  TestFolder folder_;
  std::string as_;
};

// One server for all tests of the program.
inline const PostgresServer& postgres_server() {
  static const PostgresServer kServer;
  return kServer;
}

enum class Kind { kSqlite, kPostgres };

// Opens an index that is the test's own; the same name gives the same index.
inline SearchIndex open_index(Kind kind, const TestFolder& folder,
                              const std::string& name = "case") {
  auto index = kind == Kind::kSqlite ? SearchIndex::open_sqlite(folder.path() + "/" + name + ".db")
                                     : SearchIndex::open_postgres(postgres_server().connection(),
                                                                  folder.path() + name);
  EXPECT_TRUE(index.ok()) << index.error().message;
  return std::move(index).value();
}

inline Page found(SearchIndex& index, std::string_view query, const PageRequest& request = {}) {
  auto page = index.search(search::parse_query(query).value(), request);
  EXPECT_TRUE(page.ok()) << query << ": " << page.error().message;
  return std::move(page).value();
}

inline std::string ids_of(const Page& page) {
  std::string out;
  for (const Hit& hit : page.hits) out += (out.empty() ? "" : " ") + std::to_string(hit.id);
  return out;
}

}  // namespace sanad::search_index
