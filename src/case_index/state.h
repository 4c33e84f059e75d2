// What a CaseIndex holds: a writer behind its lock, and connections for readers.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "case_index/case_index.h"
#include "schema.h"
#include "sqlite/sqlite.h"
#include "writer.h"

namespace sanad::case_index {

// Connections that are free. A reader takes one for as long as it reads.
class Readers {
 public:
  explicit Readers(std::string path) : path_(std::move(path)) {}

  class Lease {
   public:
    Lease(Readers& from, sqlite::Database database)
        : from_(&from), database_(std::move(database)) {}
    Lease(Lease&& other) noexcept : from_(other.from_), database_(std::move(other.database_)) {
      other.from_ = nullptr;
    }
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (from_) from_->give_back(std::move(database_));
    }
    const sqlite::Database& operator*() const { return database_; }
    const sqlite::Database* operator->() const { return &database_; }

   private:
    Readers* from_;
    sqlite::Database database_;
  };
  Result<Lease> take();

 private:
  void give_back(sqlite::Database database);
  std::string path_;
  std::mutex mutex_;
  std::vector<sqlite::Database> free_;
};

struct CaseIndex::State {
  State(std::string path, std::unique_ptr<Writer> opened)
      : writer(std::move(opened)), readers(std::move(path)) {}
  std::mutex mutex;  // guards writer
  std::unique_ptr<Writer> writer;
  Readers readers;
};

Result<sqlite::Database> open_database(const std::string& path);

// Nodes as edges name them.
inline std::int64_t node_number(const NodeId& node) {
  return node.row * 4 + static_cast<std::int64_t>(node.type);
}
inline NodeId node_of(std::int64_t number) {
  return {static_cast<NodeType>(number & 3), number >> 2};
}

}  // namespace sanad::case_index
