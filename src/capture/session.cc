#include "session.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <thread>

#include "addresses.h"
#include "archive.h"
#include "browser/install.h"
#include "browser/scratch.h"
#include "record.h"

namespace sanad::capture {
namespace {

constexpr auto kStopGrace = std::chrono::seconds(3);
constexpr auto kOutputsTime = std::chrono::minutes(5);
constexpr int kLogStartMs = 60'000;
constexpr int kStepMs = 20;
constexpr int kStillMs = 160;  // a log that has not grown for so long has nothing waiting
constexpr auto kReportEvery = std::chrono::milliseconds(100);
constexpr int kDrainMs = 30'000;
constexpr int kQuietCloseMs = 10'000;
constexpr int kTermGraceMs = 2'000;

}  // namespace

Session::Session(const authority::Permit& permit, const Options& options, const Context& context,
                 Surroundings surroundings, const json::Value& validation)
    : permit_(permit),
      options_(options),
      context_(context),
      validation_(validation),
      around_(surroundings),
      keeper_(surroundings.vault, permit.case_id()) {}

Session::~Session() {
  driver_.reset();
  process_.reset();
}

Result<Outcome> Session::run() {
  SANAD_CHECK(prepare());
  SANAD_CHECK(launch());
  drive();
  close_browser();
  if (driver_->driven().error) return *driver_->driven().error;
  if (driver_->driven().start_error && !control_.stopped()) return *driver_->driven().start_error;
  judge_log();
  return seal();
}

Result<void> Session::prepare() {
  started_ = around_.clock.now();
  before_ = check_health(around_.clock, around_.environment.working_directory);
  for (const Check& check : before_.checks) {
    if (check.passed) continue;
    return Error{check.name == "free_space" ? ErrorCode::kIo : ErrorCode::kUnavailable,
                 fmt::format("the self-test before the capture failed ({}: {}); nothing was "
                             "captured",
                             check.name, check.detail)};
  }
  SANAD_TRY(scratch_, browser::Scratch::create());
  SANAD_TRY(spool_, Spool::create(around_.environment.working_directory));
  channel_ = std::make_unique<ChannelA>(
      *spool_, ChannelA::Limits{options_.max_bytes, options_.max_responses},
      [&permit = permit_](const std::string& endpoint) {
        const auto address = parse_endpoint(endpoint);
        return !address || permit.may_contact(*address);
      });
  SANAD_TRY(auto writer, keeper_.begin());
  sink_ = std::make_unique<LogSink>(std::move(writer), *channel_);
  return {};
}

Result<void> Session::launch() {
  const Environment& environment = around_.environment;
  browser::LaunchOptions launch;
  launch.browser_path = environment.browser_path;
  launch.scratch_directory = scratch_->path();
  launch.locale = options_.locale;
  launch.time_zone = options_.time_zone;
  launch.viewport = {options_.viewport_width, options_.viewport_height, 1.0};
  launch.host_resolver_rules = environment.host_resolver_rules;
  if (!environment.trusted_spki_sha256.empty()) {
    launch.trusted_spki_sha256 = {environment.trusted_spki_sha256};
  }
  launch.ignore_certificate_errors = permit_.accepts_invalid_certificate();
  launch.net_log = sink_.get();
  SANAD_TRY(process_, browser::Process::launch(launch));
  const browser::SandboxPlan& sandbox = process_->record().sandbox;
  before_.checks.push_back({"browser", true, process_->record().installation.version});
  before_.checks.push_back({"sandbox", sandbox.on, sandbox.reason});
  if (!sandbox.on) {
    control_.add_warning("the browser ran without its own sandbox: " + sandbox.reason);
  }
  for (int waited = 0; waited < kLogStartMs && !channel_->log_seen(); waited += kStepMs) {
    if (sink_->parse_error() || process_->poll_exit()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(kStepMs));
    report();
  }
  if (const auto error = sink_->parse_error()) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("the browser's network log is not of a known form, so that nothing "
                             "was captured: {}",
                             error->message)};
  }
  if (!channel_->log_seen()) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("the browser did not begin its network log: {}",
                             process_->stderr_tail().substr(0, 500))};
  }
  before_.checks.push_back({"network_log", true, channel_->log()->browser_version});
  return {};
}

