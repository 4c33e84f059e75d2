#include "cage/cage.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "cage/input.h"
#include "cage/pool.h"

namespace sanad::cage {
namespace {

// Every wall stands in both ways of making a process: a program started for the item, and a child
// of a mother.
enum class Way { kStarted, kForked };

class Cage : public ::testing::TestWithParam<Way> {
 protected:
  Order order(const std::string& act, const Input& input, Limits limits = {.wall_seconds = 300}) {
    return {probe_, {act}, input.fd(), limits, {}, GetParam() == Way::kForked ? &pool_ : nullptr};
  }
  Result<Bytes> attempt(const std::string& act, std::string_view bytes = "",
                        Limits limits = {.wall_seconds = 300}) {
    const Input input = Input::of(as_bytes(bytes)).value();
    return run(order(act, input, limits));
  }

  const std::string probe_ = beside_this_program("cage_probe");
  Pool pool_{probe_, 2};
};

INSTANTIATE_TEST_SUITE_P(BothWays, Cage, ::testing::Values(Way::kStarted, Way::kForked),
                         [](const auto& way) {
                           return way.param == Way::kStarted ? "Started" : "Forked";
                         });

TEST_P(Cage, ReadsItsInputAndWritesItsOutput) {
  const auto outcome = attempt("read-input", "lantern");
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(as_text(*outcome), "read lantern");
}

TEST_P(Cage, AParserThatWasTakenOverGetsNowhere) {
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

TEST_P(Cage, MemoryEndsAtItsLimit) {
  const auto outcome = attempt("fill-memory");
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(as_text(*outcome), "no more memory");
}

TEST_P(Cage, ComputingTimeEndsAtItsLimit) {
  const auto outcome = attempt("spin");
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kLimit);
  EXPECT_NE(outcome.error().message.find("of computing"), std::string::npos)
      << outcome.error().message;
}

TEST_P(Cage, OutputEndsAtItsLimit) {
  const auto outcome = attempt("write-much", "", {.wall_seconds = 300, .output_bytes = 4 << 20});
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kLimit);
  EXPECT_NE(outcome.error().message.find("4194304 bytes"), std::string::npos);
}

// "hide": whoever closes its output and stays, or who asked would wait as long as it likes.
TEST_P(Cage, TimeEndsAtItsLimit) {
  const auto late = [this](const char* act) {
    const auto outcome = attempt(act, "", {.wall_seconds = 1});
    ASSERT_FALSE(outcome.ok()) << act;
    EXPECT_EQ(outcome.error().code, ErrorCode::kLimit) << act << ": " << outcome.error().message;
  };
  std::thread hides([&] { late("hide"); });
  late("sleep");
  hides.join();
}

TEST_P(Cage, TimeEndsAtTheOfficersWord) {
  const Input input = Input::of(ByteView()).value();
  Order stopped_order = order("sleep", input, {});
  stopped_order.is_cancelled = [] { return true; };
  const auto stopped = run(stopped_order);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().code, ErrorCode::kConflict);
}

TEST_P(Cage, ACrashIsOneItemsErrorInWords) {
  const auto outcome = attempt("crash");
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kInvalid);
  EXPECT_NE(outcome.error().message.find("crashed"), std::string::npos) << outcome.error().message;
}

TEST_P(Cage, WhatTheParserSaysOfItsInputIsTheError) {
  const auto outcome = attempt("give-up");
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().message, "the picture has no lines");
}

TEST_P(Cage, AWordEndsAtAZeroByteAndNoneIsAddedBehindIt) {
  const Input input = Input::of(as_bytes("lantern")).value();
  Order split = order(std::string("read-input\0crash", 16), input);
  const auto outcome = run(split);
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(as_text(*outcome), "read lantern");
}

