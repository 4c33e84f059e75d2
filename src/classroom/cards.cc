#include "cards.h"

#include <fmt/format.h>

#include <map>

#include "crypto/crypto.h"

namespace sanad::classroom {
namespace {

// Crockford's base 32 in small letters: no i, l, o, u.
constexpr std::string_view kLetters = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kGroups = 3;
constexpr int kGroupLetters = 4;

std::string escape(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '"') {
      result += "&quot;";
    } else {
      result.push_back(c);
    }
  }
  return result;
}

struct Words {
  std::string_view english;
  std::string_view urdu;
};

Words words_of(std::string_view what) {
  static const std::map<std::string_view, Words> kWords = {
      {"own", {"Your own unit", "آپ کی اپنی اکائی"}},
      {"neighbour",
       {"Your neighbour's unit: you approve there", "ہمسائے کی اکائی: یہاں آپ منظوری دیتے ہیں"}},
      {"trainer", {"The trainer's desk", "تربیت کار کی میز"}}};
  const auto found = kWords.find(what);
  return found == kWords.end() ? Words{what, ""} : found->second;
}

std::string place_html(const Place& place) {
  const Words words = words_of(place.what);
  return fmt::format(
      "<dt>{} <span lang=\"ur\" dir=\"rtl\">{}</span></dt>\n<dd><b>{}</b><br>{}<br>"
      "<code>{}</code></dd>\n",
      words.english, words.urdu, escape(place.origin), escape(place.officer), escape(place.code));
}

std::string card_html(const Card& card) {
  std::string places;
  for (const Place& place : card.places) places += place_html(place);
  const std::string seat = card.seat == 0 ? std::string() : fmt::format(" · {}", card.seat);
  return fmt::format("<section><h2>{}{}</h2>\n<dl>{}</dl></section>\n", escape(card.name), seat,
                     places);
}

constexpr std::string_view kStyle =
    "@page{size:A4;margin:10mm}body{font:11pt/1.35 sans-serif;margin:0}h1{font-size:13pt}"
    "main{display:grid;grid-template-columns:1fr 1fr;gap:0}"
    "section{border:1px dashed #777;padding:5mm;break-inside:avoid}h2{font-size:12pt;margin:0 0 "
    "3mm}dl{margin:0}dt{color:#444;font-size:9pt}dd{margin:0 0 "
    "3mm}code{font-size:13pt;letter-spacing:.06em}";

}  // namespace

std::string new_code() {
  const Bytes random = crypto::random_bytes(kGroups * kGroupLetters);
  std::string code;
  for (std::size_t i = 0; i < random.size(); ++i) {
    if (i > 0 && i % kGroupLetters == 0) code.push_back('-');
    code.push_back(kLetters[random[i] % kLetters.size()]);
  }
  return code;
}

json::Value format_cards(const std::vector<Card>& cards) {
  json::Array array;
  for (const Card& card : cards) {
    json::Array places;
    for (const Place& place : card.places) {
      places.push_back(json::Object{{"what", place.what},
                                    {"origin", place.origin},
                                    {"officer", place.officer},
                                    {"code", place.code}});
    }
    array.push_back(
        json::Object{{"name", card.name}, {"seat", card.seat}, {"places", std::move(places)}});
  }
  return json::Object{{"format", "sanad-class-cards/1"}, {"cards", std::move(array)}};
}

std::string cards_page(const std::string& title, const std::vector<Card>& cards) {
  std::string body;
  for (const Card& card : cards) body += card_html(card);
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>{0}</title>\n"
      "<style>{1}</style>\n<body><h1>{0}</h1>\n<main>\n{2}</main></body></html>\n",
      escape(title), kStyle, body);
}

}  // namespace sanad::classroom
