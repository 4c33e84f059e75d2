#include "extractor/tasks.h"
#include "piecewise/piecewise.h"

namespace sanad::extractor {

Result<json::Object> compare_task(ByteView request) {
  SANAD_TRY_WITH(const json::Value wanted, json::parse(as_text(request)), "the digests");
  const json::Array* queries = wanted["queries"].as_array();
  const json::Array* entries = wanted["entries"].as_array();
  if (queries == nullptr || entries == nullptr)
    return Error{ErrorCode::kInvalid, "the digests are no lists \"queries\" and \"entries\""};
  json::Array scores;
  for (const json::Value& query : *queries) {
    const auto a = piecewise::parse_ssdeep(query.string_or(""));
    json::Array row;
    for (const json::Value& entry : *entries) {
      const auto b = piecewise::parse_ssdeep(entry.string_or(""));
      row.emplace_back(a.ok() && b.ok() ? piecewise::ssdeep_score(*a, *b) : 0);
    }
    scores.emplace_back(std::move(row));
  }
  return json::Object{{"algorithm", piecewise::kAlgorithm}, {"scores", std::move(scores)}};
}

}  // namespace sanad::extractor
