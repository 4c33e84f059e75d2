// Where the network log goes as it comes: whole and sealed into the vault, and through the parser.
//
// The browser does not wait for a slow reader; it lets its queue grow, and cuts the log when it is
// closed with a long queue. So the pipe's thread only seals, and a second thread parses behind a
// queue of kMaxQueuedBytes.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "base/stream.h"
#include "netlog/parser.h"
#include "vault/vault.h"

namespace sanad::capture {

class LogSink final : public ByteSink {
 public:
  static constexpr std::size_t kMaxQueuedBytes = 32 * 1024 * 1024;

  // listener outlives the sink. writer: where the raw log is sealed.
  LogSink(std::unique_ptr<vault::ObjectWriter> writer, netlog::Listener& listener);
  ~LogSink() override;

  // kIo as the vault has it. A log that cannot be read goes on being sealed.
  Result<void> write(ByteView data) override;

  // True once all that came so far has been parsed.
  bool is_idle() const;
  // What stopped the parser, if anything did. Any thread.
  std::optional<Error> parse_error() const;

  // After the last write(): waits for the parser. Answers how the log ended; an error of the parser
  // is in parse_error() and leaves complete false.
  netlog::LogEnd finish();
  Result<vault::SealedObject> seal();

 private:
  void parse_all();

  std::unique_ptr<vault::ObjectWriter> writer_;
  netlog::Parser parser_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Bytes> queue_;  // guarded by mutex_, as all below
  std::size_t queued_bytes_ = 0;
  bool parsing_ = false;
  bool ended_ = false;
  std::optional<Error> parse_error_;
  netlog::LogEnd end_;
  std::thread thread_;
};

}  // namespace sanad::capture
