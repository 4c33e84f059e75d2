#include "keys.h"

#include <fmt/format.h>

#include <algorithm>

#include "tlog/note.h"
#include "verifier/verifier.h"

namespace sanad::verifier {
namespace {

// SEQUENCE { SEQUENCE { OID 1.3.101.112 } BIT STRING of 32 bytes }, up to the key.
constexpr std::uint8_t kEd25519Prefix[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                           0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

Result<std::vector<Bytes>> parse_pem(std::string_view text, std::string_view label) {
  const Error malformed{ErrorCode::kInvalid,
                        fmt::format("There is no readable PEM block \"{}\".", label)};
  const std::string begin = fmt::format("-----BEGIN {}-----", label);
  const std::string end = fmt::format("-----END {}-----", label);
  std::vector<Bytes> blocks;
  for (std::size_t at = text.find(begin); at != std::string_view::npos; at = text.find(begin, at)) {
    const std::size_t stop = text.find(end, at);
    if (stop == std::string_view::npos) return malformed;
    std::string digits(text.substr(at + begin.size(), stop - at - begin.size()));
    std::erase_if(digits, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    auto bytes = parse_base64(digits);
    if (!bytes.ok()) return malformed;
    blocks.push_back(std::move(bytes).value());
    at = stop + end.size();
  }
  if (blocks.empty()) return malformed;
  return blocks;
}

Result<std::array<std::uint8_t, 32>> parse_pem_key(std::string_view text) {
  SANAD_TRY(const auto blocks, parse_pem(text, "PUBLIC KEY"));
  if (blocks.size() != 1 || blocks[0].size() != 44 ||
      !std::ranges::equal(ByteView(blocks[0]).first(12), kEd25519Prefix))
    return Error{ErrorCode::kInvalid, "This is not one Ed25519 key in PEM."};
  std::array<std::uint8_t, 32> key{};
  std::ranges::copy(ByteView(blocks[0]).subspan(12), key.begin());
  return key;
}

Result<std::array<std::uint8_t, 32>> parse_trusted_key(std::string_view text) {
  if (const auto key = parse_pem_key(text); key.ok()) return key.value();
  const auto vkey = tlog::parse_vkey(trimmed(text));
  if (!vkey.ok() || vkey->type != tlog::SignatureType::kEd25519)
    return Error{ErrorCode::kInvalid,
                 "This is not an agency key: give its .pem (Ed25519 public key) or .vkey file."};
  return vkey->public_key;
}

Result<std::vector<Bytes>> parse_trusted_roots(std::string_view pem) {
  return parse_pem(pem, "CERTIFICATE");
}

}  // namespace sanad::verifier
