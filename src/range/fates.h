// What became of pages of the range: taken down, moved, changed, put up again. A page is there
// until its fate is told (docs/range.md), by a trainer or a test. Tested by fates_test.cc.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "json/json.h"

namespace sanad::range {

enum class Fate {
  kThere,
  kChanged,     // another text at the same address
  kGone,        // 410
  kGeoBlocked,  // 451
  kMoved,       // 301 to where it stands now
  kCopied,      // it stands there too
};
// "there", "changed", "gone", "geo-blocked", "moved", "copied".
std::string_view fate_name(Fate fate);
std::optional<Fate> parse_fate(std::string_view name);

struct FateOfPage {
  Fate fate = Fate::kThere;
  std::string path;  // kMoved: where it is now; otherwise the path of the page that is meant
};

inline constexpr std::size_t kMaxFates = 1000;

// Thread-safe.
class Fates {
 public:
  // path and to: percent-decoded, "/thread/1". to: for kMoved and kCopied only, on the same host.
  // A page has one fate; kThere gives it back. kInvalid: not paths, or one page in the place of
  // another that was moved. kLimit: too many.
  Result<void> set(std::string_view host, std::string_view path, Fate fate, std::string_view to);
  void reset();
  FateOfPage of(std::string_view host, std::string_view path) const;
  // [{"host", "path", "fate", "to"}, ...] in the order of host and path.
  json::Value list() const;

 private:
  using Page = std::pair<std::string, std::string>;  // host and path
  struct Told {
    Fate fate;
    std::string to;
  };
  mutable std::mutex mutex_;
  std::map<Page, Told> told_;
  std::map<Page, std::string> stands_for_;  // where a page was moved or copied to: its own path
};

}  // namespace sanad::range
