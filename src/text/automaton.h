// Aho and Corasick's automaton over code points (CACM 18, 1975).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace sanad::text {

class Automaton {
 public:
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;

  // Patterns are numbered from 0 by their first adding; the same letters give the same number.
  // pattern: not empty. Only before build().
  std::uint32_t add(std::u32string_view pattern);
  void build();

  std::size_t patterns() const { return pattern_lengths_.size(); }
  std::size_t length(std::uint32_t pattern) const { return pattern_lengths_[pattern]; }

  // Calls found(pattern) for each pattern that ends with this letter; returns the next state.
  template <typename Found>
  std::uint32_t step(std::uint32_t state, char32_t letter, const Found& found) const {
    std::uint32_t next = child(state, letter);
    while (next == kNone && state != 0) {
      state = nodes_[state].fail;
      next = child(state, letter);
    }
    state = next == kNone ? 0 : next;
    for (std::uint32_t at = nodes_[state].pattern != kNone ? state : nodes_[state].shorter; at != 0;
         at = nodes_[at].shorter) {
      found(nodes_[at].pattern);
    }
    return state;
  }

 private:
  struct Node {
    std::uint32_t first_child = kNone;
    std::uint32_t sibling = kNone;
    std::uint32_t fail = 0;
    std::uint32_t shorter = 0;      // the longest suffix that is a whole pattern; 0 for none
    std::uint32_t pattern = kNone;  // that ends here
    char32_t letter = 0;
  };
  struct Edge {
    std::uint64_t key = ~std::uint64_t{0};  // state and letter
    std::uint32_t child = kNone;
  };

  static std::uint64_t key_of(std::uint32_t state, char32_t letter) {
    return (std::uint64_t{state} << 21) | letter;
  }
  std::size_t slot(std::uint64_t key) const {
    return static_cast<std::size_t>((key * 0x9E37'79B9'7F4A'7C15ULL) >> shift_);
  }
  std::uint32_t child(std::uint32_t state, char32_t letter) const {
    const std::uint64_t key = key_of(state, letter);
    for (std::size_t at = slot(key);; at = (at + 1) & (edges_.size() - 1)) {
      if (edges_[at].key == key) return edges_[at].child;
      if (edges_[at].child == kNone) return kNone;
    }
  }
  void put(std::uint64_t key, std::uint32_t child);
  void grow();

  std::vector<Node> nodes_ = std::vector<Node>(1);
  std::vector<Edge> edges_ = std::vector<Edge>(64);  // open addressing, at most half full
  int shift_ = 58;
  std::vector<std::size_t> pattern_lengths_;
};

}  // namespace sanad::text
