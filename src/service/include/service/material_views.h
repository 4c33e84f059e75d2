// The views of a case's material as JSON (api/openapi.json). Beginnings and ends ("first", "last")
// are in UTC where the source tells the zone and else as they stood on the device, so they carry no
// zone.
#pragma once

#include "case_index/case_index.h"
#include "service/material.h"
#include "service/people_of_material.h"
#include "service/search_views.h"

namespace sanad::service {

json::Object view(const case_index::Chat& chat);
json::Object view(const case_index::SelectorValue& selector);
json::Object view(const case_index::Graph& graph);
json::Object view(const case_index::PlaceCluster& place);
json::Object view(const case_index::CaseIndex::Duplicate& duplicate);
json::Object view(const case_index::ClusterRun& run);
json::Object view(const case_index::Timeline& timeline, case_index::ClockKind clock,
                  const Zone& zone);
json::Object view(const case_index::Activity& activity, const Zone& zone);
json::Object view(const Unmasking& unmasking);

// With the numbers of the exhibits.
Result<json::Object> view(const Material& material, const case_index::Cluster& cluster);
Result<json::Object> view(const Material& material, const case_index::ClusterMember& member);
Result<json::Object> view(const Material& material, const case_index::ChainLink& link);
// {"items", "next"}; next is "ms:document", or null.
Result<json::Object> view(const Material& material, const case_index::Rows& rows);
Result<json::Object> view(const Material& material, const PersonQuestion& question,
                          const PersonAnswer& answer);

// "ms:document" of an earlier page. kInvalid.
Result<case_index::After> parse_after(std::string_view text);
// "chat:12". kInvalid.
Result<case_index::NodeId> parse_node(std::string_view text);

}  // namespace sanad::service
