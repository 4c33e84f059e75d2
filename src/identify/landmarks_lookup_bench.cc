// How long a lookup of sound by landmarks takes among many listed recordings, on one core.
//   landmarks_lookup_bench [RECORDINGS]     1,000 of three minutes unless told otherwise
// They are invented: 19 landmarks a second, at the harmonics of notes of one of twelve scales, so
// that recordings share most of their pitches, as music does. Asked about are items of three
// minutes: half of them with 30 s of a listed one, of whose landmarks a third stays, and speech;
// the others unrelated.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>

#include "base/numbers.h"
#include "identify/library.h"
#include "matching/landmarks.h"

namespace {

using namespace sanad;
using Clock = std::chrono::steady_clock;
using Landmarks = std::vector<matching::Landmark>;

constexpr std::size_t kAsked = 40;
constexpr std::uint32_t kFrames = 3876;  // three minutes
constexpr Timestamp kNow{1'790'000'000'000};

std::uint16_t tone(std::mt19937& luck, std::uint32_t key) {
  constexpr int kScale[7] = {0, 2, 3, 5, 7, 8, 10};
  const double note = kScale[luck() % 7] + 12.0 * (luck() % 2) + key % 12;
  const double bin = 20.4 * std::exp2(note / 12) * (1 + luck() % 8);
  return static_cast<std::uint16_t>(
      std::clamp(bin, double{matching::kLowestBin}, double{matching::kEndBin - 1}));
}

Landmarks recording(std::uint32_t seed) {
  std::mt19937 luck(seed);
  Landmarks out;
  for (std::uint32_t time = 0; time < kFrames; ++time) {
    std::array<std::uint16_t, 2> bins{tone(luck, seed), tone(luck, seed)};
    std::ranges::sort(bins);
    if (luck() % 9 != 0) out.push_back({time, bins[0]});
    if (bins[1] != bins[0] && luck() % 99 < 1) out.push_back({time, bins[1]});
  }
  return out;
}

// 30 s of the listed one from a minute on.
Landmarks asked_about(const Landmarks* listed, std::uint32_t seed) {
  std::mt19937 luck(seed);
  Landmarks out = recording(seed);
  if (listed == nullptr) return out;
  std::erase_if(out, [](const auto& one) { return one.time >= 1292 && one.time < 1938; });
  for (const matching::Landmark& one : *listed) {
    if (one.time < 646 || one.time >= 1292) continue;
    out.push_back({one.time + 646, luck() % 3 == 0 ? one.bin : tone(luck, seed)});
  }
  std::ranges::sort(out);
  const auto same = std::ranges::unique(out);
  out.erase(same.begin(), same.end());
  return out;
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Result<void> measure(std::uint32_t count) {
  lists::List list;
  list.name = "many";
  for (std::uint32_t i = 0; i < count; ++i) {
    lists::Entry entry;
    entry.id = fmt::format("s-{:06}", i);
    entry.signal = "landmarks";
    entry.value = matching::format_landmarks(recording(i + 1));
    list.entries.push_back(std::move(entry));
  }
  files::PosixFileSystem fs;
  SANAD_TRY(const files::TempDir folder, files::TempDir::create("sanad-landmarks-bench"));
  SANAD_TRY(const auto library, identify::Library::open(fs, folder.path()));
  auto begun = Clock::now();
  SANAD_CHECK(library->put("list-1", list, ""));
  fmt::print("{} recordings taken in: {:.1f} s\n", count, seconds_since(begun));
  std::vector<double> times;
  std::size_t found = 0, wrong = 0;
  for (std::uint32_t i = 0; i <= kAsked; ++i) {
    const std::uint32_t of = i * 7 % count;
    const Landmarks listed = recording(of + 1);
    const bool is_there = i % 2 == 0;
    const json::Value item(json::Object{
        {"audio", json::Object{{"landmarks", matching::format_landmarks(asked_about(
                                                 is_there ? &listed : nullptr, 900'000 + i))}}}});
    begun = Clock::now();
    SANAD_TRY(const auto hits, library->match(item, kNow));
    if (i == 0) {
      fmt::print("the first lookup, which reads the list and makes the index: {:.2f} s\n",
                 seconds_since(begun));
      continue;
    }
    times.push_back(seconds_since(begun));
    for (const identify::Hit& hit : hits)
      ++(is_there && hit.entry == list.entries[of].id ? found : wrong);
  }
  std::ranges::sort(times);
  fmt::print(
      "three minutes looked up: median {:.1f} ms, most {:.1f} ms; {} of {} found, {} others "
      "taken for one\n",
      times[kAsked / 2] * 1000, times.back() * 1000, found, kAsked / 2, wrong);
  return {};
}

}  // namespace

int main(int count, char** words) {
  const auto recordings = sanad::parse_decimal(count > 1 ? words[1] : "1000");
  if (!recordings.ok() || *recordings < 1 || *recordings > 100'000) {
    fmt::print(stderr, "landmarks_lookup_bench [RECORDINGS], 1 to 100,000\n");
    return 2;
  }
  if (const auto done = measure(static_cast<std::uint32_t>(*recordings)); !done.ok()) {
    fmt::print(stderr, "{}\n", done.error().message);
    return 1;
  }
  return 0;
}
