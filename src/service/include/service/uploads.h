// Files on their way from a browser, over a line that may break: one upload is the bytes of all its
// files, one after another, taken in pieces from the place that was reached.
//
// What was received waits in the working directory, sealed under a key that is in memory only
// (spool/spool.h). So nothing readable lies on disk, and an upload that is not finished when the
// program ends is lost and must be begun again. Nothing of it is evidence until import_files() has
// sealed it. Tested by uploads_test.cc.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "authority/types.h"
#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace sanad::service {

class Workspace;
struct FoundFiles;

struct UploadFile {
  std::string path;  // from the folder, "/" between steps; of one file its name
  std::uint64_t size = 0;
  std::optional<Timestamp> modified_at;
};

struct UploadState {
  std::string id;
  std::string case_id;
  std::string name;
  std::uint64_t size = 0;
  std::uint64_t received = 0;
  std::size_t files = 0;
};

// Thread-safe. Each upload is of the officer who began it; to others it is not there.
class Uploads {
 public:
  static constexpr std::size_t kMaxOpen = 16;
  static constexpr std::uint64_t kMaxBytes = 64ULL << 30;
  static constexpr std::size_t kMaxFiles = 100'000;
  static constexpr std::size_t kMaxPieceBytes = 8U << 20;
  static constexpr std::int64_t kIdleMs = 24LL * 60 * 60 * 1000;  // then it is thrown away

  Uploads();
  ~Uploads();

  // kInvalid: a path that leaves the folder, stands twice, or names nothing. kLimit: too many files
  // or bytes, or too many uploads are open. kDenied: the role may take nothing in.
  Result<UploadState> begin(Workspace& workspace, const authority::Officer& caller,
                            std::string_view case_id, std::string_view name,
                            std::vector<UploadFile> files);
  Result<UploadState> state(const authority::Officer& caller, std::string_view id) const;
  // kConflict: offset is not what was received so far; ask state() and go on from there.
  // kLimit: longer than a piece may be, or than what is left.
  Result<UploadState> add(Workspace& workspace, const authority::Officer& caller,
                          std::string_view id, std::uint64_t offset, ByteView piece);
  // For import_files(). The sources stay usable if the upload is dropped meanwhile.
  // kConflict: not all was received. kInvalid: of another case.
  Result<FoundFiles> found(const authority::Officer& caller, std::string_view case_id,
                           std::string_view id);
  Result<void> drop(const authority::Officer& caller, std::string_view id);

 private:
  struct Upload;
  Result<std::shared_ptr<Upload>> find(const authority::Officer& caller, std::string_view id) const;

  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Upload>, std::less<>> open_;  // guarded by mutex_
};

}  // namespace sanad::service
