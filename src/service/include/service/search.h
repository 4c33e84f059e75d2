// Searching what a case's imports say. A search needs an objective, and is an entry of the ledger:
// its objective, its words with their scripts, and how many answers there were, but not which (the
// Berkeley Protocol, para 142: not every result need be recorded). The way to what an officer keeps
// is recorded by keep_result(). Tested by search_test.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "case_index/case_index.h"
#include "search/highlight.h"
#include "search_index/search_index.h"
#include "service/workspace.h"

namespace sanad::service {

struct SearchOrder {
  std::string case_id;
  std::string query;
  std::string objective;  // what is to be found out; not needed with search
  std::string search;     // of an earlier page: a further page of it is no new entry
  search_index::PageRequest page;
};

struct Snippet {
  std::string text;                           // a stretch of the text, or its beginning
  std::vector<search::Highlight> highlights;  // bytes of it
  bool is_cut_before = false, is_cut_after = false;
};

// Of a text that a machine read in a picture: it may be wrong.
struct MachineRead {
  std::string engine;
  int confidence = 0;  // of 100
};

struct FoundPart {
  case_index::Row row;
  std::string number;  // of the exhibit
  std::uint32_t score = 0;
  search::How how = search::How::kFolded;
  std::string title;
  Snippet snippet;
  std::optional<MachineRead> machine_read;  // where the snippet is of such a text
};

struct SearchAnswer {
  std::string search;
  std::string query;  // as it was understood
  std::vector<FoundPart> parts;
  std::uint64_t count = 0;
  bool more_than_counted = false;
  bool spellings_left_out = false;
  std::optional<search_index::Place> next;
  std::int64_t waiting = 0;  // exhibits that are read and not indexed yet
};

// A query that names an author answers with what those wrote whose masks were lifted, and no other.
// kInvalid: no objective, or a query that cannot be understood, with what to write instead.
// kDenied; kNotFound: no such case, or no such earlier search.
Result<SearchAnswer> search_case(Workspace& workspace, const authority::Officer& caller,
                                 const SearchOrder& order);

// Records that a part was found by a search and is kept, and why.
Result<void> keep_result(Workspace& workspace, const authority::Officer& caller,
                         std::string_view search, std::string_view exhibit, std::uint64_t part,
                         std::string_view reason);

// What of a text is shown for a query: at most most bytes, in whole characters, around the first
// place that answers.
Result<Snippet> snippet_of(const search::Node& query, const std::string& text, std::size_t most);

}  // namespace sanad::service
