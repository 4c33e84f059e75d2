// Owners of OpenSSL's objects and readings of their fields. Private to the module.
#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::timestamp {

template <auto kFree>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
inline void free_certificate_list(STACK_OF(X509) * list) { sk_X509_free(list); }
inline void free_bytes(unsigned char* bytes) { OPENSSL_free(bytes); }

using Request = std::unique_ptr<TS_REQ, Freer<TS_REQ_free>>;
using Response = std::unique_ptr<TS_RESP, Freer<TS_RESP_free>>;
using Imprint = std::unique_ptr<TS_MSG_IMPRINT, Freer<TS_MSG_IMPRINT_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Store = std::unique_ptr<X509_STORE, Freer<X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX_free>>;
using VerifyContext = std::unique_ptr<TS_VERIFY_CTX, Freer<TS_VERIFY_CTX_free>>;
using Memory = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Number = std::unique_ptr<BIGNUM, Freer<BN_free>>;
using Integer = std::unique_ptr<ASN1_INTEGER, Freer<ASN1_INTEGER_free>>;
using Identifier = std::unique_ptr<ASN1_OBJECT, Freer<ASN1_OBJECT_free>>;
using Algorithm = std::unique_ptr<X509_ALGOR, Freer<X509_ALGOR_free>>;
// Borrows its certificates.
using CertificateList = std::unique_ptr<STACK_OF(X509), Freer<free_certificate_list>>;

// Both accept just one DER value with nothing after it.
Result<Request> decode_request(ByteView der);
Result<Response> decode_response(ByteView der);

// What a decoded response says; refuses one without a token.
Result<struct TimestampInfo> read_info(const TS_RESP& response);

}  // namespace sanad::timestamp
