#include "range/range.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <optional>

#include "sites.h"

namespace sanad::range {
namespace {

const std::vector<std::string>& own_hosts() {
  static const std::vector<std::string> kHosts = {
      "forum.tirazan.example",  "channel.tirazan.example", "video.tirazan.example",
      "bazaar.tirazan.example", "paste.tirazan.example",   "news.tirazan.example",
      "cdn.sahilmedia.example", "awkward.tirazan.example", "tsa.tirazan.example",
      "control.tirazan.example"};
  return kHosts;
}

constexpr std::array<std::string_view, 2> kBadHosts = {"expired.tirazan.example",
                                                       "selfsigned.tirazan.example"};

std::vector<http::TlsIdentity> identities(const Pki& pki,
                                          const std::vector<std::string>& leaf_hosts) {
  return {
      {pki.leaf.certificate + pki.authority.certificate, pki.leaf.private_key, leaf_hosts},
      // Without the authority's certificate, so that trusting its key does not excuse the date.
      {pki.expired.certificate, pki.expired.private_key, {"expired.tirazan.example"}},
      {pki.self_signed.certificate, pki.self_signed.private_key, {"selfsigned.tirazan.example"}}};
}

}  // namespace

struct Range::State {
  explicit State(Options the_options)
      : options(std::move(the_options)),
        clock(options.clock != nullptr ? *options.clock : system_clock) {}

  Result<void> prepare();
  Result<void> open_stories();
  std::vector<std::string> all_hosts() const;
  void make_sites();
  Result<void> listen();
  http::Task<> serve(http::Exchange& exchange);

