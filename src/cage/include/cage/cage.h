// A process of its own for whatever parses hostile bytes: no network, no files but the descriptors
// that it was given, few system calls, and limits of time, memory and output. What a machine cannot
// grant is said, not passed over.
//
// The caller starts a program with run(); the program calls enter() before it reads its first byte
// of input.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

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
// and error stay open, all other descriptors are closed. Call it before other threads exist.
// Errors: kUnavailable where the filter of system calls cannot be had: then nothing hostile may be
// read.
Result<Granted> enter(const Limits& limits);

struct Order {
  std::string program;                 // absolute path
  std::vector<std::string> arguments;  // without the program's name
  int input = -1;                      // becomes its standard input; borrowed
  Limits limits;
  std::function<bool()> is_cancelled;  // asked a few times a second; may be empty
};

// Runs to its end and gives what the program wrote to its standard output. Nothing of the process
// is left afterwards. Errors: kUnavailable (the program is not there), kLimit (time, memory or
// output; the message says which), kConflict (cancelled), kInvalid (it crashed, or ended with
// another status than 0: the message carries the end of what it wrote to its standard error).
// Thread-safe.
Result<Bytes> run(const Order& order);

// The same, with each piece of output given on as it comes, so that memory does not grow with it.
// The time that on_output takes is not counted. An error of on_output ends the program and is given
// back.
Result<void> run(const Order& order, const std::function<Result<void>(ByteView)>& on_output);

// A program that stands beside the one that runs now ("sanad-extract").
std::string beside_this_program(const std::string& name);

// Bytes in memory as a descriptor that the cage can only read; the caller owns it.
Result<int> as_input(ByteView bytes);
// The same for several pieces, one behind another.
Result<int> as_joined_input(std::span<const ByteView> pieces);

}  // namespace sanad::cage
