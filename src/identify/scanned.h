// The values of one signal, parsed and held in memory, for signals that are compared with every
// entry. Read from the database when first wanted; an update then makes a new vector beside the
// old one, so that a lookup never waits for it. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <set>

#include "signal.h"

namespace sanad::identify {

template <typename Parsed>
class Scanned {
 public:
  struct One {
    std::uint32_t number = 0;
    std::shared_ptr<const Parsed> value;
  };
  using All = std::vector<One>;
  // Of a value in a list; an error for one that is not of the signal's form.
  using Parse = std::function<Result<Parsed>(std::string_view)>;

  Scanned(Rows& rows, std::string signal, Parse parse)
      : rows_(rows), signal_(std::move(signal)), parse_(std::move(parse)) {}

  Result<std::shared_ptr<const All>> all() const {
    if (auto there = current()) return there;
    const std::lock_guard loading(loading_);
    if (auto there = current()) return there;
    auto read = std::make_shared<All>();
    for (std::uint32_t after = 0;;) {
      SANAD_TRY(const auto values, rows_.values(signal_, "", after, kBatch));
      if (values.empty()) break;
      for (const Rows::Value& one : values) take(one.number, one.value, *read);
      after = values.back().number;
    }
    set_current(read);
    return std::shared_ptr<const All>(std::move(read));
  }

  void complete(const Change& change) {
    if (!change.touches(signal_)) return;
    const std::lock_guard loading(loading_);
    const auto before = current();
    if (!before) return;  // nobody has asked yet
    std::set<std::uint32_t> gone;
    for (const Row& row : change.gone) gone.insert(row.number);
    auto made = std::make_shared<All>();
    for (const One& one : *before) {
      if (gone.count(one.number) == 0) made->push_back(one);
    }
    // Whoever asked first may have read them already: numbers ascend, and are never used again.
    const std::uint32_t read = before->empty() ? 0 : before->back().number;
    for (const Change::Added& one : change.added) {
      if (one.signal == signal_ && one.number > read) take(one.number, one.value, *made);
    }
    set_current(std::move(made));
  }

 private:
  static constexpr std::size_t kBatch = 1000;

  void take(std::uint32_t number, std::string_view value, All& into) const {
    if (auto parsed = parse_(value); parsed.ok())
      into.push_back({number, std::make_shared<const Parsed>(std::move(*parsed))});
  }
  std::shared_ptr<const All> current() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }
  void set_current(std::shared_ptr<const All> all) const {
    const std::lock_guard lock(mutex_);
    current_ = std::move(all);
  }

  Rows& rows_;
  std::string signal_;
  Parse parse_;
  mutable std::mutex loading_;  // one at a time makes a new vector
  mutable std::mutex mutex_;    // guards which is current
  mutable std::shared_ptr<const All> current_;
};

}  // namespace sanad::identify
