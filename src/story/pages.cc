// What an address answers.
#include <fmt/format.h>

#include <algorithm>

#include "find.h"
#include "kinds.h"
#include "media_items.h"
#include "mustache.h"
#include "present.h"
#include "story/telling.h"

namespace sanad::story {
namespace {

std::string_view reason_of(int status) {
  switch (status) {
    case 404:
      return "Not found";
    case 410:
      return "Gone";
    case 451:
      return "Unavailable for legal reasons";
    default:
      return "Error";
  }
}

const json::Value* find_item(const json::Array& items, std::string_view member,
                             std::string_view value) {
  for (const json::Value& item : items)
    if (member_text(item, member) == value) return &item;
  return nullptr;
}

std::string query_value(const Address& address, std::string_view name) {
  for (const auto& [known, value] : address.query)
    if (known == name) return value;
  return "";
}

// Where the item of a place of the path stands, and by which member it is named there.
std::string_view collection_of(const Route& route) {
  return route.is_media ? "media" : std::string_view(route.collection);
}
std::string_view member_of(const Route& route) {
  return route.is_media ? "name" : std::string_view(route.member);
}

// Items from the last of the kind's order on, so many of them, those after the one that the query
// names.
json::Value page_of(const Route& route, const json::Array& items, const Address& address) {
  const std::string before = query_value(address, route.page_before);
  auto next = items.rbegin();
  if (!before.empty()) {
    const auto shown = std::find_if(items.rbegin(), items.rend(), [&](const json::Value& item) {
      return member_text(item, "id") == before;
    });
    next = shown == items.rend() ? items.rend() : shown + 1;
  }
  json::Array some;
  while (next != items.rend() && static_cast<std::int64_t>(some.size()) < route.page_size)
    some.push_back(*next++);
  json::Object page{{"has_older", next != items.rend()}};
  if (!some.empty()) page.set("older", some.back()["id"]);
  mark_ends(some);
  page.set("items", std::move(some));
  return page;
}

// Links of a page that is shown elsewhere lead where they led.
std::string with_base(const std::string& html, const std::string& host) {
  const std::size_t head = html.find("<head>");
  if (head == std::string::npos) return html;
  return html.substr(0, head + 6) + fmt::format("<base href=\"http://{}/\">", host) +
         html.substr(head + 6);
}

Page plain_page(int status, std::string text) {
  Page page;
  page.status = status;
  page.type = "text/plain; charset=utf-8";
  page.body = std::move(text);
  return page;
}

Happened events_of(const json::Value& item) {
  Happened happened;
  if (const json::Array* events = item["as_of"].as_array())
    for (const json::Value& event : *events) happened.insert(event.string_or(""));
  return happened;
}

}  // namespace

// One site at one time, and what its templates are given.
class Desk {
 public:
  Desk(const World& world, const Site& site, const Happened& happened)
      : world_(world),
        site_(site),
        kind_(world.kinds().find(site.kind)->second),
        happened_(happened),
        collections_(present_collections(site, kind_, happened)) {}

  const Site& site() const { return site_; }
  const SiteKind& kind() const { return kind_; }
  const Collections& collections() const { return collections_; }

  json::Object context(const Address& address) const {
    const json::Value members = present(site_.members, happened_);
    json::Object query;
    for (const auto& [name, value] : address.query) query.set(name, value);
    json::Object context{{"site", members},          {"lang", members["lang"]},
                         {"dir", members["dir"]},    {"words", words()},
                         {"host", site_.host},       {"path", std::string(address.path)},
                         {"query", std::move(query)}};
    // "media" is what an item calls its own picture; the collection is no part of pages.
    for (const auto& [name, items] : collections_)
      if (name != "media") context.set(name, items);
    return context;
  }

  // Of the site's language, and in English what that lacks.
  json::Value words() const {
    json::Object words;
    for (const std::string& lang : {std::string("en"), site_.members["lang"].string_or("en")})
      if (const json::Object* some = kind_.words[lang].as_object())
        for (const json::Member& word : *some) words.set(word.name, word.value);
    return words;
  }

  Page fill(const std::string& name, const json::Object& context, std::string type) const {
    Page page;
    page.type = type.empty() ? type_of(name) : std::move(type);
    const std::string* text = world_.kind_file(site_.kind, name);
    const Escape escape = name.ends_with(".json") ? Escape::kJson : Escape::kHtml;
    auto filled =
        render(text == nullptr ? "" : *text, context, escape, [&](const std::string& partial) {
          const std::string* file = world_.kind_file(site_.kind, partial_file(name, partial));
          return file == nullptr ? std::string() : *file;
        });
    if (filled.ok()) {
      page.body = std::move(filled).value();
    } else {
      page.status = 500;
      page.type = "text/plain; charset=utf-8";
      page.body = fmt::format("kinds/{}/{}: {}\n", site_.kind, name, filled.error().message);
    }
    return page;
  }

