#include "mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text_source.h"
#include "times.h"

namespace sanad::intake {
namespace {

constexpr std::array<std::string_view, 6> kKinds = {"message", "post", "mail",
                                                    "request", "row",  "page"};
// Members that a column may become; any other name goes into "other".
constexpr std::array<std::string_view, 11> kTexts = {
    "id",        "title",          "text",     "author",   "author_id",        "chat",
    "chat_name", "forwarded_from", "reply_to", "platform", "forwarded_from_id"};

Error wrong(std::string_view what) {
  return {ErrorCode::kInvalid, fmt::format("the table's mapping: {}", what)};
}

Result<std::optional<char>> one_character(const json::Value& value, const char* name) {
  if (value.is_null()) return std::optional<char>();
  const std::string text = value.string_or("");
  if (text.size() != 1) return wrong(fmt::format("\"{}\" is one character", name));
  return std::optional(text[0]);
}

// Several columns may make one text.
void append(json::Object& record, std::string_view member, const std::string& value) {
  const json::Value* had = record.find(member);
  const std::string before = had == nullptr ? "" : had->string_or("");
  record.set(std::string(member), before.empty() ? value : before + "\n" + value);
}

void set_member(const Mapping& mapping, const std::string& member, const std::string& value,
                json::Object& record, json::Array& to, json::Object& other) {
  if (member == "at" || member == "edited_at") {
    const auto time = read_time(value, mapping.time, mapping.zone_minutes);
    if (time && member == "at") set_time(record, *time);
    if (time && time->at && member == "edited_at")
      record.set("edited_at", format_timestamp(*time->at));
    if (!time || (member == "edited_at" && !time->at)) other.set(member, value);
  } else if (member == "to" || member == "to_id") {
    to.emplace_back(json::Object{{member == "to" ? "name" : "id", value}});
  } else if (std::ranges::find(kTexts, member) != kTexts.end()) {
    append(record, member, value);
  } else {
    other.set(member.starts_with("other.") ? member.substr(6) : member, value);
  }
}

}  // namespace

Result<Mapping> parse_mapping(const json::Value& value) {
  Mapping mapping;
  if (value.is_null()) return mapping;
  if (value.as_object() == nullptr) return wrong("it is no object");
  mapping.kind = value["kind"].string_or("row");
  if (std::ranges::find(kKinds, mapping.kind) == kKinds.end())
    return wrong("\"kind\" is message, post, mail, request, row or page");
  mapping.platform = value["platform"].string_or("");
  mapping.time = value["time"].string_or("");
  mapping.rows = value["rows"].string_or("");
  if (const std::string zone = value["zone"].string_or(""); !zone.empty()) {
    mapping.zone_minutes = read_zone(zone);
    if (!mapping.zone_minutes) return wrong("\"zone\" is like +05:00");
  }
  SANAD_TRY(mapping.delimiter, one_character(value["delimiter"], "delimiter"));
  SANAD_TRY(mapping.quote, one_character(value["quote"], "quote"));
  if (const bool* header = value["header"].as_bool()) mapping.has_header = *header;
  if (const json::Object* columns = value["columns"].as_object()) {
    for (const json::Member& member : *columns) {
      const auto* to = member.value.as_string();
      if (to == nullptr || to->empty())
        return wrong(fmt::format("column \"{}\" has no member to go to", member.name));
      mapping.columns[member.name] = *to;
    }
  }
  return mapping;
}

json::Object row_record(const Mapping& mapping, const Cells& cells) {
  json::Object record{{"kind", mapping.kind}};
  if (!mapping.platform.empty()) record.set("platform", mapping.platform);
  json::Object other;
  json::Array to;
  std::string text;
  bool is_cut = false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string name = well_formed(cells[i].first, 1000);
    const std::string value = well_formed(cells[i].second, kMaxRecordText, &is_cut);
    if (value.empty()) continue;
    auto at = mapping.columns.find(name);
    if (at == mapping.columns.end()) at = mapping.columns.find(std::to_string(i + 1));
    if (at != mapping.columns.end()) {
      set_member(mapping, at->second, value, record, to, other);
      continue;
    }
    std::string own = name.empty() ? fmt::format("column {}", i + 1) : name;
    if (other.find(own) != nullptr) own += fmt::format(" (column {})", i + 1);
    other.set(own, value);
    if (!text.empty()) text += '\t';
    text += value;
  }
  if (!to.empty()) record.set("to", std::move(to));
  if (record.find("text") == nullptr && !text.empty())
    record.set("text", well_formed(text, kMaxRecordText, &is_cut));
  if (is_cut) other.set("cut", true);
  if (!other.empty()) record.set("other", std::move(other));
  return record;
}

}  // namespace sanad::intake
