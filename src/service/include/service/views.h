// Values as JSON, in the form that the HTTP API and the CLI's --json share (api/openapi.json).
#pragma once

#include <string>
#include <vector>

#include "authority/decide.h"
#include "json/json.h"
#include "records/jobs.h"
#include "records/records.h"
#include "service/identification.h"
#include "service/lists.h"
#include "service/tokens.h"
#include "service/workspace.h"

namespace sanad::service {

json::Object view(const authority::Officer& officer);
json::Object view(const records::Case& of_case);
// now: for the state "expired", which follows from the time.
json::Object view(const authority::Authorisation& authorisation, Timestamp now);
json::Object view(const authority::Decision& decision);
json::Object view(const records::Exhibit& exhibit);
json::Object view(const records::Job& job);
json::Object view(const records::Bundle& bundle);
json::Object view(const records::List& list);
// The list, what was read and what of it changed, and what was not understood.
json::Object view(const ImportedList& imported);
// Of this list. The value may be a whole text: it is cut to kValueCharacters, with "value_cut". Of
// the opinions the latest kFeedbackShown are there.
inline constexpr std::size_t kValueCharacters = 200;
inline constexpr std::size_t kFeedbackShown = 20;
json::Object view(const lists::List& list, const lists::Entry& entry);
json::Object view(const lists::Facet& facet);
// The value is cut to kHitValueLetters, with "value_cut"; details are bounded, with "cut".
inline constexpr std::size_t kHitValueLetters = 2000;
inline constexpr std::size_t kMaxHitDetailsBytes = 32'768;
json::Object view(const records::RuleSet& set);
json::Object view(const identify::Hit& hit);
json::Object view(const CurrentMatch& match);  // what a rule found is counted, not shown
json::Object view(const TokenState& token);
// actor_name is looked up; leaf_hash comes from the ledger.
Result<json::Object> view(Workspace& workspace, const records::Entry& entry);

template <typename T>
json::Array views(const std::vector<T>& items) {
  json::Array array;
  for (const auto& item : items) array.emplace_back(view(item));
  return array;
}

}  // namespace sanad::service
