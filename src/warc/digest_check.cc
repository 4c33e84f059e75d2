#include "digest_check.h"

#include <algorithm>

namespace sanad::warc {
namespace {

std::string fold(std::string_view text) {
  std::string folded(text);
  for (char& c : folded)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return folded;
}

std::optional<crypto::Hasher::Algorithm> find_algorithm(std::string_view label) {
  using Algorithm = crypto::Hasher::Algorithm;
  const std::string name = fold(label);
  if (name == "sha256" || name == "sha-256") return Algorithm::kSha256;
  if (name == "sha512" || name == "sha-512") return Algorithm::kSha512;
  if (name == "sha1" || name == "sha-1") return Algorithm::kSha1;
  if (name == "md5") return Algorithm::kMd5;
  return std::nullopt;
}

}  // namespace

std::string format_base32(ByteView bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t pending = 0;
  int bits = 0;
  for (std::uint8_t byte : bytes) {
    pending = (pending << 8 | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text.push_back(kAlphabet[(pending >> bits) & 31]);
    }
  }
  if (bits > 0) text.push_back(kAlphabet[(pending << (5 - bits)) & 31]);
  while (text.size() % 8 != 0) text.push_back('=');
  return text;
}

DigestChecker::DigestChecker(std::string_view labelled) {
  if (labelled.empty()) return;
  without_hash_ = DigestCheck::kUnknownForm;
  const std::size_t colon = labelled.find(':');
  if (colon == std::string_view::npos) return;
  const auto algorithm = find_algorithm(labelled.substr(0, colon));
  if (!algorithm) return;
  expected_ = fold(labelled.substr(colon + 1));
  hasher_.emplace(*algorithm);
}

DigestCheck DigestChecker::finish() {
  if (!hasher_) return without_hash_;
  const Bytes digest = hasher_->finish();
  if (expected_ == format_hex(digest)) return DigestCheck::kMatches;
  std::string base32 = fold(format_base32(digest));
  if (expected_ == base32) return DigestCheck::kMatches;
  while (base32.ends_with('=')) base32.pop_back();
  return expected_ == base32 ? DigestCheck::kMatches : DigestCheck::kDiffers;
}

}  // namespace sanad::warc
