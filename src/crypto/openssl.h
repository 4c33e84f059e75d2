// Owners of OpenSSL's objects, and the rule for calls that cannot fail. Private to the module.
#pragma once

#include <openssl/evp.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace sanad::crypto {

template <auto kFree>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freer<EVP_CIPHER_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD, Freer<EVP_MD_free>>;
using PublicKey = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;

// For calls that fail only if memory or the library itself is broken. Going on would mean sealing
// evidence with wrong bytes, so the process ends.
inline void must(bool succeeded, const char* what) {
  if (succeeded) return;
  std::fprintf(stderr, "sanad: the cryptographic library failed at %s\n", what);
  std::abort();
}

}  // namespace sanad::crypto
