// A query, made ready for all segments, then cursors for each.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "cursor.h"
#include "list_cursor.h"
#include "phrase_cursor.h"
#include "search/query.h"
#include "vocabulary.h"

namespace sanad::search_index {

class Plan {
 public:
  // query, segments: outlive the plan.
  static Result<Plan> make(const search::Node& query, const std::vector<Segment*>& segments,
                           bool transliterate);

  // Null if nothing in the segment can answer.
  CursorPtr cursor(Reading& reading) const { return cursor(*query_, reading); }
  // How many answers there are, where that is known without walking.
  std::optional<std::uint64_t> known_count() const;
  bool spellings_left_out() const { return spellings_left_out_; }

 private:
  struct Leaf {
    search::Wanted wanted;
    std::vector<std::uint32_t> weights;  // of each slot; of the whole for kPrefix and kNear
    std::uint64_t count = 0;             // documents of the only slot
    OtherSpellings others;
    std::uint32_t others_weight = 0;
  };

  Plan(const search::Node& query, const std::vector<Segment*>& segments)
      : query_(&query), segments_(segments) {}
  Result<void> prepare(const search::Node& node, bool transliterate);
  Result<void> prepare_leaf(const search::Node& node, bool transliterate);
  Result<void> prepare_others(Leaf& leaf, bool transliterate);
  std::uint64_t count_of(const search::Slot& slot) const;
  std::uint32_t weight_of(std::uint64_t documents) const;

  CursorPtr cursor(const search::Node& node, Reading& reading) const;
  CursorPtr and_cursor(const search::Node& node, Reading& reading) const;
  CursorPtr or_cursor(const search::Node& node, Reading& reading) const;
  CursorPtr near_cursor(const search::Node& node, Reading& reading) const;
  CursorPtr words_cursor(const search::Node& node, Reading& reading) const;
  CursorPtr leaf_cursor(const Leaf& leaf, Reading& reading) const;
  CursorPtr fact_cursor(search::TermClass fact, const std::vector<std::string>& values,
                        Reading& reading) const;
  std::unique_ptr<PhraseCursor> phrase(const Leaf& leaf, Reading& reading) const;
  std::unique_ptr<SlotCursor> slot(const search::Slot& slot, std::uint32_t weight,
                                   Reading& reading) const;

  const search::Node* query_;
  std::vector<Segment*> segments_;
  std::uint64_t documents_ = 0;
  std::map<const search::Node*, Leaf> leaves_;
  bool spellings_left_out_ = false;
};

}  // namespace sanad::search_index
