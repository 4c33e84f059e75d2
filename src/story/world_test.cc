// What a world must be in order to be read: errors name the file and the member.
#include "story/world.h"

#include <gtest/gtest.h>

#include "test_world.h"

namespace sanad::story {
namespace {

void expect_error(const Files& files, std::string_view named, std::string_view also = "") {
  const auto world = World::read(files);
  ASSERT_FALSE(world.ok()) << named;
  EXPECT_NE(world.error().message.find(named), std::string::npos) << world.error().message;
  EXPECT_NE(world.error().message.find(also), std::string::npos) << world.error().message;
}

Files with(const std::string& path, const std::string& text) {
  Files files = small_world();
  files[path] = text;
  return files;
}

TEST(World, IsReadWhole) {
  const auto world = World::read(small_world());
  ASSERT_TRUE(world.ok()) << world.error().message;
  EXPECT_EQ((*world)->sites().size(), 3u);
  EXPECT_EQ((*world)->studies().at("fund").events.size(), 2u);
  EXPECT_TRUE(World::read({}).ok()) << "a world without sites is one";
}

TEST(World, FilesThatAreNoPartOfItAreNamed) {
  for (const char* path : {"notes.txt", "sites/notes.tirazan.example/notes.txt",
                           "studies/fund/other.json", "kinds.json"})
    expect_error(with(path, "{}"), path);
  expect_error(with("sites/notes.tirazan.example/notes.json", "[{"),
               "sites/notes.tirazan.example/notes.json");
  expect_error(with("sites/absent.tirazan.example/notes.json", "[]"),
               "sites/absent.tirazan.example/site.json");
  expect_error(with("studies/fund/sites/absent.tirazan.example/notes.json", "[]"),
               "studies/fund/sites/absent.tirazan.example/");
}

TEST(World, HostsAreOfTheCountry) {
  const std::string head =
      R"({"format": "sanad-site/1", "kind": "notes", "lang": "en", "title": "x"})";
  for (const char* host : {"example.org", "a.b.tirazan.example", "-a.tirazan.example",
                           "A.tirazan.example", "tirazan.example"})
    expect_error(with(fmt::format("sites/{}/site.json", host), head),
                 fmt::format("sites/{}/site.json", host), "host");
  EXPECT_TRUE(World::read(with("sites/a-1.sahilmedia.example/site.json", head)).ok());
  expect_error(with("studies/fund/sites/notes.tirazan.example/site.json", head),
               "studies/fund/sites/notes.tirazan.example/site.json", "another folder");
}

TEST(World, ItemsAreChecked) {
  const std::string path = "sites/notes.tirazan.example/notes.json";
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {R"({})", ""},
      {R"(["x"])", "[0]"},
      {R"([{"id": 1, "until": "fund.never"}])", "[0].until"},
      {R"([{"id": 1, "until": "gone"}])", "[0].until"},
      {R"([{"id": 1, "posts": [{"after": "fund.x"}]}])", "[0].posts[0].after"},
      {R"([{"id": 1, "gone_as": 410}])", "[0]"},
      {R"([{"id": 1, "until": "fund.gone", "gone_as": 500}])", "[0].gone_as"},
      {R"([{"id": 1, "until": "fund.gone", "moved_to": "elsewhere"}])", "[0].moved_to"},
      {R"([{"id": 1, "title": "${wallet}"}])", "[0].title"},
      {R"([{"id": 1, "title": "${fund.unknown}"}])", "[0].title"},
      {R"([{"id": 1, "title": "${fund.wallet"}])", "[0].title"}};
  for (const auto& [text, named] : wrong) expect_error(with(path, text), path, named);
  // What depends on values is named by host and collection.
  expect_error(with(path, R"([{"id": 1, "at": "2026-03-04 23:40"}])"), "notes.tirazan.example",
               "at");
  expect_error(with(path, R"([{"title": "x"}])"), "notes.tirazan.example", "id");
  expect_error(with(path, R"([{"id": 1}, {"id": 1}])"), "notes.tirazan.example", "[1].id");
  expect_error(with(path, R"([{"id": "a/b"}])"), "notes.tirazan.example", "id");
}

TEST(World, StudiesAreChecked) {
  const std::string path = "studies/fund/story.json";
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {R"({"id": "fund"})", "format"},
      {R"({"format": "sanad-story/1", "id": "other"})", "id"},
      {R"({"format": "sanad-story/1", "id": "fund", "more": 1})", "more"},
      {R"({"format": "sanad-story/1", "id": "fund", "events": [{"id": "a b"}]})", "events[0].id"},
      {R"({"format": "sanad-story/1", "id": "fund", "events": [{"id": "a"}, {"id": "a"}]})",
       "events[1].id"},
      {R"({"format": "sanad-story/1", "id": "fund", "events": [{"id": "a", "after_minutes": -1}]})",
       "events[0].after_minutes"}};
  for (const auto& [text, named] : wrong) expect_error(with(path, text), path, named);
  expect_error(with("studies/fund/truth.json", R"({"a": [{"b": "${unknown}"}]})"),
               "studies/fund/truth.json", "a[0].b");
}

TEST(World, KindsAreChecked) {
  const std::string path = "kinds/notes/kind.json";
  const auto kind = [](const std::string& route) {
    return R"({"format": "sanad-kind/1", "routes": [)" + route + "]}";
  };
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {R"({"path": "x", "template": "index.html"})", "routes[0].path"},
      {R"({"path": "/{a.b}/{c.d}", "template": "index.html"})", "routes[0].path"},
      {R"({"path": "/{ab}", "template": "index.html"})", "routes[0].path"},
      {R"({"path": "/"})", "routes[0]"},
      {R"({"path": "/", "template": "index.html", "file": "note.html"})", "routes[0]"},
      {R"({"path": "/", "template": "absent.html"})", "routes[0]"},
      {R"({"path": "/", "template": "kind.json"})", "routes[0]"},
      {R"({"path": "/", "media": true})", "routes[0]"},
      {R"({"path": "/", "template": "index.html", "status": 301})", "routes[0].status"},
      {R"({"path": "/", "template": "index.html", "headers": [["a"]]})", "routes[0].headers[0]"},
      {R"({"path": "/", "template": "index.html", "headers": [["a", "b\r\nc"]]})",
       "routes[0].headers[0]"},
      {R"({"path": "/", "template": "index.html", "page": {"of": "notes"}})", "page.size"}};
  for (const auto& [route, named] : wrong) expect_error(with(path, kind(route)), path, named);
  expect_error(with("kinds/notes/index.html", "{{#a}}"), path, "index.html");
  expect_error(with("kinds/notes/index.html", "{{> absent}}"), path, "absent.html");
  expect_error(with("kinds/notes/index.html", "{{> index}}"), path, "too many");
}

