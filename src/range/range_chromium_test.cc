// The range as a real Chromium sees it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "range/range.h"
#include "test_folder.h"

namespace sanad::range {
namespace {

class RangeChromiumTest : public testing::Test {
 protected:
  void SetUp() override { range_ = Range::start({.directory = folder_.path() / "keys"}).value(); }
  // The page's HTML after its scripts. As root, Chromium needs --no-sandbox.
  std::string dump_dom(const std::string& url) const {
    return run_command(
               fmt::format("timeout 60 chromium --headless=new --no-sandbox --disable-gpu "
                           "--no-first-run --disable-background-networking "
                           "--disable-component-update --disable-sync --user-data-dir={} "
                           "--host-resolver-rules='{}' --ignore-certificate-errors-spki-list={} "
                           "--virtual-time-budget=20000 --dump-dom '{}' 2>/dev/null",
                           (folder_.path() / "profile").string(), range_->resolver_rules(),
                           range_->authority_spki_sha256(), url))
        .output;
  }
  bool was_asked(std::string_view host, std::string_view target) const {
    const auto entries = range_->truth().entries();
    return std::any_of(entries.begin(), entries.end(), [&](const TruthEntry& entry) {
      return entry.host == host && entry.target == target;
    });
  }

  TestFolder folder_;
  std::unique_ptr<Range> range_;
};

TEST_F(RangeChromiumTest, ReadsTheForumByItsNameOverHttpsAndLoadsTheOtherSite) {
  const std::string html = dump_dom("https://forum.tirazan.example/");
  EXPECT_NE(html.find("Welcome to the Red Lantern Circle"), std::string::npos) << html;
  EXPECT_NE(html.find("data-counted=\"yes\""), std::string::npos) << html;
  EXPECT_TRUE(was_asked("forum.tirazan.example", "/"));
  EXPECT_TRUE(was_asked("cdn.sahilmedia.example", "/site.css"));
  for (const TruthEntry& entry : range_->truth().entries()) EXPECT_TRUE(entry.is_tls);
}

// The pages of the range do in Chromium what docs/range.md says.
TEST_F(RangeChromiumTest, AwkwardPagesComeToTheirResults) {
  const std::string html = dump_dom("https://awkward.tirazan.example/self-check.html");
  const auto start = html.find("<pre id=\"lines\">");
  const std::string lines =
      start == std::string::npos ? html : html.substr(start, html.find("</pre>", start) - start);
  for (const char* line :
       {"service-worker: made by the worker, item 17, item 21\n",
        "workers: blob worker done, shared worker read item 10, worker read item 9 with its part\n",
        "websocket: received 6 messages\n", "events: event 5\n",
        "redirects: ?from=301 ?from=302 ?from=303 ?from=307 ?from=308 ?from=chain loop refused\n",
        "statuses: 204 205 206 304 400 403 404 410 500 503\n", "data-urls: from data, from blob\n",
        "beacons: sent\n", "preflight: PUT 7\n", "aborted: AbortError, AbortError\n",
        "many: all 87 fetched\n", "cached: true kept an hour\n", "big: big 2097152\n",
        "framing: /chunked 60, /close-delimited 60, /truncated failed, /reset failed, /nothing "
        "failed\n"}) {
    EXPECT_NE(lines.find(line), std::string::npos) << line << lines;
  }
  EXPECT_TRUE(was_asked("awkward.tirazan.example", "/service-worker.js"));
  EXPECT_TRUE(was_asked("cdn.sahilmedia.example", "/cross-origin"));
}

}  // namespace
}  // namespace sanad::range
