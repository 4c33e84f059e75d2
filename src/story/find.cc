#include "find.h"

#include <fmt/format.h>

#include <set>

#include "kinds.h"
#include "present.h"
#include "text/fold.h"

namespace sanad::story {
namespace {

constexpr std::size_t kMaxQueryBytes = 500;
constexpr std::size_t kExcerptBytes = 200;

std::string folded(std::string_view text) { return text::fold_to_utf8(text).value_or(""); }

std::vector<std::string> words_of(const std::string& folded_text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < folded_text.size();) {
    const std::size_t end = std::min(folded_text.find(' ', at), folded_text.size());
    if (end > at) words.push_back(folded_text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// Members that say something to a reader; the rest are addresses, times and what was derived.
bool is_told(std::string_view name) {
  for (const std::string_view known : {"lang", "dir", "after", "until", "moved_to", "text_html",
                                       "id", "media", "clip", "path", "picture", "words"})
    if (name == known) return false;
  return !name.starts_with("at_") && name != "at";
}

void collect(const json::Value& value, std::vector<std::string>& texts) {
  if (const std::string* text = value.as_string()) texts.push_back(*text);
  if (const json::Array* array = value.as_array())
    for (const json::Value& one : *array) collect(one, texts);
  if (const json::Object* object = value.as_object())
    for (const json::Member& member : *object)
      if (is_told(member.name)) collect(member.value, texts);
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

std::string shortened(std::string_view text) {
  if (text.size() <= kExcerptBytes) return std::string(text);
  std::size_t end = kExcerptBytes;
  while (end > 0 && is_continuation(text[end])) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string title_of(const json::Value& item, const Site& site) {
  for (const char* name : {"title", "display", "name", "text"})
    if (const std::string text = item[name].string_or(""); !text.empty()) return shortened(text);
  return site.members["title"].string_or(site.host);
}

class Search {
 public:
  explicit Search(std::string_view query)
      : words_(words_of(folded(query.substr(0, kMaxQueryBytes)))) {}
  bool is_empty() const { return words_.empty(); }
  bool is_full() const { return found_.size() >= kMaxFound; }

  void look_at(const Site& site, const json::Value& item, const std::string& path) {
    if (is_full() || item["unlisted"].bool_or(false)) return;
    std::vector<std::string> texts;
    collect(item, texts);
    std::string all;
    std::string excerpt;
    for (const std::string& text : texts) {
      const std::string one = folded(text);
      if (excerpt.empty() && one.find(words_.front()) != std::string::npos)
        excerpt = shortened(text);
      all += one + "\n";
    }
    for (const std::string& word : words_)
      if (all.find(word) == std::string::npos) return;
    found_.push_back(json::Object{{"url", fmt::format("http://{}{}", site.host, path)},
                                  {"host", site.host},
                                  {"title", title_of(item, site)},
                                  {"excerpt", excerpt},
                                  {"lang", item["lang"].string_or("en")},
                                  {"dir", item["dir"].string_or("ltr")}});
  }

  json::Array found() && { return std::move(found_); }

 private:
  std::vector<std::string> words_;
  json::Array found_;
};

}  // namespace

json::Array find_pages(const World& world, const std::map<std::string, Site, std::less<>>& sites,
                       std::string_view query, const Happened& happened) {
  Search search(query);
  if (search.is_empty()) return {};
  for (const auto& [host, site] : sites) {
    if (site.members["unlisted"].bool_or(false)) continue;
    const SiteKind& kind = world.kinds().find(site.kind)->second;
    search.look_at(site,
                   json::Object{{"title", site.members["title"]},
                                {"about", site.members["about"]},
                                {"lang", site.members["lang"]},
                                {"dir", site.members["dir"]}},
                   "/");
    std::set<std::string> seen;  // each collection once, by the first page of its items
    for (const Route& route : kind.routes) {
      const auto items = site.collections.find(route.collection);
      if (items == site.collections.end() || !route.template_name.ends_with(".html") ||
          !seen.insert(route.collection).second)
        continue;
      for (const json::Value& item : items->second)
        if (is_present(item, happened))
          search.look_at(site, present(item, happened),
                         path_of(route, member_text(item, route.member)));
    }
  }
  return std::move(search).found();
}

}  // namespace sanad::story
