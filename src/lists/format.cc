#include "lists/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "crypto/crypto.h"
#include "json/json.h"

namespace sanad::lists {

namespace {

constexpr std::string_view kFormatWord = "sanad-list";
constexpr int kFormatVersion = 1;

void set_time(json::Object& object, const char* name, const std::optional<Timestamp>& at) {
  if (at) object.set(name, format_timestamp(*at));
}

void set_text(json::Object& object, const char* name, const std::string& text) {
  if (!text.empty()) object.set(name, text);
}

json::Object format_entry(const Entry& entry) {
  json::Object object{{"id", entry.id}, {"signal", entry.signal}, {"value", entry.value}};
  if (entry.quality) object.set("quality", *entry.quality);
  if (!entry.labels.empty()) {
    json::Array labels;
    for (const auto& label : entry.labels) labels.emplace_back(format_label(label));
    object.set("labels", std::move(labels));
  }
  set_text(object, "note", entry.note);
  set_text(object, "provenance", entry.provenance);
  set_time(object, "added_at", entry.added_at);
  set_time(object, "expires_at", entry.expires_at);
  if (!entry.feedback.empty()) {
    json::Array feedback;
    for (const auto& one : entry.feedback) {
      json::Object said{
          {"at", format_timestamp(one.at)}, {"by", one.by}, {"opinion", opinion_name(one.opinion)}};
      set_text(said, "reason", one.reason);
      feedback.emplace_back(std::move(said));
    }
    object.set("feedback", std::move(feedback));
  }
  return object;
}

// Reads the members of one object and refuses those that the format does not have.
class Members {
 public:
  static Result<Members> of(const json::Value& value,
                            std::initializer_list<std::string_view> names) {
    const auto* object = value.as_object();
    if (!object) return Error{ErrorCode::kInvalid, "must be a JSON object"};
    for (const auto& member : *object) {
      if (std::find(names.begin(), names.end(), member.name) == names.end())
        return Error{ErrorCode::kInvalid, fmt::format("has no member \"{}\"", member.name)};
    }
    return Members(value);
  }
  Result<std::string> text(std::string_view name) const {
    return json::require_string(*value_, name);
  }
  // Absent is empty; an empty text that is written out is refused, so each list has one spelling.
  Result<std::string> optional_text(std::string_view name) const {
    if ((*value_)[name].is_null() && !present(name)) return std::string();
    SANAD_TRY(std::string text, json::require_string(*value_, name));
    if (text.empty())
      return Error{ErrorCode::kInvalid, fmt::format("leave \"{}\" out instead of empty", name)};
    return text;
  }
  Result<std::optional<Timestamp>> optional_time(std::string_view name) const {
    SANAD_TRY(const std::string text, optional_text(name));
    if (text.empty()) return std::optional<Timestamp>();
    SANAD_TRY_WITH(const Timestamp at, parse_timestamp(text), name);
    return std::optional<Timestamp>(at);
  }
  Result<Timestamp> time(std::string_view name) const {
    SANAD_TRY(const std::string text, this->text(name));
    return parse_timestamp(text);
  }
  // Borrowed; null if absent. An array, and not an empty one.
  Result<const json::Array*> optional_array(std::string_view name) const {
    if (!present(name)) return static_cast<const json::Array*>(nullptr);
    const auto* array = (*value_)[name].as_array();
    if (!array || array->empty())
      return Error{ErrorCode::kInvalid, fmt::format("\"{}\" must be a list, not empty", name)};
    return array;
  }
  const json::Value& operator[](std::string_view name) const { return (*value_)[name]; }
  bool present(std::string_view name) const { return value_->as_object()->find(name) != nullptr; }

