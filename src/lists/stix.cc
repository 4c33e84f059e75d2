#include "stix.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "text.h"
#include "threatexchange.h"

namespace sanad::lists {

namespace {

constexpr std::array<std::string_view, 5> kTlpMarkings = {
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"};

struct OldMarking {
  std::string_view id;
  Tlp tlp;
};
constexpr std::array<OldMarking, 4> kOldMarkings = {
    {{"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp::kClear},
     {"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", Tlp::kGreen},
     {"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", Tlp::kAmber},
     {"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp::kRed}}};

// Our own namespace, drawn once at random.
constexpr std::array<std::uint8_t, 16> kNamespace = {
    0x3c, 0x9d, 0x41, 0xe6, 0x5b, 0x0a, 0x4f, 0x72, 0x8e, 0x15, 0xd2, 0x7a, 0x60, 0xbb, 0x94, 0x1f};

// The pattern parser: one token at a time, recursive in parentheses only.
class Pattern {
 public:
  explicit Pattern(std::string_view text) : rest_(text) {}

  Result<Alternatives> parse() {
    Alternatives all;
    do {
      if (!symbol('[')) return outside("an observation in brackets is expected");
      SANAD_TRY(Alternatives some, any_of(0));
      if (!symbol(']')) return outside("only hashes and addresses joined by AND and OR are read");
      SANAD_CHECK(add(all, std::move(some)));
    } while (word("OR"));
    skip();
    if (!rest_.empty()) return outside("observations may only be joined by OR, without qualifiers");
    return all;
  }

 private:
  static Error outside(std::string_view what) {
    return {ErrorCode::kInvalid, fmt::format("the pattern is outside what is read: {}", what)};
  }
  static Error too_many() {
    return {ErrorCode::kLimit,
            fmt::format("a pattern may have {} cases; split it", kMaxAlternatives)};
  }

  void skip() { rest_ = rest_.substr(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
  bool symbol(char c) {
    skip();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool word(std::string_view expected) {
    skip();
    const auto end = std::min(rest_.find_first_of(" \t\r\n'(["), rest_.size());
    if (ascii_upper(rest_.substr(0, end)) != expected) return false;
    rest_.remove_prefix(end);
    return true;
  }

  static Result<void> add(Alternatives& all, Alternatives more) {
    if (all.size() + more.size() > kMaxAlternatives) return too_many();
    for (auto& one : more) all.push_back(std::move(one));
    return {};
  }

  Result<Alternatives> any_of(int depth) {
    Alternatives all;
    do {
      SANAD_TRY(Alternatives some, all_of(depth));
      SANAD_CHECK(add(all, std::move(some)));
    } while (word("OR"));
    return all;
  }

  // (a OR b) AND c gives a AND c, b AND c.
  Result<Alternatives> all_of(int depth) {
    SANAD_TRY(Alternatives all, primary(depth));
    while (word("AND")) {
      SANAD_TRY(const Alternatives next, primary(depth));
      if (all.size() * next.size() > kMaxAlternatives) return too_many();
      Alternatives product;
      for (const auto& left : all) {
        for (const auto& right : next) {
          auto both = left;
          both.insert(both.end(), right.begin(), right.end());
          if (both.size() > kMaxAlternatives) return too_many();
          product.push_back(std::move(both));
        }
      }
      all = std::move(product);
    }
    return all;
  }

  Result<Alternatives> primary(int depth) {
    if (!symbol('(')) return comparison();
    if (depth == kMaxPatternDepth) return Error{ErrorCode::kLimit, "the pattern nests too deeply"};
    SANAD_TRY(Alternatives inner, any_of(depth + 1));
    if (!symbol(')')) return outside("a parenthesis is not closed");
    return inner;
  }

  Result<Alternatives> comparison() {
    SANAD_TRY(const std::string signal, path());
    Alternatives values;
    if (symbol('=')) {
      if (!rest_.empty() && rest_[0] == '=') rest_.remove_prefix(1);
      SANAD_TRY(std::string value, literal());
      values.push_back({{signal, std::move(value)}});
      return values;
    }
    if (!word("IN") || !symbol('(')) return outside("only = and IN compare a hash");
    do {
      SANAD_TRY(std::string value, literal());
      if (values.size() == kMaxAlternatives) return too_many();
      values.push_back({{signal, std::move(value)}});
    } while (symbol(','));
    if (!symbol(')')) return outside("the values of IN are not closed");
    return values;
  }

  Result<std::string> path() {
    skip();
    for (const std::string_view start : {"file:hashes.", "artifact:hashes."}) {
      if (!rest_.starts_with(start)) continue;
      rest_.remove_prefix(start.size());
      std::string name;
      if (!rest_.empty() && rest_[0] == '\'') {
        SANAD_TRY(name, literal());
      } else {
        const auto end = std::min(rest_.find_first_of(" \t\r\n=<>!'()[]"), rest_.size());
        name = std::string(rest_.substr(0, end));
        rest_.remove_prefix(end);
      }
      std::string plain = ascii_lower(name);
      if (plain.starts_with("x_")) plain.erase(0, 2);
      const std::string signal = signal_from_type(plain);
      if (signal.empty() || signal == "text" || signal == "url")
        return outside("a hash algorithm that no list holds");
      return signal;
    }
    constexpr std::string_view kUrl = "url:value";
    if (!rest_.starts_with(kUrl)) return outside("only hashes of files and addresses are read");
    rest_.remove_prefix(kUrl.size());
    return std::string("url");
  }

  Result<std::string> literal() {
    if (!symbol('\'')) return outside("a value in single quotes is expected");
    std::string value;
    while (!rest_.empty() && rest_[0] != '\'') {
      if (rest_[0] == '\\') {
        rest_.remove_prefix(1);
        if (rest_.empty() || (rest_[0] != '\'' && rest_[0] != '\\'))
          return outside("a backslash must stand before a quote or a backslash");
      }
      value += rest_[0];
      rest_.remove_prefix(1);
    }
    if (!symbol('\'')) return outside("a quote is not closed");
    return value;
  }

  std::string_view rest_;
};

}  // namespace

Result<Alternatives> parse_stix_pattern(std::string_view pattern) {
  if (pattern.size() > kMaxPatternBytes)
    return Error{ErrorCode::kLimit, fmt::format("a pattern may have {} bytes", kMaxPatternBytes)};
  return Pattern(pattern).parse();
}

std::optional<std::string> format_stix_pattern(std::string_view signal, std::string_view value) {
  std::string_view path;
  if (signal == "md5") path = "file:hashes.MD5";
  if (signal == "sha1") path = "file:hashes.'SHA-1'";
  if (signal == "sha256") path = "file:hashes.'SHA-256'";
  if (signal == "sha512") path = "file:hashes.'SHA-512'";
  if (signal == "ssdeep") path = "file:hashes.SSDEEP";
  if (signal == "tlsh") path = "file:hashes.TLSH";
  if (signal == "pdq") path = "file:hashes.x_pdq";
  if (signal == "chromaprint") path = "file:hashes.x_chromaprint";
  if (signal == "url") path = "url:value";
  if (path.empty()) return std::nullopt;
  std::string pattern = fmt::format("[{} = '", path);
  for (const char c : value) {
    if (c == '\'' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "']";
}

std::string_view tlp_marking_id(Tlp tlp) { return kTlpMarkings.at(static_cast<std::size_t>(tlp)); }

std::optional<Tlp> tlp_from_marking_id(std::string_view id) {
  for (std::size_t i = 0; i < kTlpMarkings.size(); ++i) {
    if (kTlpMarkings[i] == id) return static_cast<Tlp>(i);
  }
  for (const auto& [old, tlp] : kOldMarkings) {
    if (old == id) return tlp;
  }
  return std::nullopt;
}

std::string name_uuid(std::string_view name) {
  Bytes named(kNamespace.begin(), kNamespace.end());
  named.insert(named.end(), name.begin(), name.end());
  auto hash = crypto::sha1(named);
  hash[6] = static_cast<std::uint8_t>((hash[6] & 0x0fU) | 0x50U);
  hash[8] = static_cast<std::uint8_t>((hash[8] & 0x3fU) | 0x80U);
  const std::string hex = format_hex(ByteView(hash).first(16));
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20));
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !(is_digit(text[i]) || (text[i] >= 'a' && text[i] <= 'f')))
      return false;
  }
  return true;
}

}  // namespace sanad::lists
