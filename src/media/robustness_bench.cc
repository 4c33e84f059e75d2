// How well altered media are found again, and how often other media are found by mistake. All of it
// is invented; bench/robustness.sh alters video and sound between the two steps.
//   robustness_bench make DIRECTORY sound|video     originals
//   robustness_bench report DIRECTORY sound|video   the table for files in KIND/ALTERATION/NAME
//   robustness_bench unrelated DIRECTORY            pairs of recordings in it that are taken for
//                                                   each other
//   robustness_bench report DIRECTORY video-points  the table of hashes and points of key frames
//   robustness_bench pictures           the table for pictures, all in memory
//   robustness_bench points [DIRECTORY [ROW...]]    the table of PDQ and points of pictures,
//   likewise;
//                                       with pictures of the pairs that are taken for each other
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <span>

#include "corpus_fixture.h"
#include "matching/audio.h"
#include "matching/landmarks.h"
#include "matching/video.h"
#include "matching/video_points.h"
#include "media/fingerprint.h"
#include "points/match.h"

namespace {

using namespace sanad;
using namespace sanad::media;
using pictures::mix;
using pictures::Picture;
namespace fs = std::filesystem;

constexpr int kTunes = 24;
constexpr int kTuneSeconds = 90;
constexpr int kTuneRate = 22050;
constexpr int kVideos = 16;
constexpr int kVideoSeconds = 40;
constexpr int kVideoRate = 8;
constexpr int kPictures = 400;
constexpr std::size_t kPicturesForPoints = 100;

// A melody with vibrato over two lower voices and a beat; phrases come again, as songs have them.
std::vector<std::int16_t> tune(std::uint64_t seed) {
  constexpr int kScale[7] = {0, 1, 4, 5, 7, 8, 11};
  constexpr double kTurn = 6.283185307179586;
  std::vector<std::int16_t> out;
  double phases[3] = {};
  const double tempo = 1.6 + 0.1 * static_cast<double>(mix(seed, 999) % 12);
  for (int i = 0; i < kTuneSeconds * kTuneRate; ++i) {
    const double time = static_cast<double>(i) / kTuneRate;
    double sum = 0;
    for (std::uint64_t voice = 0; voice < 3; ++voice) {
      const double beats = time * tempo / (voice == 2 ? 4 : 1);
      const auto beat = static_cast<std::uint64_t>(beats);
      const std::uint64_t bar = beat / 16;
      const std::uint64_t phrase = bar % 4 == 3 ? 3 : bar % 2;
      const std::uint64_t choice = mix(seed * 7 + voice, phrase * 100 + beat % 16);
      const double note = kScale[choice % 7] + 12.0 * static_cast<double>((choice >> 8) % 2);
      const double base = voice == 2 ? 110 : voice == 1 ? 165 : 220;
      const double vibrato = voice == 0 ? 0.006 * std::sin(kTurn * 5.5 * time) : 0;
      phases[voice] += base * std::exp2(note / 12) * (1 + vibrato) / kTuneRate;
      const double within = beats - static_cast<double>(beat);
      const double envelope = std::min(1.0, within * 20) * (1 - 0.5 * within);
      for (int h = 1; h < 7; ++h) {
        sum +=
            envelope * std::sin(kTurn * h * phases[voice]) / (h * (static_cast<double>(voice) + 1));
      }
    }
    const double hiss =
        static_cast<double>(mix(seed, static_cast<std::uint64_t>(i) + 1'000'000) & 0xFFFF);
    sum += 0.8 * (hiss / 32768 - 1) * std::exp(-30 * std::fmod(time * tempo, 1.0));
    out.push_back(static_cast<std::int16_t>(5000 * sum));
  }
  return out;
}

// Scenes of three to seven seconds, in each of which the view moves over a bigger picture.
Bytes video(std::uint64_t seed) {
  std::vector<Picture> frames;
  for (std::uint64_t scene = 0; frames.size() < kVideoSeconds * kVideoRate; ++scene) {
    const std::uint64_t luck = mix(seed, scene);
    const auto kind = luck % 3 == 0 ? pictures::Kind::kShapes : pictures::Kind::kTerrain;
    const Picture wide = pictures::draw({kind, 480, 270, 3, seed * 100 + scene});
    const int length = kVideoRate * (3 + static_cast<int>(luck >> 8) % 5);
    for (int i = 0; i < std::abs(length) && frames.size() < kVideoSeconds * kVideoRate; ++i) {
      Picture frame{320, 240, 3, {}};
      const int left = i;
      const int top = i / 3;
      for (int y = 0; y < 240; ++y) {
        const auto from = wide.pixels.begin() + ((top + y) % 270 * 480 + left) * 3;
        frame.pixels.insert(frame.pixels.end(), from, from + 960);
      }
      frames.push_back(std::move(frame));
    }
  }
  return write_avi(frames, kVideoRate);
}

void write_file(const fs::path& path, const Bytes& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

Bytes read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void make_sound(const fs::path& directory) {
  for (int i = 0; i < kTunes; ++i) {
    // From 101 on: the limits of match_audio were chosen with tunes 1 to 24.
    write_file(directory / "sound/original" / fmt::format("{:02}.wav", i),
               write_wav(tune(static_cast<std::uint64_t>(i) + 101), kTuneRate, 1));
  }
}

void make_videos(const fs::path& directory) {
  for (int i = 0; i < kVideos; ++i) {
    write_file(directory / "video/original" / fmt::format("{:02}.avi", i),
               video(static_cast<std::uint64_t>(i) + 1));
  }
}

struct Row {
  int found = 0, own = 0, mistaken = 0, others = 0;
  double sum = 0;  // of what the last column is a mean of, over those found
};

void print_head(const char* what, const char* measure) {
  fmt::print("\n{:<28} {:>8} {:>18} {:>14}\n", what, "recall", "false positives", measure);
}

void print_row(const std::string& name, const Row& row) {
  fmt::print("{:<28} {:>7.1f}% {:>11}/{:<6} {:>14.3f}\n", name, 100.0 * row.found / row.own,
             row.mistaken, row.others, row.found ? row.sum / row.found : 0);
}

// Compares each altered file with each original. like: how well, below 0 if not at all.
template <typename Print>
void compare(const fs::path& kind, const std::function<Print(const fs::path&)>& print,
             const std::function<double(const Print&, const Print&)>& like) {
  std::map<std::string, Print> originals;
  for (const auto& file : fs::directory_iterator(kind / "original")) {
    originals.emplace(file.path().stem(), print(file.path()));
  }
  std::vector<fs::path> alterations;
  for (const auto& folder : fs::directory_iterator(kind)) alterations.push_back(folder.path());
  std::sort(alterations.begin(), alterations.end());
  for (const fs::path& folder : alterations) {
    if (folder.filename() == "original") continue;
    Row row;
    for (const auto& file : fs::directory_iterator(folder)) {
      const Print altered = print(file.path());
      for (const auto& [name, original] : originals) {
        const double score = like(altered, original);
        const bool own = name == file.path().stem();
        ++(own ? row.own : row.others);
        if (score < 0) continue;
        ++(own ? row.found : row.mistaken);
        if (own) row.sum += score;
      }
    }
    print_row(folder.filename(), row);
  }
}

using Frames = std::vector<matching::Frame>;

void report_video(const fs::path& directory) {
  print_head("video", "share found");
  struct Both {
    Frames plain, inner, mirrored;
  };
  compare<Both>(
      directory / "video",
      [](const fs::path& path) {
        Both out;
        const Fingerprint found = fingerprint(read_file(path)).value();
        for (const FrameHash& frame : found.video->frames) {
          out.plain.push_back({frame.time_ms, frame.quality, frame.hash});
          if (frame.inner)
            out.inner.push_back({frame.time_ms, frame.inner->quality, frame.inner->hash});
          out.mirrored.push_back({frame.time_ms, frame.quality, frame.mirrored});
        }
        return out;
      },
      [](const Both& altered, const Both& original) {
        const auto plain = matching::match_videos(altered.plain, original.plain);
        if (plain.matched_a > 0) return plain.share_a();
        const auto inner = matching::match_videos(altered.inner, original.plain);
        if (inner.matched_a > 0) return inner.share_a();
        const auto mirrored = matching::match_videos(altered.mirrored, original.plain);
        return mirrored.matched_a == 0 ? -1.0 : mirrored.share_a();
      });
}

}  // namespace

#include "robustness_outlines_bench.h"
#include "robustness_pictures_bench.h"
#include "robustness_sound_bench.h"
#include "robustness_video_bench.h"

int main(int count, char** words) {
  const std::string_view task = count > 1 ? words[1] : "";
  const std::string_view kind = count == 4 ? words[3] : "";
  const auto rows = std::span(words, static_cast<std::size_t>(count))
                        .subspan(static_cast<std::size_t>(std::min(count, 3)));
  if (task == "make" && kind == "sound") return make_sound(words[2]), 0;
  if (task == "make" && kind == "video") return make_videos(words[2]), 0;
  if (task == "report" && kind == "sound") return report_sound(words[2]), 0;
  if (task == "unrelated" && count == 3) return report_unrelated_sound(words[2]), 0;
  if (task == "report" && kind == "video") return report_video(words[2]), 0;
  if (task == "report" && kind == "video-points") return report_video_points(words[2]), 0;
  if (task == "pictures") return picture_table(), 0;
  if (task == "points") return points_table(count > 2 ? words[2] : "", rows), 0;
  fmt::print(
      stderr,
      "robustness_bench make DIRECTORY sound|video, report DIRECTORY sound|video|video-points, "
      "unrelated DIRECTORY, pictures, or points [DIRECTORY [ROW...]]\n");
  return 2;
}
