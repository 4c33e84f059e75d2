// Writes a bundle (docs/formats/bundle.md): a BagIt bag as one zip, which verifies offline.
//
//   SANAD_TRY(auto assembler, BundleAssembler::create(std::move(content), signer, print_pdf));
//   SANAD_CHECK(assembler.write(sink));     // then publish what the sink took
//
// The same content gives the same bytes, except where print_pdf does not. Memory grows with the
// number of files and entries, never with the size of exhibits: each exhibit file is opened twice,
// once to learn its CRC-32 and once to copy it, and is compared with the digests under which it was
// sealed. Not thread-safe. Tested by bundle_test.cc, which has the result checked by sanad-verify
// and by programs that are not ours.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"
#include "base/time.h"
#include "json/json.h"
#include "merkle/types.h"
#include "present/schedules.h"
#include "redaction/kind.h"
#include "tlog/note.h"

namespace sanad::present {

inline constexpr std::size_t kMaxBundleExhibits = 1'000;
inline constexpr std::size_t kMaxBundleEntries = 40'000;
inline constexpr std::size_t kMaxBundleFiles = 200'000;

// One disclosed entry, as the ledger keeps it.
struct DisclosedEntry {
  merkle::LeafIndex index;
  std::string leaf;   // canonical JSON
  Bytes salt;         // 32 bytes
  std::string body;   // canonical JSON
  std::string proof;  // .tlog-proof, leading to the content's checkpoint
};

// A picture, a recording or a video that is shown redacted (docs/formats/redaction.md). Both write
// the same bytes each time, and are called twice.
struct BundledRedaction {
  std::string redaction;    // "redaction-..."
  merkle::LeafIndex entry;  // its exhibit.redacted entry, which must be among the entries
  std::function<Result<void>(ByteSink& sink)> write_picture;  // PNG, WAV or WebM
  std::function<Result<void>(ByteSink& sink)> write_proof;
  redaction::Kind kind = redaction::Kind::kPicture;
};

// The bytes of a part that an excerpt shows whole (docs/formats/excerpt.md).
struct BundledAttachment {
  std::uint64_t number = 0;  // of the part
  std::string name, media_type;
  // The same bytes each time; called twice.
  std::function<Result<void>(ByteSink& sink)> write;
};

struct BundledExhibit {
  std::string exhibit;       // "exhibit-..."
  merkle::LeafIndex sealed;  // its exhibit.sealed entry, which must be among the entries
  // Opens a sealed file by its name, from its first byte. Called twice for each file that is not
  // withheld.
  std::function<Result<std::unique_ptr<ByteSource>>(std::string_view name)> open;
  // From file name to the reason why it is not in the bundle. A file with the role "netlog" is
  // always withheld, named here or not.
  std::map<std::string, std::string, std::less<>> withheld;
  json::Value acquisition;  // acquisition.json, for the report; null if there is none
  // Of an import that is shown in part (docs/formats/excerpt.md): its exhibit.parts entry, which
  // must be among the entries, and what writes the excerpt, the same bytes each time; called
  // several times.
  std::optional<merkle::LeafIndex> parts;
  std::function<Result<void>(ByteSink& sink)> write_excerpt;
  std::vector<BundledRedaction> redactions;  // any order
  // Of shown parts in which nothing is masked; with an excerpt alone, ascending.
  std::vector<BundledAttachment> attachments = {};
};

// Schedules of unused material, as format_schedules() made them.
struct BundledSchedules {
  Build build{};
  merkle::LeafIndex entry;  // schedules.issued, which must be among the entries
  std::vector<ScheduleFile> files;
};

// A page of the report of the case, as sealed: "report.en.html" and the like.
struct BundledReportPage {
  std::string name;
  Bytes bytes;
};

// A comparison of two captures (docs/formats/corroboration.md), canonical JSON.
struct BundledCorroboration {
  std::string id;  // "corroboration-..."
  std::string text;
};

// A certificate that was made (docs/formats/certificate.md), with its pages as sealed.
struct BundledCertificate {
  std::string certificate;   // "certificate-..."
  merkle::LeafIndex entry;   // its certificate.made entry, which must be among the entries
  bool disclosable = false;  // its pages are those that name no officer
  std::vector<BundledReportPage> pages;
};

struct BundleTimestamp {
  Bytes request;                 // RFC 3161, DER
  Bytes response;                // likewise, in full
  std::string certificates_pem;  // the authority's
};

struct BundleContent {
  std::string bundle;  // "bundle-..."
  std::string agency;
  std::string case_id;
  std::string case_reference;
  std::string case_title;
  Timestamp created_at;
  std::string created_by;  // officer
  std::string software_version;
  std::vector<BundledExhibit> exhibits;              // any order
  std::vector<BundledReportPage> report_pages;       // may be none
  std::vector<BundledCertificate> certificates;      // ascending; may be none
  std::vector<BundledCorroboration> corroborations;  // of entries that are among these; likewise
  std::vector<DisclosedEntry> entries;  // any order; what docs/formats/entries.md asks for is there
  std::string checkpoint;               // signed note
  tlog::VerifierKey log_key;
  tlog::VerifierKey agency_key;
  std::optional<BundleTimestamp> timestamp;  // over checkpoint
  std::optional<BundledSchedules> schedules;
  std::string_view verify_page;  // verify.html; outlives the assembler
  std::string_view reader_page;  // index.html; likewise
};

// 64 bytes of Ed25519 by content.agency_key over the bytes given.
using Signer = std::function<Result<Bytes>(ByteView)>;
// A PDF of a page; empty if the bundle is to have no PDF reports.
using PdfPrinter = std::function<Result<Bytes>(const std::string& html)>;

class BundleAssembler {
 public:
  // Checks the content and makes everything but the exhibits. kInvalid: something is missing or
  // contradicts the entries, or a file name cannot be in a bundle; kLimit: beyond a limit above; or
  // what print_pdf answers.
  static Result<BundleAssembler> create(BundleContent content, Signer sign,
                                        const PdfPrinter& print_pdf);
  ~BundleAssembler();
  BundleAssembler(BundleAssembler&&) noexcept;
  BundleAssembler& operator=(BundleAssembler&&) noexcept;

  // What all exhibit files hold together, for progress.
  std::uint64_t payload_bytes() const;

  // Writes the zip; call once. kIntegrity: a file is not what was sealed; the caller then throws
  // away what the sink took. Otherwise the error of a file, the sink or the signer.
  Result<void> write(ByteSink& sink);

 private:
  struct State;
  explicit BundleAssembler(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sanad::present
