#include "present.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/numbers.h"
#include "base/stable_sort.h"
#include "base/time.h"
#include "mustache.h"
#include "story/html.h"

namespace sanad::story {
namespace {

constexpr std::int64_t kMsPerMinute = 60'000;

// A text for HTML in which addresses of the web are links.
std::string text_html(std::string_view text) {
  std::string html;
  while (true) {
    const std::size_t begin = std::min(text.find("http://"), text.find("https://"));
    if (begin == std::string_view::npos) break;
    std::size_t end = begin;
    while (end < text.size() && text[end] > ' ' && text[end] < 0x7f &&
           std::string_view("\"'<>()[]{}").find(text[end]) == std::string_view::npos)
      ++end;
    while (std::string_view(".,;:!?").find(text[end - 1]) != std::string_view::npos) --end;
    const std::string url = escape_html(text.substr(begin, end - begin));
    html += escape_html(text.substr(0, begin));
    html += fmt::format("<a href=\"{0}\">{0}</a>", url);
    text.remove_prefix(end);
  }
  return html + escape_html(text);
}

Result<void> derive_times(json::Object& object, const std::string& text, const Place& place,
                          std::int64_t offset_minutes) {
  const auto at = parse_timestamp(text);
  if (!at.ok())
    return place.at("at").error(
        fmt::format("\"{}\" is no instant of UTC, such as 2026-03-04T18:40:00Z", text));
  const std::string shown =
      format_timestamp({at->unix_ms + offset_minutes * kMsPerMinute}).substr(0, 16);
  object.set("at_iso", format_timestamp(*at).substr(0, 19) + "Z");
  object.set("at_unix", std::to_string(at->unix_ms / 1000));
  object.set("at_date", shown.substr(0, 10));
  object.set("at_clock", shown.substr(11, 5));
  object.set("at_local", shown + ":00");
  object.set("at_shown", shown.substr(0, 10) + " " + shown.substr(11, 5));
  return {};
}

// "posts.0.at": members and places in lists.
const json::Value& member_at(const json::Value& item, std::string_view path) {
  static const json::Value kNone;
  const json::Value* value = &item;
  while (!path.empty()) {
    const std::string_view name = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    if (const json::Array* array = value->as_array()) {
      const auto at = parse_decimal(name);
      if (!at.ok() || *at >= array->size()) return kNone;
      value = &(*array)[*at];
    } else {
      value = &(*value)[name];
    }
  }
  return *value;
}

// Numbers before texts.
using Key = std::tuple<bool, std::int64_t, std::string>;
Key key_of(const json::Value& value) {
  const auto number = value.as_int();
  return {!number.has_value(), number.value_or(0), value.string_or("")};
}

struct ByMember {
  const Order& order;
  bool operator()(const json::Value& a, const json::Value& b) const {
    const Key first = key_of(member_at(a, order.by));
    const Key second = key_of(member_at(b, order.by));
    return order.is_newest_first ? second < first : first < second;
  }
};

void join(const Join& join, Collections& collections) {
  const auto to = collections.find(join.to);
  if (to == collections.end()) return;
  static const json::Array kNone;
  const auto source = collections.find(join.from);
  const json::Array from = source == collections.end() ? kNone : source->second;
  for (json::Value& item : to->second) {
    const std::string wanted = member_text(item, join.is);
    json::Array found;
    // What the item brings itself comes first.
    if (const json::Array* own = item[join.as].as_array(); own != nullptr && !join.is_one)
      found = *own;
    for (const json::Value& one : from)
      if (!wanted.empty() && member_text(one, join.where) == wanted) found.push_back(one);
    json::Object* object = item.as_object();
    if (object == nullptr) continue;
    if (join.is_one) {
      if (!found.empty()) object->set(join.as, found.front());
      continue;
    }
    mark_ends(found);
    object->set(join.as + "_count", static_cast<std::int64_t>(found.size()));
    object->set(join.as, std::move(found));
  }
}

}  // namespace

void mark_ends(json::Array& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    json::Object* object = items[i].as_object();
    if (object == nullptr) continue;
    object->set("first", i == 0);
    object->set("last", i + 1 == items.size());
  }
}

std::string_view direction_of(std::string_view lang) {
  constexpr std::array<std::string_view, 5> kRightToLeft = {"ar", "ur", "ps", "sd", "fa"};
  return std::ranges::find(kRightToLeft, lang.substr(0, 2)) != kRightToLeft.end() ? "rtl" : "ltr";
}

Result<json::Value> with_derived(const json::Value& value, const Place& place,
                                 std::string_view lang, std::int64_t offset_minutes) {
  if (const json::Array* array = value.as_array()) {
    json::Array result;
    for (std::size_t i = 0; i < array->size(); ++i) {
      SANAD_TRY(json::Value one, with_derived((*array)[i], place.at(i), lang, offset_minutes));
      result.push_back(std::move(one));
    }
    return json::Value(std::move(result));
  }
  const json::Object* object = value.as_object();
  if (object == nullptr) return value;
  const std::string own_lang = value["lang"].string_or(lang);
  json::Object result;
  for (const json::Member& member : *object) {
    SANAD_TRY(json::Value one,
              with_derived(member.value, place.at(member.name), own_lang, offset_minutes));
    result.append_unchecked(member.name, std::move(one));
  }
  result.set("lang", own_lang);
  result.set("dir", direction_of(own_lang));
  if (const std::string* at = value["at"].as_string())
    SANAD_CHECK(derive_times(result, *at, place, offset_minutes));
  if (const std::string* text = value["text"].as_string())
    result.set("text_html", text_html(*text));
  return json::Value(std::move(result));
}

bool is_present(const json::Value& item, const Happened& happened) {
  const std::string* after = item["after"].as_string();
  const std::string* until = item["until"].as_string();
  return (after == nullptr || happened.contains(*after)) &&
         (until == nullptr || !happened.contains(*until));
}

json::Value present(const json::Value& value, const Happened& happened) {
  if (const json::Array* array = value.as_array()) {
    json::Array result;
    for (const json::Value& one : *array)
      if (is_present(one, happened)) result.push_back(present(one, happened));
    mark_ends(result);
    return result;
  }
  const json::Object* object = value.as_object();
  if (object == nullptr) return value;
  json::Object result;
  for (const json::Member& member : *object)
    if (is_present(member.value, happened))
      result.append_unchecked(member.name, present(member.value, happened));
  return result;
}

Collections present_collections(const Site& site, const SiteKind& kind, const Happened& happened) {
  Collections collections;
  for (const auto& [name, items] : site.collections) {
    json::Array there;
    for (const json::Value& item : items)
      if (is_present(item, happened)) there.push_back(present(item, happened));
    const auto order = kind.orders.find(name);
    if (order != kind.orders.end()) stable_sort(there, ByMember{order->second});
    mark_ends(there);
    collections.emplace(name, std::move(there));
  }
  for (const Join& one : kind.joins) join(one, collections);
  return collections;
}

std::string member_text(const json::Value& item, std::string_view member) {
  if (const std::string* text = item[member].as_string()) return *text;
  if (const auto number = item[member].as_int()) return std::to_string(*number);
  return "";
}

}  // namespace sanad::story
