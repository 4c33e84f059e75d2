// Reading, in two passes; see cms.h.
#include <fmt/format.h>

#include <algorithm>

#include "openssl_owners.h"
#include "walk.h"

namespace sanad::cms {
namespace {

Error malformed() { return {ErrorCode::kInvalid, "the package's frame cannot be read"}; }
Error failed(std::string_view what) {
  return Error{ErrorCode::kUnavailable,
               fmt::format("the cryptographic library failed at {}: {}", what, library_reason())};
}

Result<Content> decode(const Bytes& frame, int type) {
  const unsigned char* at = frame.data();
  Content content(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(frame.size())));
  ERR_clear_error();
  if (!content || at != frame.data() + frame.size() ||
      OBJ_obj2nid(CMS_get0_type(content.get())) != type)
    return malformed();
  return content;
}

bool is_for(CMS_RecipientInfo* recipient, X509* certificate) {
  if (CMS_RecipientInfo_type(recipient) == CMS_RECIPINFO_TRANS)
    return CMS_RecipientInfo_ktri_cert_cmp(recipient, certificate) == 0;
  if (CMS_RecipientInfo_type(recipient) != CMS_RECIPINFO_AGREE) return false;
  STACK_OF(CMS_RecipientEncryptedKey)* keys = CMS_RecipientInfo_kari_get0_reks(recipient);
  for (int i = 0; i < sk_CMS_RecipientEncryptedKey_num(keys); ++i) {
    if (CMS_RecipientEncryptedKey_cert_cmp(sk_CMS_RecipientEncryptedKey_value(keys, i),
                                           certificate) == 0)
      return true;
  }
  return false;
}

bool has_recipient(CMS_ContentInfo* content, X509* certificate) {
  STACK_OF(CMS_RecipientInfo)* recipients = CMS_get0_RecipientInfos(content);
  for (int i = 0; i < sk_CMS_RecipientInfo_num(recipients); ++i) {
    if (is_for(sk_CMS_RecipientInfo_value(recipients, i), certificate)) return true;
  }
  return false;
}

struct Pipes {
  Bridge in, out;
  Bio reading, writing;
  std::unique_ptr<ByteSource> content;
};

Result<std::unique_ptr<Pipes>> lay(RandomSource& source, const Walked& walked, ByteSink& sink) {
  auto pipes = std::make_unique<Pipes>();
  pipes->content = open_content(source, walked);
  pipes->in.source = pipes->content.get();
  pipes->out.sink = &sink;
  pipes->reading = make_bio(pipes->in);
  pipes->writing = make_bio(pipes->out);
  if (!pipes->reading || !pipes->writing) return failed("a stream");
  return pipes;
}

Result<void> settle(const Pipes& pipes, bool went_well, std::string_view what) {
  const std::string reason = library_reason();
  if (pipes.in.error) return *pipes.in.error;
  if (pipes.out.error) return *pipes.out.error;
  if (went_well) return {};
  return Error{ErrorCode::kIntegrity, fmt::format("{} ({})", what, reason)};
}

}  // namespace

Result<std::size_t> open_envelope(RandomSource& source, std::span<const Identity> ours,
                                  ByteSink& plain) {
  SANAD_TRY(const Walked walked, walk(source, Form::kAuthEnveloped));
  SANAD_TRY(const Content content, decode(walked.frame, NID_id_smime_ct_authEnvelopedData));
  for (std::size_t place = 0; place < ours.size(); ++place) {
    SANAD_TRY(const Certificate certificate, decode_certificate(ours[place].certificate));
    if (!has_recipient(content.get(), certificate.get())) continue;
    SANAD_TRY(const auto pipes, lay(source, walked, plain));
    const bool opened =
        CMS_decrypt(content.get(), ours[place].key->state().key.get(), certificate.get(),
                    pipes->reading.get(), pipes->writing.get(), CMS_BINARY) == 1;
    SANAD_CHECK(settle(*pipes, opened, "the package was changed on the way, or is damaged"));
    return place;
  }
  ERR_clear_error();
  return Error{ErrorCode::kNotFound, "the package is not sealed for this agency"};
}

Result<std::size_t> open_signed(RandomSource& source, std::span<const Bytes> known,
                                ByteSink& content_sink) {
  SANAD_TRY(const Walked walked, walk(source, Form::kSigned));
  SANAD_TRY(const Content content, decode(walked.frame, NID_pkcs7_signed));
  STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(content.get());
  if (sk_CMS_SignerInfo_num(signers) != 1)
    return Error{ErrorCode::kInvalid, "a package is signed by one, and this is not"};
  CMS_SignerInfo* signer = sk_CMS_SignerInfo_value(signers, 0);
  bool is_named = false;
  for (std::size_t place = 0; place < known.size(); ++place) {
    SANAD_TRY(Certificate certificate, decode_certificate(known[place]));
    if (CMS_SignerInfo_cert_cmp(signer, certificate.get()) != 0) continue;
    is_named = true;
    // Two certificates may bear the same name and number: whose key it was shows here, before the
    // content, which can be read once only.
    CMS_SignerInfo_set1_signer_cert(signer, certificate.get());
    if (CMS_SignerInfo_verify(signer) != 1) continue;
    Certificates trusted(sk_X509_new_null());
    if (!trusted || sk_X509_push(trusted.get(), certificate.get()) == 0)
      return failed("a list of certificates");
    (void)certificate.release();  // the list has it
    SANAD_TRY(const auto pipes, lay(source, walked, content_sink));
    const bool verified = CMS_verify(content.get(), trusted.get(), nullptr, pipes->reading.get(),
                                     pipes->writing.get(),
                                     CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY | CMS_NOINTERN) == 1;
    SANAD_CHECK(settle(*pipes, verified, "the signature is not over this content"));
    return place;
  }
  if (is_named) {
    const std::string reason = library_reason();
    return Error{ErrorCode::kIntegrity,
                 fmt::format("the signature is not that of the registered key ({})", reason)};
  }
  ERR_clear_error();
  return Error{ErrorCode::kNotFound, "it is signed by no registered key"};
}

}  // namespace sanad::cms
