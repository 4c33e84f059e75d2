// What leaves of exhibits as files for other programs: a load file for review platforms, and a
// plain BagIt bag. From the content of a bundle, so that what a bundle withholds is withheld here
// too. docs/exports.md. Tested by file_exports_test.cc; read back by programs that are not ours in
// tests/cli/suite_exports.sh and bench/exports.sh.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/stream.h"
#include "present/bundle.h"
#include "present/record.h"
#include "zip/writer.h"

namespace sanad::present {

// Both write into an archive that was made with digests of SHA-256, under the folder
// content.bundle, and leave it to the caller to finish it. record: of content.

// RFC 8493: data/<exhibit>/<file>, manifests of SHA-256 and SHA-512, and the case's four tables as
// tag files. kIntegrity: a file is not what was sealed.
Result<void> write_bag(const BundleContent& content, const CaseRecord& record,
                       zip::Writer& archive);

// The lines of an excerpt (docs/formats/excerpt.md) of an import, whose parts become documents.
struct ExhibitParts {
  std::string exhibit;
  std::function<Result<void>(ByteSink& sink)> write;
};
// The text of a file; empty: it has none. May be empty itself.
using TextOfFile =
    std::function<Result<std::string>(const ExhibitRecord& exhibit, const FileRecord& file)>;

struct LoadFileCounts {
  std::uint64_t documents = 0, natives = 0, texts = 0, images = 0, withheld = 0;
  std::uint64_t masked_words = 0;
};
// A Concordance DAT with an Opticon OPT, natives, texts and page images. Each file of an exhibit
// and each part that is shown is a document of one page. kIntegrity: a file is not what was sealed;
// kLimit: more documents than an archive holds.
Result<LoadFileCounts> write_load_file(const BundleContent& content, const CaseRecord& record,
                                       const std::vector<ExhibitParts>& parts,
                                       const TextOfFile& text_of, zip::Writer& archive);

// One line of a DAT: each value between U+00FE, these apart by U+0014, line ends within as U+00AE,
// and U+FFFD for what the form has no place for.
std::string format_dat_line(const std::vector<std::string>& values);

}  // namespace sanad::present
