// OpenSSL's handles as owning pointers.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include <memory>

namespace sanad::range {

template <auto kFree>
struct OpensslFree {
  template <typename T>
  void operator()(T* handle) const {
    kFree(handle);
  }
};

using KeyPtr = std::unique_ptr<EVP_PKEY, OpensslFree<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, OpensslFree<X509_free>>;
using BioPtr = std::unique_ptr<BIO, OpensslFree<BIO_free_all>>;
using TsContextPtr = std::unique_ptr<TS_RESP_CTX, OpensslFree<TS_RESP_CTX_free>>;
using TsResponsePtr = std::unique_ptr<TS_RESP, OpensslFree<TS_RESP_free>>;

}  // namespace sanad::range
