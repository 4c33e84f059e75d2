// MISP core format. A document is an event ({"Event": …}), a list of them, an answer of a server
// ({"response": [ … ]}), or an answer with attributes only ({"response": {"Attribute": [ … ]}}).
// Read: attributes of events and of objects whose type is a signal (also "filename|md5" and its
// like), tags, analysts' opinions, and sightings that say "false positive" or "expired".
#include <fmt/format.h>

#include "base/numbers.h"
#include "collect.h"
#include "misp.h"
#include "text.h"
#include "threatexchange.h"

namespace sanad::lists {

namespace {

class MispImport {
 public:
  explicit MispImport(const ImportOptions& options) : collector_(options) {}

  Result<Imported> run(std::string_view bytes) {
    SANAD_CHECK(collector_.begin(bytes.size()));
    SANAD_TRY(const json::Value document, json::parse_foreign(bytes));
    const json::Value& response = document["response"];
    if (document["Event"].as_object()) {
      SANAD_CHECK(event(document["Event"], "/Event"));
    } else if (const auto* events = document.as_array()) {
      SANAD_CHECK(all(*events, ""));
    } else if (const auto* answers = response.as_array()) {
      SANAD_CHECK(all(*answers, "/response"));
    } else if (response["Attribute"].as_array()) {
      SANAD_CHECK(attributes(response["Attribute"], "/response/Attribute"));
    } else if (document["Attribute"].as_array()) {
      SANAD_CHECK(event(document, ""));
    } else {
      return Error{ErrorCode::kInvalid, "this is no MISP event and no answer of a MISP server"};
    }
    return collector_.finish();
  }

 private:
  Result<void> all(const json::Array& events, std::string_view path) {
    for (std::size_t i = 0; i < events.size(); ++i) {
      const std::string where = fmt::format("{}/{}", path, i);
      const json::Value& inner = events[i]["Event"];
      if (inner.as_object()) {
        SANAD_CHECK(event(inner, where + "/Event"));
      } else if (events[i]["Attribute"].as_array()) {
        SANAD_CHECK(event(events[i], where));
      } else {
        collector_.not_understood(where, "it is no event");
      }
    }
    return {};
  }

  Result<void> event(const json::Value& value, const std::string& where) {
    collector_.say(&List::name, value["info"].string_or(""));
    collector_.say(&List::owner, value["Orgc"]["name"].string_or(""));
    auto published = time_of(value["publish_timestamp"]);
    if (!published) published = time_of(value["timestamp"]);
    if (!published) published = time_of(value["date"]);
    if (published) collector_.list().published_at = *published;
    event_tags(value["Tag"], where);
    SANAD_CHECK(attributes(value["Attribute"], where + "/Attribute"));
    if (const auto* objects = value["Object"].as_array()) {
      for (std::size_t i = 0; i < objects->size(); ++i) {
        SANAD_CHECK(attributes((*objects)[i]["Attribute"],
                               fmt::format("{}/Object/{}/Attribute", where, i)));
      }
    }
    return {};
  }

  void event_tags(const json::Value& tags, const std::string& where) {
    const auto* array = tags.as_array();
    if (!array) return;
    for (const auto& item : *array) {
      const std::string name = item["name"].string_or("");
      if (name.starts_with("tlp:")) {
        take_tlp(name, where);
        continue;
      }
      const auto ours = parse_machine_tag(name);
      if (ours && ours->name == "version") collector_.say(&List::version, ours->value);
      if (ours && ours->name == "licence") collector_.say(&List::licence, ours->value);
      if (ours && ours->name == "provenance") collector_.say(&List::provenance, ours->value);
      if (ours && ours->name == "published") {
        if (const auto at = parse_foreign_time(ours->value)) collector_.list().published_at = *at;
      }
      if (ours && ours->name == "expires")
        collector_.list().expires_at = parse_foreign_time(ours->value);
      if (!ours)
        collector_.problem(where, fmt::format("the event's tag \"{}\" is not kept",
                                              cut_utf8(name, kMaxNameBytes)));
    }
  }

  void take_tlp(const std::string& name, const std::string& where) {
    if (const auto tlp = parse_tlp(name)) {
      collector_.tlp(*tlp);
    } else {
      collector_.problem(
          where, fmt::format("the marking \"{}\" is no TLP", cut_utf8(name, kMaxNameBytes)));
    }
  }

  Result<void> attributes(const json::Value& value, const std::string& path) {
    const auto* array = value.as_array();
    if (!array) return {};
    for (std::size_t i = 0; i < array->size(); ++i) {
      attribute((*array)[i], fmt::format("{}/{}", path, i));
      SANAD_CHECK(collector_.within_limits());
    }
    return {};
  }

  void attribute(const json::Value& value, const std::string& where) {
    if (value["deleted"].bool_or(false) || value["deleted"].int_or(0) == 1) {
      collector_.not_understood(where, "its owner deleted it; it was not taken");
      return;
    }
    Entry made{.id = value["uuid"].string_or(""),
               .value = value["value"].string_or(""),
               .note = value["comment"].string_or("")};
    std::string type = value["type"].string_or("");
    apply_machine_tags(made, value["Tag"], where);
    if (made.signal.empty()) made.signal = split_type(type, made);
    if (made.signal.empty()) {
      collector_.not_understood(where, fmt::format("the type \"{}\" is no signal of a list",
                                                   cut_utf8(type, kMaxNameBytes)));
      return;
    }
    if (!value["to_ids"].bool_or(true) && type != "other" && type != "text") {
      collector_.not_understood(where, "it is marked as context, not for detection (to_ids)");
      return;
    }
    if (!made.added_at) made.added_at = time_of(value["first_seen"]);
    if (!made.added_at) made.added_at = time_of(value["timestamp"]);
    if (unknown_time_) made.added_at.reset();
    const auto place = collector_.take(std::move(made), where);
    if (!place) return;
    tags(*place, value["Tag"], where);
    opinions(*place, value["Opinion"], where);
    sightings(*place, value["Sighting"], where);
  }

