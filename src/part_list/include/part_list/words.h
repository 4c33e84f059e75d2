// Commitments to a part word by word, so that a word, a field or a name can be masked and the rest
// of the part still be proven (sanad-part-2, docs/formats/part-list.md).
//
// The canonical text of a part is cut into its frame (braces, names of members, and how many words
// each text has) and its words. Each has a salt of its own. The salts are the leaves of a tree of
// seeds that grows from the part's one seed: each seed gives its two children, as in the
// pseudorandom functions of Goldreich, Goldwasser and Micali (J. ACM 33, 1986). Handing over the
// part's seed opens the whole part; handing over a few seeds opens all but the words that are
// masked, and says nothing about these.
//   child seeds  SHA-256(0x02 seed), its first and its last 16 bytes
//   commitment   SHA-256(0x03 seed text)       of the frame and of each word
//   part         SHA-256("sanad-part-2" 0x0A commitments)
// Pure and thread-safe. Tested by words_test.cc.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace sanad::part_list {

using Seed = std::array<std::uint8_t, 16>;

// Walks over the texts, numbers, truths and nulls of a canonical text (RFC 8785), in its order.
class ScalarScanner {
 public:
  // canonical: outlives the scanner. Of a text that is not canonical it finds something, within
  // bounds.
  explicit ScalarScanner(std::string_view canonical) : text_(canonical) {}
  bool next();
  // The one that next() came to: of a text what stands between its quotation marks, escapes as they
  // stand.
  std::size_t begin() const { return begin_; }
  std::size_t end() const { return end_; }
  bool is_text() const { return is_text_; }
  std::string pointer() const;  // to it (RFC 6901)

 private:
  struct Level {
    bool is_array = false;
    std::uint64_t index = 0;
    std::string_view name;
  };
  std::size_t end_of_string(std::size_t at) const;  // of its closing quotation mark

  std::string_view text_;
  std::vector<Level> levels_;
  std::size_t at_ = 0, begin_ = 0, end_ = 0;
  bool expects_name_ = false, is_text_ = false;
};

// The words of a text as it stands in canonical JSON, without its quotation marks: each ends behind
// a stretch of spaces and of line feeds ("\n"). Together they are the text; of an empty one there
// are none.
void cut_words(std::string_view text, std::vector<std::string_view>& words);

struct CutPart {
  std::string frame;  // the part with the number of its words, as a text, for each text, and 0 for
                      // each other scalar
  std::vector<std::string_view> words;  // into the part's text; another scalar is one word
};
CutPart cut_part(std::string_view canonical);

// Salts of a part, by its seed. Leaf 0 is the frame, leaf 1 the first word.
using OnSalt = std::function<void(std::uint64_t leaf, const Seed& salt)>;
void each_salt(const Seed& seed, std::uint64_t leaves, const OnSalt& on_salt);

Digest256 commitment_of_word(const Seed& salt, std::string_view word);

// Takes commitments in order and gives that of the part.
class PartCommitment {
 public:
  PartCommitment();
  void add(const Digest256& commitment);
  Digest256 finish();

 private:
  Bytes bytes_;
};
Digest256 commitment_by_words(const Seed& seed, std::string_view canonical);

// The seeds that open all leaves but the masked ones, from left to right, and in their places the
// masked leaves: largest subtrees possible, so that both sides know which seed opens what.
//   masked: ascending; each below leaves
class Cover {
 public:
  struct Step {
    unsigned level = 0;       // of the subtree
    std::uint64_t first = 0;  // its first leaf
    bool is_masked = false;   // then level is 0
  };
  static std::vector<Step> of(std::uint64_t leaves, std::span<const std::uint64_t> masked);
};
// The seed of a subtree, from the part's.
Seed seed_of_subtree(const Seed& seed, std::uint64_t leaves, const Cover::Step& step);
// Salts of the subtree's leaves that there are.
void each_salt_within(const Seed& subtree, const Cover::Step& step, std::uint64_t leaves,
                      const OnSalt& on_salt);

}  // namespace sanad::part_list