void Session::drive() {
  driver_ = std::make_unique<Driver>(
      Driver::Parts{permit_, options_, *process_, around_.clock, control_, keeper_});
  driving_since_ = Steady::now();
  run_watched([this] { driver_->run(); }, [this] { watch_driving(); });
  report();
}

void Session::report() {
  const Steady::time_point now = Steady::now();
  if (control_.phase() == reported_phase_ && now - reported_at_ < kReportEvery) return;
  reported_at_ = now;
  reported_phase_ = control_.phase();
  Progress progress{control_.phase(), channel_->body_bytes(), channel_->requests(),
                    control_.message()};
  around_.monitor.on_progress(progress);
  if (around_.monitor.is_cancelled()) control_.stop(Stop::kNow, "stopped by the officer");
}

// Called while the driver works, every 100 ms.
void Session::watch_driving() {
  report();
  const std::string phase = control_.phase();
  if (phase == "starting") driving_since_ = Steady::now();
  const auto spent = Steady::now() - driving_since_;
  if (spent > std::chrono::seconds(options_.max_seconds) &&
      (phase == "loading" || phase == "behaviours")) {
    control_.stop(Stop::kOutputsOnly,
                  fmt::format("the limit of {} seconds was reached", options_.max_seconds));
  }
  if (channel_->over_bytes()) {
    control_.stop(Stop::kOutputsOnly,
                  fmt::format("the limit of {} bytes was reached", options_.max_bytes));
  }
  if (channel_->over_responses()) {
    control_.stop(Stop::kOutputsOnly,
                  fmt::format("the limit of {} responses was reached", options_.max_responses));
  }
  if (const std::string address = channel_->forbidden_address(); !address.empty()) {
    control_.stop(Stop::kNow, fmt::format("the page led to the private address {}, which the "
                                          "authorisation does not name",
                                          address));
    kill_browser();
  }
  if (sink_->parse_error()) {
    control_.stop(Stop::kOutputsOnly,
                  "the network log could not be read to its end: " + sink_->parse_error()->message);
  }
  if (const auto ended = process_->poll_exit()) {
    control_.stop(Stop::kNow, fmt::format("the browser ended in the middle of the capture: {}",
                                          ended->describe()));
  }
  if (spent > std::chrono::seconds(options_.max_seconds) + kOutputsTime) {
    control_.stop(Stop::kNow, "making the pictures and documents took too long");
  }
  if (control_.state() != Stop::kNow) return;
  if (!stopped_at_) stopped_at_ = Steady::now();
  if (Steady::now() - *stopped_at_ > kStopGrace) kill_browser();
}

void Session::kill_browser() {
  killed_ = !process_->poll_exit();
  process_->terminate(0);
}

// The log's queue in the browser is cut when it is closed while long: it is emptied first.
void Session::close_browser() {
  closing_ = around_.clock.now();
  control_.enter("archive", "closing the browser");
  std::uint64_t seen = 0;
  int still_ms = 0;
  for (int waited = 0; waited < kDrainMs && still_ms < kStillMs; waited += kStepMs) {
    if (process_->wait_exit(kStepMs)) break;
    const std::uint64_t now = process_->net_log_bytes();
    still_ms = now == seen && sink_->is_idle() ? still_ms + kStepMs : 0;
    seen = now;
    report();
  }
  // The driver may have seen the browser go before the watch did.
  if (const auto ended = process_->poll_exit(); ended && !killed_) {
    control_.add_reason(
        fmt::format("the browser ended in the middle of the capture: {}", ended->describe()));
  }
  driver_->ask_to_close();
  for (int still = 0; still < kQuietCloseMs && !process_->wait_exit(kStepMs);) {
    const std::uint64_t now = process_->net_log_bytes();
    still = now == seen ? still + kStepMs : 0;
    seen = now;
    report();
  }
  exit_ = process_->terminate(kTermGraceMs);
  net_log_ = process_->finish_net_log();
  run_watched([this] { log_end_ = sink_->finish(); }, [this] { report(); });
  channel_->end();
}

