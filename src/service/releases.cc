#include "service/releases.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "crypto/crypto.h"
#include "crypto/id.h"
#include "lists/stix_names.h"
#include "reasons.h"
#include "service/cases.h"
#include "service/exchange.h"
#include "service/facets.h"
#include "service/lists.h"
#include "service/marks.h"
#include "service/material.h"
#include "service/people.h"
#include "service/planning.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::RefusalCode;
using authority::Role;
using sharing::Indicator;
using sharing::Marking;
using sharing::Publisher;

namespace {

constexpr std::size_t kMaxNoteBytes = 2000;
constexpr std::size_t kMaxLabels = 32;
constexpr std::size_t kMaxValueBytes = 16'000;  // an entry holds it, and more

Error refuse_release(Workspace& workspace, const Officer& caller, std::string_view case_id,
                     std::string_view target, RefusalCode code, std::string reason) {
  return refuse(workspace, caller, case_id, "release", target, {code, std::move(reason), ""});
}

// What is released, and whence.
struct Found {
  std::string type, value;
  json::Object source;
  std::optional<Marking> least;  // the marking of where it comes from
};

Result<Found> find_selector(Workspace& workspace, const Officer& caller, const records::Case& of,
                            std::int64_t row) {
  SANAD_TRY(const Material material, Material::open(workspace, caller, of.id));
  SANAD_TRY(const auto selector, material.facts().selector(row, material.unmasked()));
  if (selector.is_masked)
    return refuse_release(workspace, caller, of.id, fmt::format("selector {}", row),
                          RefusalCode::kOutOfScope,
                          "it is of a person whose mask was not lifted; lift it with a reason "
                          "first, if that is necessary");
  Found found{selector.kind,
              selector.value,
              json::Object{{"kind", "selector"}, {"documents", selector.documents}},
              {}};
  SANAD_TRY(const auto marked, workspace.records().marking(of.id));
  if (marked) {
    SANAD_TRY(found.least, sharing::parse_marking(marked->data["marking"]));
  }
  return found;
}

Result<Found> find_entry(Workspace& workspace, const Officer& caller, const records::Case& of,
                         const ReleaseOrder& order) {
  SANAD_TRY(const records::List list, find_list(workspace, caller, order.list));
  SANAD_TRY(const std::string agency, workspace.records().agency());
  if (list.owner != agency)
    return refuse_release(workspace, caller, of.id, list.id, RefusalCode::kMarking,
                          fmt::format("the list {} is {}'s; what others lent is not released on",
                                      list.name, list.owner));
  SANAD_TRY(const auto whole, share_list(workspace, caller, list.id));
  const auto entry = std::ranges::find(whole->entries, order.entry, &lists::Entry::id);
  if (entry == whole->entries.end())
    return Error{ErrorCode::kNotFound,
                 fmt::format("the list {} has no entry \"{}\"", list.name, order.entry)};
  Found found{entry->signal, entry->value,
              json::Object{{"kind", "list-entry"},
                           {"list", list.id},
                           {"list_version", list.version},
                           {"entry", entry->id}},
              Marking{whole->tlp, sharing::Pap::kClear, {}}};
  return found;
}

Result<void> check_order(Workspace& workspace, const ReleaseOrder& order, Timestamp now) {
  SANAD_CHECK(require_words(order.reason, "the reason"));
  if (order.selector.has_value() == !order.list.empty())
    return Error{ErrorCode::kInvalid, "name a selector, or a list and one of its entries"};
  if (!order.note.empty()) SANAD_CHECK(require_words(order.note, "the note", kMaxNoteBytes));
  if (order.valid_until && *order.valid_until <= now)
    return Error{ErrorCode::kInvalid, "an indicator is valid until a time after now"};
  if (order.labels.size() > kMaxLabels)
    return Error{ErrorCode::kInvalid, fmt::format("at most {} labels", kMaxLabels)};
  SANAD_CHECK(sharing::parse_marking(json::Value(sharing::format_marking(order.marking))));
  SANAD_TRY(const lists::FacetSet facets, facets_in_force(workspace));
  for (const std::string& text : order.labels) {
    SANAD_TRY(const lists::Label label, lists::parse_label(text));
    if (!facets.knows(label))
      return Error{ErrorCode::kInvalid, fmt::format("the facets have no label \"{}\"", text)};
  }
  return {};
}

Indicator indicator_of(const records::Release& release) {
  Indicator one;
  one.release = release.id;
  one.type = release.data["type"].string_or("");
  one.value = release.data["value"].string_or("");
  if (auto marking = sharing::parse_marking(release.data["marking"]); marking.ok())
    one.marking = *marking;
  one.note = release.data["note"].string_or("");
  if (const json::Array* labels = release.data["labels"].as_array())
    for (const json::Value& label : *labels) one.labels.push_back(label.string_or(""));
  one.released_at = release.at;
  if (const auto until = parse_timestamp(release.data["valid_until"].string_or("")); until.ok())
    one.valid_until = *until;
  one.withdrawn_at = release.withdrawn_at;
  return one;
}

Result<Publisher> publisher_of(Workspace& workspace) {
  Publisher publisher;
  SANAD_TRY(publisher.agency, workspace.records().agency());
  SANAD_TRY(const auto made,
            workspace.records().entries({.kind = "workspace.created", .limit = 1}));
  if (!made.empty()) publisher.since = made.front().at;
  return publisher;
}

Result<Marking> most_for(Workspace& workspace, const records::Token& token) {
  const Marking open{sharing::Tlp::kGreen, sharing::Pap::kGreen, {}};
  auto partner = workspace.records().partner(token.partner);
  if (!partner.ok() && partner.error().code != ErrorCode::kNotFound) return partner.error();
  if (!partner.ok() || !partner->is_in_force()) return open;
  return most_of(*partner);
}

std::string collection_id(const std::string& agency, sharing::Tlp tlp) {
  return lists::name_uuid(fmt::format("collection\n{}\n{}", agency, lists::tlp_name(tlp)));
}

// Recorded before it is told, version by version, and once.
Result<void> record_disclosure(Workspace& workspace, const records::Token& token,
                               std::string_view collection,
                               const std::vector<std::pair<std::string, std::string>>& shown) {
  constexpr std::size_t kMaxInOneEntry = 500;
  json::Array told;
  const auto flush = [&]() -> Result<void> {
    if (told.empty()) return {};
    SANAD_CHECK(
        workspace.custody().record({"indicators.disclosed", std::string(custody::kSystem), "",
                                    json::Object{{"token", token.id},
                                                 {"partner", token.partner},
                                                 {"collection", collection},
                                                 {"told", std::move(told)}}}));
    told = {};
    return {};
  };
  for (const auto& [release, version] : shown) {
    SANAD_TRY(const bool is_known, workspace.records().was_told(token.id, release, version));
    if (is_known) continue;
    told.emplace_back(json::Object{{"release", release}, {"version", version}});
    if (told.size() == kMaxInOneEntry) SANAD_CHECK(flush());
  }
  return flush();
}

}  // namespace

