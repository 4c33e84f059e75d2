#include "seat.h"

#include <fmt/format.h>

#include "layout.h"
#include "service/accounts.h"

namespace sanad::classroom {
namespace {

// Entries are made only of what changed: the range listens elsewhere each time.
Result<void> set(service::Workspace& workspace, std::string_view name, const std::string& value) {
  SANAD_TRY(const std::string before, workspace.records().setting(name));
  if (before == value) return {};
  return service::change_setting(workspace, custody::kSystem, name, value);
}

Result<void> point_to(service::Workspace& workspace, const range::Range& range) {
  SANAD_CHECK(set(workspace, "capture.host_resolver_rules", range.resolver_rules()));
  SANAD_CHECK(set(workspace, "capture.trusted_spki_sha256", range.authority_spki_sha256()));
  return set(workspace, "timestamp.url", range.timestamp_url());
}

}  // namespace

Result<std::unique_ptr<service::Workspace>> make_workspace(const std::filesystem::path& directory,
                                                           std::string_view agency,
                                                           const std::vector<Person>& people,
                                                           const Clock& clock) {
  SANAD_TRY(auto workspace,
            service::Workspace::create({directory.string(), keyring::KeyFile{}}, agency, clock));
  for (const Person& person : people) {
    SANAD_TRY(const auto officer,
              service::add_officer(*workspace, custody::kSystem, person.name, person.roles));
    SANAD_CHECK(workspace->accounts().set_password(officer.id, person.code));
  }
  return workspace;
}

Result<std::unique_ptr<server::WorkbenchServer>> serve(service::Workspace& workspace,
                                                       const Plan& plan, int seat) {
  server::Options options;
  options.address = plan.address;
  options.port = port_of(plan, seat);
  options.archive_port = static_cast<std::uint16_t>(options.port + 1);
  options.session_cookie = fmt::format("sanad_session_{}", options.port);
  return server::WorkbenchServer::start(workspace, options);
}

Result<std::unique_ptr<OpenSeat>> OpenSeat::open(const Common& common, int number) {
  std::unique_ptr<OpenSeat> seat(new OpenSeat());
  const std::filesystem::path directory = seat_path(common.directory, number);
  SANAD_TRY(seat->workspace_,
            service::Workspace::open({directory.string(), keyring::KeyFile{}}, common.clock));
  SANAD_TRY(seat->range_, range::Range::start({.directory = range_path(common.directory),
                                               .clock = &common.clock,
                                               .seed = story_seed(common.plan),
                                               .seat = static_cast<std::uint32_t>(number),
                                               .world = common.world}));
  SANAD_CHECK(point_to(*seat->workspace_, *seat->range_));
  seat->workers_ = std::make_unique<service::Workers>(*seat->workspace_, &common.slots);
  SANAD_TRY(seat->server_, serve(*seat->workspace_, common.plan, number));
  return seat;
}

}  // namespace sanad::classroom
