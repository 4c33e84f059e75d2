// A process of its own for whatever parses hostile bytes: no network, no files but the descriptors
// that it was given, few system calls, and limits of time, memory and output. What a machine cannot
// grant is said, not passed over.
//
// The caller starts a program with run(); the program calls enter() before it reads its first byte
// of input.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "cage/channel.h"

namespace sanad::cage {

struct Limits {
  std::uint64_t memory_bytes = 2ULL << 30;  // of address space
  std::uint32_t cpu_seconds = 120;
  std::uint32_t wall_seconds = 300;
  std::uint64_t output_bytes = 64ULL << 20;
};

// Which walls stand. The limits of Limits always do, and so does the filter of system calls, which
// alone lets no path be opened and no socket be made; the others stand behind it.
struct Granted {
  bool system_calls = false;  // seccomp: any call but those that computing needs ends the process
  bool landlock = false;      // no access to any path
  bool network_namespace = false;  // a network with nothing on it
  bool other_user = false;         // neither root nor the user that started it
};

// Builds the cage around the calling process, which cannot leave it again. Standard input, output
// and error stay open, and kChannel where keeps_channel says so; all other descriptors are closed.
// Call it before other threads exist. Errors: kUnavailable where the filter of system calls cannot
// be had: then nothing hostile may be read.
Result<Granted> enter(const Limits& limits, bool keeps_channel = false);

class Pool;

struct Order {
  std::string program;                 // absolute path
  std::vector<std::string> arguments;  // without the program's name
  int input = -1;                      // becomes its standard input; borrowed
  Limits limits;
  // Asked a few times a second by the thread that runs; may be empty.
  std::function<bool()> is_cancelled;
  // Whose program it is: forks the process instead of starting the program (cage/pool.h).
  // Borrowed; may be null.
  Pool* pool = nullptr;
  // Where there is one, the program has a channel to it (cage/channel.h), and is started and never
  // forked. Called by the thread that is in run(), between the pieces of output; the time that it
  // takes is not counted, and its error ends the program and is given back.
  ReadAt read_at = {};
};

// Runs to its end and gives what the program wrote to its standard output. Nothing of the process
// is left afterwards. Errors: kUnavailable (the program is not there), kLimit (time, memory or
// output, or it was killed from outside; the message says which), kConflict (cancelled), kInvalid
// (it crashed, or ended with another status than 0: the message carries the end of what it wrote to
// its standard error). Thread-safe.
Result<Bytes> run(const Order& order);

// The same, with each piece of output given on as it comes, so that memory does not grow with it.
// The time that on_output takes is not counted. An error of on_output ends the program and is given
// back.
Result<void> run(const Order& order, const std::function<Result<void>(ByteView)>& on_output);

// A program that stands beside the one that runs now ("sanad-extract").
std::string beside_this_program(const std::string& name);

}  // namespace sanad::cage
