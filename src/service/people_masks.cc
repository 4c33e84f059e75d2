#include "people_masks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/utf8.h"
#include "service/analysis.h"
#include "text/fold.h"

namespace sanad::service {
namespace {

constexpr std::size_t kAccountsAPage = 100;
// Shorter names are words of every day too; where such a one stands in a field of its own it is
// masked all the same.
constexpr std::size_t kMinLetters = 3;
// Endings that a name may take in a text: "Samira's".
constexpr std::size_t kMaxEnding = 2;
constexpr std::string_view kWithheld = "withheld";

std::string person(const std::optional<case_index::Account>& account) {
  return account ? fmt::format("Person {}", account->pseudonym) : "a person";
}

// Where each word of a text begins, as part_list::cut_words() cuts it; the texts are the same but
// for escapes.
std::vector<std::size_t> word_starts(std::string_view text) {
  const auto is_gap = [](char c) { return c == ' ' || c == '\n'; };
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (at == 0 || (is_gap(text[at - 1]) && !is_gap(text[at]))) starts.push_back(at);
  return starts;
}

std::size_t letters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

// What names a person, or leads to one.
bool is_personal(const json::Value& selector) {
  return selector["personal"].bool_or(false) || is_personal_kind(selector["kind"].string_or(""));
}

bool is_said(std::string_view kind) {
  return kind == "message" || kind == "post" || kind == "mail";
}

}  // namespace

Result<void> check_mask_terms(const std::vector<MaskTerm>& terms) {
  constexpr std::size_t kMaxTerms = 1000;
  for (const MaskTerm& term : terms) {
    const auto folded = text::fold_to_utf8(term.words);
    if (!is_utf8(term.words) || !is_utf8(term.as) || !folded.ok() || folded->empty() ||
        term.as.empty() || term.as.size() > part_list::kMaxPseudonymBytes)
      return Error{ErrorCode::kInvalid,
                   fmt::format("\"{}\" cannot be masked as \"{}\": name words, and a text of at "
                               "most {} bytes that stands for them",
                               term.words, term.as, part_list::kMaxPseudonymBytes)};
  }
  if (terms.size() > kMaxTerms)
    return Error{ErrorCode::kInvalid, fmt::format("at most {} terms are masked", kMaxTerms)};
  return {};
}

void PeopleMasks::add_term(std::string_view text, std::string as, std::string_view reason,
                           std::string_view name) {
  auto folded = text::fold(text);
  if (!folded.ok() || folded->letters.empty()) return;
  std::u32string letters = std::move(folded->letters);
  const std::u32string first = letters.substr(0, letters.find(U' '));
  auto& same = terms_[first];
  same.push_back({std::move(letters), std::move(as), std::string(reason), std::string(name)});
  // The longest that fits is taken.
  std::ranges::sort(same, std::ranges::greater{},
                    [](const Term& one) { return one.letters.size(); });
}

Result<void> PeopleMasks::add_accounts() {
  // What masked accounts are called is asked for as if all masks were lifted, to be hidden.
  case_index::Unmasked all = unmasked_;
  std::vector<std::int64_t> masked;
  for (std::int64_t after = 0;;) {
    SANAD_TRY(const auto page, facts_->accounts(after, kAccountsAPage, unmasked_));
    for (const case_index::Account& one : page) {
      after = one.pseudonym;
      if (one.is_masked) masked.push_back(one.pseudonym);
      all.accounts.insert(one.pseudonym);
    }
    if (page.size() < kAccountsAPage) break;
  }
  std::ranges::sort(masked);
  std::set<std::string> open;  // what those are called whose masks were lifted
  std::map<std::string, std::pair<std::string, std::string>>
      hidden;  // what stands for it, as written
  for (std::int64_t after = 0;;) {
    SANAD_TRY(const auto page, facts_->accounts(after, kAccountsAPage, all));
    for (const case_index::Account& one : page) {
      after = one.pseudonym;
      const bool is_masked = std::ranges::binary_search(masked, one.pseudonym);
      for (const std::string& called : {one.name, one.id}) {
        own_selectors_.add_account(called, is_masked);
        SANAD_TRY(const std::string folded, text::fold_to_utf8(called));
        if (!is_masked)
          open.insert(folded);
        else if (letters_in(folded) >= kMinLetters)
          hidden.try_emplace(folded, fmt::format("Person {}", one.pseudonym), called);
      }
    }
    if (page.size() < kAccountsAPage) break;
  }
  for (auto& [called, of] : hidden)
    if (!open.contains(called)) add_term(called, std::move(of.first), kThirdParty, of.second);
  return add_lifted_selectors();
}

// Selectors whose own masks were lifted.
Result<void> PeopleMasks::add_lifted_selectors() {
  for (const std::int64_t pseudonym : unmasked_.selectors) {
    const auto lifted = facts_->selector_of(pseudonym, unmasked_);
    if (lifted.ok()) {
      own_selectors_.add_lifted(lifted->kind, lifted->value);
    } else if (lifted.error().code != ErrorCode::kNotFound) {
      return lifted.error();
    }
  }
  return {};
}

Result<PeopleMasks> PeopleMasks::of(Workspace& workspace, const std::string& case_id, bool people,
                                    const std::vector<MaskTerm>& terms) {
  PeopleMasks masks;
  masks.people_ = people;
  SANAD_TRY(masks.facts_, workspace.case_indexes().facts(case_id));
  SANAD_TRY(masks.unmasked_, unmasked_in(workspace, case_id));
  if (people) SANAD_CHECK(masks.add_accounts());
  for (const MaskTerm& term : terms) masks.add_term(term.words, term.as, kMaskedByOfficer);
  return masks;
}

void PeopleMasks::find_terms(std::string_view text, std::vector<Range>& found) const {
  if (terms_.empty() || text.empty()) return;
  const auto folded = text::fold(text);
  if (!folded.ok()) return;
  const std::u32string& letters = folded->letters;
  const auto end_of_word = [&](std::size_t at) {
    return std::min(letters.find(U' ', at), letters.size());
  };
  for (std::size_t at = 0; at < letters.size(); at = end_of_word(at) + 1) {
    // A name with an ending has the name's own first word only where it is of one word.
    const std::size_t word = end_of_word(at) - at;
    for (std::size_t ending = 0; ending <= std::min(kMaxEnding, word); ++ending) {
      const auto same = terms_.find(letters.substr(at, word - ending));
      if (same == terms_.end()) continue;
      const auto fits = std::ranges::find_if(same->second, [&](const Term& term) {
        if (letters.compare(at, term.letters.size(), term.letters) != 0) return false;
        const std::size_t behind = at + term.letters.size();
        const std::size_t more = end_of_word(behind) - behind;
        return more == 0 || (more <= kMaxEnding && term.letters.size() > kMinLetters);
      });
      if (fits == same->second.end()) continue;
      const text::ByteRange range = folded->range(at, end_of_word(at + fits->letters.size()));
      const bool is_word = fits->letters.find(U' ') == std::u32string::npos;
      found.push_back({range.begin, range.end, fits->as, fits->reason, is_word ? fits->name : ""});
      break;
    }
  }
}

std::vector<PeopleMasks::Found> PeopleMasks::find(std::string_view text,
                                                  const IsOrdinary& is_ordinary) const {
  std::vector<Range> ranges;
  find_terms(text, ranges);
  std::ranges::sort(ranges, {}, &Range::begin);
  std::vector<Found> found;
  for (const Range& range : ranges) {
    if (!found.empty() && range.begin < found.back().end) {
      found.back().end = std::max(found.back().end, range.end);
      continue;
    }
    const bool is_left = is_ordinary && !range.name.empty() &&
                         is_ordinary(range.name, text.substr(range.begin, range.end - range.begin));
    if (!is_left) found.push_back({range.begin, range.end, range.as});
  }
  return found;
}

bool PeopleMasks::are_in_text(std::string_view text) const {
  return !find(text).empty() || (people_ && !own_selectors_.hidden_in(text).empty());
}

// One part, while its masks are gathered.
class PeopleMasks::Part {
 public:
  Part(const PeopleMasks& masks, const json::Value& part) : masks_(masks), part_(part) {}

