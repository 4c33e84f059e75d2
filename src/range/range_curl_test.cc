// The range as curl and openssl see it: TLS with the range's authority, bad certificates,
// timestamps.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "range/range.h"
#include "test_folder.h"

namespace sanad::range {
namespace {

class RangeCurlTest : public testing::Test {
 protected:
  void SetUp() override { range_ = Range::start({.directory = folder_.path()}).value(); }
  CommandResult curl(const std::string& arguments) const {
    std::string command =
        "curl --silent --noproxy '*' --max-time 20 --cacert " + range_->authority_path().string();
    for (const std::string& rule : range_->connect_to_rules()) command += " --connect-to " + rule;
    return run_command(command + " " + arguments + " 2>&1");
  }

  TestFolder folder_;
  std::unique_ptr<Range> range_;
};

TEST_F(RangeCurlTest, EveryHostIsReachedOverTlsWithTheAuthority) {
  for (const std::string& host : range_->hosts()) {
    if (host.starts_with("expired.") || host.starts_with("selfsigned.")) continue;
    const auto result = curl("--output /dev/null --write-out '%{http_code}' https://" + host + "/");
    EXPECT_EQ(result.status, 0) << host << result.output;
  }
  const auto entries = range_->truth().entries();
  ASSERT_FALSE(entries.empty());
  EXPECT_TRUE(entries.front().is_tls);
  EXPECT_EQ(entries.front().server_certificate_sha256.size(), 64u);
}

TEST_F(RangeCurlTest, BadCertificatesAreRefusedAndServedToThoseWhoGoOn) {
  for (const char* host : {"expired.tirazan.example", "selfsigned.tirazan.example"}) {
    const std::string url = std::string("https://") + host + "/";
    EXPECT_EQ(curl(url).status, 60) << host;
    const auto insecure = curl("--insecure " + url);
    EXPECT_EQ(insecure.status, 0);
    EXPECT_NE(insecure.output.find("Behind a bad certificate"), std::string::npos);
  }
  const auto words = curl("--verbose https://expired.tirazan.example/");
  EXPECT_NE(words.output.find("certificate has expired"), std::string::npos) << words.output;
}

TEST_F(RangeCurlTest, CodedBodiesAreDecodedByOthers) {
  for (const char* coding : {"gzip", "deflate", "br"}) {
    const auto result =
        curl(fmt::format("--compressed https://awkward.tirazan.example/coded/{}", coding));
    EXPECT_NE(result.output.find("Line 199 of a compressed page."), std::string::npos) << coding;
  }
}

TEST_F(RangeCurlTest, CloseDelimitedBodiesEndProperlyOverTls) {
  const auto result = curl("https://awkward.tirazan.example/close-delimited");
  EXPECT_EQ(result.status, 0);
  EXPECT_NE(result.output.find("line 5 of 5"), std::string::npos);
}

TEST_F(RangeCurlTest, OpensslVerifiesATimestampAgainstTheAuthority) {
  const std::string base = folder_.path().string();
  run_command("printf checkpoint > " + base + "/data");
  const std::string query = base + "/query.tsq";
  const std::string reply = base + "/reply.tsr";
  ASSERT_EQ(run_command(fmt::format("openssl ts -query -data {}/data -sha256 -cert -out {} 2>&1",
                                    base, query))
                .status,
            0);
  ASSERT_EQ(curl(fmt::format("--header 'Content-Type: application/timestamp-query' --data-binary "
                             "@{} --output {} http://tsa.tirazan.example/",
                             query, reply))
                .status,
            0);
  const auto verified =
      run_command(fmt::format("openssl ts -verify -queryfile {} -in {} -CAfile {} 2>&1", query,
                              reply, range_->authority_path().string()));
  EXPECT_EQ(verified.status, 0) << verified.output;
  run_command("printf other > " + base + "/data");
  const auto refused =
      run_command(fmt::format("openssl ts -verify -data {}/data -in {} -CAfile {} 2>&1", base,
                              reply, range_->authority_path().string()));
  EXPECT_NE(refused.status, 0);
}

}  // namespace
}  // namespace sanad::range
