// A redacted picture, recording or video of a bundle beside the original that somebody has: the
// check that does not rest on the agency's word (docs/formats/redaction.md). Needs no workspace.
#pragma once

#include <string_view>

#include "extract/extract.h"
#include "json/json.h"

namespace sanad::service {

inline constexpr std::uint64_t kMaxComparedBytes = 2ULL << 30;

// Verifies the bundle, decodes the original in the cage and compares every open pixel. Answers
// {"same", "digest" ("same" as the sealed file's, "other", or "not-told" of a part), "open_tiles",
// "different_tiles", "decoder", "decoder_then", "sentence"}; same: no open tile differs, and the
// digest is not another. kIntegrity: the bundle is not intact. kNotFound: it has no such redaction.
// Of a recording: segments in the place of tiles, and "largest_difference" of two samples. Of a
// video: segments too, by their bytes as they are encoded again; where those differ, both are
// decoded, and "largest_difference" is of the mean grey of two places, of 255.
// kInvalid: the original is no picture, or has no sound.
Result<json::Value> compare_redaction(const extract::Extractor& extractor, ByteView bundle,
                                      std::string_view id, ByteView original);

}  // namespace sanad::service
