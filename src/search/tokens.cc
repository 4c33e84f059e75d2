#include "search/tokens.h"

#include <algorithm>

#include "base/stable_sort.h"
#include "base/utf8.h"
#include "respell.h"

namespace sanad::search {
namespace {

constexpr std::string_view kNonJoiner = "\xE2\x80\x8C";
constexpr std::string_view kSuperscriptAlef = "\xD9\xB0";

// The scalar value at the start of well-formed UTF-8.
char32_t scalar_at(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  if (bytes.empty() || byte(0) < 0x80) return bytes.empty() ? 0 : byte(0);
  const std::size_t length = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
  if (bytes.size() < length) return 0;
  char32_t code = byte(0) & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = (code << 6) | (byte(i) & 0x3FU);
  return code;
}

bool is_arabic(char32_t c) { return c >= 0x620 && c < 0x700; }
bool is_plain(char32_t c) { return c < 0x80; }

// Joiners, marks of direction, and the like.
bool is_invisible(char32_t c) {
  return c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F);
}

std::string joined(std::u32string_view folded) {
  std::string out = text::to_utf8(folded);
  std::replace(out.begin(), out.end(), ' ', '_');
  return out;
}

class Tokenizer {
 public:
  Tokenizer(std::string_view text, const text::Folded& folded, TermClass words)
      : text_(text), folded_(folded), letters_(folded.letters), words_(words) {
    out_.reserve(letters_.size() / 3 + 4);
  }

  std::vector<Token> run() {
    for (std::size_t at = 0; at < letters_.size();) {
      const std::size_t end = std::min(letters_.find(U' ', at), letters_.size());
      add_run(at, end);
      at = end + 1;
    }
    return std::move(out_);
  }

 private:
  // Between two spaces: words of spaced scripts and stretches of unspaced ones.
  void add_run(std::size_t first, std::size_t last) {
    for (std::size_t at = first; at < last;) {
      const bool unspaced = letters_[at] >= 0xE00 && text::is_unspaced(letters_[at]);
      std::size_t end = at + 1;
      while (end < last &&
             (letters_[end] >= 0xE00 && text::is_unspaced(letters_[end])) == unspaced) {
        ++end;
      }
      if (unspaced) {
        add_pairs(at, end);
      } else {
        add_word(at, end);
      }
      at = end;
    }
  }

  // Every two neighbours, and the last letter alone, so that one letter is a prefix of something.
  void add_pairs(std::size_t first, std::size_t last) {
    for (std::size_t at = first; at < last; ++at) {
      const std::size_t end = std::min(at + 2, last);
      put(letters_.substr(at, end - at), folded_.range(at, end), 1);
      ++position_;
    }
    joinable_ = false;
  }

  void add_word(std::size_t first, std::size_t last) {
    const std::u32string_view word =
        letters_.substr(first, std::min(last - first, kMaxWordLetters));
    if (std::all_of(word.begin(), word.end(), is_plain)) {
      const auto range = folded_.range(first, last);
      put(word, range, 1);
      put_as_written(range, out_.size() - 1);
      ++position_;
      joinable_ = false;
      return;
    }
    add_respelled(first, first + word.size(), last);
  }

  void add_respelled(std::size_t first, std::size_t cut, std::size_t last) {
    const std::vector<std::size_t> seams = read_written(first, cut);
    const auto word = letters_.substr(first, cut - first);
    const bool arabic = is_arabic(word[0]);
    if (arabic && joinable_)
      join_to_last(word, {last_.range.begin, folded_.range(first, last).end});
    const std::uint32_t begin = position_;
    if (!seams.empty() && arabic) {
      put_pieces(word, first, seams);
      const auto parts = respell(word, written_, marked_);
      put(parts.front().letters, folded_.range(first, last),
          static_cast<std::uint32_t>(seams.size()) + 1, begin);
      put_as_written(folded_.range(first, last), out_.size() - 1);
      position_ = begin + static_cast<std::uint32_t>(seams.size()) + 1;
    } else {
      for (const Respelled& part : respell(word, written_, marked_)) {
        const std::size_t end = part.last == word.size() ? last : first + part.last;
        const auto range = folded_.range(first + part.first, end);
        put(part.letters, range, 1);
        const std::size_t primary = out_.size() - 1;
        if (!part.other.empty()) put(part.other, range, 1);
        put_as_written(range, primary);
        ++position_;
      }
    }
    last_ = {word, folded_.range(first, last), begin};
    joinable_ = arabic;
  }

  // Sources and marks of each letter; returns where a non-joiner stands between two letters.
  std::vector<std::size_t> read_written(std::size_t first, std::size_t last) {
    std::vector<std::size_t> seams;
    written_.clear();
    marked_.assign(last - first, false);
    for (std::size_t i = first; i < last; ++i) {
      const text::ByteRange range = folded_.origin[i];
      const std::string_view bytes = text_.substr(range.begin, range.end - range.begin);
      written_ += scalar_at(bytes);
      if (bytes.size() <= 2) continue;
      marked_[i - first] = bytes.find(kSuperscriptAlef) != std::string_view::npos;
      if (i + 1 < last && bytes.find(kNonJoiner) != std::string_view::npos) {
        seams.push_back(i + 1 - first);
      }
    }
    return seams;
  }

