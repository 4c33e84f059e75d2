// Writing: the content passes signer and cipher in one go, each part leaving as it is done (BER
// with lengths that are not known beforehand), so that nothing stands in memory.
#include <fmt/format.h>

#include <algorithm>

#include "openssl_owners.h"

namespace sanad::cms {
namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;

Error failed(std::string_view what) {
  return Error{ErrorCode::kUnavailable,
               fmt::format("the package could not be sealed: {}: {}", what, library_reason())};
}

// Better than the library's default for the sake of old readers, which is SHA-1.
Result<void> set_key_transport(CMS_RecipientInfo* recipient, EVP_PKEY* key) {
  EVP_PKEY_CTX* context = CMS_RecipientInfo_get0_pkey_ctx(recipient);
  if (context == nullptr) return failed("a recipient's key");
  if (EVP_PKEY_is_a(key, "RSA")) {
    if (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) <= 0 ||
        EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) <= 0)
      return failed("a recipient's RSA key");
    return {};
  }
  if (EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_sha256()) <= 0)
    return failed("a recipient's EC key");
  return {};
}

Result<Content> make_envelope(std::span<const Bytes> recipients) {
  Content envelope(CMS_AuthEnvelopedData_create(EVP_aes_256_gcm()));
  if (!envelope) return failed("the envelope");
  for (const Bytes& der : recipients) {
    SANAD_TRY(const CertificateInfo info, read_certificate(der));
    if (!info.may_seal)
      return Error{ErrorCode::kInvalid,
                   fmt::format("nothing can be sealed for the certificate of {}, whose use is "
                               "another",
                               info.subject)};
    SANAD_TRY(const Certificate certificate, decode_certificate(der));
    CMS_RecipientInfo* added =
        CMS_add1_recipient_cert(envelope.get(), certificate.get(), CMS_KEY_PARAM);
    if (added == nullptr) return failed("a recipient");
    SANAD_CHECK(set_key_transport(added, X509_get0_pubkey(certificate.get())));
  }
  CMS_set_detached(envelope.get(), 0);
  return envelope;
}

Result<Content> make_signed(const Identity& signer, unsigned int flags, BIO* content) {
  SANAD_TRY(const Certificate certificate, decode_certificate(signer.certificate));
  Content made(CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_PARTIAL | CMS_BINARY | flags));
  if (!made) return failed("the signature's frame");
  if (CMS_add1_signer(made.get(), certificate.get(), signer.key->state().key.get(), EVP_sha256(),
                      CMS_BINARY | CMS_NOSMIMECAP) == nullptr)
    return failed("the signer");
  CMS_set_detached(made.get(), 0);
  if (content != nullptr && CMS_final(made.get(), content, nullptr, CMS_BINARY) != 1)
    return failed("the signature");
  return made;
}

// Takes off what BIO_new_CMS() put on, down to what it was given.
void take_off(BIO* top, const BIO* bottom) {
  while (top != nullptr && top != bottom) {
    BIO* next = BIO_pop(top);
    BIO_free(top);
    top = next;
  }
}

}  // namespace

struct Sealer::State {
  Bridge bridge;
  Bio out;
  Content envelope, message;
  BIO* enveloping = nullptr;  // chains over out
  BIO* signing = nullptr;
  bool has_content = false;

  ~State() {
    take_off(signing, enveloping != nullptr ? enveloping : out.get());
    take_off(enveloping, out.get());
    ERR_clear_error();
  }
  Error failure(std::string_view what) const { return bridge.error ? *bridge.error : failed(what); }
};

Sealer::Sealer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Sealer::~Sealer() = default;

Result<std::unique_ptr<Sealer>> Sealer::create(ByteSink& sink, const Identity& signer,
                                               std::span<const Bytes> recipients) {
  if (recipients.empty() || recipients.size() > kMaxRecipients)
    return Error{ErrorCode::kInvalid,
                 fmt::format("a package is sealed for 1 to {} recipients", kMaxRecipients)};
  auto state = std::make_unique<State>();
  state->bridge.sink = &sink;
  state->out = make_bio(state->bridge);
  if (!state->out) return failed("a stream");
  SANAD_TRY(state->envelope, make_envelope(recipients));
  SANAD_TRY(state->message, make_signed(signer, CMS_STREAM, nullptr));
  state->enveloping = BIO_new_CMS(state->out.get(), state->envelope.get());
  if (state->enveloping == nullptr) return state->failure("the envelope");
  state->signing = BIO_new_CMS(state->enveloping, state->message.get());
  if (state->signing == nullptr) return state->failure("the signature");
  return std::unique_ptr<Sealer>(new Sealer(std::move(state)));  // private constructor
}

Result<void> Sealer::write(ByteView data) {
  while (!data.empty()) {
    const std::size_t most = std::min(data.size(), kPieceBytes);
    const int written = BIO_write(state_->signing, data.data(), static_cast<int>(most));
    if (written <= 0 || state_->bridge.error) return state_->failure("the content");
    state_->has_content = true;
    data = data.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

// One flush runs down both chains: it ends the signature, then the cipher, then the envelope.
Result<void> Sealer::finish() {
  if (!state_->has_content) return Error{ErrorCode::kInvalid, "there is nothing to seal"};
  if (BIO_flush(state_->signing) != 1 || state_->bridge.error) return state_->failure("the end");
  return {};
}

Result<Bytes> sign(ByteView content, const Identity& signer) {
  const Bio memory(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
  if (!memory) return failed("a stream");
  SANAD_TRY(const Content made, make_signed(signer, 0, memory.get()));
  Bytes der(static_cast<std::size_t>(std::max(i2d_CMS_ContentInfo(made.get(), nullptr), 0)));
  unsigned char* at = der.data();
  if (der.empty() || i2d_CMS_ContentInfo(made.get(), &at) <= 0) return failed("the form");
  return der;
}

}  // namespace sanad::cms
