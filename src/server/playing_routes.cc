#include "base/numbers.h"
#include "call.h"
#include "service/evidence.h"
#include "service/exhibits.h"
#include "service/playing.h"

namespace sanad::server {
namespace {

Result<service::Shown> shown_in(const Call& call) {
  service::Shown shown;
  const auto name = call.parameters.find("name");
  shown.is_part = name == call.parameters.end();
  if (!shown.is_part) {
    shown.file = name->second;
    return shown;
  }
  SANAD_TRY_WITH(shown.number, parse_decimal(call.parameter("number")), "the number of the part");
  return shown;
}

Result<records::Exhibit> exhibit_of(Call& call) {
  return service::find_exhibit(call.workspace, call.officer(), call.parameter("exhibit"));
}

// Where nothing is said, from the beginning.
Result<std::int64_t> begin_of(const Call& call) {
  SANAD_TRY(const auto at_ms, service::parse_frame_time(call.request.query_value("seconds")));
  return at_ms.value_or(0);
}

Result<json::Value> get_page(Call& call) {
  SANAD_TRY(const service::Shown shown, shown_in(call));
  SANAD_TRY_WITH(const std::uint64_t page, parse_decimal(call.parameter("page")),
                 "the number of the page");
  SANAD_TRY(const auto exhibit, exhibit_of(call));
  return service::show_page(call.workspace, call.officer(), exhibit, shown, page);
}

Result<json::Value> get_sound(Call& call) {
  SANAD_TRY(const service::Shown shown, shown_in(call));
  SANAD_TRY(const std::int64_t begin_ms, begin_of(call));
  SANAD_TRY(const auto exhibit, exhibit_of(call));
  return service::play_sound(call.workspace, call.officer(), exhibit, shown, begin_ms);
}

Result<json::Value> get_moving(Call& call) {
  SANAD_TRY(const service::Shown shown, shown_in(call));
  SANAD_TRY(const std::int64_t begin_ms, begin_of(call));
  SANAD_TRY(const auto exhibit, exhibit_of(call));
  return service::play_moving(call.workspace, call.officer(), exhibit, shown, begin_ms);
}

}  // namespace

std::vector<Route> playing_routes() {
  return {
      {"GET", "/exhibits/{exhibit}/parts/{number}/pages/{page}", 200, Needs::kSession, get_page},
      {"GET", "/exhibits/{exhibit}/parts/{number}/sound", 200, Needs::kSession, get_sound},
      {"GET", "/exhibits/{exhibit}/parts/{number}/moving", 200, Needs::kSession, get_moving},
      {"GET", "/exhibits/{exhibit}/files/{name}/pages/{page}", 200, Needs::kSession, get_page},
      {"GET", "/exhibits/{exhibit}/files/{name}/sound", 200, Needs::kSession, get_sound},
      {"GET", "/exhibits/{exhibit}/files/{name}/moving", 200, Needs::kSession, get_moving},
  };
}

}  // namespace sanad::server
