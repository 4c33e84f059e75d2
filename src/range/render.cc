#include "render.h"

namespace sanad::range {

std::string escape_html(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result.push_back(c);
    }
  }
  return result;
}

std::string render(std::string_view html, const TemplateValues& values) {
  std::string result;
  while (true) {
    const auto open = html.find("{{");
    if (open == std::string_view::npos) break;
    const bool is_raw = html.substr(open).starts_with("{{{");
    const std::string_view closing = is_raw ? "}}}" : "}}";
    const auto start = open + closing.size();
    const auto close = html.find(closing, start);
    if (close == std::string_view::npos) break;
    result += html.substr(0, open);
    const auto found = values.find(html.substr(start, close - start));
    if (found != values.end()) result += is_raw ? found->second : escape_html(found->second);
    html = html.substr(close + closing.size());
  }
  result += html;
  return result;
}

}  // namespace sanad::range
