// The graph of a case in CASE/UCO, and what more than one part of it needs. Each node is {"@id",
// "@type", properties}; a node is made once and referred to by its "@id".
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "present/record.h"

namespace sanad::present {

// What CASE and UCO have no words for stands under this name (docs/exports.md).
inline constexpr std::string_view kOwnTerms = "urn:sanad:case#";

inline json::Value typed(std::string_view type, std::string value) {
  return json::Object{{"@type", type}, {"@value", std::move(value)}};
}
inline json::Value time_value(std::string_view at) {
  return typed("xsd:dateTime", std::string(at));
}
inline json::Value reference(const std::string& id) { return json::Object{{"@id", id}}; }

class CaseGraph {
 public:
  explicit CaseGraph(const CaseRecord& record) : record_(record) {}

  // "kb:<type>-<uuid>" for the thing that name stands for in this ledger.
  std::string id(std::string_view type, std::string_view name) const;
  // Adds the node unless it is there; answers its identifier.
  std::string add(const std::string& id, std::string_view type, json::Object properties);
  json::Array take() { return std::move(nodes_); }

 private:
  const CaseRecord& record_;
  std::set<std::string> known_;
  json::Array nodes_;
};

// A digest in hexadecimal, as a member of "uco-observable:hash" and the like.
json::Value hash_node(const CaseGraph& graph, std::string_view method, const std::string& name,
                      const std::string& hex);
std::string add_url(CaseGraph& graph, const std::string& url);
std::string add_program(CaseGraph& graph, const std::string& name, const std::string& version);
std::string add_person(CaseGraph& graph, const std::string& officer);

// Who acted: an officer, or the program itself.
std::string add_actor(CaseGraph& graph, const CaseRecord& record, const std::string& actor);

// Every disclosed entry of the case as an action, with its place in the ledger. Answers the nodes.
std::vector<std::string> add_entries(CaseGraph& graph, const CaseRecord& record);
std::string entry_action_id(const CaseGraph& graph, merkle::LeafIndex index);

// What a capture reached: the address where it ended, the addresses that answered, and the
// certificate, from the acquisition record. Answers the nodes; none for an import.
std::vector<std::string> add_reached(CaseGraph& graph, const ExhibitRecord& exhibit);

}  // namespace sanad::present