  Result<std::vector<part_list::Mask>> run(std::string_view line) {
    const bool is_item = !part_["item"].is_null();
    base_ = is_item ? "/item" : "/record";
    if (masks_.people_ && !is_item) SANAD_CHECK(name_people(part_["record"]));
    if (masks_.people_) name_selectors(part_[is_item ? "item" : "record"]);
    // Of texts they are made piece by piece, so that each piece could be tried by itself.
    if (masks_.people_ && is_item)
      for (const char* member : {"/ssdeep", "/tlsh", "/text"})
        whole(member, std::string(kWithheld), kTellsMasked);
    is_said_ = !is_item && is_said(part_["record"]["kind"].string_or(""));
    scan(line, false);
    if (result_.empty()) return std::move(result_);
    name_tellers(is_item);
    result_.clear();
    scan(line, true);
    return std::move(result_);
  }

  // Of an item: whether names or selectors that are masked stand in it.
  bool item_names_anybody(std::string_view line) {
    base_ = "/item";
    if (masks_.people_) name_selectors(part_["item"]);
    scan(line, false);
    return !result_.empty();
  }

 private:
  void whole(const std::string& pointer, std::string as, std::string_view reason = kThirdParty) {
    whole_.try_emplace(base_ + pointer, Range{0, 0, std::move(as), std::string(reason)});
  }

