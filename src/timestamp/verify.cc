// Verification in two steps, so that "not signed by whom it says" and "signed by someone you do not
// trust" stay apart: first everything that the response and request prove by themselves, then the
// chain of certificates at the token's time.
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "asn1.h"
#include "timestamp/timestamp.h"

namespace sanad::timestamp {
namespace {

Error broken(std::string_view reason) {
  return Error{ErrorCode::kIntegrity, "the timestamp is not valid: " + std::string(reason)};
}

Error no_memory() {
  return Error{ErrorCode::kUnavailable, "the timestamp could not be checked for lack of memory"};
}

// For the first step, which is not about trust: every problem of the chain is passed over.
int accept_any_chain(int, X509_STORE_CTX*) { return 1; }

Result<void> check_answers(const TimestampInfo& info, const RequestInfo& request,
                           const Digest256& digest) {
  if (request.imprint != digest) return broken("the request is for another digest");
  if (info.imprint != digest) return broken("it is over another digest");
  if (!request.nonce_hex.empty() && info.nonce_hex != request.nonce_hex) {
    return broken("it answers another request");
  }
  if (!request.policy.empty() && info.policy != request.policy) {
    return broken("it was made under another policy than was asked for");
  }
  return {};
}

// Version, status, imprint, nonce, policy, the signer's name, the signed reference to the signer's
// certificate (ESSCertID) and the signature itself.
Result<void> check_signature(TS_RESP* response, TS_REQ* request) {
  VerifyContext context(TS_REQ_to_TS_VERIFY_CTX(request, nullptr));
  Store store(X509_STORE_new());
  if (context == nullptr || store == nullptr) return no_memory();
  X509_STORE_set_verify_cb(store.get(), accept_any_chain);
  TS_VERIFY_CTX_set_store(context.get(), store.release());  // takes it over
  TS_VERIFY_CTX_add_flags(context.get(), TS_VFY_SIGNATURE | TS_VFY_SIGNER);
  const bool valid = TS_RESP_verify_response(context.get(), response) == 1;
  const unsigned long code = ERR_peek_last_error();
  const char* reason = ERR_reason_error_string(code);
  const std::string text = reason == nullptr ? "its signature is wrong" : reason;
  ERR_clear_error();
  if (!valid) return broken(text);
  return {};
}

// RFC 3161 section 2.3: the certificate is for timestamping, critically, and for nothing else.
Result<X509*> timestamping_signer(PKCS7* token) {
  const CertificateList signers(PKCS7_get0_signers(token, nullptr, 0));
  if (signers == nullptr || sk_X509_num(signers.get()) != 1) {
    return broken("its signer's certificate is not included");
  }
  X509* signer = sk_X509_value(signers.get(), 0);  // borrowed from the token
  if (X509_check_purpose(signer, X509_PURPOSE_TIMESTAMP_SIGN, 0) != 1) {
    return broken("its signer's certificate is not one for timestamping");
  }
  return signer;
}

// Empty if the signer's certificate leads to a trusted one at that time, else the reason.
Result<std::string> chain_problem(X509* signer, PKCS7* token, Timestamp at,
                                  std::span<const Bytes> trusted) {
  const Store store(X509_STORE_new());
  const StoreContext context(X509_STORE_CTX_new());
  if (store == nullptr || context == nullptr) return no_memory();
  for (const Bytes& der : trusted) {
    const unsigned char* start = der.data();
    const Certificate certificate(d2i_X509(nullptr, &start, static_cast<long>(der.size())));
    if (certificate == nullptr) {
      ERR_clear_error();
      return Error{ErrorCode::kInvalid, "a certificate of the trust list cannot be read"};
    }
    if (X509_STORE_add_cert(store.get(), certificate.get()) != 1) return no_memory();
  }
  if (X509_STORE_CTX_init(context.get(), store.get(), signer, token->d.sign->cert) != 1) {
    return no_memory();
  }
  X509_VERIFY_PARAM* param = X509_STORE_CTX_get0_param(context.get());
  // Seconds rounded towards the past; certificates have no finer times.
  const std::int64_t floor_ms = at.unix_ms >= 0 ? at.unix_ms : at.unix_ms - 999;
  X509_VERIFY_PARAM_set_time(param, floor_ms / 1000);
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
  X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_TIMESTAMP_SIGN);
  const bool valid = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  if (valid) return std::string();
  return std::string(X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())));
}

}  // namespace

Result<VerifiedTimestamp> verify(ByteView response_der, ByteView request_der,
                                 const Digest256& digest, std::span<const Bytes> trusted) {
  SANAD_TRY(const Response response, decode_response(response_der));
  SANAD_TRY(const Request request, decode_request(request_der));
  SANAD_TRY(const RequestInfo asked, parse_request(request_der));
  VerifiedTimestamp verified;
  SANAD_TRY(verified.info, read_info(*response));
  SANAD_CHECK(check_answers(verified.info, asked, digest));
  SANAD_CHECK(check_signature(response.get(), request.get()));
  PKCS7* token = TS_RESP_get_token(response.get());
  SANAD_TRY(X509* const signer, timestamping_signer(token));
  SANAD_TRY(verified.authority_problem,
            chain_problem(signer, token, verified.info.gen_time, trusted));
  verified.authority_trusted = verified.authority_problem.empty();
  return verified;
}

}  // namespace sanad::timestamp
