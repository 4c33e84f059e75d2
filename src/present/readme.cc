#include "readme.h"

#include <cassert>
#include <span>

#include "base/embedded.h"

namespace sanad::present {

std::span<const EmbeddedFile> template_files();

namespace {

std::string text_of(std::string_view name) {
  const EmbeddedFile* file = find_embedded(template_files(), name);
  assert(file != nullptr);
  return std::string(file->bytes);
}

void replace_all(std::string& text, std::string_view mark, std::string_view value) {
  for (std::size_t at = text.find(mark); at != std::string::npos;
       at = text.find(mark, at + value.size()))
    text.replace(at, mark.size(), value);
}

// What people wrote must not look like lines of the README.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return line;
}

}  // namespace

std::string format_readme(const CaseRecord& record, const std::string& agency_vkey,
                          bool has_timestamp) {
  std::string text = text_of("README.txt");
  replace_all(text, "@TIMESTAMP@\n",
              text_of(has_timestamp ? "timestamp.txt" : "timestamp-none.txt"));
  replace_all(text, "@ENTRY@", std::to_string(record.exhibits.front().sealed.index.value));
  replace_all(text, "@AGENCY_VKEY@", agency_vkey);
  replace_all(text, "@BUNDLE@", record.bundle);
  replace_all(text, "@AGENCY@", one_line(record.agency));
  replace_all(text, "@REFERENCE@", one_line(record.case_reference));
  return text;
}

}  // namespace sanad::present
