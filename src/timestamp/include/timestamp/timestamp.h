// Trusted timestamps (RFC 3161): an authority signs a digest together with the time at which it saw
// it.
//
// We keep the request (.tsq) and the whole response (.tsr) as they were sent and received, so that
// "openssl ts -verify" checks them too. Everything here is judged at the time that the token
// states, never now: a reply stays verifiable after the authority's certificate has expired. Not
// checked: revocation, which needs lists that a bundle does not hold. Tested by timestamp_test.cc
// against the openssl program; fuzzed by timestamp_fuzz.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace sanad::timestamp {

inline constexpr std::size_t kMaxResponseSize = 1024 * 1024;
inline constexpr std::size_t kMaxRequestSize = 64 * 1024;
inline constexpr std::size_t kMaxNonceSize = 32;
inline constexpr std::size_t kMaxCertificates = 64;
inline constexpr std::string_view kRequestMediaType = "application/timestamp-query";
inline constexpr std::string_view kResponseMediaType = "application/timestamp-reply";

// TimeStampReq in DER, which asks for the authority's certificates too. nonce: 8 to 32 random
// bytes. policy: an OID in dotted decimal. kInvalid if one of them is not of that form.
Result<Bytes> make_request(const Digest256& digest, ByteView nonce,
                           std::optional<std::string_view> policy = std::nullopt);

struct RequestInfo {
  Digest256 imprint{};
  std::string nonce_hex;  // without leading zeros; empty if there is none
  std::string policy;     // empty if there is none
};
// kInvalid unless it is a request for a SHA-256 digest.
Result<RequestInfo> parse_request(ByteView request);

struct TimestampInfo {
  Timestamp gen_time;                        // cut to milliseconds
  std::optional<std::uint64_t> accuracy_us;  // the time is within this of gen_time, if stated
  std::string serial_hex;
  std::string policy;     // OID in dotted decimal
  std::string nonce_hex;  // without leading zeros; empty if there is none
  Digest256 imprint{};
  std::string authority;  // subject of the signer's certificate (RFC 2253); empty if not included
  std::vector<Bytes> certificates;  // DER, as included
};

// Reads a response and believes nothing. kInvalid: not a response, or not over SHA-256;
// kDenied: the authority refused, with its reason; kLimit: too large.
Result<TimestampInfo> parse_response(ByteView response);

struct VerifiedTimestamp {
  TimestampInfo info;
  // False: the signature is right, but the authority's certificate does not lead to a trusted one
  // or was not valid at gen_time. The reader must be told; authority_problem says why.
  bool authority_trusted = false;
  std::string authority_problem;
};

// Checks that the response answers this request over this digest and that its signature is right.
// trusted: certificates in DER, roots or any that the reader vouches for; may be empty.
// kIntegrity: another digest, nonce or policy, a wrong signature, or a certificate that is not one
// for timestamping alone. kInvalid, kDenied, kLimit as in parse_response().
Result<VerifiedTimestamp> verify(ByteView response, ByteView request, const Digest256& digest,
                                 std::span<const Bytes> trusted);

// Certificates as a PEM file, one after the other. parse: at least one, at most kMaxCertificates;
// text around them is passed over.
std::string format_certificates_pem(std::span<const Bytes> certificates);
Result<std::vector<Bytes>> parse_certificates_pem(std::string_view text);

}  // namespace sanad::timestamp
