// A world as one trainee finds it: which values its variables have, and what each address answers,
// given what has happened.
//
//   SANAD_TRY(const auto world, World::embedded());
//   SANAD_TRY(const Telling telling, Telling::of(world, seed, seat));
//   const Page page = telling.page({"board.tirazan.example", "/thread/20", {}}, happened);
//
// The same seed, seat, events and address give the same bytes. Seats that follow one another have
// different choices, numbers and times. Tested by telling_test.cc, pages_test.cc, content_test.cc.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "story/course.h"
#include "story/media.h"
#include "story/world.h"

namespace sanad::story {

struct Address {
  std::string_view host;
  std::string_view path;                                   // percent-decoded
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
};

struct Page {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // without Content-Type
  std::string type;
  std::string body;
  std::optional<MediaPlan> media;  // instead of a body
  bool is_resource = false;        // a file or media: may be asked for in parts
};

class Desk;  // one site at one time

class Telling {
 public:
  // kInvalid: a value is not what its place needs, such as a time. kLimit: texts grow too long.
  static Result<Telling> of(std::shared_ptr<const World> world, std::uint64_t seed,
                            std::uint32_t seat);

  // By full name ("financing.wallet").
  const std::map<std::string, std::string, std::less<>>& values() const { return values_; }
  // name: "study", "truth" or "debrief": that file of a study with this trainee's values.
  // kNotFound.
  Result<json::Value> paper(std::string_view study, std::string_view name) const;

  // A page, or what is answered where there is none: 404, or as the item that was there says.
  // A host that the world does not have: 404.
  Page page(const Address& address, const Happened& happened) const;

  // Every address that a site answers with 200 by an item or without one, without queries, in
  // order; also those of hosts that are not to be found by the search.
  std::vector<std::pair<std::string, std::string>> addresses(const Happened& happened) const;

  const World& world() const { return *world_; }

 private:
  Page answer(const Desk& desk, const Route& route, const json::Value* item,
              const Address& address, const Happened& happened) const;

  std::shared_ptr<const World> world_;
  std::map<std::string, std::string, std::less<>> values_;
  std::map<std::string, Site, std::less<>> sites_;  // with values in place, and derived members
};

}  // namespace sanad::story
