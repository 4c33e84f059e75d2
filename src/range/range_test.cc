// The range over plain HTTP, compared with its own truth.
#include "range/range.h"

#include <gtest/gtest.h>
#include <openssl/ts.h>

#include <algorithm>

#include "crypto/crypto.h"
#include "http/client.h"
#include "openssl_ptr.h"
#include "test_folder.h"

namespace sanad::range {
namespace {

class RangeTest : public testing::Test {
 protected:
  void SetUp() override {
    auto started = Range::start({.directory = folder_.path()});
    ASSERT_TRUE(started.ok()) << started.error().message;
    range_ = std::move(started).value();
  }
  Result<http::Response> ask(std::string_view method, const std::string& url,
                             const http::Headers& headers = {}, ByteView body = {}) {
    http::ClientOptions options;
    options.connect_address = "127.0.0.1";
    options.connect_port = range_->http_port();
    options.max_body_bytes = 200u * 1024 * 1024;
    return http::fetch(method, "http://" + url, headers, body, options);
  }
  Result<http::Response> get(const std::string& url) { return ask("GET", url); }
  // The last exchange, once it has ended.
  TruthEntry last_truth() {
    const auto text = get("control.tirazan.example/truth?wait_ms=5000");
    EXPECT_TRUE(text.ok());
    const auto entries = range_->truth().entries();
    EXPECT_FALSE(entries.empty());
    return entries.back();
  }

