#include "credential/encodings.h"

#include <algorithm>

namespace sanad::credential {
namespace {

constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view kBase45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr std::string_view kDidKey = "did:key:";
// Multicodec "ed25519-pub" (0xed) as a variable-length number.
constexpr std::array<std::uint8_t, 2> kEd25519Codec = {0xed, 0x01};
constexpr unsigned kByteValues = 256;
constexpr unsigned kBase58Values = 58, kBase45Values = 45;
static_assert(kBase58.size() == kBase58Values && kBase45.size() == kBase45Values);

std::string multikey(const PublicKey& key) {
  Bytes bytes(kEd25519Codec.begin(), kEd25519Codec.end());
  bytes.insert(bytes.end(), key.begin(), key.end());
  return "z" + format_base58(bytes);
}

}  // namespace

std::string format_base58(ByteView bytes) {
  const auto zeros = static_cast<std::size_t>(
      std::ranges::find_if(bytes, [](std::uint8_t byte) { return byte != 0; }) - bytes.begin());
  Bytes digits;  // of base 58, least significant first
  for (const std::uint8_t byte : bytes.subspan(zeros)) {
    unsigned carry = byte;
    for (std::uint8_t& digit : digits) {
      carry += digit * kByteValues;
      digit = static_cast<std::uint8_t>(carry % kBase58Values);
      carry /= kBase58Values;
    }
    for (; carry > 0; carry /= kBase58Values)
      digits.push_back(static_cast<std::uint8_t>(carry % kBase58Values));
  }
  std::string text(zeros, kBase58[0]);
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) text += kBase58[*digit];
  return text;
}

Result<Bytes> parse_base58(std::string_view text) {
  if (text.size() > kMaxBase58Characters)
    return Error{ErrorCode::kLimit, "a text of base 58 is longer than any that is read here"};
  std::size_t zeros = text.find_first_not_of(kBase58[0]);
  if (zeros == std::string_view::npos) zeros = text.size();
  Bytes bytes;  // least significant first
  for (const char character : text.substr(zeros)) {
    const std::size_t value = kBase58.find(character);
    if (value == std::string_view::npos)
      return Error{ErrorCode::kInvalid, "a text holds a character that is not of base 58"};
    auto carry = static_cast<unsigned>(value);
    for (std::uint8_t& byte : bytes) {
      carry += byte * kBase58Values;
      byte = static_cast<std::uint8_t>(carry % kByteValues);
      carry /= kByteValues;
    }
    if (carry > 0) bytes.push_back(static_cast<std::uint8_t>(carry));
  }
  bytes.insert(bytes.end(), zeros, 0);
  std::ranges::reverse(bytes);
  return bytes;
}

Result<Bytes> parse_base64url(std::string_view text) {
  constexpr std::size_t kGroup = 4;
  std::string standard;
  standard.reserve(text.size() + kGroup);
  for (const char character : text) {
    if (character == '+' || character == '/' || character == '=')
      return Error{ErrorCode::kInvalid, "a text is not base64url without padding"};
    standard += character == '-' ? '+' : character == '_' ? '/' : character;
  }
  standard.append((kGroup - standard.size() % kGroup) % kGroup, '=');
  return parse_base64(standard);
}

std::string format_did(const PublicKey& key) { return std::string(kDidKey) + multikey(key); }

std::string format_method(const PublicKey& key) {
  const std::string name = multikey(key);
  return std::string(kDidKey) + name + "#" + name;
}

Result<PublicKey> parse_did(std::string_view did) {
  const Error wrong{ErrorCode::kInvalid,
                    "this is not the did:key of an Ed25519 key; it begins with \"did:key:z6Mk\""};
  if (!did.starts_with(kDidKey) || !did.substr(kDidKey.size()).starts_with('z')) return wrong;
  const auto bytes = parse_base58(did.substr(kDidKey.size() + 1));
  PublicKey key{};
  if (!bytes.ok() || bytes->size() != kEd25519Codec.size() + key.size() ||
      !std::equal(kEd25519Codec.begin(), kEd25519Codec.end(), bytes->begin()))
    return wrong;
  std::copy(bytes->begin() + kEd25519Codec.size(), bytes->end(), key.begin());
  return key;
}

Result<PublicKey> parse_method(std::string_view method) {
  const std::size_t mark = method.find('#');
  SANAD_TRY(PublicKey key, parse_did(method.substr(0, mark)));
  if (format_method(key) != method)
    return Error{ErrorCode::kInvalid, "this is not the method of the key that it names"};
  return key;
}

std::string format_base45(ByteView bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    const bool is_pair = at + 1 < bytes.size();
    unsigned value = is_pair ? bytes[at] * kByteValues + bytes[at + 1] : bytes[at];
    for (int digit = 0; digit < (is_pair ? 3 : 2); ++digit, value /= kBase45Values)
      text += kBase45[value % kBase45Values];
  }
  return text;
}

Result<Bytes> parse_base45(std::string_view text) {
  constexpr std::size_t kTriple = 3;
  const Error wrong{ErrorCode::kInvalid, "the text is not base 45; read the code again"};
  Bytes bytes;
  for (std::size_t at = 0; at < text.size(); at += kTriple) {
    const std::string_view group = text.substr(at, kTriple);
    if (group.size() == 1) return wrong;
    unsigned value = 0, weight = 1;
    for (const char character : group) {
      const std::size_t digit = kBase45.find(character);
      if (digit == std::string_view::npos) return wrong;
      value += static_cast<unsigned>(digit) * weight;
      weight *= kBase45Values;
    }
    if (value >= (group.size() == kTriple ? kByteValues * kByteValues : kByteValues)) return wrong;
    if (group.size() == kTriple) bytes.push_back(static_cast<std::uint8_t>(value / kByteValues));
    bytes.push_back(static_cast<std::uint8_t>(value % kByteValues));
  }
  return bytes;
}

}  // namespace sanad::credential
