// The pool under faults: children and mothers that are killed, and what is left of them.
#include "cage/pool.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "cage/input.h"

namespace sanad::cage {
namespace {

std::vector<pid_t> all_processes() {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    pid_t pid = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (parsed.ec == std::errc() && parsed.ptr == name.data() + name.size()) found.push_back(pid);
  }
  return found;
}

// State and parent, as /proc/PID/stat has them behind the program's name (proc(5)).
std::pair<char, pid_t> state_and_parent(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(file, line);
  const std::size_t at = line.rfind(") ");
  if (at == std::string::npos) return {'?', 0};
  return {line[at + 2], static_cast<pid_t>(std::atoi(line.c_str() + at + 4))};
}

std::vector<pid_t> children_of(pid_t parent, bool with_ended) {
  std::vector<pid_t> found;
  for (const pid_t pid : all_processes()) {
    const auto [state, of] = state_and_parent(pid);
    if (of == parent && (with_ended || state != 'Z')) found.push_back(pid);
  }
  return found;
}

std::size_t descriptors_of(pid_t pid) {
  const std::filesystem::directory_iterator all("/proc/" + std::to_string(pid) + "/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

class PoolTest : public ::testing::Test {
 protected:
  Result<Bytes> attempt(const std::string& act, const std::string& text = "lantern",
                        Limits limits = {.wall_seconds = 300}) {
    const Input input = Input::of(as_bytes(text)).value();
    return run({probe_, {act}, input.fd(), limits, {}, &pool_});
  }
  // Until nobody is left whom the test did not know.
  bool settles(const std::function<bool()>& is_settled) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!is_settled()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::yield();
    }
    return true;
  }

  struct Outcomes {
    std::atomic<int> good = 0, killed = 0, other = 0;
  };
  // Items by four threads, each with bytes of its own, until it is enough.
  void do_many(const std::function<bool()>& is_enough, Outcomes& outcomes) {
    std::vector<std::thread> all;
    for (int t = 0; t < 4; ++t) {
      all.emplace_back([this, t, &is_enough, &outcomes] {
        for (int i = 0; !is_enough(); ++i) {
          const std::string text = std::to_string(t) + ":" + std::to_string(i);
          const auto outcome = attempt("read-slowly", text);
          if (outcome.ok() && as_text(*outcome) == "read " + text) {
            ++outcomes.good;
          } else if (!outcome.ok() && outcome.error().code == ErrorCode::kLimit &&
                     outcome.error().message.find("killed") != std::string::npos) {
            ++outcomes.killed;
          } else {
            ++outcomes.other;
            ADD_FAILURE() << (outcome.ok() ? to_text(*outcome) : outcome.error().message);
          }
        }
      });
    }
    for (std::thread& thread : all) thread.join();
  }

  const std::string probe_ = beside_this_program("cage_probe");
  Pool pool_{probe_, 4};
};

TEST_F(PoolTest, OneMotherDoesManyItems) {
  EXPECT_FALSE(pool_.mother());
  ASSERT_TRUE(attempt("read-input").ok());
  const auto mother = pool_.mother();
  ASSERT_TRUE(mother);
  for (int i = 0; i < 20; ++i) {
    const auto outcome = attempt("read-input", std::to_string(i));
    ASSERT_TRUE(outcome.ok()) << outcome.error().message;
    EXPECT_EQ(as_text(*outcome), "read " + std::to_string(i));
  }
  EXPECT_EQ(pool_.mother(), mother);
}

TEST_F(PoolTest, KilledChildrenCostTheirItemsAndNoOthers) {
  ASSERT_TRUE(attempt("read-input").ok());
  const pid_t mother = *pool_.mother();
  Outcomes outcomes;
  std::atomic<bool> is_over = false;
  int kills = 0;
  std::thread killer([&] {
    std::minstd_rand random(7);
    while (!is_over) {
      const std::vector<pid_t> children = children_of(mother, false);
      if (children.empty() || 4 * kills > outcomes.good) continue;
      if (::kill(children[random() % children.size()], SIGKILL) == 0) ++kills;
    }
  });
  do_many([&] { return outcomes.killed >= 6 || outcomes.other > 0; }, outcomes);
  is_over = true;
  killer.join();
  EXPECT_EQ(outcomes.other, 0);
  EXPECT_GE(outcomes.good, outcomes.killed);
  EXPECT_LE(outcomes.killed, kills);
  EXPECT_EQ(pool_.mother(), mother);
  EXPECT_TRUE(attempt("read-input").ok());
}

TEST_F(PoolTest, ADeadMotherIsReplacedAndCostsNoItem) {
  Outcomes outcomes;
  std::atomic<bool> is_over = false;
  std::set<pid_t> killed;
  std::atomic<int> deaths = 0;
  std::thread killer([&] {
    while (!is_over && deaths < 2) {
      const auto mother = pool_.mother();
      if (mother && !killed.contains(*mother) && !children_of(*mother, false).empty() &&
          ::kill(*mother, SIGKILL) == 0) {
        killed.insert(*mother);
        ++deaths;
      }
    }
  });
  do_many(
      [&] { return outcomes.killed + outcomes.other > 0 || (deaths == 2 && outcomes.good > 30); },
      outcomes);
  is_over = true;
  killer.join();
  EXPECT_EQ(killed.size(), 2U);
  EXPECT_EQ(outcomes.killed + outcomes.other, 0);
  ASSERT_TRUE(attempt("read-input").ok());
  EXPECT_FALSE(killed.contains(*pool_.mother()));
}

TEST_F(PoolTest, NothingIsLeftOfWhatWasDoneKilledAndStopped) {
  ASSERT_TRUE(attempt("read-input").ok());
  const pid_t mother = *pool_.mother();
  const std::size_t ours = descriptors_of(::getpid());
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(attempt("read-input").ok());
    EXPECT_FALSE(attempt("give-up").ok());
    EXPECT_FALSE(attempt("write-much", "", {.output_bytes = 1 << 20}).ok());
  }
  const Input input = Input::of(ByteView()).value();
  EXPECT_FALSE(run({probe_, {"sleep"}, input.fd(), {}, [] { return true; }, &pool_}).ok());
  EXPECT_TRUE(children_of(mother, true).empty());
  // She answers before she closes: her three streams are what is left.
  EXPECT_TRUE(settles([&] { return descriptors_of(mother) == 3; }));
  EXPECT_EQ(descriptors_of(::getpid()), ours + 1);  // input's
  EXPECT_EQ(pool_.mother(), mother);
}

