#include "clock_starts.h"

#include <algorithm>

#include "crypto/id.h"
#include "request_forms.h"

namespace sanad::service {
namespace {

// Of the form and of those that go beside it, none twice.
std::vector<std::string> clocks_of(const RequestForm& form) {
  std::vector<std::string> keys = form.form->clocks;
  for (const std::string& beside : form.form->with) {
    const authority::Form* other = form.pack->form(beside);
    if (other == nullptr) continue;
    for (const std::string& key : other->clocks)
      if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
  }
  return keys;
}

}  // namespace

json::Object clock_start(const authority::LawPack& pack, const authority::PackClock& clock,
                         std::string_view request, Timestamp start, std::string_view reason) {
  json::Value calendar(nullptr);
  if (!pack.calendars.empty()) calendar = clocks::format_calendar(pack.calendars.front());
  return json::Object{{"clock", crypto::new_id("clock")},
                      {"request", request},
                      {"pack", pack.id},
                      {"edition", pack.edition},
                      {"provision", clock.provision},
                      {"confidence", clock.confidence},
                      {"met_on", clock.met_on},
                      {"rule", clocks::format_rule(clock.rule)},
                      {"zone", pack.zone},
                      {"calendar", std::move(calendar)},
                      {"start", format_timestamp(start)},
                      {"reason", reason}};
}

Result<json::Array> begun_by(Workspace& workspace, const records::Request& request,
                             std::string_view event, Timestamp at) {
  json::Array begun;
  if (request.law["form"].is_null()) return begun;
  SANAD_TRY(const authority::LawLibrary library, request_law(workspace));
  // The edition that the request was issued under; where that is gone, the newest.
  const std::string pack_id = request.law["pack"].string_or("");
  const authority::LawPack* pack = library.find(pack_id, request.law["edition"].string_or(""));
  if (pack == nullptr) pack = library.latest(pack_id);
  if (pack == nullptr) return begun;
  const RequestForm form{pack, pack->form(request.law["form"].string_or(""))};
  if (form.form == nullptr) return begun;
  SANAD_TRY(const auto running, workspace.records().clocks_of_request(request.id));
  for (const std::string& key : clocks_of(form)) {
    const authority::PackClock* clock = pack->clock(key);
    if (clock == nullptr || clock->begins_on != event) continue;
    const bool runs = std::ranges::any_of(
        running, [&](const records::RunningClock& one) { return one.rule.key == key; });
    if (!runs) begun.emplace_back(clock_start(*pack, *clock, request.id, at, ""));
  }
  return begun;
}

Result<json::Array> met_by(Workspace& workspace, const records::Request& request,
                           std::string_view event, Timestamp at) {
  json::Array met;
  SANAD_TRY(const auto running, workspace.records().clocks_of_request(request.id));
  for (const records::RunningClock& clock : running) {
    if (clock.met_on == event && !clock.course.met_at && clock.course.start <= at)
      met.emplace_back(json::Object{{"clock", clock.id}, {"at", format_timestamp(at)}});
  }
  return met;
}

}  // namespace sanad::service
