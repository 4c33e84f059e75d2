#include "tlog/checkpoint.h"

#include <gtest/gtest.h>

namespace sanad::tlog {
namespace {

const std::string kRoot = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

crypto::SigningKey log_key() { return crypto::SigningKey::from_seed(Bytes(32, 1)).value(); }
VerifierKey log_verifier(std::string name) {
  return {std::move(name), SignatureType::kEd25519, log_key().public_key()};
}

TEST(Checkpoint, ReadsTheExampleOfTheStandardAndWritesItBack) {
  const std::string text = "example.com/behind-the-sofa\n20852163\n" + kRoot + "\n";
  const Checkpoint checkpoint = parse_checkpoint(text).value();
  EXPECT_EQ(checkpoint.origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint.head.size.value, 20852163u);
  EXPECT_EQ(format_base64(checkpoint.head.root), kRoot);
  EXPECT_EQ(format_checkpoint(checkpoint), text);
}

TEST(Checkpoint, KeepsExtensionLines) {
  const std::string text = "o\n0\n" + kRoot + "\none\ntwo 2\n";
  EXPECT_EQ(parse_checkpoint(text).value().extensions, (std::vector<std::string>{"one", "two 2"}));
  EXPECT_EQ(format_checkpoint(parse_checkpoint(text).value()), text);
}

TEST(Checkpoint, RefusesEveryOtherForm) {
  for (const std::string& bad : std::vector<std::string>{
           std::string(), std::string("o\n"), std::string("o\n1\n"), "o\n1\n" + kRoot,
           "\n1\n" + kRoot + "\n", "o\n\n" + kRoot + "\n", "o\n01\n" + kRoot + "\n",
           "o\n-1\n" + kRoot + "\n", "o\n1 \n" + kRoot + "\n",
           "o\n4611686018427387905\n" + kRoot + "\n", "o\n18446744073709551616\n" + kRoot + "\n",
           std::string("o\n1\nAAAA\n"), "o\n1\n" + kRoot.substr(0, 43) + "\n",
           "o\n1\n" + kRoot + "\n\n", "o\n1\n" + kRoot + "\nx", "o\n1\n" + kRoot + "\nx\n\n",
           "o\r\n1\n" + kRoot + "\n", "\xff\n1\n" + kRoot + "\n"}) {
    EXPECT_FALSE(parse_checkpoint(bad).ok()) << bad;
  }
}

TEST(OpenCheckpoint, AcceptsOnlyTheLogsOwnKeyUnderItsOrigin) {
  Checkpoint checkpoint;
  checkpoint.origin = "ledger.tirazan.example";
  checkpoint.head.size.value = 3;
  const std::string note = sign_checkpoint(checkpoint, log_key());
  EXPECT_EQ(open_checkpoint(note, log_verifier(checkpoint.origin)).value().checkpoint, checkpoint);
  EXPECT_FALSE(open_checkpoint(note, log_verifier("other.example")).ok());

  Note foreign{format_checkpoint(checkpoint), {}};
  foreign.signatures.push_back(sign_note(foreign.text, "other.example", log_key()));
  EXPECT_EQ(open_checkpoint(format_note(foreign), log_verifier("other.example")).error().code,
            ErrorCode::kIntegrity);
}

TEST(OpenCheckpoint, ReportsWitnessesButNeverAcceptsThemInPlaceOfTheLog) {
  Checkpoint checkpoint;
  checkpoint.origin = "ledger.tirazan.example";
  const auto witness_key = crypto::SigningKey::from_seed(Bytes(32, 2)).value();
  const VerifierKey witness{"witness.example", SignatureType::kCosignature,
                            witness_key.public_key()};
  Note note = parse_note(sign_checkpoint(checkpoint, log_key())).value();
  note.signatures.push_back(cosign_note(note.text, witness.name, witness_key, 77));
  const std::vector witnesses{witness};
  const VerifierKey log = log_verifier(checkpoint.origin);
  const auto opened = open_checkpoint(format_note(note), log, witnesses).value();
  ASSERT_EQ(opened.cosignatures.size(), 1u);
  EXPECT_EQ(opened.cosignatures[0].time_s, 77u);
  EXPECT_TRUE(open_checkpoint(format_note(note), log).value().cosignatures.empty());
  note.signatures.erase(note.signatures.begin());
  EXPECT_EQ(open_checkpoint(format_note(note), log, witnesses).error().code, ErrorCode::kIntegrity);
}

}  // namespace
}  // namespace sanad::tlog