  // "filename|sha256" and "malware-sample" hold a name and a hash; the name becomes the note.
  std::string split_type(std::string_view type, Entry& made) {
    if (type == "malware-sample") type = "filename|md5";
    constexpr std::string_view kNamed = "filename|";
    if (!type.starts_with(kNamed)) return type == "text" ? std::string() : signal_from_type(type);
    type.remove_prefix(kNamed.size());
    const auto bar = made.value.rfind('|');
    if (bar == std::string::npos) return {};
    if (made.note.empty()) made.note = made.value.substr(0, bar);
    made.value.erase(0, bar + 1);
    return signal_from_type(type);
  }

  void apply_machine_tags(Entry& made, const json::Value& tags, const std::string& where) {
    unknown_time_ = false;
    const auto* array = tags.as_array();
    if (!array) return;
    for (const auto& item : *array) {
      const auto ours = parse_machine_tag(item["name"].string_or(""));
      if (!ours) continue;
      if (ours->name == "signal") made.signal = ours->value;
      if (ours->name == "entry") made.id = ours->value;
      if (ours->name == "provenance") made.provenance = ours->value;
      if (ours->name == "added") {
        unknown_time_ = ours->value == "unknown";
        made.added_at = parse_foreign_time(ours->value);
      }
      if (ours->name == "expires") made.expires_at = parse_foreign_time(ours->value);
      if (ours->name == "quality") {
        const auto quality = parse_decimal(ours->value);
        if (quality.ok() && *quality <= 100) {
          made.quality = static_cast<int>(*quality);
        } else {
          collector_.problem(where, "the quality is not 0 to 100, and was left out");
        }
      }
    }
  }

  void tags(std::size_t place, const json::Value& value, const std::string& where) {
    const auto* array = value.as_array();
    if (!array) return;
    for (const auto& item : *array) {
      const std::string name = item["name"].string_or("");
      if (name.starts_with("tlp:")) {
        take_tlp(name, where);
      } else if (!parse_machine_tag(name)) {
        collector_.tag(place, name, where);
      }
    }
  }

  // Analyst data: {"opinion": 0…100, "comment", "authors", "created"}.
  void opinions(std::size_t place, const json::Value& value, const std::string& where) {
    const auto* array = value.as_array();
    if (!array) return;
    for (const auto& item : *array) {
      std::string reason = item["comment"].string_or("");
      auto opinion = opinion_of(item["opinion"], reason);
      if (!opinion) {
        collector_.feedback_not_taken(where, "an opinion that is neither for nor against");
        continue;
      }
      const auto at = time_of(item["created"]);
      if (!at) collector_.problem(where, "the opinion's time was not understood");
      collector_.feedback(place,
                          {.by = item["authors"].string_or(item["Orgc"]["name"].string_or("")),
                           .opinion = *opinion,
                           .reason = std::move(reason),
                           .at = at.value_or(collector_.options().imported_at)},
                          where);
    }
  }

  // Our own export names the opinion at the start of the comment: "[withdraw] …".
  static std::optional<Opinion> opinion_of(const json::Value& value, std::string& reason) {
    const auto close = reason.find(']');
    if (reason.starts_with('[') && close != std::string::npos) {
      if (const auto named = parse_opinion(std::string_view(reason).substr(1, close - 1))) {
        reason = std::string(trim(std::string_view(reason).substr(close + 1)));
        return named;
      }
    }
    const auto number = parse_decimal(text_of(value));
    if (!number.ok() || *number > 100 || *number == 50) return std::nullopt;
    if (*number == 0) return Opinion::kDispute;
    return *number > 50 ? Opinion::kAgree : Opinion::kDisagree;
  }

  void sightings(std::size_t place, const json::Value& value, const std::string& where) {
    const auto* array = value.as_array();
    if (!array) return;
    for (const auto& item : *array) {
      const std::string type = text_of(item["type"]);
      const auto at = time_of(item["date_sighting"]);
      if (type == "1") {
        collector_.feedback(place,
                            {.by = item["Organisation"]["name"].string_or(""),
                             .opinion = Opinion::kDisagree,
                             .reason = "MISP: false positive",
                             .at = at.value_or(collector_.options().imported_at)},
                            where);
      } else if (type == "2" && at) {
        auto& expires_at = collector_.entry(place).expires_at;
        expires_at = expires_at ? std::min(*expires_at, *at) : *at;
      } else {
        collector_.feedback_not_taken(where, "a sighting says that it was seen, not what it is");
      }
    }
  }

  Collector collector_;
  bool unknown_time_ = false;  // of the attribute that is being read
};

}  // namespace

Result<Imported> import_misp(std::string_view bytes, const ImportOptions& options) {
  return MispImport(options).run(bytes);
}

}  // namespace sanad::lists
