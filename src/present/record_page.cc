#include "present/record_page.h"

#include <fmt/format.h>

#include "report_html.h"

namespace sanad::present {
namespace {

constexpr std::string_view kStyle = R"css(
@page { size: A4; margin: 18mm 16mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 178mm; padding: 8mm; color: #14181f; background: #fff;
  font: 10.5pt/1.5 "IBM Plex Sans", "Noto Sans", "DejaVu Sans", sans-serif; }
html[lang="ur"] body { font-family: "Noto Nastaliq Urdu", "Noto Naskh Arabic", "Noto Sans Arabic", serif; line-height: 2.1; }
h1 { font-size: 1.5em; margin: 0 0 4mm; }
h2 { font-size: 1.1em; margin: 6mm 0 2mm; border-block-end: 1px solid #8a94a3; }
table { border-collapse: collapse; inline-size: 100%; margin-block-end: 3mm; }
th, td { text-align: start; vertical-align: top; padding: 1.2mm 2mm; border-block-end: 1px solid #d3d8df; overflow-wrap: anywhere; }
th[scope="row"] { inline-size: 40%; font-weight: 600; }
ul { margin: 0; padding-inline-start: 5mm; }
.digests { font-family: "IBM Plex Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace; font-size: 0.8em; line-height: 1.4; direction: ltr; text-align: left; overflow-wrap: anywhere; }
footer { margin-block-start: 8mm; font-size: 0.85em; color: #3d4652; }
h2, tr { break-inside: avoid; }
@media print { body { padding: 0; max-width: none; } }
)css";

std::string bdi(std::string_view text) {
  return fmt::format("<bdi dir=\"auto\">{}</bdi>", escape(text));
}

void add_section(std::string& out, const RecordSection& section) {
  out += fmt::format("<h2>{}</h2>\n", escape(section.heading));
  if (!section.rows.empty()) {
    out += "<table>\n";
    for (const auto& [label, value] : section.rows)
      out +=
          fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape(label), bdi(value));
    out += "</table>\n";
  }
  if (!section.columns.empty()) {
    out += "<table>\n<tr>";
    for (const std::string& column : section.columns)
      out += fmt::format("<th scope=\"col\">{}</th>", escape(column));
    out += "</tr>\n";
    for (const auto& cells : section.table) {
      out += "<tr>";
      for (const std::string& cell : cells) out += fmt::format("<td>{}</td>", bdi(cell));
      out += "</tr>\n";
    }
    out += "</table>\n";
  }
  if (section.digests.empty()) return;
  out += "<p class=\"digests\">";
  for (const std::string& digest : section.digests) out += escape(digest) + "<br>\n";
  out += "</p>\n";
}

}  // namespace

std::string record_page_html(const RecordPage& page) {
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<h1>{}</h1>\n",
      page.language == "ur" ? "ur" : "en", page.language == "ur" ? "rtl" : "ltr",
      escape(page.title), kStyle, escape(page.title));
  if (!page.intro.empty()) out += fmt::format("<p>{}</p>\n", escape(page.intro));
  for (const RecordSection& section : page.sections) add_section(out, section);
  if (!page.notes.empty()) {
    out += "<ul>\n";
    for (const std::string& note : page.notes) out += fmt::format("<li>{}</li>\n", escape(note));
    out += "</ul>\n";
  }
  out += fmt::format("<footer>{}</footer>\n</body>\n</html>\n", escape(page.footer));
  return out;
}

}  // namespace sanad::present
