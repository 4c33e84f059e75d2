// qpdf's headers are C++17, which clang does not take for more; so is this border.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

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

}  // namespace sanad::parts
