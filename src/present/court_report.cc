#include "present/court_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/embedded.h"
#include "present/court_words.h"
#include "report_html.h"

namespace sanad::present {

std::span<const EmbeddedFile> court_files();

namespace {

std::string style_sheet() {
  const EmbeddedFile* file = find_embedded(court_files(), "report.css");
  return file == nullptr ? std::string() : std::string(file->bytes);
}

std::string bdi(std::string_view text) {
  return fmt::format("<bdi dir=\"auto\">{}</bdi>", escape(text));
}

// A string of a style sheet: nothing in it can end it.
std::string css_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const bool is_plain = static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\' &&
                          c != '<' && c != '>' && c != '&';
    out += is_plain ? std::string(1, c) : fmt::format("\\{:06x}", static_cast<unsigned char>(c));
  }
  return out + "\"";
}

std::string heading_id(const ReportSection& section, std::size_t block) {
  return fmt::format("{}-{}", section.id, block + 1);
}

// The running head of each section is its own; the case stands on every page but the first.
std::string running_heads(const CourtReport& report, const CourtWords& words) {
  const bool is_urdu = report.language == "ur";
  const std::string_view font =
      is_urdu ? "font: 8pt \"Noto Nastaliq Urdu\", \"Noto Naskh Arabic\"; direction: rtl;"
              : "font: 8pt \"Noto Sans\", \"DejaVu Sans\";";
  const std::string_view start = is_urdu ? "@top-right" : "@top-left";
  const std::string_view end = is_urdu ? "@top-left" : "@top-right";
  // Each isolated, so that a reference keeps its order beside a title in the other script.
  const std::string of_case = fmt::format("\xE2\x81\xA8{}\xE2\x81\xA9 · \xE2\x81\xA8{}\xE2\x81\xA9",
                                          report.case_reference, report.agency);
  std::string out = fmt::format(
      "@page {{ {} {{ content: {}; {} color: #47515f; }} @bottom-center {{ content: {} \" \" "
      "counter(page) \" / \" counter(pages); {} color: #47515f; }} }}\n"
      "@page :first {{ {} {{ content: none; }} {} {{ content: none; }} }}\n",
      start, css_string(of_case), font, css_string(words("page")), font, start, end);
  for (const ReportSection& section : report.sections)
    out += fmt::format(
        "@page {0} {{ {1} {{ content: {2}; {3} color: #47515f; }} }}\n#section-{0} {{ page: {0}; "
        "}}\n",
        section.id, end, css_string(fmt::format("{} {}", section.number, section.heading)), font);
  return out;
}

void fact(std::string& out, std::string_view label, std::string_view value) {
  if (value.empty()) return;
  out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape(label), bdi(value));
}

void add_cover(std::string& out, const CourtReport& report, const CourtWords& words) {
  out += fmt::format(
      "<header class=\"cover\">\n<p class=\"agency\">{}</p>\n<h1>{}</h1>\n<p "
      "class=\"case\">{} · {}</p>\n",
      bdi(report.agency), escape(words("title")), bdi(report.case_reference),
      bdi(report.case_title));
  if (report.report.empty())
    out += fmt::format("<p class=\"notice\">{}</p>\n", escape(words("preview")));
  else if (report.is_draft)
    out += fmt::format("<p class=\"notice\">{}</p>\n", escape(words("draft")));
  out += "<table class=\"facts\">\n";
  fact(out, words("report"), report.report);
  fact(out, words("made_at"), report.made_at);
  fact(out, words("made_by"), report.made_by);
  fact(out, words("signed_by"),
       report.signed_by.empty() ? "" : fmt::format("{}, {}", report.signed_by, report.signed_at));
  fact(out, words("software"), report.software);
  fact(out, words("ledger"), report.ledger);
  out += "</table>\n</header>\n";
}

void contents_line(std::string& out, std::string_view id, std::string_view number,
                   std::string_view heading, bool is_deeper, const HeadingPages& pages) {
  const auto page = pages.find(id);
  out += fmt::format(
      "<li{}><a href=\"#{}\"><span>{}{}</span><span class=\"dots\"></span><span "
      "class=\"page\">{}</span></a></li>\n",
      is_deeper ? " class=\"deeper\"" : "", escape(id),
      number.empty() ? "" : fmt::format("<bdi dir=\"ltr\">{}</bdi> ", escape(number)),
      escape(heading), page == pages.end() ? "" : std::to_string(page->second));
}

void add_contents(std::string& out, const CourtReport& report, const CourtWords& words,
                  const HeadingPages& pages) {
  out += fmt::format(
      "<section id=\"section-contents\">\n<nav aria-labelledby=\"contents\">\n<h2 "
      "id=\"contents\">{}</h2>\n<ol>\n",
      escape(words("contents")));
  for (const ReportSection& section : report.sections) {
    contents_line(out, section.id, section.number, section.heading, false, pages);
    for (std::size_t i = 0; i < section.blocks.size(); ++i)
      if (!section.blocks[i].heading.empty())
        contents_line(out, heading_id(section, i), "", section.blocks[i].heading, true, pages);
  }
  out += "</ol>\n</nav>\n";
  out += fmt::format("<div class=\"reading\">\n<h3>{}</h3>\n", escape(words("how_to_read")));
  for (const char* key : {"read.fact", "read.opinion", "read.record", "read.names", "read.covered"})
    out += fmt::format("<p>{}</p>\n", escape(words(key)));
  out += "</div>\n</section>\n";
}