Result<records::Release> release_indicator(Workspace& workspace, const Officer& caller,
                                           const ReleaseOrder& order) {
  SANAD_CHECK(check_order(workspace, order, workspace.clock().now()));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
  authority::ActRequest act{
      of_case.id, authority::Activity::kShare, {}, order.authorisation, "release of an indicator"};
  SANAD_TRY(const authority::Permit granted, permit(workspace, caller, act));
  SANAD_TRY(Found found, order.selector ? find_selector(workspace, caller, of_case, *order.selector)
                                        : find_entry(workspace, caller, of_case, order));
  SANAD_CHECK(sharing::check_releasable(found.type, found.value));
  if (found.value.size() > kMaxValueBytes)
    return Error{ErrorCode::kLimit,
                 fmt::format("an indicator's value has at most {} bytes", kMaxValueBytes)};
  if (found.least && sharing::exceeds(*found.least, order.marking))
    return refuse_release(
        workspace, caller, of_case.id, found.type, RefusalCode::kMarking,
        fmt::format("where it comes from is marked {}, more strictly than the "
                    "release ({}); a supervisor may mark that anew",
                    sharing::marking_words(*found.least), sharing::marking_words(order.marking)));
  SANAD_TRY(const auto earlier, workspace.records().releases(""));
  for (const records::Release& one : earlier) {
    if (!one.withdrawn_at && one.data["type"].string_or("") == found.type &&
        one.data["value"].string_or("") == found.value)
      return Error{ErrorCode::kConflict, fmt::format("it was released already, as {}", one.id)};
  }
  const std::string id = crypto::new_id("release");
  SANAD_CHECK(workspace.custody().record(
      {"indicator.released", caller.id, of_case.id,
       json::Object{
           {"release", id},
           {"type", found.type},
           {"value", found.value},
           {"source", std::move(found.source)},
           {"marking", sharing::format_marking(order.marking)},
           {"note", order.note},
           {"labels", json::Array(order.labels.begin(), order.labels.end())},
           {"valid_until",
            order.valid_until ? json::Value(format_timestamp(*order.valid_until)) : nullptr},
           {"reason", order.reason},
           {"authorisation", granted.authorisation()},
           {"permit",
            custody::format_grounds({{"decided_at", format_timestamp(granted.decided_at())}},
                                    granted.grounds())}}}));
  return workspace.records().release(id);
}

