// What every list promises, whoever made it.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "lists/model.h"
#include "lists/signal.h"
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
  const auto letter = [](char c) { return is_lower(c) || is_upper(c) || is_digit(c); };
  const bool fits = !id.empty() && id.size() <= kMaxIdBytes && letter(id[0]) &&
                    std::all_of(id.begin(), id.end(), [&](char c) {
                      return letter(c) || c == '.' || c == '_' || c == ':' || c == '@' || c == '-';
                    });
  if (fits) return {};
  return Error{ErrorCode::kInvalid,
               "an entry's \"id\" is 1 to 128 letters, digits or any of . _ : @ -"};
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

}  // namespace

Result<void> check_entry(const Entry& entry) {
  SANAD_CHECK(check_id(entry.id));
  SANAD_CHECK_WITH(check_value(entry), fmt::format("entry {}", entry.id));
  SANAD_CHECK_WITH(check_text(entry.note, "note"), fmt::format("entry {}", entry.id));
  SANAD_CHECK_WITH(check_text(entry.provenance, "provenance"), fmt::format("entry {}", entry.id));
  SANAD_CHECK_WITH(check_time(entry.added_at, "added_at"), fmt::format("entry {}", entry.id));
  SANAD_CHECK_WITH(check_time(entry.expires_at, "expires_at"), fmt::format("entry {}", entry.id));
  SANAD_CHECK_WITH(check_said(entry), fmt::format("entry {}", entry.id));
  List sorted{.entries = {entry}};
  sort_list(sorted);
  if (sorted.entries[0] != entry)
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
