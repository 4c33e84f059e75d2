#include "media_items.h"

#include <fmt/format.h>

#include <array>

#include "kinds.h"
#include "members.h"

namespace sanad::story {
namespace {

constexpr int kMaxCopies = 8;  // of copies of copies

struct KindName {
  std::string_view name;
  pictures::Kind kind;
};
constexpr std::array<KindName, 4> kPictures = {{{"terrain", pictures::Kind::kTerrain},
                                                {"gradient", pictures::Kind::kGradient},
                                                {"shapes", pictures::Kind::kShapes},
                                                {"text", pictures::Kind::kText}}};
struct AlterationName {
  std::string_view name;
  Alteration alteration;
};
constexpr std::array<AlterationName, 4> kAlterations = {{{"smaller", Alteration::kSmaller},
                                                         {"mirrored", Alteration::kMirrored},
                                                         {"framed", Alteration::kFramed},
                                                         {"darker", Alteration::kDarker}}};

const json::Value* find_item(const Site& site, std::string_view name) {
  const auto media = site.collections.find("media");
  if (media == site.collections.end()) return nullptr;
  for (const json::Value& item : media->second)
    if (item["name"].string_or("") == name) return &item;
  return nullptr;
}

// "of" names an item of the same site, or "HOST/NAME" one of another.
std::pair<const Site*, const json::Value*> original_of(const World& world, const Site& site,
                                                       const std::string& of) {
  const std::size_t slash = of.find('/');
  if (slash == std::string::npos) return {&site, find_item(site, of)};
  const auto other = world.sites().find(of.substr(0, slash));
  if (other == world.sites().end()) return {nullptr, nullptr};
  return {&other->second, find_item(other->second, of.substr(slash + 1))};
}

// Pictures are drawn in three channels.
Result<MediaPlan> plan_of(const World& world, const Site& site, const json::Value& item,
                          const Place& place, int copies) {
  MediaPlan plan;
  if (const std::string* of = item["of"].as_string()) {
    const auto [owner, original] = original_of(world, site, *of);
    if (original == nullptr || copies >= kMaxCopies)
      return place.at("of").error("the name of a picture that is no copy of this one is needed");
    SANAD_TRY(plan, plan_of(world, *owner, *original, place, copies + 1));
    if (plan.kind != MediaPlan::Kind::kPicture)
      return place.at("of").error("the name of a picture is needed here");
    if (item["alter"].is_null()) return plan;
    SANAD_TRY(const std::string name, text_of(item, place, "alter"));
    for (const AlterationName& known : kAlterations)
      if (known.name == name) {
        plan.alterations.push_back(known.alteration);
        return plan;
      }
    return place.at("alter").error("smaller, mirrored, framed or darker is needed here");
  }
  SANAD_TRY(const std::int64_t seed, int_of(item, place, "seed", 0, 1'000'000'000));
  if (!item["sound"].is_null()) {
    SANAD_TRY(const std::int64_t seconds, int_of(item, place, "sound", 1, kMaxSoundMs / 1000));
    plan.kind = MediaPlan::Kind::kSound;
    plan.sound_ms = static_cast<std::uint32_t>(seconds * 1000);
    plan.sound_seed = static_cast<std::uint64_t>(seed);
    return plan;
  }
  SANAD_TRY(const std::string picture, text_of(item, place, "picture"));
  SANAD_TRY(const std::int64_t width, int_of(item, place, "width", 16, kMaxPictureSide));
  SANAD_TRY(const std::int64_t height, int_of(item, place, "height", 16, kMaxPictureSide));
  for (const KindName& known : kPictures)
    if (known.name == picture) {
      plan.picture = {known.kind, static_cast<int>(width), static_cast<int>(height), 3,
                      static_cast<std::uint64_t>(seed)};
      return plan;
    }
  return place.at("picture").error("terrain, gradient, shapes or text is needed here");
}

// A file of the site's own folder "files", or of its kind.
const std::string* file_of(const World& world, const Site& site, const json::Value& item) {
  const std::string name = item["file"].string_or("");
  const std::string* own = world.site_file(site.host, name);
  return own != nullptr ? own : world.kind_file(site.kind, name);
}

}  // namespace

Result<void> check_media(const World& world, const Site& site) {
  const auto media = site.collections.find("media");
  if (media == site.collections.end()) return {};
  for (std::size_t i = 0; i < media->second.size(); ++i) {
    const json::Value& item = media->second[i];
    const Place place = Place{site.host + ", media"}.at(i);
    SANAD_CHECK(text_of(item, place, "name"));
    if (!item["text"].is_null()) {
      SANAD_CHECK(text_of(item, place, "text"));
    } else if (!item["file"].is_null()) {
      if (file_of(world, site, item) == nullptr)
        return place.at("file").error("the site has no file of this name in \"files\"");
    } else {
      SANAD_CHECK(plan_of(world, site, item, place, 0));
    }
  }
  return {};
}

Page media_page(const World& world, const Site& site, const json::Value& item) {
  Page page;
  page.is_resource = true;
  page.type = type_of(item["name"].string_or(""));
  if (const std::string* text = item["text"].as_string()) {
    page.body = *text;
  } else if (!item["file"].is_null()) {
    if (const std::string* file = file_of(world, site, item)) page.body = *file;
  } else if (auto plan = plan_of(world, site, item, {site.host}, 0); plan.ok()) {
    page.media = std::move(plan).value();
    page.type = page.media->kind == MediaPlan::Kind::kSound ? "audio/wav" : "image/png";
  }
  return page;
}

}  // namespace sanad::story
