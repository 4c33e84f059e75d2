#include "crypto/ecdsa.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include "crypto/crypto.h"
#include "openssl.h"

namespace sanad::crypto {
namespace {

constexpr std::size_t kSeedSize = 64;
constexpr std::size_t kNumberSize = 48;

using Number = std::unique_ptr<BIGNUM, Freer<BN_clear_free>>;
using Numbers = std::unique_ptr<BN_CTX, Freer<BN_CTX_free>>;
using Curve = std::unique_ptr<EC_GROUP, Freer<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Freer<EC_POINT_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using ParamsBuilder = std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>>;

constexpr const char* kWhat = "ECDSA on P-384";

PublicKey key_of(const BIGNUM* secret, const Bytes& point) {
  const ParamsBuilder builder(OSSL_PARAM_BLD_new());
  must(builder != nullptr &&
           OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-384", 0) ==
               1 &&
           OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                            point.size()) == 1 &&
           OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret) == 1,
       kWhat);
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  must(params != nullptr && context != nullptr && EVP_PKEY_fromdata_init(context.get()) == 1 &&
           EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, params.get()) == 1,
       kWhat);
  return PublicKey(key);
}

Bytes der_of(const EVP_PKEY* key, int (*encode)(const EVP_PKEY*, unsigned char**)) {
  const int size = encode(key, nullptr);
  must(size > 0, kWhat);
  Bytes der(static_cast<std::size_t>(size));
  unsigned char* at = der.data();
  must(encode(key, &at) == size, kWhat);
  return der;
}

bool is_p384(const EVP_PKEY* key) {
  char name[32] = {};
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, name, sizeof name,
                                        nullptr) == 1 &&
         OBJ_txt2nid(name) == NID_secp384r1;
}

}  // namespace

Result<EcdsaP384Key> EcdsaP384Key::from_seed(ByteView seed) {
  if (seed.size() != kSeedSize)
    return Error{ErrorCode::kInvalid, "a key of P-384 is made of exactly 64 secret bytes"};
  const Numbers numbers(BN_CTX_secure_new());
  const Curve curve(EC_GROUP_new_by_curve_name(NID_secp384r1));
  const Number secret(BN_bin2bn(seed.data(), static_cast<int>(seed.size()), nullptr));
  must(numbers != nullptr && curve != nullptr && secret != nullptr, kWhat);
  const Number below(BN_dup(EC_GROUP_get0_order(curve.get())));
  BN_set_flags(secret.get(), BN_FLG_CONSTTIME);
  must(below != nullptr && BN_sub_word(below.get(), 1) == 1 &&
           BN_mod(secret.get(), secret.get(), below.get(), numbers.get()) == 1 &&
           BN_add_word(secret.get(), 1) == 1,
       kWhat);
  const Point point(EC_POINT_new(curve.get()));
  must(point != nullptr && EC_POINT_mul(curve.get(), point.get(), secret.get(), nullptr, nullptr,
                                        numbers.get()) == 1,
       kWhat);
  Bytes encoded(1 + 2 * kNumberSize);
  must(EC_POINT_point2oct(curve.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, encoded.data(),
                          encoded.size(), numbers.get()) == encoded.size(),
       kWhat);
  const PublicKey pkey = key_of(secret.get(), encoded);
  EcdsaP384Key key;
  key.private_key_ = der_of(pkey.get(), i2d_PrivateKey);
  key.public_key_ = der_of(pkey.get(), i2d_PUBKEY);
  return key;
}

EcdsaP384Key::~EcdsaP384Key() { wipe(private_key_); }

Bytes EcdsaP384Key::sign(ByteView message) const {
  const unsigned char* at = private_key_.data();
  const PublicKey pkey(
      d2i_PrivateKey(EVP_PKEY_EC, nullptr, &at, static_cast<long>(private_key_.size())));
  const DigestContext context(EVP_MD_CTX_new());
  must(pkey != nullptr && context != nullptr &&
           EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, pkey.get()) == 1,
       kWhat);
  std::size_t size = 0;
  must(EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) == 1, kWhat);
  Bytes der(size);
  must(EVP_DigestSign(context.get(), der.data(), &size, message.data(), message.size()) == 1,
       kWhat);
  const unsigned char* begin = der.data();
  const Signature pair(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(size)));
  must(pair != nullptr, kWhat);
  Bytes signature(2 * kNumberSize);
  must(BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), signature.data(), kNumberSize) > 0 &&
           BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), signature.data() + kNumberSize, kNumberSize) >
               0,
       kWhat);
  return signature;
}

bool verify_ecdsa_p384(ByteView public_key, ByteView message, ByteView signature) {
  const unsigned char* at = public_key.data();
  const PublicKey pkey(d2i_PUBKEY(nullptr, &at, static_cast<long>(public_key.size())));
  if (pkey == nullptr || at != public_key.data() + public_key.size() || !is_p384(pkey.get()) ||
      signature.size() != 2 * kNumberSize)
    return false;
  const Signature pair(ECDSA_SIG_new());
  const auto half = [&](std::size_t from) {
    return BN_bin2bn(signature.data() + from, static_cast<int>(kNumberSize), nullptr);
  };
  must(pair != nullptr && ECDSA_SIG_set0(pair.get(), half(0), half(kNumberSize)) == 1, kWhat);
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  must(size > 0, kWhat);
  const DigestContext context(EVP_MD_CTX_new());
  const bool holds =
      context != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, pkey.get()) == 1 &&
      EVP_DigestVerify(context.get(), der, static_cast<std::size_t>(size), message.data(),
                       message.size()) == 1;
  OPENSSL_free(der);
  return holds;
}

}  // namespace sanad::crypto
