// Which words of a part name people whose masks were not lifted in the case, so that an excerpt
// shows pseudonyms in their places: accounts that wrote, were written to or were passed on, chats
// of two, what is personal among selectors, and these names and numbers wherever else they stand in
// the part. Whatever could tell them again (offsets, digests of a text, what stands around a
// selector) is masked with them. What it does not find: docs/formats/excerpt.md.
// Tested by people_masks_test.cc.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "case_index/case_index.h"
#include "part_list/masked.h"
#include "service/part_excerpts.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::string_view kThirdParty = "names a third party";
inline constexpr std::string_view kTellsMasked = "could tell what is masked";

// Words to be masked beside those of people: a text of at least one letter, and what stands for it.
// kInvalid.
Result<void> check_mask_terms(const std::vector<MaskTerm>& terms);

class PeopleMasks {
 public:
  // people: false for terms alone. terms: as check_mask_terms() has them.
  static Result<PeopleMasks> of(Workspace& workspace, const std::string& case_id, bool people,
                                const std::vector<MaskTerm>& terms);

  // line: a part in canonical JSON. Empty: nothing in it names anybody.
  Result<std::vector<part_list::Mask>> in(std::string_view line) const;

 private:
  struct Term {
    std::u32string letters;  // folded
    std::string as, reason;
  };
  struct Range {
    std::size_t begin = 0, end = 0;  // bytes
    std::string as, reason;
  };
  class Part;

  Result<void> add_accounts();
  void add_term(std::string_view text, std::string as, std::string_view reason);
  void find_terms(std::string_view text, std::vector<Range>& found) const;

  std::shared_ptr<case_index::CaseIndex> facts_;
  case_index::Unmasked unmasked_;
  bool people_ = false;
  std::unordered_map<std::u32string, std::vector<Term>> terms_;  // by first word
};

}  // namespace sanad::service
