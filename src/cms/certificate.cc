#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <time.h>

#include <algorithm>

#include "openssl_owners.h"

namespace sanad::cms {
namespace {

using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;

constexpr std::size_t kMaxOrganisationBytes = 200;
constexpr int kMinRsaBits = 2048;

Error failed(std::string_view what) {
  return Error{ErrorCode::kUnavailable,
               fmt::format("the cryptographic library failed at {}: {}", what, library_reason())};
}

Result<Key> build_key(const BIGNUM* scalar, const EC_GROUP* group) {
  const Point point(EC_POINT_new(group));
  if (!point || EC_POINT_mul(group, point.get(), scalar, nullptr, nullptr, nullptr) != 1)
    return failed("a point of a curve");
  Bytes encoded(65);
  if (EC_POINT_point2oct(group, point.get(), POINT_CONVERSION_UNCOMPRESSED, encoded.data(),
                         encoded.size(), nullptr) != encoded.size())
    return failed("a point of a curve");
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, encoded.data(),
                                       encoded.size()) != 1)
    return failed("the members of a key");
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* made = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, parameters.get()) != 1)
    return failed("a key");
  return Key(made);
}

Result<void> add_extension(X509* certificate, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1)
    return failed("a certificate's extension");
  return {};
}

Result<void> name_subject(X509* certificate, const CertificateOrder& order) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const std::string common = fmt::format("{} {}", order.organisation.substr(0, 40),
                                         order.use == Use::kSign ? "signing" : "sealing");
  const auto add = [&](const char* field, const std::string& text, int most) {
    // In an X.520 name a text has 64 characters; the longer one stands in the card.
    std::string cut = text.substr(0, static_cast<std::size_t>(most));
    while (!is_utf8(cut)) cut.pop_back();
    return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(cut.data()),
                                      static_cast<int>(cut.size()), -1, 0) == 1;
  };
  if (!add("O", order.organisation, 64) || !add("CN", common, 64) ||
      X509_set_issuer_name(certificate, name) != 1)
    return failed("a certificate's name");
  return {};
}

Timestamp time_of(const ASN1_TIME* at) {
  struct tm parts{};
  if (at == nullptr || ASN1_TIME_to_tm(at, &parts) != 1) return {};
  return {static_cast<std::int64_t>(::timegm(&parts)) * 1000};
}

std::string key_words(EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "RSA"))
    return EVP_PKEY_get_bits(key) < kMinRsaBits ? ""
                                                : fmt::format("RSA {}", EVP_PKEY_get_bits(key));
  if (!EVP_PKEY_is_a(key, "EC")) return "";
  char name[64] = {};
  std::size_t length = 0;
  if (EVP_PKEY_get_group_name(key, name, sizeof name, &length) != 1) return "";
  const std::string_view group(name, length);
  if (group == "prime256v1" || group == "P-256") return "EC P-256";
  if (group == "secp384r1" || group == "P-384") return "EC P-384";
  if (group == "secp521r1" || group == "P-521") return "EC P-521";
  return "";
}

std::string name_text(X509_NAME* name) {
  const Bio memory(BIO_new(BIO_s_mem()));
  if (!memory ||
      X509_NAME_print_ex(memory.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0)
    return "";
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  std::string text(data, static_cast<std::size_t>(size));
  return is_utf8(text) ? text : "";
}

}  // namespace

PrivateKey::PrivateKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

Result<PrivateKey> PrivateKey::from_seed(ByteView seed) {
  if (seed.size() != kSeedBytes)
    return Error{ErrorCode::kInvalid, fmt::format("a seed has {} bytes", kSeedBytes)};
  const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Number scalar(BN_secure_new());
  if (!group || !scalar ||
      BN_bin2bn(seed.data(), static_cast<int>(seed.size()), scalar.get()) == nullptr)
    return failed("a number");
  if (BN_is_zero(scalar.get()) || BN_cmp(scalar.get(), EC_GROUP_get0_order(group.get())) >= 0)
    return Error{ErrorCode::kInvalid, "no key of the curve follows from this seed; take another"};
  SANAD_TRY(Key key, build_key(scalar.get(), group.get()));
  return PrivateKey(std::make_unique<State>(State{std::move(key)}));
}

