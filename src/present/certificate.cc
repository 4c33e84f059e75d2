#include "present/certificate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "base/embedded.h"
#include "present/court_words.h"
#include "report_html.h"

namespace sanad::present {

std::span<const EmbeddedFile> court_files();

namespace {

constexpr std::string_view kStyle = R"css(
.field { margin-block-end: 3mm; break-inside: avoid-page; }
.field h3, .part > h3 { margin-block: 4mm 1mm; }
.field ul { margin: 0; padding-inline-start: 5mm; }
.cannot { color: var(--warn); font-weight: 600; }
.stated { border-inline-start: 1.2mm solid var(--accent); padding-inline-start: 3mm; margin-block: 1mm; white-space: pre-line; }
.blank { border-block-end: 0.3mm dotted var(--soft); color: var(--soft); min-block-size: 8mm; }
.lines bdi { overflow-wrap: anywhere; }
)css";

// The pack's own cautions, in Urdu; others stay as they are worded, marked as English.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kCautions = {
    {{"draft: to be confirmed by counsel", "مسودہ: وکیل کی توثیق باقی ہے"},
     {"fields unconfirmed", "خانوں کی توثیق نہیں ہوئی"}}};

std::string bdi(std::string_view text) {
  return fmt::format("<bdi dir=\"auto\">{}</bdi>", escape(text));
}

std::string text_of(const json::Value& value) { return value.string_or(""); }

std::span<const json::Value> items(const json::Value& list) {
  const json::Array* all = list.as_array();
  return all == nullptr ? std::span<const json::Value>() : std::span<const json::Value>(*all);
}

std::string name_in(const json::Value& certificate, const json::Value& officer,
                    const CourtWords& words) {
  const std::string id = text_of(officer);
  const std::string known = text_of(certificate["names"][id]);
  return known.empty() ? words.fill("page.officer.withheld", {id}) : known;
}

// What a line that is shown says.
std::string says(const json::Value& certificate, const json::Value& line, const CourtWords& words) {
  std::vector<std::string> values;
  for (const json::Value& value : items(line["values"]))
    values.push_back(value.as_object() != nullptr ? name_in(certificate, value["officer"], words)
                                                  : text_of(value));
  return words.fill(text_of(line["says"]), std::span<const std::string>(values));
}

class Page {
 public:
  Page(const json::Value& of, std::string_view language)
      : of_(of), words_(CourtWords::of_certificates(language)) {}

  std::string html() {
    head();
    facts();
    exhibits();
    for (const std::string& part : parts()) add_part(part);
    annex();
    signatures();
    out_ += fmt::format("<footer><p>{}</p></footer>\n</body>\n</html>\n",
                        escape(words_("page.footer")));
    return std::move(out_);
  }

 private:
  std::string word(std::string_view key) const { return escape(words_(key)); }
  std::string filled(std::string_view key, std::initializer_list<std::string> values) const {
    return bdi(words_.fill(key, values));
  }
  std::string in_language(const json::Value& label) const {
    return text_of(label[words_.language()]);
  }
  std::string name(const json::Value& officer) const { return name_in(of_, officer, words_); }

  std::vector<std::string> parts() const {
    std::vector<std::string> all;
    const auto add = [&](const json::Value& one) {
      const std::string part = text_of(one["part"]);
      if (std::find(all.begin(), all.end(), part) == all.end()) all.push_back(part);
    };
    for (const json::Value& one : items(of_["fields"]))
      if (!one["annex"].bool_or(false)) add(one);
    for (const json::Value& one : items(of_["statements"])) add(one);
    return all;
  }

  void head() {
    const std::string title = in_language(of_["form"]["title"]);
    const EmbeddedFile* style = find_embedded(court_files(), "report.css");
    const bool is_urdu = words_.language() == "ur";
    out_ = fmt::format(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
        "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{} – "
        "{}</title>\n<style>{}{}@page {{ @bottom-center {{ content: counter(page) \" / \" "
        "counter(pages); font: 8pt \"Noto Sans\"; }} }}</style>\n</head>\n<body>\n<h1>{}</h1>\n",
        words_.language(), is_urdu ? "rtl" : "ltr", escape(title),
        escape(text_of(of_["certificate"])),
        style == nullptr ? std::string_view() : std::string_view(style->bytes), kStyle,
        escape(title));
    out_ += fmt::format("<p class=\"notice\">{}</p>\n", word("page.prepared"));
    const std::string state = text_of(of_["state"]);
    if (state != "signed")
      out_ += fmt::format("<p class=\"notice\">{}</p>\n", word("page." + state));
    for (const json::Value& one : items(of_["form"]["cautions"])) caution(text_of(one));
  }

