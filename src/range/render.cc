#include "render.h"

#include "story/html.h"

namespace sanad::range {

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
    if (found != values.end()) result += is_raw ? found->second : story::escape_html(found->second);
    html = html.substr(close + closing.size());
  }
  result += html;
  return result;
}

}  // namespace sanad::range
