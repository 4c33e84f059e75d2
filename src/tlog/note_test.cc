#include "tlog/note.h"

#include <gtest/gtest.h>

namespace sanad::tlog {
namespace {

crypto::SigningKey key_of(std::uint8_t seed) {
  return crypto::SigningKey::from_seed(Bytes(32, seed)).value();
}
VerifierKey verifier_of(std::string name, std::uint8_t seed,
                        SignatureType type = SignatureType::kEd25519) {
  return {std::move(name), type, key_of(seed).public_key()};
}

constexpr std::string_view kText = "ledger.tirazan.example\nقصہ\n\nthird\n";

std::string signed_by(std::initializer_list<std::pair<const char*, std::uint8_t>> signers) {
  Note note{std::string(kText), {}};
  for (const auto& [name, seed] : signers) {
    note.signatures.push_back(sign_note(kText, name, key_of(seed)));
  }
  return format_note(note);
}

// The example in the documentation of Go's package note, which others' tools verify too.
TEST(Note, VerifiesANoteThatAnotherProgramSigned) {
  const std::string text =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n"
      "\n"
      "— PeterNeumann "
      "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
      "\n";
  const VerifierKey key =
      parse_vkey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").value();
  const Note note = parse_note(text).value();
  EXPECT_EQ(note.signatures.size(), 1u);
  EXPECT_TRUE(verify_note(note, std::vector{key}).ok());
  EXPECT_EQ(format_note(note), text);
}

TEST(Note, SplitsAtTheLastEmptyLineAndWritesBackTheSameBytes) {
  const std::string bytes = signed_by({{"a.example", 1}, {"b.example/log", 2}});
  const Note note = parse_note(bytes).value();
  EXPECT_EQ(note.text, kText);
  ASSERT_EQ(note.signatures.size(), 2u);
  EXPECT_EQ(note.signatures[1].key_name, "b.example/log");
  EXPECT_EQ(format_note(note), bytes);
}

TEST(Note, NeedsOneKnownKeyAndIgnoresTheOthers) {
  const Note note = parse_note(signed_by({{"a.example", 1}, {"b.example", 2}})).value();
  const auto verified = verify_note(note, std::vector{verifier_of("b.example", 2)}).value();
  ASSERT_EQ(verified.size(), 1u);
  EXPECT_EQ(verified[0].key.name, "b.example");
  EXPECT_EQ(verify_note(note, {}).error().code, ErrorCode::kIntegrity);
  EXPECT_FALSE(verify_note(note, std::vector{verifier_of("c.example", 1)}).ok());
  EXPECT_FALSE(verify_note(note, std::vector{verifier_of("a.example", 2)}).ok());
}

TEST(Note, IsRejectedWholeIfOneKnownKeysSignatureIsWrong) {
  Note note = parse_note(signed_by({{"a.example", 1}, {"b.example", 2}})).value();
  note.signatures[1].signature[10] ^= 1;
  const std::vector known{verifier_of("a.example", 1), verifier_of("b.example", 2)};
  EXPECT_EQ(verify_note(note, known).error().code, ErrorCode::kIntegrity);
  EXPECT_TRUE(verify_note(note, std::span(known).first(1)).ok());
}

TEST(Note, DoesNotVerifyAfterAnyChangeOfItsText) {
  const std::string bytes = signed_by({{"a.example", 1}});
  const std::vector known{verifier_of("a.example", 1)};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] = changed[i] == 'x' ? 'y' : 'x';
    const auto note = parse_note(changed);
    EXPECT_FALSE(note.ok() && verify_note(note.value(), known).ok()) << i;
  }
}

TEST(Note, AcceptsSixteenSignaturesAndStopsAtTheLimit) {
  Note note{std::string(kText), {}};
  const NoteSignature one = sign_note(kText, "a.example", key_of(1));
  note.signatures.assign(16, one);
  EXPECT_TRUE(parse_note(format_note(note)).ok());
  note.signatures.assign(kMaxNoteSignatures, one);
  EXPECT_TRUE(parse_note(format_note(note)).ok());
  note.signatures.push_back(one);
  EXPECT_EQ(parse_note(format_note(note)).error().code, ErrorCode::kLimit);
  EXPECT_EQ(parse_note(std::string(kMaxNoteSize + 1, 'a')).error().code, ErrorCode::kLimit);
}

