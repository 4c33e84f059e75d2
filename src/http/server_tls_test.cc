#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>

#include "http/server.h"

namespace sanad::http {
namespace {

std::string take_text(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return text;
}

struct SelfSigned {
  TlsIdentity identity;
  std::string fingerprint;
};

SelfSigned make_self_signed(const std::string& name) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  SelfSigned result;
  BIO* chain = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(chain, certificate.get());
  result.identity.certificate_chain_pem = take_text(chain);
  BIO* secret = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(secret, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  result.identity.private_key_pem = take_text(secret);
  result.identity.server_names = {name};
  unsigned char digest[32];
  unsigned int size = 0;
  X509_digest(certificate.get(), EVP_sha256(), digest, &size);
  result.fingerprint = format_hex(ByteView(digest, size));
  return result;
}

std::string get_over_tls(std::uint16_t port, const char* server_name) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  SSL_CTX_free);
  BIO* connection = BIO_new_ssl_connect(context.get());
  SSL* ssl = nullptr;
  BIO_get_ssl(connection, &ssl);
  SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
           const_cast<char*>(server_name));
  const std::string place = "127.0.0.1:" + std::to_string(port);
  BIO_set_conn_hostname(connection, place.c_str());
  const std::string request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(BIO_write(connection, request.data(), static_cast<int>(request.size())),
            static_cast<int>(request.size()));
  std::string answer;
  char buffer[1024];
  for (int n = 0; (n = BIO_read(connection, buffer, sizeof buffer)) > 0;) {
    answer.append(buffer, static_cast<std::size_t>(n));
  }
  // The server said that it was done, rather than only hanging up.
  EXPECT_NE(SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN, 0);
  BIO_free_all(connection);
  return answer;
}

TEST(TlsServer, ShowsTheCertificateOfTheNameAskedForAndReportsIt) {
  const SelfSigned one = make_self_signed("one.example");
  const SelfSigned two = make_self_signed("*.two.example");
  ServerOptions options;
  options.tls = {one.identity, two.identity};
  Server server(options, [](Exchange& exchange) -> Task<> {
    const Request& request = exchange.request();
    Response response = make_response(200, "text/plain",
                                      request.is_tls ? request.server_certificate_sha256 : "none");
    co_await exchange.send(std::move(response));
  });
  const auto port = server.listen({"127.0.0.1", 0, true});
  ASSERT_TRUE(port.ok());
  ASSERT_TRUE(server.start().ok());
  EXPECT_TRUE(get_over_tls(port.value(), "one.example").ends_with(one.fingerprint));
  EXPECT_TRUE(get_over_tls(port.value(), "a.two.example").ends_with(two.fingerprint));
  EXPECT_TRUE(get_over_tls(port.value(), "a.b.two.example").ends_with(one.fingerprint));
  EXPECT_TRUE(get_over_tls(port.value(), "unknown.example").ends_with(one.fingerprint));
}

TEST(TlsServer, RefusesAKeyOfAnotherCertificate) {
  SelfSigned one = make_self_signed("one.example");
  one.identity.private_key_pem = make_self_signed("two.example").identity.private_key_pem;
  ServerOptions options;
  options.tls = {one.identity};
  Server server(options, [](Exchange&) -> Task<> { co_return; });
  const auto port = server.listen({"127.0.0.1", 0, true});
  ASSERT_FALSE(port.ok());
  EXPECT_EQ(port.error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::http