void add_quote(std::string& out, const QuotedBytes& quoted) {
  if (!quoted.quote.empty())
    out += fmt::format("<blockquote dir=\"auto\">{}</blockquote>\n", escape(quoted.quote));
  std::string notes;
  for (const std::string& note : quoted.notes) notes += fmt::format("; {}", bdi(note));
  out += fmt::format("<p class=\"cite\">{}{}</p>\n", bdi(quoted.where), notes);
}

void add_point(std::string& out, const ReportPoint& point, const CourtWords& words) {
  const bool is_opinion = point.kind == "opinion";
  out += fmt::format("<div class=\"point{}\">\n<p>", is_opinion           ? " opinion"
                                                     : point.kind.empty() ? " record"
                                                                          : "");
  if (is_opinion)
    out += fmt::format("<span class=\"kind\">{}</span>",
                       escape(words.fill("opinion.of", {point.holder})));
  else if (!point.kind.empty())
    out += fmt::format("<span class=\"kind\">{}</span>", escape(words("kind." + point.kind)));
  out += fmt::format("{}</p>\n", bdi(point.text));
  for (const std::string& one : point.details) out += fmt::format("<p>{}</p>\n", bdi(one));
  for (const QuotedBytes& one : point.quotes) add_quote(out, one);
  out += fmt::format("<p class=\"source\">{}</p>\n</div>\n", escape(point.source));
}

void add_table(std::string& out, const ReportTable& table) {
  out += "<table class=\"data\">\n<thead><tr>";
  for (const std::string& one : table.columns)
    out += fmt::format("<th scope=\"col\">{}</th>", escape(one));
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& cells : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const bool is_digest = std::ranges::find(table.digests, i) != table.digests.end();
      out += is_digest ? fmt::format("<td class=\"digest\">{}</td>", escape(cells[i]))
                       : fmt::format("<td>{}</td>", bdi(cells[i]));
    }
    out += "</tr>\n";
  }
  out += "</tbody>\n</table>\n";
}

void add_figure(std::string& out, const ReportFigure& figure) {
  out += fmt::format("<figure id=\"{}\">\n", escape(figure.id));
  if (!figure.svg.empty())
    out += figure.svg;
  else if (!figure.png.empty())
    out += fmt::format("<img alt=\"{}\" src=\"data:image/png;base64,{}\">\n",
                       escape(figure.caption), format_base64(figure.png));
  else
    out += fmt::format("<div class=\"cover\">{}</div>\n", escape(figure.instead));
  out += fmt::format("<figcaption>{}", bdi(figure.caption));
  for (const std::string& note : figure.notes) out += fmt::format("<br>{}", bdi(note));
  out += "</figcaption>\n</figure>\n";
}

void add_section(std::string& out, const ReportSection& section, const CourtWords& words) {
  out += fmt::format(
      "<section id=\"section-{0}\">\n<h2 id=\"{0}\"><bdi dir=\"ltr\">{1}</bdi> {2}</h2>\n",
      section.id, escape(section.number), escape(section.heading));
  for (std::size_t i = 0; i < section.blocks.size(); ++i) {
    const ReportBlock& block = section.blocks[i];
    if (!block.heading.empty())
      out += fmt::format("<h3 id=\"{}\">{}</h3>\n", heading_id(section, i), escape(block.heading));
    for (const ReportPoint& one : block.points) add_point(out, one, words);
    if (block.table) add_table(out, *block.table);
    for (const ReportFigure& one : block.figures) add_figure(out, one);
    if (!block.terms.empty()) {
      out += "<dl>\n";
      for (const auto& [term, meaning] : block.terms)
        out += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escape(term), escape(meaning));
      out += "</dl>\n";
    }
    if (!block.note.empty()) out += fmt::format("<p>{}</p>\n", bdi(block.note));
  }
  out += "</section>\n";
}

}  // namespace

std::string court_report_html(const CourtReport& report, const HeadingPages& pages) {
  const CourtWords words = CourtWords::of(report.language);
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; img-src data:\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n<title>{} – {}</title>\n<style>{}{}</style>\n</head>\n"
      "<body>\n",
      words.language(), words.language() == "ur" ? "rtl" : "ltr", escape(words("title")),
      escape(report.case_reference), style_sheet(), running_heads(report, words));
  add_cover(out, report, words);
  add_contents(out, report, words, pages);
  for (const ReportSection& section : report.sections) add_section(out, section, words);
  out += fmt::format("<footer><p>{}</p></footer>\n</body>\n</html>\n", escape(words("footer")));
  return out;
}

}  // namespace sanad::present