  SystemClock system_clock;
  Options options;
  const Clock& clock;
  Pki pki;
  TruthLog truth;
  std::unique_ptr<TimestampAuthority> timestamps;
  std::atomic<bool> is_timestamp_authority_down = false;
  Fates fates;
  std::unique_ptr<StoryHosts> stories;
  std::vector<std::string> leaf_hosts;  // those whose certificate is in order
  std::optional<Controls> controls;
  std::vector<Site> sites;
  std::uint16_t http_port = 0;
  std::uint16_t https_port = 0;
  std::optional<http::Server> server;  // last: it uses all of the above
};

Result<void> Range::State::prepare() {
  SANAD_CHECK(open_stories());
  SANAD_TRY_WITH(pki, open_pki(options.directory, leaf_hosts, clock.now()), "starting the range");
  SANAD_TRY(timestamps, TimestampAuthority::create(pki, clock));
  truth.ignore_host("control.tirazan.example");
  truth.ignore_host("127.0.0.1");
  truth.ignore_host("localhost");
  make_sites();
  return listen();
}

Result<void> Range::State::open_stories() {
  SANAD_TRY(stories, StoryHosts::open(options.world, options.seed, options.seat, clock));
  leaf_hosts = own_hosts();
  for (const std::string& host : stories->hosts()) {
    if (std::ranges::find(own_hosts(), host) != own_hosts().end() ||
        std::ranges::find(kBadHosts, host) != kBadHosts.end())
      return Error{ErrorCode::kConflict,
                   fmt::format("the world has the host {}, which is the range's own", host)};
    leaf_hosts.push_back(host);
  }
  return {};
}

std::vector<std::string> Range::State::all_hosts() const {
  std::vector<std::string> hosts = leaf_hosts;
  hosts.insert(hosts.end(), kBadHosts.begin(), kBadHosts.end());
  return hosts;
}

void Range::State::make_sites() {
  controls.emplace(Controls{truth, *timestamps, is_timestamp_authority_down, fates, *stories,
                            pki.authority.certificate, all_hosts()});
  sites.push_back(make_forum());
  sites.push_back(make_channel());
  for (const char* name : {"video", "bazaar", "paste", "news"}) {
    sites.emplace_back(std::string(name) + ".tirazan.example", name);
  }
  sites.push_back(make_cdn(options.seed));
  sites.push_back(make_awkward());
  sites.push_back(make_tsa(*controls));
  sites.push_back(make_control(*controls));
  sites.emplace_back("expired.tirazan.example", "badcertificate");
  sites.emplace_back("selfsigned.tirazan.example", "badcertificate");
}

Result<void> Range::State::listen() {
  http::ServerOptions server_options;
  server_options.tls = identities(pki, leaf_hosts);
  server_options.observer = &truth;
  server_options.stop_grace_ms = 0;  // some pages never end
  server.emplace(std::move(server_options),
                 [this](http::Exchange& exchange) { return serve(exchange); });
  SANAD_TRY(http_port, server->listen({"127.0.0.1", options.http_port, false}));
  SANAD_TRY(https_port, server->listen({"127.0.0.1", options.https_port, true}));
  return server->start();
}

// What stands where a page was.
http::Task<> send_fate(http::Exchange& exchange, Fate fate) {
  const int status = fate == Fate::kGone ? 410 : fate == Fate::kGeoBlocked ? 451 : 200;
  co_await send_html(exchange, status,
                     std::string(content(fmt::format("fates/{}.part.html", fate_name(fate)))));
}

http::Task<> Range::State::serve(http::Exchange& exchange) {
  std::string_view host = exchange.request().host;
  if (host == "127.0.0.1" || host == "localhost") host = "control.tirazan.example";
  const auto site = std::ranges::find(sites, host, &Site::host);
  if (site == sites.end() && !stories->has(host)) {
    co_await send_text(exchange, 421, "No host of that name is part of the range.\n");
    co_return;
  }
  const FateOfPage told = fates.of(host, exchange.request().path);
  if (told.fate == Fate::kMoved) {
    co_await send_redirect(exchange, 301, told.path);
  } else if (told.fate != Fate::kThere) {
    co_await send_fate(exchange, told.fate);
  } else {
    if (told.path != exchange.request().path) exchange.rewrite_path(told.path);
    if (site != sites.end())
      co_await site->serve(exchange);
    else
      co_await stories->serve(exchange);
  }
}

Range::Range(std::unique_ptr<State> state) : state_(std::move(state)) {}
Range::~Range() { stop(); }

Result<std::unique_ptr<Range>> Range::start(Options options) {
  auto state = std::make_unique<State>(std::move(options));
  SANAD_CHECK(state->prepare());
  return std::unique_ptr<Range>(new Range(std::move(state)));
}

void Range::stop() { state_->server->stop(); }

std::uint16_t Range::http_port() const { return state_->http_port; }
std::uint16_t Range::https_port() const { return state_->https_port; }
std::vector<std::string> Range::hosts() const { return state_->all_hosts(); }

std::string Range::resolver_rules(Elsewhere elsewhere) const {
  std::string rules;
  for (const char* pattern : {"*.tirazan.example", "*.sahilmedia.example"}) {
    rules += fmt::format("MAP {0}:80 127.0.0.1:{1}, MAP {0}:443 127.0.0.1:{2}, ", pattern,
                         state_->http_port, state_->https_port);
  }
  if (elsewhere == Elsewhere::kUnreachable) return rules + "MAP * ~NOTFOUND";
  rules.resize(rules.size() - 2);
  return rules;
}

std::vector<std::string> Range::connect_to_rules() const {
  std::vector<std::string> rules;
  for (const std::string& host : state_->all_hosts()) {
    rules.push_back(fmt::format("{}:80:127.0.0.1:{}", host, state_->http_port));
    rules.push_back(fmt::format("{}:443:127.0.0.1:{}", host, state_->https_port));
  }
  return rules;
}

std::filesystem::path Range::authority_path() const {
  return state_->options.directory / "authority.pem";
}
std::string Range::authority_pem() const { return state_->pki.authority.certificate; }
std::string Range::authority_sha256() const { return state_->pki.authority_sha256; }
std::string Range::authority_spki_sha256() const { return state_->pki.authority_spki_sha256; }
std::string Range::timestamp_url() const {
  return fmt::format("http://127.0.0.1:{}/tsa", state_->http_port);
}

const story::Telling& Range::telling() const { return state_->stories->telling(); }
Result<void> Range::tell_event(std::string_view event) { return state_->stories->tell(event); }
Result<void> Range::release_study(std::string_view study) {
  return state_->stories->release(study);
}
void Range::reset_events() { state_->stories->reset(); }
json::Value Range::events() const { return state_->stories->events(); }

TruthLog& Range::truth() { return state_->truth; }
void Range::set_timestamp_authority_down(bool is_down) {
  state_->is_timestamp_authority_down = is_down;
}

}  // namespace sanad::range