void Session::judge_log() {
  if (net_log_.error) {
    control_.add_reason("the network log could not be kept whole: " + net_log_.error->message);
  }
  if (const auto error = sink_->parse_error()) {
    control_.add_reason("the network log could not be read to its end: " + error->message);
  } else if (!log_end_.complete) {
    control_.add_reason("the network log was cut, because the browser did not end by itself");
  }
  if (channel_->unlisted_exchanges() > 0) {
    control_.add_reason(
        fmt::format("{} exchanges are in the network log only", channel_->unlisted_exchanges()));
  }
  if (driver_->counts().dropped_events > 0) {
    control_.add_reason("what DevTools told has a gap, because there was too much of it");
  }
  judge_bodies();
}

// A response that the end of the capture cut makes it incomplete, unless it never ends by nature.
void Session::judge_bodies() {
  for (const KeptExchange& kept : channel_->exchanges()) {
    const netlog::Exchange& facts = kept.facts;
    const bool cut = facts.outcome == netlog::Outcome::kCancelled && facts.ended &&
                     *facts.ended >= closing_ && facts.party == netlog::Party::kPage;
    if (!cut || facts.websocket || is_event_stream(kept)) continue;
    control_.add_reason("the page was still receiving when the capture ended");
  }
}

Result<void> Session::seal_log() {
  SANAD_TRY(const vault::SealedObject sealed, sink_->seal());
  keeper_.add(sealed_file("netlog.json", "netlog", "application/json", sealed));
  return {};
}

// The archive, the log, and at last the record that names them.
Result<void> Session::write_all(const browser::Facts& facts, Outcome& outcome) {
  ArchiveInput input{*spool_,
                     *channel_,
                     &facts,
                     outcome.url_final,
                     outcome.title,
                     started_,
                     closing_,
                     "Sanad " + context_.software_version,
                     json::Object{{"operator", context_.agency},
                                  {"description", "exhibit " + context_.exhibit_number}}};
  control_.enter("archive", "writing the archive");
  SANAD_TRY(const ArchiveOutput archive, write_archive(input, keeper_));
  control_.enter("sealing", "");
  SANAD_CHECK(seal_log());
  const Reconciliation both = reconcile(seen_a(*channel_), seen_b(facts));
  if (!both.b_only.empty()) {
    control_.add_reason(fmt::format("{} requests that the page made are not in the network log",
                                    both.b_only.size()));
  }
  const Health after = check_health(around_.clock, around_.environment.working_directory);
  outcome.ended_at = around_.clock.now();
  // From here on the reasons are those that the record states.
  outcome.reasons = control_.reasons();
  outcome.acquisition = make_record({permit_,
                                     options_,
                                     context_,
                                     validation_,
                                     around_.environment,
                                     *channel_,
                                     facts,
                                     process_->record(),
                                     driver_->driven(),
                                     archive,
                                     keeper_,
                                     outcome.reasons,
                                     control_.warnings(),
                                     both,
                                     before_,
                                     after,
                                     started_,
                                     outcome.ended_at,
                                     driver_->counts(),
                                     net_log_,
                                     log_end_,
                                     exit_,
                                     process_->stderr_tail()});
  const std::string text = json::format_pretty(outcome.acquisition);
  const auto write = [&](ByteSink& sink) { return sink.write(as_bytes(text)); };
  SANAD_TRY(const bool kept,
            keeper_.keep("acquisition.json", "acquisition", "application/json", write));
  if (!kept) return Error{ErrorCode::kIo, "the acquisition record could not be sealed"};
  return {};
}

Result<Outcome> Session::seal() {
  static const browser::Facts kNoFacts;
  const browser::Facts& facts = driver_->facts() ? *driver_->facts() : kNoFacts;
  const auto& state = driver_->driven().state;
  driver_->note_missing_outputs();
  Outcome outcome;
  outcome.title = state ? state->title : "";
  outcome.started_at = started_;
  outcome.url_final = permit_.url().text();
  if (state && is_web_address(state->url)) {
    outcome.url_final = state->url;
  } else if (const KeptExchange* page = main_exchange(*channel_, outcome.url_final)) {
    outcome.url_final = page->facts.url;
  }
  std::optional<Error> failed;
  run_watched(
      [&] {
        if (const auto written = write_all(facts, outcome); !written.ok()) failed = written.error();
      },
      [this] { report(); });
  if (failed) return *failed;
  outcome.is_complete = outcome.reasons.empty();
  outcome.files = keeper_.files();
  return outcome;
}

}  // namespace sanad::capture
