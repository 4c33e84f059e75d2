#include "text/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "decode.h"
#include "fold_table.h"
#include "letters.h"

namespace sanad::text {
namespace {

constexpr char32_t kTableSize = 0x20000;  // beyond it stand only Han and tags
constexpr char32_t kHamza = 0x621;
constexpr char32_t kHeh = 0x647;
constexpr char32_t kDoachashmee = 0x6BE;
// Words that lose a final hamza have at least this many letters before it.
constexpr std::size_t kLettersBeforeFinalHamza = 3;

enum Kind : std::uint8_t { kKept, kMapped, kSeparator, kRemoved };

// What each code point below kTableSize does, and for kMapped where its letters stand in pool.
struct Table {
  std::vector<Kind> kind;
  std::vector<std::uint16_t> place;
  std::u32string pool;  // each result ends with 0
};

void mark(Table& table, std::span<const CodeRange> ranges, Kind kind) {
  for (const CodeRange range : ranges) {
    for (char32_t c = range.first; c <= range.last && c < kTableSize; ++c) table.kind[c] = kind;
  }
}

void add_block(Table& table, const Block& block) {
  char32_t code = block.first;
  std::size_t at = 0;
  while (at < block.results.size()) {
    const std::size_t begin = table.pool.size();
    if (block.results[at] == '(') {
      for (++at; block.results[at] != ')';) table.pool += decode_one(block.results, at);
      ++at;
    } else {
      table.pool += decode_one(block.results, at);
    }
    const bool same = table.pool.size() == begin + 1 && table.pool[begin] == code;
    if (same) {
      table.pool.resize(begin);
    } else {
      table.pool += U'\0';
      table.kind[code] = kMapped;
      table.place[code] = static_cast<std::uint16_t>(begin);
    }
    ++code;
  }
}

// Made once, then only read.
const Table& table() {
  static const Table kTable = [] {
    Table made{std::vector<Kind>(kTableSize, kKept), std::vector<std::uint16_t>(kTableSize, 0), {}};
    mark(made, separators(), kSeparator);
    for (const Block& block : blocks()) add_block(made, block);
    mark(made, removed(), kRemoved);
    return made;
  }();
  return kTable;
}

bool is_apostrophe(char32_t c) {
  return c == U'\'' || c == U'`' || c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x201B;
}

// Stops that Urdu aspirates: after these, doachashmee makes another letter (kha is not kaha).
bool is_aspirated(char32_t c) {
  switch (c) {
    case 0x628:  // beh
    case 0x67E:  // peh
    case 0x62A:  // teh
    case 0x679:  // tteh
    case 0x62C:  // jeem
    case 0x686:  // tcheh
    case 0x62F:  // dal
    case 0x688:  // ddal
    case 0x691:  // rreh
    case 0x643:  // kaf
    case 0x6AF:  // gaf
      return true;
    default:
      return false;
  }
}

// Where folded letters go. Both kinds give the same letters: a word's last hamzas are dropped when
// it ends, so that they are known only then.

class ToFolded {
 public:
  explicit ToFolded(std::size_t most) {
    out_.letters.reserve(most);
    out_.origin.reserve(most);
  }
  void begin_word(ByteRange range) {
    if (!out_.letters.empty()) {
      out_.letters += U' ';
      // One code point may hold two words (a ligature, a fraction): its space is empty there.
      out_.origin.push_back({std::min(out_.origin.back().end, range.begin), range.begin});
    }
    word_ = out_.letters.size();
  }
  void add(char32_t letter, ByteRange range) {
    out_.letters += letter;
    out_.origin.push_back(range);
  }
  char32_t last() const { return out_.letters.back(); }
  void lengthen(std::uint32_t end) { out_.origin.back().end = end; }
  void end_word() {
    while (out_.letters.back() == kHamza &&
           out_.letters.size() - word_ > kLettersBeforeFinalHamza) {
      const std::uint32_t end = out_.origin.back().end;
      out_.letters.pop_back();
      out_.origin.pop_back();
      out_.origin.back().end = end;
    }
  }
  Folded take() { return std::move(out_); }

