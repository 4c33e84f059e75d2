// In the cage: the frame of a message, element by element. What no package needs is refused, so
// that little has to be read.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cms/outline.h"
#include "elements.h"
#include "object_ids.h"
#include "walk.h"

namespace sanad::cms {
namespace {

bool is(ByteView bytes, std::span<const std::uint8_t> other) {
  return std::ranges::equal(bytes, other);
}

// An element of a frame, which lies in memory.
struct Piece {
  std::uint8_t tag = 0;
  ByteView whole, body;  // body: without the mark of its end
};

// What an element of a frame holds, in order.
class Row {
 public:
  static Result<Row> of(const Piece& parent) {
    MemorySource source(parent.body);
    Window window(source);
    Element holder;
    holder.end = parent.body.size();
    Children children(window, holder, parent.body.size());
    Row row;
    for (;;) {
      SANAD_TRY(const auto child, children.next());
      if (!child) return row;
      SANAD_TRY(const std::uint64_t after, end_of(window, *child, children.end(), 0));
      children.skip_to(after);
      if (row.pieces_.size() == kMaxPieces) return malformed("it has too many parts");
      const std::uint64_t end = child->end ? *child->end : after - 2;
      row.pieces_.push_back({child->tag,
                             parent.body.subspan(static_cast<std::size_t>(child->at),
                                                 static_cast<std::size_t>(after - child->at)),
                             parent.body.subspan(static_cast<std::size_t>(child->body),
                                                 static_cast<std::size_t>(end - child->body))});
    }
  }

  bool is_over() const { return at_ == pieces_.size(); }
  bool has(std::uint8_t tag) const { return !is_over() && pieces_[at_].tag == tag; }
  Result<Piece> take(std::uint8_t tag, std::string_view what) {
    if (!has(tag)) return malformed(fmt::format("{} is missing", what));
    return pieces_[at_++];
  }
  Result<Row> enter(std::uint8_t tag, std::string_view what) {
    SANAD_TRY(const Piece piece, take(tag, what));
    return of(piece);
  }
  void skip_if(std::uint8_t tag) {
    if (has(tag)) ++at_;
  }
  Result<Piece> any(std::string_view what) {
    if (is_over()) return malformed(fmt::format("{} is missing", what));
    return pieces_[at_++];
  }
  Result<void> end(std::string_view what) const {
    return is_over() ? Result<void>() : malformed(fmt::format("{} holds too much", what));
  }
  std::size_t size() const { return pieces_.size(); }

