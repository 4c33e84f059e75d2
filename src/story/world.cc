// Reads a world whole; nothing of it is told before all of it is found in order.
#include "story/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/embedded.h"
#include "kinds.h"
#include "members.h"
#include "mustache.h"
#include "story/telling.h"
#include "variables.h"

namespace sanad::story {

std::span<const EmbeddedFile> content_files();

namespace {

constexpr int kMaxItemDepth = 16;

// "a/b/c" -> "a", "b/c"; the second is empty where there is no "/".
std::pair<std::string_view, std::string_view> split(std::string_view path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return {path, {}};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

bool is_host(std::string_view host) {
  for (const std::string_view domain : {".tirazan.example", ".sahilmedia.example"}) {
    if (!host.ends_with(domain)) continue;
    const std::string_view label = host.substr(0, host.size() - domain.size());
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label, [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
  }
  return false;
}

}  // namespace

class Reader {
 public:
  explicit Reader(Files files) { world_->files_ = std::move(files); }

  Result<std::shared_ptr<const World>> read() {
    SANAD_CHECK(check_sizes());
    SANAD_CHECK(read_studies());
    SANAD_CHECK(read_kinds());
    SANAD_CHECK(read_sites());
    for (const auto& [path, bytes] : world_->files_)
      if (!known_.contains(path))
        return Place{path}.error("no part of a world has this name; see docs/formats/world.md");
    // What depends on values is tried with some.
    SANAD_CHECK(Telling::of(world_, 1, 1));
    return std::shared_ptr<const World>(world_);
  }

 private:
  Result<void> check_sizes() {
    std::size_t total = 0;
    if (world_->files_.size() > kMaxFiles)
      return Error{ErrorCode::kLimit, fmt::format("a world has at most {} files", kMaxFiles)};
    for (const auto& [path, bytes] : world_->files_) {
      total += bytes.size();
      if (bytes.size() > kMaxFileBytes || total > kMaxWorldBytes)
        return Error{ErrorCode::kLimit,
                     fmt::format("{}: a file of a world has at most {} bytes, all together {}",
                                 path, kMaxFileBytes, kMaxWorldBytes)};
    }
    if (world_->files_.contains("README.md")) known_.insert("README.md");
    if (world_->files_.contains("world.json")) {
      SANAD_TRY(world_->country_, parse("world.json"));
      if (world_->country_["format"].string_or("") != "sanad-world/1")
        return Place{"world.json"}.at("format").error("\"sanad-world/1\" is needed here");
    }
    return {};
  }

  const std::string* find(const std::string& path) {
    const auto found = world_->files_.find(path);
    if (found == world_->files_.end()) return nullptr;
    known_.insert(path);
    return &found->second;
  }

  Result<json::Value> parse(const std::string& path) {
    const std::string* text = find(path);
    if (text == nullptr) return Error{ErrorCode::kInvalid, path + ": this file is missing"};
    auto value = json::parse(*text);
    if (!value.ok()) return value.error().with_context(path);
    return value;
  }

  // The names directly under a folder that ends with "/".
  std::set<std::string> names_under(const std::string& folder) const {
    std::set<std::string> names;
    for (auto at = world_->files_.lower_bound(folder);
         at != world_->files_.end() && at->first.starts_with(folder); ++at)
      names.emplace(split(std::string_view(at->first).substr(folder.size())).first);
    return names;
  }

  // --- studies ---

  Result<void> read_studies() {
    for (const std::string& id : names_under("studies/")) {
      const std::string path = "studies/" + id + "/story.json";
      if (!is_name(id)) return Place{path}.error("this study's folder has no name of a study");
      SANAD_TRY(const json::Value story, parse(path));
      const Place place{path};
      SANAD_CHECK(only_members(story, place, {"format", "id", "variables", "events"}));
      if (story["format"].string_or("") != "sanad-story/1")
        return place.at("format").error("\"sanad-story/1\" is needed here");
      if (story["id"].string_or("") != id)
        return place.at("id").error("the name of the study's folder is needed here");
      Study study;
      study.id = id;
      SANAD_TRY(study.variables, read_variables(story["variables"], place.at("variables"), id));
      SANAD_CHECK(read_events(story["events"], place.at("events"), study));
      for (const auto& [name, variable] : study.variables) variables_.insert(id + "." + name);
      world_->studies_.emplace(id, std::move(study));
    }
    // Afterwards: a text may name another study's variables.
    for (auto& [id, study] : world_->studies_) {
      for (const char* name : {"study", "truth", "debrief"}) {
        const std::string path = fmt::format("studies/{}/{}.json", id, name);
        if (!world_->files_.contains(path)) continue;
        SANAD_TRY(const json::Value paper, parse(path));
        SANAD_TRY(json::Value named, named_in_full(paper, {path}, id));
        study.papers.emplace(name, std::move(named));
      }
    }
    return {};
  }

  Result<void> read_events(const json::Value& value, const Place& place, Study& study) {
    if (value.is_null()) return {};
    const json::Array* list = value.as_array();
    if (list == nullptr) return place.error("a list is needed here");
    if (list->size() > kMaxEvents)
      return Error{ErrorCode::kLimit, fmt::format("{}: more than {}", place.name, kMaxEvents)};
    for (std::size_t i = 0; i < list->size(); ++i) {
      const Place here = place.at(i);
      const json::Value& one = (*list)[i];
      SANAD_CHECK(only_members(one, here, {"id", "title", "after_minutes"}));
      SANAD_TRY(const std::string id, text_of(one, here, "id"));
      if (!is_name(id)) return here.at("id").error("this is not a name");
      Event event{study.id + "." + id, one["title"], std::nullopt};
      if (!one["after_minutes"].is_null()) {
        SANAD_TRY(event.after_minutes, int_of(one, here, "after_minutes", 0, 1'000'000));
      }
      if (!events_.insert(event.name).second)
        return here.at("id").error("another event of the study has this name");
      study.events.push_back(std::move(event));
    }
    return {};
  }

  // Variables by their full names, each of them known. study: empty outside of studies.
  Result<json::Value> named_in_full(const json::Value& value, const Place& place,
                                    std::string_view study) {
    return fill_in_all(value, place, [&](std::string_view name) -> std::optional<std::string> {
      std::string full(name);
      if (!study.empty() && name.find('.') == std::string_view::npos)
        full = std::string(study) + "." + full;
      if (!variables_.contains(full)) return std::nullopt;
      return "${" + full + "}";
    });
  }

  // --- kinds ---

  Result<void> read_kinds() {
    for (const std::string& name : names_under("kinds/")) {
      const std::string folder = "kinds/" + name + "/";
      SANAD_CHECK(check_templates(name, folder));
      if (name == "shared") continue;
      SANAD_TRY(const json::Value value, parse(folder + "kind.json"));
      SANAD_TRY(SiteKind kind, read_kind(value, {folder + "kind.json"}, name));
      world_->kinds_.emplace(name, std::move(kind));
    }
    for (const auto& [name, kind] : world_->kinds_) {
      const Place place{"kinds/" + name + "/kind.json"};
      for (std::size_t i = 0; i < kind.routes.size(); ++i) {
        const Route& route = kind.routes[i];
        for (const std::string& file : {route.template_name, route.file})
          if (!file.empty() && world_->kind_file(name, file) == nullptr)
            return place.at("routes").at(i).error(fmt::format("there is no file \"{}\"", file));
        SANAD_CHECK(check_partials(name, route.template_name, 0, place.at("routes").at(i)));
      }
      if (world_->kind_file(name, kind.error_template) == nullptr)
        return place.at("error").error(fmt::format("there is no file \"{}\"", kind.error_template));
      SANAD_CHECK(check_partials(name, kind.error_template, 0, place.at("error")));
    }
    return {};
  }

  Result<void> check_templates(const std::string& kind, const std::string& folder) {
    for (auto at = world_->files_.lower_bound(folder);
         at != world_->files_.end() && at->first.starts_with(folder); ++at) {
      known_.insert(at->first);
      const std::string name = at->first.substr(folder.size());
      if (name == "kind.json") continue;
      auto partials = check_template(at->second);
      // A picture may hold any bytes; it is no template.
      if (partials.ok())
        partials_[{kind, name}] = std::move(partials).value();
      else
        no_templates_.emplace(std::pair(kind, name), partials.error().message);
    }
    return {};
  }

  Result<void> check_partials(const std::string& kind, const std::string& name, std::size_t depth,
                              const Place& place) {
    if (name.empty()) return {};
    if (depth > kMaxPartialDepth)
      return place.error(fmt::format("\"{}\" is within too many templates", name));
    const bool is_own = world_->files_.contains("kinds/" + kind + "/" + name);
    const std::pair<std::string, std::string> key(is_own ? kind : "shared", name);
    if (const auto broken = no_templates_.find(key); broken != no_templates_.end())
      return place.error(fmt::format("in \"{}\" {}", name, broken->second));
    const auto partials = partials_.find(key);
    if (partials == partials_.end())
      return place.error(fmt::format("there is no template \"{}\"", name));
    for (const std::string& partial : partials->second)
      SANAD_CHECK(check_partials(kind, partial_file(name, partial), depth + 1, place));
    return {};
  }

  // --- sites ---

  Result<void> read_sites() {
    SANAD_CHECK(read_site_heads("sites/", ""));
    for (const auto& [id, study] : world_->studies_)
      SANAD_CHECK(read_site_heads("studies/" + id + "/sites/", id));
    SANAD_CHECK(read_collections_in("sites/", ""));
    for (const auto& [id, study] : world_->studies_)
      SANAD_CHECK(read_collections_in("studies/" + id + "/sites/", id));
    return {};
  }

  // site.json of each host; a study may bring sites of its own.
  Result<void> read_site_heads(const std::string& folder, const std::string& study) {
    for (const std::string& host : names_under(folder)) {
      const std::string path = folder + host + "/site.json";
      if (!study.empty() && !world_->files_.contains(path)) continue;
      const Place place{path};
      if (!is_host(host))
        return place.error(
            "a host is one name before \".tirazan.example\" or \".sahilmedia.example\"");
      SANAD_TRY(const json::Value members, parse(path));
      if (members["format"].string_or("") != "sanad-site/1")
        return place.at("format").error("\"sanad-site/1\" is needed here");
      Site site;
      site.host = host;
      SANAD_TRY(site.kind, text_of(members, place, "kind"));
      if (!world_->kinds_.contains(site.kind))
        return place.at("kind").error(fmt::format("there is no kind \"{}\"", site.kind));
      SANAD_CHECK(text_of(members, place, "lang"));
      SANAD_CHECK(text_of(members, place, "title"));
      if (!members["offset_minutes"].is_null())
        SANAD_CHECK(int_of(members, place, "offset_minutes", -900, 900));
      SANAD_TRY(site.members, named_in_full(members, place, study));
      SANAD_TRY(site.members, with_events(site.members, place, study, 0));
      if (!world_->sites_.emplace(host, std::move(site)).second)
        return place.error("another folder holds this host's site.json");
      if (world_->sites_.size() > kMaxHosts)
        return Error{ErrorCode::kLimit, fmt::format("a world has at most {} hosts", kMaxHosts)};
    }
    return {};
  }

  Result<void> read_collections_in(const std::string& folder, const std::string& study) {
    for (const std::string& host : names_under(folder)) {
      const auto site = world_->sites_.find(host);
      const std::string under = folder + host + "/";
      if (site == world_->sites_.end())
        return Place{under}.error("no site of this name has a site.json");
      for (const std::string& name : names_under(under)) {
        if (name == "site.json") continue;
        if (name == "files") {
          for (auto at = world_->files_.lower_bound(under + "files/");
               at != world_->files_.end() && at->first.starts_with(under + "files/"); ++at)
            known_.insert(at->first);
          continue;
        }
        if (!name.ends_with(".json")) continue;  // named as no part of a world at the end
        SANAD_CHECK(
            read_collection(under + name, name.substr(0, name.size() - 5), study, site->second));
      }
    }
    return {};
  }

  Result<void> read_collection(const std::string& path, const std::string& name,
                               const std::string& study, Site& site) {
    const Place place{path};
    if (!is_collection_name(name)) return place.error("no collection can have this name");
    SANAD_TRY(const json::Value value, parse(path));
    const json::Array* items = value.as_array();
    if (items == nullptr) return place.error("a list of items is needed here");
    item_count_ += items->size();
    if (item_count_ > kMaxItems)
      return Error{ErrorCode::kLimit,
                   fmt::format("{}: a world has at most {} items", path, kMaxItems)};
    for (std::size_t i = 0; i < items->size(); ++i) {
      const Place here = place.at(i);
      if ((*items)[i].as_object() == nullptr) return here.error("an object is needed here");
      SANAD_CHECK(check_item((*items)[i], here));
      SANAD_TRY(json::Value named, named_in_full((*items)[i], here, study));
      SANAD_TRY(named, with_events(named, here, study, 0));
      site.collections[name].push_back(std::move(named));
    }
    return {};
  }

  static Result<void> check_item(const json::Value& item, const Place& place) {
    if (!item["moved_to"].is_null()) {
      SANAD_TRY(const std::string to, text_of(item, place, "moved_to"));
      if (!to.starts_with('/'))
        return place.at("moved_to").error("a path of the same host is needed here");
    }
    if (!item["gone_as"].is_null()) {
      const std::int64_t status = item["gone_as"].int_or(0);
      if (status != 404 && status != 410 && status != 451)
        return place.at("gone_as").error("404, 410 or 451 is needed here");
    }
    if ((!item["moved_to"].is_null() || !item["gone_as"].is_null()) && item["until"].is_null())
      return place.error("\"moved_to\" and \"gone_as\" need \"until\"");
    return {};
  }

  Result<std::string> full_event(const json::Value& value, const Place& place,
                                 std::string_view study) {
    const std::string* name = value.as_string();
    if (name == nullptr) return place.error("the name of an event is needed here");
    std::string full = *name;
    if (!study.empty() && full.find('.') == std::string::npos)
      full = std::string(study) + "." + full;
    if (!events_.contains(full)) return place.error(fmt::format("no event is called \"{}\"", full));
    return full;
  }

  // "after", "until" and "as_of" by their full names, at any depth.
  Result<json::Value> with_events(const json::Value& value, const Place& place,
                                  std::string_view study, int depth) {
    if (depth > kMaxItemDepth) return place.error("objects are too deep within one another");
    if (const json::Array* array = value.as_array()) {
      json::Array result;
      for (std::size_t i = 0; i < array->size(); ++i) {
        SANAD_TRY(json::Value one, with_events((*array)[i], place.at(i), study, depth + 1));
        result.push_back(std::move(one));
      }
      return json::Value(std::move(result));
    }
    const json::Object* object = value.as_object();
    if (object == nullptr) return value;
    json::Object result;
    for (const json::Member& member : *object) {
      const Place here = place.at(member.name);
      json::Value changed;
      if (member.name == "after" || member.name == "until") {
        SANAD_TRY(changed, full_event(member.value, here, study));
      } else if (member.name == "as_of") {
        SANAD_TRY(changed, full_events(member.value, here, study));
      } else {
        SANAD_TRY(changed, with_events(member.value, here, study, depth + 1));
      }
      result.append_unchecked(member.name, std::move(changed));
    }
    return json::Value(std::move(result));
  }

  Result<json::Value> full_events(const json::Value& value, const Place& place,
                                  std::string_view study) {
    if (value.as_array() == nullptr) return place.error("a list of events is needed here");
    json::Array events;
    for (const json::Value& one : *value.as_array()) {
      SANAD_TRY(std::string full, full_event(one, place, study));
      events.emplace_back(std::move(full));
    }
    return json::Value(std::move(events));
  }

  std::shared_ptr<World> world_ = std::make_shared<World>();
  std::set<std::string, std::less<>> known_;  // files that are part of the world
  std::set<std::string, std::less<>> variables_;
  std::set<std::string, std::less<>> events_;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> partials_;
  std::map<std::pair<std::string, std::string>, std::string> no_templates_;
  std::size_t item_count_ = 0;
};

Result<std::shared_ptr<const World>> World::read(Files files) {
  return Reader(std::move(files)).read();
}

std::vector<std::string> embedded_studies() {
  constexpr std::string_view kFolder = "studies/";
  constexpr std::string_view kPaper = "/study.json";
  std::vector<std::string> names;
  for (const EmbeddedFile& file : content_files()) {
    std::string_view name = file.name;
    if (!name.starts_with(kFolder) || !name.ends_with(kPaper)) continue;
    name.remove_prefix(kFolder.size());
    names.emplace_back(name.substr(0, name.size() - kPaper.size()));
  }
  std::ranges::sort(names);
  return names;
}

std::optional<std::string_view> embedded_file(std::string_view path) {
  const EmbeddedFile* file = find_embedded(content_files(), path);
  if (file == nullptr) return std::nullopt;
  return file->bytes;
}

Result<std::shared_ptr<const World>> World::embedded() {
  Files files;
  for (const EmbeddedFile& file : content_files())
    files.emplace(file.name, std::string(file.bytes));
  return read(std::move(files));
}

const std::string* World::kind_file(std::string_view kind, std::string_view name) const {
  for (const std::string_view folder : {kind, std::string_view("shared")}) {
    const auto found = files_.find(fmt::format("kinds/{}/{}", folder, name));
    if (found != files_.end() && name != "kind.json") return &found->second;
  }
  return nullptr;
}

const std::string* World::site_file(std::string_view host, std::string_view name) const {
  const auto found = files_.find(fmt::format("sites/{}/files/{}", host, name));
  if (found != files_.end()) return &found->second;
  for (const auto& [id, study] : studies_) {
    const auto own = files_.find(fmt::format("studies/{}/sites/{}/files/{}", id, host, name));
    if (own != files_.end()) return &own->second;
  }
  return nullptr;
}

}  // namespace sanad::story
