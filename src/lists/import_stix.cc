// A STIX 2.1 bundle. Read: indicators whose patterns are hashes or addresses, identities, TLP
// markings (1 and 2), opinions, and one report or grouping, which stands for the list itself.
// Every other object is counted as not understood. Members that our own export adds travel as
// external references whose source names begin with "sanad-", which other readers ignore.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/numbers.h"
#include "collect.h"
#include "stix.h"
#include "text.h"

namespace sanad::lists {

namespace {

constexpr std::array<std::string_view, 4> kDigests = {"sha512", "sha256", "sha1", "md5"};

class StixImport {
 public:
  explicit StixImport(const ImportOptions& options) : collector_(options) {}

  Result<Imported> run(std::string_view bytes) {
    SANAD_CHECK(collector_.begin(bytes.size()));
    SANAD_TRY(const json::Value bundle, json::parse_foreign(bytes));
    const auto* objects = bundle["objects"].as_array();
    if (bundle["type"].string_or("") != "bundle" || !objects)
      return Error{ErrorCode::kInvalid, "this is no STIX bundle (\"type\", \"objects\")"};
    for (const auto& object : *objects) learn(object);
    for (std::size_t i = 0; i < objects->size(); ++i) {
      take((*objects)[i], fmt::format("/objects/{}", i));
      SANAD_CHECK(collector_.within_limits());
    }
    for (std::size_t i = 0; i < objects->size(); ++i) {
      if ((*objects)[i]["type"].string_or("") == "opinion")
        opinion((*objects)[i], fmt::format("/objects/{}", i));
    }
    if (owners_.size() == 1) collector_.say(&List::owner, owners_.begin()->first);
    return collector_.finish();
  }

 private:
  // What the second pass needs: names, markings, and which version of an object is the last.
  void learn(const json::Value& object) {
    const std::string type = object["type"].string_or("");
    const std::string id = object["id"].string_or("");
    if (type == "identity") {
      names_[id] = object["name"].string_or("");
    } else if (type == "marking-definition") {
      std::string word = object["extensions"][kTlpExtension]["tlp_2_0"].string_or("");
      if (word.empty()) word = object["definition"]["tlp"].string_or("");
      if (const auto tlp = parse_tlp(word)) markings_[id] = *tlp;
    } else if (type == "indicator") {
      auto& last = last_modified_[id];
      last = std::max(last, object["modified"].string_or(""));
    }
  }

  void take(const json::Value& object, const std::string& where) {
    const std::string type = object["type"].string_or("");
    if (type == "indicator") {
      indicator(object, where);
    } else if (type == "report" || type == "grouping") {
      report(object, where);
    } else if (type != "identity" && type != "marking-definition" && type != "opinion" &&
               type != "extension-definition") {
      collector_.not_understood(where, fmt::format("an object \"{}\" is no part of a list",
                                                   cut_utf8(type, kMaxNameBytes)));
    }
  }

  std::string reference(const json::Value& object, std::string_view name) const {
    const auto* references = object["external_references"].as_array();
    if (!references) return {};
    for (const auto& reference : *references) {
      if (reference["source_name"].string_or("") != name) continue;
      const std::string id = reference["external_id"].string_or("");
      return id.empty() ? reference["description"].string_or("") : id;
    }
    return {};
  }

  std::string party(const json::Value& object) const {
    const auto found = names_.find(object["created_by_ref"].string_or(""));
    return found == names_.end() ? std::string() : found->second;
  }

  void report(const json::Value& object, const std::string& where) {
    if (has_report_) {
      collector_.not_understood(where,
                                "a second report or grouping; only the first names the list");
      return;
    }
    has_report_ = true;
    collector_.say(&List::name, object["name"].string_or(""));
    collector_.say(&List::owner, party(object));
    collector_.say(&List::provenance, object["description"].string_or(""));
    collector_.say(&List::version, reference(object, "sanad-version"));
    collector_.say(&List::licence, reference(object, "sanad-licence"));
    const auto& published = object["published"].is_null() ? object["created"] : object["published"];
    if (const auto at = time_of(published)) collector_.list().published_at = *at;
    collector_.list().expires_at = parse_foreign_time(reference(object, "sanad-expires"));
    marked(object, where);
  }

  void marked(const json::Value& object, const std::string& where) {
    const auto* refs = object["object_marking_refs"].as_array();
    if (!refs) return;
    for (const auto& ref : *refs) {
      const std::string id = ref.string_or("");
      const auto own = markings_.find(id);
      if (own != markings_.end()) {
        collector_.tlp(own->second);
      } else if (const auto known = tlp_from_marking_id(id)) {
        collector_.tlp(*known);
      } else {
        collector_.problem(where, "a marking that is no TLP is not kept");
      }
    }
  }

