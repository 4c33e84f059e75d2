// A pool from inside: its mother, and who may have a child work.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "cage/pool.h"
#include "descriptor.h"
#include "running.h"

namespace sanad::cage {

// A mother's process. It ends with this, and its children with it.
class Mother {
 public:
  static Result<std::shared_ptr<Mother>> start(const std::string& program);
  ~Mother();
  Mother(const Mother&) = delete;
  Mother& operator=(const Mother&) = delete;

  pid_t pid() const { return pid_; }
  // Whether it is alive; an end is seen at once.
  bool is_there() const;
  // What takes the child's place here: says when it ended and how, and ends it when closed. Borrows
  // the descriptors; the child has copies. Thread-safe.
  Result<Descriptor> fork(const Order& order, int output, int errors);

 private:
  Mother(pid_t pid, Descriptor socket) : pid_(pid), socket_(std::move(socket)) {}
  pid_t pid_;
  Descriptor socket_;
};

struct Pool::State {
  explicit State(unsigned children) : free(children) {}

  // The mother, started where there is none.
  Result<std::shared_ptr<Mother>> mother_for(const std::string& program);
  // Her next item is done by another.
  void give_up(const std::shared_ptr<Mother>& mother);

  mutable std::mutex mutex;
  std::condition_variable freed;
  unsigned free;                   // children that may work besides those that do
  std::shared_ptr<Mother> mother;  // shared with her children's Running, which may outlast her here
};

// One of the children that may work at once.
class Turn {
 public:
  explicit Turn(Pool::State& state) : state_(state) {}
  ~Turn() { end(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  // Waits for one. kConflict: cancelled.
  Result<void> begin(const std::function<bool()>& is_cancelled);
  void end();

 private:
  Pool::State& state_;
  bool has_ = false;
};

// A child of the pool's mother.
Result<std::unique_ptr<Running>> fork_child(Pool& pool, const Order& order, int output, int errors);

// Room for the descriptors of a request.
inline constexpr std::size_t kRequestDescriptors = 4;  // input, output, errors, and where to answer

}  // namespace sanad::cage