  Result<void> name_people(const json::Value& record) {
    SANAD_TRY(const case_index::Document document, case_index::read_document(record, 1, {}));
    const auto name = [&](const case_index::Party& party, const std::string& id,
                          const std::string& called) -> Result<bool> {
      if (party.empty()) return false;
      SANAD_TRY(const auto account, masks_.facts_->find_account(document, party, masks_.unmasked_));
      if (account && !account->is_masked) return false;
      whole(id, person(account));
      whole(called, person(account));
      // Wherever else the same part says it.
      own_.emplace_back(party.name, person(account));
      own_.emplace_back(party.id, person(account));
      return true;
    };
    SANAD_TRY(const bool is_masked, name(document.author, "/author_id", "/author"));
    SANAD_CHECK(name(document.forwarded_from, "/forwarded_from_id", "/forwarded_from"));
    for (std::size_t n = 0; n < document.to.size(); ++n) {
      const std::string at = fmt::format("/to/{}", n);
      SANAD_CHECK(name(document.to[n], at + "/id", at + "/name"));
    }
    SANAD_TRY(const auto chat, masks_.facts_->find_chat(document, masks_.unmasked_));
    if (!document.chat.empty() && (!chat || chat->is_masked)) {
      const std::string as = chat ? fmt::format("Chat {}", chat->pseudonym) : "a chat";
      whole("/chat", as);
      whole("/chat_name", as);
    }
    // What else the source says names people in messages.
    if (is_said(record["kind"].string_or("")) && (is_masked || document.author.empty()))
      below_["/record/other/"] = Range{0, 0, std::string(kWithheld), std::string(kThirdParty)};
    return {};
  }

  void name_selectors(const json::Value& value) {
    const json::Array* selectors = value["selectors"].as_array();
    if (selectors == nullptr) return;
    for (std::size_t n = 0; n < selectors->size(); ++n) {
      const json::Value& one = (*selectors)[n];
      if (!is_personal(one) ||
          masks_.own_selectors_.may_show(one["kind"].string_or(""), one["value"].string_or("")))
        continue;
      const std::string as = "a " + one["kind"].string_or("number");
      below_[fmt::format("{}/selectors/{}/", base_, n)] = Range{0, 0, as, std::string(kThirdParty)};
      kept_.push_back(fmt::format("{}/selectors/{}/kind", base_, n));
      own_.emplace_back(one["raw"].string_or(""), as);
      own_.emplace_back(one["value"].string_or(""), as);
      const std::string in = one["in"].string_or("");
      const auto offset = one["offset"].as_int();
      const auto length = one["length"].as_int();
      if (offset && length && (in.empty() || in == "title" || in == "text"))
        ranges_[base_ + (in == "title" ? "/title" : "/text")].push_back(
            {static_cast<std::size_t>(*offset), static_cast<std::size_t>(*offset + *length), as,
             std::string(kThirdParty)});
    }
  }

  // What could tell a masked word again: how long it is, what stands around it, digests of the text
  // in which it stands.
  void name_tellers(bool is_item) {
    const Range teller{0, 0, std::string(kWithheld), std::string(kTellsMasked)};
    const std::size_t selectors =
        part_[is_item ? "item" : "record"]["selectors"].as_array() == nullptr
            ? 0
            : part_[is_item ? "item" : "record"]["selectors"].as_array()->size();
    for (std::size_t n = 0; n < selectors; ++n)
      for (const char* member : {"offset", "length", "before", "after"})
        whole_.try_emplace(fmt::format("{}/selectors/{}/{}", base_, n, member), teller);
    whole_.try_emplace(base_ + "/offset", teller);
    whole_.try_emplace(base_ + "/length", teller);
    if (!is_item) return;
    below_["/item/"] = teller;
    for (const char* member : {"/item/kind", "/item/type", "/item/charset", "/item/text_content"})
      kept_.push_back(member);
  }

