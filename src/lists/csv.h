// Comma-separated values (RFC 4180): quotes, doubled quotes, line ends inside quotes, CRLF or LF.
// DEVIATION: a quote inside an unquoted field is kept as it is, as other readers do.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::lists {

struct CsvRow {
  std::size_t line = 0;  // where it begins, from 1
  std::vector<std::string> fields;
  bool is_unclosed = false;  // the file ended inside quotes
};

inline constexpr std::size_t kMaxCsvFields = 256;  // further ones of a row are joined to the last

class CsvReader {
 public:
  explicit CsvReader(std::string_view bytes);  // outlives the reader
  std::optional<CsvRow> next();                // skips empty lines

 private:
  void read_quoted(std::string& field, bool& is_unclosed);

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// One row with CRLF, quoted where RFC 4180 asks for it.
void append_csv_row(std::string& out, const std::vector<std::string>& fields);

}  // namespace sanad::lists
