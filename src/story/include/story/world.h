// A fictional internet as data (docs/formats/world.md): kinds of sites with their templates, sites
// with their items, and case studies that put items among these. Read once and checked whole; what
// a trainee is told follows from it by story/telling.h.
// Tested by world_test.cc and content_test.cc; fuzzed by world_fuzz.cc.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace sanad::story {

// By path within the world's folder, with "/" between: "sites/board.tirazan.example/site.json".
using Files = std::map<std::string, std::string, std::less<>>;

inline constexpr std::size_t kMaxFiles = 5'000;
inline constexpr std::size_t kMaxFileBytes = 4u * 1024 * 1024;
inline constexpr std::size_t kMaxWorldBytes = 64u * 1024 * 1024;
inline constexpr std::size_t kMaxItems = 50'000;  // of all collections together
inline constexpr std::size_t kMaxHosts = 100;
inline constexpr std::size_t kMaxVariables = 500;  // of one study
inline constexpr std::size_t kMaxEvents = 200;     // of one study

struct Variable {
  enum class Kind { kChoice, kNumber, kTime, kLocal, kCode, kPhone, kWallet, kText };
  Kind kind = Kind::kText;
  std::vector<std::string> of;          // kChoice
  std::vector<std::string> apart_from;  // kChoice: choices among the same texts
  std::string with;                     // kChoice: takes the place in its list that this one takes
  std::int64_t from = 0;                // kNumber; kTime: minutes since 1970
  std::int64_t to = 0;
  std::int64_t step = 1;    // kTime: minutes
  std::string of_time;      // kLocal
  int offset_minutes = 0;   // kLocal
  std::string as;           // kLocal: "iso", "date", "clock"
  std::size_t letters = 0;  // kCode
  std::string is;           // kText: variables in it by their full names
};

struct Event {
  std::string name;  // "financing.taken-down"
  json::Value title;
  std::optional<std::int64_t> after_minutes;  // since the study was released
};

struct Study {
  std::string id;
  std::map<std::string, Variable, std::less<>> variables;
  std::vector<Event> events;
  // study.json, truth.json and debrief.json where they are there; variables by their full names.
  std::map<std::string, json::Value, std::less<>> papers;
};

struct Route {
  // Before, between and after: "/raw/", the place, ".txt".
  std::string before;
  std::string collection;  // of the place; empty: none
  std::string member;
  bool has_rest = false;  // the place is {*}
  std::string after;

  std::string template_name;
  std::string file;
  bool is_media = false;
  std::string type;  // empty: by the ending
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string page_of;  // empty: no paging
  std::int64_t page_size = 0;
  std::string page_before;
  std::string find_query;  // empty: no search
  bool has_snapshot = false;
};

struct Join {
  std::string to;
  std::string as;
  std::string from;
  std::string where;  // member of the items of `from`
  std::string is;     // member of the items of `to`
  bool is_one = false;
};

struct Order {
  std::string by;
  bool is_newest_first = false;
};

struct SiteKind {
  std::string name;
  std::vector<Route> routes;
  std::map<std::string, Order, std::less<>> orders;  // by collection
  std::vector<Join> joins;
  json::Value words;           // by language
  std::string error_template;  // what a page that is not there looks like
};

struct Site {
  std::string host;
  std::string kind;
  json::Value members;
  // Events and variables in them by their full names.
  std::map<std::string, json::Array, std::less<>> collections;
};

// Names of the case studies that are part of the program, in order.
std::vector<std::string> embedded_studies();
// A file of the world that is part of the program, as it was written; nullopt if absent.
std::optional<std::string_view> embedded_file(std::string_view path);

class World {
 public:
  // Every error names the file and the member. kInvalid; kLimit: too much of something.
  static Result<std::shared_ptr<const World>> read(Files files);
  // The world that is part of the program.
  static Result<std::shared_ptr<const World>> embedded();

  const json::Value& country() const { return country_; }
  const std::map<std::string, SiteKind, std::less<>>& kinds() const { return kinds_; }
  const std::map<std::string, Site, std::less<>>& sites() const { return sites_; }
  const std::map<std::string, Study, std::less<>>& studies() const { return studies_; }
  // A file of a kind, or of the kind "shared" where it has none of that name; null: neither has.
  const std::string* kind_file(std::string_view kind, std::string_view name) const;
  // A file of a site's folder, null if absent.
  const std::string* site_file(std::string_view host, std::string_view name) const;

 private:
  friend class Reader;
  Files files_;
  json::Value country_;
  std::map<std::string, SiteKind, std::less<>> kinds_;
  std::map<std::string, Site, std::less<>> sites_;
  std::map<std::string, Study, std::less<>> studies_;
};

}  // namespace sanad::story
