#include "tlog/proof.h"

#include <gtest/gtest.h>

namespace sanad::tlog {
namespace {

class ProofFileTest : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 11; ++i) tree_.append(merkle::leaf_hash(as_bytes(entry(i))));
    Checkpoint checkpoint{log_.name, {tree_.size(), tree_.root()}, {}};
    checkpoint_ = sign_checkpoint(checkpoint, key_);
  }
  static std::string entry(int i) { return "entry " + std::to_string(i); }
  ProofFile proof_of(std::uint64_t index) {
    return {std::nullopt,
            {index},
            merkle::make_inclusion_proof({index}, tree_.size(), tree_).value(),
            checkpoint_};
  }

  crypto::SigningKey key_ = crypto::SigningKey::from_seed(Bytes(32, 1)).value();
  VerifierKey log_{"ledger.tirazan.example", SignatureType::kEd25519, key_.public_key()};
  merkle::MemoryTree tree_;
  std::string checkpoint_;
};

TEST_F(ProofFileTest, ReadsBackAndVerifiesForEachEntry) {
  for (int i = 0; i < 11; ++i) {
    const std::string text = format_proof(proof_of(static_cast<std::uint64_t>(i)));
    const ProofFile proof = parse_proof(text).value();
    EXPECT_EQ(format_proof(proof), text);
    EXPECT_EQ(verify_proof(proof, as_bytes(entry(i)), log_).value().checkpoint.head.size.value,
              11u);
    EXPECT_EQ(verify_proof(proof, as_bytes(entry(i + 1)), log_).error().code,
              ErrorCode::kIntegrity);
  }
}

TEST_F(ProofFileTest, HasTheFormOfTheStandard) {
  ProofFile proof = proof_of(3);
  proof.extra = to_bytes("more");
  const std::string text = format_proof(proof);
  EXPECT_TRUE(text.starts_with("c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 3\n")) << text;
  EXPECT_TRUE(text.ends_with("=\n\n" + checkpoint_));
  EXPECT_EQ(parse_proof(text).value().extra, proof.extra);
}

TEST_F(ProofFileTest, IsNoLongerAcceptedAfterAnyChange) {
  const std::string text = format_proof(proof_of(6));
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const char replacement : {'A', '7', '\n'}) {
      if (text[i] == replacement) continue;
      std::string changed = text;
      changed[i] = replacement;
      const auto proof = parse_proof(changed);
      EXPECT_FALSE(proof.ok() && verify_proof(proof.value(), as_bytes(entry(6)), log_).ok()) << i;
    }
    const auto cut = parse_proof(text.substr(0, i));
    EXPECT_FALSE(cut.ok()) << i;
  }
}

TEST_F(ProofFileTest, RefusesOtherForms) {
  const std::string hash = format_base64(Bytes(32)) + "\n";
  const std::string start = "c2sp.org/tlog-proof@v1\n";
  EXPECT_TRUE(parse_proof(start + "index 0\n" + hash + "\n" + checkpoint_).ok());
  std::string many;
  for (std::size_t i = 0; i <= merkle::kMaxProofHashes; ++i) many += hash;
  for (const std::string& bad : std::vector<std::string>{
           "c2sp.org/tlog-proof@v2\nindex 0\n\n" + checkpoint_, "index 0\n\n" + checkpoint_,
           start + "\n" + checkpoint_, start + "index 00\n\n" + checkpoint_,
           start + "index 11\n\n" + checkpoint_, start + "index 0 \n\n" + checkpoint_,
           start + "index 0\nextra AAAA\n\n" + checkpoint_,
           start + "extra \nindex 0\n\n" + checkpoint_,
           start + "extra AAAA\nextra AAAA\nindex 0\n\n" + checkpoint_,
           start + "index 0\nAAAA\n\n" + checkpoint_,
           start + "index 0\n" + many + "\n" + checkpoint_,
           start + "index 0\n" + hash + checkpoint_, start + "index 0\n\n\n" + checkpoint_,
           start + "index 0\n\n" + checkpoint_ + "\n"}) {
    EXPECT_FALSE(parse_proof(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace sanad::tlog
