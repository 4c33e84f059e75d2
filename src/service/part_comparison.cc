#include "part_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "crypto/crypto.h"

namespace sanad::service {
namespace {

// Of one lookup. Fingerprints of items take some kilobytes each.
constexpr std::size_t kItemsTogether = 256;
constexpr std::uint64_t kTextTogetherBytes = 4 * 1024 * 1024;

json::Value place_of(const json::Value& record) {
  json::Object place;
  for (const char* member : {"kind", "id", "offset", "length"})
    if (!record[member].is_null()) place.set(member, record[member]);
  return json::Value(std::move(place));
}

}  // namespace

PartComparison::PartComparison(Workspace& workspace, RuleRuns& rules, OnPart on_part,
                               OnHits on_hits, OnUnread on_unread)
    : workspace_(workspace),
      rules_(rules),
      on_part_(std::move(on_part)),
      on_hits_(std::move(on_hits)),
      on_unread_(std::move(on_unread)) {}

Result<void> PartComparison::run(OpenList& list) {
  SANAD_TRY(picture_texts_, picture_texts(workspace_, list.exhibit));
  SANAD_CHECK(
      for_each_line(list, [this](const part_list::Reader::Line& line) { return take(line); }));
  SANAD_CHECK(flush_items());
  for (const Found& found : of_records_) SANAD_CHECK(on_hits_(found.part, found.hits));
  if (set_aside_ > 0)
    on_unread_({}, fmt::format("{} parts are outside the authorisation, and were not compared",
                               set_aside_));
  return {};
}

Result<void> PartComparison::take(const part_list::Reader::Line& line) {
  if (line.is_set_aside) {
    ++set_aside_;
    return {};
  }
  SANAD_TRY_WITH(const json::Value value, json::parse(line.text), "the list of parts");
  ComparedPart part{value["file"].string_or(""), value["way"].string_or(""), line.place.number};
  if (!value["unread"].is_null()) {
    on_unread_(part, value["unread"]["reason"].string_or(""));
    return {};
  }
  SANAD_CHECK(on_part_());
  return value["item"].is_null() ? take_record(std::move(part), value["record"])
                                 : take_item(std::move(part), value["item"]);
}

Result<void> PartComparison::take_item(ComparedPart part, json::Value item) {
  if (const std::string* text = item["text_content"].as_string())
    waiting_text_bytes_ += text->size();
  waiting_parts_.push_back(std::move(part));
  waiting_items_.push_back(std::move(item));
  if (waiting_items_.size() < kItemsTogether && waiting_text_bytes_ < kTextTogetherBytes) return {};
  return flush_items();
}

Result<void> PartComparison::flush_items() {
  SANAD_TRY(auto matched, workspace_.library().match_all(waiting_items_, workspace_.clock().now()));
  for (std::size_t i = 0; i < matched.size(); ++i) {
    SANAD_CHECK(give_item(waiting_parts_[i], waiting_items_[i], std::move(matched[i])));
  }
  waiting_parts_.clear();
  waiting_items_.clear();
  waiting_text_bytes_ = 0;
  return {};
}

Result<void> PartComparison::give_item(const ComparedPart& part, const json::Value& item,
                                       identify::Matched matched) {
  const std::string digest = item["sha256"].string_or("");
  if (const auto first = of_items_.find(digest); first != of_items_.end())
    return on_hits_(part, first->second);
  SANAD_TRY(auto hits, with_rules(part, item, std::move(matched)));
  SANAD_CHECK(add_hits_by_machine(part, hits));
  if (hits.empty()) return {};
  SANAD_CHECK(on_hits_(part, hits));
  of_items_.emplace(digest, std::move(hits));
  return {};
}

Result<void> PartComparison::add_hits_by_machine(const ComparedPart& part,
                                                 std::vector<identify::Hit>& hits) {
  const auto read = picture_texts_.find(part.number);
  if (read == picture_texts_.end()) return {};
  const json::Value& ocr = read->second["ocr"];
  if (ocr["text"].string_or("").empty()) return {};
  SANAD_TRY(auto found, compare(part, json::Value(json::Object{{"text_content", ocr["text"]}})));
  const auto is_known = [&](const identify::Hit& hit) {
    return std::ranges::any_of(hits, [&](const identify::Hit& own) {
      return own.list == hit.list && own.entry == hit.entry;
    });
  };
  std::erase_if(found, is_known);
  for (identify::Hit& hit : found) {
    hit.details.set("machine_read", json::Object{{"engine", ocr["engine"]},
                                                 {"confidence", ocr["confidence"].int_or(0)},
                                                 {"part_number", part.number}});
    hits.push_back(std::move(hit));
  }
  return {};
}

Result<void> PartComparison::take_record(ComparedPart part, const json::Value& record) {
  std::string text = text_of_record(record);
  if (text.empty()) return {};
  std::string digest = to_text(crypto::sha256(as_bytes(text)));
  if (const auto same = by_text_.find(digest); same != by_text_.end()) {
    ComparedPart& first = of_records_[same->second].part;
    ++first.also;
    if (first.also_in.size() < kMaxAlso) first.also_in.push_back(part.number);
    return {};
  }
  SANAD_TRY(auto hits, compare(part, json::Value(json::Object{{"text_content", std::move(text)}})));
  if (hits.empty()) return {};
  part.record = place_of(record);
  by_text_.emplace(std::move(digest), of_records_.size());
  of_records_.push_back({std::move(part), std::move(hits)});
  return {};
}

Result<std::vector<identify::Hit>> PartComparison::compare(const ComparedPart& part,
                                                           const json::Value& item) {
  identify::Matched matched;
  SANAD_TRY(matched.hits,
            workspace_.library().match(item, workspace_.clock().now(), &matched.missed));
  return with_rules(part, item, std::move(matched));
}

Result<std::vector<identify::Hit>> PartComparison::with_rules(const ComparedPart& part,
                                                              const json::Value& item,
                                                              identify::Matched matched) {
  for (const std::string& reason : matched.missed) on_unread_(part, reason);
  std::vector<identify::Hit> hits = std::move(matched.hits);
  const std::string* text = item["text_content"].as_string();
  if (text == nullptr) return hits;
  SANAD_TRY(auto by_rules,
            rules_.over_text(*text, [&](const std::string& reason) { on_unread_(part, reason); }));
  std::ranges::move(by_rules, std::back_inserter(hits));
  return hits;
}

}  // namespace sanad::service
