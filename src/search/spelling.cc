#include "search/spelling.h"

#include <algorithm>

#include "text/fold.h"

namespace sanad::search {
namespace {

bool is_arabic(char32_t c) { return c >= 0x620 && c < 0x700; }
bool is_latin(char32_t c) { return c >= U'a' && c <= U'z'; }

constexpr std::uint8_t kFar = 100;
constexpr std::size_t kMinLatinLetters = 4;
constexpr std::size_t kMinArabicLetters = 3;
constexpr std::size_t kMaxSoundLetters = 24;

// A word all in one of the two scripts, long enough to be a name.
bool is_filed(std::u32string_view word) {
  if (word.empty() || word.size() > kMaxSoundLetters) return false;
  if (is_latin(word[0])) {
    return word.size() >= kMinLatinLetters && std::all_of(word.begin(), word.end(), is_latin);
  }
  return word.size() >= kMinArabicLetters && std::all_of(word.begin(), word.end(), is_arabic);
}

std::uint32_t mixed(std::uint64_t key) {
  const std::uint64_t product = (key + 1) * 0x9E37'79B9'7F4A'7C15ULL;
  return static_cast<std::uint32_t>(product >> 32) | 1U;
}

}  // namespace

NearSpelling::NearSpelling(std::u32string_view word, int most)
    : word_(word.substr(0, kMaxLetters)),
      tried_(kMaxLetters, U'\0'),
      rows_(kMaxLetters + 1),
      most_(most) {
  for (Row& row : rows_) row.costs.fill(kFar);
  for (std::size_t j = 0; j <= word_.size(); ++j) rows_[0].costs[j] = static_cast<std::uint8_t>(j);
  rows_[0].least = 0;
}

// Only costs of places at most most_ apart can matter; those beside them stay kFar.
bool NearSpelling::put(std::size_t depth, char32_t letter) {
  const std::size_t band = static_cast<std::size_t>(most_) + 1;
  if (depth >= kMaxLetters || depth >= word_.size() + band) return false;
  tried_[depth] = letter;
  const Row& above = rows_[depth];
  Row& row = rows_[depth + 1];
  const std::size_t first = depth + 1 > band ? depth + 1 - band : 0;
  const std::size_t last = std::min(word_.size(), depth + 1 + band);
  row.least = kFar;
  if (first > 0) row.costs[first - 1] = kFar;
  for (std::size_t j = first; j <= last; ++j) {
    int cost = j == 0 ? static_cast<int>(depth) + 1 : above.costs[j] + 1;
    if (j > 0) {
      cost = std::min(
          {cost, row.costs[j - 1] + 1, above.costs[j - 1] + (word_[j - 1] == letter ? 0 : 1)});
      if (depth > 0 && j > 1 && word_[j - 2] == letter && word_[j - 1] == tried_[depth - 1]) {
        cost = std::min(cost, rows_[depth - 1].costs[j - 2] + 1);
      }
    }
    row.costs[j] = static_cast<std::uint8_t>(std::min<int>(cost, kFar));
    row.least = std::min(row.least, row.costs[j]);
  }
  if (last < word_.size()) row.costs[last + 1] = kFar;
  // A swap reaches back over one row.
  return std::min<int>(row.least, above.least + 1) <= most_;
}

std::optional<int> letters_apart(std::u32string_view a, std::u32string_view b, int most) {
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t shorter = std::min(a.size(), b.size());
  if (longer > NearSpelling::kMaxLetters || longer - shorter > static_cast<std::size_t>(most)) {
    return std::nullopt;
  }
  NearSpelling near(a, most);
  for (std::size_t i = 0; i < b.size(); ++i) {
    if (!near.put(i, b[i])) return std::nullopt;
  }
  const int distance = near.distance(b.size());
  return distance <= most ? std::optional(distance) : std::nullopt;
}

OtherScript::OtherScript(std::u32string_view word) {
  if (!is_filed(word)) return;
  arabic_ = is_arabic(word[0]);
  sounds_ = text::sounds_of(word);
  for (const std::uint64_t key : text::keys_of(sounds_)) {
    if (key >= 16) keys_.push_back(mixed(key));  // two strong consonants at least
  }
  std::sort(keys_.begin(), keys_.end());
  keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
}

float OtherScript::alike(std::u32string_view other) const {
  if (!usable() || !is_filed(other) || is_arabic(other[0]) == arabic_) return 0;
  const float alike = text::similarity(sounds_, text::sounds_of(other));
  return alike >= kSoundsAlike ? alike : 0;
}

std::uint32_t sound_key(std::u32string_view word) {
  if (!is_filed(word)) return 0;
  const std::uint64_t key = text::key_of(text::sounds_of(word));
  return key >= 16 ? mixed(key) : 0;
}

std::u32string letters_of(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const auto lead = static_cast<std::uint8_t>(utf8[at++]);
    char32_t code = lead;
    if (lead >= 0x80) code = lead & (lead >= 0xF0 ? 0x07U : lead >= 0xE0 ? 0x0FU : 0x1FU);
    while (at < utf8.size() && (static_cast<std::uint8_t>(utf8[at]) & 0xC0) == 0x80) {
      code = (code << 6) | (static_cast<std::uint8_t>(utf8[at++]) & 0x3FU);
    }
    out += code;
  }
  return out;
}

}  // namespace sanad::search
