#include "browser/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace sanad::browser {
namespace {

constexpr int kCommandTimeoutMs = 30'000;
constexpr int kPumpMs = 50;
constexpr std::string_view kWorldName = "sanad";
using Steady = std::chrono::steady_clock;

std::int64_t since_ms(Steady::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - start).count();
}

}  // namespace

Result<void> Page::set_viewport(const Viewport& viewport) {
  SANAD_CHECK(connection_.call("Emulation.setDeviceMetricsOverride",
                               {{"width", json::Value(viewport.width)},
                                {"height", json::Value(viewport.height)},
                                {"deviceScaleFactor", json::Value(viewport.device_scale)},
                                {"mobile", json::Value(false)}},
                               handle_.session, kCommandTimeoutMs));
  return {};
}

Result<NavigateOutcome> Page::navigate(const std::string& url, int timeout_ms) {
  observer_.pump(0);
  observer_.forget_load(handle_);
  SANAD_TRY(const json::Value answer, connection_.call("Page.navigate", {{"url", json::Value(url)}},
                                                       handle_.session, timeout_ms));
  NavigateOutcome outcome;
  outcome.loader_id = answer["loaderId"].string_or("");
  outcome.error_text = answer["errorText"].string_or("");
  outcome.is_download = answer["isDownload"].bool_or(false);
  return outcome;
}

QuietOutcome Page::wait_for_quiet(const QuietLimits& limits, const std::function<bool()>& stop) {
  const auto start = Steady::now();
  auto last_busy = start;
  std::size_t seen = observer_.facts().requests.size();
  QuietOutcome outcome;
  for (;;) {
    observer_.pump(kPumpMs);
    const std::size_t known = observer_.facts().requests.size();
    outcome.loaded = observer_.loaded(handle_);
    outcome.open_requests = observer_.open_requests();
    if (known != seen || outcome.open_requests > 0 || !outcome.loaded) last_busy = Steady::now();
    seen = known;
    outcome.waited_ms = since_ms(start);
    outcome.crashed = observer_.page_crashed(handle_);
    if (outcome.crashed || outcome.waited_ms >= limits.max_ms || (stop && stop())) return outcome;
    if (since_ms(last_busy) >= limits.idle_ms) {
      outcome.quiet = true;
      return outcome;
    }
  }
}

Result<std::int64_t> Page::isolated_context(const std::string& frame_id, const std::string& session,
                                            int timeout_ms) {
  SANAD_TRY(const json::Value answer,
            connection_.call("Page.createIsolatedWorld",
                             {{"frameId", json::Value(frame_id)},
                              {"worldName", json::Value(kWorldName)},
                              {"grantUniveralAccess", json::Value(false)}},
                             session, timeout_ms));
  const auto context = answer["executionContextId"].as_int();
  if (!context) return Error{ErrorCode::kInvalid, "the browser made no world for our scripts"};
  return *context;
}

Result<json::Value> Page::evaluate_in(std::int64_t context, const std::string& session,
                                      const std::string& expression, int timeout_ms) {
  SANAD_TRY(const json::Value answer, connection_.call("Runtime.evaluate",
                                                       {{"expression", json::Value(expression)},
                                                        {"contextId", json::Value(context)},
                                                        {"returnByValue", json::Value(true)},
                                                        {"awaitPromise", json::Value(true)},
                                                        {"userGesture", json::Value(false)},
                                                        {"timeout", json::Value(timeout_ms)}},
                                                       session, timeout_ms));
  if (answer["exceptionDetails"].as_object() != nullptr) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("a script in the page failed: {}",
                             answer["exceptionDetails"]["text"].string_or("unknown"))};
  }
  return answer["result"]["value"];
}

Result<json::Value> Page::evaluate(const std::string& expression, int timeout_ms) {
  SANAD_TRY(const std::int64_t context,
            isolated_context(handle_.frame_id, handle_.session, timeout_ms));
  return evaluate_in(context, handle_.session, expression, timeout_ms);
}

Result<PageState> Page::state() {
  SANAD_TRY(const json::Value value, evaluate(R"(({
      url: location.href, title: document.title, userAgent: navigator.userAgent,
      language: navigator.language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      width: innerWidth, height: innerHeight, scale: devicePixelRatio,
      pageWidth: document.documentElement ? document.documentElement.scrollWidth : 0,
      pageHeight: document.documentElement ? document.documentElement.scrollHeight : 0
    }))",
                                              kCommandTimeoutMs));
  PageState state;
  state.url = value["url"].string_or("");
  state.title = value["title"].string_or("");
  state.user_agent = value["userAgent"].string_or("");
  state.language = value["language"].string_or("");
  state.time_zone = value["timeZone"].string_or("");
  state.viewport_width = static_cast<int>(value["width"].int_or(0));
  state.viewport_height = static_cast<int>(value["height"].int_or(0));
  if (const double* scale = value["scale"].as_number()) state.device_scale = *scale;
  state.page_width = static_cast<int>(value["pageWidth"].int_or(0));
  state.page_height = static_cast<int>(value["pageHeight"].int_or(0));
  return state;
}

Result<json::Value> browser_version(Connection& connection) {
  return connection.call("Browser.getVersion", {}, "", kCommandTimeoutMs);
}

ExitState close_browser(Connection& connection, Process& process, int grace_ms) {
  if (!connection.closed() && connection.send({"", "Browser.close", {}}).ok()) {
    process.wait_exit(grace_ms);
  }
  return process.terminate(grace_ms);
}

}  // namespace sanad::browser
