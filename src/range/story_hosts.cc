#include "story_hosts.h"

#include "media.h"
#include "pictures/pictures.h"
#include "site.h"

namespace sanad::range {
namespace {

Bytes bytes_of(const story::MediaPlan& plan) {
  if (plan.kind == story::MediaPlan::Kind::kSound) return make_wav(plan.sound_ms, plan.sound_seed);
  const pictures::Picture picture = story::draw(plan);
  return make_png(static_cast<std::uint32_t>(picture.width),
                  static_cast<std::uint32_t>(picture.height), picture.pixels);
}

}  // namespace

Result<std::unique_ptr<StoryHosts>> StoryHosts::open(std::shared_ptr<const story::World> world,
                                                     std::uint64_t seed, std::uint32_t seat,
                                                     const Clock& clock) {
  if (world == nullptr) {
    SANAD_TRY_WITH(world, story::World::embedded(), "reading the world of the range");
  }
  SANAD_TRY(story::Telling telling, story::Telling::of(world, seed, seat));
  return std::unique_ptr<StoryHosts>(new StoryHosts(std::move(telling), std::move(world), clock));
}

std::vector<std::string> StoryHosts::hosts() const {
  std::vector<std::string> hosts;
  for (const auto& [host, site] : telling_.world().sites()) hosts.push_back(host);
  return hosts;
}

bool StoryHosts::has(std::string_view host) const {
  return telling_.world().sites().contains(host);
}

http::Task<> StoryHosts::serve(http::Exchange& exchange) const {
  const http::Request& request = exchange.request();
  if (request.method != "GET" && request.method != "HEAD") {
    co_await send_text(exchange, 405, "Use GET.\n");
    co_return;
  }
  story::Page page;
  Bytes body;
  co_await exchange.blocking([&] {
    story::Address address{request.host, request.path, {}};
    for (const http::Parameter& parameter : request.query)
      address.query.emplace_back(parameter.name, parameter.value);
    page = telling_.page(address, happened());
    body = page.media ? bytes_of(*page.media) : to_bytes(page.body);
  });
  http::Headers headers;
  for (const auto& [name, value] : page.headers) headers.push_back({name, value});
  if (page.is_resource && page.status == 200) {
    co_await send_resource(exchange, page.type, std::move(body), std::move(headers));
    co_return;
  }
  http::Response response = http::make_response(page.status, page.type, "");
  response.headers.insert(response.headers.end(), headers.begin(), headers.end());
  response.body = std::move(body);
  co_await exchange.send(std::move(response));
}

story::Happened StoryHosts::happened() const {
  const std::scoped_lock lock(mutex_);
  return course_.happened(clock_.now());
}

Result<void> StoryHosts::tell(std::string_view event) {
  const std::scoped_lock lock(mutex_);
  return course_.tell(event, clock_.now());
}

Result<void> StoryHosts::release(std::string_view study) {
  const std::scoped_lock lock(mutex_);
  return course_.release(study, clock_.now());
}

void StoryHosts::reset() {
  const std::scoped_lock lock(mutex_);
  course_.reset();
}

json::Value StoryHosts::events() const {
  const std::scoped_lock lock(mutex_);
  return course_.list(clock_.now());
}

}  // namespace sanad::range
