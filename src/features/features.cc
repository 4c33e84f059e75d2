#include "features/features.h"

#include <algorithm>
#include <map>

#include "base/utf8.h"
#include "language/language.h"
#include "text/fold.h"

namespace sanad::features {
namespace {

// Reads in pieces, so that memory does not grow with the hits that are left out.
constexpr std::size_t kPieceBytes = 1U << 20U;

json::Array& array_in(json::Object& object, const std::string& name) {
  if (json::Value* found = object.find(name); found != nullptr && found->as_array() != nullptr)
    return *found->as_array();
  object.set(name, json::Array());
  return *object.find(name)->as_array();
}

bool is_shown(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; }

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

// What stands around a hit, as far as it is text on its line.
void add_context(std::string_view bytes, const selectors::Hit& hit, json::Object& object) {
  const std::size_t begin = std::min<std::size_t>(hit.offset, bytes.size());
  const std::size_t end = std::min<std::size_t>(begin + hit.length, bytes.size());
  std::string_view before = bytes.substr(begin - std::min(begin, kContextBytes));
  before = before.substr(0, begin - (bytes.size() - before.size()));
  for (std::size_t at = before.size(); at > 0; --at) {
    if (is_shown(before[at - 1])) continue;
    before.remove_prefix(at);
    break;
  }
  while (!before.empty() &&
         (continues_character(before.front()) || utf8_prefix_length(before) != before.size()))
    before.remove_prefix(1);
  std::string_view after = bytes.substr(end, kContextBytes);
  after = after.substr(0, utf8_prefix_length(after));
  after = after.substr(
      0, static_cast<std::size_t>(std::ranges::find_if_not(after, is_shown) - after.begin()));
  if (!before.empty()) object.set("before", before);
  if (!after.empty()) object.set("after", after);
}

json::Object shares(std::string_view name, std::string_view value, double share) {
  return json::Object{{std::string(name), value}, {"share", share}};
}

}  // namespace

json::Object selector_json(const selectors::Hit& hit) {
  json::Object out{{"kind", selectors::kind_name(hit.kind)},
                   {"value", replace_malformed_utf8(hit.value)},
                   {"raw", replace_malformed_utf8(hit.raw.substr(0, kMaxRawBytes))},
                   {"offset", hit.offset},
                   {"length", hit.length}};
  if (hit.raw.size() > kMaxRawBytes) out.set("raw_cut", true);
  if (!hit.layers.empty()) {
    json::Array layers;
    for (const selectors::Layer layer : hit.layers)
      layers.emplace_back(selectors::layer_name(layer));
    out.set("layers", std::move(layers));
  }
  if (hit.personal) out.set("personal", true);
  if (!hit.region.empty()) out.set("region", hit.region);
  if (!hit.calendar.empty()) out.set("calendar", hit.calendar);
  if (!hit.pattern.empty()) out.set("pattern", hit.pattern);
  return out;
}

void add_selectors(std::string_view bytes, std::string_view in, const selectors::Options& options,
                   json::Object& item, const Wanted& is_wanted) {
  selectors::Scanner scanner(options);
  std::size_t kept = 0;
  std::map<std::string_view, std::uint64_t> left_out;
  const auto take = [&] {
    for (const selectors::Hit& hit : scanner.take()) {
      if (is_wanted && !is_wanted(hit)) continue;
      if (kept == kMaxSelectors) {
        ++left_out[selectors::kind_name(hit.kind)];
        continue;
      }
      json::Object one = selector_json(hit);
      one.set("in", in);
      add_context(bytes, hit, one);
      array_in(item, "selectors").emplace_back(std::move(one));
      ++kept;
    }
  };
  for (std::size_t at = 0; at < bytes.size(); at += kPieceBytes) {
    scanner.feed(as_bytes(bytes.substr(at, kPieceBytes)));
    take();
  }
  scanner.finish();
  take();
  for (const auto& [kind, count] : left_out) {
    array_in(item, "selectors_left_out")
        .emplace_back(json::Object{{"in", in}, {"kind", kind}, {"count", count}});
  }
}

void add_languages(std::string_view text, json::Object& item) {
  const auto found = language::identify(text);
  if (!found.ok()) return;
  json::Array languages, scripts;
  for (const language::LanguageShare& one : found->languages)
    languages.emplace_back(shares("code", one.code, one.share));
  for (const language::ScriptShare& one : found->scripts)
    scripts.emplace_back(shares("script", text::script_name(one.script), one.share));
  if (!languages.empty()) item.set("languages", std::move(languages));
  if (!scripts.empty()) item.set("scripts", std::move(scripts));
}

}  // namespace sanad::features
