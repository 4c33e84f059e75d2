// Acts of a case in CASE/UCO: the entries of its ledger, and what its captures reached.
#include <fmt/format.h>

#include <set>

#include "base/time.h"
#include "case_graph.h"
#include "present/case_uco.h"

namespace sanad::present {
namespace {

constexpr std::string_view kSystem = "system";

// What an entry may be about, besides the case.
struct Subjects {
  std::set<std::string> exhibits, authorisations;
};

Subjects subjects_of(const CaseRecord& record) {
  Subjects subjects;
  for (const ExhibitRecord& one : record.exhibits) {
    subjects.exhibits.insert(one.exhibit);
    subjects.authorisations.insert(one.requested.data["authorisation"].string_or(""));
  }
  return subjects;
}

json::Array objects_of(const CaseGraph& graph, const Subjects& subjects, const EntryRecord& entry) {
  json::Array objects;
  const std::string exhibit = entry.data["exhibit"].string_or("");
  if (subjects.exhibits.contains(exhibit))
    objects.push_back(reference(graph.id("provenance-record", exhibit)));
  const std::string authorisation = entry.data["authorisation"].string_or("");
  if (subjects.authorisations.contains(authorisation))
    objects.push_back(reference(graph.id("authorization", authorisation)));
  return objects;
}

}  // namespace

std::string CaseGraph::id(std::string_view type, std::string_view name) const {
  return fmt::format("kb:{}-{}", type,
                     format_uuid5(fmt::format("https://{}/{}/{}", record_.origin, type, name)));
}

std::string CaseGraph::add(const std::string& id, std::string_view type, json::Object properties) {
  if (!known_.insert(id).second) return id;
  json::Object node{{"@id", id}, {"@type", type}};
  for (const json::Member& member : properties) node.set(member.name, member.value);
  nodes_.push_back(std::move(node));
  return id;
}

json::Value hash_node(const CaseGraph& graph, std::string_view method, const std::string& name,
                      const std::string& hex) {
  return json::Object{{"@id", graph.id("hash", name + "/" + std::string(method))},
                      {"@type", "uco-types:Hash"},
                      {"uco-types:hashMethod", method},
                      {"uco-types:hashValue", typed("xsd:hexBinary", hex)}};
}

std::string add_url(CaseGraph& graph, const std::string& url) {
  return graph.add(
      graph.id("url", url), "uco-observable:URL",
      {{"uco-core:hasFacet", json::Array{json::Object{{"@id", graph.id("url-facet", url)},
                                                      {"@type", "uco-observable:URLFacet"},
                                                      {"uco-observable:fullValue", url}}}}});
}

std::string add_program(CaseGraph& graph, const std::string& name, const std::string& version) {
  return graph.add(graph.id("tool", fmt::format("{}/{}", name, version)), "uco-tool:Tool",
                   {{"uco-core:name", name}, {"uco-tool:version", version}});
}

std::string add_person(CaseGraph& graph, const std::string& officer) {
  return graph.add(graph.id("identity", officer), "uco-identity:Person",
                   {{"uco-core:name", officer}});
}

std::string add_actor(CaseGraph& graph, const CaseRecord& record, const std::string& actor) {
  return actor == kSystem ? add_program(graph, "Sanad", record.software_version)
                          : add_person(graph, actor);
}

std::string entry_action_id(const CaseGraph& graph, merkle::LeafIndex index) {
  return graph.id("investigative-action", fmt::format("entry/{}", index.value));
}

std::vector<std::string> add_entries(CaseGraph& graph, const CaseRecord& record) {
  const Subjects subjects = subjects_of(record);
  std::vector<std::string> actions;
  for (const EntryRecord& entry : record.entries) {
    const std::string at = format_timestamp(entry.at);
    json::Object properties{
        {"uco-core:name", entry.kind},
        {"uco-action:performer", reference(add_actor(graph, record, entry.actor))},
        {"uco-action:startTime", time_value(at)},
        {"uco-action:endTime", time_value(at)},
        {"sanad:ledger", record.origin},
        {"sanad:entry", typed("xsd:nonNegativeInteger", std::to_string(entry.index.value))},
        {"sanad:commitment", typed("xsd:hexBinary", entry.commitment)}};
    if (json::Array objects = objects_of(graph, subjects, entry); !objects.empty())
      properties.set("uco-action:object", std::move(objects));
    actions.push_back(graph.add(entry_action_id(graph, entry.index),
                                "investigation:InvestigativeAction", std::move(properties)));
  }
  return actions;
}

std::vector<std::string> add_reached(CaseGraph& graph, const ExhibitRecord& exhibit) {
  std::vector<std::string> nodes;
  if (!exhibit.sealed.data["import"].is_null()) return nodes;
  const json::Value& told = exhibit.acquisition;
  const std::string last = told["url_final"].string_or("");
  if (!last.empty()) nodes.push_back(add_url(graph, last));
  if (const json::Array* addresses = told["target_ips"].as_array(); addresses != nullptr)
    for (const json::Value& one : *addresses) {
      const std::string address = one.string_or("");
      if (address.empty()) continue;
      const bool is_v6 = address.find(':') != std::string::npos;
      const std::string_view kind = is_v6 ? "IPv6Address" : "IPv4Address";
      nodes.push_back(graph.add(
          graph.id("address", address), fmt::format("uco-observable:{}", kind),
          {{"uco-core:hasFacet",
            json::Array{json::Object{{"@id", graph.id("address-facet", address)},
                                     {"@type", fmt::format("uco-observable:{}Facet", kind)},
                                     {"uco-observable:addressValue", address}}}}}));
    }
  // Connections have the digest of the server's own certificate; the chain's stands in the record.
  if (const std::string chain = told["tls_chain_sha256"].string_or(""); !chain.empty())
    nodes.push_back(graph.add(
        graph.id("certificates", chain), "uco-observable:ObservableObject",
        {{"uco-core:description",
          "The certificates that the server sent for the page, as PEM, in the archive"},
         {"uco-core:hasFacet",
          json::Array{json::Object{
              {"@id", graph.id("content-data-facet", chain)},
              {"@type", "uco-observable:ContentDataFacet"},
              {"uco-observable:hash", json::Array{hash_node(graph, "SHA256", chain, chain)}}}}}}));
  return nodes;
}

}  // namespace sanad::present
