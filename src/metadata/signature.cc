#include "signature.h"

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <optional>

#include "cbor.h"
#include "metadata/metadata.h"
#include "sheet.h"

namespace sanad::metadata {
namespace {

constexpr std::int64_t kAlgorithm = 1, kChain = 33;  // RFC 9052, 3.1; RFC 9360

template <auto Free>
struct FreeBy {
  template <typename T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Certificate = std::unique_ptr<X509, FreeBy<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreeBy<EVP_PKEY_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeBy<EVP_MD_CTX_free>>;
using Memory = std::unique_ptr<BIO, FreeBy<BIO_free>>;

struct Algorithm {
  std::int64_t number;
  const char* name;
  const EVP_MD* (*digest)();
  bool is_elliptic = false, is_pss = false;
};
constexpr Algorithm kAlgorithms[] = {
    {-7, "ES256", ::EVP_sha256, true, false},  {-35, "ES384", ::EVP_sha384, true, false},
    {-36, "ES512", ::EVP_sha512, true, false}, {-37, "PS256", ::EVP_sha256, false, true},
    {-38, "PS384", ::EVP_sha384, false, true}, {-39, "PS512", ::EVP_sha512, false, true},
    {-8, "EdDSA", nullptr, false, false}};

const Algorithm* algorithm_of(const Cbor& header) {
  const Cbor* value = header.find(kAlgorithm);
  const auto number = value == nullptr ? std::nullopt : value->integer();
  for (const Algorithm& one : kAlgorithms) {
    if (number && one.number == *number) return &one;
  }
  return nullptr;
}

std::string text_of(const Memory& memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return size <= 0 ? "" : std::string(data, static_cast<std::size_t>(size));
}

std::string name_text(const X509_NAME* name) {
  const Memory memory(::BIO_new(::BIO_s_mem()));
  ::X509_NAME_print_ex(memory.get(), name, 0,
                       XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  return clean(text_of(memory), kMaxValueBytes);
}

json::Value time_text(const ASN1_TIME* time) {
  tm parts{};
  if (::ASN1_TIME_to_tm(time, &parts) != 1) return nullptr;
  char text[32];
  return std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0 ? json::Value(text)
                                                                            : nullptr;
}

// r and s, side by side (RFC 9053, 2.1), as the sequence of two numbers that OpenSSL takes.
Bytes der_of(ByteView sides) {
  const auto half = static_cast<int>(sides.size() / 2);
  BIGNUM* r = ::BN_bin2bn(sides.data(), half, nullptr);
  BIGNUM* s = ::BN_bin2bn(sides.data() + half, half, nullptr);
  const std::unique_ptr<ECDSA_SIG, FreeBy<ECDSA_SIG_free>> both(::ECDSA_SIG_new());
  if (both == nullptr || r == nullptr || s == nullptr || ::ECDSA_SIG_set0(both.get(), r, s) != 1) {
    ::BN_free(r);
    ::BN_free(s);
    return {};
  }
  unsigned char* out = nullptr;
  const int size = ::i2d_ECDSA_SIG(both.get(), &out);
  Bytes bytes;
  if (size > 0) bytes.assign(out, out + size);
  ::OPENSSL_free(out);
  return bytes;
}

bool has_made(EVP_PKEY* key, const Algorithm& algorithm, ByteView signature, ByteView message) {
  const Context context(::EVP_MD_CTX_new());
  EVP_PKEY_CTX* of_key = nullptr;  // the context's
  const EVP_MD* digest = algorithm.digest == nullptr ? nullptr : algorithm.digest();
  if (::EVP_DigestVerifyInit(context.get(), &of_key, digest, nullptr, key) != 1) return false;
  if (algorithm.is_pss && (::EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PSS_PADDING) != 1 ||
                           ::EVP_PKEY_CTX_set_rsa_pss_saltlen(of_key, RSA_PSS_SALTLEN_DIGEST) != 1))
    return false;
  const Bytes der = algorithm.is_elliptic ? der_of(signature) : Bytes();
  const ByteView given = algorithm.is_elliptic ? ByteView(der) : signature;
  return ::EVP_DigestVerify(context.get(), given.data(), given.size(), message.data(),
                            message.size()) == 1;
}

const Cbor* chain_of(const Cbor& protected_header, const Cbor& unprotected) {
  for (const Cbor* header : {&protected_header, &unprotected}) {
    if (const Cbor* chain = header->find(kChain)) return chain;
    if (const Cbor* chain = header->find("x5chain")) return chain;
  }
  return nullptr;
}

void describe(X509* certificate, json::Object& out) {
  out.set("subject", name_text(::X509_get_subject_name(certificate)));
  out.set("issuer", name_text(::X509_get_issuer_name(certificate)));
  out.set("valid_from", time_text(::X509_get0_notBefore(certificate)));
  out.set("valid_to", time_text(::X509_get0_notAfter(certificate)));
}

}  // namespace

json::Object read_signature(ByteView signature, ByteView claim) {
  json::Object out;
  const auto sign1 = parse_cbor(signature);
  if (!sign1 || sign1->type != Cbor::Type::kArray || sign1->items.size() != 4) {
    out.set("problem", "it is no COSE signature");
    return out;
  }
  const ByteView protected_bytes = sign1->items[0].bytes;
  const auto header = parse_cbor(protected_bytes);
  if (!header) {
    out.set("problem", "its header cannot be read");
    return out;
  }
  const Algorithm* algorithm = algorithm_of(*header);
  if (algorithm != nullptr) out.set("algorithm", algorithm->name);
  out.set("has_timestamp",
          sign1->items[1].find("sigTst") != nullptr || sign1->items[1].find("sigTst2") != nullptr);
  const Cbor* chain = chain_of(*header, sign1->items[1]);
  if (chain == nullptr) {
    out.set("problem", "it came without a certificate");
    return out;
  }
  const bool is_list = chain->type == Cbor::Type::kArray;
  out.set("certificates", is_list ? static_cast<std::int64_t>(chain->items.size()) : 1);
  const ByteView first = !is_list               ? chain->bytes
                         : chain->items.empty() ? ByteView()
                                                : chain->items[0].bytes;
  const unsigned char* at = first.data();
  const Certificate certificate(
      first.empty() ? nullptr : ::d2i_X509(nullptr, &at, static_cast<long>(first.size())));
  if (!certificate) {
    out.set("problem", "its certificate cannot be read");
    return out;
  }
  describe(certificate.get(), out);
  const Key key(::X509_get_pubkey(certificate.get()));
  if (algorithm != nullptr && key != nullptr)
    out.set("fits", has_made(key.get(), *algorithm, sign1->items[3].bytes,
                             signed_bytes(protected_bytes, claim)));
  return out;
}

}  // namespace sanad::metadata
