#include "timestamp_authority.h"

#include <openssl/pem.h>

namespace sanad::range {
namespace {

// An arc set aside for examples (RFC 5612), so that no real policy is claimed.
constexpr const char* kPolicy = "1.3.6.1.4.1.32473.1";
constexpr unsigned kFractionDigits = 3;

struct Moment {
  Timestamp at;
  std::uint64_t serial = 0;
};

ASN1_INTEGER* give_serial(TS_RESP_CTX*, void* data) {
  ASN1_INTEGER* serial = ASN1_INTEGER_new();
  ASN1_INTEGER_set_uint64(serial, static_cast<const Moment*>(data)->serial);
  return serial;
}

int give_time(TS_RESP_CTX*, void* data, long* seconds, long* microseconds) {
  const std::int64_t unix_ms = static_cast<const Moment*>(data)->at.unix_ms;
  *seconds = static_cast<long>(unix_ms / 1000);
  *microseconds = static_cast<long>(unix_ms % 1000 * 1000);
  return 1;
}

Error cannot_respond() {
  return {ErrorCode::kUnavailable, "the timestamp authority could not make a response"};
}

}  // namespace

TimestampAuthority::TimestampAuthority(const Clock& clock, X509Ptr certificate, KeyPtr key,
                                       X509Ptr issuer)
    : clock_(clock),
      certificate_(std::move(certificate)),
      key_(std::move(key)),
      issuer_(std::move(issuer)),
      next_serial_(static_cast<std::uint64_t>(clock.now().unix_ms)) {}

Result<std::unique_ptr<TimestampAuthority>> TimestampAuthority::create(const Pki& pki,
                                                                       const Clock& clock) {
  const auto open = [](const std::string& pem) {
    return BioPtr(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  };
  X509Ptr certificate(
      PEM_read_bio_X509(open(pki.timestamp.certificate).get(), nullptr, nullptr, nullptr));
  KeyPtr key(
      PEM_read_bio_PrivateKey(open(pki.timestamp.private_key).get(), nullptr, nullptr, nullptr));
  X509Ptr issuer(
      PEM_read_bio_X509(open(pki.authority.certificate).get(), nullptr, nullptr, nullptr));
  if (!certificate || !key || !issuer) {
    return Error{ErrorCode::kInvalid,
                 "the timestamp authority's key files are damaged; remove the range's keys, and "
                 "they are made anew"};
  }
  return std::unique_ptr<TimestampAuthority>(
      new TimestampAuthority(clock, std::move(certificate), std::move(key), std::move(issuer)));
}

Result<TsContextPtr> TimestampAuthority::make_context() {
  TsContextPtr context(TS_RESP_CTX_new());
  const std::unique_ptr<ASN1_OBJECT, OpensslFree<ASN1_OBJECT_free>> policy(OBJ_txt2obj(kPolicy, 1));
  STACK_OF(X509)* chain = sk_X509_new_null();
  sk_X509_push(chain, issuer_.get());
  const bool is_ready = context != nullptr &&
                        TS_RESP_CTX_set_signer_cert(context.get(), certificate_.get()) == 1 &&
                        TS_RESP_CTX_set_signer_key(context.get(), key_.get()) == 1 &&
                        TS_RESP_CTX_set_signer_digest(context.get(), EVP_sha256()) == 1 &&
                        TS_RESP_CTX_set_ess_cert_id_digest(context.get(), EVP_sha256()) == 1 &&
                        TS_RESP_CTX_set_def_policy(context.get(), policy.get()) == 1 &&
                        TS_RESP_CTX_set_certs(context.get(), chain) == 1 &&
                        TS_RESP_CTX_add_md(context.get(), EVP_sha256()) == 1 &&
                        TS_RESP_CTX_add_md(context.get(), EVP_sha384()) == 1 &&
                        TS_RESP_CTX_add_md(context.get(), EVP_sha512()) == 1 &&
                        TS_RESP_CTX_set_accuracy(context.get(), 1, 0, 0) == 1 &&
                        TS_RESP_CTX_set_clock_precision_digits(context.get(), kFractionDigits) == 1;
  sk_X509_free(chain);
  if (!is_ready) return cannot_respond();
  return context;
}

Result<Bytes> TimestampAuthority::respond(ByteView request) {
  SANAD_TRY(const TsContextPtr context, make_context());
  Moment moment{clock_.now(), next_serial_++};
  TS_RESP_CTX_set_serial_cb(context.get(), give_serial, &moment);
  TS_RESP_CTX_set_time_cb(context.get(), give_time, &moment);
  const BioPtr input(BIO_new_mem_buf(request.data(), static_cast<int>(request.size())));
  const TsResponsePtr response(TS_RESP_create_response(context.get(), input.get()));
  if (response == nullptr) return cannot_respond();
  unsigned char* der = nullptr;
  const int size = i2d_TS_RESP(response.get(), &der);
  if (size <= 0) return cannot_respond();
  Bytes bytes(der, der + size);
  OPENSSL_free(der);
  return bytes;
}

}  // namespace sanad::range
