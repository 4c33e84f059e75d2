// How long a lookup of sound by landmarks takes among many listed recordings, on one core.
//   landmarks_lookup_bench [RECORDINGS]     1,000 of three minutes unless told otherwise
// They are invented: some 15 landmarks a second, on beats and at the harmonics of notes of one of
// twelve scales, so that recordings share most of their pitches, as music does. Asked about are
// items of three minutes: half of them with 30 s of a listed one, of whose landmarks a third stays,
// and speech; the others unrelated.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <random>

#include "base/numbers.h"
#include "identify/library.h"
#include "matching/landmarks.h"

namespace {

using namespace sanad;
using Landmarks = std::vector<matching::Landmark>;

constexpr std::size_t kAsked = 40;
constexpr std::uint32_t kFrames = 3876;  // three minutes
constexpr Timestamp kNow{1'790'000'000'000};

std::uint16_t tone(std::mt19937& luck, std::uint32_t key) {
  constexpr int kScale[7] = {0, 2, 3, 5, 7, 8, 10};
  const int note = kScale[luck() % 7] + static_cast<int>(12 * (luck() % 2) + key % 12);
  const double bin = 20.4 * std::exp2(note / 12.0) * static_cast<int>(1 + luck() % 8);
  return static_cast<std::uint16_t>(
      std::clamp(bin, double{matching::kLowestBin}, double{matching::kEndBin - 1}));
}

// Four to nine landmarks at each of its beats, of which there are two to five a second.
Landmarks recording(std::uint32_t seed) {
  std::mt19937 luck(seed);
  Landmarks out;
  const double frames_a_beat = 4.3 + 0.1 * static_cast<int>(luck() % 64);
  for (double beat = 0; beat + 2 < kFrames; beat += frames_a_beat) {
    for (auto i = 4 + luck() % 6; i > 0; --i)
      out.push_back({static_cast<std::uint32_t>(beat) + static_cast<std::uint32_t>(luck() % 3),
                     tone(luck, seed)});
  }
  std::ranges::sort(out);
  const auto same = std::ranges::unique(out);
  out.erase(same.begin(), same.end());
  return out;
}

// As many in a second as a value may have.
Landmarks bounded(const Landmarks& landmarks) {
  Landmarks out;
  std::size_t in_block = 0;
  for (const matching::Landmark& one : landmarks) {
    const bool same = !out.empty() &&
                      out.back().time / matching::kBlockFrames == one.time / matching::kBlockFrames;
    in_block = same ? in_block + 1 : 1;
    if (in_block <= matching::kMostOfBlock) out.push_back(one);
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

// Of the processor, so that others' work does not count.
double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }
double seconds_since(double start) { return seconds() - start; }

Result<void> measure(std::uint32_t count) {
  lists::List list;
  list.name = "many";
  for (std::uint32_t i = 0; i < count; ++i) {
    lists::Entry entry;
    entry.id = fmt::format("s-{:06}", i);
    entry.signal = "landmarks";
    entry.value = matching::format_landmarks(bounded(recording(i + 1)));
    list.entries.push_back(std::move(entry));
  }
  files::PosixFileSystem fs;
  SANAD_TRY(const files::TempDir folder, files::TempDir::create("sanad-landmarks-bench"));
  SANAD_TRY(const auto library, identify::Library::open(fs, folder.path()));
  double begun = seconds();
  SANAD_CHECK(library->put("list-1", list, ""));
  fmt::print("{} recordings taken in: {:.1f} s\n", count, seconds_since(begun));
  std::vector<double> times;
  std::size_t found = 0, wrong = 0;
  for (std::uint32_t i = 0; i <= kAsked; ++i) {
    const std::uint32_t of = i * 7 % count;
    const Landmarks listed = bounded(recording(of + 1));
    const bool is_there = i % 2 == 0;
    const json::Value item(json::Object{
        {"audio", json::Object{{"landmarks", matching::format_landmarks(bounded(asked_about(
                                                 is_there ? &listed : nullptr, 900'000 + i)))}}}});
    begun = seconds();
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
