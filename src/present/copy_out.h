// Sealed files on their way into an archive, compared with what was sealed.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "present/bundle.h"
#include "present/record.h"
#include "zip/writer.h"

namespace sanad::present {

// What opens the exhibit's files. kInvalid: the content has no such exhibit.
Result<const BundledExhibit*> find_bundled(const BundleContent& content, std::string_view exhibit);

// Copies a file that is not withheld. md5: filled in with its hexadecimal digest, if not null.
// kIntegrity: it is not what was sealed.
Result<void> copy_sealed(const BundledExhibit& exhibit, const FileRecord& file,
                         const std::string& name, zip::Writer& archive, std::string* md5);

Result<zip::Written> add_text(zip::Writer& archive, const std::string& name, std::string_view text);

}  // namespace sanad::present
