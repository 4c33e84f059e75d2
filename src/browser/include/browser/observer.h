// Collects channel B's facts while the browser runs. It only listens: nothing is paused, altered or
// answered for the page, except that dialogs are dismissed and new workers are let run at once.
//
// Used by one thread: the facts grow only inside pump(). Script errors are not among them, because
// the DevTools domain that tells them (Runtime) can be noticed by a page.
// Tested by observer_test.cc.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "browser/connection.h"
#include "browser/facts.h"

namespace sanad::browser {

// The main page: where a capture happens.
struct PageHandle {
  std::string session;
  std::string frame_id;  // of its main frame; equal to the target's id
  std::size_t target = 0;
};

class Observer {
 public:
  // clock and connection are borrowed. The connection's responder must be default_responder().
  Observer(Connection& connection, const Clock& clock);
  ~Observer();
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;

  // Attaches to the browser; downloads go to download_directory (absolute), named by their guid.
  // Answers the page that the browser opened with.
  Result<PageHandle> start(const std::string& download_directory, int timeout_ms);

  // Takes in events until none comes for a moment, at most timeout_ms; returns at once when the
  // browser is gone. Answers whether anything was taken in.
  bool pump(int timeout_ms);

  const Facts& facts() const;
  // Requests that have neither ended nor failed; event streams and sockets do not count.
  std::size_t open_requests() const;
  // True once the main frame of the page fired its load event, or stopped loading without one,
  // since it last began to load.
  bool loaded(const PageHandle& page) const;
  void forget_load(const PageHandle& page);
  // True when a target of type page, or the browser's own process, went away without being asked.
  bool page_crashed(const PageHandle& page) const;
  // Current frames of all targets: {frame id, session that can run scripts in it}.
  struct Frame {
    std::string id;
    std::string parent_id;
    std::string url;
    std::string session;
  };
  std::vector<Frame> frames() const;

  struct State;  // opaque

 private:
  std::unique_ptr<State> state_;
};

// What an observed connection answers by itself; see responder.h.
Responder default_responder();

}  // namespace sanad::browser