 private:
  static constexpr std::size_t kMaxPieces = 4096;
  std::vector<Piece> pieces_;
  std::size_t at_ = 0;
};

struct Algorithm {
  ByteView id;
  Row row;  // behind the identifier
};

Result<Algorithm> algorithm(Row& holder, std::string_view what, std::uint8_t tag = kSequence) {
  SANAD_TRY(Row row, holder.enter(tag, what));
  SANAD_TRY(const Piece id, row.take(kOid, what));
  return Algorithm{id.body, std::move(row)};
}

template <typename Entries>
auto found(const Entries& entries, ByteView id) {
  return std::ranges::find_if(entries, [&](const auto& one) { return is(id, one.id); });
}

// The message within ContentInfo.
Result<Row> message_of(ByteView frame) {
  SANAD_TRY(Row top, Row::of({0, frame, frame}));
  SANAD_TRY(Row info, top.enter(kSequence, "a message"));
  SANAD_TRY(const Piece type, info.take(kOid, "its type"));
  (void)type;  // walk() has compared it
  SANAD_TRY(Row outer, info.enter(kContext0InPieces, "a message"));
  return outer.enter(kSequence, "a message");
}

// Issuer and number, or the identifier of a key; the latter with this tag.
Result<std::vector<std::size_t>> named_by(const Piece& piece, std::uint8_t key_tag,
                                          std::span<const CertificateName> names) {
  CertificateName wanted;
  if (piece.tag == kSequence) {
    SANAD_TRY(Row row, Row::of(piece));
    SANAD_TRY(const Piece issuer, row.take(kSequence, "an issuer"));
    SANAD_TRY(const Piece serial, row.take(kInteger, "a certificate's number"));
    wanted.issuer.assign(issuer.whole.begin(), issuer.whole.end());
    wanted.serial.assign(serial.body.begin(), serial.body.end());
  } else if (piece.tag == key_tag && key_tag == kContext0) {
    wanted.key_identifier.assign(piece.body.begin(), piece.body.end());
  } else if (piece.tag == key_tag) {
    SANAD_TRY(Row row, Row::of(piece));
    SANAD_TRY(const Piece identifier, row.take(kOctets, "a key's identifier"));
    wanted.key_identifier.assign(identifier.body.begin(), identifier.body.end());
  } else {
    return malformed("a certificate is named in no known way");
  }
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool fits =
        piece.tag == kSequence
            ? names[i].issuer == wanted.issuer && names[i].serial == wanted.serial
            : !wanted.key_identifier.empty() && names[i].key_identifier == wanted.key_identifier;
    if (fits) places.push_back(i);
  }
  return places;
}

Bytes copied(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

// KeyAgreeRecipientInfo (RFC 5652, 6.2.2; RFC 5753, 3.1.1).
class Agreement {
 public:
  static Result<void> read(const Piece& piece, std::span<const CertificateName> names,
                           EnvelopeOutline& outline) {
    SANAD_TRY(Row row, Row::of(piece));
    SANAD_CHECK(row.take(kInteger, "a version"));
    SANAD_TRY(const Piece originator, row.take(kContext0InPieces, "the sender's key"));
    Bytes material;
    if (row.has(kContext1InPieces)) {
      SANAD_TRY(Row holder, row.enter(kContext1InPieces, "key material"));
      SANAD_TRY(const Piece octets, holder.take(kOctets, "key material"));
      material = copied(octets.body);
    }
    SANAD_TRY(Algorithm derivation, algorithm(row, "how a key is agreed"));
    SANAD_TRY(Row keys, row.enter(kSequence, "the wrapped keys"));
    while (!keys.is_over()) {
      SANAD_TRY(Row key, keys.enter(kSequence, "a wrapped key"));
      SANAD_TRY(const Piece who, key.any("a recipient"));
      SANAD_TRY(const Piece wrapped, key.take(kOctets, "a wrapped key"));
      SANAD_TRY(const auto places, named_by(who, kContext0InPieces, names));
      if (places.empty() || (outline.place && *outline.place <= places.front())) continue;
      outline.place = places.front();
      outline.wrapped = copied(wrapped.body);
      outline.material = material;
      SANAD_CHECK(how(derivation, outline));
      SANAD_CHECK(point(originator, outline));
    }
    return {};
  }

 private:
  static Result<void> how(Algorithm derivation, EnvelopeOutline& outline) {
    const auto known = found(kDerivations, derivation.id);
    if (known == kDerivations.end())
      return malformed("its keys are agreed in a way that is not used here");
    outline.derivation = known->hash;
    SANAD_TRY(Algorithm wrapping, algorithm(derivation.row, "how a key is wrapped"));
    const auto wrap_of = found(kWraps, wrapping.id);
    if (wrap_of == kWraps.end() || !wrapping.row.is_over())
      return malformed("its keys are wrapped in a way that is not used here");
    outline.wrapping = wrap_of->bytes;
    return {};
  }

  static Result<void> point(const Piece& originator, EnvelopeOutline& outline) {
    SANAD_TRY(Row holder, Row::of(originator));
    SANAD_TRY(Row key, holder.enter(kContext1InPieces, "the sender's passing key"));
    SANAD_TRY(const Algorithm kind, algorithm(key, "the kind of the sender's key"));
    SANAD_TRY(const Piece bits, key.take(kBits, "the sender's key"));
    if (!is(kind.id, kEcPublicKey) || bits.body.size() != kPointBytes + 1 || bits.body[0] != 0)
      return malformed("the sender's key is of another kind than ours");
    outline.point = copied(bits.body.subspan(1));
    return {};
  }
};

Result<void> read_cipher(Row& holder, EnvelopeOutline& outline) {
  SANAD_TRY(const Piece type, holder.take(kOid, "the content's type"));
  if (!is(type.body, kData)) return malformed("its content is of another type");
  SANAD_TRY(Algorithm cipher, algorithm(holder, "the cipher"));
  const auto known = found(kCiphers, cipher.id);
  if (known == kCiphers.end()) return malformed("its cipher is not used here");
  SANAD_TRY(Row parameters, cipher.row.enter(kSequence, "the cipher's members"));
  SANAD_TRY(const Piece nonce, parameters.take(kOctets, "the cipher's nonce"));
  outline.nonce = copied(nonce.body);
  if (outline.place && outline.wrapped.size() != known->bytes + kWrapBytes)
    return malformed("its key is of another length than its cipher's");
  return holder.end("the cipher");
}

Result<EnvelopeOutline> envelope_outline(ByteView frame, std::span<const CertificateName> names) {
  EnvelopeOutline outline;
  SANAD_TRY(Row message, message_of(frame));
  SANAD_CHECK(message.take(kInteger, "a version"));
  message.skip_if(kContext0InPieces);
  SANAD_TRY(const Piece all, message.take(kSet, "the recipients"));
  SANAD_TRY(Row recipients, Row::of(all));
  while (!recipients.is_over()) {
    SANAD_TRY(const Piece one, recipients.any("a recipient"));
    // Keys of this agency are agreed; what is sealed otherwise is sealed for others.
    if (one.tag == kContext1InPieces) SANAD_CHECK(Agreement::read(one, names, outline));
  }
  SANAD_TRY(Row content, message.enter(kSequence, "the content"));
  SANAD_CHECK(read_cipher(content, outline));
  if (message.has(kContext1InPieces)) return malformed("it authenticates more than its content");
  SANAD_TRY(const Piece tag, message.take(kOctets, "what authenticates it"));
  outline.tag = copied(tag.body);
  return outline.place ? outline : EnvelopeOutline{};
}

Result<void> read_attributes(const Piece& all, SignedOutline& outline) {
  SANAD_TRY(Row row, Row::of(all));
  while (!row.is_over()) {
    SANAD_TRY(Row one, row.enter(kSequence, "an attribute"));
    SANAD_TRY(const Piece type, one.take(kOid, "an attribute's type"));
    SANAD_TRY(const Piece values, one.take(kSet, "an attribute's values"));
    SANAD_CHECK(one.end("an attribute"));
    SignedOutline::Attribute attribute{copied(type.body), {}};
    if (!is(type.body, kMessageDigest)) attribute.values = copied(values.body);
    outline.attributes.push_back(std::move(attribute));
  }
  return {};
}

// Of a number of a signature: positive, in its shortest form.
Result<Bytes> positive(ByteView digits) {
  const bool is_short =
      digits.size() == 1 || (digits.size() > 1 && (digits[0] != 0 || (digits[1] & 0x80U) != 0));
  if (!is_short || (digits[0] & 0x80U) != 0) return malformed("its signature is no two numbers");
  return copied(digits[0] == 0 ? digits.subspan(1) : digits);
}

Result<void> read_signature(const Piece& octets, SignedOutline& outline) {
  if (outline.is_rsa) {
    outline.signature = copied(octets.body);
    return {};
  }
  SANAD_TRY(Row whole, Row::of(octets));
  SANAD_TRY(Row row, whole.enter(kSequence, "the signature"));
  SANAD_CHECK(whole.end("the signature"));
  SANAD_TRY(const Piece r, row.take(kInteger, "the signature"));
  SANAD_TRY(const Piece s, row.take(kInteger, "the signature"));
  SANAD_CHECK(row.end("the signature"));
  SANAD_TRY(outline.signature, positive(r.body));
  SANAD_TRY(outline.signature_s, positive(s.body));
  return {};
}

Result<void> read_signer(Row& signer, std::span<const CertificateName> names,
                         SignedOutline& outline) {
  SANAD_CHECK(signer.take(kInteger, "a version"));
  SANAD_TRY(const Piece who, signer.any("the signer"));
  SANAD_TRY(outline.places, named_by(who, kContext0, names));
  SANAD_TRY(const Algorithm digest, algorithm(signer, "how the content is digested"));
  const auto hash = found(kHashes, digest.id);
  if (hash == kHashes.end()) return malformed("it is digested in a way that is not used here");
  outline.hash = hash->hash;
  SANAD_TRY(const Piece attributes, signer.take(kContext0InPieces, "what the signer signed"));
  SANAD_CHECK(read_attributes(attributes, outline));
  SANAD_TRY(const Algorithm kind, algorithm(signer, "the kind of the signature"));
  const auto known = found(kSignatures, kind.id);
  if (known == kSignatures.end() || (known->hash && *known->hash != outline.hash))
    return malformed("it is signed in a way that is not used here");
  outline.is_rsa = known->is_rsa;
  SANAD_TRY(const Piece octets, signer.take(kOctets, "the signature"));
  return read_signature(octets, outline);
}

Result<SignedOutline> signed_outline(ByteView frame, std::span<const CertificateName> names) {
  SANAD_TRY(Row message, message_of(frame));
  SANAD_CHECK(message.take(kInteger, "a version"));
  SANAD_CHECK(message.take(kSet, "its digests"));
  SANAD_TRY(Row content, message.enter(kSequence, "the content"));
  SANAD_TRY(const Piece type, content.take(kOid, "the content's type"));
  if (!is(type.body, kData)) return malformed("its content is of another type");
  message.skip_if(kContext0InPieces);  // certificates: the registered one counts
  message.skip_if(kContext1InPieces);
  SANAD_TRY(Row signers, message.enter(kSet, "the signers"));
  if (signers.size() != 1)
    return Error{ErrorCode::kInvalid, "a package is signed by one, and this is not"};
  SANAD_TRY(Row signer, signers.enter(kSequence, "the signer"));
  SignedOutline outline;
  SANAD_CHECK(read_signer(signer, names, outline));
  return outline;
}

}  // namespace

Result<EnvelopeRead> read_envelope(RandomSource& source, std::span<const CertificateName> names) {
  SANAD_TRY(const Walked walked, walk(source, Form::kAuthEnveloped));
  SANAD_TRY(EnvelopeOutline outline, envelope_outline(walked.frame, names));
  return EnvelopeRead{std::move(outline), open_content(source, walked)};
}

Result<SignedRead> read_signed(RandomSource& source, std::span<const CertificateName> names) {
  SANAD_TRY(const Walked walked, walk(source, Form::kSigned));
  SANAD_TRY(SignedOutline outline, signed_outline(walked.frame, names));
  return SignedRead{std::move(outline), open_content(source, walked)};
}

}  // namespace sanad::cms
