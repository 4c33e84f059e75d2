// JSON of ThreatExchange and HMA. A document is one record, a list of records, {"data": [record]},
// or an object whose members are records (answers to "?ids="). A record is told by its members:
//   signals                       content of an HMA bank: one entry for each signal
//   indicator and descriptors     an update: one entry, one opinion for each descriptor
//   raw_indicator or indicator    a descriptor
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "collect.h"
#include "lists/signal.h"
#include "text.h"
#include "threatexchange.h"

namespace sanad::lists {

namespace {

// Members of a descriptor or an update that are read, or say nothing that a list could keep.
constexpr std::string_view kReadMembers[] = {
    "id",         "indicator",   "raw_indicator", "type",          "owner",
    "status",     "share_level", "tags",          "description",   "added_on",
    "expired_on", "reactions",   "descriptors",   "should_delete", "last_updated"};
constexpr std::size_t kMaxUnreadNames = 20;

class JsonImport {
 public:
  explicit JsonImport(const ImportOptions& options) : collector_(options) {}

  Result<Imported> run(std::string_view bytes) {
    SANAD_CHECK(collector_.begin(bytes.size()));
    SANAD_TRY(const json::Value document, json::parse_foreign(bytes));
    if (is_record(document)) {
      record(document, "");
    } else if (const auto* array = document.as_array()) {
      SANAD_CHECK(records(*array, ""));
    } else if (const auto* data = document["data"].as_array()) {
      SANAD_CHECK(records(*data, "/data"));
      if (!document["paging"]["next"].is_null())
        collector_.problem("/paging/next", "there are further pages, which are not in this file");
    } else {
      SANAD_CHECK(members(document));
    }
    return collector_.finish();
  }

 private:
  static bool is_record(const json::Value& value) {
    return value["signals"].as_object() || value["raw_indicator"].as_string() ||
           !value["indicator"].is_null();
  }

  Result<void> records(const json::Array& array, std::string_view path) {
    for (std::size_t i = 0; i < array.size(); ++i) {
      record(array[i], fmt::format("{}/{}", path, i));
      SANAD_CHECK(collector_.within_limits());
    }
    return {};
  }

  Result<void> members(const json::Value& document) {
    const auto* object = document.as_object();
    const bool any = object && std::any_of(object->begin(), object->end(),
                                           [](const auto& m) { return is_record(m.value); });
    if (!any)
      return Error{ErrorCode::kInvalid,
                   "no descriptors, updates or banked content in this JSON; see which shapes are "
                   "read"};
    for (const auto& member : *object) {
      record(member.value, "/" + std::string(cut_utf8(member.name, kMaxIdBytes)));
      SANAD_CHECK(collector_.within_limits());
    }
    return {};
  }

  void record(const json::Value& value, const std::string& where) {
    if (value["signals"].as_object()) {
      banked(value, where);
    } else if (value["should_delete"].as_bool() || value["descriptors"].as_object()) {
      update(value, where);
    } else if (is_record(value)) {
      if (const auto place = entry(value, value, where)) descriptor(*place, value, where, false);
    } else {
      collector_.not_understood(where, "neither a descriptor, an update nor banked content");
    }
  }

  // indicator: the object with the value and its type.
  std::optional<std::size_t> entry(const json::Value& indicator, const json::Value& described,
                                   const std::string& where) {
    const json::Value& nested = indicator["indicator"];
    std::string value = indicator["raw_indicator"].string_or("");
    if (value.empty()) value = nested.string_or("");
    if (value.empty()) value = nested["indicator"].string_or("");
    std::string type = indicator["type"].string_or("");
    if (type.empty()) type = nested["type"].string_or("");
    const std::string signal = type.empty() ? collector_.options().signal : signal_from_type(type);
    if (signal.empty()) {
      collector_.not_understood(where, fmt::format("the type \"{}\" is no signal of a list",
                                                   cut_utf8(type, kMaxNameBytes)));
      return std::nullopt;
    }
    Entry made{.id = text_of(indicator["id"]),
               .signal = signal,
               .value = std::move(value),
               .note = described["description"].string_or("")};
    made.added_at = time(described["added_on"], where);
    made.expires_at = time(described["expired_on"], where);
    return collector_.take(std::move(made), where);
  }

  std::optional<Timestamp> time(const json::Value& value, std::string_view where) {
    if (value.is_null() || value.as_int() == 0 || value.string_or("0").empty()) return std::nullopt;
    const auto at = time_of(value);
    if (!at) collector_.problem(where, "a time was not understood and left out");
    return at;
  }

  void update(const json::Value& value, const std::string& where) {
    const auto* descriptors = value["descriptors"]["data"].as_array();
    if (value["should_delete"].bool_or(false) || !descriptors || descriptors->empty()) {
      collector_.not_understood(where, "its owner deleted it; it was not taken");
      return;
    }
    const auto place = entry(value, (*descriptors)[0], where);
    if (!place) return;
    for (std::size_t i = 0; i < descriptors->size(); ++i)
      descriptor(*place, (*descriptors)[i], fmt::format("{}/descriptors/data/{}", where, i), true);
  }

  static std::string owner(const json::Value& descriptor) {
    const std::string name = descriptor["owner"]["name"].string_or("");
    return name.empty() ? text_of(descriptor["owner"]["id"]) : name;
  }