 private:
  Folded out_;
  std::size_t word_ = 0;  // where the present word begins in out_.letters
};

// Letters without spaces and origins, given on as they come.
class ToCallback {
 public:
  explicit ToCallback(const std::function<void(char32_t)>& to) : to_(to) {}
  void begin_word(ByteRange) { given_ = hamzas_ = 0; }
  void add(char32_t letter, ByteRange) {
    last_ = letter;
    if (letter == kHamza) {
      ++hamzas_;
      return;
    }
    give_hamzas(hamzas_);
    to_(letter);
    ++given_;
  }
  char32_t last() const { return last_; }
  void lengthen(std::uint32_t) {}
  void end_word() {
    const std::size_t kept = std::max(given_, std::min(given_ + hamzas_, kLettersBeforeFinalHamza));
    give_hamzas(kept - given_);
  }

 private:
  void give_hamzas(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) to_(kHamza);
    given_ += count;
    hamzas_ = 0;
  }
  const std::function<void(char32_t)>& to_;
  char32_t last_ = 0;
  std::size_t given_ = 0, hamzas_ = 0;  // of the present word; hamzas wait for what follows
};

template <typename Out>
class Folder {
 public:
  Folder(std::string_view text, Out& out) : text_(text), table_(table()), out_(out) {}

  void run() {
    std::size_t at = 0;
    while (at < text_.size()) {
      const std::size_t begin = at;
      const char32_t code = decode_one(text_, at);
      take(code, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at)});
    }
    end_word();
  }

 private:
  Kind kind_of(char32_t code) const {
    if (code < kTableSize) return table_.kind[code];
    if (code == kMalformed) return kSeparator;
    return code >= 0xE0000 && code < 0xE0200 ? kRemoved : kKept;
  }

  void take(char32_t code, ByteRange range) {
    switch (kind_of(code)) {
      case kKept:
        add(code, range);
        break;
      case kMapped:
        for (const char32_t* c = &table_.pool[table_.place[code]]; *c != 0; ++c) {
          if (*c == U' ') {
            end_word();
          } else {
            add(*c, range);
          }
        }
        break;
      case kSeparator:
        if (!is_apostrophe(code) || !in_word_ || !letter_follows(range.end)) end_word();
        break;
      case kRemoved:
        if (in_word_) out_.lengthen(range.end);
        break;
    }
  }

  bool letter_follows(std::size_t at) const {
    if (at >= text_.size()) return false;
    const Kind kind = kind_of(decode_one(text_, at));
    return kind == kKept || kind == kMapped;
  }

  void add(char32_t letter, ByteRange range) {
    if (!in_word_) out_.begin_word(range);
    if (letter == kDoachashmee && !(in_word_ && is_aspirated(out_.last()))) letter = kHeh;
    in_word_ = true;
    out_.add(letter, range);
  }

  void end_word() {
    if (in_word_) out_.end_word();
    in_word_ = false;
  }

  std::string_view text_;
  const Table& table_;
  Out& out_;
  bool in_word_ = false;
};

Result<void> check_length(std::string_view text) {
  if (text.size() <= kMaxTextBytes) return {};
  return Error{ErrorCode::kLimit,
               fmt::format("The text is longer than {} MiB; split it.", kMaxTextBytes >> 20)};
}

}  // namespace

ByteRange Folded::range(std::size_t first, std::size_t last) const {
  if (origin.empty()) return {};
  if (first >= last || first >= origin.size()) return {origin.back().end, origin.back().end};
  return {origin[first].begin, origin[std::min(last, origin.size()) - 1].end};
}

Result<Folded> fold(std::string_view text) {
  SANAD_CHECK(check_length(text));
  ToFolded out(text.size());
  Folder(text, out).run();
  return out.take();
}

Result<void> for_each_letter(std::string_view text, const std::function<void(char32_t)>& to) {
  SANAD_CHECK(check_length(text));
  ToCallback out(to);
  Folder(text, out).run();
  return {};
}

std::string to_utf8(std::u32string_view letters) {
  std::string out;
  out.reserve(letters.size());
  for (const char32_t c : letters) append_utf8(out, c);
  return out;
}

Result<std::string> fold_to_utf8(std::string_view text) {
  SANAD_TRY(const Folded folded, fold(text));
  return to_utf8(folded.letters);
}

}  // namespace sanad::text
