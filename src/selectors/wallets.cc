// Addresses of payment networks, and digests: runs of letters and digits.
//   Bitcoin base58check . EIP-55 . Tron (base58check, version 0x41) . Monero (base58 in blocks of
//   eight bytes, Keccak-256) . Solana (32 bytes in base58, without a checksum)
#include <algorithm>
#include <cstring>

#include "core.h"
#include "crypto/crypto.h"
#include "keccak.h"

namespace sanad::selectors {
namespace {

constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::array<std::int8_t, 256> kBase58Values = [] {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i < 58; ++i) {
    table[static_cast<Byte>(kBase58[i])] = static_cast<std::int8_t>(i);
  }
  return table;
}();

// The number as big-endian bytes, exactly that many, leading ones counted; empty: not such a text.
std::vector<std::uint8_t> decode_base58(std::string_view text, std::size_t bytes) {
  std::array<std::uint32_t, 12> words{};  // little-endian
  std::size_t zeros = 0;
  while (zeros < text.size() && text[zeros] == '1') ++zeros;
  for (const char c : text) {
    const std::int8_t value = kBase58Values[static_cast<Byte>(c)];
    if (value < 0) return {};
    std::uint64_t carry = static_cast<std::uint64_t>(value);
    for (std::uint32_t& word : words) {
      carry += std::uint64_t{word} * 58;
      word = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) return {};
  }
  std::vector<std::uint8_t> out(words.size() * 4);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[out.size() - 1 - i] = static_cast<std::uint8_t>(words[i / 4] >> (8 * (i % 4)));
  }
  const auto first = std::find_if(out.begin(), out.end(), [](std::uint8_t b) { return b != 0; });
  const auto significant = static_cast<std::size_t>(out.end() - first);
  if (significant + zeros != bytes) return {};
  return {out.end() - static_cast<std::ptrdiff_t>(bytes), out.end()};
}

// One block of Monero's base58: up to eleven letters are eight bytes.
bool decode_monero_block(std::string_view text, std::size_t bytes, std::uint8_t* out) {
  std::uint64_t number = 0;
  for (const char c : text) {
    const std::int8_t value = kBase58Values[static_cast<Byte>(c)];
    if (value < 0) return false;
    if (__builtin_mul_overflow(number, std::uint64_t{58}, &number) ||
        __builtin_add_overflow(number, static_cast<std::uint64_t>(value), &number)) {
      return false;
    }
  }
  if (bytes < 8 && (number >> (8 * bytes)) != 0) return false;
  for (std::size_t i = 0; i < bytes; ++i) {
    out[i] = static_cast<std::uint8_t>(number >> (8 * (bytes - 1 - i)));
  }
  return true;
}

bool all_of(std::string_view text, int flags) {
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return is(static_cast<Byte>(c), flags); });
}

const std::vector<std::string_view>& ethereum_words() {
  static const std::vector<std::string_view> kWords = {
      "eth", "erc", "wallet", "usdt", "usdc", "metamask", "donat", "send to", "0x address"};
  return kWords;
}
const std::vector<std::string_view>& solana_words() {
  static const std::vector<std::string_view> kWords = {"solana", "sol:", "sol ", "phantom", "spl"};
  return kWords;
}
const std::vector<std::string_view>& digest_words() {
  static const std::vector<std::string_view> kWords = {"md5",    "sha1",     "sha-1",      "hash",
                                                       "digest", "checksum", "fingerprint"};
  return kWords;
}

}  // namespace

bool is_base58check(std::string_view text, std::size_t bytes,
                    std::initializer_list<Byte> versions) {
  const auto decoded = decode_base58(text, bytes);
  if (decoded.empty()) return false;
  if (std::find(versions.begin(), versions.end(), decoded[0]) == versions.end()) return false;
  const ByteView body(decoded.data(), bytes - 4);
  const Digest256 digest = crypto::sha256(crypto::sha256(body));
  return std::memcmp(digest.data(), decoded.data() + bytes - 4, 4) == 0;
}

bool is_base58_of_32_bytes(std::string_view text) { return !decode_base58(text, 32).empty(); }

bool is_monero_address(std::string_view text) {
  if (text.size() != 95 && text.size() != 106) return false;
  std::array<std::uint8_t, 80> bytes{};
  std::size_t size = 0;
  while (!text.empty()) {
    const std::size_t letters = std::min<std::size_t>(text.size(), 11);
    const std::size_t block = letters == 11 ? 8 : letters == 7 ? 5 : 8 * letters / 11;
    if (!decode_monero_block(text.substr(0, letters), block, bytes.data() + size)) return false;
    size += block;
    text.remove_prefix(letters);
  }
  const std::uint8_t network = bytes[0];
  if (size == 69 ? network != 18 && network != 42 : network != 19) return false;
  const Digest256 digest = keccak256({bytes.data(), size - 4});
  return std::memcmp(digest.data(), bytes.data() + size - 4, 4) == 0;
}

