// Content credentials made for tests: boxes, CBOR, and a signature by a key of the test's own.
#pragma once

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "cbor.h"
#include "crypto/crypto.h"

namespace sanad::metadata {

inline void append(Bytes& out, ByteView bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}
inline void append(Bytes& out, std::string_view text) { append(out, as_bytes(text)); }
inline void append_number(Bytes& out, std::uint64_t value, int bytes) {
  for (int i = bytes; i-- > 0;) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

// CBOR, by hand.
inline Bytes head(unsigned major, std::uint64_t size) {
  Bytes out = {static_cast<std::uint8_t>(major << 5U | 26U)};
  append_number(out, size, 4);
  return out;
}
inline Bytes cbor(std::string_view text) {
  Bytes out = head(3, text.size());
  append(out, text);
  return out;
}
inline Bytes cbor_bytes(ByteView bytes) {
  Bytes out = head(2, bytes.size());
  append(out, bytes);
  return out;
}
inline Bytes cbor_number(std::int64_t value) {
  return value >= 0 ? head(0, static_cast<std::uint64_t>(value))
                    : head(1, static_cast<std::uint64_t>(-1 - value));
}
inline Bytes cbor_array(const std::vector<Bytes>& items) {
  Bytes out = head(4, items.size());
  for (const Bytes& item : items) append(out, item);
  return out;
}
inline Bytes cbor_map(const std::vector<std::pair<Bytes, Bytes>>& items) {
  Bytes out = head(5, items.size());
  for (const auto& [key, value] : items) {
    append(out, key);
    append(out, value);
  }
  return out;
}

// JUMBF.
inline Bytes box(std::string_view type, ByteView payload) {
  Bytes out;
  append_number(out, payload.size() + 8, 4);
  append(out, type);
  append(out, payload);
  return out;
}
inline Bytes superbox(std::string_view type, std::string_view label,
                      const std::vector<Bytes>& boxes) {
  Bytes description;
  append(description, type);
  append(description, std::string_view("\0\x11\0\x10\x80\0\0\xAA\0\x38\x9B\x71", 12));
  description.push_back(3);
  append(description, label);
  description.push_back(0);
  Bytes payload = box("jumd", description);
  for (const Bytes& one : boxes) append(payload, one);
  return box("jumb", payload);
}

struct KeyPair {
  std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)> key{::EVP_EC_gen("P-256"), ::EVP_PKEY_free};
  Bytes certificate;  // DER, by itself

  KeyPair() {
    const std::unique_ptr<X509, decltype(&::X509_free)> made(::X509_new(), ::X509_free);
    ::ASN1_INTEGER_set(::X509_get_serialNumber(made.get()), 7);
    ::ASN1_TIME_set_string(::X509_getm_notBefore(made.get()), "20260101000000Z");
    ::ASN1_TIME_set_string(::X509_getm_notAfter(made.get()), "20270101000000Z");
    X509_NAME* name = ::X509_get_subject_name(made.get());
    ::X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                 reinterpret_cast<const unsigned char*>("Lantern Cameras"), -1, -1,
                                 0);
    ::X509_set_issuer_name(made.get(), name);
    ::X509_set_pubkey(made.get(), key.get());
    ::X509_sign(made.get(), key.get(), ::EVP_sha256());
    unsigned char* der = nullptr;
    const int size = ::i2d_X509(made.get(), &der);
    certificate.assign(der, der + size);
    ::OPENSSL_free(der);
  }

  // r and s side by side.
  Bytes sign(ByteView message) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&::EVP_MD_CTX_free)> context(::EVP_MD_CTX_new(),
                                                                            ::EVP_MD_CTX_free);
    ::EVP_DigestSignInit(context.get(), nullptr, ::EVP_sha256(), nullptr, key.get());
    Bytes der(200);
    std::size_t size = der.size();
    ::EVP_DigestSign(context.get(), der.data(), &size, message.data(), message.size());
    const unsigned char* at = der.data();
    ECDSA_SIG* pair = ::d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size));
    Bytes out(64);
    ::BN_bn2binpad(::ECDSA_SIG_get0_r(pair), out.data(), 32);
    ::BN_bn2binpad(::ECDSA_SIG_get0_s(pair), out.data() + 32, 32);
    ::ECDSA_SIG_free(pair);
    return out;
  }
};

// A store with one manifest over a file; of_file: the digest of the file without the store.
inline Bytes manifest_store(const KeyPair& keys, ByteView of_file, std::uint64_t start,
                            std::uint64_t length) {
  const Bytes hash_content = cbor_map(
      {{cbor("exclusions"),
        cbor_array({cbor_map({{cbor("start"), cbor_number(static_cast<std::int64_t>(start))},
                              {cbor("length"), cbor_number(static_cast<std::int64_t>(length))}})})},
       {cbor("alg"), cbor("sha256")},
       {cbor("hash"), cbor_bytes(of_file)}});
  const Bytes actions_content = cbor_map(
      {{cbor("actions"),
        cbor_array({cbor_map(
            {{cbor("action"), cbor("c2pa.created")},
             {cbor("digitalSourceType"),
              cbor("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture")}})})}});
  const Bytes hash_box = superbox("cbor", "c2pa.hash.data", {box("cbor", hash_content)});
  const Bytes actions_box = superbox("cbor", "c2pa.actions", {box("cbor", actions_content)});
  const auto reference = [](std::string_view label, const Bytes& one) {
    return cbor_map({{cbor("url"), cbor("self#jumbf=c2pa.assertions/" + std::string(label))},
                     {cbor("hash"), cbor_bytes(crypto::sha256(ByteView(one).subspan(8)))}});
  };
  const Bytes claim =
      cbor_map({{cbor("claim_generator"), cbor("Lantern Camera 2.1")},
                {cbor("dc:title"), cbor("lanterns.png")},
                {cbor("alg"), cbor("sha256")},
                {cbor("assertions"), cbor_array({reference("c2pa.hash.data", hash_box),
                                                 reference("c2pa.actions", actions_box)})}});
  const Bytes protected_header = cbor_map(
      {{cbor_number(1), cbor_number(-7)}, {cbor_number(33), cbor_bytes(keys.certificate)}});
  const Bytes signature =
      cbor_array({cbor_bytes(protected_header), cbor_map({}), Bytes{0xF6},
                  cbor_bytes(keys.sign(signed_bytes(protected_header, claim)))});
  return superbox("c2pa", "c2pa",
                  {superbox("c2ma", "urn:uuid:lantern",
                            {superbox("c2as", "c2pa.assertions", {hash_box, actions_box}),
                             superbox("c2cl", "c2pa.claim", {box("cbor", claim)}),
                             superbox("c2cs", "c2pa.signature", {box("cbor", signature)})})});
}

inline Bytes png_chunk(std::string_view type, ByteView data) {
  Bytes out;
  append_number(out, data.size(), 4);
  append(out, type);
  append(out, data);
  append_number(out, 0, 4);  // nobody here looks at the CRC
  return out;
}

inline Bytes signed_png(const KeyPair& keys) {
  Bytes before;
  append(before, std::string_view("\x89PNG\r\n\x1A\n", 8));
  append(before, png_chunk("IHDR", Bytes(13)));
  const Bytes after = png_chunk("IEND", {});
  Bytes rest = before;
  append(rest, after);
  const std::uint64_t length =
      manifest_store(keys, crypto::sha256(rest), before.size(), 0).size() + 12;
  const Bytes store = manifest_store(keys, crypto::sha256(rest), before.size(), length);
  Bytes file = before;
  append(file, png_chunk("caBX", store));
  append(file, after);
  return file;
}

}  // namespace sanad::metadata
