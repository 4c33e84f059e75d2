// The world that is part of the program: every page of it, whatever has happened.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "chats/telegram.h"
#include "story/telling.h"

namespace sanad::story {
namespace {

std::shared_ptr<const World> world() {
  static const auto one = World::embedded();
  EXPECT_TRUE(one.ok()) << one.error().message;
  return one.ok() ? *one : nullptr;
}

Happened all_events() {
  Happened all;
  for (const auto& [id, study] : world()->studies())
    for (const Event& event : study.events) all.insert(event.name);
  return all;
}

// Nothing has happened; each event by itself; all have.
std::vector<Happened> courses() {
  std::vector<Happened> courses = {{}, all_events()};
  for (const std::string& event : all_events()) courses.push_back({event});
  return courses;
}

bool is_html(const Page& page) { return page.type.starts_with("text/html"); }

// Addresses that a page leads to, as host and path with query.
std::set<std::pair<std::string, std::string>> links_of(const std::string& host,
                                                       const std::string& html) {
  std::set<std::pair<std::string, std::string>> links;
  std::string base = host;
  std::smatch found;
  if (std::regex_search(html, found, std::regex("<base href=\"http://([^/\"]+)/\">")))
    base = found[1];
  const std::regex link("(?:href|src|poster|action)=\"([^\"#]+)\"");
  for (std::sregex_iterator at(html.begin(), html.end(), link), end; at != end; ++at) {
    const std::string target = (*at)[1];
    const std::regex absolute("https?://([a-z0-9.-]+)(/[^\"]*)?");
    std::smatch parts;
    if (std::regex_match(target, parts, absolute))
      links.emplace(parts[1], parts[2].length() == 0 ? "/" : parts[2].str());
    else
      links.emplace(base, target);
  }
  return links;
}

Page get(const Telling& telling, const std::string& host, const std::string& target,
         const Happened& happened) {
  const std::size_t mark = target.find('?');
  Address address{host, std::string_view(target).substr(0, mark), {}};
  if (mark != std::string::npos) {
    const std::string query = target.substr(mark + 1);
    const std::size_t equals = query.find('=');
    address.query.emplace_back(query.substr(0, equals), query.substr(equals + 1));
  }
  return telling.page(address, happened);
}

TEST(Content, EveryPageIsWholeInEveryCourse) {
  const Telling telling = Telling::of(world(), 11, 4).value();
  std::size_t pages = 0;
  for (const Happened& happened : courses())
    for (const auto& [host, path] : telling.addresses(happened)) {
      const Page page = telling.page({host, path, {}}, happened);
      ASSERT_TRUE(page.status == 200 || host.starts_with("archive.")) << host << path << page.body;
      ++pages;
      if (page.media) continue;
      EXPECT_EQ(page.body.find("${"), std::string::npos) << host << path;
      EXPECT_EQ(page.body.find("{{"), std::string::npos) << host << path;
      if (page.type.find("json") != std::string::npos) {
        EXPECT_TRUE(json::parse(page.body).ok()) << host << path;
      }
      if (!is_html(page)) continue;
      EXPECT_TRUE(std::regex_search(
          page.body, std::regex("<html lang=\"(en|ur|ar|ps|sd)\" dir=\"(ltr|rtl)\">")))
          << host << path;
      EXPECT_TRUE(std::regex_search(page.body, std::regex("<title>[^<]+</title>"))) << host << path;
      EXPECT_FALSE(std::regex_search(page.body, std::regex("lang=\"(ur|ar|ps|sd)\" dir=\"ltr\"")))
          << host << path;
      EXPECT_FALSE(std::regex_search(page.body, std::regex("lang=\"en\" dir=\"rtl\"")))
          << host << path;
      EXPECT_FALSE(std::regex_search(page.body, std::regex("(lang|dir)=\"\""))) << host << path;
    }
  EXPECT_GT(pages, 200u);
}

// Within the world: other hosts are the range's, or nobody's. What a study took down may leave
// links behind, as it does anywhere; before anything has happened there are none.
TEST(Content, LinksLeadToPagesThatAreThere) {
  const Telling telling = Telling::of(world(), 11, 4).value();
  std::size_t count = 0;
  for (const auto& [host, path] : telling.addresses({})) {
    const Page page = telling.page({host, path, {}}, {});
    if (!is_html(page)) continue;
    for (const auto& [to, target] : links_of(host, page.body)) {
      if (!world()->sites().contains(to)) continue;
      ++count;
      const bool has_studies = !world()->studies().empty();
      const Page other = get(telling, to, target, {});
      // A story may name what an event puts up later.
      const bool comes_later = has_studies && get(telling, to, target, all_events()).status == 200;
      EXPECT_TRUE(other.status == 200 || comes_later)
          << host << path << " leads to " << to << target;
    }
  }
  EXPECT_GT(count, 500u);
}

TEST(Content, EveryPageCanBeReachedFromTheFrontPage) {
  const Telling telling = Telling::of(world(), 11, 4).value();
  std::set<std::pair<std::string, std::string>> seen;
  std::vector<std::pair<std::string, std::string>> next;
  for (const auto& [host, site] : world()->sites()) next.emplace_back(host, "/");
  while (!next.empty()) {
    const auto [host, target] = next.back();
    next.pop_back();
    if (!world()->sites().contains(host) || !seen.emplace(host, target).second) continue;
    const Page page = get(telling, host, target, {});
    if (page.status == 200 && is_html(page))
      for (const auto& link : links_of(host, page.body)) next.push_back(link);
  }
  for (const auto& [host, path] : telling.addresses({})) {
    if (path.starts_with("/member/") || path == "/rdap/help") continue;  // asked for by name
    if (path.starts_with("/media/")) continue;  // pictures of withheld pages may be shown nowhere
    EXPECT_TRUE(seen.contains({host, path})) << host << path;
  }
}

TEST(Content, TwoSeatsFindTheSamePagesWithOtherValues) {
  const Telling one = Telling::of(world(), 11, 4).value();
  const Telling next = Telling::of(world(), 11, 5).value();
  const auto again = Telling::of(world(), 11, 4).value();
  EXPECT_EQ(one.addresses({}).size(), next.addresses({}).size());
  for (const auto& [host, path] : one.addresses({})) {
    const Page page = one.page({host, path, {}}, {});
    EXPECT_EQ(page.body, again.page({host, path, {}}, {}).body) << host << path;
  }
  for (const auto& [name, value] : one.values())
    EXPECT_NE(value, next.values().at(name)) << name << ": neighbours would have one answer";
}

TEST(Content, PapersOfStudiesAreServedNowhere) {
  const Telling telling = Telling::of(world(), 11, 4).value();
  std::set<std::string> telltales = {"sanad-study/1", "sanad-truth/1", "sanad-debrief/1",
                                     "sanad-story/1"};
  for (const Happened& happened : courses())
    for (const auto& [host, path] : telling.addresses(happened)) {
      const Page page = telling.page({host, path, {}}, happened);
      for (const std::string& telltale : telltales)
        EXPECT_EQ(page.body.find(telltale), std::string::npos) << host << path;
    }
  for (const auto& [host, site] : world()->sites())
    for (const auto& [id, study] : world()->studies())
      for (const std::string name : {"study", "truth", "debrief", "story"})
        for (const std::string& path :
             {"/" + name + ".json", "/studies/" + id + "/" + name + ".json",
              "/media/" + name + ".json", "/media/../studies/" + id + "/" + name + ".json"})
          EXPECT_EQ(telling.page({host, path, {}}, {}).status, 404) << host << path;
}

TEST(Content, ChannelsExportsAreReadAsTelegramsAre) {
  const Telling telling = Telling::of(world(), 11, 4).value();
  std::size_t channels = 0;
  for (const auto& [host, site] : world()->sites()) {
    if (site.kind != "channel") continue;
    ++channels;
    const std::string body = telling.page({host, "/export/result.json", {}}, {}).body;
    std::vector<chats::Message> messages;
    std::size_t unread = 0;
    chats::TelegramReader reader({.on_chat = [](chats::Chat&&) { return Result<void>(); },
                                  .on_message =
                                      [&](chats::Message&& message) {
                                        messages.push_back(std::move(message));
                                        return Result<void>();
                                      },
                                  .on_unread =
                                      [&](const chats::Unread&) {
                                        ++unread;
                                        return Result<void>();
                                      }});
    ASSERT_TRUE(reader.write(as_bytes(body)).ok()) << host;
    ASSERT_TRUE(reader.finish().ok()) << host;
    EXPECT_EQ(unread, 0u) << host;
    ASSERT_GE(messages.size(), 1u) << host;
    for (const chats::Message& message : messages) {
      EXPECT_TRUE(message.at.has_value()) << host;
      EXPECT_FALSE(message.text.empty()) << host;
    }
  }
  EXPECT_GE(channels, 2u);
}

// RFC 9083, the members that readers rely on.
TEST(Content, TheRegistryAnswersInRdap) {
  const Telling telling = Telling::of(world(), 11, 4).value();
  std::size_t domains = 0;
  for (const auto& [host, path] : telling.addresses({})) {
    if (!path.starts_with("/rdap/domain/")) continue;
    ++domains;
    const Page page = telling.page({host, path, {}}, {});
    EXPECT_EQ(page.type, "application/rdap+json");
    const json::Value domain = json::parse(page.body).value();
    EXPECT_EQ(domain["objectClassName"].string_or(""), "domain");
    EXPECT_EQ("/rdap/domain/" + domain["ldhName"].string_or(""), path);
    for (const json::Value& event : *domain["events"].as_array())
      EXPECT_TRUE(parse_timestamp(event["eventDate"].string_or("")).ok()) << path;
    for (const json::Value& entity : *domain["entities"].as_array())
      EXPECT_FALSE(entity["roles"].as_array()->empty());
  }
  EXPECT_GE(domains, 5u);
}

TEST(Content, StoriesCanHideAmongEverydayThings) {
  for (const auto& [host, site] : world()->sites())
    for (const char* collection : {"threads", "posts"})
      if (const auto items = site.collections.find(collection); items != site.collections.end()) {
        EXPECT_GE(items->second.size(), 20u) << host << " " << collection;
      }
  EXPECT_GE(world()->sites().at("evenings.tirazan.example").collections.at("messages").size(), 20u);
}

}  // namespace
}  // namespace sanad::story
