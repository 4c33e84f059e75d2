// What a capture does with a page, against a real Chromium.
#include "browser/page.h"

#include <gtest/gtest.h>

#include "test_rig.h"

namespace sanad::browser {
namespace {

using test::Answer;
using test::Pages;
using test::Rig;
using test::Server;

class CountingSink final : public ByteSink {
 public:
  Result<void> write(ByteView data) override {
    largest = std::max(largest, data.size());
    total += data.size();
    return {};
  }
  std::size_t largest = 0;
  std::uint64_t total = 0;
};

// Width and height of a PNG (its IHDR chunk).
std::pair<unsigned, unsigned> png_size(const Bytes& png) {
  if (png.size() < 24 || !as_text(png).starts_with("\x89PNG")) return {0, 0};
  const auto number = [&](std::size_t at) {
    return unsigned{png[at]} << 24 | unsigned{png[at + 1]} << 16 | unsigned{png[at + 2]} << 8 |
           unsigned{png[at + 3]};
  };
  return {number(16), number(20)};
}

TEST(BrowserPage, OutputsAreWhatThePageShows) {
  Server server(
      Pages{{"/",
             {"<title>سند</title><body style='margin:0'><div style='height:3000px'>"
              "<p id=p>before</p></div><script>p.textContent = 'after script'</script>"}}});
  LaunchOptions options;
  auto rig = Rig::open(options);
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  Page& page = *(*rig)->page;
  ASSERT_TRUE(page.set_viewport(options.viewport).ok());
  (*rig)->visit(server.url("/"));

  MemorySink window;
  const auto first = page.take_picture(PictureExtent::kViewport, window);
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_EQ(png_size(window.bytes()), (std::pair<unsigned, unsigned>{1280, 960}));
  EXPECT_GT(first->taken_at.unix_ms, 0);

  MemorySink whole;
  const auto full = page.take_picture(PictureExtent::kFullPage, whole);
  ASSERT_TRUE(full.ok()) << full.error().message;
  EXPECT_EQ(png_size(whole.bytes()), (std::pair<unsigned, unsigned>{1280, 3000}));
  EXPECT_FALSE(full->truncated);

  MemorySink pdf;
  const auto printed = page.print_pdf(pdf);
  ASSERT_TRUE(printed.ok()) << printed.error().message;
  EXPECT_TRUE(as_text(pdf.bytes()).starts_with("%PDF-"));
  EXPECT_EQ(*printed, pdf.bytes().size());

  MemorySink mhtml;
  ASSERT_TRUE(page.snapshot_mhtml(mhtml).ok());
  EXPECT_NE(as_text(mhtml.bytes()).find("Snapshot-Content-Location: " + server.url("/")),
            std::string_view::npos);

  MemorySink document;
  const auto frames =
      page.write_documents([&](const Observer::Frame&) -> ByteSink& { return document; });
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].error, "");
  const std::string html = to_text(document.bytes());
  EXPECT_TRUE(html.starts_with("<html>"));
  EXPECT_NE(html.find("after script"), std::string::npos);
  EXPECT_NE(html.find("<title>سند</title>"), std::string::npos);
  EXPECT_EQ(page.state()->title, "سند");
}