  TestFolder folder_;
  std::unique_ptr<Range> range_;
};

TEST_F(RangeTest, EveryHostShowsAFrontPage) {
  for (const std::string& host : range_->hosts()) {
    if (host.starts_with("tsa.") || host.starts_with("control.")) continue;
    const auto page = get(host + "/");
    ASSERT_TRUE(page.ok()) << host;
    EXPECT_EQ(page->status, 200) << host;
    EXPECT_NE(as_text(page->body).find("</html>"), std::string_view::npos) << host;
  }
  EXPECT_EQ(get("unknown.tirazan.example/")->status, 421);
  EXPECT_EQ(get("forum.tirazan.example/nothing")->status, 404);
  EXPECT_EQ(get("forum.tirazan.example/threads.part.json")->status, 404);
}

TEST_F(RangeTest, EveryLinkOfTheAwkwardIndexLeadsSomewhere) {
  const auto index = get("awkward.tirazan.example/");
  const std::string html = to_text(index->body);
  int count = 0;
  for (std::size_t at = 0; (at = html.find("<a href=\"", at)) != std::string::npos; ++count) {
    at += 9;
    const std::string path = html.substr(at, html.find('"', at) - at);
    EXPECT_EQ(get("awkward.tirazan.example" + path)->status, 200) << path;
  }
  EXPECT_GT(count, 30);
}

TEST_F(RangeTest, APageGoesMovesAndChangesWhenItIsTold) {
  const std::string page = "forum.tirazan.example/thread/1";
  const auto tell = [&](const std::string& query) {
    return ask("POST",
               "control.tirazan.example/fates?host=forum.tirazan.example&path=/thread/1&" + query)
        ->status;
  };
  const std::string first = to_text(get(page)->body);
  EXPECT_EQ(tell("fate=gone"), 200);
  EXPECT_EQ(get(page)->status, 410);
  EXPECT_EQ(get("forum.tirazan.example/thread/2")->status, 200);
  EXPECT_EQ(tell("fate=geo-blocked"), 200);
  EXPECT_EQ(get(page)->status, 451);
  EXPECT_EQ(tell("fate=changed"), 200);
  EXPECT_EQ(get(page)->status, 200);
  EXPECT_NE(to_text(get(page)->body), first);
  EXPECT_EQ(tell("fate=moved&to=/archive/lanterns"), 200);
  const auto moved = get(page);
  EXPECT_EQ(moved->status, 301);
  EXPECT_EQ(*http::find_header(moved->headers, "Location"), "/archive/lanterns");
  EXPECT_EQ(to_text(get("forum.tirazan.example/archive/lanterns")->body), first);
  EXPECT_EQ(last_truth().target, "/archive/lanterns") << "the log has what was asked for";
  EXPECT_EQ(tell("fate=copied&to=/thread/71"), 200);
  EXPECT_EQ(to_text(get(page)->body), first);
  EXPECT_EQ(to_text(get("forum.tirazan.example/thread/71")->body), first);
  EXPECT_NE(to_text(get("control.tirazan.example/fates")->body).find("\"copied\""),
            std::string::npos);
  EXPECT_EQ(tell("fate=lost"), 400);
  EXPECT_EQ(tell("fate=moved&to=elsewhere"), 400);
  EXPECT_EQ(
      ask("POST", "control.tirazan.example/fates?host=elsewhere.example&path=/&fate=gone")->status,
      400);
  EXPECT_EQ(ask("POST", "control.tirazan.example/fates/reset")->status, 200);
  EXPECT_EQ(get("forum.tirazan.example/thread/71")->status, 404);
}

TEST_F(RangeTest, SitesOfTheWorldAreServedLikeTheOthers) {
  const auto page = get("board.tirazan.example/thread/10");
  EXPECT_EQ(page->status, 200);
  const TruthEntry seen = last_truth();
  EXPECT_EQ(seen.host, "board.tirazan.example");
  EXPECT_EQ(seen.body.sha256, format_hex(crypto::sha256(page->body)));
  EXPECT_EQ(ask("POST", "board.tirazan.example/thread/10")->status, 405);
  EXPECT_EQ(get("board.tirazan.example/thread/99")->status, 404);
  const auto hosts = range_->hosts();
  EXPECT_NE(std::ranges::find(hosts, "board.tirazan.example"), hosts.end());
  EXPECT_EQ(ask("POST",
                "control.tirazan.example/fates?host=board.tirazan.example&path=/thread/10"
                "&fate=geo-blocked")
                ->status,
            200);
  EXPECT_EQ(get("board.tirazan.example/thread/10")->status, 451);
}

TEST_F(RangeTest, MediaOfTheWorldAreResources) {
  const auto picture = get("courier.tirazan.example/media/bridge.png");
  EXPECT_EQ(picture->status, 200);
  EXPECT_TRUE(as_text(picture->body).starts_with("\x89PNG"));
  EXPECT_EQ(get("courier.tirazan.example/media/bridge.png")->body, picture->body);
  const auto part =
      ask("GET", "courier.tirazan.example/media/bridge.png", {{"Range", "bytes=1-3"}});
  EXPECT_EQ(part->status, 206);
  EXPECT_EQ(as_text(part->body), "PNG");
  EXPECT_TRUE(as_text(get("awaz.sahilmedia.example/media/bell.wav")->body).starts_with("RIFF"));
  EXPECT_EQ(*http::find_header(get("tamasha.sahilmedia.example/media/ferry.webm")->headers,
                               "Content-Type"),
            "video/webm");
}

// A world of one page that changes and goes.
story::Files world_of_one_page() {
  return {{"kinds/shared/error.html", "{{status}}"},
          {"kinds/page/page.html", "<p>{{item.text}}</p>"},
          {"kinds/page/kind.json", R"({"format": "sanad-kind/1",
              "routes": [{"path": "/{pages.id}", "template": "page.html"}]})"},
          {"sites/one.tirazan.example/site.json",
           R"({"format": "sanad-site/1", "kind": "page", "lang": "en", "title": "One"})"},
          {"studies/tale/story.json", R"({"format": "sanad-story/1", "id": "tale",
              "variables": {"mark": {"kind": "code", "letters": 12}},
              "events": [{"id": "changed", "title": {"en": "It changes"}, "after_minutes": 40},
                         {"id": "gone", "title": {"en": "It goes"}}]})"},
          {"studies/tale/sites/one.tirazan.example/pages.json", R"([
              {"id": "p", "text": "first ${mark}", "until": "changed"},
              {"id": "p", "text": "second", "after": "changed", "until": "gone", "gone_as": 410}])"}};
}

struct StoryRange {
  explicit StoryRange(std::uint32_t seat = 1)
      : range(Range::start({.directory = folder.path(),
                            .clock = &clock,
                            .seat = seat,
                            .world = story::World::read(world_of_one_page()).value()})
                  .value()) {}
  http::Response ask(std::string_view method, const std::string& url) const {
    http::ClientOptions options;
    options.connect_address = "127.0.0.1";
    options.connect_port = range->http_port();
    return http::fetch(method, "http://" + url, {}, {}, options).value();
  }
  std::string text(const std::string& url) const { return to_text(ask("GET", url).body); }

