// What the tests of this module share: a small HTTP server on loopback, and a watched browser.
#pragma once

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "browser/connection.h"
#include "browser/observer.h"
#include "browser/page.h"
#include "browser/process.h"

namespace sanad::browser::test {

struct Answer {
  std::string body = {};
  std::string type = "text/html; charset=utf-8";
  int status = 200;
  std::string more_headers = {};                                 // each with its CRLF
  std::uint64_t filler_bytes = 0;                                // this many 'x' after the body
  enum class Then { kClose, kHold, kEcho } then = Then::kClose;  // kEcho: websocket
};

using Pages = std::map<std::string, Answer>;

// Answers from a table of paths; 404 otherwise. Every connection has a thread of its own.
class Server {
 public:
  explicit Server(Pages answers) : answers_(std::move(answers)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 64);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ~Server() {
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    {
      const std::lock_guard lock(mutex_);
      for (const int fd : connections_) ::shutdown(fd, SHUT_RDWR);
    }
    for (std::thread& worker : workers_) worker.join();
    for (const int fd : connections_) ::close(fd);
    ::close(listener_);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Names under localhost reach loopback and count as secure; two of them are two sites.
  std::string url(std::string_view path, std::string_view host = "a.localhost") const {
    return fmt::format("http://{}:{}{}", host, port_, path);
  }
  int port() const { return port_; }
  // "host path" of all requests so far, sorted.
  std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> sorted = requests_;
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  }
  bool asked_for(std::string_view path) const {
    const auto all = requests();
    return std::any_of(all.begin(), all.end(),
                       [&](const std::string& line) { return line.ends_with(path); });
  }
  std::string header_of(const std::string& path, const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = heads_.find(path);
    if (found == heads_.end()) return "";
    const std::size_t at = found->second.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + name.size() + 4;
    return found->second.substr(begin, found->second.find("\r\n", begin) - begin);
  }

 private:
  void accept_all() {
    for (;;) {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      const std::lock_guard lock(mutex_);
      connections_.push_back(fd);
      workers_.emplace_back([this, fd] { serve(fd); });
    }
  }
  static bool send_all(int fd, std::string_view data) {
    while (!data.empty()) {
      const ssize_t count = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      data.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  void serve(int fd) {
    std::string head;
    std::array<char, 4096> chunk{};
    while (head.find("\r\n\r\n") == std::string::npos) {
      const ssize_t count = ::recv(fd, chunk.data(), chunk.size(), 0);
      if (count <= 0) return;
      head.append(chunk.data(), static_cast<std::size_t>(count));
    }
    const std::size_t path_at = head.find(' ') + 1;
    const std::string path = head.substr(path_at, head.find(' ', path_at) - path_at);
    {
      const std::lock_guard lock(mutex_);
      heads_[path] = head;
    }
    const std::string host = header_of(path, "Host");
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(host.substr(0, host.find(':')) + path);
    }
    const auto found = answers_.find(path);
    reply(fd,
          found == answers_.end() ? Answer{"no such page", "text/plain", 404, {}, 0, {}}
                                  : found->second,
          head);
  }
  void reply(int fd, const Answer& answer, const std::string& head) {
    if (answer.then == Answer::Then::kEcho) return echo(fd, head);
    std::string text = fmt::format("HTTP/1.1 {} X\r\nContent-Type: {}\r\nConnection: close\r\n{}",
                                   answer.status, answer.type, answer.more_headers);
    if (answer.then == Answer::Then::kClose) {
      text += fmt::format("Content-Length: {}\r\n", answer.body.size() + answer.filler_bytes);
    }
    send_all(fd, text + "\r\n" + answer.body);
    const std::string filler(64 * 1024, 'x');
    for (std::uint64_t left = answer.filler_bytes; left > 0;) {
      const std::size_t part =
          static_cast<std::size_t>(std::min<std::uint64_t>(left, filler.size()));
      if (!send_all(fd, std::string_view(filler).substr(0, part))) return;
      left -= part;
    }
    if (answer.then == Answer::Then::kClose) ::shutdown(fd, SHUT_WR);
    char last = 0;
    while (::recv(fd, &last, 1, 0) > 0) {
    }
    ::shutdown(fd, SHUT_RDWR);
  }
  // RFC 6455: the handshake, one text message of the server, then whatever comes is read.
  void echo(int fd, const std::string& head) {
    const std::string name = "Sec-WebSocket-Key: ";
    const std::size_t at = head.find(name) + name.size();
    const std::string key =
        head.substr(at, head.find("\r\n", at) - at) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(key.data(), key.size(), digest.data(), &size, EVP_sha1(), nullptr);
    send_all(fd, fmt::format("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                             "Connection: Upgrade\r\nSec-WebSocket-Accept: {}\r\n\r\n",
                             format_base64({digest.data(), size})));
    const std::string message = "from server";
    send_all(fd, std::string("\x81") + static_cast<char>(message.size()) + message);
    std::array<char, 256> chunk{};
    while (::recv(fd, chunk.data(), chunk.size(), 0) > 0) {
    }
  }

  std::map<std::string, Answer> answers_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::map<std::string, std::string> heads_;  // newest request head by path
  std::vector<int> connections_;
  std::vector<std::thread> workers_;
  std::thread acceptor_;
};

// A browser that is watched from its first page on.
struct Rig {
  SystemClock clock;
  std::unique_ptr<Process> process;
  std::unique_ptr<Connection> connection;
  std::unique_ptr<Observer> observer;
  std::unique_ptr<Page> page;

  static Result<std::unique_ptr<Rig>> open(const LaunchOptions& options = {}) {
    auto rig = std::make_unique<Rig>();
    SANAD_TRY(rig->process, Process::launch(options));
    rig->connection = std::make_unique<Connection>(rig->process->command_fd(),
                                                   rig->process->event_fd(), default_responder());
    rig->observer = std::make_unique<Observer>(*rig->connection, rig->clock);
    SANAD_TRY(PageHandle handle, rig->observer->start(rig->process->download_directory(), 60'000));
    rig->page = std::make_unique<Page>(*rig->connection, *rig->observer, rig->clock, handle);
    return rig;
  }
  const Facts& facts() const { return observer->facts(); }
  // Loads and waits until quiet.
  QuietOutcome visit(const std::string& url, QuietLimits limits = {500, 20'000}) {
    auto outcome = page->navigate(url, 30'000);
    if (!outcome.ok()) return {};
    return page->wait_for_quiet(limits);
  }
  // Takes in events until the condition holds, at most 20 s; answers whether it does.
  bool until(const std::function<bool()>& condition) {
    for (int i = 0; i < 400 && !condition(); ++i) observer->pump(50);
    return condition();
  }
  const Request* request(std::string_view url_end) const {
    for (const Request& request : facts().requests) {
      if (request.url.ends_with(url_end)) return &request;
    }
    return nullptr;
  }
  // What a page that should be quiet waits for.
  std::string waiting() const {
    std::string text = observer->loaded(page->handle()) ? "loaded" : "not loaded";
    for (const Request& request : facts().requests) {
      if (request.outcome == Outcome::kPending) text += " " + request.url;
    }
    return text;
  }
  bool has_target(std::string_view type) const {
    const auto& targets = facts().targets;
    return std::any_of(targets.begin(), targets.end(),
                       [&](const Target& target) { return target.type == type; });
  }
};

}  // namespace sanad::browser::test