  void indicator(const json::Value& object, const std::string& where) {
    const std::string id = object["id"].string_or("");
    if (object["revoked"].bool_or(false)) {
      collector_.not_understood(where, "its owner revoked it; it was not taken");
      return;
    }
    if (object["modified"].string_or("") != last_modified_[id]) {
      collector_.not_understood(where, "a later version of it stands in the same bundle");
      return;
    }
    if (object["pattern_type"].string_or("stix") != "stix") {
      collector_.not_understood(where, "its pattern is in another language than STIX's");
      return;
    }
    const auto pattern = parse_stix_pattern(object["pattern"].string_or(""));
    if (!pattern.ok()) {
      collector_.not_understood(where, pattern.error().message);
      return;
    }
    marked(object, where);
    if (const auto name = party(object); !name.empty()) owners_[name] = true;
    for (const auto& together : *pattern) alternative(object, together, pattern->size() > 1, where);
  }

  // Hashes that must all fit name one file, so its strongest digest names it alone.
  void alternative(const json::Value& object, const std::vector<Comparison>& together,
                   bool is_one_of, const std::string& where) {
    const Comparison* chosen = together.size() == 1 ? &together[0] : nullptr;
    for (const auto digest : kDigests) {
      for (const auto& one : together) {
        if (!chosen && one.signal == digest) chosen = &one;
      }
    }
    const bool has_url = std::any_of(together.begin(), together.end(),
                                     [](const Comparison& c) { return c.signal == "url"; });
    if (!chosen || (together.size() > 1 && has_url)) {
      collector_.not_understood(where, "what it joins by AND is not one file's digests");
      return;
    }
    if (together.size() > 1)
      collector_.problem(where, fmt::format("of hashes joined by AND only the {} is kept, which "
                                            "names the same file",
                                            chosen->signal));
    const std::string own_id = reference(object, "sanad-entry");
    std::string id = own_id.empty() ? object["id"].string_or("") : own_id;
    if (is_one_of) id += ":" + chosen->signal;
    entry(object, *chosen, std::move(id), where);
  }

  void entry(const json::Value& object, const Comparison& comparison, std::string id,
             const std::string& where) {
    Entry made{.id = std::move(id),
               .signal = comparison.signal,
               .value = comparison.value,
               .note = object["description"].string_or("")};
    made.provenance = reference(object, "sanad-provenance");
    if (const auto quality = parse_decimal(reference(object, "sanad-quality"));
        quality.ok() && *quality <= 100)
      made.quality = static_cast<int>(*quality);
    made.added_at = time_of(object["valid_from"]);
    if (reference(object, "sanad-added") == "unknown") made.added_at.reset();
    made.expires_at = time_of(object["valid_until"]);
    if (!made.expires_at) made.expires_at = parse_foreign_time(reference(object, "sanad-expires"));
    const auto place = collector_.take(std::move(made), where);
    if (!place) return;
    places_[object["id"].string_or("")].push_back(*place);
    for (const std::string_view member : {"labels", "indicator_types"}) {
      const auto* labels = object[member].as_array();
      if (!labels) continue;
      for (const auto& label : *labels) {
        if (label.string_or("") != "unknown") collector_.tag(*place, label.string_or(""), where);
      }
    }
  }

  void opinion(const json::Value& object, const std::string& where) {
    const std::string word = object["opinion"].string_or("");
    auto opinion = parse_opinion(reference(object, "sanad-opinion"));
    if (!opinion && (word == "agree" || word == "strongly-agree")) opinion = Opinion::kAgree;
    if (!opinion && word == "disagree") opinion = Opinion::kDisagree;
    if (!opinion && word == "strongly-disagree") opinion = Opinion::kDispute;
    if (!opinion) {
      collector_.feedback_not_taken(where, "an opinion that is neither for nor against");
      return;
    }
    const auto* authors = object["authors"].as_array();
    std::string by = authors && !authors->empty() ? (*authors)[0].string_or("") : party(object);
    const auto at = time_of(object["created"]);
    if (!at) collector_.problem(where, "the opinion's time was not understood");
    bool found = false;
    if (const auto* refs = object["object_refs"].as_array()) {
      for (const auto& ref : *refs) {
        const auto places = places_.find(ref.string_or(""));
        if (places == places_.end()) continue;
        for (const auto place : places->second) {
          found = true;
          collector_.feedback(place,
                              {.by = by,
                               .opinion = *opinion,
                               .reason = object["explanation"].string_or(""),
                               .at = at.value_or(collector_.options().imported_at)},
                              where);
        }
      }
    }
    if (!found) collector_.feedback_not_taken(where, "an opinion of what is not in this list");
  }

  Collector collector_;
  std::map<std::string, std::string> names_;                // of identities, by id
  std::map<std::string, Tlp> markings_;                     // by id
  std::map<std::string, std::string> last_modified_;        // of indicators, by id
  std::map<std::string, std::vector<std::size_t>> places_;  // of entries, by indicator
  std::map<std::string, bool> owners_;
  bool has_report_ = false;
};

}  // namespace

Result<Imported> import_stix(std::string_view bytes, const ImportOptions& options) {
  return StixImport(options).run(bytes);
}

}  // namespace sanad::lists
