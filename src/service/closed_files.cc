#include "closed_files.h"

#include <algorithm>

namespace sanad::service {
namespace {

bool covers_all(const authority::AuthorisationRequest& request) {
  const bool names_some = std::ranges::any_of(request.targets, [](const authority::Target& target) {
    return target.kind == authority::TargetKind::kIdentifier;
  });
  return !request.material_from && !request.material_to && !names_some;
}

}  // namespace

Result<ClosedFiles> ClosedFiles::of(Workspace& workspace, const records::Exhibit& exhibit) {
  ClosedFiles closed;
  if (!exhibit.is_import()) return closed;
  SANAD_TRY(const auto authorisation, workspace.records().authorisation(exhibit.authorisation));
  if (covers_all(authorisation.request)) return closed;
  const auto list = workspace.records().part_list(exhibit.id);
  if (!list.ok() && list.error().code != ErrorCode::kNotFound) return list.error();
  const json::Array* names = list.ok() ? list->data["set_aside_in"].as_array() : nullptr;
  closed.are_all_ = names == nullptr;
  if (names != nullptr)
    for (const json::Value& name : *names) closed.names_.insert(name.string_or(""));
  return closed;
}

}  // namespace sanad::service
