// CASE 1.4.0 / UCO 1.4.0 as JSON-LD.
#include "present/case_uco.h"

#include <fmt/format.h>

#include <set>

#include "case_graph.h"
#include "crypto/crypto.h"

namespace sanad::present {
namespace {

// 6ba7b811-9dad-11d1-80b4-00c04fd430c8, RFC 9562 section 6.6.
constexpr std::uint8_t kUrlNamespace[16] = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
                                            0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};

json::Object context_of(const CaseRecord& record) {
  const std::string uco = "https://ontology.unifiedcyberontology.org/uco/";
  return {{"kb", fmt::format("https://{}/kb/", record.origin)},
          {"co", "http://purl.org/co/"},
          {"investigation", "https://ontology.caseontology.org/case/investigation/"},
          {"sanad", kOwnTerms},
          {"uco-action", uco + "action/"},
          {"uco-core", uco + "core/"},
          {"uco-identity", uco + "identity/"},
          {"uco-observable", uco + "observable/"},
          {"uco-tool", uco + "tool/"},
          {"uco-types", uco + "types/"},
          {"xsd", "http://www.w3.org/2001/XMLSchema#"}};
}

std::string add_file(CaseGraph& graph, const ExhibitRecord& exhibit, const FileRecord& file) {
  const std::string name = exhibit.exhibit + "/" + file.name;
  const json::Value size = typed("xsd:integer", std::to_string(file.size));
  json::Array facets;
  facets.push_back(
      json::Object{{"@id", graph.id("file-facet", name)},
                   {"@type", "uco-observable:FileFacet"},
                   {"uco-observable:fileName", file.path.empty() ? file.name : file.path},
                   {"uco-observable:sizeInBytes", size}});
  facets.push_back(json::Object{
      {"@id", graph.id("content-data-facet", name)},
      {"@type", "uco-observable:ContentDataFacet"},
      {"uco-observable:mimeType", file.media_type},
      {"uco-observable:sizeInBytes", size},
      {"uco-observable:hash", json::Array{hash_node(graph, "SHA256", name, file.sha256),
                                          hash_node(graph, "SHA512", name, file.sha512)}}});
  json::Object properties{{"uco-core:hasFacet", std::move(facets)}};
  if (!file.withheld.empty())
    properties.set("uco-core:description",
                   fmt::format("Sealed, not in this bundle: {}", file.withheld));
  return graph.add(graph.id("file", name), "uco-observable:File", std::move(properties));
}

// Whence material came that was handed over, in the officer's words.
std::string add_source(CaseGraph& graph, const std::string& source) {
  return graph.add(graph.id("source", source), "uco-core:UcoObject",
                   {{"uco-core:description", source}});
}

// The officer and the role in this case, joined by a relationship.
std::string add_officer(CaseGraph& graph, const std::string& officer, std::string_view role) {
  const std::string person = add_person(graph, officer);
  const std::string role_id = graph.add(
      graph.id("role", role), fmt::format("investigation:{}", role), {{"uco-core:name", role}});
  const std::string name = fmt::format("{}/{}", officer, role);
  graph.add(graph.id("relationship", name), "uco-core:Relationship",
            {{"uco-core:source", reference(person)},
             {"uco-core:target", reference(role_id)},
             {"uco-core:kindOfRelationship", "has-role"},
             {"uco-core:isDirectional", true}});
  return person;
}

std::string add_authorization(CaseGraph& graph, const ExhibitRecord& exhibit) {
  const json::Value& request = exhibit.requested.data;
  const std::string id = request["authorisation"].string_or("");
  return graph.add(
      graph.id("authorization", id), "investigation:Authorization",
      {{"uco-core:name", id},
       {"uco-core:description", fmt::format("{} {}; issued by {}; requested by {}, approved by {}",
                                            request["instrument"].string_or(""),
                                            request["instrument_reference"].string_or(""),
                                            request["issuing_authority"].string_or(""),
                                            exhibit.requested.actor, exhibit.approved.actor)},
       {"investigation:authorizationType", request["instrument"].string_or("")},
       {"investigation:authorizationIdentifier", id},
       {"uco-core:startTime", time_value(request["valid_from"].string_or(""))},
       {"uco-core:endTime", time_value(request["valid_to"].string_or(""))}});
}

std::string add_tool(CaseGraph& graph, const CaseRecord& record, const ExhibitRecord& exhibit) {
  const json::Value& browser = exhibit.acquisition["browser"];
  const std::string version = browser["version"].string_or("");
  const std::string sanad = add_program(graph, "Sanad", record.software_version);
  if (version.empty()) return sanad;
  return add_program(graph, browser["name"].string_or("Chromium"), version);
}

// The capture, what it was of, and what came of it. Answers the nodes that belong to the case.
std::vector<std::string> add_exhibit(CaseGraph& graph, const CaseRecord& record,
                                     const ExhibitRecord& exhibit) {
  json::Array files;
  for (const FileRecord& file : exhibit.files)
    files.push_back(reference(add_file(graph, exhibit, file)));
  const json::Value& sealed = exhibit.sealed.data;
  const std::string provenance =
      graph.add(graph.id("provenance-record", exhibit.exhibit), "investigation:ProvenanceRecord",
                {{"uco-core:description", sealed["title"].string_or("")},
                 {"investigation:exhibitNumber", exhibit.number},
                 {"investigation:rootExhibitNumber", exhibit.number},
                 {"uco-core:object", std::move(files)}});
  const std::string performer = add_officer(graph, exhibit.started.actor, "Investigator");
  const bool is_import = !sealed["import"].is_null();
  const char* act = is_import ? "import" : "capture";
  const std::string object = is_import ? add_source(graph, sealed["source"].string_or(""))
                                       : add_url(graph, sealed["url"].string_or(""));
  std::vector<std::string> members = add_reached(graph, exhibit);
  json::Array objects{reference(object)};
  for (const std::string& reached : members)
    if (reached != object) objects.push_back(reference(reached));
  json::Array informed;
  for (const EntryRecord* entry : {&exhibit.requested, &exhibit.approved, &exhibit.started})
    informed.push_back(reference(entry_action_id(graph, entry->index)));
  const std::string action = graph.add(
      graph.id("investigative-action", sealed[act].string_or("")),
      "investigation:InvestigativeAction",
      {{"uco-core:name", act},
       {"uco-core:description",
        fmt::format("Ledger {} entry {}", record.origin, exhibit.sealed.index.value)},
       {"uco-action:performer", reference(performer)},
       {"uco-action:instrument", json::Array{reference(add_tool(graph, record, exhibit))}},
       {"uco-action:object", std::move(objects)},
       {"uco-action:result", json::Array{reference(provenance)}},
       {"uco-action:startTime", time_value(sealed["started_at"].string_or(""))},
       {"uco-action:endTime", time_value(sealed["ended_at"].string_or(""))},
       {"investigation:wasInformedBy", std::move(informed)},
       {"sanad:completeness", sealed["completeness"]["status"].string_or("")}});
  members.insert(members.end(), {action, provenance});
  return members;
}

}  // namespace

