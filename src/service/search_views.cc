#include "service/search_views.h"

#include <fmt/format.h>

#include "base/numbers.h"
#include "base/time.h"

namespace sanad::service {
namespace {

void set_time(json::Object& object, const char* name, const std::optional<std::int64_t>& ms) {
  if (ms) object.set(name, format_timestamp({*ms}));
}

// As it stood on a device whose zone is not told: without the Z of UTC.
std::string local_text(std::int64_t ms) {
  std::string text = format_timestamp({ms});
  if (text.ends_with('Z')) text.pop_back();
  return text;
}

}  // namespace

json::Object view(const case_index::Account& account) {
  json::Object object{{"row", account.row},
                      {"pseudonym", account.pseudonym},
                      {"platform", account.platform},
                      {"masked", account.is_masked}};
  if (account.is_masked) return object;
  object.set("id", account.id);
  object.set("name", account.name);
  return object;
}

json::Object view(const case_index::Row& row, std::string_view number) {
  json::Object object{{"document", row.cite.document},
                      {"exhibit", row.cite.exhibit},
                      {"number", number},
                      {"file", fmt::format("original-{}", row.cite.original + 1)},
                      {"path", row.cite.original_name},
                      {"way", row.cite.way},
                      {"part", row.cite.part},
                      {"kind", case_index::kind_name(row.kind)}};
  if (row.cite.offset) object.set("offset", *row.cite.offset);
  if (row.cite.length) object.set("length", *row.cite.length);
  if (row.author) object.set("author", view(*row.author));
  if (row.chat != 0) object.set("chat", row.chat);
  set_time(object, "at", row.sent_ms);
  if (row.local) {
    object.set("local", local_text(row.local->ms));
    if (row.local->swapped_ms) object.set("local_or", local_text(*row.local->swapped_ms));
  }
  set_time(object, "edited_at", row.edited_ms);
  set_time(object, "file_at", row.file_ms);
  if (row.taken_ms)
    object.set("taken_at", row.taken_zone_known ? format_timestamp({*row.taken_ms})
                                                : local_text(*row.taken_ms));
  if (row.answers != 0) object.set("answers", row.answers);
  if (row.copy_of != 0) object.set("copy_of", row.copy_of);
  if (!row.sha256.empty()) object.set("sha256", row.sha256);
  return object;
}

json::Object view(const FoundPart& found) {
  json::Object object = view(found.row, found.number);
  json::Array places;
  for (const search::Highlight& one : found.snippet.highlights) {
    places.emplace_back(json::Object{{"offset", std::int64_t{one.range.begin}},
                                     {"length", std::int64_t{one.range.end - one.range.begin}},
                                     {"how", search::how_name(one.how)}});
  }
  object.set("how", search::how_name(found.how));
  object.set("score", std::int64_t{found.score});
  if (!found.title.empty()) object.set("title", found.title);
  object.set("snippet", json::Object{{"text", found.snippet.text},
                                     {"highlights", std::move(places)},
                                     {"cut_before", found.snippet.is_cut_before},
                                     {"cut_after", found.snippet.is_cut_after}});
  if (found.machine_read)
    object.set("machine_read", json::Object{{"engine", found.machine_read->engine},
                                            {"confidence", found.machine_read->confidence}});
  return object;
}

json::Object view(const SearchAnswer& answer) {
  json::Array items;
  for (const FoundPart& found : answer.parts) items.emplace_back(view(found));
  json::Value next(nullptr);
  if (answer.next) next = fmt::format("{}:{}", answer.next->rank, answer.next->id);
  return json::Object{{"search", answer.search},
                      {"query", answer.query},
                      {"count", answer.count},
                      {"more_than_counted", answer.more_than_counted},
                      {"spellings_left_out", answer.spellings_left_out},
                      {"waiting", answer.waiting},
                      {"items", std::move(items)},
                      {"next", std::move(next)}};
}

Result<search_index::Place> parse_place(std::string_view text) {
  const Error wrong{ErrorCode::kInvalid, "write what \"next\" of the page before says"};
  const bool is_negative = text.starts_with('-');
  if (is_negative) text.remove_prefix(1);
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return wrong;
  const auto rank = parse_decimal(text.substr(0, colon));
  const auto id = parse_decimal(text.substr(colon + 1));
  if (!rank.ok() || !id.ok() || *rank > INT64_MAX) return wrong;
  const auto value = static_cast<std::int64_t>(*rank);
  return search_index::Place{is_negative ? -value : value, *id};
}

}  // namespace sanad::service
