// What is done with the browser, in order: load, wait for quiet, first picture, behaviours, full
// picture, PDF, documents, MHTML. Runs on a thread of its own beside the watching one; it looks at
// Control between all steps.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "authority/decide.h"
#include "browser/connection.h"
#include "browser/observer.h"
#include "browser/page.h"
#include "browser/process.h"
#include "capture/capture.h"
#include "control.h"
#include "outputs.h"

namespace sanad::capture {

inline constexpr int kMaxFrameDocuments = 64;
inline constexpr int kMaxDownloads = 64;
// A page that keeps asking is waited for no longer than this after its load event.
inline constexpr int kMaxQuietAfterLoadMs = 10'000;

struct Picture {
  std::string name;
  browser::PictureOutcome outcome;
};
struct Document {
  std::string name;
  browser::FrameDocument frame;
};
// A step of the main frame: where it went, and whether the authorisation covers that.
struct ScopeStep {
  Timestamp at;
  std::string url;
  bool covered = false;
  bool within_document = false;
};
struct KeptDownload {
  std::string name;  // of the sealed file, empty if it was not kept
  browser::Download download;
};

struct Driven {
  json::Value version;
  browser::NavigateOutcome navigated;
  browser::QuietOutcome quiet;
  std::optional<browser::PageState> state;
  browser::SandboxObservation sandbox;
  std::vector<Picture> pictures;
  std::vector<Document> documents;
  std::vector<browser::BehaviourStep> behaviours;
  std::vector<ScopeStep> scope;
  std::vector<KeptDownload> downloads;
  bool left_scope = false;
  bool silent = false;               // the page's process answered no longer
  std::optional<Error> error;        // of the vault: the capture fails
  std::optional<Error> start_error;  // the browser never answered
};

class Driver {
 public:
  // All borrowed.
  struct Parts {
    const authority::Permit& permit;
    const Options& options;
    browser::Process& process;
    const Clock& clock;
    Control& control;
    Keeper& keeper;
  };
  explicit Driver(Parts parts);
  ~Driver();

  void run();  // on the driving thread
  const Driven& driven() const { return driven_; }
  const browser::Facts* facts() const;  // null if the browser never answered
  browser::ChannelCounts counts() const;
  void ask_to_close();  // sends Browser.close
  void note_missing_outputs();

 private:
  using Steady = std::chrono::steady_clock;
  Result<void> work();
  Result<bool> start();
  void navigate();
  void wait_for_load();
  void wait_for_downloads();
  bool page_answers();
  bool page_is_there();
  void behave();
  Result<void> take_outputs();
  Result<void> take_papers();
  Result<void> take_picture(const std::string& name, browser::PictureExtent extent);
  Result<void> take_documents();
  Result<void> take_downloads();
  void halt_loading();
  int remaining_ms() const;
  bool watch();  // looks at what is new in the facts; true: stop
  void note_navigation(const browser::Navigation& navigation);
  void check_address(const std::string& url);
  void leave_scope(const std::string& url);
  bool may_show() const;

  Parts parts_;
  Steady::time_point started_;
  std::unique_ptr<browser::Connection> connection_;
  std::unique_ptr<browser::Observer> observer_;
  std::unique_ptr<browser::Page> page_;
  std::size_t seen_requests_ = 0;
  std::size_t seen_navigations_ = 0;
  Driven driven_;
};

}  // namespace sanad::capture
