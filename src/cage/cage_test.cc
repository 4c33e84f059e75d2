#include "cage/cage.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace sanad::cage {
namespace {

Result<Bytes> attempt(const std::string& act, std::string_view input = "",
                      Limits limits = {.wall_seconds = 30}) {
  const int fd = as_input(as_bytes(input)).value();
  const auto outcome = run({beside_this_program("cage_probe"), {act}, fd, limits, {}});
  ::close(fd);
  return outcome;
}

TEST(Cage, ReadsItsInputAndWritesItsOutput) {
  const auto outcome = attempt("read-input", "lantern");
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(as_text(*outcome), "read lantern");
}

TEST(Cage, AParserThatWasTakenOverGetsNowhere) {
  for (const char* act : {"open-file", "open-self", "socket", "unix-socket", "fork", "ptrace",
                          "kill-parent", "memory-file", "run-bytes", "exec", "inherited"}) {
    const auto outcome = attempt(act);
    if (outcome.ok()) {
      EXPECT_EQ(as_text(*outcome), "refused") << act;
    } else {
      EXPECT_EQ(outcome.error().code, ErrorCode::kInvalid) << act;
      EXPECT_NE(outcome.error().message.find("may not do"), std::string::npos)
          << act << ": " << outcome.error().message;
    }
  }
}

TEST(Cage, MemoryEndsAtItsLimit) {
  const auto outcome = attempt("fill-memory");
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(as_text(*outcome), "no more memory");
}

TEST(Cage, ComputingTimeEndsAtItsLimit) {
  const auto outcome = attempt("spin");
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kLimit);
}

TEST(Cage, OutputEndsAtItsLimit) {
  const auto outcome = attempt("write-much", "", {.wall_seconds = 30, .output_bytes = 4 << 20});
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kLimit);
  EXPECT_NE(outcome.error().message.find("4194304 bytes"), std::string::npos);
}

TEST(Cage, TimeEndsAtItsLimitAndAtTheOfficersWord) {
  const auto late = attempt("sleep", "", {.wall_seconds = 1});
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, ErrorCode::kLimit);
  const int fd = as_input({}).value();
  const auto stopped =
      run({beside_this_program("cage_probe"), {"sleep"}, fd, {}, [] { return true; }});
  ::close(fd);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().code, ErrorCode::kConflict);
}

TEST(Cage, ACrashIsOneItemsErrorInWords) {
  const auto outcome = attempt("crash");
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kInvalid);
  EXPECT_NE(outcome.error().message.find("crashed"), std::string::npos) << outcome.error().message;
}

TEST(Cage, WhatTheParserSaysOfItsInputIsTheError) {
  const auto outcome = attempt("give-up");
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().message, "the picture has no lines");
}

TEST(Cage, AMissingProgramIsNamed) {
  const int fd = as_input({}).value();
  const auto outcome = run({"/there/is/no/program", {}, fd, {}, {}});
  ::close(fd);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(outcome.error().message.find("/there/is/no/program"), std::string::npos);
}

TEST(Cage, TheInputCannotBeChangedByTheCage) {
  const int fd = as_input(as_bytes("sealed")).value();
  EXPECT_LT(::write(fd, "x", 1), 0);
  EXPECT_NE(::ftruncate(fd, 0), 0);
  ::close(fd);
}

}  // namespace
}  // namespace sanad::cage
