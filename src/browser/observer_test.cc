// Channel B against a real Chromium and a server on loopback.
#include "browser/observer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "test_rig.h"

namespace sanad::browser {
namespace {

using test::Answer;
using test::Pages;
using test::Rig;
using test::Server;

Answer script(std::string body) { return {std::move(body), "text/javascript"}; }

// A page that asks for things in every way that a worker can.
Pages busy_pages() {
  return {{"/", {R"(<!doctype html><title>busy</title><script>
navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready)
  .then(() => fetch('/after-worker'));
new Worker('/worker.js'); new SharedWorker('/shared.js').port.start();
</script><iframe id=f></iframe><script>
document.getElementById('f').src = 'http://b.localhost:' + location.port + '/frame';</script>)"}},
          {"/sw.js", script(R"(self.addEventListener('install', (e) => e.waitUntil(
  fetch('/sw-install').then(() => caches.open('x')).then((c) => c.addAll(['/c1', '/c2']))
  .then(() => self.skipWaiting())));
self.addEventListener('activate', (e) => e.waitUntil(clients.claim()));
self.addEventListener('fetch', (e) => {
  if (e.request.url.endsWith('/after-worker')) e.respondWith(fetch('/from-worker'));
});
fetch('/sw-top'))")},
          {"/worker.js", script("fetch('/worker-top'); new Worker('/inner.js')")},
          {"/inner.js", script("fetch('/inner-top')")},
          {"/shared.js", script("fetch('/shared-top')")},
          {"/frame", {"<script>fetch('/frame-fetch'); new Worker('/frame-worker.js')</script>"}},
          {"/frame-worker.js", script("fetch('/frame-worker-top')")},
          {"/sw-top", {"x"}},
          {"/sw-install", {"x"}},
          {"/c1", {"x"}},
          {"/c2", {"x"}},
          {"/after-worker", {"x"}},
          {"/from-worker", {"x"}},
          {"/worker-top", {"x"}},
          {"/inner-top", {"x"}},
          {"/shared-top", {"x"}},
          {"/frame-fetch", {"x"}},
          {"/frame-worker-top", {"x"}}};
}

// What the browser asks for when nothing of DevTools is attached to the page.
std::vector<std::string> requests_unobserved(std::size_t expected) {
  Server server(busy_pages());
  auto process = Process::launch({});
  EXPECT_TRUE(process.ok());
  Connection connection((*process)->command_fd(), (*process)->event_fd(),
                        [](const Message&) { return std::vector<Command>{}; });
  EXPECT_TRUE(
      connection.call("Target.createTarget", {{"url", json::Value(server.url("/"))}}, "", 30'000)
          .ok());
  for (int i = 0; i < 200 && server.requests().size() < expected; ++i) connection.next_event(50);
  for (int i = 0; i < 20; ++i) connection.next_event(50);  // one second for any more
  return server.requests();
}

TEST(BrowserObserver, PageAsksForTheSameWithAndWithoutUs) {
  Server server(busy_pages());
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  const QuietOutcome outcome = (*rig)->visit(server.url("/"), {1500, 30'000});
  EXPECT_TRUE(outcome.loaded);
  EXPECT_TRUE(outcome.quiet) << (*rig)->waiting();
  const auto observed = server.requests();
  EXPECT_TRUE(server.asked_for("/sw-install"));
  EXPECT_TRUE(server.asked_for("/c2"));
  EXPECT_TRUE(server.asked_for("/frame-worker-top"));
  rig->reset();
  EXPECT_EQ(observed, requests_unobserved(observed.size()));
}

TEST(BrowserObserver, RequestsOfFramesAndWorkersAreSeenInTheirTargets) {
  Server server(busy_pages());
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  (*rig)->visit(server.url("/"), {1500, 30'000});
  for (const char* type : {"page", "iframe", "worker", "shared_worker", "service_worker"}) {
    EXPECT_TRUE((*rig)->has_target(type)) << type;
  }
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"/worker-top", "worker"},       {"/inner-top", "worker"},  {"/shared-top", "shared_worker"},
      {"/sw-top", "service_worker"},   {"/c1", "service_worker"}, {"/frame-fetch", "iframe"},
      {"/frame-worker-top", "worker"}, {"/worker.js", "page"}};
  for (const auto& [path, type] : expected) {
    const Request* request = (*rig)->request(path);
    ASSERT_NE(request, nullptr) << path;
    EXPECT_EQ((*rig)->facts().targets[request->target].type, type) << path;
    EXPECT_EQ(outcome_name(request->outcome), "finished") << path;
    ASSERT_TRUE(request->response.has_value()) << path;
    EXPECT_EQ(request->response->status, 200);
    EXPECT_EQ(request->response->remote_address, "127.0.0.1");
    EXPECT_EQ(request->response->remote_port, server.port());
  }
  EXPECT_EQ((*rig)->facts().truncations, std::vector<std::string>{});
}

TEST(BrowserObserver, RedirectsErrorsAndHeadersAreRecorded) {
  Server server(Pages{{"/",
                       {"<img src=/one><img src=/missing><img src='data:image/gif;base64,"
                        "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'>"}},
                      {"/one", {"", "text/plain", 302, "Location: /two\r\nSet-Cookie: a=b\r\n"}},
                      {"/two", {"", "text/plain", 301, "Location: /three\r\n"}},
                      {"/three", {"x", "image/png"}},
                      {"/refused", {"<img src='http://127.0.0.1:1/nothing'>"}}});
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  (*rig)->visit(server.url("/"));
  const Request* one = (*rig)->request("/one");
  const Request* two = (*rig)->request("/two");
  const Request* three = (*rig)->request("/three");
  ASSERT_TRUE(one && two && three);
  EXPECT_EQ(one->id, three->id);
  EXPECT_EQ(one->hop + 2, three->hop);
  EXPECT_EQ(one->outcome, Outcome::kRedirected);
  EXPECT_EQ(two->response->status, 301);
  EXPECT_EQ(three->outcome, Outcome::kFinished);
  EXPECT_EQ(one->initiator.type, "parser");
  EXPECT_TRUE(one->headers_as_sent && three->headers_as_sent);
  EXPECT_TRUE(one->response->headers_as_received);
  const auto has_cookie = [](const Request& request) {
    return std::any_of(request.response->headers.begin(), request.response->headers.end(),
                       [](const Header& header) { return header.name == "Set-Cookie"; });
  };
  EXPECT_TRUE(has_cookie(*one));  // the renderer is not told of it: the network service is
  EXPECT_FALSE(has_cookie(*two));
  EXPECT_EQ((*rig)->request("/missing")->response->status, 404);
  EXPECT_TRUE(std::any_of((*rig)->facts().requests.begin(), (*rig)->facts().requests.end(),
                          [](const Request& request) { return request.is_local(); }));
  (*rig)->visit(server.url("/refused"));
  const Request* nothing = (*rig)->request("/nothing");
  ASSERT_NE(nothing, nullptr);
  EXPECT_EQ(nothing->outcome, Outcome::kFailed);
  EXPECT_TRUE(nothing->error_text.starts_with("net::ERR_")) << nothing->error_text;
}

TEST(BrowserObserver, DialogsAreDismissedAndRecorded) {
  Server server(Pages{{"/", {R"(<script>
alert('first'); const sure = confirm('second'); const name = prompt('third', 'preset');
document.title = sure + ' ' + name;</script>)"}}});
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  EXPECT_TRUE((*rig)->visit(server.url("/")).quiet);
  EXPECT_EQ((*rig)->page->state()->title, "false null");
  const auto& dialogs = (*rig)->facts().dialogs;
  ASSERT_EQ(dialogs.size(), 3U);
  EXPECT_EQ(dialogs[0].message, "first");
  EXPECT_EQ(dialogs[1].type, "confirm");
  EXPECT_EQ(dialogs[2].type, "prompt");
  EXPECT_FALSE(dialogs[1].accepted);
}

TEST(BrowserObserver, SignInIsNeverAskedAndTheRefusalIsShown) {
  const Answer denied{"<title>denied</title>not for you", "text/html", 401,
                      "WWW-Authenticate: Basic realm=\"club\"\r\n"};
  Server server(Pages{{"/", {"<img src=/image>"}}, {"/image", denied}, {"/private", denied}});
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  EXPECT_TRUE((*rig)->visit(server.url("/")).quiet);
  EXPECT_EQ((*rig)->request("/image")->response->status, 401);
  EXPECT_TRUE((*rig)->visit(server.url("/private")).quiet);
  EXPECT_EQ((*rig)->page->state()->title, "denied");
  EXPECT_EQ((*rig)->request("/private")->response->status, 401);
}

TEST(BrowserObserver, DownloadsGoToThePrivateDirectory) {
  Server server(
      Pages{{"/", {"<a id=a href=/file>get</a><script>a.click()</script>"}},
            {"/file",
             {"contents", "application/octet-stream", 200,
              "Content-Disposition: attachment; filename=\"../../escape.bin\"\r\n", 1'000'000}}});
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  EXPECT_TRUE((*rig)->visit(server.url("/")).quiet) << (*rig)->waiting();
  ASSERT_TRUE((*rig)->until([&] {
    const auto& downloads = (*rig)->facts().downloads;
    return !downloads.empty() && downloads[0].state == "completed";
  }));
  const Download& download = (*rig)->facts().downloads[0];
  EXPECT_EQ(download.url, server.url("/file"));
  EXPECT_EQ(download.received_bytes, 1'000'008);
  const std::string path = (*rig)->process->download_directory() + "/" + download.guid;
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(bytes.size(), 1'000'008U);
  EXPECT_TRUE(bytes.starts_with("contentsxxx"));
}

TEST(BrowserObserver, WebSocketsAndEventStreamsAreRecordedAndDoNotKeepAPageBusy) {
  Server server(Pages{{"/", {R"(<script>
const s = new WebSocket('ws://' + location.host + '/socket');
s.onopen = () => s.send('from page');
new EventSource('/stream');</script>)"}},
                      {"/socket", {.then = Answer::Then::kEcho}},
                      {"/stream",
                       {"id: 7\nevent: news\ndata: hello\n\n",
                        "text/event-stream",
                        200,
                        {},
                        0,
                        Answer::Then::kHold}}});
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  EXPECT_TRUE((*rig)->visit(server.url("/")).quiet);
  ASSERT_EQ((*rig)->facts().web_sockets.size(), 1U);
  const WebSocket& socket = (*rig)->facts().web_sockets[0];
  ASSERT_TRUE((*rig)->until([&] { return (*rig)->facts().web_sockets[0].messages.size() == 2; }));
  EXPECT_EQ(socket.status, 101);
  std::map<std::string, Direction> seen;
  for (const WebSocketMessage& message : socket.messages) seen[message.payload] = message.direction;
  EXPECT_EQ(seen.at("from page"), Direction::kSent);
  EXPECT_EQ(seen.at("from server"), Direction::kReceived);
  ASSERT_EQ((*rig)->facts().event_source_messages.size(), 1U);
  EXPECT_EQ((*rig)->facts().event_source_messages[0].data, "hello");
  EXPECT_EQ((*rig)->facts().event_source_messages[0].id, "7");
}

TEST(BrowserObserver, CrashOfThePageIsRecorded) {
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  const auto outcome = (*rig)->page->navigate("chrome://crash", 5'000);
  (void)outcome;  // the page dies before it can answer
  EXPECT_TRUE(
      (*rig)->until([&] { return (*rig)->observer->page_crashed((*rig)->page->handle()); }));
  EXPECT_FALSE((*rig)->connection->closed());
}

TEST(BrowserObserver, NavigationsWithinAndBetweenDocumentsAreRecorded) {
  Server server(Pages{{"/", {"<script>history.pushState({}, '', '/pushed')</script>"}}});
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  (*rig)->visit(server.url("/"));
  const auto& navigations = (*rig)->facts().navigations;
  ASSERT_GE(navigations.size(), 2U);
  EXPECT_EQ(navigations[navigations.size() - 2].url, server.url("/"));
  EXPECT_EQ(navigations.back().url, server.url("/pushed"));
  EXPECT_TRUE(navigations.back().within_document);
  EXPECT_EQ((*rig)->page->state()->url, server.url("/pushed"));
}

}  // namespace
}  // namespace sanad::browser
