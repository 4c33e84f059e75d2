// Owners of OpenSSL's objects. Private to the module.
#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <memory>
#include <optional>

#include "base/stream.h"
#include "cms/cms.h"

namespace sanad::cms {

template <auto kFree>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

using Bio = std::unique_ptr<BIO, Freer<BIO_free>>;
using BioChain = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Freer<EVP_CIPHER_CTX_free>>;
using Digester = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using Content = std::unique_ptr<CMS_ContentInfo, Freer<CMS_ContentInfo_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freer<BN_free>>;
using Point = std::unique_ptr<EC_POINT, Freer<EC_POINT_free>>;
using Group = std::unique_ptr<EC_GROUP, Freer<EC_GROUP_free>>;

struct PrivateKey::State {
  Key key;
};

// One certificate with nothing after it. kInvalid, kLimit.
Result<Certificate> decode_certificate(ByteView der);

// The library's reason for its last failure, for an error's text; clears them.
std::string library_reason();

// A BIO over a sink of ours, and the error of ours that made it fail.
struct Bridge {
  ByteSink* sink = nullptr;
  std::optional<Error> error;
};
// bridge is borrowed for the BIO's life.
Bio make_bio(Bridge& bridge);

}  // namespace sanad::cms
