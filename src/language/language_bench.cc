// Cost of telling languages, beside one reading of the same bytes by CLD2 alone.
#include <benchmark/benchmark.h>

#include "cld2.h"
#include "language/language.h"

namespace {

const char* const kLines[] = {"The harvest begins next week, so all farmers should be ready.\n",
                              "فصل کی کٹائی اگلے ہفتے شروع ہو گی، سب کسان تیار رہیں۔\n",
                              "د فصل لو به په راتلونکې اونۍ کې پيل شي، ټول بزګران دې تيار وي.\n",
                              "يبدأ حصاد القمح الأسبوع القادم، فليستعد كل المزارعين.\n"};

std::string text_of(std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; text.size() < bytes; ++i) text += kLines[i % std::size(kLines)];
  return text;
}

void identify(benchmark::State& state) {
  const std::string text = text_of(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(sanad::language::identify(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}
BENCHMARK(identify)->Arg(100)->Arg(4096)->Arg(200'000);

void cld2_alone(benchmark::State& state) {
  const std::string text = text_of(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    bool reliable = false;
    benchmark::DoNotOptimize(
        CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), true, &reliable));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}
BENCHMARK(cld2_alone)->Arg(100)->Arg(4096)->Arg(200'000);

}  // namespace

BENCHMARK_MAIN();
