// Of what a redaction is, as entries, bundles and views name it.
#pragma once

#include <optional>
#include <string_view>

namespace sanad::redaction {

enum class Kind { kPicture, kSound, kFilm };

// "picture", "sound" or "film": the word, and the member of exhibit.redacted that has the file.
constexpr const char* word_of(Kind kind) {
  return kind == Kind::kSound ? "sound" : kind == Kind::kFilm ? "film" : "picture";
}
// Of its file: "png", "wav" or "webm".
constexpr const char* ending_of(Kind kind) {
  return kind == Kind::kSound ? "wav" : kind == Kind::kFilm ? "webm" : "png";
}
// What its pieces are called.
constexpr const char* pieces_of(Kind kind) {
  return kind == Kind::kSound  ? "tenths of a second"
         : kind == Kind::kFilm ? "seconds of pictures"
                               : "tiles";
}
// The member of exhibit.redacted that names what was committed to: "tiles", "segments" or "frames".
// The kind of that entry is "exhibit." and the member.
constexpr const char* committed_by(Kind kind) {
  return kind == Kind::kSound ? "segments" : kind == Kind::kFilm ? "frames" : "tiles";
}
// As a bundle's index has it: nothing of pictures.
constexpr std::optional<Kind> kind_of(std::string_view word) {
  if (word.empty()) return Kind::kPicture;
  if (word == "sound") return Kind::kSound;
  if (word == "film") return Kind::kFilm;
  return std::nullopt;
}

}  // namespace sanad::redaction