TEST_F(PoolTest, ACrashGivesTheNextItemAnotherLayoutOfMemory) {
  const auto first = attempt("where"), second = attempt("where");
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(as_text(*first), as_text(*second));
  const auto mother = pool_.mother();
  EXPECT_FALSE(attempt("crash").ok());
  const auto third = attempt("where");
  ASSERT_TRUE(third.ok());
  EXPECT_NE(pool_.mother(), mother);
  // The first mother has been waited for.
  EXPECT_EQ(state_and_parent(*mother).second, 0);
  EXPECT_NE(as_text(*first), as_text(*third));
}

TEST_F(PoolTest, ACaseInWhichAMothersChildrenOutliveHerDoesNotArise) {
  const Input input = Input::of(ByteView()).value();
  std::atomic<bool> stop = false;
  std::thread sleeper([&] {
    EXPECT_FALSE(
        run({probe_, {"sleep"}, input.fd(), {}, [&stop] { return stop.load(); }, &pool_}).ok());
  });
  ASSERT_TRUE(settles([&] {
    const auto mother = pool_.mother();
    return mother && !children_of(*mother, false).empty();
  }));
  const pid_t mother = *pool_.mother();
  const pid_t child = children_of(mother, false).front();
  // When it is caged, it has another user where the machine grants that, and dies all the same.
  ASSERT_TRUE(settles([&] {
    std::ifstream status("/proc/" + std::to_string(child) + "/status");
    for (std::string line; std::getline(status, line);) {
      if (line == "Seccomp:\t2") return true;
    }
    return false;
  }));
  ASSERT_EQ(::kill(mother, SIGKILL), 0);
  EXPECT_TRUE(settles([&] {
    const char state = state_and_parent(child).first;
    return state == '?' || state == 'Z';
  }));
  stop = true;
  sleeper.join();
}

TEST_F(PoolTest, AnItemThatNeedsOtherItemsOnItsWayDoesNotWaitForItself) {
  Pool pool(probe_, 1);
  const Input outer = Input::of(as_bytes("outer")).value();
  std::string all;
  const auto outcome =
      run({probe_, {"read-input"}, outer.fd(), {.wall_seconds = 300}, {}, &pool},
          [&](ByteView piece) -> Result<void> {
            all += as_text(piece);
            const Input inner = Input::of(as_bytes("inner")).value();
            SANAD_TRY(const Bytes answer,
                      run({probe_, {"read-input"}, inner.fd(), {.wall_seconds = 300}, {}, &pool}));
            all += ", " + to_text(answer);
            return {};
          });
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(all, "read outer, read inner");
}

TEST_F(PoolTest, NoMoreWorkAtOnceThanWasSaid) {
  Pool pool(probe_, 1);
  std::atomic<bool> stop = false;
  const Input input = Input::of(ByteView()).value();
  std::thread sleeper([&] {
    EXPECT_FALSE(
        run({probe_, {"sleep"}, input.fd(), {}, [&stop] { return stop.load(); }, &pool}).ok());
  });
  ASSERT_TRUE(
      settles([&] { return pool.mother() && !children_of(*pool.mother(), false).empty(); }));
  int asked = 0;
  const auto waited =
      run({probe_, {"read-input"}, input.fd(), {}, [&] { return ++asked == 2; }, &pool});
  ASSERT_FALSE(waited.ok());
  EXPECT_EQ(waited.error().code, ErrorCode::kConflict);
  EXPECT_EQ(children_of(*pool.mother(), false).size(), 1U);
  stop = true;
  sleeper.join();
}

TEST_F(PoolTest, AProgramThatIsNoMotherIsStartedForEachItem) {
  Pool pool("/bin/echo", 2);
  const Input input = Input::of(ByteView()).value();
  const auto outcome = run({"/bin/echo", {"lantern"}, input.fd(), {}, {}, &pool});
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(as_text(*outcome), "lantern\n");
}

TEST_F(PoolTest, AMotherEndsWithItsPool) {
  pid_t mother = 0;
  {
    Pool pool(probe_, 2);
    const Input input = Input::of(ByteView()).value();
    ASSERT_TRUE(run({probe_, {"read-input"}, input.fd(), {}, {}, &pool}).ok());
    mother = *pool.mother();
  }
  EXPECT_LT(::kill(mother, 0), 0);
}

}  // namespace
}  // namespace sanad::cage
