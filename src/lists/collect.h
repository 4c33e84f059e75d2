// What all importers share: one place that counts records, merges what stands twice, keeps the
// problems within their limit, and gives a list that satisfies check_list whatever came in.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "json/json.h"
#include "lists/import.h"

namespace sanad::lists {

class Collector {
 public:
  explicit Collector(const ImportOptions& options) : options_(options) {}

  // Takes over what the options say of the list. kLimit if the file is too large.
  Result<void> begin(std::size_t bytes);

  // A record with its raw value. The entry's text members may be anything; they are cleaned, with
  // a problem where something is lost. Returns its place, also when it was merged into an earlier
  // one; nullopt if it was not understood.
  std::optional<std::size_t> take(Entry entry, std::string_view where);
  // A record that gives no entry.
  void not_understood(std::string_view where, std::string sentence);
  // Anything else that a person should know.
  void problem(std::string_view where, std::string sentence);

  void tag(std::size_t place, std::string_view tag, std::string_view where);
  // Counts the opinion as read, and as taken if it can be.
  void feedback(std::size_t place, Feedback feedback, std::string_view where);
  void feedback_not_taken(std::string_view where, std::string sentence);

  // What the file says of the list itself; the options win.
  void say(std::string List::* member, std::string_view text);

  // The strictest marking counts for the list.
  void tlp(Tlp tlp) { tlp_ = tlp_ ? std::max(*tlp_, tlp) : tlp; }

  // kLimit once there are more entries than a list may have; asked once in a while and at the end.
  Result<void> within_limits() const;

  List& list() { return result_.list; }
  const ImportOptions& options() const { return options_; }
  Entry& entry(std::size_t place) { return result_.list.entries[place]; }

  // kInvalid if neither the options nor the file named the list and its owner.
  Result<Imported> finish();

 private:
  void clean(Entry& entry, std::string_view where);
  std::string clean_text(std::string_view text, std::size_t max, bool one_line,
                         std::string_view member, std::string_view where);
  void merge(Entry& kept, Entry&& again, std::string_view where);
  void give_id(Entry& entry);

  const ImportOptions& options_;  // outlives this object
  Imported result_;
  std::optional<Tlp> tlp_;
  std::unordered_map<std::string, std::size_t> places_;  // signal, line feed, value
  std::unordered_set<std::string> ids_;
};

// A label for a tag of others: of its facet if the set has that facet, else "tag:…".
std::optional<Label> label_from_tag(std::string_view tag, const FacetSet* facets);
// The tag that others see for a label: "tag:" is taken off again.
std::string tag_from_label(const Label& label);

// Times as others write them: RFC 3339 with any offset, "+0000", a date alone, "YYYY-MM-DD
// HH:MM:SS" in UTC, or seconds since 1970 as a number or as digits.
std::optional<Timestamp> parse_foreign_time(std::string_view text);
std::optional<Timestamp> time_of(const json::Value& value);

// A text, or a whole number in decimal; empty for anything else.
std::string text_of(const json::Value& value);

}  // namespace sanad::lists
