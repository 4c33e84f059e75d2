// From a package that was opened to exhibits.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "crypto/crypto.h"
#include "extract/sealed.h"
#include "package_parts.h"
#include "queue.h"
#include "service/cases.h"
#include "service/imports.h"
#include "service/sight.h"
#include "spool/spool.h"

namespace sanad::service {

using authority::Officer;
using sharing::PackageHeader;

namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

// Files of an exhibit, unpacked by the cage, as long as one of them is read.
struct Unpacked {
  struct File {
    std::string path;
    spool::Spool::Stream stream;
  };
  std::unique_ptr<spool::Spool> spool;
  std::deque<File> files;
};

class UnpackedFile final : public ByteSource {
 public:
  UnpackedFile(std::shared_ptr<Unpacked> all, const spool::Spool::Stream& stream)
      : all_(std::move(all)), source_(all_->spool->open(stream)) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override { return source_->read(out); }

 private:
  std::shared_ptr<Unpacked> all_;
  std::unique_ptr<ByteSource> source_;
};

Result<std::shared_ptr<Unpacked>> unpack(Workspace& workspace, const records::Package& package,
                                         const std::string& folder, capture::Monitor& monitor) {
  SANAD_TRY(const Digest256 digest,
            parse_digest256(package.data["bundle"]["sha256"].string_or("")));
  SANAD_TRY_WITH(const auto bundle, workspace.vault().open_object(package.case_id, digest),
                 fmt::format("the bundle of {}", package.id));
  auto all = std::make_shared<Unpacked>();
  SANAD_TRY(all->spool, spool::Spool::create(workspace.working_directory()));
  extract::Extractor extractor = workspace.extractor();
  extractor.is_cancelled = [&] { return monitor.is_cancelled(); };
  const extract::Source source{bundle->size(),
                               [&](std::uint64_t offset, std::span<std::uint8_t> out) {
                                 return bundle->read_at(offset, out);
                               }};
  Unpacked::File next;
  const auto unpacked = extract::read_bundle_files(
      extractor, source, folder,
      [&](ByteView piece) { return all->spool->append(next.stream, piece); },
      [&](const std::string& path, std::uint64_t) -> Result<void> {
        SANAD_CHECK(all->spool->flush(next.stream));
        next.path = path;
        all->files.push_back(std::exchange(next, {}));
        return {};
      });
  if (!unpacked.ok()) return unpacked.error();
  return all;
}

Result<FoundFiles> files_of(Workspace& workspace, const records::Package& package,
                            const PackageHeader& header, const sharing::PackagedExhibit& exhibit,
                            capture::Monitor& monitor) {
  FoundFiles found;
  found.name = exhibit.number;
  const std::string folder = fmt::format("{}/data/exhibits/{}/", header.bundle, exhibit.exhibit);
  SANAD_TRY(const auto all, unpack(workspace, package, folder, monitor));
  for (const Unpacked::File& file : all->files) {
    const spool::Spool::Stream& stream = file.stream;
    found.files.push_back({file.path, std::nullopt, stream.size,
                           [all, &stream]() -> Result<std::unique_ptr<ByteSource>> {
                             return std::unique_ptr<ByteSource>(
                                 std::make_unique<UnpackedFile>(all, stream));
                           }});
  }
  std::ranges::sort(found.files, {}, &ImportFile::path);
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

Result<bool> holds_the_same(Workspace& workspace, const records::Exhibit& exhibit,
                            const FoundFiles& found) {
  if (exhibit.further_files != static_cast<std::int64_t>(found.files.size())) return false;
  SANAD_TRY(const auto sealed,
            workspace.records().imported_files(exhibit.id, 1, found.files.size()));
  if (sealed.size() != found.files.size()) return false;
  Bytes piece(kPieceBytes);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    if (sealed[i].size != found.files[i].size) return false;
    SANAD_TRY(const auto file, found.files[i].open());
    crypto::Hasher hasher(crypto::Hasher::Algorithm::kSha256);
    while (true) {
      SANAD_TRY(const std::size_t got, file->read(piece));
      if (got == 0) break;
      hasher.update(ByteView(piece).first(got));
    }
    if (format_hex(hasher.finish()) != sealed[i].sha256) return false;
  }
  return true;
}

// The exhibit that an earlier take sealed before the program stopped, so that it is not taken in
// twice. Whence an exhibit comes may be written by any importer, hence its files are compared too.
Result<std::optional<records::Exhibit>> sealed_before(Workspace& workspace,
                                                      const ImportOrder& order) {
  SANAD_TRY(auto exhibits, workspace.records().exhibits(order.case_id));
  for (records::Exhibit& exhibit : exhibits) {
    if (!exhibit.is_import() || exhibit.source != order.source) continue;
    SANAD_TRY(const bool is_it, holds_the_same(workspace, exhibit, order.found));
    if (is_it) return std::optional(std::move(exhibit));
  }
  return std::optional<records::Exhibit>();
}

// The job that reads an exhibit which was sealed: the one that waits or runs, or another; empty if
// it was read.
Result<std::string> reading_of(Workspace& workspace, const Officer& caller,
                               const records::Exhibit& exhibit) {
  constexpr std::size_t kJobsLookedAt = 10'000;
  const auto parts = workspace.records().part_list(exhibit.id);
  if (parts.ok()) return std::string();
  if (parts.error().code != ErrorCode::kNotFound) return parts.error();
  SANAD_TRY(const auto jobs, workspace.jobs().of_case(exhibit.case_id, kJobsLookedAt));
  const auto waiting = std::ranges::find_if(jobs, [&](const records::Job& job) {
    return job.kind == "import" && !records::is_final(job.state) &&
           job.payload["exhibit"].string_or("") == exhibit.id;
  });
  if (waiting != jobs.end()) return waiting->id;
  return queue_job(workspace, "import", exhibit.case_id, caller.id,
                   json::Object{{"exhibit", exhibit.id}, {"mapping", nullptr}, {"region", ""}});
}

Result<ImportedExhibit> import_once(Workspace& workspace, const Officer& caller,
                                    const ImportOrder& order, capture::Monitor& monitor) {
  SANAD_TRY(const auto before, sealed_before(workspace, order));
  if (!before) return import_files(workspace, caller, order, monitor);
  SANAD_CHECK(
      permit(workspace, caller,
             {order.case_id, authority::Activity::kImport, {}, order.authorisation, order.source}));
  ImportedExhibit imported{before->capture, before->id, before->number, ""};
  imported.files = static_cast<std::uint64_t>(before->further_files);
  SANAD_TRY(imported.job, reading_of(workspace, caller, *before));
  return imported;
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
