#include "cards.h"

#include <fmt/format.h>

#include <map>

#include "crypto/crypto.h"
#include "story/html.h"

namespace sanad::classroom {
namespace {

using story::escape_html;

constexpr std::string_view kFormat = "sanad-class-cards/1";

// Crockford's base 32 in small letters: no i, l, o, u.
constexpr std::string_view kLetters = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kGroups = 3;
constexpr int kGroupLetters = 4;

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

std::string place_html(const Plan& plan, const Place& place) {
  const Words words = words_of(place.what);
  return fmt::format(
      "<dt>{} <span lang=\"ur\" dir=\"rtl\">{}</span></dt>\n<dd><b>{}</b><br>{}<br>"
      "<code>{}</code></dd>\n",
      words.english, words.urdu, origin_of(plan, place.seat), escape_html(place.officer),
      escape_html(place.code));
}

std::string card_html(const Plan& plan, const Card& card) {
  std::string places;
  for (const Place& place : card.places) places += place_html(plan, place);
  const std::string seat = card.seat == 0 ? std::string() : fmt::format(" · {}", card.seat);
  return fmt::format("<section><h2>{}{}</h2>\n<dl>{}</dl></section>\n", escape_html(card.name),
                     seat, places);
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

json::Value format_cards(const Plan& plan, const std::vector<Card>& cards) {
  json::Array array;
  for (const Card& card : cards) {
    json::Array places;
    for (const Place& place : card.places) {
      places.push_back(json::Object{{"what", place.what},
                                    {"seat", place.seat},
                                    {"origin", origin_of(plan, place.seat)},
                                    {"officer", place.officer},
                                    {"code", place.code}});
    }
    array.push_back(
        json::Object{{"name", card.name}, {"seat", card.seat}, {"places", std::move(places)}});
  }
  return json::Object{{"format", kFormat}, {"cards", std::move(array)}};
}

Result<std::vector<Card>> parse_cards(std::string_view text) {
  SANAD_TRY_WITH(const json::Value value, json::parse(text), "reading cards.json");
  const json::Array* listed = value["cards"].as_array();
  if (value["format"].string_or("") != kFormat || listed == nullptr)
    return Error{ErrorCode::kInvalid, "cards.json is no list of cards; put it back"};
  std::vector<Card> cards;
  for (const json::Value& one : *listed) {
    Card card{one["name"].string_or(""), static_cast<int>(one["seat"].int_or(0)), {}};
    const json::Array* places = one["places"].as_array();
    if (places == nullptr)
      return Error{ErrorCode::kInvalid, "cards.json has a card without places; put it back"};
    for (const json::Value& place : *places) {
      card.places.push_back({place["what"].string_or(""), static_cast<int>(place["seat"].int_or(0)),
                             place["officer"].string_or(""), place["code"].string_or("")});
    }
    cards.push_back(std::move(card));
  }
  return cards;
}

std::string cards_page(const Plan& plan, const std::vector<Card>& cards) {
  std::string body;
  for (const Card& card : cards) body += card_html(plan, card);
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>{0}</title>\n"
      "<style>{1}</style>\n<body><h1>{0}</h1>\n<main>\n{2}</main></body></html>\n",
      escape_html(plan.title), kStyle, body);
}

}  // namespace sanad::classroom
