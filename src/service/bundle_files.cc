#include "bundle_files.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "crypto/crypto.h"
#include "extract/sealed.h"
#include "queue.h"
#include "service/cases.h"
#include "spool/spool.h"

namespace sanad::service {

using authority::Officer;

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

Result<std::shared_ptr<Unpacked>> unpack(Workspace& workspace, const extract::Source& source,
                                         const std::string& folder, capture::Monitor& monitor) {
  auto all = std::make_shared<Unpacked>();
  SANAD_TRY(all->spool, spool::Spool::create(workspace.working_directory()));
  extract::Extractor extractor = workspace.extractor();
  extractor.is_cancelled = [&] { return monitor.is_cancelled(); };
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
                               const records::Exhibit& exhibit, const std::string& sealed_whole) {
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
                   json::Object{{"exhibit", exhibit.id},
                                {"mapping", nullptr},
                                {"region", ""},
                                {"sealed_whole", sealed_whole}});
}

}  // namespace

Result<std::vector<ImportFile>> unpack_bundle(Workspace& workspace, const extract::Source& bundle,
                                              const std::string& folder,
                                              capture::Monitor& monitor) {
  std::vector<ImportFile> files;
  SANAD_TRY(const auto all, unpack(workspace, bundle, folder, monitor));
  for (const Unpacked::File& file : all->files) {
    const spool::Spool::Stream& stream = file.stream;
    files.push_back({file.path, std::nullopt, stream.size,
                     [all, &stream]() -> Result<std::unique_ptr<ByteSource>> {
                       return std::unique_ptr<ByteSource>(
                           std::make_unique<UnpackedFile>(all, stream));
                     }});
  }
  std::ranges::sort(files, {}, &ImportFile::path);
  return files;
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
  SANAD_TRY(imported.job, reading_of(workspace, caller, *before, order.sealed_whole));
  return imported;
}

}  // namespace sanad::service
