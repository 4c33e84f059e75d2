// An excerpt of a part list: some parts shown, the others closed and counted
// (docs/formats/excerpt.md). Whoever has the root from the ledger's entry recomputes it from the
// excerpt: the commitment of each part that is shown, and of the closed ones the roots of the
// perfect subtrees that they fill. So every part has its place, none is altered, invented, left out
// or moved, and of the closed ones nothing is learnt but how many there are and the reason given.
// In a shown part words may be masked (masked.h) where the list is of sanad-part-2.
// Tested by excerpt_test.cc; fuzzed by excerpt_fuzz.cc. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "part_list/masked.h"
#include "part_list/part_list.h"

namespace sanad::part_list {

// What becomes of a part: it is closed for a reason, or shown; with words masked, or whole.
struct Choice {
  std::string_view closed_for;  // empty: it is shown. Valid until the next call
  std::vector<Mask> masks = {};
};
// Asked once for each part that was not set aside, in the order of numbers.
using Choose = std::function<Result<Choice>(std::uint64_t number, std::string_view line)>;

struct ExcerptCounts {
  std::uint64_t shown = 0, closed = 0, masked = 0;  // masked: of those shown
};
// Reads the list once and writes the excerpt, in constant memory. Parts set aside stay closed, with
// the reason that the list has. kIntegrity: the list is not that of head. kInvalid: a reason is
// longer than kMaxReasonBytes, or as format_masked() says; words cannot be masked in a list of
// sanad-part-1. Else the error of choose or of the sink.
Result<ExcerptCounts> write_excerpt(Algorithm algorithm, ByteView key, const merkle::TreeHead& head,
                                    const Choose& choose, const ReadList& read, ByteSink& excerpt);

// Checks an excerpt, in pieces of any size.
class ExcerptReader {
 public:
  // line: the part in canonical JSON, valid during the call; null stands in it where words are
  // masked. It is proven only once finish() answers that all is well.
  using OnPart = std::function<Result<void>(std::uint64_t number, std::string_view line)>;
  ExcerptReader(Algorithm algorithm, const merkle::TreeHead& head, OnPart on_part);
  // kIntegrity: a line is of no excerpt. Else what on_part answers.
  Result<void> update(ByteView bytes);
  // kIntegrity: it ends early, or does not lead to the root of head.
  Result<void> finish();

  std::uint64_t shown() const { return shown_; }
  // While on_part is called: whether words of the part are masked.
  bool is_masked() const { return is_masked_; }
  std::uint64_t closed() const { return tree_.size().value - shown_; }
  // How many parts are closed for each reason.
  const std::map<std::string, std::uint64_t>& closed_for() const { return closed_for_; }
  // How many words in how many parts are masked for each reason.
  struct MaskedCount {
    std::uint64_t words = 0, parts = 0;
    friend bool operator==(const MaskedCount&, const MaskedCount&) = default;
  };
  const std::map<std::string, MaskedCount>& masked_for() const { return masked_for_; }

 private:
  Result<void> line(std::string_view text);
  Result<void> shown_part(const json::Value& value);
  Result<void> masked_part(const json::Value& value);
  Result<void> take(std::uint64_t number, const Digest256& commitment, std::string_view part);
  Result<void> closed_parts(const json::Value& value);
  Error no_excerpt() const;

  Algorithm algorithm_;
  merkle::TreeHead head_;
  OnPart on_part_;
  std::string rest_;
  merkle::Frontier tree_;
  std::uint64_t lines_ = 0, shown_ = 0;
  bool is_masked_ = false;
  std::map<std::string, std::uint64_t> closed_for_;
  std::map<std::string, MaskedCount> masked_for_;
};

}  // namespace sanad::part_list
