// The hosts of a world (src/story): what this seat's trainee finds there, and what has happened.
#pragma once

#include <memory>
#include <mutex>

#include "base/time.h"
#include "http/server.h"
#include "story/telling.h"

namespace sanad::range {

class StoryHosts {
 public:
  // world: null for the one that is part of the program. clock must outlive this.
  static Result<std::unique_ptr<StoryHosts>> open(std::shared_ptr<const story::World> world,
                                                  std::uint64_t seed, std::uint32_t seat,
                                                  const Clock& clock);

  std::vector<std::string> hosts() const;
  bool has(std::string_view host) const;
  // The host is one of hosts().
  http::Task<> serve(http::Exchange& exchange) const;

  const story::Telling& telling() const { return telling_; }
  // As story::Course, at the time of the clock. Thread-safe.
  Result<void> tell(std::string_view event);
  Result<void> release(std::string_view study);
  void reset();
  json::Value events() const;

 private:
  StoryHosts(story::Telling telling, std::shared_ptr<const story::World> world, const Clock& clock)
      : telling_(std::move(telling)), clock_(clock), course_(std::move(world)) {}
  story::Happened happened() const;

  story::Telling telling_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  story::Course course_;
};

}  // namespace sanad::range
