// What shows a person why an item resembles an entry: how the two lie to each other, and which
// parts correspond. Tested by evidence_test.cc.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "pdq/pdq.h"
#include "points/match.h"
#include "text/fingerprint.h"

namespace sanad::identify {

// "turned" in the details of a hit: what made the item's picture like the entry's, in the order of
// pdq::Fingerprint::dihedral. Turned means against the clock.
inline constexpr std::array<std::string_view, pdq::kDihedral> kTurned = {
    "as it is",
    "turned by 90 degrees",
    "turned by 180 degrees",
    "turned by 270 degrees",
    "mirrored top to bottom",
    "mirrored left to right",
    "mirrored along the diagonal",
    "mirrored along the other diagonal"};

// That of them which is nearest. mirrored, degrees: what makes the entry's picture lie as the
// item's: first mirrored left to right, then turned with the clock.
std::string_view turned_word(bool mirrored, int degrees);

// First mirrored left to right, if at all, then turned with the clock.
struct Align {
  bool mirror = false;
  int rotate = 0;  // 0, 90, 180 or 270 degrees
  friend bool operator==(const Align&, const Align&) = default;
};
// What makes the listed picture lie as the found one does, where both are shown the right way up.
// turned: one of kTurned, about both as stored, since hashes are of these. The orientations are
// those of EXIF (1 to 8). Absent: another word.
std::optional<Align> align(std::string_view turned, int found_orientation, int listed_orientation);

// Where a place of a picture as stored lies once the picture is shown the right way up. Anything
// but an orientation of EXIF counts as upright.
points::Place upright_place(const points::Place& place, int orientation);

// A frame of a found video and what it resembles.
struct FramePair {
  std::int64_t found_ms = 0;
  std::optional<std::int64_t> listed_ms;  // absent: the list holds a picture
  int distance = 0;                       // of 256 bits
};
// At most `most` of them, the best, spread over time, in order of the found video's. item: the
// extractor's answer. signal and value: of the entry, "vpdq" or "pdq"; for others there are none.
// turned: what the hit says, or empty. kInvalid: not of that form.
Result<std::vector<FramePair>> frame_pairs(const json::Value& item, std::string_view signal,
                                           std::string_view value, std::string_view turned,
                                           std::size_t most);

// The longest passages that two texts share, at most `most`, in order of the first text, and how
// many more there are. kLimit: as text::compare().
struct SharedPassages {
  std::vector<text::Passage> passages;  // a: of the found text, b: of the listed one
  std::uint64_t not_shown = 0;
};
Result<SharedPassages> shared_passages(std::string_view found, std::string_view listed,
                                       std::size_t most);

}  // namespace sanad::identify
