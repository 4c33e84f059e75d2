#include "verifier/page.h"

#include "base/embedded.h"

namespace sanad::verifier {

std::span<const EmbeddedFile> page_files();

std::string_view verify_page() {
  const EmbeddedFile* file = find_embedded(page_files(), "verify.html");
  return file == nullptr ? std::string_view() : file->bytes;
}

}  // namespace sanad::verifier
