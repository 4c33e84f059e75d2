#include "timestamp/timestamp.h"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>

#include <algorithm>

#include "asn1.h"

namespace sanad::timestamp {
namespace {

constexpr std::size_t kMinNonceSize = 8;
constexpr std::size_t kMaxOidSize = 128;
constexpr std::size_t kMaxReasonSize = 1024;

Error bad_request() {
  return Error{ErrorCode::kInvalid, "this is not a timestamp request (RFC 3161) for SHA-256"};
}
Error bad_response(std::string_view reason) {
  return Error{ErrorCode::kInvalid,
               "this is not a timestamp response (RFC 3161): " + std::string(reason)};
}

std::string format_integer(const ASN1_INTEGER* integer) {
  if (integer == nullptr) return {};
  const Number number(ASN1_INTEGER_to_BN(integer, nullptr));
  if (number == nullptr) return {};
  Bytes bytes(static_cast<std::size_t>(BN_num_bytes(number.get())));
  BN_bn2bin(number.get(), bytes.data());
  std::string hex = format_hex(bytes);
  if (hex.empty()) hex = "00";
  return BN_is_negative(number.get()) ? "-" + hex : hex;
}

std::string format_oid(const ASN1_OBJECT* object) {
  if (object == nullptr) return {};
  std::string text(kMaxOidSize, '\0');
  const int size = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
  if (size <= 0 || static_cast<std::size_t>(size) >= text.size()) return {};
  text.resize(static_cast<std::size_t>(size));
  return text;
}

ByteView bytes_of(const ASN1_STRING* text) {
  return {ASN1_STRING_get0_data(text), static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::optional<Digest256> sha256_imprint(TS_MSG_IMPRINT* imprint) {
  const ASN1_OBJECT* algorithm = nullptr;
  X509_ALGOR_get0(&algorithm, nullptr, nullptr, TS_MSG_IMPRINT_get_algo(imprint));
  const ByteView bytes = bytes_of(TS_MSG_IMPRINT_get_msg(imprint));
  Digest256 digest{};
  if (OBJ_obj2nid(algorithm) != NID_sha256 || bytes.size() != digest.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

// GeneralizedTime of RFC 3161 section 2.4.2: YYYYMMDDhhmmss[.s...]Z
Result<Timestamp> read_time(const ASN1_GENERALIZEDTIME* time) {
  const std::string_view text = as_text(bytes_of(time));
  if (text.size() < 15) return bad_response("its time is cut off");
  std::string rfc3339;
  for (std::size_t i = 0; i < 14; ++i) {
    rfc3339 += text[i];
    if (i == 3 || i == 5) rfc3339 += '-';
    if (i == 7) rfc3339 += 'T';
    if (i == 9 || i == 11) rfc3339 += ':';
  }
  const Result<Timestamp> at = parse_timestamp(rfc3339 + std::string(text.substr(14)));
  if (!at.ok()) return bad_response("its time is not in UTC");
  return at;
}

// Seconds, milliseconds (1..999) and microseconds (1..999), each optional (RFC 3161 section 2.4.2).
Result<std::optional<std::uint64_t>> read_accuracy(const TS_ACCURACY* accuracy) {
  if (accuracy == nullptr) return std::optional<std::uint64_t>();
  std::uint64_t total_us = 0;
  const auto add = [&](const ASN1_INTEGER* part, std::uint64_t unit_us, std::uint64_t most) {
    std::uint64_t value = 0;
    if (part == nullptr) return true;
    if (ASN1_INTEGER_get_uint64(&value, part) != 1 || value > most) return false;
    total_us += value * unit_us;
    return true;
  };
  if (!add(TS_ACCURACY_get_seconds(accuracy), 1'000'000, 1'000'000'000) ||
      !add(TS_ACCURACY_get_millis(accuracy), 1000, 999) ||
      !add(TS_ACCURACY_get_micros(accuracy), 1, 999)) {
    return bad_response("its accuracy is out of range");
  }
  return std::optional(total_us);
}

// RFC 3161 section 2.4.2: status 0 is granted, 1 granted with modifications.
Result<void> check_granted(const TS_STATUS_INFO* status) {
  const ASN1_INTEGER* number = TS_STATUS_INFO_get0_status(status);
  std::int64_t value = -1;
  if (ASN1_INTEGER_get_int64(&value, number) != 1) return bad_response("it has no status");
  if (value == 0 || value == 1) return {};
  std::string reason = "the timestamp authority refused the request";
  const STACK_OF(ASN1_UTF8STRING)* texts = TS_STATUS_INFO_get0_text(status);
  for (int i = 0; texts != nullptr && i < sk_ASN1_UTF8STRING_num(texts); ++i) {
    const std::string_view text = as_text(bytes_of(sk_ASN1_UTF8STRING_value(texts, i)));
    if (is_utf8(text) && reason.size() + text.size() < kMaxReasonSize) {
      reason += (i == 0 ? ": " : ", ") + std::string(text);
    }
  }
  return Error{ErrorCode::kDenied, std::move(reason)};
}

Result<Bytes> encode(const X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  const std::unique_ptr<unsigned char, Freer<free_bytes>> owned(der);
  if (size <= 0) return bad_response("a certificate in it cannot be read");
  return Bytes(der, der + size);
}

std::string format_subject(const X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  if (memory == nullptr) return {};
  // RFC 2253, but with UTF-8 as it is.
  constexpr unsigned long kFlags =
      XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  X509_NAME_print_ex(memory.get(), X509_get_subject_name(certificate), 0, kFlags);
  const unsigned char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  const ByteView text(data, static_cast<std::size_t>(size));
  return is_utf8(as_text(text)) ? to_text(text) : std::string();
}

Result<void> read_certificates(PKCS7* token, TimestampInfo& info) {
  if (!PKCS7_type_is_signed(token) || token->d.sign == nullptr) {
    return bad_response("its token is not signed");
  }
  const STACK_OF(X509)* certificates = token->d.sign->cert;
  const int count = certificates == nullptr ? 0 : sk_X509_num(certificates);
  if (static_cast<std::size_t>(count) > kMaxCertificates) {
    return Error{ErrorCode::kLimit, "the timestamp response holds too many certificates"};
  }
  for (int i = 0; i < count; ++i) {
    SANAD_TRY(Bytes der, encode(sk_X509_value(certificates, i)));
    info.certificates.push_back(std::move(der));
  }
  const CertificateList signers(PKCS7_get0_signers(token, nullptr, 0));
  if (signers != nullptr && sk_X509_num(signers.get()) == 1) {
    info.authority = format_subject(sk_X509_value(signers.get(), 0));
  }
  ERR_clear_error();
  return {};
}

}  // namespace

Result<Request> decode_request(ByteView der) {
  if (der.size() > kMaxRequestSize) return Error{ErrorCode::kLimit, "the request is too large"};
  const unsigned char* at = der.data();
  Request request(d2i_TS_REQ(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (request == nullptr || at != der.data() + der.size()) return bad_request();
  return request;
}

Result<Response> decode_response(ByteView der) {
  if (der.size() > kMaxResponseSize) {
    return Error{ErrorCode::kLimit, "the timestamp response is too large"};
  }
  const unsigned char* at = der.data();
  Response response(d2i_TS_RESP(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (response == nullptr || at != der.data() + der.size()) {
    return bad_response("its encoding is wrong");
  }
  return response;
}

Result<TimestampInfo> read_info(const TS_RESP& constant) {
  // OpenSSL's getters take pointers to non-const but change nothing.
  auto* response = const_cast<TS_RESP*>(&constant);
  SANAD_CHECK(check_granted(TS_RESP_get_status_info(response)));
  TS_TST_INFO* token = TS_RESP_get_tst_info(response);
  if (token == nullptr || TS_RESP_get_token(response) == nullptr) {
    return bad_response("it has no token");
  }
  TimestampInfo info;
  const std::optional<Digest256> imprint = sha256_imprint(TS_TST_INFO_get_msg_imprint(token));
  if (!imprint) return bad_response("it is not over a SHA-256 digest");
  info.imprint = *imprint;
  SANAD_TRY(info.gen_time, read_time(TS_TST_INFO_get_time(token)));
  SANAD_TRY(info.accuracy_us, read_accuracy(TS_TST_INFO_get_accuracy(token)));
  info.serial_hex = format_integer(TS_TST_INFO_get_serial(token));
  info.nonce_hex = format_integer(TS_TST_INFO_get_nonce(token));
  info.policy = format_oid(TS_TST_INFO_get_policy_id(token));
  SANAD_CHECK(read_certificates(TS_RESP_get_token(response), info));
  return info;
}

Result<Bytes> make_request(const Digest256& digest, ByteView nonce,
                           std::optional<std::string_view> policy) {
  if (nonce.size() < kMinNonceSize || nonce.size() > kMaxNonceSize) {
    return Error{ErrorCode::kInvalid, "the nonce of a timestamp request is 8 to 32 random bytes"};
  }
  const Request request(TS_REQ_new());
  const Imprint imprint(TS_MSG_IMPRINT_new());
  const Algorithm algorithm(X509_ALGOR_new());
  const Number number(BN_bin2bn(nonce.data(), static_cast<int>(nonce.size()), nullptr));
  const Integer integer(number == nullptr ? nullptr : BN_to_ASN1_INTEGER(number.get(), nullptr));
  Bytes message(digest.begin(), digest.end());
  const bool built =
      request != nullptr && imprint != nullptr && algorithm != nullptr && integer != nullptr &&
      X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1 &&
      TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
      TS_MSG_IMPRINT_set_msg(imprint.get(), message.data(), static_cast<int>(message.size())) ==
          1 &&
      TS_REQ_set_version(request.get(), 1) == 1 &&
      TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 &&
      TS_REQ_set_nonce(request.get(), integer.get()) == 1 &&
      TS_REQ_set_cert_req(request.get(), 1) == 1;
  if (!built) return Error{ErrorCode::kUnavailable, "the timestamp request could not be built"};
  if (policy) {
    const Identifier object(OBJ_txt2obj(std::string(*policy).c_str(), 1));
    ERR_clear_error();
    if (object == nullptr || TS_REQ_set_policy_id(request.get(), object.get()) != 1) {
      return Error{ErrorCode::kInvalid,
                   "the policy of a timestamp request is an object identifier such as 1.2.3.4"};
    }
  }
  unsigned char* der = nullptr;
  const int size = i2d_TS_REQ(request.get(), &der);
  const std::unique_ptr<unsigned char, Freer<free_bytes>> owned(der);
  if (size <= 0) return Error{ErrorCode::kUnavailable, "the timestamp request could not be built"};
  return Bytes(der, der + size);
}

Result<RequestInfo> parse_request(ByteView der) {
  SANAD_TRY(const Request request, decode_request(der));
  const auto imprint = sha256_imprint(TS_REQ_get_msg_imprint(request.get()));
  if (!imprint) return bad_request();
  return RequestInfo{*imprint, format_integer(TS_REQ_get_nonce(request.get())),
                     format_oid(TS_REQ_get_policy_id(request.get()))};
}

Result<TimestampInfo> parse_response(ByteView der) {
  SANAD_TRY(const Response response, decode_response(der));
  return read_info(*response);
}

std::string format_certificates_pem(std::span<const Bytes> certificates) {
  constexpr std::size_t kLineSize = 64;
  std::string out;
  for (const Bytes& der : certificates) {
    const std::string text = format_base64(der);
    out += "-----BEGIN CERTIFICATE-----\n";
    for (std::size_t at = 0; at < text.size(); at += kLineSize) {
      out += text.substr(at, kLineSize) + '\n';
    }
    out += "-----END CERTIFICATE-----\n";
  }
  return out;
}

Result<std::vector<Bytes>> parse_certificates_pem(std::string_view text) {
  const Memory memory(BIO_new_mem_buf(
      text.data(), static_cast<int>(std::min<std::size_t>(text.size(), kMaxResponseSize))));
  std::vector<Bytes> certificates;
  while (memory != nullptr) {
    const Certificate certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
    if (certificate == nullptr) break;
    if (certificates.size() == kMaxCertificates) {
      return Error{ErrorCode::kLimit, "the file holds too many certificates"};
    }
    SANAD_TRY(Bytes der, encode(certificate.get()));
    certificates.push_back(std::move(der));
  }
  ERR_clear_error();
  if (certificates.empty()) {
    return Error{ErrorCode::kInvalid, "a certificate in PEM form is expected"};
  }
  return certificates;
}

}  // namespace sanad::timestamp
