// Files, ranges, events, and the origin that shows archives.
#include "streaming.h"

#include <gtest/gtest.h>

#include <thread>

#include "test_rig.h"

namespace sanad::server {
namespace {

class StreamingTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_case();
    exhibit_ = seal_exhibit(case_);
  }
  Reply file(const std::string& name, http::Headers headers = {}) {
    return call(amal_, "GET", "/exhibits/" + exhibit_ + "/files/" + name, nullptr,
                std::move(headers));
  }
  std::string add_job() {
    records::Job job;
    job.id = crypto::new_id("job");
    job.kind = "capture";
    job.case_id = case_;
    job.actor = workspace_->records().officer("Amal Mirani")->id;
    job.created_at = clock_.now();
    job.payload = json::Object{};
    EXPECT_TRUE(workspace_->jobs().add(job).ok());
    return job.id;
  }
  // The states of the events in order; every event is checked against the document.
  std::vector<std::string> states_in(const Reply& reply) {
    bool documented = false;
    const auto& schema = document_.reply_schema("GET", "/jobs/{job}", 200, documented);
    std::vector<std::string> states;
    std::string_view text = reply.text;
    while (text.starts_with("event: job\ndata: ")) {
      text.remove_prefix(17);
      const std::size_t end = text.find("\n\n");
      const auto job = json::parse(text.substr(0, end)).value();
      EXPECT_TRUE(document_.check(job, schema).empty());
      states.push_back(job["state"].string_or(""));
      text.remove_prefix(end + 2);
    }
    EXPECT_EQ(text, "");
    return states;
  }
  std::string replay_url() {
    return call(amal_, "POST", "/exhibits/" + exhibit_ + "/replay").body["url"].string_or("");
  }
  // From another host name, which resolves to this machine.
  Reply archive(const std::string& url, http::Headers headers = {}) {
    return send("GET", url, headers, "",
                {.connect_address = "127.0.0.1", .connect_port = server_->archive_port()});
  }
  std::string case_, exhibit_;
};

TEST_F(StreamingTest, OnlyAnImageIsShownAllElseIsHandedOverAndNothingMayAct) {
  const Reply image = file("screenshot.png");
  EXPECT_EQ(image.header("Content-Type"), "image/png");
  EXPECT_TRUE(image.header("Content-Disposition").starts_with("inline"));
  const Reply page = file("page.html");
  EXPECT_EQ(page.text, "<script>alert(1)</script>");
  EXPECT_EQ(page.header("Content-Type"), "application/octet-stream");
  EXPECT_TRUE(page.header("Content-Disposition").starts_with("attachment"));
  for (const Reply& reply : {image, page}) {
    EXPECT_EQ(reply.header("Content-Security-Policy"), "default-src 'none'; sandbox");
    EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  }
  EXPECT_EQ(count_entries("exhibit.viewed"), 1u);
  EXPECT_EQ(count_entries("exhibit.copied"), 1u);
}

TEST_F(StreamingTest, TheNetworkLogAndNamesThatAreNoFilesAreNotServed) {
  EXPECT_EQ(file("netlog.json").status, 403);
  for (const char* name : {"nothing", "..%2f..%2fkeys%2fworkspace.key", "%2e%2e", "%00"})
    EXPECT_EQ(file(name).status, 404) << name;
  EXPECT_EQ(count_entries("exhibit.copied"), 0u);
}

TEST_F(StreamingTest, PartsOfAFileAreServedWhereTheyExist) {
  const auto part = [&](const char* range) { return file("capture.wacz", {{"Range", range}}); };
  const Reply middle = part("bytes=2-4");
  EXPECT_EQ(middle.status, 206);
  EXPECT_EQ(middle.text, "234");
  EXPECT_EQ(middle.header("Content-Range"), "bytes 2-4/10");
  EXPECT_EQ(part("bytes=7-").text, "789");
  EXPECT_EQ(part("bytes=-2").text, "89");
  EXPECT_EQ(part("bytes=8-99").text, "89");
  const Reply beyond = part("bytes=10-");
  EXPECT_EQ(beyond.status, 416);
  EXPECT_EQ(beyond.header("Content-Range"), "bytes */10");
  for (const char* other : {"bytes=0-1,3-4", "items=0-1", "bytes=4-2", "bytes="}) {
    EXPECT_EQ(part(other).status, 200) << other;
    EXPECT_EQ(part(other).text, "0123456789") << other;
  }
  EXPECT_EQ(part("bytes=0-0").header("Accept-Ranges"), "bytes");
}

