#include "keyring/keyring.h"

#include <gtest/gtest.h>

#include "files/fault.h"

namespace sanad::keyring {
namespace {

constexpr const char* kCase = "case-7k2mq4x3a9b5c6d8";
constexpr const char* kOtherCase = "case-0000000000000000";
const SignerNames kNames{"agency.tirazan.example/ledger", "agency.tirazan.example"};
constexpr crypto::Argon2Cost kCheap{64, 1, 1};

class KeyringTest : public testing::Test {
 protected:
  std::unique_ptr<Keyring> create(const Protection& protection = KeyFile{}) {
    return Keyring::create(fs_, "keys", protection, kNames).value();
  }
  Result<std::unique_ptr<Keyring>> open(const Protection& protection = KeyFile{}) {
    return Keyring::open(fs_, "keys", protection);
  }
  files::FaultFileSystem fs_;
};

TEST_F(KeyringTest, GivesTheSameKeysWhenOpenedAgain) {
  for (const Protection& protection :
       {Protection(KeyFile{}), Protection(Passphrase{"five calm words", kCheap})}) {
    files::FaultFileSystem fs;
    const auto made = Keyring::create(fs, "keys", protection, kNames).value();
    ASSERT_TRUE(made->create_case_key(kCase));
    const auto again = Keyring::open(fs, "keys", protection);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(
        equal_constant_time(made->case_key(kCase)->view(), (*again)->case_key(kCase)->view()));
    EXPECT_EQ(made->ledger_signer().public_key(), (*again)->ledger_signer().public_key());
    EXPECT_EQ(made->agency_signer().public_key(), (*again)->agency_signer().public_key());
    EXPECT_EQ((*again)->names().ledger, kNames.ledger);
    EXPECT_EQ((*again)->names().agency, kNames.agency);
    EXPECT_TRUE(equal_constant_time(made->workspace_subkey("a").view(),
                                    (*again)->workspace_subkey("a").view()));
  }
}

TEST_F(KeyringTest, KeysOfDifferentThingsDiffer) {
  const auto ring = create();
  ASSERT_TRUE(ring->create_case_key(kCase));
  ASSERT_TRUE(ring->create_case_key(kOtherCase));
  EXPECT_FALSE(
      equal_constant_time(ring->case_key(kCase)->view(), ring->case_key(kOtherCase)->view()));
  EXPECT_FALSE(
      equal_constant_time(ring->workspace_subkey("a").view(), ring->workspace_subkey("b").view()));
  EXPECT_NE(ring->ledger_signer().public_key(), ring->agency_signer().public_key());
}

TEST_F(KeyringTest, RefusesAWrongPassphraseInWords) {
  create(Passphrase{"five calm words", kCheap});
  EXPECT_TRUE(*Keyring::needs_passphrase(fs_, "keys"));
  const auto wrong = open(Passphrase{"five calm word"});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::kDenied);
  EXPECT_NE(wrong.error().message.find("passphrase"), std::string::npos);
  EXPECT_EQ(open(KeyFile{}).error().code, ErrorCode::kDenied);
}

TEST_F(KeyringTest, RefusesTheKeyFileOfAnotherWorkspace) {
  create();
  EXPECT_FALSE(*Keyring::needs_passphrase(fs_, "keys"));
  ASSERT_TRUE(Keyring::create(fs_, "other", KeyFile{}, kNames));
  EXPECT_EQ(open(KeyFile{"other/workspace.key"}).error().code, ErrorCode::kDenied);
  EXPECT_EQ(open(Passphrase{"x"}).error().code, ErrorCode::kDenied);
}

TEST_F(KeyringTest, SaysThatTheKeyFileIsMissing) {
  create();
  ASSERT_TRUE(fs_.remove("keys/workspace.key"));
  const auto missing = open();
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_NE(missing.error().message.find("keys/workspace.key"), std::string::npos);
}

TEST_F(KeyringTest, KeepsTheKeyFileElsewhere) {
  ASSERT_TRUE(files::make_directories(fs_, "stick"));
  create(KeyFile{"stick/k"});
  EXPECT_TRUE(open(KeyFile{"stick/k"}));
  EXPECT_FALSE(fs_.stat("keys/workspace.key")->has_value());
}

TEST_F(KeyringTest, DoesNotReplaceAWorkspace) {
  create();
  EXPECT_EQ(Keyring::create(fs_, "keys", KeyFile{}, kNames).error().code, ErrorCode::kConflict);
}

TEST_F(KeyringTest, RefusesNamesThatASignedNoteCannotCarry) {
  for (const char* bad : {"", "a b", "a+b", "a\nb", "\xd8\xb3"}) {
    EXPECT_EQ(Keyring::create(fs_, "keys", KeyFile{}, {bad, "x"}).error().code,
              ErrorCode::kInvalid);
    EXPECT_EQ(Keyring::create(fs_, "keys", KeyFile{}, {"x", bad}).error().code,
              ErrorCode::kInvalid);
  }
}

// Every bit of every file: the keyring refuses to open (or to give the case key) and names the
// file.
TEST_F(KeyringTest, NamesTheFileInWhichAnyBitChanged) {
  for (const Protection& protection :
       {Protection(KeyFile{}), Protection(Passphrase{"five calm words", kCheap})}) {
    files::FaultFileSystem fs;
    {
      const auto ring = Keyring::create(fs, "keys", protection, kNames).value();
      ASSERT_TRUE(ring->create_case_key(kCase));
    }
    std::vector<files::Path> paths = {files::Path("keys/cases") / (std::string(kCase) + ".json")};
    const auto items = fs.list("keys").value();
    for (const auto& item : items) {
      if (!item.is_directory) paths.push_back(files::Path("keys") / item.name);
    }
    ASSERT_GE(paths.size(), 8U);
    for (const files::Path& path : paths) {
      const std::uint64_t bits = 8 * (*fs.stat(path))->size_bytes;
      for (std::uint64_t bit = 0; bit < bits; ++bit) {
        ASSERT_TRUE(fs.flip_bit(path, bit));
        const auto ring = Keyring::open(fs, "keys", protection);
        const Error error = ring ? (*ring)->case_key(kCase).error() : ring.error();
        EXPECT_EQ(error.code, ErrorCode::kIntegrity) << path << " bit " << bit;
        EXPECT_NE(error.message.find(path.string()), std::string::npos) << error.message;
        ASSERT_TRUE(fs.flip_bit(path, bit));
      }
    }
    EXPECT_TRUE(Keyring::open(fs, "keys", protection));
  }
}

TEST_F(KeyringTest, ACaseKeyDoesNotStandInForAnother) {
  const auto ring = create();
  ASSERT_TRUE(ring->create_case_key(kCase));
  const files::Path from = files::Path("keys/cases") / (std::string(kCase) + ".json");
  const files::Path to = files::Path("keys/cases") / (std::string(kOtherCase) + ".json");
  ASSERT_TRUE(fs_.set_contents(to, *files::read_file(fs_, from, kKeySize * 100)));
  const auto key = ring->case_key(kOtherCase);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, ErrorCode::kIntegrity);
  EXPECT_NE(key.error().message.find(kOtherCase), std::string::npos);
}

