#include "present/credential_page.h"

#include <fmt/format.h>

#include "base/embedded.h"
#include "credential/badge.h"
#include "credential/compact.h"
#include "present/court_words.h"
#include "qr.h"
#include "report_html.h"

namespace sanad::present {

std::span<const EmbeddedFile> court_files();

namespace {

constexpr std::string_view kStyle = R"css(
.holder { font-size: 18pt; font-weight: 600; margin-block: 4mm 2mm; }
.check { display: flex; gap: 6mm; align-items: flex-start; break-inside: avoid; margin-block-start: 6mm; }
.qr { inline-size: 80mm; block-size: 80mm; flex: none; }
.code { font: 8pt/1.4 "Noto Sans Mono", "DejaVu Sans Mono", monospace; direction: ltr; unicode-bidi: isolate; overflow-wrap: anywhere; }
)css";

std::string bdi(std::string_view text) {
  return fmt::format("<bdi dir=\"auto\">{}</bdi>", escape(text));
}

class CredentialPage {
 public:
  CredentialPage(const credential::Badge& badge, std::string_view language)
      : badge_(badge), words_(CourtWords::of_credentials(language)) {}

  Result<std::string> html(std::string_view compact) {
    SANAD_TRY(const std::string code, qr_svg(compact, words_("code")));
    head();
    facts();
    out_ += fmt::format(
        "<h2>{}</h2>\n<div class=\"check\">{}<div><p>{}</p><p>{}</p><p>{}</p><p "
        "class=\"code\">{}</p></div></div>\n</body>\n</html>\n",
        word("check"), code, word("check.code"), word("check.revoked"), word("check.issuer"),
        escape(badge_.issuer));
    return std::move(out_);
  }

 private:
  std::string word(std::string_view key) const { return escape(words_(key)); }

  void head() {
    const EmbeddedFile* style = find_embedded(court_files(), "report.css");
    const bool is_urdu = words_.language() == "ur";
    const bool is_attendance = badge_.achieved == credential::Achieved::kAttendance;
    out_ = fmt::format(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
        "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{} – "
        "{}</title>\n<style>{}{}</style>\n</head>\n<body>\n<p "
        "class=\"agency\">{}</p>\n<h1>{}</h1>\n",
        words_.language(), is_urdu ? "rtl" : "ltr", escape(badge_.name), escape(badge_.holder),
        style == nullptr ? std::string_view() : std::string_view(style->bytes), kStyle,
        bdi(badge_.issuer_name), word(is_attendance ? "title.attendance" : "title"));
    out_ += fmt::format("<p class=\"holder\">{}</p>\n<p>{}</p>\n", bdi(badge_.holder),
                        bdi(badge_.name));
    if (is_attendance) out_ += fmt::format("<p class=\"notice\">{}</p>\n", word("attendance"));
  }

  void fact(std::string_view key, std::string_view value) {
    out_ += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", word(key), bdi(value));
  }

  void facts() {
    out_ += "<table class=\"facts\">\n";
    for (const credential::Skill& one : badge_.skills) fact("skill", one.name);
    fact("description", badge_.description);
    fact("criteria", badge_.criteria);
    for (const credential::Outcome& one : badge_.outcomes)
      fact("result", one.name + ": " + one.value);
    for (const credential::Evidence& one : badge_.evidence)
      fact("evidence", one.name + " · SHA-256 " + one.sha256);
    fact("from", format_timestamp(badge_.valid_from));
    if (badge_.valid_until) fact("until", format_timestamp(*badge_.valid_until));
    fact("identifier", badge_.id);
    out_ += "</table>\n";
  }

  const credential::Badge& badge_;
  CourtWords words_;
  std::string out_;
};

}  // namespace

Result<std::string> credential_html(const json::Value& credential, std::string_view language) {
  SANAD_TRY(const credential::Badge badge, credential::read_badge(credential));
  return CredentialPage(badge, language)
      .html(credential::format_compact(json::format_canonical(credential)));
}

}  // namespace sanad::present
