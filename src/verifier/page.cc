#include "verifier/page.h"

#include "base/embedded.h"

namespace sanad::verifier {

std::span<const EmbeddedFile> page_files();

namespace {

std::string_view page_named(std::string_view name) {
  const EmbeddedFile* file = find_embedded(page_files(), name);
  return file == nullptr ? std::string_view() : file->bytes;
}

}  // namespace

std::string_view verify_page() { return page_named("verify.html"); }
std::string_view reader_page() { return page_named("index.html"); }

}  // namespace sanad::verifier
