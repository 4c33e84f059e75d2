// The table for videos by their points: part of robustness_bench.cc.
#pragma once

namespace {

// Each altered video is held against its original and so many others.
constexpr int kOthers = 4;

// As a match with a list is decided (identify): half of the frames of one of the two.
constexpr double kVideoShare = 0.5;

struct VideoPrint {
  Frames plain, inner, mirrored;
  std::vector<matching::PointsFrame> key_frames, listed;

  explicit VideoPrint(const fs::path& path) {
    const Fingerprint found = fingerprint(read_file(path)).value();
    for (const FrameHash& frame : found.video->frames) {
      plain.push_back({frame.time_ms, frame.quality, frame.hash});
      if (frame.inner) inner.push_back({frame.time_ms, frame.inner->quality, frame.inner->hash});
      mirrored.push_back({frame.time_ms, frame.quality, frame.mirrored});
      if (!frame.points.empty())
        key_frames.push_back({frame.time_ms, points::parse_points(frame.points).value()});
    }
    listed = matching::listed_frames(key_frames);
  }

  bool is_by_hashes(const VideoPrint& original) const {
    return std::ranges::any_of(std::array{&plain, &inner, &mirrored}, [&](const Frames* frames) {
      const auto match = matching::match_videos(*frames, original.plain);
      return std::max(match.share_a(), match.share_b()) >= kVideoShare;
    });
  }
};

// How many videos are found by hashes, by points and by either, and how many others are by points.
void report_video_points(const fs::path& directory) {
  std::map<std::string, VideoPrint> originals;
  std::size_t key_frames = 0;
  for (const auto& file : fs::directory_iterator(directory / "video/original")) {
    const VideoPrint& made =
        originals.emplace(file.path().stem(), VideoPrint(file.path())).first->second;
    key_frames += made.key_frames.size();
  }
  fmt::print("{} videos, {} key frames\n{:<32} {:>8} {:>8} {:>8} {:>20} {:>8} {:>8}\n",
             originals.size(), key_frames, "alteration", "hashes", "points", "either",
             "mistaken, of points", "frames", "places");
  std::vector<fs::path> folders;
  for (const auto& folder : fs::directory_iterator(directory / "video"))
    folders.push_back(folder.path());
  std::ranges::sort(folders);
  for (const fs::path& folder : folders) {
    int by_hashes = 0, by_points = 0, by_either = 0, mistaken = 0, own = 0, pairs = 0;
    double frames = 0, places = 0;
    for (const auto& file : fs::directory_iterator(folder)) {
      const VideoPrint altered(file.path());
      auto at = originals.find(file.path().stem());
      for (int i = 0; i <= kOthers; ++i) {
        if (at == originals.end()) at = originals.begin();
        const auto& [name, original] = *at++;
        const auto match = matching::match_video_points(altered.key_frames, original.listed);
        if (name != file.path().stem()) {
          ++pairs;
          mistaken += match.has_value();
          continue;
        }
        ++own;
        const bool is_hash = altered.is_by_hashes(original);
        by_hashes += is_hash;
        by_points += match.has_value();
        by_either += is_hash || match;
        if (!match) continue;
        frames += static_cast<double>(match->frames.size());
        places += static_cast<double>(match->points);
      }
    }
    const double all = static_cast<double>(own) / 100;
    fmt::print("{:<32} {:>7.1f}% {:>7.1f}% {:>7.1f}% {:>12}/{:<7} {:>8.1f} {:>8.1f}\n",
               folder.filename().string(), by_hashes / all, by_points / all, by_either / all,
               mistaken, pairs, by_points ? frames / by_points : 0,
               by_points ? places / by_points : 0);
    std::fflush(stdout);
  }
}

}  // namespace
