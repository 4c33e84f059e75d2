// The parts of an import compared with lists, and term rules run over them, as the list of parts
// has them: items by the fingerprints that were computed when they were read, records by their
// text. No bytes are read again and no process is started, so that a long chat takes seconds. What
// was set aside is not in the list, and is never compared.
//
// What a machine read in pictures and scanned pages is compared too, as a text. A hit in it says so
// in its details: "machine_read" {"engine", "confidence", "part_number"}, the last the part in
// which it was read, since of equal pictures one is. What the item's own text has as well is said
// of that.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "capture/capture.h"
#include "identify/library.h"
#include "part_lines.h"
#include "rule_runs.h"
#include "service/picture_texts.h"
#include "service/workspace.h"

namespace sanad::service {

// A part, and how often the same text stands in others: it is one match, and no reviewer needs to
// see a slogan a thousand times.
struct ComparedPart {
  std::string file;
  std::string way;
  std::uint64_t number = 0;            // in the list of parts
  json::Value record;                  // {"kind", "id"?, "offset"?, "length"?}; null for an item
  std::uint64_t also = 0;              // later records with the same text
  std::vector<std::uint64_t> also_in;  // their numbers, the first kMaxAlso of them
};
inline constexpr std::size_t kMaxAlso = 100;

class PartComparison {
 public:
  using OnHits =
      std::function<Result<void>(const ComparedPart&, const std::vector<identify::Hit>&)>;
  using OnUnread = std::function<void(const ComparedPart&, const std::string& reason)>;
  // Before each part; an error ends the comparison.
  using OnPart = std::function<Result<void>()>;
  // All but on_hits are borrowed. on_hits is called in the order of the list for items, and for
  // records after the last of them.
  PartComparison(Workspace& workspace, RuleRuns& rules, OnPart on_part, OnHits on_hits,
                 OnUnread on_unread);

  Result<void> run(OpenList& list);

 private:
  struct Found {
    ComparedPart part;
    std::vector<identify::Hit> hits;
  };
  Result<void> take(const part_list::Reader::Line& line);
  Result<void> take_item(ComparedPart part, json::Value item);
  Result<void> flush_items();
  Result<void> give_item(const ComparedPart& part, const json::Value& item,
                         identify::Matched matched);
  Result<void> take_record(ComparedPart part, const json::Value& record);
  Result<std::vector<identify::Hit>> compare(const ComparedPart& part, const json::Value& item);
  Result<std::vector<identify::Hit>> with_rules(const ComparedPart& part, const json::Value& item,
                                                identify::Matched matched);
  Result<void> add_hits_by_machine(const ComparedPart& part, std::vector<identify::Hit>& hits);

  Workspace& workspace_;
  RuleRuns& rules_;
  OnPart on_part_;
  OnHits on_hits_;
  OnUnread on_unread_;
  std::uint64_t set_aside_ = 0;
  PictureTexts picture_texts_;
  // Items that wait to be looked up together, in the order of the list.
  std::vector<ComparedPart> waiting_parts_;
  std::vector<json::Value> waiting_items_;
  std::uint64_t waiting_text_bytes_ = 0;
  // Of items with hits, by digest: copies of them are listed without their fingerprints.
  std::unordered_map<std::string, std::vector<identify::Hit>> of_items_;
  std::vector<Found> of_records_;
  std::unordered_map<std::string, std::size_t> by_text_;  // digest, place in of_records_
};

}  // namespace sanad::service