  void caution(const std::string& text) {
    std::string shown = escape(text);
    if (words_.language() == "ur") {
      shown = fmt::format("<bdi lang=\"en\" dir=\"ltr\">{}</bdi>", escape(text));
      for (const auto& [english, urdu] : kCautions)
        if (english == text) shown = std::string(urdu);
    }
    out_ += fmt::format("<p class=\"notice\">{}</p>\n", shown);
  }

  void fact(std::string_view key, std::string_view value) {
    out_ += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", word(key), bdi(value));
  }

  void facts() {
    std::string law;
    for (const json::Value& one : items(of_["form"]["citations"]))
      law += (law.empty() ? "" : "; ") + text_of(one);
    const json::Value& form = of_["form"];
    out_ += "<table class=\"facts\">\n";
    fact("page.agency", text_of(of_["agency"]));
    fact("page.case",
         fmt::format("{} · {}", text_of(of_["case"]["reference"]), text_of(of_["case"]["title"])));
    fact("page.certificate", text_of(of_["certificate"]));
    fact("page.law", law);
    fact("page.form", fmt::format("{}/{} ({})", text_of(form["pack"]), text_of(form["key"]),
                                  text_of(form["edition"])));
    fact("page.ledger",
         words_.fill("page.ledger.at",
                     {text_of(of_["ledger"]["origin"]),
                      std::to_string(of_["ledger"]["size"].int_or(0)), text_of(of_["at"])}));
    out_ += "</table>\n";
  }

  void exhibits() {
    std::string numbers;
    for (const json::Value& one : items(of_["exhibits"]))
      numbers += (numbers.empty() ? "" : ", ") + text_of(one["number"]);
    out_ += fmt::format("<h2>{}</h2>\n<p>{}</p>\n", word("page.exhibits"), bdi(numbers));
  }

  std::string source_of(const json::Value& source) const {
    std::string shown;
    if (source["entry"].as_int())
      shown = words_.fill("page.source.entry", {std::to_string(*source["entry"].as_int())});
    if (!text_of(source["file"]).empty()) {
      const std::int64_t offset = source["offset"].int_or(0);
      shown +=
          (shown.empty() ? "" : " · ") +
          words_.fill("page.source.file", {text_of(source["file"]), std::to_string(offset),
                                           std::to_string(offset + source["length"].int_or(0))});
    }
    return shown;
  }

  void line(const json::Value& one) {
    const std::string exhibit = text_of(one["exhibit"]);
    const std::string before = exhibit.empty() ? "" : bdi(exhibit) + ": ";
    if (one["withheld"].bool_or(false)) {
      out_ += fmt::format("<li>{}{}</li>\n", before, word("page.withheld"));
      return;
    }
    if (const std::string because = text_of(one["because"]); !because.empty()) {
      out_ += fmt::format("<li>{}<span class=\"cannot\">{}</span></li>\n", before,
                          filled("page.cannot", {words_("because." + because)}));
      return;
    }
    out_ += fmt::format("<li>{}{} <span class=\"source\">[{}]</span></li>\n", before,
                        bdi(says(of_, one, words_)), bdi(source_of(one["source"])));
  }

  static std::string plain(const json::Value& value) {
    if (value.as_string() != nullptr) return *value.as_string();
    std::string joined;
    if (value.as_array() == nullptr) return json::format_canonical(value);
    for (const json::Value& one : items(value)) joined += (joined.empty() ? "" : "\n") + plain(one);
    return joined;
  }

  void stated(const json::Value& field) {
    const json::Value& stated = field["stated"];
    if (field["withheld"].bool_or(false)) {
      out_ += fmt::format("<p>{}</p>\n", word("page.withheld"));
    } else if (stated.is_null()) {
      const bool is_open = text_of(of_["state"]) != "signed";
      if (is_open && field["asked"].bool_or(false))
        out_ += fmt::format("<p class=\"blank\">{}</p>\n", word("page.blank"));
      else if (items(field["lines"]).empty())
        out_ += fmt::format("<p>{}</p>\n", word("page.nothing"));
    } else if (const std::string* open = stated["open"].as_string()) {
      out_ += fmt::format("<p class=\"cannot\">{}</p>\n",
                          filled("page.open", {name(stated["by"]), *open}));
    } else {
      out_ += fmt::format("<div class=\"stated\"><span class=\"kind\">{}</span>{}</div>\n",
                          filled("page.stated", {name(stated["by"])}), bdi(plain(stated["value"])));
    }
  }

  void field(const json::Value& one) {
    out_ += fmt::format("<div class=\"field\">\n<h3>{}</h3>\n", escape(in_language(one["label"])));
    if (!items(one["lines"]).empty()) {
      out_ +=
          fmt::format("<p class=\"source\">{}</p>\n<ul class=\"lines\">\n", word("page.record"));
      for (const json::Value& shown : items(one["lines"])) line(shown);
      out_ += "</ul>\n";
    }
    stated(one);
    out_ += "</div>\n";
  }

