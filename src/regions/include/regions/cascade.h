// Where in a picture there may be a face or a number plate: boosted cascades of Haar-like features
// (Viola and Jones 2001; tilted ones of Lienhart and Maydt 2002), in the files in which OpenCV
// publishes what was learned (Debian: opencv-data). Of whom the face is, or what the plate says, is
// not asked, and cannot be: a window of the picture is taken for a face or it is not.
//
// A window slides over the picture in many sizes. Each stage of a cascade sums up a few differences
// of brightness between rectangles, and refuses most windows; what passes all of them is a hit.
// Hits that lie on each other count as votes for one box. Differences are divided by the deviation
// of brightness within the window, so that light matters little. A face that is turned aside,
// covered, blurred or smaller than the window is missed, and patterns that are no face are found:
// whoever uses this asks a person. Tested by cascade_test.cc, also against OpenCV's own answers;
// fuzzed by cascade_file_fuzz.cc. Thread-safe: values only.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::regions {

inline constexpr std::size_t kMaxCascadeBytes = 4U << 20U;
inline constexpr int kMaxSide = 4'000;  // of a picture that is searched

// Brightness, row by row without padding.
struct Grey {
  int width = 0;
  int height = 0;
  Bytes pixels;
};
// Turned about its upright axis, as in a mirror: what was learned of faces looking to one side
// finds those looking to the other.
Grey mirrored(const Grey& picture);
// Made smaller so that its longer side has that many pixels; one that is no larger stays as it is.
Grey shrunk(const Grey& picture, int longer_side);

struct Box {
  int x = 0, y = 0, width = 0, height = 0;
  int votes = 0;  // hits that lie on each other
  friend bool operator==(const Box&, const Box&) = default;
};

struct Search {
  double scale = 1.1;  // from one size of the window to the next
  int min_votes = 3;
  // What a picture may cost that was made to pass many stages: about ten seconds. What was found
  // until then is told.
  std::uint64_t max_features = 3'000'000'000;
  std::size_t max_hits = 5'000;
};

struct Found {
  std::vector<Box> boxes;  // by votes, most first
  bool cut = false;        // a limit of the search was reached: there may be more
};

class Cascade {
 public:
  // kInvalid, with the sentence: not of that form, or beyond the limits.
  static Result<Cascade> parse(std::string_view file);
  int width() const { return width_; }  // of the window
  int height() const { return height_; }
  // kInvalid: the picture's pixels are not of its size, or a side is beyond the limit.
  Result<Found> find(const Grey& picture, const Search& search) const;

  // What was learned. A node goes to the left where its feature is below the threshold; a place of
  // 0 or less is a leaf.
  struct Rectangle {
    int x = 0, y = 0, width = 0, height = 0;
    float weight = 0;
  };
  struct Feature {
    std::vector<Rectangle> rectangles;
    bool is_tilted = false;
  };
  struct Node {
    int left = 0, right = 0, feature = 0;
    float threshold = 0;
  };
  struct Tree {
    std::vector<Node> nodes;
    std::vector<float> leaves;
  };
  struct Stage {
    float threshold = 0;
    std::vector<Tree> trees;
  };
  const std::vector<Stage>& stages() const { return stages_; }
  const std::vector<Feature>& features() const { return features_; }

 private:
  int width_ = 0, height_ = 0;
  std::vector<Stage> stages_;
  std::vector<Feature> features_;
};

// Boxes that lie on each other become one, their mean: those of which place and size differ by at
// most a fifth. Groups of fewer than min_votes are left out, and boxes within a box of no fewer
// votes.
std::vector<Box> group(const std::vector<Box>& hits, int min_votes);

}  // namespace sanad::regions
