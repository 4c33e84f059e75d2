// What the generator plants: part of test_text.h.
#pragma once

#include "test_text.h"

namespace sanad::selectors {

// Encoders, written for the tests alone.
inline std::string TextMaker::base58(ByteView bytes, std::size_t width) {
  static constexpr std::string_view kAlphabet =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  std::vector<int> out;
  for (const std::uint8_t byte : bytes) {
    int carry = byte;
    for (int& digit : out) {
      carry += digit << 8;
      digit = carry % 58;
      carry /= 58;
    }
    for (; carry > 0; carry /= 58) out.push_back(carry % 58);
  }
  std::string text;
  if (width == 0) {
    for (std::size_t i = 0; i < bytes.size() && bytes[i] == 0; ++i) text += '1';
  } else {
    text.assign(width - out.size(), '1');
  }
  for (std::size_t i = out.size(); i-- > 0;) text += kAlphabet[static_cast<std::size_t>(out[i])];
  return text;
}

inline std::string TextMaker::base58check(Bytes body) const {
  const Digest256 digest = crypto::sha256(crypto::sha256(body));
  body.insert(body.end(), digest.begin(), digest.begin() + 4);
  return base58(body, 0);
}

inline std::string TextMaker::monero() {
  Bytes body = bytes(65);
  body[0] = pick(2) == 0 ? 18 : 42;
  const Digest256 digest = keccak256(body);
  body.insert(body.end(), digest.begin(), digest.begin() + 4);
  std::string text;
  for (std::size_t i = 0; i < body.size(); i += 8) {
    const std::size_t size = std::min<std::size_t>(8, body.size() - i);
    text += base58(ByteView(body).subspan(i, size), size == 8 ? 11 : 7);
  }
  return text;
}

inline std::string TextMaker::segwit(int version) {
  static constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  std::vector<std::uint32_t> values = {static_cast<std::uint32_t>(version)};
  std::uint32_t kept = 0;
  int bits = 0;
  for (const std::uint8_t byte : bytes(version == 0 ? 20 : 32)) {
    kept = (kept << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) values.push_back((kept >> (bits - 5)) & 31);
  }
  if (bits > 0) values.push_back((kept << (5 - bits)) & 31);
  const auto polymod = [](const std::vector<std::uint32_t>& all) {
    std::uint32_t check = 1;
    for (const std::uint32_t value : all) {
      const std::uint32_t top = check >> 25;
      check = ((check & 0x1FFFFFF) << 5) ^ value;
      const std::uint32_t generator[] = {0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD,
                                         0x2A1462B3};
      for (int i = 0; i < 5; ++i) check ^= ((top >> i) & 1) != 0 ? generator[i] : 0;
    }
    return check;
  };
  std::vector<std::uint32_t> all = {3, 3, 0, 2, 3};
  all.insert(all.end(), values.begin(), values.end());
  all.insert(all.end(), 6, 0);
  const std::uint32_t check = polymod(all) ^ (version == 0 ? 1U : 0x2BC830A3U);
  for (int i = 0; i < 6; ++i) values.push_back((check >> (5 * (5 - i))) & 31);
  std::string text = "bc1";
  for (const std::uint32_t value : values) text += kAlphabet[value];
  return text;
}

inline std::string TextMaker::onion() {
  const Bytes key = bytes(32);
  Bytes hashed = to_bytes(".onion checksum");
  hashed.insert(hashed.end(), key.begin(), key.end());
  hashed.push_back(3);
  const Digest256 digest = sha3_256(hashed);
  Bytes all = key;
  all.insert(all.end(), {digest[0], digest[1], 3});
  std::string text;
  std::uint32_t kept = 0;
  int bits = 0;
  for (const std::uint8_t byte : all) {
    kept = (kept << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5)
      text += "abcdefghijklmnopqrstuvwxyz234567"[(kept >> (bits - 5)) & 31];
  }
  return text + ".onion";
}

inline std::string TextMaker::iban() {
  const std::string account = letters(4, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + digits(16);
  unsigned remainder = 0;
  for (const char c : account + "PK00") {
    const unsigned value =
        c <= '9' ? static_cast<unsigned>(c - '0') : static_cast<unsigned>(c - 'A' + 10);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return fmt::format("PK{:02}{}", 98 - remainder, account);
}

inline std::string TextMaker::imei() {
  std::string text = "35" + digits(12);
  int sum = 0;
  for (std::size_t i = 0; i < 14; ++i) {
    const int digit = (text[i] - '0') * (i % 2 == 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return text + static_cast<char>('0' + (10 - sum % 10) % 10);
}

// One letter other than it was, within the same class.
inline std::string TextMaker::flipped(std::string text) {
  char& c = text[text.size() - 2];
  c = c >= '0' && c <= '9' ? (c == '7' ? '8' : '7')
      : c >= 'a'           ? (c == 'm' ? 'n' : 'm')
                           : (c == 'M' ? 'N' : 'M');
  return text;
}

inline void TextMaker::plant_name() {
  const std::string host = letters(5 + pick(6)) + "." +
                           std::array{"example", "tirazan.example", "com.pk", "org"}[pick(4)];
  switch (pick(9)) {
    case 0: {
      const std::string url =
          "https://" + host + "/" + letters(4) + "/" + letters(6) + "?q=" + letters(3);
      plant(Kind::kUrl, url, url);
      also(Kind::kDomain, 8, host.size(), host);
      return;
    }
    case 1:
      return plant(Kind::kDomain, "www." + host, "www." + host);
    case 2: {
      const std::string name = onion();
      return plant(Kind::kOnion, name, name);
    }
    case 3: {
      const std::string name =
          letters(4) + "." + letters(5) + std::to_string(pick(99)) + "@" + host;
      return plant(Kind::kEmail, name, name);
    }
    case 4: {
      const std::string name = letters(7) + "_" + letters(3);
      return plant(Kind::kTelegram, "t.me/" + name, name);
    }
    case 5: {
      const std::string hash =
          letters(22, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
      return plant(Kind::kWhatsapp, "chat.whatsapp.com/" + hash, "invite/" + hash);
    }
    case 6: {
      const std::string code = letters(8);
      return plant(Kind::kDiscord, "discord.gg/" + code, "invite/" + code);
    }
    case 7: {
      const std::string name = "@" + letters(6) + "_" + letters(3);
      return plant(Kind::kHandle, name, name);
    }
    default: {
      static constexpr std::array<std::string_view, 4> kTags = {"#harvest", "#تیرازان_خبر",
                                                                "#سوق_القرية", "#река"};
      const std::string tag(kTags[pick(4)]);
      return plant(Kind::kHashtag, tag, tag);
    }
  }
}

inline void TextMaker::plant_number() {
  switch (pick(8)) {
    case 0: {
      const std::string number = "3" + digits(9);
      const std::array<std::string, 4> forms = {
          "+92 " + number.substr(0, 3) + " " + number.substr(3),
          "0" + number.substr(0, 3) + "-" + number.substr(3), "+92" + number, "0" + number};
      return plant(Kind::kPhone, forms[pick(4)], "+92" + number);
    }
    case 1: {
      const std::string number = "20 7" + digits(3) + " " + digits(4);
      std::string value = "+44" + number;
      std::erase(value, ' ');
      return plant(Kind::kPhone, "+44 " + number, value);
    }
    case 2: {
      const std::string address =
          fmt::format("{}.{}.{}.{}", 1 + pick(222), pick(256), pick(256), 1 + pick(254));
      return plant(Kind::kIpv4, address, address);
    }
    case 3: {
      const std::string address = fmt::format("2001:db8:{:x}:{:x}::{:x}", 1 + pick(65000),
                                              1 + pick(65000), 1 + pick(65000));
      return plant(Kind::kIpv6, address, address);
    }
    case 4: {
      const std::string address =
          fmt::format("{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", pick(256), pick(256),
                      1 + pick(250), pick(256), pick(256), pick(256));
      return plant(Kind::kMac, address, address);
    }
    case 5: {
      const std::string text = imei();
      return plant(Kind::kImei, text, text);
    }
    case 6: {
      const std::string text =
          fmt::format("{}{}-{}-{}", 1 + pick(7), digits(4), digits(7), digits(1));
      return plant(Kind::kCnic, text, text);
    }
    default: {
      const std::string value = iban();
      std::string raw = value;
      if (pick(2) == 0) {
        raw.clear();
        for (std::size_t i = 0; i < value.size(); i += 4)
          raw += (i > 0 ? " " : "") + value.substr(i, 4);
      }
      return plant(Kind::kIban, raw, value);
    }
  }
}

inline void TextMaker::plant_wallet() {
  switch (pick(8)) {
    case 0:
    case 1: {
      Bytes body = bytes(21);
      body[0] = pick(2) == 0 ? 0 : 5;
      const std::string text = base58check(body);
      return plant(Kind::kBitcoin, text, text);
    }
    case 2: {
      const std::string text = segwit(pick(2) == 0 ? 0 : 1);
      return plant(Kind::kBitcoin, text, text);
    }
    case 3: {
      const std::string text = "0x" + eip55(format_hex(bytes(20)));
      return plant(Kind::kEthereum, text, text);
    }
    case 4: {
      Bytes body = bytes(21);
      body[0] = 0x41;
      const std::string text = base58check(body);
      return plant(Kind::kTron, text, text);
    }
    case 5: {
      const std::string text = monero();
      return plant(Kind::kMonero, text, text);
    }
    case 6: {
      const std::string text = format_hex(bytes(32));
      return plant(Kind::kSha256, text, text);
    }
    default: {
      const std::string text = format_hex(bytes(20));
      put("sha1 ");
      return plant(Kind::kSha1, text, text);
    }
  }
}

inline void TextMaker::plant_place() {
  static constexpr std::array<std::string_view, 12> kEnglish = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  static constexpr std::array<std::string_view, 12> kUrdu = {"جنوری", "فروری",  "مارچ",   "اپریل",
                                                             "مئی",   "جون",    "جولائی", "اگست",
                                                             "ستمبر", "اکتوبر", "نومبر",  "دسمبر"};
  const std::size_t year = 1990 + pick(40);
  const std::size_t month = 1 + pick(12);
  const std::size_t day = 1 + pick(28);
  const std::string date = fmt::format("{}-{:02}-{:02}", year, month, day);
  switch (pick(6)) {
    case 0: {
      const std::string latitude = fmt::format("{}.{}", pick(90), digits(4));
      const std::string longitude = fmt::format("{}.{}", pick(180), digits(4));
      return plant(Kind::kCoordinates, latitude + ", " + longitude,
                   fmt::format("{}00,{}00", latitude, longitude));
    }
    case 1: {
      const std::size_t minutes[] = {pick(60), pick(60)};
      const std::size_t degrees[] = {pick(90), pick(180)};
      return plant(
          Kind::kCoordinates,
          fmt::format("{}°{:02}'00\"N {}°{:02}'00\"E", degrees[0], minutes[0], degrees[1],
                      minutes[1]),
          fmt::format("{:.6f},{:.6f}",
                      static_cast<double>(degrees[0]) + static_cast<double>(minutes[0]) / 60.0,
                      static_cast<double>(degrees[1]) + static_cast<double>(minutes[1]) / 60.0));
    }
    case 2:
      return plant(Kind::kDate, date, date);
    case 3:
      return plant(Kind::kDate, fmt::format("{}/{}/{}", day, month, year), date);
    case 4:
      return plant(Kind::kDate, fmt::format("{} {} {}", day, kEnglish[month - 1], year), date);
    default:
      return plant(Kind::kDate, fmt::format("{} {} {}", day, kUrdu[month - 1], year), date);
  }
}

inline void TextMaker::plant_one() {
  switch (pick(4)) {
    case 0:
      return plant_name();
    case 1:
      return plant_number();
    case 2:
      return plant_wallet();
    default:
      return plant_place();
  }
}

inline void TextMaker::plant_decoy() {
  Bytes body = bytes(21);
  body[0] = 0;
  const std::string point = "." + digits(1) + "." + digits(1);
  switch (pick(9)) {
    case 0:
      return decoy(flipped(base58check(body)));
    case 1:
      return decoy(flipped(segwit(0)));
    case 2: {
      std::string text = eip55(format_hex(bytes(20)));
      for (char& c : text) {
        if (is(static_cast<Byte>(c), kLetter)) {
          c = static_cast<char>(c ^ 0x20);
          break;
        }
      }
      return decoy("0x" + text);
    }
    case 3:
      return decoy(flipped(iban()));
    case 4: {
      std::string text = imei();
      text.back() = static_cast<char>('0' + (text.back() - '0' + 5) % 10);
      return decoy(text);
    }
    case 5:
      return decoy(flipped(monero()));
    case 6: {
      std::string text = onion();
      text[3] = text[3] == 'a' ? 'b' : 'a';
      return decoy(text);
    }
    case 7:
      return decoy("300.1" + point);
    default:
      return decoy(fmt::format("31/2/{}", 1990 + pick(30)));
  }
}

}  // namespace sanad::selectors
