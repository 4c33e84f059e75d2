#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lists/stix_names.h"
#include "sharing/indicator.h"

namespace sanad::sharing {
namespace {

struct MispType {
  std::string_view ours;
  std::string_view type;
  std::string_view category;
};
constexpr std::array<MispType, 19> kTypes = {{{"url", "url", "Network activity"},
                                              {"domain", "domain", "Network activity"},
                                              {"onion", "onion-address", "Network activity"},
                                              {"email", "email", "Network activity"},
                                              {"ipv4", "ip-dst", "Network activity"},
                                              {"ipv6", "ip-dst", "Network activity"},
                                              {"mac", "mac-address", "Network activity"},
                                              {"phone", "phone-number", "Person"},
                                              {"whatsapp", "phone-number", "Person"},
                                              {"iban", "iban", "Financial fraud"},
                                              {"btc", "btc", "Financial fraud"},
                                              {"monero", "xmr", "Financial fraud"},
                                              {"md5", "md5", "Payload delivery"},
                                              {"sha1", "sha1", "Payload delivery"},
                                              {"sha256", "sha256", "Payload delivery"},
                                              {"sha512", "sha512", "Payload delivery"},
                                              {"ssdeep", "ssdeep", "Payload delivery"},
                                              {"tlsh", "tlsh", "Payload delivery"},
                                              {"telegram", "text", "Social network"}}};

// MISP has no type for the rest: "other", and a machine tag that names it.
MispType type_of(std::string_view ours) {
  const auto found = std::ranges::find(kTypes, ours, &MispType::ours);
  return found == kTypes.end() ? MispType{ours, "other", "Other"} : *found;
}

std::string seconds(Timestamp at) { return std::to_string(at.unix_ms / 1000); }

json::Object tag(std::string name) { return {{"name", std::move(name)}}; }

json::Array marking_tags(const Marking& marking) {
  json::Array tags;
  tags.emplace_back(tag(fmt::format("tlp:{}", lists::tlp_name(marking.tlp))));
  // The taxonomy "PAP" of MISP, which writes its names in capitals.
  std::string pap(pap_name(marking.pap));
  for (char& c : pap) c = static_cast<char>(c - 'a' + 'A');
  tags.emplace_back(tag("PAP:" + pap));
  return tags;
}

json::Object attribute(const Publisher& publisher, const Indicator& one) {
  const MispType type = type_of(one.type);
  json::Array tags = marking_tags(one.marking);
  if (type.type != one.type) tags.emplace_back(tag(fmt::format("sanad:signal=\"{}\"", one.type)));
  for (const std::string& label : one.labels) tags.emplace_back(tag(label));
  std::string comment = one.note;
  for (const std::string& caveat : one.marking.caveats)
    comment += (comment.empty() ? "" : "\n") + caveat;
  const std::string id = indicator_id(publisher, one);
  return {{"uuid", id.substr(id.size() - 36)},
          {"type", type.type},
          {"category", type.category},
          {"to_ids", type.type != "other" && type.type != "text"},
          {"value", one.value},
          {"comment", comment},
          {"distribution", "5"},
          {"timestamp", seconds(one.released_at)},
          {"Tag", std::move(tags)}};
}

}  // namespace

json::Object misp_event(const Publisher& publisher, std::span<const Indicator> indicators,
                        Timestamp now) {
  json::Array attributes;
  Marking strictest{Tlp::kClear, Pap::kClear, {}};
  for (const Indicator& one : indicators) {
    if (one.withdrawn_at) continue;
    strictest.tlp = std::max(strictest.tlp, one.marking.tlp);
    strictest.pap = std::max(strictest.pap, one.marking.pap);
    attributes.emplace_back(attribute(publisher, one));
  }
  return {
      {"Event", json::Object{{"uuid", lists::name_uuid("released event\n" + publisher.agency)},
                             {"info", "Released indicators of " + publisher.agency},
                             {"date", format_timestamp(now).substr(0, 10)},
                             {"timestamp", seconds(now)},
                             {"threat_level_id", "4"},
                             {"analysis", "2"},
                             {"distribution", "0"},
                             {"published", false},
                             {"Orgc", json::Object{{"name", publisher.agency},
                                                   {"uuid", identity_id(publisher).substr(10)}}},
                             {"Tag", marking_tags(strictest)},
                             {"Attribute", std::move(attributes)}}}};
}

}  // namespace sanad::sharing
