#include "plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "search_index/search_index.h"

namespace sanad::search_index {
namespace {

using search::Node;
using search::Slot;
using search::TermClass;
using search::Wanted;

// The one cursor of several, or null for none.
template <typename Make>
CursorPtr any_of(std::vector<CursorPtr> parts, const Make& make) {
  std::erase_if(parts, [](const CursorPtr& part) { return part == nullptr; });
  if (parts.empty()) return nullptr;
  return parts.size() == 1 ? std::move(parts[0]) : make(std::move(parts));
}

CursorPtr either(std::vector<CursorPtr> parts) {
  return any_of(std::move(parts), [](std::vector<CursorPtr> some) -> CursorPtr {
    return std::make_unique<OrCursor>(std::move(some));
  });
}

}  // namespace

Result<Plan> Plan::make(const Node& query, const std::vector<Segment*>& segments,
                        bool transliterate) {
  Plan plan(query, segments);
  for (const Segment* segment : segments) plan.documents_ += segment->documents();
  SANAD_CHECK(plan.prepare(query, transliterate));
  return plan;
}

Result<void> Plan::prepare(const Node& node, bool transliterate) {
  if (node.kind == Node::Kind::kWords) return prepare_leaf(node, transliterate);
  for (const Node& child : node.children) SANAD_CHECK(prepare(child, transliterate));
  return {};
}

std::uint64_t Plan::count_of(const Slot& slot) const {
  std::uint64_t sum = 0;
  for (const Segment* segment : segments_) {
    for (const std::string& term : slot.terms) {
      const std::uint32_t number = segment->find(term);
      if (number < segment->terms()) sum += segment->count(number);
    }
  }
  return sum;
}

// BM25's idf (Robertson and Sparck Jones, with 1 added), in sixty-fourths.
std::uint32_t Plan::weight_of(std::uint64_t documents) const {
  const auto all = static_cast<double>(documents_);
  const double with = std::min(static_cast<double>(documents), all);
  const double idf = std::log(1 + (all - with + 0.5) / (with + 0.5));
  return static_cast<std::uint32_t>(std::max(1L, std::lround(idf * 64)));
}

Result<void> Plan::prepare_leaf(const Node& node, bool transliterate) {
  Leaf leaf;
  SANAD_TRY(leaf.wanted, search::wanted(node));
  const std::string& term = leaf.wanted.slots[0].terms[0];
  if (leaf.wanted.mode == Wanted::Mode::kPrefix) {
    std::size_t words = 0;
    for (const Segment* segment : segments_) {
      const std::uint32_t end = segment->end_of_prefix(term);
      for (std::uint32_t i = segment->lower_bound(term); i < end; ++i, ++words) {
        leaf.count += segment->count(i);
      }
    }
    if (words > kMaxBeginnings) {
      return Error{ErrorCode::kLimit,
                   fmt::format("More than {} words begin with \"{}\"; write more letters.",
                               kMaxBeginnings, node.text)};
    }
    leaf.weights.push_back(weight_of(leaf.count));
  } else if (leaf.wanted.mode == Wanted::Mode::kTerms) {
    for (const Slot& one : leaf.wanted.slots) {
      leaf.count = count_of(one);
      leaf.weights.push_back(weight_of(leaf.count));
    }
  }
  SANAD_CHECK(prepare_others(leaf, transliterate));
  leaves_.emplace(&node, std::move(leaf));
  return {};
}

Result<void> Plan::prepare_others(Leaf& leaf, bool transliterate) {
  const std::string& term = leaf.wanted.slots[0].terms[0];
  if (leaf.wanted.mode == Wanted::Mode::kNear) {
    leaf.others = near_spellings(segments_, term, leaf.wanted.distance);
  } else if (leaf.wanted.transliterate && transliterate) {
    SANAD_TRY(leaf.others, transliterations(segments_, term));
  }
  std::uint64_t count = 0;
  for (const OtherSpelling& other : leaf.others.spellings) count += other.count;
  leaf.others_weight = weight_of(count);
  spellings_left_out_ |= leaf.others.left_out;
  return {};
}

std::optional<std::uint64_t> Plan::known_count() const {
  if (query_->kind != Node::Kind::kWords || query_->field == search::Field::kAuthor ||
      query_->field == search::Field::kChat) {
    return std::nullopt;
  }
  const Leaf& leaf = leaves_.at(query_);
  const bool one_term = leaf.wanted.mode == Wanted::Mode::kTerms && leaf.wanted.slots.size() == 1 &&
                        leaf.wanted.slots[0].terms.size() == 1 && !leaf.wanted.slots[0].plain_only;
  if (!one_term || !leaf.others.spellings.empty()) return std::nullopt;
  return leaf.count;
}

CursorPtr Plan::cursor(const Node& node, Reading& reading) const {
  switch (node.kind) {
    case Node::Kind::kWords:
      return words_cursor(node, reading);
    case Node::Kind::kFact:
      return fact_cursor(node.fact, node.values, reading);
    case Node::Kind::kDates:
      return std::make_unique<DatesCursor>(reading.segment, node.from_ms, node.to_ms);
    case Node::Kind::kAnd:
      return and_cursor(node, reading);
    case Node::Kind::kOr:
      return or_cursor(node, reading);
    case Node::Kind::kNear:
      return near_cursor(node, reading);
    case Node::Kind::kNot:
      break;  // only kAnd leaves something out
  }
  return nullptr;
}

CursorPtr Plan::and_cursor(const Node& node, Reading& reading) const {
  std::vector<CursorPtr> required;
  std::vector<CursorPtr> excluded;
  for (const Node& child : node.children) {
    const bool out = child.kind == Node::Kind::kNot;
    CursorPtr part = cursor(out ? child.children[0] : child, reading);
    if (part == nullptr && !out) return nullptr;
    if (part != nullptr) (out ? excluded : required).push_back(std::move(part));
  }
  if (required.empty()) return nullptr;
  if (required.size() == 1 && excluded.empty()) return std::move(required[0]);
  return std::make_unique<AndCursor>(std::move(required), std::move(excluded));
}

CursorPtr Plan::or_cursor(const Node& node, Reading& reading) const {
  std::vector<CursorPtr> parts;
  for (const Node& child : node.children) parts.push_back(cursor(child, reading));
  return either(std::move(parts));
}

CursorPtr Plan::near_cursor(const Node& node, Reading& reading) const {
  auto first = phrase(leaves_.at(&node.children[0]), reading);
  auto second = phrase(leaves_.at(&node.children[1]), reading);
  if (first == nullptr || second == nullptr) return nullptr;
  return std::make_unique<NearCursor>(reading, std::move(first), std::move(second), node.within);
}

CursorPtr Plan::words_cursor(const Node& node, Reading& reading) const {
  std::vector<CursorPtr> parts;
  parts.push_back(leaf_cursor(leaves_.at(&node), reading));
  // Authors and chats are also known by their identifiers.
  if (node.field == search::Field::kAuthor) {
    parts.push_back(fact_cursor(TermClass::kAuthor, {node.text}, reading));
  }
  if (node.field == search::Field::kChat) {
    parts.push_back(fact_cursor(TermClass::kChat, {node.text}, reading));
  }
  return either(std::move(parts));
}

CursorPtr Plan::leaf_cursor(const Leaf& leaf, Reading& reading) const {
  const Segment& segment = reading.segment;
  const std::string& term = leaf.wanted.slots[0].terms[0];
  std::vector<CursorPtr> parts;
  std::vector<Spelled> spelled;
  if (leaf.wanted.mode == Wanted::Mode::kPrefix) {
    const std::uint32_t end = segment.end_of_prefix(term);
    for (std::uint32_t i = segment.lower_bound(term); i < end; ++i)
      spelled.push_back({i, How::kFolded});
    if (spelled.empty()) return nullptr;
    return std::make_unique<ListCursor>(reading, spelled, leaf.weights[0]);
  }
  if (leaf.wanted.mode == Wanted::Mode::kTerms) {
    const bool single = leaf.wanted.slots.size() == 1 && !leaf.wanted.slots[0].plain_only;
    if (single && leaf.wanted.slots[0].terms.size() == 1) {
      const std::uint32_t number = segment.find(term);
      if (number < segment.terms()) {
        parts.push_back(std::make_unique<TermCursor>(reading, number, leaf.weights[0]));
      }
    } else if (single) {
      parts.push_back(slot(leaf.wanted.slots[0], leaf.weights[0], reading));
    } else {
      parts.push_back(phrase(leaf, reading));
    }
  }
  for (const OtherSpelling& other : leaf.others.spellings) {
    const std::uint32_t number = segment.find(other.term);
    if (number < segment.terms()) spelled.push_back({number, other.how});
  }
  if (!spelled.empty()) {
    parts.push_back(std::make_unique<ListCursor>(reading, spelled, leaf.others_weight));
  }
  return either(std::move(parts));
}

CursorPtr Plan::fact_cursor(TermClass fact, const std::vector<std::string>& values,
                            Reading& reading) const {
  std::vector<CursorPtr> parts;
  for (const std::string& value : values) {
    const std::uint32_t number = reading.segment.find(search::term_of(fact, value));
    if (number < reading.segment.terms()) {
      parts.push_back(std::make_unique<TermCursor>(reading, number, 0));
    }
  }
  return either(std::move(parts));
}

std::unique_ptr<SlotCursor> Plan::slot(const Slot& slot, std::uint32_t weight,
                                       Reading& reading) const {
  std::vector<std::unique_ptr<TermCursor>> terms;
  for (const std::string& term : slot.terms) {
    const std::uint32_t number = reading.segment.find(term);
    if (number < reading.segment.terms()) {
      terms.push_back(std::make_unique<TermCursor>(reading, number, weight));
    }
  }
  if (terms.empty()) return nullptr;
  return std::make_unique<SlotCursor>(std::move(terms), slot.plain_only);
}

std::unique_ptr<PhraseCursor> Plan::phrase(const Leaf& leaf, Reading& reading) const {
  std::vector<PhraseCursor::Part> parts;
  for (std::size_t i = 0; i < leaf.wanted.slots.size(); ++i) {
    auto one = slot(leaf.wanted.slots[i], leaf.weights[i], reading);
    if (one == nullptr) return nullptr;
    parts.push_back({leaf.wanted.slots[i].offset, std::move(one)});
  }
  return std::make_unique<PhraseCursor>(reading, std::move(parts), leaf.wanted.words);
}

}  // namespace sanad::search_index
