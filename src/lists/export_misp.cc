// One MISP event: attributes with tags and analysts' opinions. It is written for the reader's own
// organisation only (distribution 0) and unpublished, so that a person decides who sees it.
#include <fmt/format.h>

#include "collect.h"
#include "json/json.h"
#include "losses.h"
#include "misp.h"
#include "stix.h"

namespace sanad::lists {

namespace {

struct MispType {
  std::string_view type;
  std::string_view category;
};

// MISP has no type for perceptual fingerprints; "other" with a machine tag names the signal.
MispType misp_type(std::string_view signal) {
  if (signal == "md5" || signal == "sha1" || signal == "sha256" || signal == "sha512" ||
      signal == "ssdeep" || signal == "tlsh")
    return {signal, "Payload delivery"};
  if (signal == "url") return {"url", "Network activity"};
  if (signal == "text") return {"text", "Other"};
  return {"other", "Other"};
}

std::string seconds(Timestamp at) { return std::to_string(at.unix_ms / 1000); }

// As MISP's analyst data has it: UTC without a zone; milliseconds only where there are some.
std::string analyst_time(Timestamp at) {
  std::string text = format_timestamp(at);
  text[10] = ' ';
  text.resize(text.ends_with(".000Z") ? 19 : 23);
  return text;
}

class MispExport {
 public:
  explicit MispExport(const List& list) : list_(list) {}

  Exported run() {
    json::Array attributes;
    for (const auto& entry : list_.entries) attributes.emplace_back(attribute(entry));
    const std::string day = format_timestamp(list_.published_at).substr(0, 10);
    json::Object event{{"uuid", name_uuid("event\n" + list_.owner + "\n" + list_.name)},
                       {"info", list_.name},
                       {"date", day},
                       {"timestamp", seconds(list_.published_at)},
                       {"threat_level_id", "4"},
                       {"analysis", "2"},
                       {"distribution", "0"},
                       {"published", false},
                       {"Orgc", json::Object{{"name", list_.owner},
                                             {"uuid", name_uuid("identity\n" + list_.owner)}}},
                       {"Tag", event_tags()},
                       {"Attribute", std::move(attributes)}};
    return {json::format_pretty(json::Object{{"Event", std::move(event)}}) + "\n", losses_.take()};
  }

 private:
  static void add_tag(json::Array& tags, std::string name) {
    tags.emplace_back(json::Object{{"name", std::move(name)}});
  }

  json::Array event_tags() const {
    json::Array tags;
    add_tag(tags, fmt::format("tlp:{}", tlp_name(list_.tlp)));
    add_tag(tags, format_machine_tag("version", list_.version));
    add_tag(tags, format_machine_tag("published", format_timestamp(list_.published_at)));
    if (!list_.licence.empty()) add_tag(tags, format_machine_tag("licence", list_.licence));
    if (!list_.provenance.empty())
      add_tag(tags, format_machine_tag("provenance", list_.provenance));
    if (list_.expires_at)
      add_tag(tags, format_machine_tag("expires", format_timestamp(*list_.expires_at)));
    return tags;
  }

  json::Object attribute(const Entry& entry) {
    const auto [type, category] = misp_type(entry.signal);
    const std::string uuid =
        is_uuid(entry.id)
            ? entry.id
            : name_uuid("attribute\n" + list_.owner + "\n" + list_.name + "\n" + entry.id);
    json::Object object{{"uuid", uuid},
                        {"type", type},
                        {"category", category},
                        {"to_ids", type != "other" && type != "text"},
                        {"value", entry.value},
                        {"comment", entry.note},
                        {"distribution", "5"},
                        {"timestamp", seconds(entry.added_at.value_or(list_.published_at))},
                        {"Tag", attribute_tags(entry, type)}};
    json::Array opinions;
    for (const auto& feedback : entry.feedback)
      opinions.emplace_back(opinion(entry, feedback, uuid));
    if (!opinions.empty()) object.set("Opinion", std::move(opinions));
    return object;
  }

  json::Array attribute_tags(const Entry& entry, std::string_view type) {
    json::Array tags;
    if (entry.signal != type) add_tag(tags, format_machine_tag("signal", entry.signal));
    if (entry.signal == "text") add_tag(tags, format_machine_tag("signal", "text"));
    if (!is_uuid(entry.id)) add_tag(tags, format_machine_tag("entry", entry.id));
    if (entry.quality) add_tag(tags, format_machine_tag("quality", std::to_string(*entry.quality)));
    if (!entry.provenance.empty())
      add_tag(tags, format_machine_tag("provenance", entry.provenance));
    add_tag(tags, format_machine_tag(
                      "added", entry.added_at ? format_timestamp(*entry.added_at) : "unknown"));
    if (entry.expires_at)
      add_tag(tags, format_machine_tag("expires", format_timestamp(*entry.expires_at)));
    for (const auto& label : entry.labels) {
      const std::string tag = tag_from_label(label);
      if (tag.starts_with("tlp:") || tag.starts_with("sanad:")) {
        losses_.add("tags that begin with \"tlp:\" or \"sanad:\" are left out");
      } else {
        add_tag(tags, tag);
      }
    }
    return tags;
  }

  json::Object opinion(const Entry& entry, const Feedback& feedback, const std::string& about) {
    const std::string id = name_uuid(fmt::format(
        "opinion\n{}\n{}\n{}\n{}\n{}\n{}\n{}", list_.owner, list_.name, entry.id, feedback.by,
        format_timestamp(feedback.at), opinion_name(feedback.opinion), feedback.reason));
    const std::string at = analyst_time(feedback.at);
    return {{"uuid", id},
            {"object_uuid", about},
            {"object_type", "Attribute"},
            {"authors", feedback.by},
            {"opinion", misp_opinion(feedback.opinion)},
            {"comment", fmt::format("[{}] {}", opinion_name(feedback.opinion), feedback.reason)},
            {"created", at},
            {"modified", at},
            {"distribution", "0"}};
  }

  const List& list_;  // outlives this object
  Losses losses_;
};

}  // namespace

Result<Exported> export_misp(const List& list) {
  SANAD_CHECK(check_list(list));
  return MispExport(list).run();
}

}  // namespace sanad::lists