std::string PrivateKey::pem() const {
  const Bio memory(BIO_new(BIO_s_mem()));
  if (!memory || PEM_write_bio_PKCS8PrivateKey(memory.get(), state_->key.get(), nullptr, nullptr, 0,
                                               nullptr, nullptr) != 1)
    return "";
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

Result<Bytes> make_certificate(const PrivateKey& key, const CertificateOrder& order) {
  if (order.organisation.empty() || order.organisation.size() > kMaxOrganisationBytes ||
      !is_utf8(order.organisation) || order.to <= order.from)
    return Error{ErrorCode::kInvalid,
                 "a certificate has the name of an organisation and ends after it begins"};
  const Certificate certificate(X509_new());
  if (!certificate) return failed("a certificate");
  X509* made = certificate.get();
  EVP_PKEY* pair = key.state().key.get();
  const auto seconds = [](Timestamp at) { return static_cast<time_t>(at.unix_ms / 1000); };
  if (X509_set_version(made, X509_VERSION_3) != 1 ||
      ASN1_INTEGER_set_uint64(X509_get_serialNumber(made), order.serial) != 1 ||
      ASN1_TIME_set(X509_getm_notBefore(made), seconds(order.from)) == nullptr ||
      ASN1_TIME_set(X509_getm_notAfter(made), seconds(order.to)) == nullptr ||
      X509_set_pubkey(made, pair) != 1)
    return failed("a certificate's members");
  SANAD_CHECK(name_subject(made, order));
  SANAD_CHECK(add_extension(made, NID_basic_constraints, "critical,CA:FALSE"));
  SANAD_CHECK(add_extension(
      made, NID_key_usage,
      order.use == Use::kSign ? "critical,digitalSignature" : "critical,keyAgreement"));
  SANAD_CHECK(add_extension(made, NID_subject_key_identifier, "hash"));
  if (X509_sign(made, pair, EVP_sha256()) <= 0) return failed("a certificate's signature");
  Bytes der(static_cast<std::size_t>(std::max(i2d_X509(made, nullptr), 0)));
  unsigned char* at = der.data();
  if (der.empty() || i2d_X509(made, &at) <= 0) return failed("a certificate's form");
  return der;
}

Result<Certificate> decode_certificate(ByteView der) {
  if (der.size() > kMaxCertificateBytes)
    return Error{ErrorCode::kLimit,
                 fmt::format("a certificate has at most {} bytes", kMaxCertificateBytes)};
  const unsigned char* at = der.data();
  Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (!certificate || at != der.data() + der.size())
    return Error{ErrorCode::kInvalid, "this is not a certificate (X.509)"};
  return certificate;
}

Result<CertificateInfo> read_certificate(ByteView der) {
  SANAD_TRY(const Certificate certificate, decode_certificate(der));
  CertificateInfo info;
  EVP_PKEY* key = X509_get0_pubkey(certificate.get());
  if (key != nullptr) info.key = key_words(key);
  ERR_clear_error();
  if (info.key.empty())
    return Error{ErrorCode::kInvalid,
                 "the certificate's key is of a kind that is not used here; use EC P-256, P-384 "
                 "or P-521, or RSA of at least 2048 bits"};
  info.subject = name_text(X509_get_subject_name(certificate.get()));
  unsigned int length = 0;
  if (X509_digest(certificate.get(), EVP_sha256(), info.sha256.data(), &length) != 1)
    return failed("a certificate's fingerprint");
  info.from = time_of(X509_get0_notBefore(certificate.get()));
  info.to = time_of(X509_get0_notAfter(certificate.get()));
  // All bits are set where the certificate does not restrict its use.
  const std::uint32_t usage = X509_get_key_usage(certificate.get());
  info.may_sign = (usage & X509v3_KU_DIGITAL_SIGNATURE) != 0;
  const bool is_rsa = info.key.starts_with("RSA");
  SANAD_CHECK(name_of(der));  // messages must be able to name it
  info.may_seal = (usage & (is_rsa ? X509v3_KU_KEY_ENCIPHERMENT : X509v3_KU_KEY_AGREEMENT)) != 0;
  return info;
}

Result<CertificateName> name_of(ByteView der) {
  SANAD_TRY(const Certificate certificate, decode_certificate(der));
  CertificateName name;
  X509_NAME* issuer = X509_get_issuer_name(certificate.get());
  name.issuer.resize(static_cast<std::size_t>(std::max(i2d_X509_NAME(issuer, nullptr), 0)));
  unsigned char* at = name.issuer.data();
  if (name.issuer.empty() || i2d_X509_NAME(issuer, &at) <= 0) return failed("a certificate's name");
  // INTEGER with tag and a length of one byte.
  const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate.get());
  Bytes number(static_cast<std::size_t>(std::max(i2d_ASN1_INTEGER(serial, nullptr), 0)));
  at = number.data();
  if (number.size() < 3 || number.size() > 127 || i2d_ASN1_INTEGER(serial, &at) <= 0)
    return Error{ErrorCode::kInvalid, "the certificate's number is too long"};
  name.serial.assign(number.begin() + 2, number.end());
  if (const ASN1_OCTET_STRING* key = X509_get0_subject_key_id(certificate.get())) {
    const unsigned char* data = ASN1_STRING_get0_data(key);
    name.key_identifier.assign(data, data + ASN1_STRING_length(key));
  }
  ERR_clear_error();
  return name;
}

}  // namespace sanad::cms
