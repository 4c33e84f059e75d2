#include "report_html.h"

#include <fmt/format.h>

namespace sanad::present {
namespace {

constexpr std::string_view kNotRecorded = "not recorded";

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') ? ' ' : c;
    }
  }
  return out;
}

std::string value_or_unrecorded(std::string_view text) {
  if (text.empty()) return fmt::format("<em>{}</em>", kNotRecorded);
  return fmt::format("<bdi dir=\"auto\">{}</bdi>", escape(text));
}

void row(std::string& out, std::string_view label, std::string_view value) {
  out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape(label),
                     value_or_unrecorded(value));
}

}  // namespace sanad::present
