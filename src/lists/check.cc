// What every list promises, whoever made it.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_set>

#include "lists/model.h"
#include "lists/signal.h"
#include "order.h"
#include "text.h"

namespace sanad::lists {

namespace {

// Years 0000 to 9999, which format_timestamp can write.
constexpr Timestamp kFirst{-62167219200000};
constexpr Timestamp kLast{253402300799999};

Result<void> check_name(std::string_view text, std::string_view member, bool may_be_empty = false) {
  if (text.empty() && !may_be_empty)
    return Error{ErrorCode::kInvalid, fmt::format("\"{}\" must not be empty", member)};
  if (text.size() > kMaxNameBytes)
    return Error{ErrorCode::kLimit,
                 fmt::format("\"{}\" may have {} bytes; shorten it", member, kMaxNameBytes)};
  if (!is_one_line(text))
    return Error{ErrorCode::kInvalid, fmt::format("\"{}\" must be one line of UTF-8", member)};
  return {};
}

Result<void> check_text(std::string_view text, std::string_view member) {
  if (text.size() > kMaxTextBytes)
    return Error{ErrorCode::kLimit,
                 fmt::format("\"{}\" may have {} bytes; shorten it", member, kMaxTextBytes)};
  if (!is_paragraph(text))
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"{}\" must be UTF-8 without control characters", member)};
  return {};
}

Result<void> check_time(const std::optional<Timestamp>& at, std::string_view member) {
  if (!at || (*at >= kFirst && *at <= kLast)) return {};
  return Error{ErrorCode::kInvalid,
               fmt::format("\"{}\" must lie in the years 0000 to 9999", member)};
}

Result<void> check_id(std::string_view id) {
  if (is_entry_id(id)) return {};
  return Error{ErrorCode::kInvalid,
               "an entry's \"id\" is 1 to 128 letters, digits or any of . _ : @ -"};
}

// Sorted, none twice: each comes strictly before the next.
bool is_in_order(const Entry& entry) {
  const auto not_before = [](auto before) {
    return [before](const auto& a, const auto& b) { return !before(a, b); };
  };
  const auto& labels = entry.labels;
  const auto& feedback = entry.feedback;
  return std::adjacent_find(labels.begin(), labels.end(), not_before(std::less<Label>())) ==
             labels.end() &&
         std::adjacent_find(feedback.begin(), feedback.end(), not_before(feedback_before)) ==
             feedback.end();
}

Result<void> check_value(const Entry& entry) {
  SANAD_TRY_WITH(const std::string canonical, canonical_value(entry.signal, entry.value),
                 "\"value\"");
  if (canonical != entry.value)
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"value\" must be in its canonical form, \"{}\"", canonical)};
  if (entry.quality && (*entry.quality < 0 || *entry.quality > 100))
    return Error{ErrorCode::kInvalid, "\"quality\" must be 0 to 100"};
  return {};
}

Result<void> check_said(const Entry& entry) {
  if (entry.labels.size() > kMaxLabels)
    return Error{ErrorCode::kLimit, fmt::format("an entry may have {} labels", kMaxLabels)};
  for (const auto& label : entry.labels) {
    SANAD_TRY_WITH(const Label again, parse_label(format_label(label)), "\"labels\"");
    if (again != label) return Error{ErrorCode::kInvalid, "a label's facet must not hold a colon"};
  }
  if (entry.feedback.size() > kMaxFeedback)
    return Error{ErrorCode::kLimit, fmt::format("an entry may have {} opinions", kMaxFeedback)};
  for (const auto& feedback : entry.feedback) {
    SANAD_CHECK(check_name(feedback.by, "by"));
    SANAD_CHECK(check_text(feedback.reason, "reason"));
    SANAD_CHECK(check_time(feedback.at, "at"));
  }
  return {};
}

Result<void> check_header(const List& list) {
  SANAD_CHECK(check_name(list.name, "name"));
  SANAD_CHECK(check_name(list.owner, "owner"));
  SANAD_CHECK(check_name(list.version, "version"));
  SANAD_CHECK(check_text(list.provenance, "provenance"));
  SANAD_CHECK(check_text(list.licence, "licence"));
  SANAD_CHECK(check_time(list.published_at, "published_at"));
  return check_time(list.expires_at, "expires_at");
}

Result<void> check_members(const Entry& entry) {
  SANAD_CHECK(check_value(entry));
  SANAD_CHECK(check_text(entry.note, "note"));
  SANAD_CHECK(check_text(entry.provenance, "provenance"));
  SANAD_CHECK(check_time(entry.added_at, "added_at"));
  SANAD_CHECK(check_time(entry.expires_at, "expires_at"));
  return check_said(entry);
}

}  // namespace

bool is_entry_id(std::string_view id) {
  const auto letter = [](char c) { return is_lower(c) || is_upper(c) || is_digit(c); };
  return !id.empty() && id.size() <= kMaxIdBytes && letter(id[0]) &&
         std::all_of(id.begin(), id.end(), [&](char c) {
           return letter(c) || c == '.' || c == '_' || c == ':' || c == '@' || c == '-';
         });
}

Result<void> check_entry(const Entry& entry) {
  SANAD_CHECK(check_id(entry.id));
  if (auto checked = check_members(entry); !checked.ok())
    return checked.error().with_context(fmt::format("entry {}", entry.id));
  if (!is_in_order(entry))
    return Error{ErrorCode::kInvalid,
                 fmt::format("entry {}: labels and opinions must be sorted, none twice", entry.id)};
  return {};
}

Result<void> check_list(const List& list) {
  SANAD_CHECK(check_header(list));
  if (list.entries.size() > kMaxEntries)
    return Error{ErrorCode::kLimit,
                 fmt::format("a list may have {} entries; split it", kMaxEntries)};
  std::unordered_set<std::string> contents;
  contents.reserve(list.entries.size());
  for (std::size_t i = 0; i < list.entries.size(); ++i) {
    const Entry& entry = list.entries[i];
    SANAD_CHECK(check_entry(entry));
    if (i > 0 && !(list.entries[i - 1].id < entry.id))
      return Error{ErrorCode::kInvalid,
                   fmt::format("entry {}: entries must be sorted by id, none twice", entry.id)};
    if (!contents.insert(entry.signal + "\n" + entry.value).second)
      return Error{ErrorCode::kConflict,
                   fmt::format("entry {}: another entry has the same signal and value", entry.id)};
  }
  return {};
}

}  // namespace sanad::lists