std::string format_uuid5(std::string_view name) {
  Bytes input(std::begin(kUrlNamespace), std::end(kUrlNamespace));
  input.insert(input.end(), name.begin(), name.end());
  auto digest = crypto::sha1(input);
  digest[6] = static_cast<std::uint8_t>((digest[6] & 0x0f) | 0x50);
  digest[8] = static_cast<std::uint8_t>((digest[8] & 0x3f) | 0x80);
  const std::string hex = format_hex(ByteView(digest).first(16));
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20));
}

std::string format_case_uco(const CaseRecord& record) {
  CaseGraph graph(record);
  json::Array objects;
  json::Array authorizations;
  std::set<std::string> authorized;
  for (const ExhibitRecord& exhibit : record.exhibits) {
    for (const std::string& id : add_exhibit(graph, record, exhibit))
      objects.push_back(reference(id));
    const std::string authorization = add_authorization(graph, exhibit);
    if (authorized.insert(authorization).second) authorizations.push_back(reference(authorization));
  }
  for (const std::string& id : add_entries(graph, record)) objects.push_back(reference(id));
  objects.push_back(reference(graph.add(graph.id("identity", "agency"), "uco-identity:Organization",
                                        {{"uco-core:name", record.agency}})));
  graph.add(graph.id("investigation", record.case_id), "investigation:Investigation",
            {{"uco-core:name", record.case_reference},
             {"uco-core:description", record.case_title},
             {"investigation:investigationForm", "case"},
             {"investigation:relevantAuthorization", std::move(authorizations)},
             {"uco-core:object", std::move(objects)}});
  return json::format_canonical(
      json::Object{{"@context", context_of(record)}, {"@graph", graph.take()}});
}

}  // namespace sanad::present
