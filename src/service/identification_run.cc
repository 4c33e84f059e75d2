#include <fmt/format.h>

#include <iterator>
#include <set>

#include "base/utf8.h"
#include "crypto/id.h"
#include "examination.h"
#include "excerpt.h"
#include "extract/extract.h"
#include "part_comparison.h"
#include "rule_runs.h"
#include "service/identification.h"
#include "service/lists.h"

namespace sanad::service {
namespace {

constexpr std::size_t kMaxUnreadListed = 100;
constexpr std::uint64_t kRecordsAReport = 256;
constexpr std::size_t kItemsTogether = 256;
constexpr std::size_t kMaxListsListed = 200;
constexpr std::size_t kMaxDetailsBytes = 32'768;  // an entry is at most 65,535 bytes long

// Of parts of an import that have no bytes of their own the number says which.
std::string match_key(const std::string& exhibit, const Place& place, std::int64_t record,
                      std::string_view list, std::string_view entry) {
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", exhibit, place.file, place.part, record, list,
                     entry);
}

// Of a message, a row … of an import its number in the list of parts; else -1.
std::int64_t record_of(const records::Match& match) {
  return match.data["record"].is_null() ? -1 : match.data["part_number"].int_or(-1);
}

// The members by which a part of an import is found again.
json::Object listed_place(const ComparedPart& part) {
  json::Object object{{"part_number", part.number}};
  if (part.record.is_null()) return object;
  object.set("record", part.record);
  if (part.also == 0) return object;
  json::Array numbers;
  for (const std::uint64_t number : part.also_in) numbers.emplace_back(number);
  object.set("also", json::Object{{"count", part.also}, {"part_numbers", std::move(numbers)}});
  return object;
}

// The beginning of a text, in whole characters.
std::string head_of(std::string_view text) {
  constexpr std::size_t kMaxBytes = 200;
  text = text.substr(0, kMaxBytes);
  return std::string(text.substr(0, utf8_prefix_length(text)));
}

json::Object found_json(const std::string& match, const records::Exhibit& exhibit,
                        const Place& place, const json::Object& listed, const identify::Hit& hit) {
  json::Array labels;
  for (const std::string& label : hit.labels) labels.emplace_back(label);
  json::Object found{{"match", match},
                     {"exhibit", exhibit.id},
                     {"file", place.file},
                     {"part", place.part},
                     {"list", hit.list},
                     {"list_name", hit.list_name},
                     {"list_version", hit.list_version},
                     {"entry", hit.entry},
                     {"signal", hit.signal},
                     {"algorithm", hit.algorithm},
                     {"distance", hit.distance},
                     {"threshold", hit.threshold},
                     {"disputed", hit.disputed},
                     {"labels", std::move(labels)},
                     {"details", bounded(hit.details, kMaxDetailsBytes)}};
  for (const json::Member& member : listed) found.set(member.name, member.value);
  return found;
}

// One run over a case.
class Identification {
 public:
  Identification(Workspace& workspace, const records::Job& job, capture::Monitor& monitor)
      : workspace_(workspace), job_(job), monitor_(monitor), extractor_(workspace.extractor()) {
    extractor_.is_cancelled = [this] { return monitor_.is_cancelled(); };
  }

  Result<json::Value> run() {
    SANAD_CHECK(require_whole_library(workspace_));
    SANAD_TRY(RuleRuns rules, RuleRuns::open(workspace_, extractor_));
    rules_ = &rules;
    SANAD_TRY(const auto exhibits, workspace_.records().exhibits(job_.case_id));
    SANAD_TRY(const auto known, workspace_.records().matches(job_.case_id));
    for (const records::Match& match : known) {
      known_.insert(match_key(match.exhibit, {match.file, match.part}, record_of(match), match.list,
                              match.entry));
    }
    json::Array named;
    for (const records::Exhibit& exhibit : exhibits) {
      SANAD_CHECK(look_at(exhibit));
      named.emplace_back(exhibit.id);
    }
    SANAD_TRY(json::Array lists, lists_json());
    SANAD_CHECK(workspace_.custody().record({"identify.ran", job_.actor, job_.case_id,
                                             json::Object{{"exhibits", std::move(named)},
                                                          {"lists", std::move(lists)},
                                                          {"rule_sets", rule_sets_json()},
                                                          {"items", items_},
                                                          {"found", found_},
                                                          {"unread", unread_}}}));
    SANAD_CHECK(workspace_.library().tidy());
    return json::Value(
        json::Object{{"items", items_}, {"found", found_}, {"unread", unread_count_}});
  }