  Page without(const Address& address, int status) const {
    json::Object now = context(address);
    now.set("status", status);
    now.set("reason", reason_of(status));
    for (const int one : {404, 410, 451}) now.set(fmt::format("is_{}", one), one == status);
    Page page = fill(kind_.error_template, now, "");
    if (page.status == 200) page.status = status;
    return page;
  }

  // The item that a place of a path names, null where none is there.
  const json::Value* item_of(const Route& route, std::string_view value) const {
    const auto items = collections_.find(collection_of(route));
    return items == collections_.end() ? nullptr
                                       : find_item(items->second, member_of(route), value);
  }

  // What is answered for an item that was there; 0: none was.
  struct Past {
    int status = 0;
    std::string moved_to;
  };
  Past past_of(const Route& route, std::string_view value) const {
    Past past;
    const std::string_view member = member_of(route);
    const auto items = site_.collections.find(collection_of(route));
    if (items == site_.collections.end()) return past;
    for (const json::Value& item : items->second) {
      const std::string* until = item["until"].as_string();
      const std::string* after = item["after"].as_string();
      if (until == nullptr || !happened_.contains(*until) ||
          (after != nullptr && !happened_.contains(*after)) || member_text(item, member) != value)
        continue;
      past.moved_to = item["moved_to"].string_or("");
      past.status = past.moved_to.empty() ? static_cast<int>(item["gone_as"].int_or(404)) : 301;
    }
    return past;
  }

 private:
  const World& world_;
  const Site& site_;
  const SiteKind& kind_;
  const Happened& happened_;
  Collections collections_;
};

Page Telling::answer(const Desk& desk, const Route& route, const json::Value* item,
                     const Address& address, const Happened& happened) const {
  const Site& site = desk.site();
  if (route.is_media) return media_page(*world_, site, *item);
  Page page;
  if (!route.file.empty()) {
    const std::string* file = world_->kind_file(site.kind, route.file);
    page.body = file == nullptr ? "" : *file;
    page.type = route.type.empty() ? type_of(route.file) : route.type;
    page.is_resource = true;
    return page;
  }
  json::Object context = desk.context(address);
  if (item != nullptr) context.set("item", *item);
  const auto paged = desk.collections().find(route.page_of);
  if (paged != desk.collections().end())
    context.set("page", page_of(route, paged->second, address));
  if (!route.find_query.empty()) {
    const std::string query = query_value(address, route.find_query);
    context.set("searched", query);
    context.set("found", find_pages(*world_, sites_, query, happened));
  }
  if (route.has_snapshot) {
    const std::string host = (*item)["host"].string_or("");
    page = this->page({host, (*item)["path"].string_or(""), {}}, events_of(*item));
    if (page.type.starts_with("text/html")) page.body = with_base(page.body, host);
    context.set("snapshot", page.body);
    context.set("snapshot_status", page.status);
  }
  if (!route.template_name.empty()) page = desk.fill(route.template_name, context, route.type);
  return page;
}

Page Telling::page(const Address& address, const Happened& happened) const {
  const auto site = sites_.find(address.host);
  if (site == sites_.end()) return plain_page(404, "No host of that name is part of this world.\n");
  const Desk desk(*world_, site->second, happened);
  Desk::Past past;
  for (const Route& route : desk.kind().routes) {
    const auto value = match(route, address.path);
    if (!value) continue;
    const json::Value* item = nullptr;
    if (!collection_of(route).empty()) {
      item = desk.item_of(route, *value);
      if (item == nullptr) {
        const Desk::Past was = desk.past_of(route, *value);
        if (was.status != 0) past = was;
        continue;
      }
    }
    Page page = answer(desk, route, item, address, happened);
    if (page.status == 200) page.status = route.status;
    page.headers.insert(page.headers.end(), route.headers.begin(), route.headers.end());
    return page;
  }
  if (past.moved_to.empty()) return desk.without(address, past.status == 0 ? 404 : past.status);
  Page page = plain_page(301, fmt::format("See {}\n", past.moved_to));
  page.headers.emplace_back("Location", past.moved_to);
  return page;
}

std::vector<std::pair<std::string, std::string>> Telling::addresses(
    const Happened& happened) const {
  std::vector<std::pair<std::string, std::string>> addresses;
  for (const auto& [host, site] : sites_) {
    const Desk desk(*world_, site, happened);
    for (const Route& route : desk.kind().routes) {
      if (collection_of(route).empty()) {
        addresses.emplace_back(host, route.before);
        continue;
      }
      const auto items = desk.collections().find(collection_of(route));
      if (items == desk.collections().end()) continue;
      for (const json::Value& item : items->second)
        addresses.emplace_back(host, path_of(route, member_text(item, member_of(route))));
    }
  }
  return addresses;
}

}  // namespace sanad::story
