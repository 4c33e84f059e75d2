// A case's texts, ready to be searched: in a SQLite file, or in PostgreSQL, with the same answers.
//
// Problem: the words that a query is made of stand in hundreds of thousands of texts, and the best
// answers are wanted in milliseconds, ranked the same wherever the index lies.
// Idea: postings in immutable segments, each a row of chunks in one table; blocks of 128 documents
// that state their best score, so that blocks which cannot answer better are passed over
// (block-max; Ding and Suel, SIGIR 2011). The database gives transactions, one writer beside
// readers, and snapshots; what is stored is the same bytes in both. A posting's share of the score
// is one byte, from BM25 with a fixed mean length (Robertson and Zaragoza 2009), so that no answer
// depends on how segments were merged. Texts are not kept: search::highlight() shows answers in the
// originals. The index follows from the case's records, and "sanad rebuild" makes it again. Bytes:
// docs/formats/search-index.md. Tested by index_test.cc (both databases) and oracle_test.cc; fuzzed
// by segment_fuzz.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/query.h"
#include "search/terms.h"

namespace sanad::search_index {

inline constexpr std::size_t kMaxPageHits = 1000;
// Answers are counted up to here.
inline constexpr std::uint64_t kMaxCounted = 10'000;
// Near spellings, and words of another script, that one word of a query stands for.
inline constexpr std::size_t kMaxOtherSpellings = 64;
inline constexpr std::size_t kMaxTransliterations = 16;
// Words that one beginning stands for.
inline constexpr std::size_t kMaxBeginnings = 200'000;
// Documents that wait for commit(); more are committed by add() itself.
inline constexpr std::size_t kMaxWaiting = 65'536;
inline constexpr std::size_t kMaxWaitingBytes = std::size_t{32} << 20;
// Of one field of a document; longer texts are added in parts, each with an id of its own.
inline constexpr std::size_t kMaxFieldBytes = std::size_t{16} << 20;

struct Fields {  // UTF-8; damaged bytes separate words
  std::string_view title;
  std::string_view text;
  std::string_view author;
  std::string_view chat;
};

struct Facts {  // values as a query names them: kind:, in:, exhibit:, lang:, has:
  std::optional<std::int64_t> at_ms;  // since 1970, UTC
  std::string kind;
  std::string platform;
  std::string exhibit;
  std::string author_id;  // author: finds it too
  std::string chat_id;    // chat: finds it too
  std::vector<std::string> languages;
  std::vector<std::string> has;  // kinds of selectors, and what else has: may ask for
};

enum class Order {
  kBest,    // score, then lower ids
  kNewest,  // time, then higher ids; without a time last
};

// Where a page ends; the next one begins after it.
struct Place {
  std::int64_t rank = 0;  // score or time
  std::uint64_t id = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

struct PageRequest {
  std::size_t hits = 20;  // 1 to kMaxPageHits
  Order order = Order::kBest;
  std::optional<Place> after;
  bool transliterate = true;  // words typed in one script also find what sounds alike in another
};

struct Hit {
  std::uint64_t id = 0;
  std::uint32_t score = 0;
  search::How how = search::How::kFolded;  // the weakest that it took
  std::optional<std::int64_t> at_ms;
  friend bool operator==(const Hit&, const Hit&) = default;
};

struct Page {
  std::vector<Hit> hits;
  std::uint64_t count = 0;  // of all answers; kMaxCounted where there are more
  bool more_than_counted = false;
  std::optional<Place> next;  // where another page follows
  // A word of the query had more other spellings than the limits above; the nearest were taken.
  bool spellings_left_out = false;
};

class Impl;

// Not thread-safe: one object for each thread. Any number of objects, in any number of processes,
// may read while one writes; a search sees what was committed when it began.
class SearchIndex {
 public:
  // Creates the file if need be. kConflict for an index of another version; kIntegrity for one that
  // is damaged; both say "sanad rebuild".
  static Result<SearchIndex> open_sqlite(const std::string& path);
  // connection: as libpq takes it; name: of the index (the case) in that database.
  // kUnavailable if the server cannot be reached.
  static Result<SearchIndex> open_postgres(const std::string& connection, const std::string& name);

  SearchIndex(SearchIndex&&) noexcept;
  SearchIndex& operator=(SearchIndex&&) noexcept;
  ~SearchIndex();

  // Waits for commit(); commits what waited before where kMaxWaiting wait, or id is not above the
  // last. id: the document's in the case index. kConflict if it is there already; kLimit for a
  // field beyond text::kMaxTextBytes.
  Result<void> add(std::uint64_t id, const Fields& fields, const Facts& facts);
  // Durable when it returns. kConflict if an id is there already. After any error nothing that
  // waited is kept.
  Result<void> commit();
  // Drops what waits.
  void rollback();

  // The documents of an exhibit go, with every word that only they had: in SQLite overwritten in
  // the file, in PostgreSQL out of the reach of queries, and written over by what comes next.
  // Commits what waits first.
  Result<void> remove_exhibit(std::string_view exhibit);
  // Everything goes; then add all again.
  Result<void> clear();
  // One segment of all: smaller and faster after much was added.
  Result<void> compact();

  Result<std::uint64_t> documents();
  Result<bool> contains(std::uint64_t id);
  // Reads everything. kIntegrity names what is damaged.
  Result<void> check();

  // kInvalid for a page of no hits, or more than kMaxPageHits; kLimit for a beginning that too many
  // words have; kIntegrity where damage is met.
  Result<Page> search(const search::Node& query, const PageRequest& request = {});

 private:
  explicit SearchIndex(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::search_index
