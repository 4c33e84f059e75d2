// From files that were handed over to a sealed exhibit. The files are the originals, and nothing in
// them is read before they are sealed; what they hold is read afterwards, by the job "import".
//
//   permit → import.started → each file into the vault → exhibit.files … → exhibit.sealed → job
//
// A crash on the way loses no file that an entry names: "sanad import --resume" goes on from there.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/stream.h"
#include "capture/capture.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

struct ImportFile {
  std::string path;  // from the folder, as bytes with "/" between steps; of one file its name
  std::optional<Timestamp> modified_at;
  std::uint64_t size = 0;  // as listed
  std::function<Result<std::unique_ptr<ByteSource>>()> open;
};

// What was found under a path.
struct FoundFiles {
  std::string name;  // last step of the path, as bytes
  std::vector<ImportFile> files;
  std::vector<std::string> left_out;  // links, pipes, folders that cannot be read; with the reason
};
inline constexpr std::size_t kMaxImportedFiles = 1'000'000;
// A file, or all files in a folder, by path in byte order. Links are not followed.
// kNotFound, kInvalid: not a file or folder; kLimit: more than kMaxImportedFiles.
Result<FoundFiles> find_files(const std::string& path);

struct ImportOrder {
  std::string case_id;
  std::string authorisation;  // empty: whichever of the case covers it
  std::string source;         // who handed it over, or from what device it was taken, and how
  std::string title;          // empty: the name
  FoundFiles found;
  json::Value mapping;    // of tables, or null (docs/formats/import.md)
  std::string region;     // of telephone numbers without a country code, or empty
  bool with_ocr = false;  // text in pictures is read too, by a job of its own (picture_texts.h)
  std::string resume;     // an import that stopped while it was sealed or read, or empty
  // SHA-256 of a file among them that is sealed and not opened, since what it holds stands beside
  // it: a bundle, of which the exhibit's files are.
  std::string sealed_whole = {};
  // Called before the first entry of the exhibit, which has this identifier: what must stand in the
  // ledger before anybody can see it. May be empty. Its error ends the import before it began.
  std::function<Result<void>(const std::string& exhibit)> before = {};
};

struct ImportedExhibit {
  std::string import;
  std::string exhibit;
  std::string number;
  std::string job;  // that will read it
  std::uint64_t files = 0;
  std::uint64_t duplicates = 0;  // files whose bytes the case had already
};

// kDenied: refused, and recorded as such. kInvalid: no source, no files, a file that changed since
// the import stopped, or an import that was finished. kIo: import.stopped was recorded, and it can
// be resumed.
Result<ImportedExhibit> import_files(Workspace& workspace, const authority::Officer& caller,
                                     const ImportOrder& order, capture::Monitor& monitor);

// Imports that were begun by a process that is gone: recorded as stopped.
Result<void> settle_interrupted_imports(Workspace& workspace);

}  // namespace sanad::service
