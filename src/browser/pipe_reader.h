// A thread that empties a pipe.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

#include "base/bytes.h"
#include "base/result.h"
#include "spawn.h"

namespace sanad::browser {

class PipeReader {
 public:
  // on_data runs on the reader's thread. fd must be non-blocking; a FIFO may still have no writer.
  PipeReader(Descriptor fd, std::function<void(ByteView)> on_data);
  ~PipeReader() { finish(); }
  PipeReader(const PipeReader&) = delete;
  PipeReader& operator=(const PipeReader&) = delete;

  // Reads what is in the pipe now, stops, and waits for the thread.
  void finish();
  // True once every writer had closed it; call after finish().
  bool ended() const { return ended_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  void run();
  bool read_available();  // false: nothing more will come

  Descriptor fd_;
  Descriptor stop_;
  std::function<void(ByteView)> on_data_;
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<bool> ended_{false};
  std::thread thread_;
};

}  // namespace sanad::browser
