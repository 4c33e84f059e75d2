// Decrypting, by an outline: a key is agreed with the sender's passing one (RFC 5753), unwraps the
// content's key (RFC 3394), and that decrypts the content (RFC 5084). Nothing is parsed here.
#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <array>

#include "elements.h"
#include "object_ids.h"
#include "openssl_owners.h"

namespace sanad::cms {
namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;

Error failed(std::string_view what) {
  return Error{ErrorCode::kUnavailable,
               fmt::format("the cryptographic library failed at {}: {}", what, library_reason())};
}
Error changed() {
  ERR_clear_error();
  return {ErrorCode::kIntegrity, "the package was changed on the way, or is damaged"};
}

// Bytes of a key, forgotten at the end.
struct Secret {
  explicit Secret(std::size_t size) : bytes(size) {}
  ~Secret() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Bytes bytes;
};

// The sender's point as a key; the library looks whether it lies on the curve.
Result<Key> peer_of(const Bytes& point) {
  Bytes copy = point;
  char group[] = "P-256";
  const OSSL_PARAM members[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, copy.data(), copy.size()),
      OSSL_PARAM_construct_end()};
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* made = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1) return failed("a key");
  if (EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY,
                        const_cast<OSSL_PARAM*>(members)) != 1) {
    ERR_clear_error();
    return Error{ErrorCode::kInvalid, "this is not a sealed package: its key is no point"};
  }
  return Key(made);
}

const EVP_MD* digest_of(Hash hash) {
  switch (hash) {
    case Hash::kSha1:
      return EVP_sha1();
    case Hash::kSha256:
      return EVP_sha256();
    case Hash::kSha384:
      return EVP_sha384();
    default:
      return EVP_sha512();
  }
}

// ECC-CMS-SharedInfo ::= SEQUENCE { keyInfo AlgorithmIdentifier, [0] OCTET STRING OPTIONAL,
// [2] OCTET STRING (the key's length in bits) }, RFC 5753, 7.2.
Bytes shared_info(const EnvelopeOutline& outline) {
  const auto wrapping =
      std::ranges::find_if(kWraps, [&](const auto& one) { return one.bytes == outline.wrapping; });
  Bytes body = wrap(kSequence, wrap(kOid, wrapping->id));
  const auto add = [&body](const Bytes& more) {
    body.insert(body.end(), more.begin(), more.end());
  };
  if (!outline.material.empty()) add(wrap(kContext0InPieces, wrap(kOctets, outline.material)));
  const auto bits = static_cast<std::uint32_t>(outline.wrapping * 8);
  const std::array<std::uint8_t, 4> length = {0, 0, static_cast<std::uint8_t>(bits >> 8U),
                                              static_cast<std::uint8_t>(bits)};
  add(wrap(kContext2InPieces, wrap(kOctets, length)));
  return wrap(kSequence, body);
}

Result<void> agree(const EnvelopeOutline& outline, EVP_PKEY* ours, Secret& key) {
  SANAD_TRY(const Key peer, peer_of(outline.point));
  const KeyContext context(EVP_PKEY_CTX_new(ours, nullptr));
  const Bytes info = shared_info(outline);
  // The context frees its copy.
  auto* lent = static_cast<unsigned char*>(OPENSSL_memdup(info.data(), info.size()));
  std::size_t size = key.bytes.size();
  if (!context || lent == nullptr || EVP_PKEY_derive_init(context.get()) != 1 ||
      EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
      EVP_PKEY_CTX_set_ecdh_kdf_type(context.get(), EVP_PKEY_ECDH_KDF_X9_63) != 1 ||
      EVP_PKEY_CTX_set_ecdh_kdf_md(context.get(), digest_of(outline.derivation)) != 1 ||
      EVP_PKEY_CTX_set_ecdh_kdf_outlen(context.get(), static_cast<int>(size)) != 1) {
    OPENSSL_free(lent);
    return failed("a key's agreement");
  }
  if (EVP_PKEY_CTX_set0_ecdh_kdf_ukm(context.get(), lent, static_cast<int>(info.size())) != 1) {
    OPENSSL_free(lent);
    return failed("a key's agreement");
  }
  if (EVP_PKEY_derive(context.get(), key.bytes.data(), &size) != 1 || size != key.bytes.size())
    return failed("a key's agreement");
  return {};
}