  TestFolder folder;
  ManualClock clock{Timestamp{1'796'000'000'000}};
  std::unique_ptr<Range> range;
};

TEST(RangeStories, HappenAtAWordAndByTheClock) {
  StoryRange one;
  const std::string page = "one.tirazan.example/p";
  const std::string first = one.text(page);
  EXPECT_TRUE(first.starts_with("<p>first ")) << first;
  EXPECT_EQ(one.ask("POST", "control.tirazan.example/events/release?study=tale").status, 200);
  one.clock.advance_ms(39 * 60'000);
  EXPECT_EQ(one.text(page), first);
  EXPECT_NE(one.text("control.tirazan.example/events").find("\"scheduled\""), std::string::npos);
  one.clock.advance_ms(60'000);
  EXPECT_EQ(one.text(page), "<p>second</p>");
  EXPECT_EQ(one.ask("POST", "control.tirazan.example/events?event=tale.gone").status, 200);
  EXPECT_EQ(one.ask("GET", page).status, 410);
  EXPECT_EQ(one.ask("POST", "control.tirazan.example/events/reset").status, 200);
  EXPECT_EQ(one.text(page), first);
  EXPECT_TRUE(one.range->tell_event("tale.changed").ok());
  EXPECT_EQ(one.text(page), "<p>second</p>");
}

TEST(RangeStories, RefuseWhatTheyDoNotKnow) {
  StoryRange one;
  EXPECT_EQ(one.ask("POST", "control.tirazan.example/events?event=tale.never").status, 404);
  EXPECT_EQ(one.ask("POST", "control.tirazan.example/events/release?study=other").status, 404);
  EXPECT_EQ(one.ask("GET", "control.tirazan.example/events/release?study=tale").status, 405);
  EXPECT_EQ(one.ask("DELETE", "control.tirazan.example/events").status, 405);
  EXPECT_EQ(one.range->tell_event("never").error().code, ErrorCode::kNotFound);
  auto files = world_of_one_page();
  files["sites/forum.tirazan.example/site.json"] = files.at("sites/one.tirazan.example/site.json");
  const TestFolder folder;
  const auto taken =
      Range::start({.directory = folder.path(), .world = story::World::read(files).value()});
  ASSERT_FALSE(taken.ok());
  EXPECT_EQ(taken.error().code, ErrorCode::kConflict);
}

TEST(RangeStories, NeighboursFindOtherAnswers) {
  const StoryRange one(1);
  const StoryRange next(2);
  EXPECT_NE(one.text("one.tirazan.example/p"), next.text("one.tirazan.example/p"));
  EXPECT_EQ(one.text("one.tirazan.example/p"), StoryRange(1).text("one.tirazan.example/p"));
  EXPECT_EQ(one.text("one.tirazan.example/p"),
            "<p>first " + one.range->telling().values().at("tale.mark") + "</p>");
}

TEST_F(RangeTest, ThreadsAndMessagesAreInTheirLanguages) {
  const std::string thread = to_text(get("forum.tirazan.example/thread/2")->body);
  EXPECT_NE(thread.find("dir=\"rtl\""), std::string::npos);
  EXPECT_NE(thread.find("چراغ"), std::string::npos);
  EXPECT_EQ(get("forum.tirazan.example/thread/99")->status, 404);
  const std::string channel = to_text(get("channel.tirazan.example/")->body);
  EXPECT_NE(channel.find("data-id=\"30\""), std::string::npos);
  const std::string older = to_text(get("channel.tirazan.example/older?before=23")->body);
  EXPECT_TRUE(older.starts_with("<article class=\"card\" data-id=\"22\"")) << older;
  EXPECT_EQ(to_text(get("channel.tirazan.example/older?before=1")->body), "");
}

TEST_F(RangeTest, TheTruthIsWhatTheClientGot) {
  for (const char* path :
       {"/coded/gzip", "/coded/br", "/odd-headers", "/chunked", "/close-delimited", "/item/4",
        "/status/404", "/download?bytes=100001"}) {
    const auto response = get(std::string("awkward.tirazan.example") + path);
    ASSERT_TRUE(response.ok()) << path;
    const TruthEntry truth = last_truth();
    EXPECT_EQ(truth.target, path);
    EXPECT_EQ(truth.status, response->status);
    EXPECT_EQ(truth.reason, response->reason);
    EXPECT_EQ(truth.response_headers, response->headers);
    EXPECT_EQ(truth.body.size_bytes, response->body.size());
    EXPECT_EQ(truth.body.sha256, format_hex(crypto::sha256(response->body)));
    EXPECT_TRUE(truth.is_complete) << path;
    EXPECT_TRUE(truth.is_decoded) << path;
  }
}

TEST_F(RangeTest, CutBodiesAreKnownToBeCut) {
  for (const char* path : {"/truncated", "/reset", "/nothing"}) {
    EXPECT_FALSE(get(std::string("awkward.tirazan.example") + path).ok()) << path;
    EXPECT_FALSE(last_truth().is_complete) << path;
  }
}

TEST_F(RangeTest, ABigStreamIsHashedWithoutBeingKept) {
  const auto response = get("awkward.tirazan.example/big?mib=20");
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->body.size(), 20u * 1024 * 1024);
  const TruthEntry truth = last_truth();
  EXPECT_EQ(truth.body.sha256, format_hex(crypto::sha256(response->body)));
}

TEST_F(RangeTest, ConditionalAndPartialRequestsAreAnswered) {
  const std::string url = "cdn.sahilmedia.example/image/5.png";
  const auto whole = get(url);
  const std::string tag = *http::find_header(whole->headers, "ETag");
  const auto same = ask("GET", url, {{"If-None-Match", tag}});
  EXPECT_EQ(same->status, 304);
  EXPECT_TRUE(same->body.empty());
  const auto part = ask("GET", url, {{"Range", "bytes=8-15"}});
  EXPECT_EQ(part->status, 206);
  EXPECT_EQ(part->body, Bytes(whole->body.begin() + 8, whole->body.begin() + 16));
  EXPECT_EQ(ask("GET", url, {{"Range", "bytes=999999-"}})->status, 416);
}

TEST_F(RangeTest, TheSameRequestsGetTheSameBytesFromAnotherRange) {
  const TestFolder other_folder;
  const auto first = get("awkward.tirazan.example/item/8");
  const auto forum = get("forum.tirazan.example/");
  range_ = Range::start({.directory = other_folder.path()}).value();
  EXPECT_EQ(first->body, get("awkward.tirazan.example/item/8")->body);
  const auto again = get("forum.tirazan.example/");
  EXPECT_EQ(forum->body, again->body);
  EXPECT_EQ(forum->headers, again->headers);
}

TEST_F(RangeTest, RedirectsGoWhereTheySay) {
  const auto location = [this](const std::string& path) {
    const auto response = get("awkward.tirazan.example/redirect/" + path);
    const std::string* value = http::find_header(response->headers, "Location");
    return value == nullptr ? std::string() : *value;
  };
  EXPECT_EQ(location("307"), "/landing.html?from=307");
  EXPECT_EQ(location("chain/3"), "/redirect/chain/2");
  EXPECT_EQ(location("chain/1"), "/landing.html?from=chain");
  EXPECT_EQ(location("loop"), "/redirect/loop");
  EXPECT_EQ(location("private"), "http://10.0.0.1/private");
  EXPECT_EQ(location("304"), "");
}

TEST_F(RangeTest, SignInAndPreflightAnswerAsBrowsersExpect) {
  const std::string url = "awkward.tirazan.example/sign-in";
  EXPECT_EQ(get(url)->status, 401);
  EXPECT_EQ(ask("GET", url, {{"Authorization", "Basic dHJhaW5lZTpyYW5nZQ=="}})->status, 200);
  const auto preflight = ask("OPTIONS", "cdn.sahilmedia.example/cross-origin",
                             {{"Origin", "http://awkward.tirazan.example"}});
  EXPECT_EQ(preflight->status, 204);
  EXPECT_EQ(*http::find_header(preflight->headers, "Access-Control-Allow-Origin"),
            "http://awkward.tirazan.example");
}

TEST_F(RangeTest, ControlResetsTheTruthAndIsNotPartOfIt) {
  EXPECT_TRUE(get("forum.tirazan.example/").ok());
  EXPECT_EQ(last_truth().host, "forum.tirazan.example");
  const auto list = get("control.tirazan.example/truth/requests");
  EXPECT_EQ(as_text(list->body), "GET http://forum.tirazan.example/\n");
  EXPECT_EQ(get("control.tirazan.example/truth/reset")->status, 405);
  EXPECT_EQ(ask("POST", "control.tirazan.example/truth/reset")->status, 200);
  EXPECT_TRUE(range_->truth().entries().empty());
  const auto json = json::parse(as_text(get("control.tirazan.example/truth")->body));
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json.value()["format"].string_or(""), "sanad-range-truth/1");
}

