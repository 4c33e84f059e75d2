// One place of a class, opened: its workspace, the range that it looks at, its workers and its
// workbench.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "classroom/plan.h"
#include "range/range.h"
#include "server/server.h"
#include "service/worker.h"
#include "service/workspace.h"
#include "story/world.h"

namespace sanad::classroom {

// The workspace there, with whoever has a code for it.
struct Person {
  std::string name;
  std::vector<authority::Role> roles;
  std::string code;
};
Result<std::unique_ptr<service::Workspace>> make_workspace(const std::filesystem::path& directory,
                                                           std::string_view agency,
                                                           const std::vector<Person>& people,
                                                           const Clock& clock);

// What all seats of a class have in common; it outlives them.
struct Common {
  std::filesystem::path directory;
  const Plan& plan;
  std::shared_ptr<const story::World> world;
  service::CaptureSlots& slots;
  const Clock& clock;
};

class OpenSeat {
 public:
  static Result<std::unique_ptr<OpenSeat>> open(const Common& common, int number);
  service::Workspace& workspace() { return *workspace_; }
  range::Range& range() { return *range_; }
  std::string origin() const { return server_->origin(); }

 private:
  OpenSeat() = default;
  // Each uses what stands above it, and ends before it.
  std::unique_ptr<service::Workspace> workspace_;
  std::unique_ptr<range::Range> range_;
  std::unique_ptr<service::Workers> workers_;
  std::unique_ptr<server::WorkbenchServer> server_;
};

// The workbench of a workspace of the class; seat 0 is the trainer.
Result<std::unique_ptr<server::WorkbenchServer>> serve(service::Workspace& workspace,
                                                       const Plan& plan, int seat);

}  // namespace sanad::classroom
