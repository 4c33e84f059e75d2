// What the questions of the cross-examination share (docs/formats/cross-examination.md). A question
// is a function from what was checked to an answer; the table in questions.cc says which checks
// must have passed for one to be asked at all.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "context.h"
#include "json/json.h"

namespace sanad::verifier {

// Items of a list in an answer, where the list is not the ledger's.
inline constexpr std::size_t kMaxListed = 20;
// A longer acquisition record is not read.
inline constexpr std::uint64_t kMaxRecordBytes = 64ULL << 20;

struct Answer {
  std::string_view answer = "cannot_be_shown";
  std::string_view basis = "none";  // proof, record, none
  std::string because;              // a code, where it cannot be shown; else empty
  json::Object facts;
  json::Array proof;

  Answer& entry(const Entry* entry);  // null: nothing
  Answer& file(std::string_view path);
  Answer& checks(std::initializer_list<std::string_view> ids);
};
Answer proven(std::string_view answer, json::Object facts);
// As the agency's own sealed record says.
Answer recorded(std::string_view answer, json::Object facts);
Answer cannot(std::string because, json::Object facts = {});
Answer cannot_for_check(std::string_view id);

// The acquisition record of an exhibit, or why it cannot be read.
struct AcquisitionRecord {
  json::Value value;     // an object; null if there is a problem
  std::string path;      // in the bundle
  std::string_view act;  // "capture" or "import"
  std::string problem;   // a code; "check:..." for a check
};

// What a question about one exhibit is asked of; of the bundle, without the exhibit.
struct Asked {
  const Context& context;
  const IndexedExhibit* indexed = nullptr;
  Chain chain;  // sealed is never null
  AcquisitionRecord record;

  bool is_import() const { return record.act == "import"; }
};

// A value of that type, or null.
json::Value text_in(const json::Value& value);
json::Value whole_in(const json::Value& value);  // within +-(2^53 - 1)
json::Value bool_in(const json::Value& value);
// The texts of a list, the first of them where most is given.
json::Array texts_in(const json::Value& value, std::size_t most = SIZE_MAX);
// How many items a list has; null if it is none.
json::Value count_of(const json::Value& value);
std::string time_text(Timestamp time);

// What the ledger and the proofs tell.
Answer ask_altered(const Asked& asked);
Answer ask_latest(const Asked& asked);
Answer ask_earliest(const Asked& asked);
Answer ask_collector(const Asked& asked);
Answer ask_authority(const Asked& asked);
Answer ask_corroborated(const Asked& asked);
Answer ask_withheld(const Asked& asked);
Answer ask_since(const Asked& asked);
Answer ask_rewritten(const Asked& asked);
// What the acquisition record tells.
Answer ask_complete(const Asked& asked);
Answer ask_signed_in(const Asked& asked);
Answer ask_software(const Asked& asked);
Answer ask_validated(const Asked& asked);
Answer ask_health(const Asked& asked);
Answer ask_clock(const Asked& asked);
Answer ask_server(const Asked& asked);

// All answers as the one value that is written and compared. context.statuses says what passed;
// once "index" passed. kIo if the source cannot be read.
Result<json::Value> cross_examine(const Context& context);

}  // namespace sanad::verifier