  // speaks: several parties share the entry, so each one's "malicious" is an opinion.
  void descriptor(std::size_t place, const json::Value& value, const std::string& where,
                  bool speaks) {
    name_unread(value, where);
    tags(place, value["tags"], where);
    if (const auto level = value["share_level"].string_or(""); !level.empty()) {
      if (const auto tlp = parse_tlp(level)) {
        collector_.tlp(*tlp);
      } else {
        collector_.problem(where, "the share level was not understood");
      }
    }
    const auto at = time(value["added_on"], where).value_or(collector_.options().imported_at);
    const std::string status = value["status"].string_or("");
    const auto say = [&](Opinion opinion) {
      collector_.feedback(
          place,
          {.by = owner(value), .opinion = opinion, .reason = "ThreatExchange: " + status, .at = at},
          where);
    };
    if (status == "NON_MALICIOUS") {
      say(Opinion::kDisagree);
    } else if (status == "MALICIOUS") {
      if (speaks) say(Opinion::kAgree);
    } else if (!status.empty()) {
      collector_.tag(place, ascii_lower(status), where);
    }
    reactions(place, value["reactions"], where);
  }

  // Once for each name, where it is met first.
  void name_unread(const json::Value& value, const std::string& where) {
    const auto* members = value.as_object();
    if (!members) return;
    for (const auto& member : *members) {
      if (unread_.size() >= kMaxUnreadNames) return;
      if (member.value.is_null() || std::ranges::count(kReadMembers, member.name) > 0) continue;
      const std::string name(cut_utf8(member.name, kMaxNameBytes));
      if (unread_.insert(name).second)
        collector_.problem(where, fmt::format("the member \"{}\" is not read", name));
    }
  }

  // Texts, or {"data": [{"text": …}]}.
  void tags(std::size_t place, const json::Value& value, const std::string& where) {
    const auto* array = value.as_array() ? value.as_array() : value["data"].as_array();
    if (!array) return;
    for (const auto& item : *array) {
      const std::string text = item.as_string() ? *item.as_string() : item["text"].string_or("");
      collector_.tag(place, text, where);
    }
  }

  // [{"key": "HELPFUL", "value": "APP,APP"}]
  void reactions(std::size_t place, const json::Value& value, const std::string& where) {
    const auto* array = value.as_array() ? value.as_array() : value["data"].as_array();
    if (!array) return;
    for (const auto& item : *array) {
      const std::string key = item["key"].string_or("");
      const std::string parties = item["value"].string_or("");
      for (std::string_view rest = parties; !rest.empty();) {
        const auto end = std::min(rest.find(','), rest.size());
        react(place, key, trim(rest.substr(0, end)), where);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
  }

  void react(std::size_t place, const std::string& key, std::string_view by,
             const std::string& where) {
    const bool for_it = key == "HELPFUL";
    const bool against = key == "DISAGREE_WITH_TAGS" || key == "NOT_HELPFUL";
    if (!for_it && !against) {
      collector_.feedback_not_taken(
          where, fmt::format("the reaction \"{}\" is no opinion", cut_utf8(key, kMaxNameBytes)));
      return;
    }
    collector_.feedback(place,
                        {.by = std::string(by),
                         .opinion = for_it                 ? Opinion::kAgree
                                    : key == "NOT_HELPFUL" ? Opinion::kDisagree
                                                           : Opinion::kDispute,
                         .reason = "ThreatExchange: " + key,
                         .at = collector_.options().imported_at},
                        where);
  }

  void banked(const json::Value& value, const std::string& where) {
    const auto& signals = *value["signals"].as_object();
    // HMA: 0 switches content off, 1 leaves it on, anything later is a time.
    if (value["disable_until_ts"].as_int() == 0) {
      collector_.not_understood(where, "the bank has switched it off; it was not taken");
      return;
    }
    if (signals.empty()) collector_.not_understood(where, "it has no signals");
    if (value["disable_until_ts"].int_or(1) > 1)
      collector_.problem(where, "the bank has switched it off for a time, which is not kept");
    const std::string id = text_of(value["id"]);
    for (const auto& member : signals) {
      const std::string path = where + "/signals/" + std::string(cut_utf8(member.name, 64));
      std::string signal = signal_from_type(member.name);
      if (signal.empty() || !member.value.as_string()) {
        collector_.not_understood(path, "it is no signal of a list");
        continue;
      }
      Entry made{.id = id.empty() ? "" : fmt::format("hma-{}:{}", id, signal),
                 .signal = std::move(signal),
                 .value = *member.value.as_string(),
                 .note = value["note"].string_or("")};
      const std::string bank = value["bank"]["name"].string_or("");
      if (!bank.empty()) made.provenance = "HMA bank " + bank;
      collector_.take(std::move(made), path);
    }
    if (!value["metadata"].is_null()) collector_.problem(where, "the bank's metadata is not read");
  }

  Collector collector_;
  std::set<std::string> unread_;
};

}  // namespace

Result<Imported> import_threatexchange_json(std::string_view bytes, const ImportOptions& options) {
  return JsonImport(options).run(bytes);
}

}  // namespace sanad::lists
