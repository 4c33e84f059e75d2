#include "base/utf8.h"
#include "present/file_exports.h"

namespace sanad::present {

std::string format_dat_line(const std::vector<std::string>& values) {
  constexpr std::string_view kQuote = "\xC3\xBE", kLineEnd = "\xC2\xAE", kOdd = "\xEF\xBF\xBD";
  std::string line;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) line += '\x14';
    line += kQuote;
    const std::string value = replace_malformed_utf8(values[i]);
    for (std::size_t at = 0; at < value.size(); ++at) {
      const std::string_view rest = std::string_view(value).substr(at);
      const auto byte = static_cast<unsigned char>(value[at]);
      if (rest.starts_with("\r\n") || byte == '\n' || byte == '\r') {
        line += kLineEnd;
        at += rest.starts_with("\r\n") ? 1 : 0;
      } else if (rest.starts_with(kQuote) || rest.starts_with(kLineEnd)) {
        line += kOdd;
        ++at;
      } else if ((byte < 0x20 && byte != '\t') || byte == 0x7f) {
        line += kOdd;
      } else {
        line += value[at];
      }
    }
    line += kQuote;
  }
  return line + "\r\n";
}

}  // namespace sanad::present