  void statements(const std::string& part) {
    bool any = false;
    for (const json::Value& one : items(of_["statements"])) {
      if (text_of(one["part"]) != part) continue;
      if (!any) out_ += fmt::format("<h3>{}</h3>\n", word("page.statements"));
      any = true;
      const json::Value& said = one["said"];
      std::string who = word("page.undecided");
      if (!said.is_null())
        who =
            said["made"].bool_or(false)
                ? filled("page.made", {name(said["by"])})
                : fmt::format("<span class=\"cannot\">{}</span>",
                              filled("page.not_made", {name(said["by"]), text_of(said["reason"])}));
      out_ += fmt::format("<div class=\"stated\"><p>{}</p><p class=\"source\">{}</p></div>\n",
                          escape(in_language(one["text"])), who);
    }
    if (any) out_ += fmt::format("<p class=\"source\">{}</p>\n", word("page.statements.note"));
  }

  void add_part(const std::string& part) {
    out_ += "<div class=\"part\">\n";
    if (!part.empty()) out_ += fmt::format("<h2>{}</h2>\n", filled("page.part", {part}));
    for (const json::Value& one : items(of_["fields"]))
      if (!one["annex"].bool_or(false) && text_of(one["part"]) == part) field(one);
    statements(part);
    out_ += "</div>\n";
  }

  void annex() {
    bool any = false;
    for (const json::Value& one : items(of_["fields"])) {
      if (!one["annex"].bool_or(false)) continue;
      if (!any) out_ += fmt::format("<h2>{}</h2>\n", word("page.annex"));
      any = true;
      field(one);
    }
  }

  void basis(const json::Value& one) {
    const std::string key = "page.basis." + text_of(one["demand"]);
    out_ += fmt::format("<p class=\"source\">{}</p>\n", filled(key, {text_of(one["reference"])}));
  }

  void signatures() {
    out_ += fmt::format("<h2>{}</h2>\n", word("page.signatures"));
    for (const json::Value& one : items(of_["signers"])) {
      out_ +=
          fmt::format("<div class=\"field\">\n<h3>{}</h3>\n", escape(in_language(one["label"])));
      if (!one["by"].is_null()) {
        out_ += fmt::format("<p>{}</p>\n",
                            filled("page.signed", {name(one["by"]), text_of(one["at"]),
                                                   std::to_string(one["entry"].int_or(0))}));
        for (const json::Value& shown : items(one["basis"])) basis(shown);
      }
      out_ += fmt::format("<p class=\"blank\">{}</p>\n</div>\n", word("page.signed.by_hand"));
    }
  }

  const json::Value& of_;
  CourtWords words_;
  std::string out_;
};

}  // namespace

std::string certificate_html(const json::Value& certificate, std::string_view language) {
  return Page(certificate, language).html();
}

void add_line_texts(json::Value& certificate) {
  const CourtWords english = CourtWords::of_certificates("en"),
                   urdu = CourtWords::of_certificates("ur");
  json::Object* all = certificate.as_object();
  json::Value* fields = all == nullptr ? nullptr : all->find("fields");
  if (fields == nullptr || fields->as_array() == nullptr) return;
  const json::Value whole = certificate;
  for (json::Value& field : *fields->as_array()) {
    json::Value* lines = field.as_object() == nullptr ? nullptr : field.as_object()->find("lines");
    if (lines == nullptr || lines->as_array() == nullptr) continue;
    for (json::Value& line : *lines->as_array()) {
      json::Object text;
      for (const CourtWords* words : {&english, &urdu}) {
        const std::string because = text_of(line["because"]);
        text.set(words->language(),
                 because.empty() ? says(whole, line, *words)
                                 : words->fill("page.cannot", {(*words)("because." + because)}));
      }
      line.as_object()->set("text", std::move(text));
    }
  }
}

json::Value disclosable_certificate(json::Value certificate) {
  json::Object* all = certificate.as_object();
  if (all == nullptr) return certificate;
  all->set("build", "disclosable");
  all->set("names", json::Object{});
  json::Value* fields = all->find("fields");
  if (fields == nullptr || fields->as_array() == nullptr) return certificate;
  for (json::Value& field : *fields->as_array()) {
    json::Object* members = field.as_object();
    if (members == nullptr) continue;
    if (field["personal"].bool_or(false)) {
      members->set("stated", nullptr);
      members->set("withheld", true);
    }
    json::Value* lines = members->find("lines");
    if (lines == nullptr || lines->as_array() == nullptr) continue;
    for (json::Value& line : *lines->as_array()) {
      if (!line["operational"].bool_or(false)) continue;
      line.as_object()->set("values", json::Array{});
      line.as_object()->set("withheld", true);
    }
  }
  return certificate;
}

}  // namespace sanad::present