TEST_F(StreamingTest, DamageEndsTheConnectionSoThatNoPartPassesForTheWhole) {
  std::string objects = (folder_.path() / "workspace" / "vault").string();
  for (const auto& item : std::filesystem::recursive_directory_iterator(objects)) {
    if (!item.is_regular_file()) continue;
    std::fstream altered(item.path(), std::ios::in | std::ios::out | std::ios::binary);
    altered.seekg(static_cast<std::streamoff>(item.file_size()) / 2);
    const int byte = altered.peek();
    altered.seekp(static_cast<std::streamoff>(item.file_size()) / 2);
    altered.put(static_cast<char>(byte ^ 1));
  }
  const http::Headers headers{{"Cookie", amal_.cookie}};
  for (const char* name : {"page.html", "screenshot.png", "capture.wacz"}) {
    const auto got = http::fetch(
        "GET", server_->origin() + "/api/v1/exhibits/" + exhibit_ + "/files/" + name, headers, {});
    EXPECT_TRUE(!got.ok() || got->status == 500) << name;
  }
}

TEST_F(StreamingTest, EventsTellOfAJobUntilItsEnd) {
  const std::string job = add_job();
  Reply heard;
  std::thread listener([&] { heard = call(amal_, "GET", "/jobs/" + job + "/events"); });
  EXPECT_EQ(call(amal_, "POST", "/jobs/" + job + "/cancel").status, 200);
  listener.join();
  EXPECT_EQ(heard.header("Content-Type"), "text/event-stream");
  const auto states = states_in(heard);
  ASSERT_FALSE(states.empty());
  EXPECT_EQ(states.back(), "cancelled");
  EXPECT_LE(states.size(), 2u);
}

TEST_F(StreamingTest, EventsOfAJobThatHasEndedAreOne) {
  const std::string job = add_job();
  ASSERT_EQ(call(amal_, "POST", "/jobs/" + job + "/cancel").status, 200);
  EXPECT_EQ(states_in(call(chand_, "GET", "/jobs/" + job + "/events")),
            std::vector<std::string>{"cancelled"});
}

TEST_F(StreamingTest, AskingForTheHeadOfEventsDoesNotWaitForThem) {
  const Reply head = send("HEAD", server_->origin() + "/api/v1/jobs/" + add_job() + "/events",
                          {{"Cookie", amal_.cookie}}, "");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.text, "");
}

TEST_F(StreamingTest, AServerThatStopsDoesNotWaitForListeners) {
  const std::string job = add_job();
  const std::string url = server_->origin() + "/api/v1/jobs/" + job + "/events";
  std::thread listener([&] {
    const http::Headers headers{{"Cookie", amal_.cookie}};
    EXPECT_FALSE(http::fetch("GET", url, headers, {}).ok());
  });
  server_.reset();
  listener.join();
}

TEST_F(StreamingTest, AReplayIsOneViewOnAnotherOriginWithATicketOfItsOwn) {
  const std::string url = replay_url();
  EXPECT_TRUE(url.starts_with(fmt::format("http://127.0.0.1:{}/replay/", server_->archive_port())));
  EXPECT_NE(server_->port(), server_->archive_port());
  EXPECT_EQ(count_entries("exhibit.viewed"), 1u);
  const Reply whole = archive(url + "capture.wacz");
  EXPECT_EQ(whole.text, "0123456789");
  EXPECT_EQ(archive(url + "capture.wacz", {{"Range", "bytes=3-5"}}).text, "345");
  EXPECT_EQ(archive(url + "capture.wacz", {{"Range", "bytes=30-"}}).status, 416);
  EXPECT_EQ(count_entries("exhibit.viewed"), 1u);
}

TEST_F(StreamingTest, TheArchiveOriginKnowsNoSessionAndGivesNothingElse) {
  const std::string url = replay_url();
  const std::string origin = url.substr(0, url.find("/replay/"));
  for (const char* path :
       {"/", "/index.html", "/api/v1/session", "/replay/", "/replay/x/", "/replay/x/capture.wacz"})
    EXPECT_EQ(archive(origin + path, {{"Cookie", amal_.cookie}}).status, 404) << path;
  for (const char* name : {"screenshot.png", "netlog.json", "acquisition.json",
                           "..%2f..%2fkeys%2fworkspace.key", "%2e%2e/capture.wacz", "a/b"})
    EXPECT_EQ(archive(url + name).status, 404) << name;
  const Reply posted =
      send("POST", url, {}, "",
           {.connect_address = "127.0.0.1", .connect_port = server_->archive_port()});
  EXPECT_EQ(posted.status, 404);
}

TEST_F(StreamingTest, ATicketEndsWithItsTime) {
  const std::string url = replay_url();
  clock_.advance_ms(kTicketMs - 1);
  EXPECT_EQ(archive(url + "capture.wacz").status, 200);
  clock_.advance_ms(1);
  EXPECT_EQ(archive(url + "capture.wacz").status, 404);
  EXPECT_EQ(archive(url).status, 404);
}

}  // namespace
}  // namespace sanad::server