TEST_P(Cage, WordsOfAnyNumberReachTheProgram) {
  const Input input = Input::of(as_bytes("lantern")).value();
  Order none = order("", input);
  none.arguments.clear();
  EXPECT_TRUE(run(none).ok());
  Order many = order("read-input", input);
  many.arguments.push_back(std::string(kMaxWordsBytes, 'x'));
  ASSERT_EQ(::lseek(input.fd(), 0, SEEK_SET), 0);
  const auto outcome = run(many);
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(as_text(*outcome), "read lantern");
}

TEST_P(Cage, AMissingProgramIsNamed) {
  const Input input = Input::of(ByteView()).value();
  Pool pool("/there/is/no/program", 2);
  Order missing = order("", input);
  missing.program = "/there/is/no/program";
  if (missing.pool != nullptr) missing.pool = &pool;
  const auto outcome = run(missing);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(outcome.error().message.find("/there/is/no/program"), std::string::npos);
}

Result<Bytes> attempt_with_channel(const std::string& act, ReadAt read_at) {
  const Input input = Input::of(ByteView()).value();
  Order order{beside_this_program("cage_probe"), {act}, input.fd(), {.wall_seconds = 30}, {}};
  order.read_at = std::move(read_at);
  return run(order);
}

TEST(Cage, ReadsWhatStaysWithTheCallerOverItsChannel) {
  constexpr std::uint64_t kSize = 3'500'000;
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < kSize; ++i) sum += i * 7 % 251;
  const auto outcome =
      attempt_with_channel("read-channel", [](std::uint64_t offset, std::span<std::uint8_t> out) {
        std::size_t done = 0;
        for (; done < out.size() && offset < kSize; ++done, ++offset)
          out[done] = static_cast<std::uint8_t>(offset * 7 % 251);
        return Result<std::size_t>(done);
      });
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(as_text(*outcome), "3500000 " + std::to_string(sum) + " 77");
}

TEST(Cage, AnErrorOfTheSourceEndsTheProgramAndIsGivenBack) {
  const auto outcome = attempt_with_channel(
      "read-channel", [](std::uint64_t offset, std::span<std::uint8_t> out) -> Result<std::size_t> {
        if (offset > 0) return Error{ErrorCode::kIntegrity, "the chunk was altered"};
        return out.size();
      });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kIntegrity);
}

TEST(Cage, MoreThanABlockIsNotToBeAskedFor) {
  const auto outcome = attempt_with_channel(
      "ask-too-much",
      [](std::uint64_t, std::span<std::uint8_t> out) { return Result<std::size_t>(out.size()); });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kInvalid);
  EXPECT_NE(outcome.error().message.find("not to be trusted"), std::string::npos);
}

TEST(CageInput, CannotBeChanged) {
  const Input input = Input::of(as_bytes("sealed")).value();
  EXPECT_LT(::write(input.fd(), "x", 1), 0);
  EXPECT_NE(::ftruncate(input.fd(), 0), 0);
}

TEST(CageInput, HoldsItsPiecesOneBehindAnotherWhereverItIsMoved) {
  const std::array<ByteView, 3> pieces = {as_bytes("seven "), ByteView(), as_bytes("lanterns")};
  Input input = Input::of(pieces).value();
  EXPECT_EQ(input.size(), 14U);
  const ByteView mapped = input.map().value();
  const Input moved = std::move(input);
  EXPECT_EQ(as_text(mapped), "seven lanterns");
  EXPECT_GE(moved.fd(), 0);
  Input empty = Input::of(ByteView()).value();
  EXPECT_TRUE(empty.map().value().empty());
}

TEST(CageInput, LeavesNoDescriptorOpen) {
  int fd = -1;
  {
    const Input input = Input::of(as_bytes("x")).value();
    fd = input.fd();
    struct stat info{};
    EXPECT_EQ(::fstat(fd, &info), 0);
  }
  EXPECT_LT(::fcntl(fd, F_GETFD), 0);
}

}  // namespace
}  // namespace sanad::cage
