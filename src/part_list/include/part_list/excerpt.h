// An excerpt of a part list: some parts shown, the others closed and counted
// (docs/formats/excerpt.md). Whoever has the root from the ledger's entry recomputes it from the
// excerpt: the commitment of each part that is shown, and of the closed ones the roots of the
// perfect subtrees that they fill. So every part has its place, none is altered, invented, left out
// or moved, and of the closed ones nothing is learnt but how many there are and the reason given.
// Tested by excerpt_test.cc; fuzzed by excerpt_fuzz.cc. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "part_list/part_list.h"

namespace sanad::part_list {

inline constexpr std::size_t kMaxReasonBytes = 500;

// Why a part is closed; empty: it is shown. Asked once for each part that was not set aside, in the
// order of numbers; valid until the next call.
using ReasonToClose = std::function<std::string_view(std::uint64_t number)>;

// Reads the list once and writes the excerpt, in constant memory. Parts set aside stay closed, with
// the reason that the list has. kIntegrity: the list is not that of head. kInvalid: a reason is
// longer than kMaxReasonBytes. Else the sink's error.
struct ExcerptCounts {
  std::uint64_t shown = 0, closed = 0;
};
Result<ExcerptCounts> write_excerpt(ByteView key, const merkle::TreeHead& head,
                                    const ReasonToClose& reason, const ReadList& read,
                                    ByteSink& excerpt);

// Checks an excerpt, in pieces of any size.
class ExcerptReader {
 public:
  // line: the part in canonical JSON, valid during the call. It is proven only once finish()
  // answers that all is well.
  using OnPart = std::function<Result<void>(std::uint64_t number, std::string_view line)>;
  ExcerptReader(const merkle::TreeHead& head, OnPart on_part);
  // kIntegrity: a line is of no excerpt. Else what on_part answers.
  Result<void> update(ByteView bytes);
  // kIntegrity: it ends early, or does not lead to the root of head.
  Result<void> finish();

  std::uint64_t shown() const { return shown_; }
  std::uint64_t closed() const { return tree_.size().value - shown_; }
  // How many parts are closed for each reason.
  const std::map<std::string, std::uint64_t>& closed_for() const { return closed_for_; }

 private:
  Result<void> line(std::string_view text);
  Result<void> shown_part(const json::Value& value);
  Result<void> closed_parts(const json::Value& value);
  Error no_excerpt() const;

  merkle::TreeHead head_;
  OnPart on_part_;
  std::string rest_;
  merkle::Frontier tree_;
  std::uint64_t lines_ = 0, shown_ = 0;
  std::map<std::string, std::uint64_t> closed_for_;
};

}  // namespace sanad::part_list
