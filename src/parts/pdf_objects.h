// qpdf's headers are C++17, which clang does not take for more; so is this border.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::parts {

inline constexpr int kMaxPages = 20'000;

// Takes pictures and attachments one after another. False: nothing more is wanted.
class PdfTaker {
 public:
  virtual ~PdfTaker() = default;
  virtual bool begin(const std::string& name) = 0;
  virtual bool data(const unsigned char* bytes, std::size_t size) = 0;
  virtual bool end(const std::string& problem) = 0;
  virtual bool is_done() const = 0;
  virtual void problem(const std::string& what) = 0;  // of the file as a whole
};

void read_pdf_objects(std::string_view item, PdfTaker& outlet);

// Where its links lead (ISO 32000-1, 12.6.4.7), each once, in the order of its objects; what cannot
// be read has none. They stand behind words of a page and are no text of it.
std::vector<std::string> read_pdf_links(std::string_view item, std::size_t most);

// The captions of the buttons of forms (ISO 32000-1, 12.7.4.2.2), in UTF-8, by page from 0. Many
// programs draw them anew and keep them in no text of the page. What cannot be read has none.
std::vector<std::vector<std::string>> read_pdf_captions(std::string_view item);

}  // namespace sanad::parts