 private:
  explicit Members(const json::Value& value) : value_(&value) {}
  const json::Value* value_;  // borrowed from the document that is being read
};

Result<Feedback> parse_feedback(const json::Value& value) {
  SANAD_TRY(const Members members, Members::of(value, {"at", "by", "opinion", "reason"}));
  Feedback feedback;
  SANAD_TRY(feedback.by, members.text("by"));
  SANAD_TRY(const std::string word, members.text("opinion"));
  const auto opinion = parse_opinion(word);
  if (!opinion)
    return Error{ErrorCode::kInvalid,
                 "\"opinion\" must be agree, disagree, dispute, withdraw or answer"};
  feedback.opinion = *opinion;
  SANAD_TRY(feedback.reason, members.optional_text("reason"));
  SANAD_TRY_WITH(feedback.at, members.time("at"), "\"at\"");
  return feedback;
}

Result<std::vector<Label>> parse_labels(const json::Array& array) {
  std::vector<Label> labels;
  for (const auto& item : array) {
    const auto* text = item.as_string();
    if (!text) return Error{ErrorCode::kInvalid, "\"labels\" must hold texts"};
    SANAD_TRY(Label label, parse_label(*text));
    labels.push_back(std::move(label));
  }
  return labels;
}

Result<Entry> parse_entry(const json::Value& value) {
  SANAD_TRY(const Members members,
            Members::of(value, {"id", "signal", "value", "quality", "labels", "note", "provenance",
                                "added_at", "expires_at", "feedback"}));
  Entry entry;
  SANAD_TRY(entry.id, members.text("id"));
  SANAD_TRY(entry.signal, members.text("signal"));
  SANAD_TRY(entry.value, members.text("value"));
  if (members.present("quality")) {
    const auto quality = members["quality"].as_int();
    if (!quality || *quality < 0 || *quality > 100)
      return Error{ErrorCode::kInvalid, "\"quality\" must be a whole number from 0 to 100"};
    entry.quality = static_cast<int>(*quality);
  }
  SANAD_TRY(const json::Array* labels, members.optional_array("labels"));
  if (labels) {
    SANAD_TRY(entry.labels, parse_labels(*labels));
  }
  SANAD_TRY(entry.note, members.optional_text("note"));
  SANAD_TRY(entry.provenance, members.optional_text("provenance"));
  SANAD_TRY(entry.added_at, members.optional_time("added_at"));
  SANAD_TRY(entry.expires_at, members.optional_time("expires_at"));
  SANAD_TRY(const json::Array* feedback, members.optional_array("feedback"));
  if (feedback) {
    for (const auto& item : *feedback) {
      SANAD_TRY_WITH(Feedback one, parse_feedback(item), "\"feedback\"");
      entry.feedback.push_back(std::move(one));
    }
  }
  return entry;
}

Result<List> parse_header(const Members& members) {
  SANAD_TRY(const std::string format, members.text("format"));
  if (format != kFormatWord || members["v"].as_int() != kFormatVersion)
    return Error{ErrorCode::kInvalid, "this is not a list of version 1 (\"format\", \"v\")"};
  List list;
  SANAD_TRY(list.name, members.text("name"));
  SANAD_TRY(list.owner, members.text("owner"));
  SANAD_TRY(list.version, members.text("version"));
  SANAD_TRY(const std::string tlp_word, members.text("tlp"));
  const auto tlp = parse_tlp(tlp_word);
  if (!tlp || tlp_name(*tlp) != tlp_word)
    return Error{ErrorCode::kInvalid, "\"tlp\" must be clear, green, amber, amber+strict or red"};
  list.tlp = *tlp;
  SANAD_TRY(list.provenance, members.optional_text("provenance"));
  SANAD_TRY(list.licence, members.optional_text("licence"));
  SANAD_TRY_WITH(list.published_at, members.time("published_at"), "\"published_at\"");
  SANAD_TRY(list.expires_at, members.optional_time("expires_at"));
  return list;
}

}  // namespace

std::string format_list(const List& list) {
  json::Object object{{"format", kFormatWord},
                      {"v", kFormatVersion},
                      {"name", list.name},
                      {"owner", list.owner},
                      {"version", list.version},
                      {"tlp", tlp_name(list.tlp)},
                      {"published_at", format_timestamp(list.published_at)}};
  set_text(object, "provenance", list.provenance);
  set_text(object, "licence", list.licence);
  set_time(object, "expires_at", list.expires_at);
  json::Array entries;
  entries.reserve(list.entries.size());
  for (const auto& entry : list.entries) entries.emplace_back(format_entry(entry));
  object.set("entries", std::move(entries));
  return json::format_canonical(std::move(object));
}

Digest256 list_digest(const List& list) { return crypto::sha256(as_bytes(format_list(list))); }

Result<List> parse_loose_list(std::string_view text) {
  if (text.size() > kMaxListBytes)
    return Error{ErrorCode::kLimit,
                 fmt::format("a list may have {} bytes; split it", kMaxListBytes)};
  SANAD_TRY(const json::Value value, json::parse(text));
  SANAD_TRY_WITH(const Members members,
                 Members::of(value, {"format", "v", "name", "owner", "version", "tlp", "provenance",
                                     "licence", "published_at", "expires_at", "entries"}),
                 "the list");
  SANAD_TRY(List list, parse_header(members));
  const auto* entries = members["entries"].as_array();
  if (!entries) return Error{ErrorCode::kInvalid, "\"entries\" must be a list"};
  if (entries->size() > kMaxEntries)
    return Error{ErrorCode::kLimit,
                 fmt::format("a list may have {} entries; split it", kMaxEntries)};
  list.entries.reserve(entries->size());
  for (std::size_t i = 0; i < entries->size(); ++i) {
    SANAD_TRY_WITH(Entry entry, parse_entry((*entries)[i]), fmt::format("/entries/{}", i));
    list.entries.push_back(std::move(entry));
  }
  sort_list(list);
  SANAD_CHECK(check_list(list));
  return list;
}

Result<List> parse_list(std::string_view text) {
  SANAD_TRY(List list, parse_loose_list(text));
  if (format_list(list) != text)
    return Error{ErrorCode::kInvalid,
                 "the list is not in its canonical form; import it and export it again"};
  return list;
}

}  // namespace sanad::lists
