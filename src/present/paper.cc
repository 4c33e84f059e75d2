#include "present/paper.h"

#include <fmt/format.h>

#include <array>

#include "report_html.h"

namespace sanad::present {
namespace {

struct Words {
  std::string_view reference, of_case, agency, issued_at, not_issued, corrects, beside, form,
      edition, law, cautions, open, exhibits, exhibit, record, sealed, entry, no_exhibits, signs,
      signature_date, part, is_request, is_order, is_notice, made_by;
};

constexpr Words kEnglish = {
    "Reference",
    "Case",
    "From",
    "Issued at (UTC)",
    "not issued",
    "This paper takes the place of",
    "This paper stands beside",
    "Form",
    "edition",
    "Law cited",
    "Read this first",
    "to be filled in",
    "Exhibits relied on",
    "Exhibit",
    "SHA-256 of its acquisition record, which holds every other digest",
    "Sealed at (UTC)",
    "Ledger entry",
    "None.",
    "Signature",
    "Name, date and signature",
    "Part",
    "This is a request. It is not an order.",
    "This is an order under the provision cited.",
    "This is a notice under the provision cited.",
    "Made by Sanad, which sends nothing: an officer sends it, and records how and when."};

constexpr Words kUrdu = {
    "حوالہ",
    "مقدمہ",
    "منجانب",
    "اجرا کا وقت (عالمی وقت)",
    "جاری نہیں ہوا",
    "یہ کاغذ اس کی جگہ لیتا ہے",
    "یہ کاغذ اس کے ساتھ ہے",
    "فارم",
    "ایڈیشن",
    "جس قانون کا حوالہ دیا گیا",
    "پہلے یہ پڑھیں",
    "پُر کیا جائے گا",
    "شہادتیں جن پر انحصار ہے",
    "شہادت",
    "اس کے حصول کے ریکارڈ کا SHA-256 ہیش، جس میں باقی سب ہیش درج ہیں",
    "مہر بند ہوئی (عالمی وقت)",
    "کھاتے کا اندراج",
    "کوئی نہیں۔",
    "دستخط",
    "نام، تاریخ اور دستخط",
    "حصہ",
    "یہ ایک درخواست ہے۔ یہ حکم نہیں ہے۔",
    "یہ مذکورہ دفعہ کے تحت ایک حکم ہے۔",
    "یہ مذکورہ دفعہ کے تحت ایک نوٹس ہے۔",
    "سند نے تیار کیا، جو خود کچھ نہیں بھیجتی: افسر بھیجتا ہے اور درج کرتا ہے کہ کیسے اور کب۔"};

// Cautions that every pack uses, in Urdu; others stay as the pack's checks word them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kCautions = {
    {{"draft: to be confirmed by counsel", "مسودہ: وکیل کی توثیق باقی ہے"},
     {"fields unconfirmed", "خانوں کی توثیق نہیں ہوئی"}}};

constexpr std::string_view kStyle = R"css(
@page { size: A4; margin: 18mm 16mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 178mm; padding: 8mm; color: #14181f; background: #fff;
  font: 10.5pt/1.5 "IBM Plex Sans", "Noto Sans", "DejaVu Sans", sans-serif; }
html[lang="ur"] body { font-family: "Noto Nastaliq Urdu", "Noto Naskh Arabic", "Noto Sans Arabic", serif; line-height: 2.1; }
h1 { font-size: 1.5em; margin: 0 0 4mm; }
h2 { font-size: 1.1em; margin: 6mm 0 2mm; border-block-end: 1px solid #8a94a3; }
table { border-collapse: collapse; inline-size: 100%; }
th, td { text-align: start; vertical-align: top; padding: 1.2mm 2mm; border-block-end: 1px solid #d3d8df; overflow-wrap: anywhere; }
th { inline-size: 36%; font-weight: 600; }
ul { margin: 0; padding-inline-start: 5mm; }
.cautions { border: 2px solid #7a2e00; padding: 2mm 4mm; margin-block: 4mm; }
.cautions strong { color: #7a2e00; }
.effect { font-weight: 600; margin-block: 3mm; }
.open { color: #5b6472; border-block-end: 1px dotted #5b6472; }
.digest { font-family: "IBM Plex Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace; font-size: 0.8em; line-height: 1.4; direction: ltr; unicode-bidi: isolate; }
.signs td { block-size: 16mm; }
footer { margin-block-start: 8mm; font-size: 0.85em; color: #3d4652; }
h2, tr, .cautions { break-inside: avoid; }
@media print { body { padding: 0; max-width: none; } }
)css";

const Words& words_of(const Paper& paper) { return paper.language == "ur" ? kUrdu : kEnglish; }

std::string bdi(std::string_view text) {
  return fmt::format("<bdi dir=\"auto\">{}</bdi>", escape(text));
}

// A caution in the paper's language, or marked as English.
std::string caution_in(const Paper& paper, std::string_view caution) {
  if (paper.language != "ur") return escape(caution);
  for (const auto& [english, urdu] : kCautions)
    if (english == caution) return std::string(urdu);
  return fmt::format("<bdi lang=\"en\" dir=\"ltr\">{}</bdi>", escape(caution));
}

void add_cautions(std::string& out, const Paper& paper, const Words& words) {
  if (paper.cautions.empty()) return;
  out += fmt::format("<div class=\"cautions\"><strong>{}</strong>\n<ul>\n", words.cautions);
  for (const std::string& one : paper.cautions)
    out += fmt::format("<li>{}</li>\n", caution_in(paper, one));
  out += "</ul></div>\n";
}

void add_head_row(std::string& out, std::string_view label, std::string_view value) {
  if (value.empty()) return;
  out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape(label), bdi(value));
}

void add_head(std::string& out, const Paper& paper, const Words& words) {
  out += "<table>\n";
  add_head_row(out, words.agency, paper.agency);
  add_head_row(out, words.reference, paper.reference);
  add_head_row(out, words.of_case, paper.case_reference);
  add_head_row(out, words.issued_at,
               paper.issued_at.empty() ? std::string(words.not_issued) : paper.issued_at);
  add_head_row(out, words.corrects, paper.corrects);
  add_head_row(out, words.beside, paper.beside);
  std::string law;
  for (const std::string& one : paper.citations) law += (law.empty() ? "" : "; ") + one;
  add_head_row(out, words.law, law);
  out += "</table>\n";
}

std::string_view effect_of(const Paper& paper, const Words& words) {
  if (paper.effect == "order") return words.is_order;
  if (paper.effect == "notice") return words.is_notice;
  if (paper.effect == "request") return words.is_request;
  return {};
}

void add_row(std::string& out, const PaperRow& row, const Words& words) {
  out += fmt::format("<tr><th scope=\"row\">{}</th><td>", escape(row.label));
  for (std::size_t i = 0; i < row.values.size(); ++i)
    out += fmt::format("{}{}", i == 0 ? "" : "<br>", bdi(row.values[i]));
  if (row.values.empty())
    out += row.is_open ? fmt::format("<span class=\"open\">{}</span>", words.open) : "–";
  out += "</td></tr>\n";
}

void add_parts(std::string& out, const Paper& paper, const Words& words) {
  for (const PaperPart& part : paper.parts) {
    if (!part.name.empty()) out += fmt::format("<h2>{} {}</h2>\n", words.part, escape(part.name));
    out += "<table>\n";
    for (const PaperRow& row : part.rows) add_row(out, row, words);
    out += "</table>\n";
  }
}

void add_exhibits(std::string& out, const Paper& paper, const Words& words) {
  out += fmt::format("<h2>{}</h2>\n", words.exhibits);
  if (paper.exhibits.empty()) {
    out += fmt::format("<p>{}</p>\n", words.no_exhibits);
    return;
  }
  for (const PaperExhibit& one : paper.exhibits) {
    out += "<table>\n";
    add_head_row(out, words.exhibit, one.number);
    add_head_row(out, words.sealed, one.sealed_at);
    add_head_row(out, words.entry, std::to_string(one.entry));
    out += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"digest\">{}</td></tr>\n</table>\n",
                       words.record, escape(one.record_sha256));
  }
}

void add_signers(std::string& out, const Paper& paper, const Words& words) {
  if (paper.signers.empty()) return;
  out += fmt::format("<h2>{}</h2>\n<table class=\"signs\">\n", words.signs);
  for (const std::string& one : paper.signers)
    out +=
        fmt::format("<tr><th scope=\"row\">{}</th><td><span class=\"open\">{}</span></td></tr>\n",
                    escape(one), words.signature_date);
  out += "</table>\n";
}

}  // namespace

std::string paper_html(const Paper& paper) {
  const Words& words = words_of(paper);
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n<title>{} – "
      "{}</title>\n<style>{}</style>\n</head>\n<body>\n<h1>{}</h1>\n",
      paper.language, paper.language == "ur" ? "rtl" : "ltr", escape(paper.title),
      escape(paper.reference), kStyle, escape(paper.title));
  add_cautions(out, paper, words);
  if (const std::string_view effect = effect_of(paper, words); !effect.empty())
    out += fmt::format("<p class=\"effect\">{}</p>\n", effect);
  add_head(out, paper, words);
  add_parts(out, paper, words);
  for (const std::string& one : paper.statements) out += fmt::format("<p>{}</p>\n", escape(one));
  add_exhibits(out, paper, words);
  add_signers(out, paper, words);
  out += fmt::format(
      "<footer><p>{}: <bdi dir=\"ltr\">{}/{}</bdi>, {} <bdi dir=\"ltr\">{}</bdi> (<bdi "
      "dir=\"ltr\">{}</bdi>).<br>{}</p></footer>\n</body>\n</html>\n",
      words.form, escape(paper.pack), escape(paper.form), words.edition, escape(paper.form_edition),
      escape(paper.edition), words.made_by);
  return out;
}

}  // namespace sanad::present
