// Generated text with planted selectors, and the truth about them: for tests and the benchmark.
//
// Plain text, HTML, and chat messages as JSON, in four scripts; between the words stand selectors
// of every kind, and decoys whose checksum fails. All of it is invented.
#pragma once

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "core.h"
#include "crypto/crypto.h"
#include "keccak.h"
#include "selectors/selectors.h"

namespace sanad::selectors {

struct Planted {
  Kind kind;
  std::string value;
  std::uint64_t offset;
  std::uint64_t length;
};

struct TestText {
  std::string text;
  std::vector<Planted> truth;
  std::size_t decoys = 0;
};

class TextMaker {
 public:
  explicit TextMaker(std::uint32_t seed) : random_(seed) {}

  // As much text as that; a selector for about each spacing bytes.
  TestText make(std::size_t bytes, std::size_t spacing = 1800) {
    out_ = {};
    out_.text.reserve(bytes + 8192);
    while (out_.text.size() < bytes) {
      switch (pick(4)) {
        case 0:
          html(spacing);
          break;
        case 1:
          chat(spacing);
          break;
        default:
          plain(spacing);
          break;
      }
    }
    return std::move(out_);
  }

 private:
  std::size_t pick(std::size_t below) { return random_() % below; }
  std::string digits(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += static_cast<char>('0' + pick(10));
    return out;
  }
  std::string letters(std::size_t count, std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz") {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += alphabet[pick(alphabet.size())];
    return out;
  }
  Bytes bytes(std::size_t count) {
    Bytes out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(static_cast<std::uint8_t>(random_()));
    return out;
  }

  std::string words(std::size_t count, std::size_t script) {
    static const std::array<std::vector<std::string_view>, 4> kWords = {
        {{"the",     "water",   "gate",   "harvest", "lantern",
          "village", "opens",   "at",     "dawn",    "and",
          "people",  "of",      "valley", "market",  "internationally",
          "sent",    "message", "about",  "bridge",  "river",
          "he",      "said",    "that",   "we",      "will",
          "meet",    "them",    "soon"},
         {"پانی",  "کا",  "دروازہ", "صبح",  "کو",  "کھلتا", "ہے", "اور",  "گاؤں",  "کے", "لوگ",
          "بازار", "میں", "جمع",    "ہوتے", "ہیں", "پیغام", "پل", "دریا", "انہوں", "نے", "کہا"},
         {"يفتح", "باب",   "الماء", "عند",   "الفجر", "وأهل", "القرية", "في",    "السوق", "قال",
          "إن",   "الجسر", "على",   "النهر", "رسالة", "غدا",  "سوف",    "نلتقي", "هناك",  "بعد"},
         {"вода", "ворота", "деревня", "открывается", "утром", "и", "люди", "долины", "рынок",
          "мост", "река", "он", "сказал", "что", "мы", "встретимся", "скоро", "письмо"}}};
    const auto& list = kWords[script];
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
      out += list[pick(list.size())];
      if (i + 1 < count) out += pick(11) == 0 ? (script == 1 || script == 2 ? "، " : ", ") : " ";
    }
    return out;
  }

  void put(std::string_view text) { out_.text += text; }
  void plant(Kind kind, std::string_view raw, std::string value) {
    out_.truth.push_back({kind, std::move(value), out_.text.size(), raw.size()});
    out_.text += raw;
  }
  void decoy(std::string_view raw) {
    ++out_.decoys;
    out_.text += raw;
  }
  // A part of what was just planted.
  void also(Kind kind, std::size_t from_begin, std::size_t length, std::string value) {
    const std::uint64_t begin = out_.truth.back().offset;
    out_.truth.push_back({kind, std::move(value), begin + from_begin, length});
  }

  std::size_t filler(std::size_t spacing) { return spacing / 2 + pick(spacing); }

  void plain(std::size_t spacing) {
    const std::size_t script = pick(4);
    for (int i = 0; i < 8; ++i) {
      const std::size_t until = out_.text.size() + filler(spacing);
      while (out_.text.size() < until)
        put(words(6 + pick(14), script) + (script == 1 ? "۔ " : ". "));
      if (pick(6) == 0)
        plant_decoy();
      else
        plant_one();
      put(" ");
      put(words(4, script) + "\n");
    }
  }

  void html(std::size_t spacing) {
    put("<!DOCTYPE html><html><head><title>" + words(4, 0) +
        "</title><style>.a1 { color: #a1b2c3; margin: 0.5em 12px; }</style></head>\n<body>\n");
    for (int i = 0; i < 6; ++i) {
      const std::size_t until = out_.text.size() + filler(spacing);
      while (out_.text.size() < until) {
        put("<div class=\"row item-" + std::to_string(pick(90)) + "\" id=\"p" +
            std::to_string(pick(9000)) + "\"><p style=\"width:120px;height:1.5em\">" +
            words(8 + pick(10), pick(4)) + ".</p><span data-n=\"" + std::to_string(pick(900)) +
            "\">" + words(3, 0) + " &nbsp;&quot;" + words(2, 0) + "&quot;</span></div>\n");
      }
      put("<p>");
      if (pick(6) == 0)
        plant_decoy();
      else
        plant_one();
      put("</p>\n");
    }
    put("</body></html>\n");
  }

  void chat(std::size_t spacing) {
    put("{\"name\": \"" + words(2, 0) + "\", \"messages\": [\n");
    for (int i = 0; i < 6; ++i) {
      const std::size_t until = out_.text.size() + filler(spacing);
      while (out_.text.size() < until) {
        put("{\"id\": " + std::to_string(1000 + pick(900000)) +
            ", \"type\": \"message\", \"date_unixtime\": \"" +
            std::to_string(1700000000 + pick(9000000)) + "\", \"from\": \"" + words(2, pick(4)) +
            "\", \"text\": \"" + words(6 + pick(20), pick(4)) +
            "\", \"views\": " + std::to_string(pick(5000)) + "},\n");
      }
      put("{\"id\": " + std::to_string(1000 + pick(900000)) + ", \"text\": \"");
      put(words(3, 0) + " ");
      if (pick(6) == 0)
        plant_decoy();
      else
        plant_one();
      put(" " + words(3, 0) + "\"},\n");
    }
    put("]}\n");
  }

  void plant_one();
  void plant_name();
  void plant_number();
  void plant_wallet();
  void plant_place();
  void plant_decoy();
  std::string base58check(Bytes body) const;
  static std::string base58(ByteView bytes, std::size_t width);
  std::string monero();
  std::string segwit(int version);
  std::string onion();
  std::string iban();
  std::string imei();
  std::string flipped(std::string text);

  std::mt19937 random_;
  TestText out_;
};

}  // namespace sanad::selectors

#include "test_plant.h"
