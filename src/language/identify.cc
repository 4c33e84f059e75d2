#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/stable_sort.h"
#include "base/utf8.h"
#include "cld2.h"
#include "decode.h"
#include "language/language.h"
#include "letters.h"

namespace sanad::language {
namespace {

// A segment is one line, or several short ones, up to about this many letters.
constexpr std::size_t kSegmentLetters = 30;
// A letter of Han says more than one of an alphabet.
constexpr std::size_t kMinHanLetters = 6;
constexpr std::size_t kMaxSegmentBytes = 4096;
constexpr std::size_t kSamplePieceBytes = 8192;

bool ends_line(char32_t c) { return c == '\n' || c == '\f' || c == '\r'; }

// Marks, digits and signs count as nothing.
bool is_letter(text::Script script) { return script != text::Script::kCommon; }

struct Segment {
  text::Script script = text::Script::kCommon;
  std::string text;
  std::size_t letters = 0;
};

constexpr std::size_t kScripts = static_cast<std::size_t>(text::Script::kOther) + 1;

struct Tally {
  std::map<std::string, double> languages;  // letters of each
  std::array<std::size_t, kScripts> scripts{};
  std::size_t letters = 0;
};

struct Guess {
  std::string code;
  double share = 0;  // of the segment
};

// CLD2 is good at words and their neighbours; its "unreliable" is taken as no answer.
std::vector<Guess> ask_cld2(const std::string& text) {
  const CLD2::CLDHints hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int bytes = 0;
  bool is_reliable = false;
  CLD2::ExtDetectLanguageSummary(text.data(), static_cast<int>(text.size()), true, &hints, 0,
                                 languages.data(), percents.data(), scores.data(), nullptr, &bytes,
                                 &is_reliable);
  std::vector<Guess> guesses;
  if (!is_reliable) return guesses;
  for (std::size_t i = 0; i < languages.size(); ++i) {
    if (percents[i] <= 0 || languages[i] == CLD2::UNKNOWN_LANGUAGE) continue;
    guesses.push_back({CLD2::LanguageCode(languages[i]), percents[i] / 100.0});
  }
  return guesses;
}

void judge(const Segment& segment, Tally& tally) {
  if (segment.letters < (segment.script == text::Script::kHan ? kMinHanLetters : kMinLetters))
    return;
  std::vector<Guess> guesses = ask_cld2(segment.text);
  if (segment.script == text::Script::kArabic) {
    std::string code =
        correct_arabic_script(segment.text, guesses.empty() ? "" : guesses.front().code);
    guesses.clear();
    if (!code.empty()) guesses.push_back({std::move(code), 1});
  }
  for (const Guess& guess : guesses)
    tally.languages[guess.code] += guess.share * static_cast<double>(segment.letters);
}

// Cuts a text where its script changes, and, once there is enough, where a line ends.
class Cutter {
 public:
  explicit Cutter(Tally& tally) : tally_(tally) {
    for (std::size_t i = 0; i < kScripts; ++i) segments_[i].script = static_cast<text::Script>(i);
  }

  void read(std::string_view text) {
    std::size_t run = 0;  // begin of what goes to the current segment and is not in it yet
    const auto give_run = [&](std::size_t end) {
      current_->text.append(text.substr(run, end - run));
      run = end;
    };
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t begin = at;
      const char32_t c = decode_one(text, at);
      if (const text::Script script = text::script_of(c); is_letter(script)) {
        Segment& segment = counted(script);
        if (&segment != current_) give_run(begin);
        current_ = &segment;
        ++segment.letters;
      }
      if (ends_line(c)) {
        give_run(at);
        end_line();
      }
      if (current_->text.size() + (at - run) >= kMaxSegmentBytes) {
        give_run(at);
        flush(*current_);
      }
    }
    give_run(text.size());
    for (Segment& segment : segments_) flush(segment);
  }

 private:
  Segment& counted(text::Script script) {
    ++tally_.letters;
    ++tally_.scripts[static_cast<std::size_t>(script)];
    // Japanese is written in both.
    if (script == text::Script::kKana) script = text::Script::kHan;
    return segments_[static_cast<std::size_t>(script)];
  }
  void end_line() {
    for (Segment& segment : segments_) {
      if (segment.letters >= kSegmentLetters) flush(segment);
    }
  }
  void flush(Segment& segment) {
    judge(segment, tally_);
    segment.text.clear();
    segment.letters = 0;
  }

  Tally& tally_;
  std::array<Segment, kScripts> segments_;  // the words of each script, in their order
  Segment* current_ = segments_.data();
};

double hundredths(double share) { return std::round(share * 100) / 100; }

Identified shares_of(const Tally& tally) {
  Identified out;
  out.letters = tally.letters;
  if (tally.letters == 0) return out;
  const auto all = static_cast<double>(tally.letters);
  for (const auto& [code, letters] : tally.languages) {
    if (letters / all >= kMinShare) out.languages.push_back({code, hundredths(letters / all)});
  }
  for (std::size_t i = 0; i < kScripts; ++i) {
    const double share = static_cast<double>(tally.scripts[i]) / all;
    if (share >= kMinShare)
      out.scripts.push_back({static_cast<text::Script>(i), hundredths(share)});
  }
  const auto greatest_first = [](const auto& a, const auto& b) { return a.share > b.share; };
  sanad::stable_sort(out.languages, greatest_first);
  sanad::stable_sort(out.scripts, greatest_first);
  return out;
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }

std::string_view piece_of(std::string_view text, std::size_t begin, std::size_t size) {
  std::size_t end = std::min(begin + size, text.size());
  while (begin < end && !begins_character(text[begin])) ++begin;
  while (end > begin && end < text.size() && !begins_character(text[end])) --end;
  return text.substr(begin, end - begin);
}

}  // namespace

Result<Identified> identify(std::string_view text) {
  if (text.size() > text::kMaxTextBytes)
    return Error{ErrorCode::kLimit, "The text is too long to tell its language; split it."};
  Tally tally;
  const bool sampled = text.size() > kMaxLookedAtBytes;
  const std::size_t pieces = sampled ? kMaxLookedAtBytes / kSamplePieceBytes : 1;
  for (std::size_t i = 0; i < pieces; ++i) {
    const std::string_view piece =
        sampled ? piece_of(text, text.size() / pieces * i, kSamplePieceBytes) : text;
    const bool whole = utf8_prefix_length(piece) == piece.size();
    Cutter(tally).read(whole ? piece : std::string_view(replace_malformed_utf8(piece)));
  }
  Identified out = shares_of(tally);
  out.sampled = sampled;
  return out;
}

}  // namespace sanad::language