  // The words that a non-joiner parts, each at a position of its own.
  void put_pieces(std::u32string_view word, std::size_t first,
                  const std::vector<std::size_t>& seams) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= seams.size(); ++i) {
      const std::size_t end = i < seams.size() ? seams[i] : word.size();
      const auto count = static_cast<std::ptrdiff_t>(begin);
      const std::vector<bool> marked(marked_.begin() + count,
                                     marked_.begin() + static_cast<std::ptrdiff_t>(end));
      const auto source = std::u32string_view(written_).substr(begin, end - begin);
      const auto parts = respell(word.substr(begin, end - begin), source, marked);
      const auto range = folded_.range(first + begin, first + end);
      put(parts.front().letters, range, 1);
      put_as_written(range, out_.size() - 1);
      ++position_;
      begin = end;
    }
  }

  // Persian writes "می رود", "می‌رود" and "میرود": what is parted by a space is
  // filed joined too.
  void join_to_last(std::u32string_view word, text::ByteRange range) {
    const bool leads = last_.letters == U"مي" || last_.letters == U"نمي";
    const bool follows =
        word == U"ها" || word == U"هاي" || word == U"هايي" || word == U"تر" || word == U"ترين";
    if (!leads && !follows) return;
    std::u32string both(last_.letters);
    both += word;
    const std::vector<bool> unmarked(both.size(), false);
    put(respell(both, both, unmarked).front().letters, range, 2, last_.position);
  }

  void put(std::u32string_view letters, text::ByteRange range, std::uint32_t words) {
    put(letters, range, words, position_);
  }
  void put(std::u32string_view letters, text::ByteRange range, std::uint32_t words,
           std::uint32_t position) {
    Token token{{}, position, words, range, false};
    token.term.reserve(letters.size() * 2 + 1);
    token.term += static_cast<char>(words_);
    for (const char32_t c : letters) {
      if (c < 0x80) {
        token.term += static_cast<char>(c);
      } else {
        append_utf8(token.term, c);
      }
    }
    out_.push_back(std::move(token));
  }

  // primary: the token whose term this word got.
  void put_as_written(text::ByteRange range, std::size_t primary) {
    if (words_ != TermClass::kWord) return;
    std::string written = as_written(text_.substr(range.begin, range.end - range.begin));
    Token& token = out_[primary];
    if (std::string_view(token.term).substr(1) == written) return;
    token.rewritten = true;
    const Token strict{term_of(TermClass::kAsWritten, written), token.position, 1, range, false};
    out_.push_back(strict);
  }

  struct Last {
    std::u32string_view letters;
    text::ByteRange range;
    std::uint32_t position = 0;
  };

  std::string_view text_;
  const text::Folded& folded_;
  std::u32string_view letters_;
  TermClass words_;
  std::vector<Token> out_;
  std::uint32_t position_ = 0;
  std::u32string written_;
  std::vector<bool> marked_;
  Last last_;
  bool joinable_ = false;
};

bool is_name_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z') || byte == '_';
}

// Signs of Arabic script and quotation marks that end a hashtag.
bool ends_name(std::string_view rest) {
  const char32_t c = scalar_at(rest);
  return c == U'،' || c == U'؛' || c == U'؟' || c == U'۔' || c == 0xAB || c == 0xBB ||
         (c >= 0x2010 && c <= 0x205F && !is_invisible(c)) || (c >= 0x3000 && c <= 0x303F) ||
         (c >= 0x1F000 && c <= 0x1FFFF);
}

std::size_t end_of_name(std::string_view text, std::size_t at) {
  while (at < text.size() && is_name_byte(text[at]) && !ends_name(text.substr(at))) {
    ++at;
    while (at < text.size() && (static_cast<std::uint8_t>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return at;
}

// Hashtags and handles, whole; words: the tokens of the same text, for positions.
void add_names(std::string_view text, std::vector<Token>& words) {
  std::vector<Token> names;
  for (std::size_t at = text.find_first_of("#@"); at != std::string_view::npos;
       at = text.find_first_of("#@", at + 1)) {
    const bool starts = at == 0 || !is_name_byte(text[at - 1]) || text[at] == '#';
    const std::size_t end = end_of_name(text, at + 1);
    if (!starts || end - at < 2 || end - at > 200) continue;
    const auto folded = text::fold(text.substr(at + 1, end - at - 1));
    if (!folded.ok() || folded->letters.empty()) continue;
    const auto term = term_of(text[at] == '#' ? TermClass::kHashtag : TermClass::kHandle,
                              joined(folded->letters));
    const auto first = std::lower_bound(
        words.begin(), words.end(), at,
        [](const Token& token, std::size_t place) { return token.range.begin < place; });
    const std::uint32_t position = first == words.end() ? 0 : first->position;
    names.push_back({term,
                     position,
                     1,
                     {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)},
                     false});
  }
  words.insert(words.end(), names.begin(), names.end());
}

}  // namespace

std::string term_of(TermClass term_class, std::string_view text) {
  std::string out(1, static_cast<char>(term_class));
  out += text;
  return out;
}

std::string as_written(std::string_view bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t end = at + 1;
    while (end < bytes.size() && (static_cast<std::uint8_t>(bytes[end]) & 0xC0) == 0x80) ++end;
    if (!is_invisible(scalar_at(bytes.substr(at, end - at)))) out += bytes.substr(at, end - at);
    at = end;
  }
  if (out.size() > kMaxWordLetters * 4) out.resize(kMaxWordLetters * 4);
  return out;
}

Result<std::vector<Token>> tokenize(std::string_view text, TermClass words) {
  SANAD_TRY(const text::Folded folded, text::fold(text));
  std::vector<Token> tokens = Tokenizer(text, folded, words).run();
  if (words == TermClass::kWord) add_names(text, tokens);
  sanad::stable_sort(tokens,
                     [](const Token& a, const Token& b) { return a.position < b.position; });
  return tokens;
}

}  // namespace sanad::search
