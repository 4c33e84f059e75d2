// Names filed by sound, and how alike two names are.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "name.h"

namespace sanad::screening {

// Parts [first, first + count) of a name; count 2 for two neighbours read as one word.
struct PartSpan {
  std::uint8_t first = 0;
  std::uint8_t count = 1;
};

struct PartPair {
  PartSpan a;
  PartSpan b;
  float alike = 0;
};

struct NameLikeness {
  float score = 0;  // 0 to 1
  std::vector<PartPair> pairs;
  bool other_order = false;
};

// Of weights a part each; hits may overlap, the likest are taken first.
NameLikeness align(const std::vector<float>& weights_a, const std::vector<float>& weights_b,
                   std::vector<PartPair> hits);
// Two names by themselves, every part of one weight.
NameLikeness compare_names(const Name& a, const Name& b);

struct NameHit {
  std::uint32_t name = 0;  // by order of add()
  NameLikeness likeness;
};

class NameIndex {
 public:
  void add(Name name);
  void build();  // once, after the last add()

  const Name& name(std::uint32_t number) const { return names_[number]; }
  // Names at least that alike, in the order of add().
  std::vector<NameHit> find(const Name& query, float min_score) const;

 private:
  struct Word {
    SoundRow sounds;
    float weight = 1;         // .3 common to 1 rare
    std::uint32_t parts = 0;  // how many single parts are this word
  };
  struct Posting {
    std::uint32_t name;
    PartSpan span;
  };
  struct Alike {
    std::uint32_t word;
    float alike;
  };
  struct Piece {
    PartSpan span;
    std::vector<Alike> words;
  };

  void file(const std::u32string& normal, const SoundRow& sounds, Posting posting);
  std::vector<Alike> words_like(const SoundRow& sounds) const;
  float weight_from(std::size_t parts) const;
  std::vector<float> accumulate(const std::vector<Piece>& pieces,
                                const std::vector<float>& weights) const;

  std::vector<Name> names_;
  std::vector<std::vector<float>> weights_;  // of each part of each name
  std::vector<float> whole_weights_;         // sums of these
  std::vector<Word> words_;
  std::vector<std::vector<Posting>> postings_;  // by word
  std::map<std::u32string, std::uint32_t> word_numbers_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> filed_;  // by key
};

}  // namespace sanad::screening
