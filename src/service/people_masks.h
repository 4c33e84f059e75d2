// Which words of a part name people whose masks were not lifted in the case, so that an excerpt
// shows pseudonyms in their places: accounts that wrote, were written to or were passed on, chats
// of two, what is personal among selectors and is no open person's own, and these names and numbers
// wherever else they stand in the part. Whatever could tell them again (offsets, digests of a text,
// what stands around a selector) is masked with them. What it does not find:
// docs/formats/excerpt.md. Tested by people_masks_test.cc.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "case_index/case_index.h"
#include "own_selectors.h"
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
  // Whether names, selectors or an officer's words that are masked stand in it.
  Result<bool> are_in(const json::Value& part) const;

  // A stretch of a text, and what stands for it.
  struct Found {
    std::size_t begin = 0, end = 0;  // bytes
    std::string as;
  };
  // Names and identifiers of masked accounts, and an officer's words, where a text has them as
  // words; ascending, apart from each other. Takes as long as the text is long, however many names
  // there are. is_ordinary: asked of names of one word; a stretch for which it answers true is
  // left.
  using IsOrdinary = std::function<bool(std::string_view name, std::string_view written)>;
  std::vector<Found> find(std::string_view text, const IsOrdinary& is_ordinary = {}) const;
  // Those, or personal selectors that may not be shown.
  bool are_in_text(std::string_view text) const;

  const case_index::CaseIndex& facts() const { return *facts_; }
  const case_index::Unmasked& unmasked() const { return unmasked_; }

 private:
  struct Term {
    std::u32string letters;  // folded
    std::string as, reason;
    std::string name = {};  // as its source has it
  };
  struct Range {
    std::size_t begin = 0, end = 0;  // bytes
    std::string as, reason;
    std::string name = {};  // the term's; of one word alone
  };
  class Part;

  Result<void> add_accounts();
  Result<void> add_lifted_selectors();
  void add_term(std::string_view text, std::string as, std::string_view reason,
                std::string_view name = {});
  void find_terms(std::string_view text, std::vector<Range>& found) const;

  std::shared_ptr<case_index::CaseIndex> facts_;
  case_index::Unmasked unmasked_;
  bool people_ = false;
  OwnSelectors own_selectors_;
  std::unordered_map<std::u32string, std::vector<Term>> terms_;  // by first word
};

}  // namespace sanad::service
