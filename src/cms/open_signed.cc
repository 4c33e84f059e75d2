// Verifying, by an outline. What was signed is the DER of a set of attributes, one of them the
// digest of the content. It is written here anew, with the digest that was computed here: whatever
// the outline says, a signature over it is one over this content.
#include <fmt/format.h>

#include <algorithm>

#include "elements.h"
#include "object_ids.h"
#include "openssl_owners.h"

namespace sanad::cms {
namespace {

using Signature = std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG_free>>;

Error failed(std::string_view what) {
  return Error{ErrorCode::kUnavailable,
               fmt::format("the cryptographic library failed at {}: {}", what, library_reason())};
}
Error unfit(std::string_view what) {
  return {ErrorCode::kInvalid, fmt::format("this is not a sealed package: {}", what)};
}

// No SHA-1: outline.h.
const EVP_MD* digest_of(Hash hash) {
  return hash == Hash::kSha256 ? EVP_sha256() : hash == Hash::kSha384 ? EVP_sha384() : EVP_sha512();
}

bool is(const Bytes& bytes, std::span<const std::uint8_t> other) {
  return std::ranges::equal(bytes, other);
}

// Both that RFC 5652 asks for, once, and the content is plain bytes.
Result<void> check_attributes(const SignedOutline& outline) {
  const Bytes data = wrap(kOid, kData);
  int types = 0, digests = 0;
  for (const auto& one : outline.attributes) {
    if (is(one.type, kContentType)) {
      ++types;
      if (one.values != data) return unfit("its content is of another type");
    } else if (is(one.type, kMessageDigest)) {
      ++digests;
    }
  }
  if (types != 1 || digests != 1) return unfit("its signature does not say what it is over");
  return {};
}

Bytes signed_bytes(const SignedOutline& outline, const Bytes& digest) {
  Bytes all;
  for (const auto& one : outline.attributes) {
    Bytes body = wrap(kOid, one.type);
    const Bytes values =
        wrap(kSet, is(one.type, kMessageDigest) ? wrap(kOctets, digest) : one.values);
    body.insert(body.end(), values.begin(), values.end());
    const Bytes attribute = wrap(kSequence, body);
    all.insert(all.end(), attribute.begin(), attribute.end());
  }
  return wrap(kSet, all);
}

// As the library wants it.
Result<Bytes> signature_of(const SignedOutline& outline) {
  if (outline.is_rsa) return outline.signature;
  const Signature both(ECDSA_SIG_new());
  Number r(
      BN_bin2bn(outline.signature.data(), static_cast<int>(outline.signature.size()), nullptr));
  Number s(
      BN_bin2bn(outline.signature_s.data(), static_cast<int>(outline.signature_s.size()), nullptr));
  if (!both || !r || !s || ECDSA_SIG_set0(both.get(), r.get(), s.get()) != 1)
    return failed("a signature");
  (void)r.release();  // both has them
  (void)s.release();
  Bytes der(static_cast<std::size_t>(std::max(i2d_ECDSA_SIG(both.get(), nullptr), 0)));
  unsigned char* at = der.data();
  if (der.empty() || i2d_ECDSA_SIG(both.get(), &at) <= 0) return failed("a signature");
  return der;
}

}  // namespace

struct SignedOpener::State {
  SignedOutline outline;
  std::vector<std::pair<std::size_t, Certificate>> known;  // whose name is the signer's
  Digester digester;
};

SignedOpener::SignedOpener(std::unique_ptr<State> state) : state_(std::move(state)) {}
SignedOpener::~SignedOpener() = default;

Result<std::unique_ptr<SignedOpener>> SignedOpener::create(SignedOutline outline,
                                                           std::span<const Bytes> known) {
  SANAD_CHECK(check_attributes(outline));
  auto state = std::make_unique<State>();
  for (const std::size_t place : outline.places) {
    if (place >= known.size()) continue;
    SANAD_TRY(Certificate certificate, decode_certificate(known[place]));
    state->known.emplace_back(place, std::move(certificate));
  }
  if (state->known.empty()) return Error{ErrorCode::kNotFound, "it is signed by no registered key"};
  state->digester.reset(EVP_MD_CTX_new());
  if (!state->digester ||
      EVP_DigestInit_ex(state->digester.get(), digest_of(outline.hash), nullptr) != 1)
    return failed("a digest");
  state->outline = std::move(outline);
  return std::unique_ptr<SignedOpener>(new SignedOpener(std::move(state)));  // private
}

Result<void> SignedOpener::write(ByteView data) {
  if (EVP_DigestUpdate(state_->digester.get(), data.data(), data.size()) != 1)
    return failed("a digest");
  return {};
}

Result<std::size_t> SignedOpener::finish() {
  Bytes digest(EVP_MAX_MD_SIZE);
  unsigned int size = 0;
  if (EVP_DigestFinal_ex(state_->digester.get(), digest.data(), &size) != 1)
    return failed("a digest");
  digest.resize(size);
  const Bytes text = signed_bytes(state_->outline, digest);
  SANAD_TRY(const Bytes signature, signature_of(state_->outline));
  for (const auto& [place, certificate] : state_->known) {
    EVP_PKEY* key = X509_get0_pubkey(certificate.get());
    const Digester verifier(EVP_MD_CTX_new());
    if (!verifier) return failed("a digest");
    const bool fits =
        key != nullptr && EVP_PKEY_is_a(key, state_->outline.is_rsa ? "RSA" : "EC") == 1;
    const bool is_theirs =
        fits &&
        EVP_DigestVerifyInit(verifier.get(), nullptr, digest_of(state_->outline.hash), nullptr,
                             key) == 1 &&
        EVP_DigestVerify(verifier.get(), signature.data(), signature.size(), text.data(),
                         text.size()) == 1;
    ERR_clear_error();
    if (is_theirs) return place;
  }
  return Error{ErrorCode::kIntegrity,
               "the signature is not the registered key's, or not over this content"};
}

}  // namespace sanad::cms
