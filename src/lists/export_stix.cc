// A STIX 2.1 bundle: an identity (the owner), the TLP 2.0 marking, a report (the list), an
// indicator for each entry and an opinion for each feedback. Ids are derived from owner, list and
// entry, so that the next version of a list updates the same objects.
#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "collect.h"
#include "json/json.h"
#include "lists/format.h"
#include "losses.h"
#include "stix.h"
#include "text.h"

namespace sanad::lists {

namespace {

constexpr std::string_view kIndicator = "indicator--";

std::string_view stix_opinion(Opinion opinion) {
  switch (opinion) {
    case Opinion::kAgree:
      return "agree";
    case Opinion::kDisagree:
      return "disagree";
    case Opinion::kDispute:
      return "strongly-disagree";
    case Opinion::kWithdraw:
    case Opinion::kAnswer:
      break;
  }
  return "neutral";
}

class StixExport {
 public:
  explicit StixExport(const List& list)
      : list_(list), owner_id_("identity--" + name_uuid("identity\n" + list.owner)) {}

  Exported run() {
    json::Array objects;
    objects.emplace_back(identity());
    objects.emplace_back(marking());
    json::Array indicators;
    json::Array opinions;
    json::Array refs;
    for (const auto& entry : list_.entries) {
      const auto pattern = format_stix_pattern(entry.signal, entry.value);
      if (!pattern) {
        losses_.add(fmt::format("entries of {} have no pattern in STIX", entry.signal));
        continue;
      }
      const std::string id = indicator_id(entry);
      indicators.emplace_back(indicator(entry, id, *pattern));
      refs.emplace_back(id);
      for (const auto& feedback : entry.feedback)
        opinions.emplace_back(opinion(entry, feedback, id));
    }
    if (refs.empty()) refs.emplace_back(owner_id_);  // a report must refer to something
    objects.emplace_back(report(std::move(refs)));
    for (auto* more : {&indicators, &opinions}) {
      for (auto& object : *more) objects.push_back(std::move(object));
    }
    const std::string digest = format_hex(list_digest(list_));
    const json::Object bundle{{"type", "bundle"},
                              {"id", "bundle--" + name_uuid("bundle\n" + digest)},
                              {"objects", std::move(objects)}};
    return {json::format_pretty(bundle) + "\n", losses_.take()};
  }

 private:
  static void refer(json::Array& references, const char* name, const std::string& id) {
    if (!id.empty())
      references.emplace_back(json::Object{{"source_name", name}, {"external_id", id}});
  }
  static void refer_text(json::Array& references, const char* name, const std::string& text) {
    if (!text.empty())
      references.emplace_back(json::Object{{"source_name", name}, {"description", text}});
  }

  json::Object common(const char* type, const std::string& id, Timestamp created,
                      Timestamp modified) const {
    return {{"type", type},
            {"spec_version", "2.1"},
            {"id", id},
            {"created", format_timestamp(created)},
            {"modified", format_timestamp(modified)},
            {"object_marking_refs", json::Array{tlp_marking_id(list_.tlp)}}};
  }

  json::Object identity() const {
    json::Object object = common("identity", owner_id_, list_.published_at, list_.published_at);
    object.set("name", list_.owner);
    object.set("identity_class", "organization");
    return object;
  }

  json::Object marking() const {
    const json::Object extension{{"extension_type", "property-extension"},
                                 {"tlp_2_0", tlp_name(list_.tlp)}};
    return {{"type", "marking-definition"},
            {"spec_version", "2.1"},
            {"id", tlp_marking_id(list_.tlp)},
            {"created", "2022-10-01T00:00:00.000Z"},
            {"name", "TLP:" + ascii_upper(tlp_name(list_.tlp))},
            {"extensions", json::Object{{std::string(kTlpExtension), extension}}}};
  }

  json::Object report(json::Array refs) const {
    const std::string id = "report--" + name_uuid("report\n" + list_.owner + "\n" + list_.name);
    json::Object object = common("report", id, list_.published_at, list_.published_at);
    object.set("created_by_ref", owner_id_);
    object.set("name", list_.name);
    if (!list_.provenance.empty()) object.set("description", list_.provenance);
    object.set("report_types", json::Array{"indicator"});
    object.set("published", format_timestamp(list_.published_at));
    object.set("object_refs", std::move(refs));
    json::Array references;
    refer(references, "sanad-version", list_.version);
    refer_text(references, "sanad-licence", list_.licence);
    if (list_.expires_at) refer(references, "sanad-expires", format_timestamp(*list_.expires_at));
    object.set("external_references", std::move(references));
    return object;
  }

  std::string indicator_id(const Entry& entry) const {
    if (entry.id.starts_with(kIndicator) && is_uuid(entry.id.substr(kIndicator.size())))
      return entry.id;
    return std::string(kIndicator) +
           name_uuid("indicator\n" + list_.owner + "\n" + list_.name + "\n" + entry.id);
  }

  json::Object indicator(const Entry& entry, const std::string& id, const std::string& pattern) {
    const Timestamp from = entry.added_at.value_or(list_.published_at);
    json::Object object = common("indicator", id, from, std::max(from, list_.published_at));
    object.set("created_by_ref", owner_id_);
    object.set("indicator_types", json::Array{"unknown"});
    object.set("pattern", pattern);
    object.set("pattern_type", "stix");
    object.set("pattern_version", "2.1");
    object.set("valid_from", format_timestamp(from));
    json::Array references;
    refer(references, "sanad-entry", entry.id);
    if (!entry.added_at) refer(references, "sanad-added", "unknown");
    if (entry.expires_at && *entry.expires_at > from) {
      object.set("valid_until", format_timestamp(*entry.expires_at));
    } else if (entry.expires_at) {
      // STIX asks that valid_until be later than valid_from.
      refer(references, "sanad-expires", format_timestamp(*entry.expires_at));
      losses_.add("an expiry before the time of addition is only in a reference of ours");
    }
    if (entry.quality) refer(references, "sanad-quality", std::to_string(*entry.quality));
    refer_text(references, "sanad-provenance", entry.provenance);
    object.set("external_references", std::move(references));
    if (!entry.note.empty()) object.set("description", entry.note);
    json::Array labels;
    for (const auto& label : entry.labels) labels.emplace_back(tag_from_label(label));
    if (!labels.empty()) object.set("labels", std::move(labels));
    return object;
  }

  json::Object opinion(const Entry& entry, const Feedback& feedback, const std::string& about) {
    const std::string id =
        "opinion--" +
        name_uuid(fmt::format("opinion\n{}\n{}\n{}\n{}\n{}\n{}\n{}", list_.owner, list_.name,
                              entry.id, feedback.by, format_timestamp(feedback.at),
                              opinion_name(feedback.opinion), feedback.reason));
    json::Object object = common("opinion", id, feedback.at, feedback.at);
    object.set("authors", json::Array{feedback.by});
    object.set("opinion", stix_opinion(feedback.opinion));
    if (!feedback.reason.empty()) object.set("explanation", feedback.reason);
    object.set("object_refs", json::Array{about});
    json::Array references;
    refer(references, "sanad-opinion", std::string(opinion_name(feedback.opinion)));
    object.set("external_references", std::move(references));
    return object;
  }

  const List& list_;  // outlives this object
  std::string owner_id_;
  Losses losses_;
};

}  // namespace

Result<Exported> export_stix(const List& list) {
  SANAD_CHECK(check_list(list));
  return StixExport(list).run();
}

}  // namespace sanad::lists