  // The one mask for a whole field, if there is one.
  const Range* whole_of(const std::string& pointer) const {
    const auto here = whole_.find(pointer);
    if (here != whole_.end()) return &here->second;
    if (std::ranges::find(kept_, pointer) != kept_.end()) return nullptr;
    const Range* found = nullptr;
    std::size_t longest = 0;
    for (const auto& [prefix, range] : below_)
      if (pointer.starts_with(prefix) && prefix.size() > longest) {
        found = &range;
        longest = prefix.size();
      }
    return found;
  }

  void scan(std::string_view line, bool all) {
    part_list::ScalarScanner scanner(line);
    while (scanner.next()) {
      const std::string pointer = scanner.pointer();
      const std::string_view written =
          line.substr(scanner.begin(), scanner.end() - scanner.begin());
      if (const Range* range = whole_of(pointer)) {
        mask_whole(pointer, written, scanner.is_text(), *range);
      } else if (scanner.is_text() && !written.empty()) {
        mask_words(pointer, written);
      }
      // One is enough to know that more must be hidden.
      if (!all && !result_.empty()) return;
    }
  }

  void mask_whole(const std::string& pointer, std::string_view written, bool is_text,
                  const Range& range) {
    std::vector<std::string_view> words{written};
    if (is_text) {
      words.clear();
      part_list::cut_words(written, words);
    }
    if (!words.empty()) result_.push_back({pointer, 0, words.size(), range.as, range.reason});
  }

  void mask_words(const std::string& pointer, std::string_view written) {
    const auto value = json::parse(fmt::format("\"{}\"", written));
    if (!value.ok()) return;
    const std::string text = value->string_or("");
    std::vector<Range> found;
    if (const auto ranges = ranges_.find(pointer); ranges != ranges_.end()) found = ranges->second;
    masks_.find_terms(text, found);
    find_own(text, found);
    // The list of selectors is of the title and the text alone.
    if (masks_.people_ && is_said_ && pointer.starts_with("/record/other/"))
      for (const selectors::Hit& hit : masks_.own_selectors_.hidden_in(text))
        found.push_back({hit.offset, hit.offset + hit.length,
                         fmt::format("a {}", selectors::kind_name(hit.kind)),
                         std::string(kThirdParty)});
    if (found.empty()) return;
    const std::vector<std::size_t> starts = word_starts(text);
    std::vector<const Range*> by_word(starts.size(), nullptr);
    for (const Range& range : found)
      for (std::size_t n = 0; n < starts.size(); ++n) {
        const std::size_t end = n + 1 < starts.size() ? starts[n + 1] : text.size();
        if (starts[n] < range.end && range.begin < end && by_word[n] == nullptr)
          by_word[n] = &range;
      }
    for (std::size_t n = 0; n < by_word.size();) {
      const std::size_t first = n;
      const Range* range = by_word[n];
      for (; n < by_word.size() &&
             (by_word[n] == range ||
              (range != nullptr && by_word[n] != nullptr && by_word[n]->as == range->as));
           ++n) {
      }
      if (range != nullptr)
        result_.push_back({pointer, first, n - first, range->as, range->reason});
    }
  }

  // What this part itself says of people, in the letters in which it says it.
  void find_own(std::string_view text, std::vector<Range>& found) const {
    for (const auto& [called, as] : own_) {
      if (called.size() < kMinLetters) continue;
      for (std::size_t at = text.find(called); at != std::string_view::npos;
           at = text.find(called, at + called.size()))
        found.push_back({at, at + called.size(), as, std::string(kThirdParty)});
    }
  }

  const PeopleMasks& masks_;
  const json::Value& part_;
  std::string base_;
  std::map<std::string, Range> whole_, below_;  // by pointer, by beginning of pointers
  std::vector<std::string> kept_;               // although below_ would have them
  std::map<std::string, std::vector<Range>> ranges_;
  std::vector<std::pair<std::string, std::string>>
      own_;  // what is called so, and as what it stands
  std::vector<part_list::Mask> result_;
  bool is_said_ = false;
};

Result<std::vector<part_list::Mask>> PeopleMasks::in(std::string_view line) const {
  SANAD_TRY_WITH(const json::Value value, json::parse(line), "the list of parts");
  return Part(*this, value).run(line);
}

Result<bool> PeopleMasks::are_in(const json::Value& part) const {
  const std::string line = json::format_canonical(part);
  if (!part["item"].is_null()) return Part(*this, part).item_names_anybody(line);
  SANAD_TRY(const auto masks, Part(*this, part).run(line));
  return !masks.empty();
}

}  // namespace sanad::service
