// A PDF as poppler reads it.
#pragma once

#include <poppler-document.h>
#include <poppler-global.h>

#include <memory>
#include <string>

#include "base/bytes.h"

namespace sanad::parts {

using PdfDocument = std::unique_ptr<poppler::document>;

// Null where it cannot be opened at all, or is longer than poppler reads. item outlives it.
PdfDocument load_pdf(ByteView item);

std::string utf8_of(const poppler::ustring& text);

}  // namespace sanad::parts
