// What addresses of a small world answer.
#include <gtest/gtest.h>

#include "test_world.h"

namespace sanad::story {
namespace {

Page get(const Telling& telling, std::string_view path, const Happened& happened = {},
         std::string_view host = "notes.tirazan.example") {
  return telling.page({host, path, {}}, happened);
}

TEST(Pages, AreFilledInEscapedAndInTheirOrder) {
  const Telling telling = tell_small();
  const Page index = get(telling, "/");
  EXPECT_EQ(index.status, 200);
  EXPECT_EQ(index.type, "text/html; charset=utf-8");
  EXPECT_TRUE(index.body.starts_with("<html lang=\"en\" dir=\"ltr\"><head><title>Notes</title>"));
  EXPECT_NE(index.body.find("First &lt;one&gt;</a>, <a href=\"/note/2\">دوسرا</a>, "),
            std::string::npos)
      << index.body;
  EXPECT_EQ(index.body.find("72"), std::string::npos) << "not there yet";
  const Page note = get(telling, "/note/1");
  EXPECT_NE(note.body.find("<a href=\"http://notes.tirazan.example/note/2\">"
                           "http://notes.tirazan.example/note/2</a>. And &quot;that&quot; &amp;"),
            std::string::npos)
      << note.body;
  EXPECT_EQ(note.headers, (std::vector<std::pair<std::string, std::string>>{{"X-Kept", "yes"}}));
  const Page data = get(telling, "/data/1.json");
  EXPECT_EQ(data.type, "application/json");
  EXPECT_TRUE(json::parse(data.body).ok()) << data.body;
  EXPECT_EQ(get(telling, "/note/9").status, 404);
  EXPECT_EQ(get(telling, "/note/1/more").status, 404);
  EXPECT_EQ(get(telling, "/", {}, "elsewhere.tirazan.example").status, 404);
}

TEST(Pages, ChangeGoAndMoveByEvents) {
  const Telling telling = tell_small();
  const std::string wallet = telling.values().at("fund.wallet");
  EXPECT_NE(get(telling, "/note/70").body.find(wallet), std::string::npos);
  const Page changed = get(telling, "/note/70", {"fund.changed"});
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.body.find(wallet), std::string::npos);
  EXPECT_NE(changed.body.find(telling.values().at("fund.mark")), std::string::npos);
  EXPECT_EQ(get(telling, "/note/70", {"fund.changed", "fund.gone"}).status, 410);
  EXPECT_EQ(get(telling, "/note/71").status, 200);
  EXPECT_EQ(get(telling, "/note/72").status, 404);
  const Page moved = get(telling, "/note/71", {"fund.gone"});
  EXPECT_EQ(moved.status, 301);
  EXPECT_EQ(moved.headers[0].second, "/note/72");
  EXPECT_EQ(get(telling, "/note/72", {"fund.gone"}).status, 200);
}

TEST(Pages, AnArchiveShowsWhatWasThen) {
  const Telling telling = tell_small();
  const std::string host = "kept.tirazan.example";
  const Page before = get(telling, "/page/a", {"fund.changed", "fund.gone"}, host);
  EXPECT_EQ(before.status, 200);
  EXPECT_NE(before.body.find(telling.values().at("fund.wallet")), std::string::npos);
  EXPECT_NE(before.body.find("<base href=\"http://notes.tirazan.example/\">"), std::string::npos);
  EXPECT_NE(get(telling, "/page/b", {}, host).body.find(telling.values().at("fund.mark")),
            std::string::npos);
}

TEST(Pages, TheSearchFindsFoldedWordsOfWhatIsThere) {
  const Telling telling = tell_small();
  const auto find = [&](const std::string& words, const Happened& happened) {
    return telling.page({"find.tirazan.example", "/", {{"q", words}}}, happened).body;
  };
  EXPECT_NE(find("FIRST", {}).find("[http://notes.tirazan.example/note/1|First &lt;one&gt;|ltr]"),
            std::string::npos);
  EXPECT_NE(find("دوسرا متن", {}).find("note/2|دوسرا|rtl]"), std::string::npos);
  EXPECT_NE(find(telling.values().at("fund.wallet"), {}).find("/note/70"), std::string::npos);
  EXPECT_EQ(find(telling.values().at("fund.wallet"), {"fund.changed"}).find("/note/70"),
            std::string::npos);
  EXPECT_EQ(find("moved", {"fund.gone"}).find("/note/72"), std::string::npos) << "unlisted";
  EXPECT_EQ(find("archive", {}).find("kept."), std::string::npos) << "an unlisted site";
  EXPECT_EQ(find("", {}).find('['), std::string::npos);
}

TEST(Pages, MediaAreDrawnSoundedOrWritten) {
  const Telling telling = tell_small();
  const Page hill = get(telling, "/media/hill.png");
  ASSERT_TRUE(hill.media);
  EXPECT_EQ(hill.type, "image/png");
  EXPECT_EQ(draw(*hill.media).width, 320);
  const Page again = get(telling, "/media/hill-again.png");
  EXPECT_EQ(again.media->alterations, std::vector{Alteration::kMirrored});
  EXPECT_EQ(get(telling, "/media/call.wav").media->sound_ms, 2000u);
  EXPECT_EQ(get(telling, "/media/list.csv").body,
            "wallet\n" + telling.values().at("fund.wallet") + "\n");
  EXPECT_EQ(get(telling, "/media/other.png").status, 404);
}

TEST(Pages, PapersOfAStudyAreToldToTheCallerAndServedNowhere) {
  const Telling telling = tell_small();
  EXPECT_EQ(telling.paper("fund", "truth").value()["wallet"].string_or(""),
            telling.values().at("fund.wallet"));
  EXPECT_EQ(telling.paper("fund", "debrief").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(telling.paper("other", "truth").error().code, ErrorCode::kNotFound);
  for (const char* path :
       {"/truth.json", "/studies/fund/truth.json", "/../truth.json", "/media/truth.json",
        "/media/../../studies/fund/truth.json", "/note/truth.json", "/files/truth.json"})
    EXPECT_EQ(get(telling, path).status, 404) << path;
}

}  // namespace
}  // namespace sanad::story
