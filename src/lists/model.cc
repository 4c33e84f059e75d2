#include "lists/model.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "base/id.h"
#include "crypto/crypto.h"
#include "order.h"
#include "text.h"

namespace sanad::lists {

namespace {

constexpr std::array<std::string_view, 5> kTlpNames = {"clear", "green", "amber", "amber+strict",
                                                       "red"};
constexpr std::array<std::string_view, 5> kOpinionNames = {"agree", "disagree", "dispute",
                                                           "withdraw", "answer"};
constexpr std::array<std::string_view, 3> kDisputeNames = {"none", "in dispute", "settled"};

// A dispute sorts before what may end it at the same moment.
int rank(Opinion opinion) {
  return opinion == Opinion::kDispute ? 0 : 1 + static_cast<int>(opinion);
}

auto feedback_key(const Feedback& f) {
  return std::make_tuple(f.at, rank(f.opinion), std::string_view(f.by), std::string_view(f.reason));
}

}  // namespace

bool feedback_before(const Feedback& a, const Feedback& b) {
  return feedback_key(a) < feedback_key(b);
}

std::string_view tlp_name(Tlp tlp) { return kTlpNames.at(static_cast<std::size_t>(tlp)); }

std::optional<Tlp> parse_tlp(std::string_view text) {
  std::string word = ascii_lower(trim(text));
  if (word.starts_with("tlp:")) word = std::string(trim(std::string_view(word).substr(4)));
  if (word == "white") return Tlp::kClear;
  const auto found = std::find(kTlpNames.begin(), kTlpNames.end(), word);
  if (found == kTlpNames.end()) return std::nullopt;
  return static_cast<Tlp>(found - kTlpNames.begin());
}

std::string_view opinion_name(Opinion opinion) {
  return kOpinionNames.at(static_cast<std::size_t>(opinion));
}

std::optional<Opinion> parse_opinion(std::string_view text) {
  const auto found = std::find(kOpinionNames.begin(), kOpinionNames.end(), text);
  if (found == kOpinionNames.end()) return std::nullopt;
  return static_cast<Opinion>(found - kOpinionNames.begin());
}

std::string format_label(const Label& label) { return label.facet + ":" + label.value; }

Result<Label> parse_label(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos)
    return Error{ErrorCode::kInvalid, "a label is FACET:VALUE; name its facet"};
  Label label{std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
  const bool facet_ok = !label.facet.empty() && is_lower(label.facet[0]) &&
                        std::all_of(label.facet.begin(), label.facet.end(),
                                    [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
  if (!facet_ok)
    return Error{ErrorCode::kInvalid, "a facet is lower-case letters, digits and hyphens"};
  if (label.value.empty() || trim(label.value).size() != label.value.size() ||
      !is_one_line(label.value))
    return Error{ErrorCode::kInvalid,
                 "a label's value is one line without white space at its ends"};
  if (text.size() > kMaxLabelBytes)
    return Error{ErrorCode::kLimit, "a label may have 256 bytes; shorten it"};
  return label;
}

std::string_view dispute_state_name(DisputeState state) {
  return kDisputeNames.at(static_cast<std::size_t>(state));
}

std::vector<std::string_view> standing_disputes(const List& list, const Entry& entry) {
  std::vector<const Feedback*> order;
  order.reserve(entry.feedback.size());
  for (const auto& feedback : entry.feedback) order.push_back(&feedback);
  std::sort(order.begin(), order.end(),
            [](const Feedback* a, const Feedback* b) { return feedback_before(*a, *b); });
  std::set<std::string_view> standing;
  for (const auto* feedback : order) {
    if (feedback->opinion == Opinion::kDispute) {
      standing.insert(feedback->by);
    } else if (feedback->opinion == Opinion::kWithdraw || feedback->opinion == Opinion::kAgree) {
      standing.erase(feedback->by);
    } else if (feedback->opinion == Opinion::kAnswer && feedback->by == list.owner) {
      standing.clear();
    }
  }
  return {standing.begin(), standing.end()};
}

DisputeState dispute_state(const List& list, const Entry& entry) {
  if (!standing_disputes(list, entry).empty()) return DisputeState::kInDispute;
  const bool any = std::any_of(entry.feedback.begin(), entry.feedback.end(),
                               [](const Feedback& f) { return f.opinion == Opinion::kDispute; });
  return any ? DisputeState::kSettled : DisputeState::kNone;
}

bool is_live(const List& list, const Entry& entry, Timestamp at) {
  return (!list.expires_at || at < *list.expires_at) &&
         (!entry.expires_at || at < *entry.expires_at);
}

std::string derive_entry_id(std::string_view signal, std::string_view value) {
  std::string named(signal);
  named += '\n';
  named += value;
  const Digest256 digest = crypto::sha256(as_bytes(named));
  return format_id("entry", as_text(ByteView(digest)).substr(0, 10));
}

void sort_list(List& list) {
  for (auto& entry : list.entries) {
    auto& labels = entry.labels;
    std::sort(labels.begin(), labels.end());
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    auto& feedback = entry.feedback;
    std::sort(feedback.begin(), feedback.end(), feedback_before);
    feedback.erase(std::unique(feedback.begin(), feedback.end()), feedback.end());
  }
  std::sort(list.entries.begin(), list.entries.end(),
            [](const Entry& a, const Entry& b) { return a.id < b.id; });
}

}  // namespace sanad::lists