Result<records::Release> withdraw_release(Workspace& workspace, const Officer& caller,
                                          std::string_view release, std::string_view reason) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor},
                           "withdraw an indicator"));
  SANAD_CHECK(require_words(reason, "the reason"));
  SANAD_TRY(const records::Release found, workspace.records().release(release));
  SANAD_CHECK(require_sight(workspace, caller, found.case_id));
  if (found.withdrawn_at)
    return Error{ErrorCode::kConflict, fmt::format("{} was withdrawn already", found.id)};
  SANAD_CHECK(
      workspace.custody().record({"indicator.withdrawn", caller.id, found.case_id,
                                  json::Object{{"release", found.id}, {"reason", reason}}}));
  return workspace.records().release(found.id);
}

Result<std::vector<records::Release>> list_releases(Workspace& workspace, const Officer& caller,
                                                    std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  std::string of_case;
  if (!case_id.empty()) {
    SANAD_TRY(const records::Case found, case_for(workspace, caller, case_id));
    of_case = found.id;
  }
  SANAD_TRY(auto releases, workspace.records().releases(of_case));
  SANAD_CHECK(keep_seen(workspace, caller, releases,
                        [](const records::Release& one) { return one.case_id; }));
  std::ranges::reverse(releases);
  return releases;
}

Result<ReleaseFormat> parse_release_format(std::string_view word) {
  if (word.empty() || word == "stix") return ReleaseFormat::kStix;
  if (word == "misp") return ReleaseFormat::kMisp;
  return Error{ErrorCode::kInvalid, "indicators are written as \"stix\" or \"misp\""};
}

Result<ReleasedFile> export_releases(Workspace& workspace, const Officer& caller,
                                     ReleaseFormat format, std::string_view partner,
                                     std::string_view purpose) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor},
                           "export released indicators"));
  SANAD_CHECK(require_words(purpose, "the purpose"));
  SANAD_TRY(const records::Partner to, workspace.records().partner(partner));
  if (!to.is_in_force())
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} is not in force; nothing is exported for it", to.name)};
  SANAD_TRY(const Marking most, most_of(to));
  SANAD_TRY(const auto releases, workspace.records().releases(""));
  std::vector<Indicator> indicators;
  json::Array ids;
  for (const records::Release& one : releases) {
    Indicator indicator = indicator_of(one);
    if (indicator.marking.tlp == sharing::Tlp::kRed || sharing::exceeds(indicator.marking, most))
      continue;
    // A withdrawn one is told as revoked, to those who may have had it.
    if (ids.size() < 1000) ids.emplace_back(one.id);
    indicators.push_back(std::move(indicator));
  }
  SANAD_TRY(const Publisher publisher, publisher_of(workspace));
  const json::Object made =
      format == ReleaseFormat::kStix
          ? sharing::stix_bundle(publisher, indicators)
          : sharing::misp_event(publisher, indicators, workspace.clock().now());
  ReleasedFile file;
  file.text = json::format_pretty(json::Value(made)) + "\n";
  file.count = indicators.size();
  file.name = format == ReleaseFormat::kStix ? "indicators.stix.json" : "indicators.misp.json";
  SANAD_CHECK(workspace.custody().record(
      {"indicators.exported", caller.id, "",
       json::Object{{"format", format == ReleaseFormat::kStix ? "stix" : "misp"},
                    {"partner", to.id},
                    {"purpose", purpose},
                    {"releases", std::move(ids)},
                    {"count", std::uint64_t{file.count}},
                    {"sha256", format_hex(crypto::sha256(as_bytes(file.text)))}}}));
  return file;
}

