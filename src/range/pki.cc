#include "pki.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "openssl_ptr.h"

namespace sanad::range {
namespace {

constexpr std::int64_t kDaySeconds = 24 * 3600;
constexpr std::size_t kMaxPemBytes = 64 * 1024;
constexpr const char* kHostListFile = "hosts.txt";

struct Issuer {
  X509* certificate;
  EVP_PKEY* key;
};

struct Wish {
  std::string common_name;
  long serial = 1;
  std::int64_t from_days = -1;  // relative to now
  std::int64_t until_days = 390;
  std::vector<std::pair<int, std::string>> extensions;  // NID and OpenSSL's configuration text
};

struct Made {
  X509Ptr certificate;
  KeyPtr key;
};

std::string take_pem(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

Credential to_pem(const Made& made) {
  const BioPtr certificate(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(certificate.get(), made.certificate.get());
  const BioPtr key(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(key.get(), made.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return {take_pem(certificate.get()), take_pem(key.get())};
}

X509Ptr read_certificate(const std::string& pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return X509Ptr(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

void set_name(X509_NAME* name, const std::string& common_name) {
  const auto add = [name](const char* field, const std::string& text) {
    X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0);
  };
  add("O", "Tirazan training range (fictional)");
  add("CN", common_name);
}

Result<void> add_extensions(X509* certificate, X509* issuer, const Wish& wish) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  for (const auto& [nid, text] : wish.extensions) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, text.c_str());
    if (extension == nullptr) {
      return Error{ErrorCode::kInvalid,
                   fmt::format("the certificate extension \"{}\" cannot be made", text)};
    }
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }
  return {};
}

// issuer null: signed by itself.
Result<Made> issue(const Wish& wish, const Issuer* issuer, Timestamp now) {
  Made made{X509Ptr(X509_new()), KeyPtr(EVP_EC_gen("P-256"))};
  X509* certificate = made.certificate.get();
  if (certificate == nullptr || made.key == nullptr) {
    return Error{ErrorCode::kUnavailable, "OpenSSL could not make a P-256 key"};
  }
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), wish.serial);
  const std::int64_t now_s = now.unix_ms / 1000;
  ASN1_TIME_set(X509_getm_notBefore(certificate), now_s + wish.from_days * kDaySeconds);
  ASN1_TIME_set(X509_getm_notAfter(certificate), now_s + wish.until_days * kDaySeconds);
  set_name(X509_get_subject_name(certificate), wish.common_name);
  X509* signer = issuer == nullptr ? certificate : issuer->certificate;
  X509_set_issuer_name(certificate, X509_get_subject_name(signer));
  X509_set_pubkey(certificate, made.key.get());
  SANAD_CHECK(add_extensions(certificate, signer, wish));
  EVP_PKEY* signing_key = issuer == nullptr ? made.key.get() : issuer->key;
  if (X509_sign(certificate, signing_key, EVP_sha256()) == 0) {
    return Error{ErrorCode::kUnavailable, "OpenSSL could not sign a certificate"};
  }
  return made;
}

Wish authority_wish() {
  return {"Tirazan Range Authority",
          1,
          -1,
          3650,
          {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
           {NID_key_usage, "critical,keyCertSign,cRLSign"},
           {NID_subject_key_identifier, "hash"}}};
}

Wish server_wish(const std::vector<std::string>& hosts, long serial) {
  std::string names;
  for (const std::string& host : hosts) {
    names += (names.empty() ? "" : ",");
    names += "DNS:" + host;
  }
  return {hosts.front(),
          serial,
          -1,
          390,
          {{NID_basic_constraints, "critical,CA:FALSE"},
           {NID_key_usage, "critical,digitalSignature"},
           {NID_ext_key_usage, "serverAuth"},
           {NID_subject_alt_name, names},
           {NID_subject_key_identifier, "hash"},
           {NID_authority_key_identifier, "keyid"}}};
}

Wish timestamp_wish() {
  return {"Tirazan Range Timestamp Authority",
          4,
          -1,
          1800,
          {{NID_basic_constraints, "critical,CA:FALSE"},
           {NID_key_usage, "critical,digitalSignature,nonRepudiation"},
           {NID_ext_key_usage, "critical,timeStamping"},
           {NID_subject_key_identifier, "hash"},
           {NID_authority_key_identifier, "keyid"}}};
}

Result<Pki> make_pki(const std::vector<std::string>& hosts, Timestamp now) {
  SANAD_TRY(const Made authority, issue(authority_wish(), nullptr, now));
  const Issuer issuer{authority.certificate.get(), authority.key.get()};
  SANAD_TRY(const Made leaf, issue(server_wish(hosts, 2), &issuer, now));
  Wish expired_wish = server_wish({"expired.tirazan.example"}, 3);
  expired_wish.from_days = -60;
  expired_wish.until_days = -30;
  SANAD_TRY(const Made expired, issue(expired_wish, &issuer, now));
  Wish self_signed_wish = server_wish({"selfsigned.tirazan.example"}, 1);
  self_signed_wish.extensions.pop_back();
  SANAD_TRY(const Made self_signed, issue(self_signed_wish, nullptr, now));
  SANAD_TRY(const Made timestamp, issue(timestamp_wish(), &issuer, now));
  Pki pki;
  pki.authority = to_pem(authority);
  pki.leaf = to_pem(leaf);
  pki.expired = to_pem(expired);
  pki.self_signed = to_pem(self_signed);
  pki.timestamp = to_pem(timestamp);
  return pki;
}

struct NamedCredential {
  const char* name;
  Credential Pki::* member;
};
constexpr std::array<NamedCredential, 5> kFiles = {{{"authority", &Pki::authority},
                                                    {"leaf", &Pki::leaf},
                                                    {"expired", &Pki::expired},
                                                    {"selfsigned", &Pki::self_signed},
                                                    {"timestamp", &Pki::timestamp}}};

std::optional<std::string> read_small(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (text.size() > kMaxPemBytes) return std::nullopt;
  return text;
}

Result<void> write_private(const std::filesystem::path& path, std::string_view text) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const auto failed = [&] {
    return io_error(
        fmt::format("cannot write \"{}\"; check the folder for the range's keys", path.string()),
        errno);
  };
  if (fd < 0) return failed();
  const ssize_t count = ::write(fd, text.data(), text.size());
  if (::close(fd) != 0 || count != static_cast<ssize_t>(text.size())) return failed();
  return {};
}

std::string join_hosts(const std::vector<std::string>& hosts) {
  std::string text;
  for (const std::string& host : hosts) text += host + "\n";
  return text;
}

// nullopt: nothing usable there.
std::optional<Pki> load_pki(const std::filesystem::path& directory,
                            const std::vector<std::string>& hosts, Timestamp now) {
  if (read_small(directory / kHostListFile) != join_hosts(hosts)) return std::nullopt;
  Pki pki;
  for (const NamedCredential& file : kFiles) {
    const auto certificate = read_small(directory / (std::string(file.name) + ".pem"));
    const auto key = read_small(directory / (std::string(file.name) + ".key"));
    if (!certificate || !key) return std::nullopt;
    pki.*file.member = {*certificate, *key};
  }
  std::time_t soon = now.unix_ms / 1000 + 7 * kDaySeconds;
  for (const Credential* credential : {&pki.authority, &pki.leaf, &pki.timestamp}) {
    const X509Ptr certificate = read_certificate(credential->certificate);
    if (certificate == nullptr ||
        X509_cmp_time(X509_get0_notAfter(certificate.get()), &soon) <= 0) {
      return std::nullopt;
    }
  }
  return pki;
}

Result<void> store_pki(const std::filesystem::path& directory, const Pki& pki,
                       const std::vector<std::string>& hosts) {
  for (const NamedCredential& file : kFiles) {
    const Credential& credential = pki.*file.member;
    const std::string name = file.name;
    SANAD_CHECK(write_private(directory / (name + ".pem"), credential.certificate));
    SANAD_CHECK(write_private(directory / (name + ".key"), credential.private_key));
  }
  // Last, so that an interrupted call leaves nothing that load_pki would take.
  return write_private(directory / kHostListFile, join_hosts(hosts));
}

void describe_authority(Pki& pki) {
  const X509Ptr certificate = read_certificate(pki.authority.certificate);
  unsigned char* der = nullptr;
  int size = i2d_X509(certificate.get(), &der);
  pki.authority_sha256 =
      format_hex(crypto::sha256(ByteView(der, static_cast<std::size_t>(std::max(size, 0)))));
  OPENSSL_free(der);
  der = nullptr;
  size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &der);
  pki.authority_spki_sha256 =
      format_base64(crypto::sha256(ByteView(der, static_cast<std::size_t>(std::max(size, 0)))));
  OPENSSL_free(der);
}

}  // namespace

Result<Pki> open_pki(const std::filesystem::path& directory, const std::vector<std::string>& hosts,
                     Timestamp now) {
  std::error_code ec;
  std::filesystem::create_directories(directory, ec);
  if (ec) {
    return io_error(fmt::format("cannot make \"{}\" for the range's keys", directory.string()),
                    ec.value());
  }
  std::optional<Pki> pki = load_pki(directory, hosts, now);
  if (!pki) {
    SANAD_TRY(pki, make_pki(hosts, now));
    SANAD_CHECK(store_pki(directory, *pki, hosts));
  }
  describe_authority(*pki);
  return std::move(*pki);
}

}  // namespace sanad::range