// A query over 32 bytes of SHA-256, asking for the certificates.
Bytes timestamp_query() {
  const std::unique_ptr<TS_REQ, OpensslFree<TS_REQ_free>> request(TS_REQ_new());
  TS_REQ_set_version(request.get(), 1);
  const std::unique_ptr<TS_MSG_IMPRINT, OpensslFree<TS_MSG_IMPRINT_free>> imprint(
      TS_MSG_IMPRINT_new());
  const std::unique_ptr<X509_ALGOR, OpensslFree<X509_ALGOR_free>> algorithm(X509_ALGOR_new());
  X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
  TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get());
  Digest256 digest = crypto::sha256(as_bytes("checkpoint"));
  TS_MSG_IMPRINT_set_msg(imprint.get(), digest.data(), static_cast<int>(digest.size()));
  TS_REQ_set_msg_imprint(request.get(), imprint.get());
  TS_REQ_set_cert_req(request.get(), 1);
  unsigned char* der = nullptr;
  const int size = i2d_TS_REQ(request.get(), &der);
  Bytes bytes(der, der + size);
  OPENSSL_free(der);
  return bytes;
}

std::uint64_t serial_of(ByteView der) {
  const unsigned char* data = der.data();
  const TsResponsePtr response(d2i_TS_RESP(nullptr, &data, static_cast<long>(der.size())));
  if (response == nullptr || TS_RESP_get_tst_info(response.get()) == nullptr) return 0;
  std::uint64_t serial = 0;
  ASN1_INTEGER_get_uint64(&serial, TS_TST_INFO_get_serial(TS_RESP_get_tst_info(response.get())));
  return serial;
}

