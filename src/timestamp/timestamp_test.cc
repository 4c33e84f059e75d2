// The authority is the openssl program with keys made on the spot; nothing here is on a network.
#include "timestamp/timestamp.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "asn1.h"

namespace sanad::timestamp {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kConfig = R"([req]
distinguished_name = name
prompt = no
[name]
CN = Tirazan Test Authority
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamping]
basicConstraints = CA:FALSE
extendedKeyUsage = critical, timeStamping
[ca]
default_ca = one_ca
[one_ca]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = anyone
[anyone]
commonName = supplied
[tsa]
default_tsa = one
[one]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.5
digests = sha256, sha512
accuracy = secs:1, millisecs:500, microsecs:100
clock_precision_digits = 3
ordering = no
tsa_name = yes
ess_cert_id_chain = yes
ess_cert_id_alg = sha256
)";

// A folder with a root and an authority under it, made and removed with the object.
class Authority {
 public:
  Authority() {
    std::string name = (fs::temp_directory_path() / "sanad-timestamp-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    folder_ = name;
    write("openssl.cnf", as_bytes(kConfig));
    write("serial", as_bytes("0A01\n"));
    write("index.txt", {});
    run("openssl req -x509 -config openssl.cnf -extensions root -newkey ec -pkeyopt "
        "ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 -subj '/CN=Tirazan "
        "Root'");
    request_key("tsa", "Tirazan Timestamps");
    run("openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 "
        "-extfile openssl.cnf -extensions stamping -out tsa.pem");
  }
  ~Authority() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;

  void request_key(const std::string& name, const std::string& subject) {
    run("openssl req -new -config openssl.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
        "-keyout " +
        name + ".key -out " + name + ".csr -subj '/CN=" + subject + "'");
  }
  // Exit status of a command in the folder; its output is thrown away.
  int try_run(const std::string& command) const {
    return std::system(
        ("cd '" + folder_.string() + "' && { " + command + "; } >>log 2>&1").c_str());
  }
  void run(const std::string& command) const {
    if (try_run(command) != 0) {
      std::fprintf(stderr, "failed: %s\n%s\n", command.c_str(), to_text(read("log")).c_str());
      std::abort();
    }
  }
  void write(const std::string& name, ByteView bytes) const {
    std::ofstream out(folder_ / name, std::ios::binary);
    out.write(as_text(bytes).data(), static_cast<std::streamsize>(bytes.size()));
  }
  Bytes read(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::vector<Bytes> certificates(const std::string& name) const {
    return parse_certificates_pem(to_text(read(name))).value();
  }
  // The program's answer to a request, by the named signer.
  Bytes answer(const Bytes& request, const std::string& signer = "tsa") const {
    write("request.tsq", request);
    run("openssl ts -reply -config openssl.cnf -section one -queryfile request.tsq -signer " +
        signer + ".pem -inkey " + signer + ".key -chain ca.pem -out response.tsr");
    return read("response.tsr");
  }

 private:
  fs::path folder_;
};

class TimestampTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { authority_ = std::make_unique<Authority>(); }
  static void TearDownTestSuite() { authority_.reset(); }
  static std::unique_ptr<Authority> authority_;

  static Digest256 digest_of(std::uint8_t fill) {
    Digest256 digest;
    digest.fill(fill);
    return digest;
  }
  const Digest256 digest_ = digest_of(0x5a);
  const Bytes nonce_ = parse_hex("0011223344556677").value();
  const Bytes request_ = make_request(digest_, nonce_).value();
  std::vector<Bytes> roots() const { return authority_->certificates("ca.pem"); }
};
std::unique_ptr<Authority> TimestampTest::authority_;

TEST_F(TimestampTest, RequestIsReadByUsAndByTheOpensslProgram) {
  const Bytes request = make_request(digest_, nonce_, "1.2.3.4.5").value();
  const RequestInfo info = parse_request(request).value();
  EXPECT_EQ(info.imprint, digest_);
  EXPECT_EQ(info.nonce_hex, "11223344556677");
  EXPECT_EQ(info.policy, "1.2.3.4.5");
  authority_->write("q.tsq", request);
  authority_->run("openssl ts -query -in q.tsq -text | grep -q 'Certificate required: yes'");
  authority_->run("openssl ts -query -in q.tsq -text | grep -q 'Policy OID: 1.2.3.4.5'");
}

TEST_F(TimestampTest, RequestRefusesShortNoncesAndPoliciesThatAreNotIdentifiers) {
  EXPECT_FALSE(make_request(digest_, Bytes(7)).ok());
  EXPECT_FALSE(make_request(digest_, Bytes(33)).ok());
  EXPECT_FALSE(make_request(digest_, nonce_, "policy").ok());
  EXPECT_FALSE(make_request(digest_, nonce_, "").ok());
  Bytes trailing = request_;
  trailing.push_back(0);
  EXPECT_FALSE(parse_request(trailing).ok());
  EXPECT_FALSE(parse_request({}).ok());
}

TEST_F(TimestampTest, ResponseSaysWhenByWhomAndOverWhat) {
  const Timestamp before{SystemClock().now().unix_ms - 60'000};
  const TimestampInfo info = parse_response(authority_->answer(request_)).value();
  EXPECT_GT(info.gen_time, before);
  EXPECT_LT(info.gen_time.unix_ms, before.unix_ms + 3'600'000);
  EXPECT_EQ(info.accuracy_us, 1'500'100u);
  EXPECT_EQ(info.policy, "1.2.3.4.1");
  EXPECT_EQ(info.nonce_hex, "11223344556677");
  EXPECT_EQ(info.imprint, digest_);
  EXPECT_EQ(info.authority, "CN=Tirazan Timestamps");
  EXPECT_EQ(info.certificates.size(), 2u);
  EXPECT_FALSE(info.serial_hex.empty());
}

TEST_F(TimestampTest, VerifiesUnderATrustedRootAndSaysSoWhenThereIsNone) {
  const Bytes response = authority_->answer(request_);
  const auto verified = verify(response, request_, digest_, roots()).value();
  EXPECT_TRUE(verified.authority_trusted) << verified.authority_problem;
  EXPECT_EQ(verified.info.imprint, digest_);

  const Authority stranger;
  for (const auto& trusted : {std::vector<Bytes>{}, stranger.certificates("ca.pem")}) {
    const auto unknown = verify(response, request_, digest_, trusted).value();
    EXPECT_FALSE(unknown.authority_trusted);
    EXPECT_FALSE(unknown.authority_problem.empty());
  }
  EXPECT_TRUE(verify(response, request_, digest_, authority_->certificates("tsa.pem"))
                  .value()
                  .authority_trusted);
}

TEST_F(TimestampTest, WhatWeArchiveIsVerifiedByTheOpensslProgram) {
  const Bytes response = authority_->answer(request_);
  const TimestampInfo info = parse_response(response).value();
  authority_->write("kept.tsq", request_);
  authority_->write("kept.tsr", response);
  authority_->write("kept.pem", as_bytes(format_certificates_pem(info.certificates)));
  authority_->run(
      "openssl ts -verify -queryfile kept.tsq -in kept.tsr -CAfile ca.pem -untrusted "
      "kept.pem");
  authority_->run("openssl ts -verify -digest " + format_hex(digest_) +
                  " -in kept.tsr -CAfile ca.pem");
  EXPECT_NE(authority_->try_run("openssl ts -verify -digest " + format_hex(digest_of(1)) +
                                " -in kept.tsr -CAfile ca.pem"),
            0);
}

TEST_F(TimestampTest, RefusesAnotherDigestNonceOrPolicy) {
  const Bytes response = authority_->answer(request_);
  const auto refused = [&](const Bytes& request, const Digest256& digest) {
    const auto result = verify(response, request, digest, roots());
    return !result.ok() && result.error().code == ErrorCode::kIntegrity;
  };
  const Digest256 other = digest_of(0x5b);
  EXPECT_TRUE(refused(request_, other));
  EXPECT_TRUE(refused(make_request(other, nonce_).value(), other));
  EXPECT_TRUE(refused(make_request(other, nonce_).value(), digest_));
  EXPECT_TRUE(refused(make_request(digest_, Bytes(8, 9)).value(), digest_));
  EXPECT_TRUE(refused(make_request(digest_, nonce_, "1.2.3.4.5").value(), digest_));
  EXPECT_FALSE(refused(make_request(digest_, nonce_, "1.2.3.4.1").value(), digest_));
}

// Bytes outside of what is signed (lengths aside, only the certificates that are not the signer's
// and the outer status) may change without breaking the signature; then the content must be the
// same.
TEST_F(TimestampTest, NoChangedByteGivesAnotherTimeDigestOrAuthority) {
  const Bytes response = authority_->answer(request_);
  const auto original = verify(response, request_, digest_, roots()).value();
  std::size_t refused = 0;
  for (std::size_t i = 0; i < response.size(); ++i) {
    Bytes changed = response;
    changed[i] ^= 0x01;
    const auto result = verify(changed, request_, digest_, roots());
    if (!result.ok() || !result->authority_trusted) {
      ++refused;
      continue;
    }
    EXPECT_EQ(result->info.gen_time, original.info.gen_time) << i;
    EXPECT_EQ(result->info.imprint, original.info.imprint) << i;
    EXPECT_EQ(result->info.serial_hex, original.info.serial_hex) << i;
    EXPECT_EQ(result->info.authority, original.info.authority) << i;
  }
  EXPECT_GT(refused, response.size() / 2);
  for (std::size_t size = 0; size < response.size(); ++size) {
    EXPECT_FALSE(
        verify(Bytes(response.begin(), response.begin() + static_cast<std::ptrdiff_t>(size)),
               request_, digest_, roots())
            .ok());
  }
  Bytes longer = response;
  longer.push_back(0);
  EXPECT_FALSE(parse_response(longer).ok());
}

TEST_F(TimestampTest, RefusalByTheAuthorityIsReportedWithItsReason) {
  authority_->write("refused.tsq", make_request(digest_, nonce_, "1.9.9").value());
  authority_->run(
      "openssl ts -reply -config openssl.cnf -section one -queryfile refused.tsq -signer "
      "tsa.pem -inkey tsa.key -out refused.tsr");
  const auto result = parse_response(authority_->read("refused.tsr"));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::kDenied);
  EXPECT_NE(result.error().message.find("olicy"), std::string::npos) << result.error().message;
}

TEST_F(TimestampTest, CertificateThatHasExpiredAtTheStatedTimeIsNotTrusted) {
  authority_->request_key("old", "Tirazan Old Timestamps");
  authority_->run(
      "openssl ca -batch -config openssl.cnf -cert ca.pem -keyfile ca.key -in old.csr -out "
      "old.pem -extfile openssl.cnf -extensions stamping -notext "
      "-startdate 20200101000000Z -enddate 20200201000000Z");
  const Bytes response = authority_->answer(request_, "old");
  const auto verified = verify(response, request_, digest_, roots()).value();
  EXPECT_FALSE(verified.authority_trusted);
  EXPECT_EQ(verified.authority_problem, "certificate has expired");
}

// An answer as an authority would give it at another time, made by OpenSSL's own responder.
Bytes answer_at(const Authority& authority, const std::string& signer, const Bytes& request,
                long unix_s) {
  using Context = std::unique_ptr<TS_RESP_CTX, Freer<TS_RESP_CTX_free>>;
  using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
  const auto serial = [](TS_RESP_CTX*, void*) {
    ASN1_INTEGER* number = ASN1_INTEGER_new();
    ASN1_INTEGER_set(number, 7);
    return number;
  };
  const auto clock = [](TS_RESP_CTX*, void* data, long* sec, long* usec) {
    *sec = *static_cast<long*>(data);
    *usec = 0;
    return 1;
  };
  const Bytes der = authority.certificates(signer + ".pem")[0];
  const unsigned char* at = der.data();
  const Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  const Bytes pem = authority.read(signer + ".key");
  const Memory pem_memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const Key key(PEM_read_bio_PrivateKey(pem_memory.get(), nullptr, nullptr, nullptr));
  const Identifier policy(OBJ_txt2obj("1.2.3.4.1", 1));
  const Context context(TS_RESP_CTX_new());
  TS_RESP_CTX_set_signer_cert(context.get(), certificate.get());
  TS_RESP_CTX_set_signer_key(context.get(), key.get());
  TS_RESP_CTX_set_signer_digest(context.get(), EVP_sha256());
  TS_RESP_CTX_set_def_policy(context.get(), policy.get());
  TS_RESP_CTX_add_md(context.get(), EVP_sha256());
  TS_RESP_CTX_set_serial_cb(context.get(), serial, nullptr);
  TS_RESP_CTX_set_time_cb(context.get(), clock, &unix_s);
  const Memory request_memory(BIO_new_mem_buf(request.data(), static_cast<int>(request.size())));
  const Response response(TS_RESP_create_response(context.get(), request_memory.get()));
  unsigned char* out = nullptr;
  const int size = i2d_TS_RESP(response.get(), &out);
  const std::unique_ptr<unsigned char, Freer<free_bytes>> owned(out);
  return Bytes(out, out + size);
}

TEST_F(TimestampTest, ChainIsJudgedAtTheStatedTimeAndNotNow) {
  authority_->run(
      "openssl req -new -config openssl.cnf -key ca.key -subj '/CN=Tirazan Old Root' "
      "-out oldca.csr");
  authority_->run(
      "openssl ca -batch -selfsign -config openssl.cnf -keyfile ca.key -in oldca.csr "
      "-out oldca.pem -extfile openssl.cnf -extensions root -notext "
      "-startdate 20100101000000Z -enddate 20120101000000Z");
  authority_->request_key("past", "Tirazan Past Timestamps");
  authority_->run(
      "openssl ca -batch -config openssl.cnf -cert oldca.pem -keyfile ca.key -in past.csr "
      "-out past.pem -extfile openssl.cnf -extensions stamping -notext "
      "-startdate 20100101000000Z -enddate 20120101000000Z");
  const std::vector<Bytes> old_root = authority_->certificates("oldca.pem");
  const auto outcome_at = [&](std::string_view time) {
    const Timestamp at = parse_timestamp(time).value();
    const Bytes response = answer_at(*authority_, "past", request_, at.unix_ms / 1000);
    const auto verified = verify(response, request_, digest_, old_root).value();
    EXPECT_EQ(verified.info.gen_time, at);
    return verified.authority_problem;
  };
  EXPECT_EQ(outcome_at("2011-06-01T00:00:00Z"), "");
  EXPECT_EQ(outcome_at("2009-06-01T00:00:00Z"), "certificate is not yet valid");
  EXPECT_EQ(outcome_at("2013-06-01T00:00:00Z"), "certificate has expired");
}

TEST_F(TimestampTest, GarbageAndHugeInputAreRefused) {
  EXPECT_EQ(parse_response({}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(parse_response(as_bytes("<html>not found</html>")).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(parse_response(Bytes(kMaxResponseSize + 1)).error().code, ErrorCode::kLimit);
  EXPECT_EQ(parse_request(Bytes(kMaxRequestSize + 1)).error().code, ErrorCode::kLimit);
  EXPECT_FALSE(parse_certificates_pem("nothing").ok());
}

TEST_F(TimestampTest, CertificatesReadBackFromPem) {
  const std::vector<Bytes> both{roots()[0], authority_->certificates("tsa.pem")[0]};
  EXPECT_EQ(parse_certificates_pem(format_certificates_pem(both)).value(), both);
}

}  // namespace
}  // namespace sanad::timestamp
