#include "browser/observer.h"

#include <fmt/format.h>

#include <chrono>

#include "observer_state.h"
#include "responder.h"

namespace sanad::browser {
namespace {
constexpr int kQuietMomentMs = 5;
constexpr int kCommandTimeoutMs = 20'000;
using Steady = std::chrono::steady_clock;

int left_ms(Steady::time_point deadline) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Steady::now()).count();
  return static_cast<int>(std::max<std::int64_t>(0, left));
}
}  // namespace

Responder default_responder() { return respond; }

std::string outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPending:
      return "pending";
    case Outcome::kRedirected:
      return "redirected";
    case Outcome::kFinished:
      return "finished";
    case Outcome::kFailed:
      return "failed";
  }
  return "pending";
}

bool Request::is_local() const {
  return url.starts_with("data:") || url.starts_with("blob:") || url.starts_with("about:");
}

Observer::Observer(Connection& connection, const Clock& clock)
    : state_(new State{connection, clock, {}, {}, {}, {}, {}, {}, {}, {}, 0, {}}) {}
Observer::~Observer() = default;

Result<PageHandle> Observer::start(const std::string& download_directory, int timeout_ms) {
  const auto deadline = Steady::now() + std::chrono::milliseconds(timeout_ms);
  Connection& connection = state_->connection;
  SANAD_CHECK(connection.call("Browser.setDownloadBehavior",
                              {{"behavior", json::Value("allowAndName")},
                               {"downloadPath", json::Value(download_directory)},
                               {"eventsEnabled", json::Value(true)}},
                              "", timeout_ms));
  const Command watch = watch_browser();
  SANAD_CHECK(connection.call(watch.method, watch.params, watch.session, left_ms(deadline)));
  for (;;) {
    pump(left_ms(deadline));
    for (const auto& [session, target] : state_->target_of_session) {
      if (state_->facts.targets[target].type != "page") continue;
      // An answered command proves that those before it, sent on attaching, were carried out.
      SANAD_CHECK(connection.call("Page.getFrameTree", {}, session, kCommandTimeoutMs));
      return PageHandle{session, state_->facts.targets[target].id, target};
    }
    if (connection.closed()) {
      return Error{ErrorCode::kUnavailable, "the browser ended before it showed a page"};
    }
    if (left_ms(deadline) == 0) {
      return Error{ErrorCode::kUnavailable,
                   fmt::format("the browser showed no page in {} ms", timeout_ms)};
    }
  }
}

bool Observer::pump(int timeout_ms) {
  const auto deadline = Steady::now() + std::chrono::milliseconds(timeout_ms);
  bool any = false;
  for (;;) {
    const int wait_ms = any ? std::min(kQuietMomentMs, left_ms(deadline)) : left_ms(deadline);
    auto event = state_->connection.next_event(wait_ms);
    if (!event) return any;
    any = true;
    state_->handle(*event);
    if (left_ms(deadline) == 0) return any;
  }
}

const Facts& Observer::facts() const {
  Facts& facts = state_->facts;
  facts.truncations.clear();
  for (const auto& [kind, count] : state_->left_out) {
    facts.truncations.push_back(fmt::format("{} {} not kept: the limit was reached", count, kind));
  }
  const ChannelCounts counts = state_->connection.counts();
  if (counts.dropped_events + counts.malformed_messages > 0) {
    facts.truncations.push_back(fmt::format("{} events of the browser not kept or not understood",
                                            counts.dropped_events + counts.malformed_messages));
  }
  return facts;
}

std::size_t Observer::open_requests() const { return state_->open.size(); }

bool Observer::loaded(const PageHandle& page) const {
  return state_->loaded_sessions.contains(page.session);
}

void Observer::forget_load(const PageHandle& page) { state_->loaded_sessions.erase(page.session); }

bool Observer::page_crashed(const PageHandle& page) const {
  const Target& target = state_->facts.targets[page.target];
  return target.crashed || target.ended || state_->connection.closed();
}

std::vector<Observer::Frame> Observer::frames() const {
  std::vector<Frame> out;
  for (const auto& [id, frame] : state_->frames) {
    out.push_back({id, frame.parent_id, frame.url, frame.session});
  }
  return out;
}

std::size_t Observer::State::target_of(const std::string& session) {
  const auto found = target_of_session.find(session);
  return found == target_of_session.end() ? 0 : found->second;
}

bool Observer::State::room(std::size_t size, std::size_t limit, const std::string& kind) {
  if (size < limit) return true;
  ++left_out[kind];
  return false;
}

void Observer::State::handle(const Message& event) {
  if (handle_target(event) || handle_page(event) || handle_web_socket(event)) return;
  handle_network(event);
}

}  // namespace sanad::browser