Result<void> unwrap(const EnvelopeOutline& outline, const Secret& wrapping, Secret& key) {
  const EVP_CIPHER* cipher = outline.wrapping == 16   ? EVP_aes_128_wrap()
                             : outline.wrapping == 24 ? EVP_aes_192_wrap()
                                                      : EVP_aes_256_wrap();
  const Cipher context(EVP_CIPHER_CTX_new());
  if (!context) return failed("a cipher");
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  // The library writes a block more than it gives.
  Secret out(outline.wrapped.size() + 8);
  int size = 0;
  if (EVP_DecryptInit_ex(context.get(), cipher, nullptr, wrapping.bytes.data(), nullptr) != 1)
    return failed("a cipher");
  if (EVP_DecryptUpdate(context.get(), out.bytes.data(), &size, outline.wrapped.data(),
                        static_cast<int>(outline.wrapped.size())) != 1 ||
      size != static_cast<int>(key.bytes.size()))
    return changed();
  std::copy_n(out.bytes.begin(), key.bytes.size(), key.bytes.begin());
  return {};
}

}  // namespace

struct EnvelopeOpener::State {
  ByteSink* plain = nullptr;
  Cipher cipher;
  Bytes tag, piece;
};

EnvelopeOpener::EnvelopeOpener(std::unique_ptr<State> state) : state_(std::move(state)) {}
EnvelopeOpener::~EnvelopeOpener() = default;

Result<std::unique_ptr<EnvelopeOpener>> EnvelopeOpener::create(const EnvelopeOutline& outline,
                                                               std::span<const Identity> ours,
                                                               ByteSink& plain) {
  if (!outline.place || *outline.place >= ours.size())
    return Error{ErrorCode::kNotFound, "the package is not sealed for this agency"};
  Secret wrapping(outline.wrapping), key(outline.wrapped.size() - kWrapBytes);
  SANAD_CHECK(agree(outline, ours[*outline.place].key->state().key.get(), wrapping));
  SANAD_CHECK(unwrap(outline, wrapping, key));
  auto state = std::make_unique<State>();
  state->plain = &plain;
  state->tag = outline.tag;
  state->piece.resize(kPieceBytes);
  state->cipher.reset(EVP_CIPHER_CTX_new());
  const EVP_CIPHER* cipher = key.bytes.size() == 16   ? EVP_aes_128_gcm()
                             : key.bytes.size() == 24 ? EVP_aes_192_gcm()
                                                      : EVP_aes_256_gcm();
  if (!state->cipher || EVP_DecryptInit_ex(state->cipher.get(), cipher, nullptr, key.bytes.data(),
                                           outline.nonce.data()) != 1)
    return failed("a cipher");
  return std::unique_ptr<EnvelopeOpener>(new EnvelopeOpener(std::move(state)));  // private
}

Result<void> EnvelopeOpener::write(ByteView data) {
  while (!data.empty()) {
    const std::size_t most = std::min(data.size(), kPieceBytes);
    int size = 0;
    if (EVP_DecryptUpdate(state_->cipher.get(), state_->piece.data(), &size, data.data(),
                          static_cast<int>(most)) != 1)
      return changed();
    SANAD_CHECK(
        state_->plain->write(ByteView(state_->piece).first(static_cast<std::size_t>(size))));
    data = data.subspan(most);
  }
  return {};
}

Result<void> EnvelopeOpener::finish() {
  int size = 0;
  if (EVP_CIPHER_CTX_ctrl(state_->cipher.get(), EVP_CTRL_AEAD_SET_TAG,
                          static_cast<int>(state_->tag.size()), state_->tag.data()) != 1)
    return failed("a cipher");
  if (EVP_DecryptFinal_ex(state_->cipher.get(), state_->piece.data(), &size) != 1) return changed();
  return {};
}

}  // namespace sanad::cms
