// The CDP channel: commands with answers, events in a queue, many sessions on one pipe (flat mode).
//
// A thread of the connection reads. Events wait in a queue that the owner empties with
// next_event(); none of the owner's code runs on the reading thread except the Responder, a pure
// function that names commands to send at once. It exists because some events hold the page still
// until they are answered (a new worker waiting to start, a dialog): the answer must not wait for a
// busy owner.
//
// call() may be used from one thread at a time beside next_event().
// Tested by connection_test.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/stream.h"
#include "browser/message.h"
#include "json/json.h"

namespace sanad::browser {

inline constexpr std::size_t kMaxQueuedEvents = 200'000;
inline constexpr std::size_t kMaxQueuedBytes = 256 * 1024 * 1024;

struct Command {
  std::string session;
  std::string method;
  json::Object params;
};

// Runs on the reading thread; must not block.
using Responder = std::function<std::vector<Command>(const Message& event)>;

struct ChannelCounts {
  std::uint64_t events = 0;
  std::uint64_t dropped_events = 0;  // the queue was full: channel B has a gap
  std::uint64_t oversized_messages = 0;
  std::uint64_t malformed_messages = 0;
};

class Connection {
 public:
  // The descriptors are borrowed and must stay open as long as the connection; command_fd is a
  // socket.
  Connection(int command_fd, int event_fd, Responder responder);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // The answer's "result". kUnavailable: the browser is gone, or did not answer in timeout_ms (the
  // message says which); kInvalid: the browser refused, in its words; kLimit: the answer was longer
  // than kMaxMessageBytes.
  Result<json::Value> call(std::string_view method, json::Object params, std::string_view session,
                           int timeout_ms);
  // Sends without waiting; the answer is thrown away.
  Result<void> send(const Command& command);
  // The oldest event; absent when none came in timeout_ms or the browser is gone.
  std::optional<Message> next_event(int timeout_ms);
  bool closed() const;
  ChannelCounts counts() const;

  // Reads a CDP stream to its end in pieces of 256 KiB, and closes it. Answers how many bytes.
  Result<std::uint64_t> read_stream(std::string_view handle, std::string_view session,
                                    ByteSink& sink, int timeout_ms);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sanad::browser