TEST(World, MediaAndSnapshotsAreChecked) {
  const std::string media = "sites/notes.tirazan.example/media.json";
  const std::vector<std::string> wrong = {
      R"([{"name": "a.png"}])",
      R"([{"name": "a.png", "picture": "photo", "width": 64, "height": 64, "seed": 1}])",
      R"([{"name": "a.png", "picture": "text", "width": 64000, "height": 64, "seed": 1}])",
      R"([{"name": "a.png", "of": "a.png"}])",
      R"([{"name": "a.png", "of": "b.png"}])",
      R"([{"name": "a.wav", "sound": 60, "seed": 1}])",
      R"([{"name": "a.bin", "file": "../site.json"}])"};
  for (const std::string& text : wrong)
    expect_error(with(media, text), "notes.tirazan.example, media");
  const std::string kept = "sites/kept.tirazan.example/kept.json";
  expect_error(with(kept, R"([{"id": 1, "host": "x.tirazan.example", "path": "/"}])"), "host");
  expect_error(with(kept, R"([{"id": 1, "host": "kept.tirazan.example", "path": "/page/1"}])"),
               "archive");
  expect_error(with(kept, R"([{"id": 1, "host": "notes.tirazan.example", "path": "x"}])"), "path");
}

TEST(World, HasLimits) {
  expect_error(with("README.md", std::string(kMaxFileBytes + 1, 'x')), "README.md");
  Files many;
  for (std::size_t i = 0; i <= kMaxFiles; ++i) many[fmt::format("kinds/shared/{}", i)] = "";
  EXPECT_EQ(World::read(many).error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace sanad::story
