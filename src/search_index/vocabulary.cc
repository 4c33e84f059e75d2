#include "vocabulary.h"

#include <algorithm>

#include "search/spelling.h"
#include "search_index/search_index.h"

namespace sanad::search_index {
namespace {

using Found = std::map<std::string, OtherSpelling, std::less<>>;

// The nearest first, then the commonest, then by letters: the same for any split into segments.
OtherSpellings best_of(const Found& found, std::size_t most) {
  OtherSpellings out;
  for (const auto& [term, spelling] : found) out.spellings.push_back(spelling);
  std::sort(out.spellings.begin(), out.spellings.end(),
            [](const OtherSpelling& a, const OtherSpelling& b) {
              if (a.distance != b.distance) return a.distance < b.distance;
              if (a.alike != b.alike) return a.alike > b.alike;
              if (a.count != b.count) return a.count > b.count;
              return a.term < b.term;
            });
  out.left_out = out.spellings.size() > most;
  if (out.left_out) out.spellings.resize(most);
  return out;
}

// Walks through the sorted words of one class. Words that share a beginning share its rows, and a
// beginning from which nothing is near is passed over with all its words.
class NearWalk {
 public:
  NearWalk(const Segment& segment, std::string_view term, int distance)
      : segment_(segment), near_(search::letters_of(term).substr(1), distance), class_(term[0]) {}

  template <typename Take>
  void run(const Take& take) {
    std::uint32_t at = segment_.lower_bound(std::string_view(&class_, 1));
    const std::uint32_t end = segment_.end_of_prefix(std::string_view(&class_, 1));
    while (at < end) {
      const std::string_view term = segment_.term(at);
      const std::size_t hopeless = put(term.substr(1));
      if (hopeless == 0) {
        const int distance = near_.distance(depth_);
        if (distance <= near_.most()) take(at, distance);
        ++at;
      } else {
        at = after(at, end, term.substr(0, 1 + hopeless));
      }
    }
  }

 private:
  // The first word from at on that does not begin so: steps that double, then a search between.
  std::uint32_t after(std::uint32_t at, std::uint32_t end, std::string_view beginning) const {
    std::uint32_t step = 1;
    while (end - at > step && segment_.term(at + step).starts_with(beginning)) step *= 2;
    std::uint32_t first = at + step / 2;
    std::uint32_t last = std::min(end, at + step);
    while (first < last) {
      const std::uint32_t middle = first + (last - first) / 2;
      if (segment_.term(middle).starts_with(beginning)) {
        first = middle + 1;
      } else {
        last = middle;
      }
    }
    return first;
  }

  static char32_t letter_of(std::string_view bytes) {
    const auto lead = static_cast<std::uint8_t>(bytes[0]);
    if (lead < 0x80) return lead;
    char32_t code = lead & (lead >= 0xF0 ? 0x07U : lead >= 0xE0 ? 0x0FU : 0x1FU);
    for (const char byte : bytes.substr(1))
      code = (code << 6) | (static_cast<std::uint8_t>(byte) & 0x3FU);
    return code;
  }

  // Returns the bytes of the shortest beginning from which nothing is near; 0 if there is none.
  std::size_t put(std::string_view word) {
    std::size_t shared = 0;
    while (shared < std::min(word.size(), last_.size()) && word[shared] == last_[shared]) ++shared;
    depth_ = 0;
    std::size_t at = 0;
    // Letters whose bytes are all shared keep their rows.
    while (depth_ < ends_.size() && ends_[depth_] <= shared) at = ends_[depth_++];
    ends_.resize(depth_);
    last_ = word;
    while (at < word.size()) {
      std::size_t end = at + 1;
      while (end < word.size() && (static_cast<std::uint8_t>(word[end]) & 0xC0) == 0x80) ++end;
      const bool hope = near_.put(depth_, letter_of(word.substr(at, end - at)));
      ++depth_;
      at = end;
      if (!hope) return at;
      ends_.push_back(at);
    }
    return 0;
  }

  const Segment& segment_;
  search::NearSpelling near_;
  char class_;
  std::string_view last_;
  std::vector<std::size_t> ends_;  // of each letter of the present word, in bytes
  std::size_t depth_ = 0;
};

}  // namespace

OtherSpellings near_spellings(const std::vector<Segment*>& segments, std::string_view term,
                              int distance) {
  Found found;
  for (const Segment* segment : segments) {
    NearWalk(*segment, term, distance).run([&](std::uint32_t number, int apart) {
      const std::string_view other = segment->term(number);
      const auto how = apart == 0 ? search::How::kFolded : search::How::kNear;
      auto at = found.find(other);
      if (at == found.end()) {
        at = found.emplace(other, OtherSpelling{std::string(other), how, apart, 0, 0}).first;
      }
      at->second.count += segment->count(number);
    });
  }
  return best_of(found, kMaxOtherSpellings);
}

Result<OtherSpellings> transliterations(const std::vector<Segment*>& segments,
                                        std::string_view term) {
  const search::OtherScript sounds(search::letters_of(term).substr(1));
  Found found;
  for (Segment* segment : segments) {
    for (const std::uint32_t key : sounds.keys()) {
      SANAD_TRY(const std::vector<std::uint32_t> terms, segment->terms_of_sound(key));
      for (const std::uint32_t number : terms) {
        const std::string_view other = segment->term(number);
        auto at = found.find(other);
        if (at == found.end()) {
          if (other[0] != term[0]) continue;
          const float alike = sounds.alike(search::letters_of(other.substr(1)));
          if (alike <= 0) continue;
          const OtherSpelling spelling{std::string(other), search::How::kTransliterated, 0, alike,
                                       0};
          at = found.emplace(other, spelling).first;
        }
        at->second.count += segment->count(number);
      }
    }
  }
  return best_of(found, kMaxTransliterations);
}

}  // namespace sanad::search_index
