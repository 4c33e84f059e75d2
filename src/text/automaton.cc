#include "automaton.h"

namespace sanad::text {

void Automaton::put(std::uint64_t key, std::uint32_t child) {
  std::size_t at = slot(key);
  while (edges_[at].child != kNone) at = (at + 1) & (edges_.size() - 1);
  edges_[at] = {key, child};
}

void Automaton::grow() {
  std::vector<Edge> old(edges_.size() * 2);
  old.swap(edges_);
  --shift_;
  for (const Edge& edge : old) {
    if (edge.child != kNone) put(edge.key, edge.child);
  }
}

std::uint32_t Automaton::add(std::u32string_view pattern) {
  std::uint32_t state = 0;
  for (const char32_t letter : pattern) {
    std::uint32_t next = child(state, letter);
    if (next == kNone) {
      if (nodes_.size() * 2 >= edges_.size()) grow();
      next = static_cast<std::uint32_t>(nodes_.size());
      nodes_.push_back({});
      nodes_[next].letter = letter;
      nodes_[next].sibling = nodes_[state].first_child;
      nodes_[state].first_child = next;
      put(key_of(state, letter), next);
    }
    state = next;
  }
  if (nodes_[state].pattern == kNone) {
    nodes_[state].pattern = static_cast<std::uint32_t>(pattern_lengths_.size());
    pattern_lengths_.push_back(pattern.size());
  }
  return nodes_[state].pattern;
}

void Automaton::build() {
  std::vector<std::uint32_t> queue = {0};
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::uint32_t parent = queue[i];
    for (std::uint32_t at = nodes_[parent].first_child; at != kNone; at = nodes_[at].sibling) {
      queue.push_back(at);
      if (parent == 0) continue;
      std::uint32_t fail = nodes_[parent].fail;
      std::uint32_t next = child(fail, nodes_[at].letter);
      while (next == kNone && fail != 0) {
        fail = nodes_[fail].fail;
        next = child(fail, nodes_[at].letter);
      }
      nodes_[at].fail = next == kNone ? 0 : next;
      const Node& suffix = nodes_[nodes_[at].fail];
      nodes_[at].shorter = suffix.pattern != kNone ? nodes_[at].fail : suffix.shorter;
    }
  }
}

}  // namespace sanad::text
