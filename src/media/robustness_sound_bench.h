// Sound found again by Chromaprint, by landmarks, and by either: for robustness_bench.cc only.
#pragma once

namespace {

struct Sound {
  std::vector<std::uint32_t> items;
  std::vector<matching::Landmark> landmarks;
};

Sound sound_of(const fs::path& path) {
  const auto found = fingerprint_audio(read_file(path)).value();
  Sound sound{found.items, {}};
  if (!found.landmarks.empty())
    sound.landmarks = matching::parse_landmarks(found.landmarks).value();
  return sound;
}

std::map<std::string, Sound> sounds_in(const fs::path& folder) {
  std::map<std::string, Sound> sounds;
  for (const auto& file : fs::directory_iterator(folder))
    sounds.emplace(file.path().stem(), sound_of(file.path()));
  return sounds;
}

struct SoundRow {
  int own = 0, others = 0;
  int by_items = 0, by_landmarks = 0, by_either = 0;  // of own
  int wrong_by_items = 0, wrong_by_landmarks = 0;     // of others
  double error = 0;                                   // sum, of those found by items
  std::vector<double> chances;                        // of those found by landmarks

  void add(const Sound& altered, const Sound& original, bool is_own) {
    const auto items = matching::match_audio(altered.items, original.items);
    const auto landmarks = matching::match_landmarks(altered.landmarks, original.landmarks);
    ++(is_own ? own : others);
    if (!items.empty()) ++(is_own ? by_items : wrong_by_items);
    if (!landmarks.empty()) ++(is_own ? by_landmarks : wrong_by_landmarks);
    if (!is_own) return;
    if (!items.empty()) error += items.front().error;
    if (!landmarks.empty()) chances.push_back(landmarks.front().chance);
    if (!items.empty() || !landmarks.empty()) ++by_either;
  }
};

void print_sound_row(const std::string& name, SoundRow row) {
  std::ranges::sort(row.chances);
  const auto percent = [&row](int count) { return 100.0 * count / row.own; };
  fmt::print("{:<30} {:>10.1f}% {:>9.1f}% {:>6.1f}% {:>9}/{:<5} {:>9}/{:<5} {:>8.3f} {:>12.1f}\n",
             name, percent(row.by_items), percent(row.by_landmarks), percent(row.by_either),
             row.wrong_by_items, row.others, row.wrong_by_landmarks, row.others,
             row.by_items > 0 ? row.error / row.by_items : 0,
             row.chances.empty() ? 0 : row.chances[row.chances.size() / 2]);
}

void report_sound(const fs::path& directory) {
  const fs::path sounds = directory / "sound";
  fmt::print("\n{:<30} {:>11} {:>10} {:>7} {:>15} {:>15} {:>8} {:>12}\n", "sound", "Chromaprint",
             "landmarks", "either", "wrong, Chr.", "wrong, landm.", "error", "chance, 10^");
  const auto originals = sounds_in(sounds / "original");
  std::vector<fs::path> alterations;
  for (const auto& folder : fs::directory_iterator(sounds)) alterations.push_back(folder.path());
  std::ranges::sort(alterations);
  for (const fs::path& folder : alterations) {
    if (folder.filename() == "original") continue;
    SoundRow row;
    for (const auto& [name, altered] : sounds_in(folder)) {
      for (const auto& [other, original] : originals) row.add(altered, original, name == other);
    }
    print_sound_row(folder.filename(), row);
  }
}

// Each is asked about in all others.
void report_unrelated_sound(const fs::path& folder) {
  const auto sounds = sounds_in(folder);
  int pairs = 0, by_items = 0, by_landmarks = 0;
  for (const auto& [name, sound] : sounds) {
    for (const auto& [other, listed] : sounds) {
      if (name == other) continue;
      ++pairs;
      const bool items = !matching::match_audio(sound.items, listed.items).empty();
      const auto landmarks = matching::match_landmarks(sound.landmarks, listed.landmarks);
      by_items += items ? 1 : 0;
      by_landmarks += landmarks.empty() ? 0 : 1;
      if (items || !landmarks.empty())
        fmt::print("{} in {}: Chromaprint {}, landmarks {}\n", name, other, items ? "yes" : "no",
                   landmarks.empty() ? "no" : fmt::format("10^{:.1f}", landmarks.front().chance));
    }
  }
  fmt::print("{} recordings, {} pairs: Chromaprint {}, landmarks {}\n", sounds.size(), pairs,
             by_items, by_landmarks);
}

}  // namespace
