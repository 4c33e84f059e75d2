// Names of what packages are made with, as the bytes of their OIDs. Private to the module.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "cms/outline.h"

namespace sanad::cms {

inline constexpr std::size_t kPointBytes = 65, kWrapBytes = 8;

// id-data 1.2.840.113549.1.7.1; attributes 1.2.840.113549.1.9.3 and .4 (RFC 5652, 4 and 11).
inline constexpr std::uint8_t kData[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01};
inline constexpr std::uint8_t kContentType[] = {0x2a, 0x86, 0x48, 0x86, 0xf7,
                                                0x0d, 0x01, 0x09, 0x03};
inline constexpr std::uint8_t kMessageDigest[] = {0x2a, 0x86, 0x48, 0x86, 0xf7,
                                                  0x0d, 0x01, 0x09, 0x04};
// id-ecPublicKey 1.2.840.10045.2.1.
inline constexpr std::uint8_t kEcPublicKey[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};

struct NamedHash {
  std::span<const std::uint8_t> id;
  Hash hash;
};
// dhSinglePass-stdDH-sha1kdf 1.3.133.16.840.63.0.2, and with SHA-2 1.3.132.1.11.1 to .3
// (RFC 5753, 7.1.4).
inline constexpr std::uint8_t kAgreeSha1[] = {0x2b, 0x81, 0x05, 0x10, 0x86, 0x48, 0x3f, 0x00, 0x02};
inline constexpr std::uint8_t kAgreeSha256[] = {0x2b, 0x81, 0x04, 0x01, 0x0b, 0x01};
inline constexpr std::uint8_t kAgreeSha384[] = {0x2b, 0x81, 0x04, 0x01, 0x0b, 0x02};
inline constexpr std::uint8_t kAgreeSha512[] = {0x2b, 0x81, 0x04, 0x01, 0x0b, 0x03};
inline constexpr std::array<NamedHash, 4> kDerivations = {{{kAgreeSha1, Hash::kSha1},
                                                           {kAgreeSha256, Hash::kSha256},
                                                           {kAgreeSha384, Hash::kSha384},
                                                           {kAgreeSha512, Hash::kSha512}}};
// 2.16.840.1.101.3.4.2.1 to .3.
inline constexpr std::uint8_t kDigest256[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01};
inline constexpr std::uint8_t kDigest384[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02};
inline constexpr std::uint8_t kDigest512[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03};
inline constexpr std::array<NamedHash, 3> kHashes = {
    {{kDigest256, Hash::kSha256}, {kDigest384, Hash::kSha384}, {kDigest512, Hash::kSha512}}};

struct NamedSize {
  std::span<const std::uint8_t> id;
  std::size_t bytes;  // of the key
};
// id-aes128-wrap, -192 and -256 2.16.840.1.101.3.4.1.5, .25, .45 (RFC 3565); id-aes…-GCM .6, .26,
// .46 (RFC 5084).
inline constexpr std::uint8_t kWrap128[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x05};
inline constexpr std::uint8_t kWrap192[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x19};
inline constexpr std::uint8_t kWrap256[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2d};
inline constexpr std::array<NamedSize, 3> kWraps = {
    {{kWrap128, 16}, {kWrap192, 24}, {kWrap256, 32}}};
inline constexpr std::uint8_t kGcm128[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x06};
inline constexpr std::uint8_t kGcm192[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x1a};
inline constexpr std::uint8_t kGcm256[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2e};
inline constexpr std::array<NamedSize, 3> kCiphers = {
    {{kGcm128, 16}, {kGcm192, 24}, {kGcm256, 32}}};

struct NamedSignature {
  std::span<const std::uint8_t> id;
  bool is_rsa;
  std::optional<Hash> hash;  // absent: that of the content
};
// ecdsa-with-SHA256 1.2.840.10045.4.3.2 to SHA512 .4; rsaEncryption 1.2.840.113549.1.1.1,
// sha256WithRSAEncryption .11 to sha512 .13.
inline constexpr std::uint8_t kEcdsa256[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02};
inline constexpr std::uint8_t kEcdsa384[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03};
inline constexpr std::uint8_t kEcdsa512[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x04};
inline constexpr std::uint8_t kRsa[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01};
inline constexpr std::uint8_t kRsa256[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b};
inline constexpr std::uint8_t kRsa384[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0c};
inline constexpr std::uint8_t kRsa512[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0d};
inline constexpr std::array<NamedSignature, 7> kSignatures = {{{kEcdsa256, false, Hash::kSha256},
                                                               {kEcdsa384, false, Hash::kSha384},
                                                               {kEcdsa512, false, Hash::kSha512},
                                                               {kRsa, true, std::nullopt},
                                                               {kRsa256, true, Hash::kSha256},
                                                               {kRsa384, true, Hash::kSha384},
                                                               {kRsa512, true, Hash::kSha512}}};

}  // namespace sanad::cms