std::string eip55(std::string_view digits) {
  std::string out = lower_text(digits);
  const Digest256 digest = keccak256(as_bytes(out));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int nibble = (digest[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15;
    if (nibble >= 8 && is(static_cast<Byte>(out[i]), kLower))
      out[i] = static_cast<char>(out[i] - 32);
  }
  return out;
}

void Core::find_wallet(const Byte* begin, const Byte* end) {
  const std::string_view text = text_of(begin, end);
  const std::size_t size = text.size();
  if (size == 42 && text.substr(0, 2) == "0x" && wants(Kind::kEthereum)) {
    const std::string_view digits = text.substr(2);
    if (!all_of(digits, kHexDigit)) return;
    const std::string value = eip55(digits);
    const bool plain = std::none_of(digits.begin(), digits.end(),
                                    [](char c) { return is(static_cast<Byte>(c), kUpper); }) ||
                       std::none_of(digits.begin(), digits.end(),
                                    [](char c) { return is(static_cast<Byte>(c), kLower); });
    if (plain ? has_context(begin, end, ethereum_words()) || value == digits : value == digits) {
      add(Kind::kEthereum, begin, end, "0x" + value);
    }
    return;
  }
  if (begins_with_any_case(begin, "bc1") && is_segwit_address(text, "bc")) {
    add(Kind::kBitcoin, begin, end, lower_text(text));
    return;
  }
  if (begins_with_any_case(begin, "tb1") && is_segwit_address(text, "tb")) {
    add(Kind::kBitcoinTest, begin, end, lower_text(text));
    return;
  }
  if (size < 26 || size > 106 || !all_of(text, kBase58Byte)) return;
  if (size <= 35 && (text[0] == '1' || text[0] == '3') && is_base58check(text, 25, {0x00, 0x05})) {
    add(Kind::kBitcoin, begin, end, std::string(text));
  } else if (size <= 35 && (text[0] == 'm' || text[0] == 'n' || text[0] == '2') &&
             is_base58check(text, 25, {0x6f, 0xc4})) {
    add(Kind::kBitcoinTest, begin, end, std::string(text));
  } else if (size == 34 && text[0] == 'T' && is_base58check(text, 25, {0x41})) {
    add(Kind::kTron, begin, end, std::string(text));
  } else if (size >= 95 && (text[0] == '4' || text[0] == '8') && is_monero_address(text)) {
    add(Kind::kMonero, begin, end, std::string(text));
  } else if (size >= 32 && size <= 44 && wants(Kind::kSolana) && !all_of(text, kHexDigit) &&
             is_base58_of_32_bytes(text) && has_context(begin, end, solana_words())) {
    add(Kind::kSolana, begin, end, std::string(text));
  }
}

void Core::find_hash(const Byte* begin, const Byte* end) {
  const std::string_view text = text_of(begin, end);
  const bool lengths =
      text.size() == 32 || text.size() == 40 || text.size() == 64 || text.size() == 128;
  if (!lengths || !all_of(text, kHexDigit) || all_of(text, kDigit) || all_of(text, kLetter)) return;
  // Runs of one or two digits over and over are padding, not digests.
  std::uint32_t seen = 0;
  for (const char c : lower_text(text)) seen |= 1U << (c <= '9' ? c - '0' : c - 'a' + 10);
  if (__builtin_popcount(seen) < 6) return;
  const bool listed = end[0] == ' ' && (end[1] == ' ' || end[1] == '*');  // as sha1sum writes
  const auto in_context = [&] { return listed || has_context(begin, end, digest_words()); };
  const std::string value = lower_text(text);
  if (text.size() == 32 && in_context()) add(Kind::kMd5, begin, end, value);
  if (text.size() == 40 && in_context()) add(Kind::kSha1, begin, end, value);
  if (text.size() == 64) add(Kind::kSha256, begin, end, value);
  if (text.size() == 128) add(Kind::kSha512, begin, end, value);
}

void Core::find_token(const Byte* begin, const Byte* end) {
  // What is glued to an underscore is an identifier of a program.
  if (is(begin[-1], kHigh) || is(*end, kHigh) || begin[-1] == '_' || *end == '_') return;
  const auto size = end - begin;
  if (size > 128) return;
  find_wallet(begin, end);
  find_hash(begin, end);
}

}  // namespace sanad::selectors
