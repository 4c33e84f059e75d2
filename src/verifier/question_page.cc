// The answers for people: as lines of text, and as a page in both languages.
#include <fmt/format.h>

#include "verifier/questions.h"

namespace sanad::verifier {
namespace {

constexpr std::string_view kStyle = R"(
@page { size: A4; margin: 18mm; }
body { font: 10.5pt/1.5 "Noto Sans", "Noto Naskh Arabic", sans-serif; color: #111; max-width: 180mm; margin: 0 auto; }
h1 { font-size: 16pt; margin: 0 0 2mm; } h2 { font-size: 13pt; margin: 8mm 0 2mm; break-after: avoid; }
h3 { font-size: 11pt; margin: 5mm 0 1mm; break-after: avoid; } p { margin: 1mm 0; }
table { border-collapse: collapse; width: 100%; } tr { break-inside: avoid; }
th, td { border: 0.25mm solid #999; padding: 1mm 2mm; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
th { width: 34%; background: #f0f0ee; font-weight: 600; }
.proof { font: 8pt/1.35 "Noto Sans Mono", monospace; color: #444; overflow-wrap: anywhere; }
:lang(ur) { font-family: "Noto Nastaliq Urdu", "Noto Naskh Arabic", serif; line-height: 2; }
[lang=ur] { direction: rtl; break-before: page; }
)";

std::string text_of(Language language, std::string_view kind, std::string_view code) {
  return std::string(question_text(language, fmt::format("{}:{}", kind, code)));
}

// Values never speak to a terminal, nor become markup.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) out += (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) ? ' ' : c;
  return out;
}

std::string value_text(Language language, const json::Value& value);

std::string members_text(Language language, const json::Object& object) {
  std::string out;
  for (const json::Member& member : object)
    out += fmt::format("{}{}: {}", out.empty() ? "" : "; ", text_of(language, "fact", member.name),
                       value_text(language, member.value));
  return out;
}

std::string value_text(Language language, const json::Value& value) {
  if (const std::string* text = value.as_string()) return plain(*text);
  if (const bool* flag = value.as_bool())
    return text_of(language, "value", *flag ? "true" : "false");
  if (value.is_null()) return text_of(language, "value", "null");
  if (const json::Object* object = value.as_object()) return members_text(language, *object);
  const json::Array* array = value.as_array();
  if (array == nullptr) return json::format_canonical(value);
  if (array->empty()) return text_of(language, "value", "none");
  std::string out;
  for (const json::Value& item : *array)
    out += (out.empty() ? "" : " · ") + value_text(language, item);
  return out;
}

// "check:payload" has the check's name put in.
std::string because_text(Language language, std::string_view because) {
  if (!because.starts_with("check:")) return text_of(language, "because", because);
  std::string text = text_of(language, "because", "check");
  if (const std::size_t at = text.find("{0}"); at != std::string::npos)
    text.replace(at, 3, because.substr(6));
  return text;
}

// "No: follows from the proofs in the bundle."
std::string verdict_text(Language language, const json::Value& answer) {
  std::string text = text_of(language, "answer", answer["answer"].string_or(""));
  const std::string basis = answer["basis"].string_or("");
  if (const std::string words = text_of(language, "basis", basis); !words.empty())
    text += fmt::format(" ({})", words);
  if (const std::string* because = answer["because"].as_string())
    text += fmt::format(". {}", because_text(language, *because));
  return text;
}

std::string proof_text(Language language, const json::Value& answer) {
  std::string out;
  const json::Array* proof = answer["proof"].as_array();
  if (proof == nullptr) return out;
  for (const json::Value& one : *proof)
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ",
                       text_of(language, "proof", one["kind"].string_or("")),
                       plain(one["ref"].string_or("")));
  return out;
}

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

void html_answer(std::string& out, Language language, const json::Value& answer) {
  out += fmt::format("<h3>{}</h3>\n<p><strong>{}</strong></p>\n",
                     escape(text_of(language, "question", answer["id"].string_or(""))),
                     escape(verdict_text(language, answer)));
  const json::Object* facts = answer["facts"].as_object();
  if (facts != nullptr && !facts->empty()) {
    out += "<table>\n";
    for (const json::Member& member : *facts)
      out += fmt::format("<tr><th scope=\"row\">{}</th><td><bdi>{}</bdi></td></tr>\n",
                         escape(text_of(language, "fact", member.name)),
                         escape(value_text(language, member.value)));
    out += "</table>\n";
  }
  if (const std::string proof = proof_text(language, answer); !proof.empty())
    out += fmt::format("<p class=\"proof\">{}: <bdi>{}</bdi></p>\n",
                       text_of(language, "page", "proof"), escape(proof));
}

void html_section(std::string& out, Language language, const json::Value& answers,
                  std::string_view title) {
  const auto page = [&](std::string_view code) { return text_of(language, "page", code); };
  out += fmt::format("<section lang=\"{}\">\n<h1>{}</h1>\n<p><bdi>{}</bdi></p>\n",
                     language == Language::kUrdu ? "ur" : "en", page("title"), escape(title));
  for (const std::string_view code : {"lead", "trust", "authority", "disclosed"})
    out += fmt::format("<p>{}</p>\n", page(code));
  std::string last = "-";
  for (const json::Value& answer : *answers["answers"].as_array()) {
    const std::string exhibit = answer["exhibit"].string_or("");
    if (exhibit != last)
      out += fmt::format("<h2><bdi>{}</bdi></h2>\n",
                         exhibit.empty() ? page("bundle") : escape(exhibit));
    last = exhibit;
    html_answer(out, language, answer);
  }
  out += "</section>\n";
}

}  // namespace

std::string format_answers_text(const json::Value& answers, Language language) {
  std::string out;
  const json::Array* list = answers["answers"].as_array();
  if (list == nullptr) return out;
  std::string last = "-";
  for (const json::Value& answer : *list) {
    const std::string exhibit = answer["exhibit"].string_or("");
    if (exhibit != last)
      out += fmt::format("\n  {}\n",
                         exhibit.empty() ? text_of(language, "page", "bundle") : plain(exhibit));
    last = exhibit;
    out += fmt::format("\n  {} [{}]\n    {}\n",
                       text_of(language, "question", answer["id"].string_or("")),
                       answer["id"].string_or(""), verdict_text(language, answer));
    if (const json::Object* facts = answer["facts"].as_object())
      for (const json::Member& member : *facts)
        out += fmt::format("      {}: {}\n", text_of(language, "fact", member.name),
                           value_text(language, member.value));
    if (const std::string proof = proof_text(language, answer); !proof.empty())
      out += fmt::format("      {}: {}\n", text_of(language, "page", "proof"), proof);
  }
  return out;
}

std::string format_answers_html(const json::Value& answers, std::string_view title) {
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
      question_text(Language::kEnglish, "page:title"), kStyle);
  if (answers["answers"].as_array() != nullptr)
    for (const Language language : {Language::kEnglish, Language::kUrdu})
      html_section(out, language, answers, title);
  return out + "</body>\n</html>\n";
}

}  // namespace sanad::verifier
