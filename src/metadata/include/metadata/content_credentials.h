// Content credentials (C2PA 1.0 to 2.1): what a file claims of how it was made, with signatures.
// They are found in JPEG (APP11), PNG (caBX), WebP and WAV (RIFF chunk C2PA), MP4 and its like
// (uuid box) and TIFF, and read; nothing is fetched, and no certificate is looked up in a list of
// those that are trusted. So the words are "read, signature not checked against a trust list",
// whatever else fits: anyone can make a certificate and sign with it.
//
// Sources: C2PA Technical Specification 2.1, chapters 8, 9, 11, 13, 18 and appendix A; JUMBF
// (ISO/IEC 19566-5); CBOR (RFC 8949); COSE (RFC 9052, 9360). Tested by content_credentials_test.cc;
// fuzzed by content_credentials_fuzz.cc.
#pragma once

#include <optional>

#include "base/bytes.h"
#include "json/json.h"

namespace sanad::metadata {

inline constexpr std::size_t kMaxManifests = 50;
inline constexpr std::size_t kMaxAssertions = 100;  // of one manifest
inline constexpr std::size_t kMaxStoreBytes = 64U << 20U;

// Absent where the file has none. Members: docs/formats/items.md.
std::optional<json::Object> read_content_credentials(ByteView file);

// A manifest store as it stands in a file, without what its format wraps around it. Empty: none.
Bytes find_manifest_store(ByteView file);

}  // namespace sanad::metadata
