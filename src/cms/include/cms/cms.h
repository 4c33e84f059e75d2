// Bytes sealed for others: signed by one key, encrypted for one or more certificates, in the
// Cryptographic Message Syntax (RFC 5652, RFC 5083, RFC 5084), so that "openssl cms -decrypt" and
// "openssl cms -verify" open them too.
//
//   AuthEnvelopedData (AES-256-GCM; P-256 by ECDH with SHA-256, RSA by OAEP)
//     └─ SignedData (ECDSA with SHA-256, the signer's certificate within)
//          └─ the content, of any length
//
// Writing runs as a stream. Reading is split: outline.h walks a message in the cage, and the
// openers here decrypt and verify what it gives, without parsing; they too run as a stream.
// Certificates are trusted because a person registered them, never because of who issued them.
// Randomness is the library's own. Tested by cms_test.cc against the openssl program; fuzzed by
// cms_fuzz.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"
#include "base/time.h"
#include "cms/outline.h"

namespace sanad::cms {

inline constexpr std::size_t kMaxFrameBytes = 1024 * 1024;  // all but the content
inline constexpr std::size_t kMaxCertificateBytes = 32 * 1024;
inline constexpr std::size_t kMaxRecipients = 64;
inline constexpr std::size_t kSeedBytes = 32;

enum class Use { kSign, kSeal };

// A private key of the curve P-256.
class PrivateKey {
 public:
  // The key that follows from a secret: the same seed gives the same key. seed: kSeedBytes of
  // uniform randomness (kInvalid otherwise; for 1 in 2^32 seeds there is none).
  static Result<PrivateKey> from_seed(ByteView seed);
  PrivateKey(PrivateKey&&) noexcept;
  PrivateKey& operator=(PrivateKey&&) noexcept;
  ~PrivateKey();
  // PKCS #8, not encrypted, in PEM: for tests and for tools that are not ours.
  std::string pem() const;

  struct State;
  const State& state() const { return *state_; }

 private:
  explicit PrivateKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// A key with its certificate (DER).
struct Identity {
  const PrivateKey* key = nullptr;  // borrowed
  Bytes certificate;
};

struct CertificateOrder {
  std::string organisation;  // UTF-8, 1 to 200 bytes
  Use use = Use::kSign;
  std::uint64_t serial = 1;
  Timestamp from, to;
};
// Signed by itself. DER.
Result<Bytes> make_certificate(const PrivateKey& key, const CertificateOrder& order);

struct CertificateInfo {
  std::string subject;  // RFC 2253
  std::string key;      // "EC P-256", "RSA 3072"
  Digest256 sha256{};   // of the DER
  Timestamp from, to;
  bool may_sign = false;
  bool may_seal = false;  // a key that others can encrypt for, and a usage that lets them
};
// kInvalid: not one certificate with a key that we use (EC P-256, P-384, P-521; RSA of 2048 bits
// or more). kLimit: longer than kMaxCertificateBytes.
Result<CertificateInfo> read_certificate(ByteView der);

// Takes content, gives what is sealed.
class Sealer final : public ByteSink {
 public:
  // sink outlives the sealer. recipients: certificates, 1 to kMaxRecipients. kInvalid names what
  // of them cannot be used.
  static Result<std::unique_ptr<Sealer>> create(ByteSink& sink, const Identity& signer,
                                                std::span<const Bytes> recipients);
  ~Sealer() override;
  Result<void> write(ByteView data) override;
  // Call once. Without it what the sink took is of no use. kInvalid: nothing was written.
  Result<void> finish();

 private:
  struct State;
  explicit Sealer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// SignedData over a short content, in DER.
Result<Bytes> sign(ByteView content, const Identity& signer);

// Takes the encrypted content, gives what it says. Bytes reach plain before they are known to be
// whole: use none of them unless finish() succeeds.
class EnvelopeOpener final : public ByteSink {
 public:
  // ours: those whose names the outline's place counts through. plain outlives the opener.
  // kNotFound: not sealed for any of ours. kInvalid: the outline names a key that cannot be one.
  // kIntegrity: our key does not unwrap it.
  static Result<std::unique_ptr<EnvelopeOpener>> create(const EnvelopeOutline& outline,
                                                        std::span<const Identity> ours,
                                                        ByteSink& plain);
  ~EnvelopeOpener() override;
  Result<void> write(ByteView data) override;
  // Call once. kIntegrity: changed on the way.
  Result<void> finish();

 private:
  struct State;
  explicit EnvelopeOpener(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Takes the content that was signed. The same caution about what is done with it meanwhile.
class SignedOpener {
 public:
  // known: certificates that a person registered, whose names the outline's places count through.
  // kNotFound: signed by none of known. kInvalid: the outline's attributes cannot be a message's.
  static Result<std::unique_ptr<SignedOpener>> create(SignedOutline outline,
                                                      std::span<const Bytes> known);
  ~SignedOpener();
  Result<void> write(ByteView data);
  // Call once; the place of the certificate whose key signed. kIntegrity: the signature is wrong.
  Result<std::size_t> finish();

 private:
  struct State;
  explicit SignedOpener(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sanad::cms
