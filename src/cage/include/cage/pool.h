// One item, one process, without the cost of starting a program for each item. A program is started
// once as a mother: it loads its libraries, holds no item, and forks a child for each request. The
// child enters the cage, does one item, and ends. A request carries descriptors and words, which
// the mother hands to the child unread, so that nothing hostile is ever parsed outside a cage.
// Children share the mother's layout of memory; therefore a mother whose child crashed is given up,
// and the next item is done by a new one (docs/decisions/0023-a-mother-for-the-cage.md).
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cage/cage.h"

namespace sanad::cage {

// As many as this machine computes at once.
unsigned default_children();

// Children of one program, so many at once; further ones wait. A child does not count while whoever
// asked is busy with what it wrote. A mother that died is replaced, and an item of hers of which
// nothing was given out yet is done again. Thread-safe. It costs nothing until it is first used.
class Pool {
 public:
  // program: started as "PROGRAM serve", it must call serve().
  explicit Pool(std::string program, unsigned children = default_children());
  // No run() with it may be under way.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  const std::string& program() const { return program_; }
  unsigned children() const { return children_; }
  // The mother's process, if there is one now.
  std::optional<pid_t> mother() const;

  struct State;
  State& state() { return *state_; }  // of this module only

 private:
  std::string program_;
  unsigned children_;
  std::unique_ptr<State> state_;
};

// The words of a request, at most.
inline constexpr std::size_t kMaxWordsBytes = std::size_t{64} << 10;
inline constexpr unsigned kMaxChildrenAtOnce = 64;
// With those that wait until somebody reads what they wrote; further requests wait.
inline constexpr std::size_t kMaxChildrenOfMother = 1024;

// Mother of the program that calls it, on standard input, which Pool has made a socket; returns the
// exit status when that is closed. task: does one item in a child, where standard input, output and
// error are the item's and no other descriptor is open; it enters the cage before it reads, and
// gives the exit status. Call it before other threads exist.
int serve(const std::function<int(std::span<const std::string_view> words)>& task);

}  // namespace sanad::cage
