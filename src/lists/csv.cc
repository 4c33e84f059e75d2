#include "csv.h"

namespace sanad::lists {

namespace {
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
}

CsvReader::CsvReader(std::string_view bytes) : bytes_(bytes) {
  if (bytes_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
}

void CsvReader::read_quoted(std::string& field, bool& is_unclosed) {
  ++at_;
  while (at_ < bytes_.size()) {
    const char c = bytes_[at_++];
    if (c == '\n') ++line_;
    if (c != '"') {
      field += c;
    } else if (at_ < bytes_.size() && bytes_[at_] == '"') {
      field += '"';
      ++at_;
    } else {
      return;
    }
  }
  is_unclosed = true;
}

std::optional<CsvRow> CsvReader::next() {
  while (at_ < bytes_.size() && (bytes_[at_] == '\n' || bytes_[at_] == '\r')) {
    if (bytes_[at_++] == '\n') ++line_;
  }
  if (at_ >= bytes_.size()) return std::nullopt;
  CsvRow row{.line = line_};
  row.fields.emplace_back();
  bool at_start = true;
  while (at_ < bytes_.size()) {
    const char c = bytes_[at_];
    std::string& field = row.fields.back();
    if (c == '"' && at_start) {
      read_quoted(field, row.is_unclosed);
      at_start = false;
      continue;
    }
    ++at_;
    if (c == '\n') {
      ++line_;
      break;
    }
    if (c == ',' && row.fields.size() < kMaxCsvFields) {
      row.fields.emplace_back();
      at_start = true;
    } else if (c != '\r' || at_ >= bytes_.size() || bytes_[at_] != '\n') {
      field += c;
      at_start = false;
    }
  }
  return row;
}

void append_csv_row(std::string& out, const std::vector<std::string>& fields) {
  bool first = true;
  for (const auto& field : fields) {
    if (!first) out += ',';
    first = false;
    // A row of one empty field would be an empty line.
    const bool quoted = field.find_first_of(",\"\r\n") != std::string::npos ||
                        (field.empty() && fields.size() == 1);
    if (!quoted) {
      out += field;
      continue;
    }
    out += '"';
    for (const char c : field) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }
  out += "\r\n";
}

}  // namespace sanad::lists
