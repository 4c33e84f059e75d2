// What a sealed package says of itself. Within the seal and the signature stand one line of
// canonical JSON, a line feed, and the bundle as it was exported:
//
//   openssl cms -decrypt … | openssl cms -verify … > content
//   head -n 1 content > package.json;  tail -n +2 content > bundle.zip
//
// Format: docs/formats/package.md. Tested by sharing_test.cc; fuzzed by package_fuzz.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "sharing/marking.h"

namespace sanad::sharing {

inline constexpr std::size_t kMaxHeaderBytes = 1024 * 1024;
inline constexpr std::size_t kMaxPackageExhibits = 500;
inline constexpr std::size_t kMaxPackageRecipients = 64;
inline constexpr std::size_t kMaxPersons = 64;
inline constexpr std::size_t kMaxPurposeBytes = 4096;
inline constexpr std::size_t kMaxNameBytes = 1000;

struct PackagedExhibit {
  std::string exhibit;  // the sender's
  std::string number;
  std::string title;
  Marking marking;
  friend bool operator==(const PackagedExhibit&, const PackagedExhibit&) = default;
};

struct Recipient {
  std::string agency;
  Digest256 card{};  // fingerprint of the card that it was sealed for
  friend bool operator==(const Recipient&, const Recipient&) = default;
};

struct PackageHeader {
  std::string package;  // "package-…"
  std::string sender;   // agency
  Digest256 sender_card{};
  std::vector<Recipient> recipients;
  std::vector<std::string> persons;  // for whom alone it is; asked for by TLP:RED
  Timestamp created_at, expires_at;  // after that it is not taken in any more
  std::string purpose;
  Marking marking;
  std::string bundle;  // "bundle-…"
  Digest256 bundle_sha256{};
  std::uint64_t bundle_size = 0;
  std::vector<PackagedExhibit> exhibits;
  friend bool operator==(const PackageHeader&, const PackageHeader&) = default;
};

// One line, without the line feed. header: what parse_header() accepts.
std::string format_header(const PackageHeader& header);
// kInvalid names the member; kLimit. No exhibit is marked more strictly than the package.
Result<PackageHeader> parse_header(std::string_view line);

}  // namespace sanad::sharing