TEST_F(KeyringTest, ADestroyedKeyIsGoneForAllWhoHoldTheKeyring) {
  const auto ring = create();
  ASSERT_TRUE(ring->create_case_key(kCase));
  const auto other_process = open().value();
  ASSERT_TRUE(other_process->case_key(kCase));
  ASSERT_TRUE(ring->destroy_case_key(kCase));
  for (Keyring* each : {ring.get(), other_process.get()}) {
    const auto key = each->case_key(kCase);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, ErrorCode::kNotFound);
    EXPECT_NE(key.error().message.find("destroyed"), std::string::npos);
    EXPECT_TRUE(*each->case_key_destroyed(kCase));
  }
  EXPECT_EQ(ring->create_case_key(kCase).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(ring->destroy_case_key(kCase));
}

TEST_F(KeyringTest, ShreddingOverwritesBeforeItRemoves) {
  const auto ring = create();
  ASSERT_TRUE(ring->create_case_key(kCase));
  std::vector<std::string> steps;
  fs_.observe([&](const std::string& step) { steps.push_back(step); });
  ASSERT_TRUE(ring->destroy_case_key(kCase));
  fs_.observe(nullptr);
  const std::string key = std::string("keys/cases/") + kCase;
  const std::vector<std::string> expected = {"create " + key + ".destroyed.tmp",
                                             "write " + key + ".destroyed.tmp",
                                             "sync " + key + ".destroyed.tmp",
                                             "rename " + key + ".destroyed",
                                             "sync_directory keys/cases",
                                             "write " + key + ".json",
                                             "sync " + key + ".json",
                                             "remove " + key + ".json",
                                             "sync_directory keys/cases"};
  EXPECT_EQ(steps, expected);
}

TEST_F(KeyringTest, SaysThatACaseHasNoKey) {
  const auto ring = create();
  EXPECT_EQ(ring->case_key(kCase).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ring->destroy_case_key(kCase).error().code, ErrorCode::kNotFound);
  for (const char* bad :
       {"", "case-", "../../etc/passwd", "case-../../../../aaaa", "CASE-7k2mq4x3a9b5c6d8"}) {
    EXPECT_EQ(ring->case_key(bad).error().code, ErrorCode::kInvalid);
    EXPECT_EQ(ring->create_case_key(bad).error().code, ErrorCode::kInvalid);
    EXPECT_EQ(ring->destroy_case_key(bad).error().code, ErrorCode::kInvalid);
  }
}

TEST(DeriveKeyTest, IsHkdfExpandOfRfc5869) {
  // RFC 5869 test case 1 has other lengths; the block function is HMAC over info || 0x01.
  const Bytes key(32, 0x0b);
  Bytes info = to_bytes("label");
  info.push_back(0);
  info.push_back('c');
  info.push_back(1);
  const Digest256 expected = crypto::hmac_sha256(key, info);
  EXPECT_TRUE(equal_constant_time(derive_key(key, "label", as_bytes("c")).view(), expected));
}

TEST(FormatVkeyTest, AgreesWithAnIndependentImplementation) {
  // Computed with Python's hashlib and base64 from the public key 00 01 .. 1f.
  Bytes public_key;
  for (std::uint8_t i = 0; i < 32; ++i) public_key.push_back(i);
  EXPECT_EQ(format_vkey("tirazan.example/log", public_key),
            "tirazan.example/log+1051ec4f+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f");
  EXPECT_EQ(format_public_pem(public_key),
            "-----BEGIN PUBLIC KEY-----\n"
            "MCowBQYDK2VwAyEAAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
            "-----END PUBLIC KEY-----\n");
}

}  // namespace
}  // namespace sanad::keyring