 private:
  Result<void> look_at(const records::Exhibit& exhibit) {
    if (exhibit.is_import()) {
      auto list = open_list(workspace_, exhibit);
      if (list.ok()) return look_at_import(exhibit, *list);
      if (list.error().code != ErrorCode::kNotFound) return list.error();
    }
    const Examiner examiner{
        [&](const Examined& at, const json::Value& item) { return compare(exhibit, at, item); },
        [&](const Place& place, const std::string& reason) { unread(exhibit, place, reason); },
        [&](const Examined& at) { return only_rules(exhibit, at); },
        [&](const std::string& key, const json::Value& remembered) -> Result<bool> {
          SANAD_TRY(const bool wanted, rules_->wants(key, RuleRuns::Reach::kBytesAndText));
          if (wanted) return true;
          return workspace_.library().may_share_passages(remembered);
        }};
    return examine(exhibit, examiner);
  }

  Result<void> examine(const records::Exhibit& exhibit, const Examiner& examiner) {
    auto examined = examine_exhibit(workspace_, extractor_, exhibit, examiner);
    if (monitor_.is_cancelled()) return stopped();
    SANAD_CHECK(examined);
    return compare_waiting(exhibit);
  }

  // What was read in an import is compared as its list of parts has it; its bytes are read again
  // only for rules that look at bytes.
  Result<void> look_at_import(const records::Exhibit& exhibit, OpenList& list) {
    PartComparison comparison(
        workspace_, *rules_,
        [&]() -> Result<void> {
          // A record takes no time that anyone would notice.
          if (items_ % kRecordsAReport == 0) return begin_item(exhibit);
          ++items_;
          return {};
        },
        [&](const ComparedPart& part, const std::vector<identify::Hit>& hits) {
          return record(exhibit, {part.file, part.way}, hits, listed_place(part),
                        part.record.is_null() ? -1 : static_cast<std::int64_t>(part.number));
        },
        [&](const ComparedPart& part, const std::string& reason) {
          unread(exhibit, {part.file, part.way}, reason);
        });
    SANAD_CHECK(comparison.run(list));
    if (!rules_->has(RuleRuns::Reach::kBytes)) return {};
    const Examiner examiner{
        [&](const Examined& at, const json::Value&) { return only_rules(exhibit, at); },
        [&](const Place& place, const std::string& reason) { unread(exhibit, place, reason); },
        [&](const Examined& at) { return only_rules(exhibit, at); },
        [&](const std::string& key, const json::Value&) {
          return rules_->wants(key, RuleRuns::Reach::kBytes);
        }};
    return examine(exhibit, examiner);
  }

  static Error stopped() { return {ErrorCode::kConflict, "stopped by the officer"}; }

  Result<void> begin_item(const records::Exhibit& exhibit) {
    if (monitor_.is_cancelled()) return stopped();
    ++items_;
    monitor_.on_progress({"identifying", 0, items_,
                          fmt::format("{}: {} items, {} found", exhibit.number, items_, found_)});
    return {};
  }

  Result<void> compare(const records::Exhibit& exhibit, const Examined& at,
                       const json::Value& item) {
    SANAD_CHECK(begin_item(exhibit));
    if (at.bytes.empty() && item["text_content"].is_null()) {  // remembered from another time
      waiting_.push_back({at.place, at.key, "", {}});
      waiting_items_.push_back(item);
      return waiting_.size() < kItemsTogether ? Result<void>() : compare_waiting(exhibit);
    }
    identify::Matched matched;
    SANAD_TRY(matched.hits,
              workspace_.library().match(item, workspace_.clock().now(), &matched.missed));
    return take(exhibit, at, item, std::move(matched));
  }

  // What was remembered is looked up together: a new list is compared so with a whole vault.
  Result<void> compare_waiting(const records::Exhibit& exhibit) {
    SANAD_TRY(auto matched,
              workspace_.library().match_all(waiting_items_, workspace_.clock().now()));
    for (std::size_t i = 0; i < matched.size(); ++i)
      SANAD_CHECK(take(exhibit, waiting_[i], waiting_items_[i], std::move(matched[i])));
    waiting_.clear();
    waiting_items_.clear();
    return {};
  }

