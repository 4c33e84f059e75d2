// What a capture does with its page, one function each. All results that can be large go to a
// ByteSink in pieces, except where CDP offers only one message (MHTML, pictures: kMaxMessageBytes).
//
// Scripts of ours run in an isolated world: they see the page's document, not its variables, and
// the page sees neither them nor their names. None runs before the page's own load. Errors of all:
// as Connection::call(). Tested by page_test.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/stream.h"
#include "base/time.h"
#include "browser/connection.h"
#include "browser/observer.h"
#include "browser/process.h"

namespace sanad::browser {

inline constexpr int kMaxPicturePixels = 16'384;  // a side; the drawing surface ends there
inline constexpr int kMaxBehaviourSteps = 200;
inline constexpr int kMaxExpansions = 50;

struct NavigateOutcome {
  std::string loader_id;   // of the document, empty if none came
  std::string error_text;  // "net::ERR_...", empty if it was answered
  bool is_download = false;
};

struct QuietLimits {
  int idle_ms = 500;    // no request open and none begun for so long
  int max_ms = 30'000;  // then stop waiting
};
struct QuietOutcome {
  bool loaded = false;  // the load event came, or loading stopped without one
  bool quiet = false;   // false: the page never was, the limit ended the wait
  bool crashed = false;
  std::int64_t waited_ms = 0;
  std::size_t open_requests = 0;
};

enum class PictureExtent { kViewport, kFullPage };
struct PictureOutcome {
  Timestamp taken_at;
  int width = 0;  // of the picture, CSS pixels
  int height = 0;
  int page_width = 0;  // of the whole page
  int page_height = 0;
  bool truncated = false;  // the page is larger than the limit: its top left part is shown
  std::uint64_t bytes = 0;
};

struct FrameDocument {
  std::string frame_id;
  std::string parent_frame_id;
  std::string url;
  std::uint64_t bytes = 0;
  std::string error;  // why it was not kept, empty if it was
};

struct BehaviourStep {
  Timestamp at;
  std::string what;    // "scroll", "expand"
  std::string effect;  // in words
};

struct PageState {
  std::string url;
  std::string title;
  std::string user_agent;
  std::string language;
  std::string time_zone;
  int viewport_width = 0;
  int viewport_height = 0;
  double device_scale = 1;
  int page_width = 0;
  int page_height = 0;
};

class Page {
 public:
  // All borrowed.
  Page(Connection& connection, Observer& observer, const Clock& clock, PageHandle handle)
      : connection_(connection), observer_(observer), clock_(clock), handle_(std::move(handle)) {}

  // Fixes the viewport to what the options say; before the first navigate().
  Result<void> set_viewport(const Viewport& viewport);
  // Begins; does not wait for the page. A page that cannot be had is an outcome, not an error.
  Result<NavigateOutcome> navigate(const std::string& url, int timeout_ms);
  // Takes in events meanwhile. stop is asked often; answering true ends the wait.
  QuietOutcome wait_for_quiet(const QuietLimits& limits, const std::function<bool()>& stop = {});

  // PNG. kViewport shows the window as it stands and changes nothing. kFullPage enlarges the
  // drawing area for a moment, which can make a page load what it had put off: it is a behaviour,
  // and is to be recorded as one.
  Result<PictureOutcome> take_picture(PictureExtent extent, ByteSink& sink);
  // document: on the size that the page's own style asks for, tagged, with an outline of headings.
  Result<std::uint64_t> print_pdf(ByteSink& sink, bool document = false);
  // MHTML, one message: kLimit when longer than kMaxMessageBytes.
  Result<std::uint64_t> snapshot_mhtml(ByteSink& sink);
  // outerHTML after scripts, UTF-8 (lone surrogates become U+FFFD), in pieces.
  Result<std::uint64_t> write_document(const Observer::Frame& frame, ByteSink& sink);
  // Every frame's document, one after another; sink_for answers where one goes.
  std::vector<FrameDocument> write_documents(
      const std::function<ByteSink&(const Observer::Frame&)>& sink_for);

  // One screen at a time to the end, which may move away; back to the top after.
  Result<std::vector<BehaviourStep>> scroll_through(const QuietLimits& per_step,
                                                    const std::function<bool()>& stop = {});
  // Opens <details>, and presses buttons that say of themselves that they are collapsed
  // (aria-expanded="false") and neither submit nor lead elsewhere.
  Result<std::vector<BehaviourStep>> expand(const QuietLimits& per_step,
                                            const std::function<bool()>& stop = {});

  Result<PageState> state();
  // The value of an expression in the isolated world of the main frame.
  Result<json::Value> evaluate(const std::string& expression, int timeout_ms);

  const PageHandle& handle() const { return handle_; }

 private:
  Result<std::int64_t> isolated_context(const std::string& frame_id, const std::string& session,
                                        int timeout_ms);
  Result<json::Value> evaluate_in(std::int64_t context, const std::string& session,
                                  const std::string& expression, int timeout_ms);

  Connection& connection_;
  Observer& observer_;
  const Clock& clock_;
  PageHandle handle_;
};

// The browser's own name for itself: {"product", "userAgent", "jsVersion", "protocolVersion",
// "revision"}.
Result<json::Value> browser_version(Connection& connection);

// Asks the browser to close, waits, and ends it by force if it does not. Answers how it ended.
ExitState close_browser(Connection& connection, Process& process, int grace_ms);

}  // namespace sanad::browser
