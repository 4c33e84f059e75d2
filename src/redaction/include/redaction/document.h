// One PDF of redacted pages (docs/formats/redaction.md): each page is the picture of a redaction,
// and there is nothing else in it; no text, no metadata, no structure of the original, nothing that
// was left over. It follows from the pictures to the last byte, so whoever has them makes it again
// and compares.
// Tested by document_test.cc.
#pragma once

#include <functional>

#include "base/stream.h"
#include "redaction/picture.h"

namespace sanad::redaction {

inline constexpr std::size_t kMaxDocumentPages = 10'000;
inline constexpr std::uint64_t kMaxDocumentBytes = 4ULL << 30;

// picture: the file of a page, by its place from 0 on, a PNG of the strict form; asked once for
// each, in order. kInvalid: no page, or one of them is no such PNG; kLimit: it grows too large.
// Else the errors of picture and sink; what was written until then is no PDF.
Result<void> write_document(std::size_t pages,
                            const std::function<Result<Bytes>(std::size_t page)>& picture,
                            ByteSink& sink);

}  // namespace sanad::redaction
