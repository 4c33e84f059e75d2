// From a package that was opened to exhibits.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bundle_files.h"
#include "package_parts.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using sharing::PackageHeader;

namespace {

Result<FoundFiles> files_of(Workspace& workspace, const records::Package& package,
                            const PackageHeader& header, const sharing::PackagedExhibit& exhibit,
                            capture::Monitor& monitor) {
  SANAD_TRY(const Digest256 digest,
            parse_digest256(package.data["bundle"]["sha256"].string_or("")));
  SANAD_TRY_WITH(const auto bundle, workspace.vault().open_object(package.case_id, digest),
                 fmt::format("the bundle of {}", package.id));
  const extract::Source source{bundle->size(),
                               [&](std::uint64_t offset, std::span<std::uint8_t> out) {
                                 return bundle->read_at(offset, out);
                               }};
  FoundFiles found;
  found.name = exhibit.number;
  const std::string folder = fmt::format("{}/data/exhibits/{}/", header.bundle, exhibit.exhibit);
  SANAD_TRY(found.files, unpack_bundle(workspace, source, folder, monitor));
  return found;
}

// Where it came from, so that whoever reads the exhibit's record alone can follow the chain back.
std::string source_of(const records::Package& package, const PackageHeader& header,
                      const sharing::PackagedExhibit& exhibit) {
  const json::Value& checkpoint = package.data["checkpoint"];
  return fmt::format(
      "sealed package {} of {}: exhibit {} ({}), bundle {} with SHA-256 {}, under the checkpoint "
      "of {} at size {}",
      package.id, header.sender, exhibit.number, exhibit.exhibit, header.bundle,
      format_hex(header.bundle_sha256), checkpoint["origin"].string_or(""),
      checkpoint["size"].int_or(0));
}

// Unless an earlier take did, or an officer has since. Before the exhibit is there, so that nobody
// sees it as if it were marked otherwise.
Result<void> mark_as_sent(Workspace& workspace, const Officer& caller,
                          const records::Package& package, const PackageHeader& header,
                          const sharing::Marking& marking, const std::string& exhibit) {
  SANAD_TRY(const auto before, workspace.records().marking(exhibit));
  if (before) return {};
  json::Array officers;
  if (marking.tlp == sharing::Tlp::kRed || !header.persons.empty())
    officers.emplace_back(caller.id);
  SANAD_CHECK(workspace.custody().record(
      {"marking.set", caller.id, package.case_id,
       json::Object{{"subject", exhibit},
                    {"exhibit", exhibit},
                    {"marking", sharing::format_marking(marking)},
                    {"officers", std::move(officers)},
                    {"reason", fmt::format("as {} marked it", header.sender)}}}));
  return {};
}

Result<void> take_one(Workspace& workspace, const Officer& caller, const records::Package& package,
                      const PackageHeader& header, const sharing::PackagedExhibit& exhibit,
                      ImportOrder order, capture::Monitor& monitor, std::string& job) {
  order.source = source_of(package, header, exhibit);
  order.title = exhibit.title.empty() ? exhibit.number : exhibit.title;
  order.before = [&](const std::string& id) {
    return mark_as_sent(workspace, caller, package, header, exhibit.marking, id);
  };
  SANAD_TRY_WITH(const ImportedExhibit imported, import_once(workspace, caller, order, monitor),
                 exhibit.number);
  job = imported.job;
  SANAD_CHECK(mark_as_sent(workspace, caller, package, header, exhibit.marking, imported.exhibit));
  SANAD_CHECK(
      workspace.custody().record({"package.taken", caller.id, package.case_id,
                                  json::Object{{"package", package.id},
                                               {"theirs", exhibit.exhibit},
                                               {"their_number", exhibit.number},
                                               {"exhibit", imported.exhibit},
                                               {"number", imported.number},
                                               {"import", imported.import},
                                               {"files", imported.files},
                                               {"bundle_sha256", format_hex(header.bundle_sha256)},
                                               {"checkpoint", package.data["checkpoint"]}}}));
  return {};
}

}  // namespace

Result<TakenPackage> take_package(Workspace& workspace, const Officer& caller, std::string_view id,
                                  std::string_view authorisation, capture::Monitor& monitor) {
  SANAD_TRY(const records::Package package, workspace.records().package(id, "in"));
  SANAD_CHECK(require_sight(workspace, caller, package.case_id));
  SANAD_TRY(const PackageHeader header, stored_header(workspace, package));
  // Beside those of cases, a gate of its own.
  const auto alone = workspace.gates().try_close(package.id);
  if (!alone)
    return Error{ErrorCode::kConflict,
                 "the package is being taken in already; look at it again when that has ended"};
  if (!header.persons.empty() &&
      std::ranges::find(header.persons, caller.name) == header.persons.end())
    return Error{ErrorCode::kDenied, "the package is for persons by name; one of them takes it in"};
  SANAD_TRY(const auto before, workspace.records().taken_exhibits(package.id));
  TakenPackage taken;
  for (const sharing::PackagedExhibit& exhibit : header.exhibits) {
    const bool is_there =
        std::ranges::any_of(before, [&](const auto& one) { return one.theirs == exhibit.exhibit; });
    if (is_there) continue;
    ImportOrder order;
    order.case_id = package.case_id;
    order.authorisation = authorisation;
    SANAD_TRY(order.found, files_of(workspace, package, header, exhibit, monitor));
    std::string job;
    SANAD_CHECK(
        take_one(workspace, caller, package, header, exhibit, std::move(order), monitor, job));
    if (!job.empty()) taken.jobs.push_back(std::move(job));
  }
  SANAD_TRY(taken.exhibits, workspace.records().taken_exhibits(package.id));
  return taken;
}

}  // namespace sanad::service