TEST_F(RangeTest, TheTimestampAuthorityGivesRisingSerialsUntilItIsDown) {
  const Bytes query = timestamp_query();
  const http::Headers type = {{"Content-Type", "application/timestamp-query"}};
  const auto first = ask("POST", "tsa.tirazan.example/", type, query);
  const auto second = http::fetch("POST", range_->timestamp_url(), type, query);
  ASSERT_EQ(first->status, 200);
  EXPECT_GT(serial_of(first->body), 0u);
  EXPECT_GT(serial_of(second->body), serial_of(first->body));
  EXPECT_EQ(ask("POST", "tsa.tirazan.example/", {}, query)->status, 415);
  EXPECT_EQ(get("tsa.tirazan.example/")->status, 405);
  EXPECT_EQ(ask("POST", "control.tirazan.example/tsa/down")->status, 200);
  EXPECT_EQ(ask("POST", "tsa.tirazan.example/", type, query)->status, 503);
  EXPECT_EQ(ask("POST", "control.tirazan.example/tsa/up")->status, 200);
  EXPECT_EQ(ask("POST", "tsa.tirazan.example/", type, query)->status, 200);
  EXPECT_EQ(as_text(get("tsa.tirazan.example/ca.pem")->body), range_->authority_pem());
}

TEST_F(RangeTest, StopsWhileAPageNeverEnds) {
  http::ClientOptions options;
  options.connect_address = "127.0.0.1";
  options.connect_port = range_->http_port();
  options.timeout_ms = 50;
  EXPECT_FALSE(http::fetch("GET", "http://awkward.tirazan.example/endless", {}, {}, options).ok());
  range_->stop();
  EXPECT_FALSE(get("forum.tirazan.example/").ok());
}

TEST(RangeStart, SaysWhichPortIsTaken) {
  const TestFolder folder;
  const auto first = Range::start({.directory = folder.path()}).value();
  const auto second = Range::start({.directory = folder.path(), .http_port = first->http_port()});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
}

}  // namespace
}  // namespace sanad::range