TEST(BrowserPage, DocumentsOfCrossSiteFramesAreKept) {
  Server server(Pages{{"/", {R"(<p>outer</p><iframe id=f></iframe><script>
f.src = 'http://b.localhost:' + location.port + '/inner';</script>)"}},
                      {"/inner", {"<p>inner words</p>"}}});
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  EXPECT_TRUE((*rig)->visit(server.url("/")).quiet) << (*rig)->waiting();
  std::map<std::string, MemorySink> sinks;
  const auto documents = (*rig)->page->write_documents(
      [&](const Observer::Frame& frame) -> ByteSink& { return sinks[frame.id]; });
  ASSERT_EQ(documents.size(), 2U);
  for (const FrameDocument& document : documents) {
    EXPECT_EQ(document.error, "");
    const bool inner = document.url.ends_with("/inner");
    EXPECT_EQ(inner, !document.parent_frame_id.empty());
    EXPECT_NE(as_text(sinks[document.frame_id].bytes()).find(inner ? "inner words" : "outer"),
              std::string_view::npos);
  }
}

TEST(BrowserPage, BigDocumentArrivesInSmallPieces) {
  Server server(Pages{{"/", {.body = "<p>start</p><!--", .filler_bytes = 20'000'000}}});
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  EXPECT_TRUE((*rig)->visit(server.url("/"), {500, 60'000}).quiet) << (*rig)->waiting();
  CountingSink sink;
  const auto documents =
      (*rig)->page->write_documents([&](const Observer::Frame&) -> ByteSink& { return sink; });
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0].error, "");
  EXPECT_GT(sink.total, 20'000'000U);
  EXPECT_LE(sink.largest, 400U * 1024);
  EXPECT_EQ((*rig)->request("/")->decoded_bytes, 20'000'016);
}

TEST(BrowserPage, PictureOfAnEndlessPageIsCutAndSaysSo) {
  Server server(Pages{{"/", {"<body style='margin:0'><div style='height:40000px'>tall</div>"}}});
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  (*rig)->visit(server.url("/"));
  MemorySink sink;
  const auto picture = (*rig)->page->take_picture(PictureExtent::kFullPage, sink);
  ASSERT_TRUE(picture.ok()) << picture.error().message;
  EXPECT_TRUE(picture->truncated);
  EXPECT_EQ(picture->page_height, 40000);
  EXPECT_EQ(png_size(sink.bytes()).second, static_cast<unsigned>(kMaxPicturePixels));
}

TEST(BrowserPage, PageThatIsNeverQuietEndsByTheLimit) {
  Server server(
      Pages{{"/", {"<script>setInterval(() => fetch('/again?' + Math.random()), 50)</script>"}}});
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  const QuietOutcome outcome = (*rig)->visit(server.url("/"), {1000, 3000});
  EXPECT_TRUE(outcome.loaded);
  EXPECT_FALSE(outcome.quiet);
  EXPECT_FALSE(outcome.crashed);
}

TEST(BrowserPage, ResponseThatNeverEndsEndsByTheLimit) {
  Server server(Pages{{"/", {"<script src=/held></script>"}},
                      {"/held", {"1", "text/javascript", 200, {}, 0, Answer::Then::kHold}}});
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  const QuietOutcome outcome = (*rig)->visit(server.url("/"), {500, 2000});
  EXPECT_FALSE(outcome.loaded);
  EXPECT_FALSE(outcome.quiet);
  EXPECT_EQ(outcome.open_requests, 1U);
  EXPECT_EQ((*rig)->request("/held")->outcome, Outcome::kPending);
}

TEST(BrowserPage, HungPageIsAnErrorAfterTheTimeoutAndTheBrowserStillCloses) {
  Server server(
      Pages{{"/", {"<p>x</p><script>onload = () => setTimeout(() => {for (;;);}, 100)</script>"}}});
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  (*rig)->visit(server.url("/"), {500, 5'000});
  const auto value = (*rig)->page->evaluate("1", 1'000);
  EXPECT_FALSE(value.ok());
  close_browser(*(*rig)->connection, *(*rig)->process, 5'000);
  EXPECT_TRUE((*rig)->process->poll_exit().has_value());
}

TEST(BrowserPage, AddressThatCannotBeHadIsAnOutcome) {
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  const auto refused = (*rig)->page->navigate("http://127.0.0.1:1/", 20'000);
  ASSERT_TRUE(refused.ok()) << refused.error().message;
  EXPECT_TRUE(refused->error_text.starts_with("net::ERR_")) << refused->error_text;
}

TEST(BrowserPage, BehavioursAreLoggedStepByStep) {
  Server server(
      Pages{{"/", {R"(<body style='margin:0'><details><summary>more</summary>hidden</details>
<button aria-expanded=false onclick="this.setAttribute('aria-expanded', 'true');
document.title = 'opened'">replies</button>
<form action=/sent><button aria-expanded=false>send</button></form>
<div style='height:2500px'></div>)"}}});
  LaunchOptions options;
  auto rig = Rig::open(options);
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  Page& page = *(*rig)->page;
  ASSERT_TRUE(page.set_viewport(options.viewport).ok());
  (*rig)->visit(server.url("/"));
  const auto opened = page.expand({100, 2'000});
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  ASSERT_EQ(opened->size(), 2U);
  EXPECT_EQ((*opened)[0].effect, "details: more");
  EXPECT_EQ((*opened)[1].effect, "button: replies");
  EXPECT_EQ(page.state()->title, "opened");
  EXPECT_FALSE(server.asked_for("/sent?"));
  const auto scrolled = page.scroll_through({100, 2'000});
  ASSERT_TRUE(scrolled.ok()) << scrolled.error().message;
  ASSERT_GE(scrolled->size(), 3U);
  EXPECT_TRUE((*scrolled)[0].effect.starts_with("from 0 to 960 of "));
  EXPECT_EQ(scrolled->back().effect, "back to the top");
}

TEST(BrowserPage, OurScriptsAreNotSeenByThePage) {
  Server server(Pages{{"/",
                       {"<script>var secret = 1; setInterval(() => {"
                        "if (typeof sanadBytes !== 'undefined') document.title = 'seen'}, 10)"
                        "</script>"}}});
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  (*rig)->visit(server.url("/"));
  const auto value = (*rig)->page->evaluate("globalThis.sanadBytes = 1; typeof secret", 10'000);
  ASSERT_TRUE(value.ok()) << value.error().message;
  EXPECT_EQ(value->string_or(""), "undefined");
  (*rig)->page->wait_for_quiet({300, 2'000});
  EXPECT_EQ((*rig)->page->state()->title, "");
}

}  // namespace
}  // namespace sanad::browser