Result<std::vector<Collection>> collections_of(Workspace& workspace, const records::Token& token) {
  SANAD_TRY(const std::string agency, workspace.records().agency());
  SANAD_TRY(const Marking most, most_for(workspace, token));
  std::vector<Collection> all;
  for (const sharing::Tlp tlp : {sharing::Tlp::kClear, sharing::Tlp::kGreen, sharing::Tlp::kAmber,
                                 sharing::Tlp::kAmberStrict}) {
    if (tlp > most.tlp) continue;
    const Marking level{tlp, sharing::Pap::kClear, {}};
    const std::string words = sharing::marking_words(level);
    all.push_back(
        {collection_id(agency, tlp), tlp,
         fmt::format("{}: indicators marked {}", agency, words.substr(0, words.find(' ')))});
  }
  return all;
}

Result<sharing::TaxiiPage> read_collection(Workspace& workspace, const records::Token& token,
                                           std::string_view collection, Taxii what,
                                           const sharing::TaxiiQuery& query) {
  SANAD_TRY(const auto collections, collections_of(workspace, token));
  const auto found = std::ranges::find(collections, collection, &Collection::id);
  if (found == collections.end())
    return Error{ErrorCode::kNotFound, "there is no such collection for this token"};
  SANAD_TRY(const Marking most, most_for(workspace, token));
  SANAD_TRY(const Publisher publisher, publisher_of(workspace));
  SANAD_TRY(const auto releases, workspace.records().releases(""));
  std::vector<Indicator> indicators;
  for (const records::Release& one : releases) {
    Indicator indicator = indicator_of(one);
    if (indicator.marking.tlp == found->tlp && !sharing::exceeds(indicator.marking, most))
      indicators.push_back(std::move(indicator));
  }
  const auto versions = sharing::stix_versions(publisher, indicators);
  sharing::TaxiiPage page = what == Taxii::kObjects    ? sharing::taxii_objects(versions, query)
                            : what == Taxii::kManifest ? sharing::taxii_manifest(versions, query)
                                                       : sharing::taxii_versions(versions, query);
  if (what != Taxii::kObjects) return page;
  std::vector<std::pair<std::string, std::string>> shown;
  const json::Value body(page.body);
  if (const json::Array* objects = body["objects"].as_array()) {
    for (const json::Value& object : *objects) {
      for (const Indicator& one : indicators) {
        if (object["id"].string_or("") == sharing::indicator_id(publisher, one))
          shown.emplace_back(one.release, object["modified"].string_or(""));
      }
    }
  }
  SANAD_CHECK(record_disclosure(workspace, token, found->id, shown));
  return page;
}

json::Object view(const records::Release& release) {
  return {
      {"release", release.id},
      {"case", release.case_id},
      {"state", release.withdrawn_at ? "withdrawn" : "released"},
      {"type", release.data["type"]},
      {"value", release.data["value"]},
      {"source", release.data["source"]},
      {"marking", release.data["marking"]},
      {"note", release.data["note"]},
      {"labels", release.data["labels"]},
      {"valid_until", release.data["valid_until"]},
      {"reason", release.data["reason"]},
      {"at", format_timestamp(release.at)},
      {"by", release.by},
      {"withdrawn_at", release.withdrawn_at ? json::Value(format_timestamp(*release.withdrawn_at))
                                            : json::Value(nullptr)},
      {"withdrawn_by", release.withdrawn_by},
      {"withdraw_reason", release.reason}};
}

}  // namespace sanad::service
