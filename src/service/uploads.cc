#include "service/uploads.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "crypto/id.h"
#include "service/imports.h"
#include "service/people.h"
#include "service/sight.h"
#include "spool/spool.h"

namespace sanad::service {

struct Uploads::Upload {
  std::string id, case_id, officer, name;
  std::vector<UploadFile> files;
  std::uint64_t size = 0;
  std::mutex mutex;  // guards what follows
  std::unique_ptr<spool::Spool> spool;
  spool::Spool::Stream stream;
  std::uint64_t received = 0;
  Timestamp used_at;
};

namespace {

constexpr std::size_t kMaxPathBytes = 4096;

// Steps that a folder could have, and none that leads out of it.
bool is_path(std::string_view path) {
  if (path.empty() || path.size() > kMaxPathBytes || !is_utf8(path) ||
      path.find('\0') != std::string_view::npos)
    return false;
  for (;;) {
    const std::size_t slash = path.find('/');
    const std::string_view step = path.substr(0, slash);
    if (step.empty() || step == "." || step == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

Result<std::uint64_t> check_files(const std::vector<UploadFile>& files) {
  if (files.empty()) return Error{ErrorCode::kInvalid, "name the files that are to be uploaded"};
  if (files.size() > Uploads::kMaxFiles) {
    return Error{ErrorCode::kLimit,
                 fmt::format("an upload has at most {} files; use \"sanad import\" on the server",
                             Uploads::kMaxFiles)};
  }
  std::set<std::string_view> paths;
  std::uint64_t size = 0;
  for (const UploadFile& file : files) {
    if (!is_path(file.path))
      return Error{ErrorCode::kInvalid, "a file's path must be steps within the folder"};
    if (!paths.insert(file.path).second)
      return Error{ErrorCode::kInvalid, fmt::format("{} is named twice", file.path)};
    if (file.size > Uploads::kMaxBytes - size) {
      return Error{ErrorCode::kLimit,
                   "an upload is at most 64 GiB; use \"sanad import\" on the server"};
    }
    size += file.size;
  }
  return size;
}

}  // namespace

Uploads::Uploads() = default;
Uploads::~Uploads() = default;

Result<std::shared_ptr<Uploads::Upload>> Uploads::find(const authority::Officer& caller,
                                                       std::string_view id) const {
  const std::lock_guard lock(mutex_);
  const auto there = open_.find(id);
  if (there == open_.end() || there->second->officer != caller.id) {
    return Error{ErrorCode::kNotFound,
                 "there is no such upload of yours; a restart of the server loses those that are "
                 "not finished, so begin it again"};
  }
  return there->second;
}

Result<UploadState> Uploads::begin(Workspace& workspace, const authority::Officer& caller,
                                   std::string_view case_id, std::string_view name,
                                   std::vector<UploadFile> files) {
  // An evidence officer imports nothing, but opens packages.
  SANAD_CHECK(require_role(workspace, caller,
                           {authority::Role::kInvestigator, authority::Role::kEvidenceOfficer,
                            authority::Role::kSupervisor},
                           "upload material"));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  if (!is_path(name) || name.find('/') != std::string_view::npos)
    return Error{ErrorCode::kInvalid, "say the name of the file or folder that is uploaded"};
  SANAD_TRY(const std::uint64_t size, check_files(files));
  auto upload = std::make_shared<Upload>();
  upload->id = crypto::new_id("upload");
  upload->case_id = of_case.id;
  upload->officer = caller.id;
  upload->name = std::string(name);
  upload->files = std::move(files);
  upload->size = size;
  upload->used_at = workspace.clock().now();
  SANAD_TRY(upload->spool, spool::Spool::create(workspace.working_directory()));
  const std::lock_guard lock(mutex_);
  std::erase_if(open_, [&](const auto& one) {
    const std::lock_guard of_one(one.second->mutex);
    return one.second->used_at.unix_ms + kIdleMs < upload->used_at.unix_ms;
  });
  if (open_.size() >= kMaxOpen) {
    return Error{
        ErrorCode::kLimit,
        fmt::format("{} uploads are open, and no more are taken; finish or drop one", kMaxOpen)};
  }
  open_[upload->id] = upload;
  return UploadState{upload->id, upload->case_id, upload->name, size, 0, upload->files.size()};
}

Result<UploadState> Uploads::state(const authority::Officer& caller, std::string_view id) const {
  SANAD_TRY(const auto upload, find(caller, id));
  const std::lock_guard lock(upload->mutex);
  return UploadState{upload->id,   upload->case_id,  upload->name,
                     upload->size, upload->received, upload->files.size()};
}

Result<UploadState> Uploads::add(Workspace& workspace, const authority::Officer& caller,
                                 std::string_view id, std::uint64_t offset, ByteView piece) {
  SANAD_TRY(const auto upload, find(caller, id));
  {
    const std::lock_guard lock(upload->mutex);
    if (offset != upload->received) {
      return Error{ErrorCode::kConflict,
                   fmt::format("{} bytes are here; go on from there", upload->received)};
    }
    if (piece.size() > kMaxPieceBytes || piece.size() > upload->size - upload->received)
      return Error{ErrorCode::kLimit, "the piece is longer than 8 MiB, or than what is missing"};
    SANAD_CHECK(upload->spool->append(upload->stream, piece));
    upload->received += piece.size();
    upload->used_at = workspace.clock().now();
    if (upload->received == upload->size) SANAD_CHECK(upload->spool->flush(upload->stream));
  }
  return state(caller, id);
}

Result<FoundFiles> Uploads::found(const authority::Officer& caller, std::string_view case_id,
                                  std::string_view id) {
  SANAD_TRY(const auto upload, find(caller, id));
  if (upload->case_id != case_id)
    return Error{ErrorCode::kInvalid, "the upload was begun for another case"};
  {
    const std::lock_guard lock(upload->mutex);
    if (upload->received != upload->size) {
      return Error{ErrorCode::kConflict, fmt::format("{} of {} bytes were received; send the rest",
                                                     upload->received, upload->size)};
    }
  }

  // One file of the upload, as a source of its own.
  class Slice final : public ByteSource {
   public:
    Slice(std::shared_ptr<Upload> upload, std::uint64_t begin, std::uint64_t size)
        : upload_(std::move(upload)),
          source_(upload_->spool->open_random(upload_->stream)),
          at_(begin),
          end_(begin + size) {}
    Result<std::size_t> read(std::span<std::uint8_t> out) override {
      const std::size_t most =
          static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), end_ - at_));
      if (most == 0) return std::size_t{0};
      const std::lock_guard lock(upload_->mutex);
      SANAD_TRY(const std::size_t got, source_->read_at(at_, out.first(most)));
      at_ += got;
      return got;
    }

   private:
    std::shared_ptr<Upload> upload_;
    std::unique_ptr<RandomSource> source_;
    std::uint64_t at_, end_;
  };

  FoundFiles found;
  found.name = upload->name;
  std::uint64_t begin = 0;
  for (const UploadFile& file : upload->files) {
    found.files.push_back(
        {file.path, file.modified_at, file.size,
         [upload, begin, size = file.size]() -> Result<std::unique_ptr<ByteSource>> {
           return std::unique_ptr<ByteSource>(std::make_unique<Slice>(upload, begin, size));
         }});
    begin += file.size;
  }
  std::ranges::sort(found.files, {}, &ImportFile::path);
  return found;
}

Result<void> Uploads::drop(const authority::Officer& caller, std::string_view id) {
  SANAD_TRY(const auto upload, find(caller, id));
  const std::lock_guard lock(mutex_);
  open_.erase(upload->id);
  return {};
}

}  // namespace sanad::service
