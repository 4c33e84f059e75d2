#include "drive.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <future>

#include "addresses.h"

namespace sanad::capture {
namespace {

constexpr int kStartTimeoutMs = 60'000;
constexpr int kProbeMs = 5'000;
constexpr int kPumpMs = 50;
constexpr browser::QuietLimits kBetweenSteps{300, 3'000};

}  // namespace

Driver::Driver(Parts parts) : parts_(parts), started_(Steady::now()) {}
Driver::~Driver() = default;

const browser::Facts* Driver::facts() const { return observer_ ? &observer_->facts() : nullptr; }

browser::ChannelCounts Driver::counts() const {
  return connection_ ? connection_->counts() : browser::ChannelCounts{};
}

void Driver::ask_to_close() {
  if (connection_) (void)connection_->send({"", "Browser.close", {}});
}

int Driver::remaining_ms() const {
  const auto spent =
      std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - started_);
  const std::int64_t all = std::int64_t{parts_.options.max_seconds} * 1000;
  return static_cast<int>(std::max<std::int64_t>(all - spent.count(), 1));
}

void Driver::run() {
  const auto worked = work();
  if (!worked.ok()) driven_.error = worked.error();
}

Result<bool> Driver::start() {
  connection_ = std::make_unique<browser::Connection>(
      parts_.process.command_fd(), parts_.process.event_fd(), browser::default_responder());
  observer_ = std::make_unique<browser::Observer>(*connection_, parts_.clock);
  auto handle = observer_->start(parts_.process.download_directory(), kStartTimeoutMs);
  if (!handle.ok()) {
    driven_.start_error = handle.error();
    return false;
  }
  page_ = std::make_unique<browser::Page>(*connection_, *observer_, parts_.clock, *handle);
  const auto fixed =
      page_->set_viewport({parts_.options.viewport_width, parts_.options.viewport_height, 1.0});
  auto version = browser::browser_version(*connection_);
  if (version.ok()) driven_.version = *version;
  if (!fixed.ok()) driven_.start_error = fixed.error();
  return fixed.ok();
}

Result<void> Driver::work() {
  SANAD_TRY(const bool started, start());
  if (!started || parts_.control.stopped()) return {};
  started_ = Steady::now();
  parts_.control.enter("loading", parts_.permit.url().text());
  navigate();
  wait_for_load();
  wait_for_downloads();
  driven_.sandbox = parts_.process.observe_sandbox();
  SANAD_CHECK(take_outputs());
  return take_downloads();
}

// Page.navigate answers when the page is there; what happens meanwhile is watched.
void Driver::navigate() {
  observer_->pump(0);
  observer_->forget_load(page_->handle());
  auto answer = std::async(std::launch::async, [this, timeout = remaining_ms() + 5'000] {
    return connection_->call("Page.navigate", {{"url", parts_.permit.url().text()}},
                             page_->handle().session, timeout);
  });
  bool halted = false;
  while (answer.wait_for(std::chrono::milliseconds(0)) != std::future_status::ready) {
    observer_->pump(kPumpMs);
    if (watch() && !halted) {
      halt_loading();
      halted = true;
    }
  }
  const Result<json::Value> result = answer.get();
  if (!result.ok()) {
    if (!parts_.control.stopped()) {
      parts_.control.stop(Stop::kOutputsOnly,
                          fmt::format("the page could not be loaded: {}", result.error().message));
    }
    return;
  }
  driven_.navigated.loader_id = (*result)["loaderId"].string_or("");
  driven_.navigated.error_text = (*result)["errorText"].string_or("");
  driven_.navigated.is_download = (*result)["isDownload"].bool_or(false);
}

void Driver::wait_for_load() {
  std::optional<Steady::time_point> loaded_at;
  const auto stop = [&] {
    if (watch()) return true;
    if (!observer_->loaded(page_->handle())) {
      loaded_at.reset();
    } else if (!loaded_at) {
      loaded_at = Steady::now();
    }
    return loaded_at &&
           Steady::now() - *loaded_at > std::chrono::milliseconds(kMaxQuietAfterLoadMs);
  };
  driven_.quiet = page_->wait_for_quiet({500, remaining_ms()}, stop);
  const std::string& error = driven_.navigated.error_text;
  const bool is_download = driven_.navigated.is_download || !observer_->facts().downloads.empty();
  if (!error.empty() && !is_download) {
    parts_.control.add_reason(fmt::format("the page could not be loaded: {}", error));
  }
  if (driven_.quiet.crashed) {
    parts_.control.stop(Stop::kOutputsOnly, "the page's process crashed");
  } else if (!driven_.quiet.quiet && !parts_.control.stopped()) {
    parts_.control.add_warning(
        "the page went on asking for more; it was captured as it was after a while");
  }
  if (parts_.control.stopped()) halt_loading();
}

void Driver::wait_for_downloads() {
  const auto busy = [this] {
    return std::ranges::any_of(observer_->facts().downloads, [](const browser::Download& download) {
      return download.state == "inProgress";
    });
  };
  while (busy() && !watch() && !connection_->closed()) {
    observer_->pump(kPumpMs);
  }
  if (busy()) halt_loading();
}

void Driver::halt_loading() {
  (void)connection_->send({page_->handle().session, "Page.stopLoading", {}});
  for (const browser::Download& download : observer_->facts().downloads) {
    if (download.state != "inProgress") continue;
    (void)connection_->send({"", "Browser.cancelDownload", {{"guid", download.guid}}});
  }
}

void Driver::check_address(const std::string& url) {
  const auto address = literal_address(url);
  if (!address || parts_.permit.may_contact(*address)) return;
  parts_.control.stop(
      Stop::kNow,
      fmt::format("the page led to the private address {}, which the authorisation does not name",
                  without_fragment(url)));
}

void Driver::leave_scope(const std::string& url) {
  driven_.left_scope = true;
  parts_.control.stop(
      Stop::kOutside,
      fmt::format("the page led to {}, which the authorisation does not cover", url));
}

void Driver::note_navigation(const browser::Navigation& navigation) {
  if (!navigation.parent_frame_id.empty() || navigation.frame_id != page_->handle().frame_id ||
      !is_web_address(navigation.url)) {
    return;
  }
  const auto url = authority::parse_url(navigation.url);
  const bool covered = url.ok() && parts_.permit.covers(*url);
  driven_.scope.push_back({navigation.at, navigation.url, covered, navigation.within_document});
  if (!covered && !navigation.within_document) leave_scope(navigation.url);
}

bool Driver::watch() {
  const browser::Facts& facts = observer_->facts();
  for (; seen_requests_ < facts.requests.size(); ++seen_requests_) {
    const browser::Request& request = facts.requests[seen_requests_];
    check_address(request.url);
    if (request.resource_type != "Document" || request.frame_id != page_->handle().frame_id ||
        !is_web_address(request.url)) {
      continue;
    }
    const auto url = authority::parse_url(request.url);
    if (!url.ok() || !parts_.permit.covers(*url)) leave_scope(request.url);
  }
  for (; seen_navigations_ < facts.navigations.size(); ++seen_navigations_) {
    check_address(facts.navigations[seen_navigations_].url);
    note_navigation(facts.navigations[seen_navigations_]);
  }
  return parts_.control.stopped();
}

bool Driver::page_answers() {
  return !observer_->page_crashed(page_->handle()) && page_->evaluate("1", kProbeMs).ok();
}

bool Driver::may_show() const {
  const Stop state = parts_.control.state();
  return state == Stop::kNone || state == Stop::kOutputsOnly;
}

void Driver::behave() {
  if (!parts_.options.scroll || parts_.control.stopped()) return;
  parts_.control.enter("behaviours", "scrolling and opening what is folded");
  const auto stop = [this] { return watch(); };
  for (const auto& act : {&browser::Page::scroll_through, &browser::Page::expand}) {
    if (parts_.control.stopped()) return;
    auto steps = (page_.get()->*act)(kBetweenSteps, stop);
    if (steps.ok()) {
      std::ranges::move(*steps, std::back_inserter(driven_.behaviours));
    } else {
      driven_.behaviours.push_back({parts_.clock.now(), "failed", steps.error().message});
    }
  }
  page_->wait_for_quiet({500, std::min(remaining_ms(), 5'000)}, stop);
  watch();
}

}  // namespace sanad::capture
