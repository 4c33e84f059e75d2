// What an item costs besides its parsing: a process started for each, beside a child of a mother,
// beside the smallest program there is.
//   extract_bench [ITEMS]     default 400
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "cage/input.h"
#include "cage/pool.h"
#include "extract/extract.h"

namespace {

using namespace sanad;

struct Cost {
  double median_ms = 0, p99_ms = 0, items_a_second = 0;
};

// One item again and again, by so many threads.
template <typename Work>
Cost cost_of(int items, unsigned threads, const Work& work) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> ms(static_cast<std::size_t>(items));
  std::atomic<int> next = 0;
  const auto start = Clock::now();
  std::vector<std::thread> all;
  for (unsigned t = 0; t < threads; ++t) {
    all.emplace_back([&] {
      for (int i; (i = next++) < items;) {
        const auto before = Clock::now();
        if (!work()) {
          fmt::print(stderr, "an item could not be read; is sanad-extract beside this program?\n");
          std::exit(1);
        }
        ms[static_cast<std::size_t>(i)] =
            std::chrono::duration<double, std::milli>(Clock::now() - before).count();
      }
    });
  }
  for (std::thread& thread : all) thread.join();
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::ranges::sort(ms);
  return {ms[ms.size() / 2], ms[ms.size() * 99 / 100], items / seconds};
}

void print(const char* what, const Cost& cost, const Cost& beside) {
  fmt::print("{:<44} median {:6.2f} ms, p99 {:6.2f} ms, {:5.0f} items/s, {:5.2f} x the first\n",
             what, cost.median_ms, cost.p99_ms, cost.items_a_second,
             cost.items_a_second / beside.items_a_second);
}

std::string invented_rules(int count) {
  std::string file;
  for (int i = 0; i < count; ++i) {
    file += fmt::format(
        "rule invented_{0} {{ strings: $a = \"lantern {0} of the river\" nocase $b = {{ 53 45 "
        "{1:02x} "
        "{2:02x} ?? 4c }} $c = /bridge {0} [a-z]{{2,9}}/ condition: 2 of them }}\n",
        i, i & 0xFF, (i >> 8) & 0xFF);
  }
  return file;
}

void print_rules(const extract::Extractor& extractor, std::string_view text, int items) {
  const std::string file = invented_rules(2000);
  const auto compiled = extract::compile_rules(extractor, file);
  if (!compiled) return;
  const auto scanned = [&](const extract::RuleFile& rules) {
    return [&extractor, text, rules] {
      return extract::scan(extractor, as_bytes(text), "", {&rules, 1}).ok();
    };
  };
  fmt::print("2,000 YARA rules over the same text, a child of a mother:\n");
  const Cost base = cost_of(items, 1, scanned({as_bytes(file), false}));
  print("  compiled for the item", base, base);
  print("  compiled once", cost_of(items, 1, scanned({*compiled, true})), base);
}

}  // namespace

int main(int argc, char** argv) {
  const int items = argc > 1 ? std::atoi(argv[1]) : 400;
  const std::string text =
      "Tonight the lanterns of the river market are lit, and the seven bridges are open until "
      "dawn.";
  cage::Pool pool(cage::beside_this_program("sanad-extract"));
  extract::Extractor started, forked;
  forked.pool = &pool;
  const auto read_by = [&text](const extract::Extractor& extractor) {
    const auto input = cage::Input::of(as_bytes(text));
    return input.ok() && extract::fingerprint_with_text(extractor, input->fd()).ok();
  };
  const auto by_started = [&] { return read_by(started); };
  const auto by_forked = [&] { return read_by(forked); };
  const auto smallest = [&] {
    const auto input = cage::Input::of(as_bytes(text));
    return input.ok() && cage::run({"/bin/true", {}, input->fd(), {}, {}}).ok();
  };
  if (!by_forked()) return 1;  // the mother's start
  for (const unsigned threads : {1U, pool.children()}) {
    fmt::print("{} at once, a text of {} bytes:\n", threads, text.size());
    const Cost base = cost_of(items, threads, by_started);
    print("  a program started for each item", base, base);
    print("  a child of a mother for each item", cost_of(items, threads, by_forked), base);
    print("  /bin/true, without a cage", cost_of(items, threads, smallest), base);
  }
  print_rules(forked, text, std::max(1, items / 10));
}
