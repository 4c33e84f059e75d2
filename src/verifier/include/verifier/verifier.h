// Verifies a bundle offline: the checks and the verdict of docs/formats/bundle.md.
//
// It needs the bundle's bytes and what the reader trusts, nothing else: no files, network or clock.
// verify.html (src/verifier/page) is a second implementation that shares no code with this one;
// both must reach the same verdict on every bundle, whole or tampered (tests/tamper).
//
// Files are read once, front to back, in slices; memory grows with the number of files, never with
// their size, and nothing is allocated by a size that the bundle merely declares. A second thread
// computes SHA-512 while the caller's computes SHA-256; it ends before verify() returns.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"
#include "json/json.h"

namespace sanad::verifier {

// Files in a bundle, bytes of its zip directory, and sizes of what is read whole.
inline constexpr std::uint64_t kMaxFiles = 200'000;
inline constexpr std::uint64_t kMaxDirectoryBytes = 128ULL << 20;
inline constexpr std::uint64_t kMaxManifestBytes = 64ULL << 20;  // each (tag)manifest-*
inline constexpr std::uint64_t kMaxEntryBytes = 1ULL << 20;  // each file of entries/ keys/ ledger/
inline constexpr std::uint64_t kMaxTagFileBytes = 16ULL << 20;  // each other file outside data/
inline constexpr std::uint64_t kMaxTagBytes = 512ULL << 20;     // all files outside data/ together
inline constexpr std::size_t kMaxNameBytes = 1024;

enum class Status { kPass, kWarn, kFail, kSkipped };
enum class Verdict { kIntact, kIntactWithWarnings, kTampered, kUnusable };

// "pass", "warn", "fail", "skipped".
std::string_view status_name(Status status);
// "intact", "intact with warnings", "tampered", "unusable".
std::string_view verdict_name(Verdict verdict);

struct Check {
  std::string id;  // of the table in bundle.md, in its order
  Status status = Status::kSkipped;
  std::string message;               // one sentence
  std::vector<std::string> details;  // what exactly failed or is warned of
};

struct ReportedFile {
  std::string name;
  std::uint64_t size = 0;
  std::string sha256;  // as computed from the bundle's bytes, hexadecimal
  std::string sha512;
};

struct WithheldFile {
  std::string name;
  std::string reason;
};

struct ReportedExhibit {
  std::string exhibit;
  std::string number;
  std::string title;
  std::string url;
  std::string started_at;
  std::string ended_at;
  std::uint64_t sealed = 0;  // index of its entry exhibit.sealed
  std::string proof_sha256;  // of that entry's .tlog-proof
  std::vector<ReportedFile> files;
  std::vector<WithheldFile> withheld;
};

struct Report {
  Verdict verdict = Verdict::kUnusable;
  std::vector<Check> checks;             // all of them, always
  std::vector<std::string> not_checked;  // what no reader may take from the verdict

  // The bundle's own words; empty unless the check "index" passed.
  std::string bundle;
  std::string agency;
  std::string case_reference;
  std::string case_title;
  std::vector<ReportedExhibit> exhibits;

  std::string agency_key;  // Ed25519, base64; empty unless the check "signature" passed

  // Empty unless the checks "checkpoint" and "timestamp" passed.
  std::string origin;
  std::uint64_t tree_size = 0;
  std::string timestamp_time;
  std::string timestamp_authority;

  // The answers of the cross-examination, as computed here (docs/formats/cross-examination.md);
  // null unless the check "index" passed. Texts for people: verifier/questions.h.
  json::Value answers;
};

// What the reader has from elsewhere and believes.
struct Trust {
  std::vector<std::array<std::uint8_t, 32>> agency_keys;  // Ed25519
  std::vector<Bytes> roots;  // certificates of timestamp authorities, DER
};

// The key in a file: SubjectPublicKeyInfo in PEM, or a note key ("name+id+base64"). kInvalid else.
Result<std::array<std::uint8_t, 32>> parse_trusted_key(std::string_view text);
// The certificates in a PEM file, at least one. kInvalid else.
Result<std::vector<Bytes>> parse_trusted_roots(std::string_view pem);

class Progress {
 public:
  virtual ~Progress() = default;
  // Called from the caller's thread between slices; total is what all files hold.
  virtual void advance(std::uint64_t done_bytes, std::uint64_t total_bytes) = 0;
};

// An error only if the source itself cannot be read (kIo); everything else is in the report.
// progress may be null.
Result<Report> verify(RandomSource& source, const Trust& trust, Progress* progress);

// The report for machines (one JSON object; members in docs/formats/bundle.md) and for people.
std::string format_report_json(const Report& report);
std::string format_report_text(const Report& report);

}  // namespace sanad::verifier
