#include "sharing/indicator.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/stable_sort.h"
#include "lists/stix_names.h"
#include "members.h"

namespace sanad::sharing {
namespace {

constexpr std::size_t kMaxValueBytes = 65'536;
constexpr Timestamp kTlpCreated{1'664'582'400'000};  // 2022-10-01, as published

struct ObjectPath {
  std::string_view type;
  std::string_view path;  // of the observable's member that holds the value
};
constexpr std::array<ObjectPath, 6> kPaths = {{{"domain", "domain-name:value"},
                                               {"onion", "domain-name:value"},
                                               {"email", "email-addr:value"},
                                               {"ipv4", "ipv4-addr:value"},
                                               {"ipv6", "ipv6-addr:value"},
                                               {"mac", "mac-addr:value"}}};
constexpr std::array<std::string_view, 7> kAccounts = {"telegram", "whatsapp", "discord", "signal",
                                                       "handle",   "phone",    "hashtag"};
constexpr std::array<std::string_view, 7> kOther = {"iban",   "btc",    "eth", "tron",
                                                    "monero", "solana", "imei"};

template <std::size_t kSize>
bool holds(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

std::string quoted(std::string_view value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

std::string tlp_id(Tlp tlp) { return std::string(lists::tlp_marking_id(tlp)); }

// TLP 2.0 as OASIS and FIRST published it: the same object everywhere.
json::Object tlp_object(Tlp tlp) {
  const json::Object extension{{"extension_type", "property-extension"},
                               {"tlp_2_0", lists::tlp_name(tlp)}};
  return {{"type", "marking-definition"},
          {"spec_version", "2.1"},
          {"id", tlp_id(tlp)},
          {"created", format_timestamp(kTlpCreated)},
          {"name", "TLP:" + upper(lists::tlp_name(tlp))},
          {"extensions", json::Object{{std::string(lists::kTlpExtension), extension}}}};
}

std::string statement_of(const Marking& marking) {
  std::string text = "PAP:" + upper(pap_name(marking.pap));
  for (const std::string& caveat : marking.caveats) text += "\n" + caveat;
  return text;
}

// STIX has no marking for PAP and caveats; a statement says them in words.
std::string statement_id(const Publisher& publisher, const Marking& marking) {
  return "marking-definition--" +
         lists::name_uuid("statement\n" + publisher.agency + "\n" + statement_of(marking));
}

json::Object statement_object(const Publisher& publisher, const Marking& marking) {
  return {{"type", "marking-definition"},
          {"spec_version", "2.1"},
          {"id", statement_id(publisher, marking)},
          {"created", format_timestamp(publisher.since)},
          {"created_by_ref", identity_id(publisher)},
          {"definition_type", "statement"},
          {"definition", json::Object{{"statement", statement_of(marking)}}}};
}

json::Object identity_object(const Publisher& publisher) {
  return {{"type", "identity"},
          {"spec_version", "2.1"},
          {"id", identity_id(publisher)},
          {"created", format_timestamp(publisher.since)},
          {"modified", format_timestamp(publisher.since)},
          {"name", publisher.agency},
          {"identity_class", "organization"}};
}

json::Object indicator_object(const Publisher& publisher, const Indicator& one,
                              std::optional<Timestamp> withdrawn) {
  json::Object object{{"type", "indicator"},
                      {"spec_version", "2.1"},
                      {"id", indicator_id(publisher, one)},
                      {"created_by_ref", identity_id(publisher)},
                      {"created", format_timestamp(one.released_at)},
                      {"modified", format_timestamp(withdrawn.value_or(one.released_at))},
                      {"object_marking_refs",
                       json::Array{tlp_id(one.marking.tlp), statement_id(publisher, one.marking)}},
                      {"indicator_types", json::Array{"unknown"}},
                      {"pattern", indicator_pattern(one.type, one.value)},
                      {"pattern_type", "stix"},
                      {"pattern_version", "2.1"},
                      {"valid_from", format_timestamp(one.released_at)}};
  if (withdrawn) object.set("revoked", true);
  if (one.valid_until) object.set("valid_until", format_timestamp(*one.valid_until));
  if (!one.note.empty()) object.set("description", one.note);
  if (!one.labels.empty()) object.set("labels", array_of(one.labels));
  object.set("external_references", json::Array{json::Object{{"source_name", "sanad-release"},
                                                             {"external_id", one.release}}});
  return object;
}

}  // namespace

Result<void> check_releasable(std::string_view type, std::string_view value) {
  if (value.empty() || value.size() > kMaxValueBytes || !is_utf8(value))
    return Error{ErrorCode::kInvalid, "an indicator's value has 1 to 65,536 bytes of UTF-8"};
  const bool is_observable =
      std::ranges::any_of(kPaths, [&](const ObjectPath& one) { return one.type == type; }) ||
      lists::format_stix_pattern(type, value).has_value();
  if (is_observable || holds(kAccounts, type) || holds(kOther, type)) return {};
  return Error{ErrorCode::kInvalid,
               fmt::format("\"{}\" is not released as an indicator: papers of persons, dates, "
                           "places and texts leave in a package only",
                           type)};
}

std::string indicator_pattern(std::string_view type, std::string_view value) {
  if (auto pattern = lists::format_stix_pattern(type, value)) return *pattern;
  for (const ObjectPath& one : kPaths) {
    if (one.type == type) return fmt::format("[{} = {}]", one.path, quoted(value));
  }
  if (holds(kAccounts, type))
    return fmt::format("[user-account:account_login = {} AND user-account:account_type = {}]",
                       quoted(value), quoted(type));
  return fmt::format("[x-sanad-selector:kind = {} AND x-sanad-selector:value = {}]", quoted(type),
                     quoted(value));
}

std::string identity_id(const Publisher& publisher) {
  return "identity--" + lists::name_uuid("identity\n" + publisher.agency);
}

std::string indicator_id(const Publisher& publisher, const Indicator& indicator) {
  return "indicator--" +
         lists::name_uuid("release\n" + publisher.agency + "\n" + indicator.release);
}

std::vector<StixVersion> stix_versions(const Publisher& publisher,
                                       std::span<const Indicator> indicators) {
  std::vector<StixVersion> all;
  std::set<std::string> there;
  const auto add = [&](json::Object object, Timestamp version, Timestamp added) {
    const json::Value view(object);
    all.push_back(
        {view["id"].string_or(""), view["type"].string_or(""), version, added, std::move(object)});
  };
  std::vector<const Indicator*> sorted;
  for (const Indicator& one : indicators) sorted.push_back(&one);
  stable_sort(sorted, [](const Indicator* a, const Indicator* b) {
    return a->released_at < b->released_at;
  });
  for (const Indicator* one : sorted) {
    // What an object refers to comes in with the first that does.
    if (there.insert("identity").second)
      add(identity_object(publisher), publisher.since, one->released_at);
    if (there.insert(tlp_id(one->marking.tlp)).second)
      add(tlp_object(one->marking.tlp), kTlpCreated, one->released_at);
    if (there.insert(statement_id(publisher, one->marking)).second)
      add(statement_object(publisher, one->marking), publisher.since, one->released_at);
    add(indicator_object(publisher, *one, std::nullopt), one->released_at, one->released_at);
  }
  for (const Indicator* one : sorted) {
    if (one->withdrawn_at)
      add(indicator_object(publisher, *one, one->withdrawn_at), *one->withdrawn_at,
          *one->withdrawn_at);
  }
  stable_sort(
      all, [](const StixVersion& a, const StixVersion& b) { return a.date_added < b.date_added; });
  return all;
}

json::Object stix_bundle(const Publisher& publisher, std::span<const Indicator> indicators) {
  json::Array objects;
  std::string names;
  for (const StixVersion& one : stix_versions(publisher, indicators)) {
    const auto later = std::ranges::find_if(indicators, [&](const Indicator& indicator) {
      return indicator.withdrawn_at && indicator_id(publisher, indicator) == one.id &&
             one.version < *indicator.withdrawn_at;
    });
    if (later != indicators.end()) continue;
    names += one.id + format_timestamp(one.version) + "\n";
    objects.emplace_back(one.object);
  }
  return {{"type", "bundle"},
          {"id", "bundle--" + lists::name_uuid("released\n" + publisher.agency + "\n" + names)},
          {"objects", std::move(objects)}};
}

}  // namespace sanad::sharing