  Result<void> take(const records::Exhibit& exhibit, const Examined& at, const json::Value& item,
                    identify::Matched matched) {
    for (const std::string& reason : matched.missed) unread(exhibit, at.place, reason);
    std::vector<identify::Hit> hits = std::move(matched.hits);
    const std::string* text = item["text_content"].as_string();
    SANAD_TRY(auto by_rules,
              run_rules(exhibit, at, text == nullptr ? "" : *text, RuleRuns::Reach::kBytesAndText));
    std::ranges::move(by_rules, std::back_inserter(hits));
    return record(exhibit, at.place, hits);
  }

  // What breaks a parser is what YARA rules are written for.
  Result<void> only_rules(const records::Exhibit& exhibit, const Examined& at) {
    if (monitor_.is_cancelled()) return stopped();
    SANAD_TRY(const auto hits, run_rules(exhibit, at, "", RuleRuns::Reach::kBytes));
    return record(exhibit, at.place, hits);
  }

  // listed: what match.found says besides of a part of an import. number: of a record in the list
  // of parts, else -1.
  Result<void> record(const records::Exhibit& exhibit, const Place& place,
                      const std::vector<identify::Hit>& hits, const json::Object& listed = {},
                      std::int64_t number = -1) {
    for (const identify::Hit& hit : hits) {
      if (!known_.insert(match_key(exhibit.id, place, number, hit.list, hit.entry)).second)
        continue;
      SANAD_CHECK(workspace_.custody().record(
          {"match.found", job_.actor, job_.case_id,
           found_json(crypto::new_id("match"), exhibit, place, listed, hit)}));
      ++found_;
    }
    return {};
  }

  Result<std::vector<identify::Hit>> run_rules(const records::Exhibit& exhibit, const Examined& at,
                                               std::string_view text, RuleRuns::Reach reach) {
    const rules::Item item{at.bytes, at.coding, text};
    auto hits = rules_->over(at.key, item, reach,
                             [&](const std::string& reason) { unread(exhibit, at.place, reason); });
    if (hits.ok()) return hits;
    if (monitor_.is_cancelled()) return stopped();
    if (hits.error().code == ErrorCode::kUnavailable || hits.error().code == ErrorCode::kIo)
      return hits.error();
    unread(exhibit, at.place, hits.error().message);
    return std::vector<identify::Hit>{};
  }

  void unread(const records::Exhibit& exhibit, const Place& place, const std::string& reason) {
    ++unread_count_;
    if (unread_.size() >= kMaxUnreadListed) return;
    unread_.emplace_back(json::Object{{"exhibit", exhibit.id},
                                      {"file", place.file},
                                      {"part", head_of(place.part)},
                                      {"reason", head_of(reason)}});
  }

  Result<json::Array> lists_json() {
    SANAD_TRY(const auto lists, workspace_.library().lists());
    json::Array array;
    for (const identify::ListState& list : lists) {
      if (array.size() >= kMaxListsListed) break;
      array.emplace_back(json::Object{{"list", list.id}, {"version", list.version}});
    }
    return array;
  }

  json::Array rule_sets_json() const {
    json::Array array;
    for (const records::RuleSet& set : rules_->sets()) {
      if (array.size() >= kMaxListsListed) break;
      array.emplace_back(
          json::Object{{"rule_set", set.id}, {"version", set.version}, {"sha256", set.sha256}});
    }
    return array;
  }

  Workspace& workspace_;
  const records::Job& job_;
  capture::Monitor& monitor_;
  extract::Extractor extractor_;
  RuleRuns* rules_ = nullptr;  // while run() runs
  std::set<std::string> known_;
  // Of the exhibit that is looked at.
  std::vector<Examined> waiting_;
  std::vector<json::Value> waiting_items_;
  std::uint64_t items_ = 0, found_ = 0, unread_count_ = 0;
  json::Array unread_;
};

}  // namespace

Result<json::Value> run_identification(Workspace& workspace, const records::Job& job,
                                       capture::Monitor& monitor) {
  return Identification(workspace, job, monitor).run();
}

}  // namespace sanad::service