TEST(Note, RefusesOtherForms) {
  const std::string line = signed_by({{"a.example", 1}}).substr(kText.size() + 1);
  EXPECT_TRUE(parse_note("t\n\n" + line).ok());
  const std::string no_end = line.substr(0, line.size() - 1);
  for (const std::string& bad : std::vector<std::string>{
           std::string(), std::string("t\n"), std::string("t\n\n"), "t\n" + line, "t\n\n" + no_end,
           "t\n\n-" + line, "t\n\n" + line + "\n", "t\n\n" + line + "x\n", "t\r\n\n" + line,
           "t\t\n\n" + line, "\xff\n\n" + line, "t\n\n— a.example\n", "t\n\n— a.example AAAA\n",
           "t\n\n— a.example AAAAAA==\n", "t\n\n— a.example  AAAAAAA=\n", "t\n\n— a+b AAAAAAA=\n",
           "t\n\n—  AAAAAAA=\n",
           "t\n\n— a\xC2\xA0"
           "b AAAAAAA=\n",
           "t\n\n— a.example AAAAAAB=\n"}) {
    EXPECT_FALSE(parse_note(bad).ok()) << bad;
  }
}

TEST(Vkey, ReadsBackAndRefusesAnIdThatDoesNotFit) {
  const VerifierKey key = verifier_of("ledger.tirazan.example", 7);
  const std::string text = format_vkey(key);
  EXPECT_EQ(parse_vkey(text).value(), key);
  EXPECT_EQ(parse_vkey("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
                .value()
                .name,
            "sum.golang.org");
  std::string other_id = text;
  other_id[key.name.size() + 1] = other_id[key.name.size() + 1] == '0' ? '1' : '0';
  for (const std::string& bad :
       std::vector<std::string>{std::string(), std::string("a+b"), other_id, text + "=",
                                text.substr(1), "a b" + text, text.substr(0, text.size() - 4)}) {
    EXPECT_FALSE(parse_vkey(bad).ok()) << bad;
  }
  EXPECT_NE(key.id(), verifier_of("ledger.tirazan.example", 7, SignatureType::kCosignature).id());
}

TEST(Cosignature, SignsTheTextWithItsTime) {
  Note note{std::string(kText), {}};
  note.signatures.push_back(cosign_note(kText, "witness.example", key_of(3), 1'679'315'147));
  const std::vector known{verifier_of("witness.example", 3, SignatureType::kCosignature)};
  const auto verified = verify_note(parse_note(format_note(note)).value(), known).value();
  EXPECT_EQ(verified[0].time_s, 1'679'315'147u);
  for (std::size_t i = 0; i < note.signatures[0].signature.size(); ++i) {
    Note changed = note;
    changed.signatures[0].signature[i] ^= 1;
    EXPECT_FALSE(verify_note(changed, known).ok()) << i;
  }
  Note short_one = note;
  short_one.signatures[0].signature.pop_back();
  EXPECT_FALSE(verify_note(short_one, known).ok());
}

// c2sp.org/tlog-cosignature: what a witness signs, byte for byte.
TEST(Cosignature, IsOverTheHeaderTheTimeAndTheNoteText) {
  const NoteSignature made = cosign_note("o\n1\nr\n", "w", key_of(3), 9);
  const Bytes expected = key_of(3).sign(as_bytes("cosignature/v1\ntime 9\no\n1\nr\n"));
  EXPECT_EQ(Bytes(made.signature.begin(), made.signature.begin() + 8),
            (Bytes{0, 0, 0, 0, 0, 0, 0, 9}));
  EXPECT_EQ(Bytes(made.signature.begin() + 8, made.signature.end()), expected);
}

}  // namespace
}  // namespace sanad::tlog
