// The entries of all lists as lookups read them: over a connection of their own, so that they see
// what was there before an update until it is complete, and do not wait for it.
#pragma once

#include <initializer_list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sqlite/sqlite.h"

namespace sanad::identify {

// One entry, with its list.
struct Row {
  std::uint32_t number = 0;
  std::string list, list_name, list_version;
  std::string entry, signal, value, labels;
  bool disputed = false;
  std::optional<std::int64_t> expires_at_ms;
};

std::vector<std::string> labels_of(const Row& row);

// where: the condition, with one text to bind for each "?".
Result<std::vector<Row>> select_rows(sqlite::Database& database, std::string_view where,
                                     std::initializer_list<std::string_view> texts);

// Thread-safe.
class Rows {
 public:
  explicit Rows(sqlite::Database database) : database_(std::move(database)) {}

  Result<std::optional<Row>> row(std::uint32_t number);
  Result<std::vector<Row>> with_value(std::string_view signal, std::string_view value);

  // The first entries of a signal above a number, in their order. list: of this one only, or empty.
  struct Value {
    std::uint32_t number = 0;
    std::string value;
  };
  Result<std::vector<Value>> values(std::string_view signal, std::string_view list,
                                    std::uint32_t after, std::size_t most);
  // Only their numbers, all of them.
  Result<std::vector<std::uint32_t>> numbers(std::string_view signal, std::string_view list);

  template <typename Use>
  auto with_database(const Use& use) {
    const std::lock_guard lock(mutex_);
    return use(database_);
  }

 private:
  std::mutex mutex_;
  sqlite::Database database_;
};

}  // namespace sanad::identify
