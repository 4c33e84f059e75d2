#include "printer.h"

#include "base/stream.h"
#include "browser/connection.h"
#include "browser/observer.h"
#include "browser/page.h"
#include "browser/process.h"
#include "browser/scratch.h"

namespace sanad::service {
namespace {

constexpr int kStartTimeoutMs = 60'000;
constexpr int kPageTimeoutMs = 60'000;
constexpr int kCloseGraceMs = 3'000;

}  // namespace

// Destroyed from the last to the first.
struct Printer::Running {
  std::unique_ptr<browser::Scratch> scratch;
  std::unique_ptr<browser::Process> process;
  std::unique_ptr<browser::Connection> connection;
  std::unique_ptr<browser::Observer> observer;
  std::unique_ptr<browser::Page> page;
};

Printer::Printer(std::string browser_path, const Clock& clock)
    : browser_path_(std::move(browser_path)), clock_(clock) {}

Printer::~Printer() {
  if (running_) browser::close_browser(*running_->connection, *running_->process, kCloseGraceMs);
}

Result<void> Printer::start() {
  browser::LaunchOptions options;
  options.browser_path = browser_path_;
  // Reports refer to nothing outside themselves; should one ever do, nothing answers.
  options.host_resolver_rules = "MAP * ~NOTFOUND";
  auto running = std::make_unique<Running>();
  SANAD_TRY(running->scratch, browser::Scratch::create());
  options.scratch_directory = running->scratch->path();
  SANAD_TRY(running->process, browser::Process::launch(options));
  running->connection = std::make_unique<browser::Connection>(
      running->process->command_fd(), running->process->event_fd(), browser::default_responder());
  running->observer = std::make_unique<browser::Observer>(*running->connection, clock_);
  SANAD_TRY(browser::PageHandle handle,
            running->observer->start(running->process->download_directory(), kStartTimeoutMs));
  running->page =
      std::make_unique<browser::Page>(*running->connection, *running->observer, clock_, handle);
  running_ = std::move(running);
  return {};
}

Result<Bytes> Printer::print(const std::string& html, PrintStyle style) {
  if (!running_) SANAD_CHECK_WITH(start(), "printing a report");
  const auto& handle = running_->page->handle();
  SANAD_CHECK_WITH(
      running_->connection->call("Page.setDocumentContent",
                                 json::Object{{"frameId", handle.frame_id}, {"html", html}},
                                 handle.session, kPageTimeoutMs),
      "printing a report");
  MemorySink sink;
  SANAD_CHECK_WITH(running_->page->print_pdf(sink, style == PrintStyle::kDocument),
                   "printing a report");
  return sink.take();
}

}  // namespace sanad::service
